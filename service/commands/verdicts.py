"""A verdict as a person reads it in the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from verification.types import Claim, Comparison, Evidence, Stance, Veracity, Verdict

_COLOURS = {
    Veracity.SUPPORTED: "bold green",
    Veracity.REFUTED: "bold red",
    Veracity.CONFLICTING: "bold yellow",
    Veracity.NOT_ENOUGH_EVIDENCE: "bold blue",
}
_STANCES = {
    Stance.SUPPORTS: ("supports", "green"),
    Stance.REFUTES: ("refutes", "red"),
    Stance.NEUTRAL: ("related", "dim"),
}
_TIMINGS = {"undated": "undated", "after_claim": "published after the claim"}
_AGREES = {True: "agrees", False: "differs", None: "cannot be compared"}
_MOST_EVIDENCE = 8
_MOST_RELATED = 2


def show_verdict(claim: Claim, verdict: Verdict, console: Console | None = None) -> None:
    """Print veracity, rationale, evidence with its publisher and day, and what is missing."""
    out = console or Console(highlight=False)
    word = verdict.veracity.value.replace("_", " ").upper()
    out.print()
    out.print(Text(claim.text, style="bold"))
    out.print(
        Text.assemble((word, _COLOURS[verdict.veracity]), f"  {verdict.confidence:.0%} confident")
    )
    out.print(Text(verdict.rationale))
    shown = _worth_showing(verdict)
    for item in shown:
        out.print()
        for line in _evidence(item):
            out.print(line)
    if left_out := len(verdict.evidence) - len(shown):
        out.print(Text(f"\n... and {left_out} more passages; --json has them all", style="dim"))
    _show_missing(out, verdict)
    made = verdict.provenance
    by = f"judge {made.judge} · policy {made.policy} · corpus {made.corpus_generation}"
    out.print(Text(f"\n{by}", style="dim"))


def _worth_showing(verdict: Verdict) -> list[Evidence]:
    """What takes a side, and a little of what is only related."""
    sides = [item for item in verdict.evidence if item.stance is not Stance.NEUTRAL]
    related = [item for item in verdict.evidence if item.stance is Stance.NEUTRAL]
    return sides[:_MOST_EVIDENCE] + related[: _MOST_RELATED if sides else _MOST_RELATED + 1]


def _show_missing(out: Console, verdict: Verdict) -> None:
    if verdict.missing:
        out.print(Text("\nMissing:", style="bold"))
    for missing in verdict.missing:
        out.print(Text(f"  - {missing}"))


def _evidence(item: Evidence) -> Iterator[RenderableType]:
    word, colour = _STANCES[item.stance]
    document = item.passage.document
    header = [document.source.name]
    if document.speaker:
        header.append(document.speaker)
    if document.published_at:
        header.append(document.published_at.isoformat())
    if item.timing in _TIMINGS:
        header.append(_TIMINGS[item.timing])
    yield Text.assemble((f"[{word}] ", colour), " · ".join(header))
    yield _indented(Text(document.title, style="italic"))
    yield _indented(Text(f"“{item.quote}”"))
    for comparison in item.comparisons:
        yield _indented(_comparison(comparison))
    if document.url:
        yield _indented(Text(document.url, style="dim"))


def _comparison(item: Comparison) -> Text:
    word = f"{item.kind}: {item.claim!r} in the claim, {item.evidence!r} here: "
    colour = {True: "green", False: "red", None: "dim"}[item.agrees]
    return Text.assemble((word, "dim"), (_AGREES[item.agrees], colour))


def _indented(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2))
