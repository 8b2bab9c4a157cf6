"""Articles as long as may be sent: read whole where that is quick, counted where it is not."""

from __future__ import annotations

import sys
from types import FrameType

from tests.verification.extraction.stories import STORY, read
from verification.extraction.languages import check_language
from verification.extraction.layout import lay_out


def work(text: str) -> int:
    """Return how many functions are called to take an article apart."""
    calls = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return calls


def test_the_work_grows_as_the_article_does() -> None:
    read(STORY)  # what is looked up once
    once, twice = work(f"{STORY}\n\n" * 8), work(f"{STORY}\n\n" * 16)
    assert twice < 2.2 * once


def test_a_megabyte_of_text_is_laid_out() -> None:
    text = (f"{STORY}\n\n" * (1_000_000 // len(STORY) + 1))[:1_000_000]
    check_language(text)
    units = lay_out(text)
    assert len(units) > 10_000
    assert units[-1].end == len(text.rstrip())


def test_ten_thousand_sentences_are_each_told_apart() -> None:
    units = lay_out(" ".join(["Thank you very much."] * 10_000))
    assert [unit.kind for unit in units] == ["sentence"] * 10_000
