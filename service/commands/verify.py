"""`assay verify`: one claim, its verdict and its evidence."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from service.commands.opening import day, opened_runtime
from verification.claims import check_claim
from verification.errors import CorpusUnavailable
from verification.types import Claim

if TYPE_CHECKING:
    from runtime.wiring import Runtime

_MOST_BYTES = 1_000_000
_EXAMPLE = 'Example: assay verify "North Korea fired two missiles." --claimed-at 2021-03-25'


@click.command(epilog=_EXAMPLE)
@click.argument("text")
@click.option("--claimed-at", type=day, help="The day the claim was made.")
@click.option("--speaker", help="Who made the claim.")
@click.option("--as-of", type=day, help="The last day of publication that counts.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def verify(
    text: str, claimed_at: date | None, speaker: str | None, as_of: date | None, *, as_json: bool
) -> None:
    """Verify the claim TEXT, one sentence; `-` reads it from standard input."""
    from runtime.verifying import verify_claim  # noqa: PLC0415 - heavy, and help needs none of it
    from verification.wire import verdict_as_json  # noqa: PLC0415

    given = _read_stdin() if text == "-" else text
    with opened_runtime() as runtime:
        claim = Claim(
            text=check_claim(given, runtime.settings.max_claim_characters),
            claimed_at=claimed_at,
            speaker=speaker,
            as_of=as_of,
        )
        require_passages(runtime)
        verdict, cached = verify_claim(runtime, claim)
    if as_json:
        _print_answer(claim, verdict_as_json(verdict), cached=cached)
    else:
        from service.commands.verdicts import show_verdict  # noqa: PLC0415

        show_verdict(claim, verdict)


def _read_stdin() -> str:
    # What is no text becomes U+FFFD, and that no claim may hold.
    return sys.stdin.buffer.read(_MOST_BYTES).decode("utf-8", "replace")


def require_passages(runtime: Runtime) -> None:
    """Raise CorpusUnavailable, with the way out, where there is nothing to verify against."""
    if runtime.corpus.count() == 0:
        raise CorpusUnavailable(
            "The corpus is empty: load the demonstration corpus with `assay ingest --demo`, "
            "or statements of your own with `assay ingest FILE`."
        )


def _print_answer(claim: Claim, verdict: dict[str, Any], *, cached: bool) -> None:
    from service.commands.showing import print_json  # noqa: PLC0415

    print_json(
        {
            "status": "done",
            "text": claim.text,
            "claimed_at": claim.claimed_at,
            "speaker": claim.speaker,
            "as_of": claim.as_of,
            "verdict": verdict,
            "cached": cached,
        }
    )
