"""Quotations held against the corpus as it stands, each once for every state of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from records.documents import get_document
from verification.errors import CorpusUnavailable, NotFound
from verification.quoting import QuoteCheck, check_quote, worth_checking
from verification.types import PassageQuery

if TYPE_CHECKING:
    from runtime.wiring import Runtime

MOST: Final = 100
"""Quotations looked for at a time; the others stay unchecked."""
PASSAGES: Final = 10
_KEPT: Final = 5000


@dataclass(eq=False, slots=True)
class QuoteBook:
    """What is known of quotations in one state of the corpus."""

    generation: str = ""
    known: dict[str, QuoteCheck] = field(default_factory=dict)

    def at(self, generation: str) -> dict[str, QuoteCheck]:
        """The findings of that state; those of another are forgotten."""
        if self.generation != generation or len(self.known) > _KEPT:
            self.generation, self.known = generation, {}
        return self.known


def checked_quotes(runtime: Runtime, quotes: Iterable[str]) -> Mapping[str, QuoteCheck]:
    """What became of each quotation; those are missing that are too short or could not be checked.

    Never raises CorpusUnavailable: a quotation that was not looked for is not one that was not
    found.
    """
    wanted = [quote for quote in dict.fromkeys(quotes) if worth_checking(quote)][:MOST]
    generation = runtime.current_state().corpus_generation if wanted else None
    if generation is None:
        return {}
    known = runtime.quote_book.at(generation)
    found: dict[str, QuoteCheck] = {}
    try:
        for quote in wanted:
            if quote not in known:
                known[quote] = _check(runtime, quote)
            found[quote] = known[quote]
    except CorpusUnavailable:
        return found
    return found


def _check(runtime: Runtime, quote: str) -> QuoteCheck:
    hits = runtime.corpus.search(PassageQuery(text=quote, limit=PASSAGES))
    check = check_quote(quote, [hit.passage for hit in hits])
    # What is shown as somebody's words must stand in the document of record.
    return check if _stands(runtime, check) else QuoteCheck("not_found")


def _stands(runtime: Runtime, check: QuoteCheck) -> bool:
    if check.passage is None:
        return True
    header = check.passage.document
    try:
        with runtime.records.read() as session:
            stored = get_document(session, header.id, header.version)
    except NotFound:
        return False
    there = stored.text[check.start : check.end] == check.text
    return there and stored.withdrawn_at is None
