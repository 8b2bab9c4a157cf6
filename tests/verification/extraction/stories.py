"""A story in the manner of the agencies, with what pages put around one."""

from __future__ import annotations

from datetime import date

from verification.extraction.article import extract
from verification.extraction.types import Article, ExtractedClaim, Extraction

DAY = date(2021, 3, 25)  # a Thursday
STORY = """\
SEOUL — North Korea on Sunday fired two short-range missiles, US officials said Tuesday, but \
downplayed them as “common” testing.

Image source: The Daily Wire

“It is nothing new,” President Joe Biden said. “There were 3 tests last year.”

Biden added that the launches followed exercises earlier this month. Who would doubt it?

A new blockade

The army closed 12 ports and banned fishing near the border, and Pyongyang has cut 40 percent of \
its imports since 2019. The defence ministry said it would reopen the ports next week.

JOIN TODAY!

team@example.com
(+91) 120 4565994

The views expressed in this article are those of the author.

Facebook Comments"""


def read(text: str) -> Extraction:
    return extract(Article(text, published_at=DAY))


def claim_with(extraction: Extraction, words: str, part: str | None = None) -> ExtractedClaim:
    """The first claim whose text has those words, of that part where one is asked for."""
    return next(
        claim
        for claim in extraction.claims
        if words in claim.text and (part is None or claim.part == part)
    )
