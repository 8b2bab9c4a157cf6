"""The command line: `assay`.

Commands are imported only when they are called, so that `assay --help` and `assay verify` start
at once. Rooms that the service may not import bring their commands through the entry-point group
`assay.commands`.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Final

import click

from verification.errors import AssayError

GROUP: Final = "assay.commands"
_OWN: Final = {
    "serve": ("service.commands.serve:serve", "Serve the API, the start page and the desk."),
    "verify": ("service.commands.verify:verify", "Verify one claim and show the evidence."),
    "extract": ("service.commands.extract:extract", "Find the claims in an article."),
    "ingest": ("service.commands.ingest:ingest", "Take documents into the corpus."),
    "search": ("service.commands.search:search", "Search the passages of the corpus."),
    "stance": ("service.commands.stance:stance", "Judge the stance of pairs in a file."),
    "keys": ("service.commands.keys:keys", "Create, list and revoke API keys."),
    "sources": ("service.commands.sources:sources", "List publishers and weigh them."),
    "inboxes": ("service.commands.inboxes:inboxes", "Manage signed inbound hooks."),
    "accounts": ("service.commands.accounts:accounts", "Manage the people of the desk."),
    "reindex": ("service.commands.upkeep:reindex", "Build the corpus anew from the records."),
    "migrate": ("service.commands.upkeep:migrate", "Bring the database up to date."),
    "settings": ("service.commands.settings:settings", "Show every setting and its value."),
    "audit": ("service.commands.audit:audit", "Check the audit trail."),
}
# What the commands of other rooms do, in case they can be loaded.
_OTHERS: Final = {
    "worker": "Run verifications and callbacks from the broker.",
    "relay": "Publish what is due to the broker.",
    "evaluate": "Measure quality and speed.",
}


class Assay(click.Group):
    """Finds commands by name and turns expected errors into one clear line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names, ours first."""
        return [*_OWN, *sorted(self._others())]

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        """Import the one command that is asked for."""
        if cmd_name in _OWN:
            module, _, name = _OWN[cmd_name][0].partition(":")
            command: click.Command = getattr(importlib.import_module(module), name)
            return command
        other = self._others().get(cmd_name)
        if other is None:
            return None
        loaded: click.Command = other.load()
        return loaded

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands without importing them."""
        rows = [(name, help_text) for name, (_, help_text) in _OWN.items()]
        rows += [(name, _OTHERS.get(name, "")) for name in sorted(self._others())]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what the caller can mend is said in one line, without a traceback."""
        try:
            return super().invoke(ctx)
        except AssayError as error:
            raise click.ClickException(error.detail) from error
        except OSError as error:
            if not error.filename:
                raise
            raise click.ClickException(f"{error.filename}: {error.strerror}.") from error

    @staticmethod
    def _others() -> dict[str, EntryPoint]:
        return {entry.name: entry for entry in entry_points(group=GROUP)}


@click.command(
    cls=Assay,
    epilog='Example: assay verify "North Korea fired two missiles on 21 March 2021."',
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="assay")
def cli() -> None:
    """Check factual claims against a corpus of official statements.

    Settings are environment variables that begin with ASSAY_; `assay settings` lists them.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; the entry point of the script `assay`."""
    cli.main(args=list(arguments) if arguments is not None else None, prog_name="assay")


if __name__ == "__main__":
    main()
