"""What was found in an article, as a person reads it in the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from service.article_intake import GivenArticle
from verification.extraction.types import ClaimDate, ClaimSource, ExtractedClaim, Extraction

_COLOURS = {"opinion": "yellow", "prediction": "yellow"}
_PARTS = {"utterance": "that it was said", "content": "what was said"}
_FOUND: Final = {
    "verbatim": "stands so in",
    "altered": "stands otherwise in",
    "not_found": "not found in the corpus",
}


def show_extraction(
    given: GivenArticle,
    extraction: Extraction,
    claims: Sequence[Mapping[str, Any]],
    console: Console | None = None,
) -> None:
    """Print each claim with who said it, its dates and what stays unclear; then a summary.

    `claims` are those of the extraction in the shape of the API, with what is known of them.
    """
    out = console or Console(highlight=False)
    if given.title:
        out.print(Text(given.title, style="bold"))
    for number, (claim, known) in enumerate(zip(extraction.claims, claims, strict=True), 1):
        out.print()
        for line in [*_claim(number, claim), *_known(known)]:
            out.print(line)
    out.print()
    out.print(Text(_summary(extraction), style="dim"))
    if given.published_at is None and any(not each.first for each in _dates(extraction)):
        out.print(Text("Relative dates stay open; --published-at resolves them.", style="dim"))


def _claim(number: int, claim: ExtractedClaim) -> Iterator[RenderableType]:
    kind = claim.kind if claim.verifiable else f"{claim.kind}, not verified"
    part = f" · {_PARTS[claim.part]}" if claim.part else ""
    yield Text.assemble(
        (f"{number:>3}  ", "dim"),
        (kind, _COLOURS.get(claim.kind, "green")),
        (f"{part} · worth checking {claim.check_worthiness:.0%}", "dim"),
        (f" · characters {claim.start:,} to {claim.end:,}", "dim"),
    )
    yield _indented(Text(claim.text, style="bold" if claim.verifiable else ""))
    if claim.attribution:
        yield _indented(_labelled("said by", _source(claim.attribution)))
    for found in claim.dates:
        yield _indented(_labelled("date", f"“{found.wording}” is {_days(found)}"))
    for unclear in claim.ambiguous:
        meant = " or ".join(unclear.candidates) or "not told by the article"
        yield _indented(_labelled("unclear", f"“{unclear.wording}”: {meant}"))


def _known(claim: Mapping[str, Any]) -> Iterator[RenderableType]:
    """Claims checked before that it resembles, and what became of its quotations."""
    for like in claim["known"]:
        answer = (like["veracity"] or "not answered yet").replace("_", " ")
        yield _indented(_labelled("known", f"“{like['text']}” ({answer})"))
    for quote in claim["quotes"]:
        if check := quote["check"]:
            place = check["document"]["title"] or check["document"]["id"] if check["text"] else ""
            words = f"“{quote['text']}” {_FOUND[check['finding']]} {place}".rstrip()
            changes = [
                f"“{each['found']}”, not “{each['quoted']}”" for each in check["differences"]
            ]
            yield _indented(_labelled("quotation", "; ".join([words, *changes])))


def _source(source: ClaimSource) -> str:
    role = f", {source.role}" if source.role and source.role not in source.speaker else ""
    through = f", according to {source.through}" if source.through else ""
    return f"{source.speaker}{role} (“{source.cue}”{through})"


def _days(found: ClaimDate) -> str:
    if found.first is None or found.last is None:
        return "open"
    if found.first == found.last:
        return found.first.isoformat()
    return f"{found.first.isoformat()} to {found.last.isoformat()}"


def _dates(extraction: Extraction) -> Iterator[ClaimDate]:
    for claim in extraction.claims:
        yield from claim.dates


def _summary(extraction: Extraction) -> str:
    kinds = Counter[str](each.kind for each in extraction.sentences)
    parts = [f"{len(extraction.claims)} claims"]
    names = {"sentence": "sentences", "heading": "headings", "question": "questions"}
    parts += [f"{kinds[kind]} {name}" for kind, name in names.items() if kinds[kind]]
    if kinds["boilerplate"]:
        parts.append(f"{kinds['boilerplate']} lines left out as boilerplate")
    return " · ".join(parts)


def _labelled(label: str, words: str) -> Text:
    return Text.assemble((f"{label}: ", "dim"), words)


def _indented(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 5))
