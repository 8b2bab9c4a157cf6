"""What readers of the interface get of a claim that was found in an article."""

from __future__ import annotations

from datetime import date

from verification.article_wire import claims_as_json
from verification.extraction.article import extract
from verification.extraction.types import Article


def test_things_counted_are_named_by_the_word_that_was_written() -> None:
    text = "The ferry carried 120 passengers and three officials on 5 May 2022, police said."
    claim, *_ = claims_as_json(extract(Article(text, published_at=date(2022, 5, 6))))
    assert [(each["unit"], each["noun"]) for each in claim["quantities"]] == [
        ("passengers", "passengers"),
        ("officials", "officials"),
    ]
