"""Dates of an article's sentences, written so that they stand alone."""

from __future__ import annotations

from datetime import date

import pytest

from language.types import Span
from verification.extraction.dating import dates_in
from verification.extraction.rewording import reworded

SUNDAY = date(2022, 8, 21)

WRITTEN = [
    ("It meets on June 14 and 15.", "It meets on 14 June 2022 and 15 June 2022."),
    (
        "Shots were fired on Friday. The next day, police closed the road.",
        "Shots were fired on Friday 19 August 2022. On 20 August 2022, police closed the road.",
    ),
    (
        "On 5 August it fell. Two days earlier, it rose.",
        "On 5 August 2022 it fell. On 3 August 2022, it rose.",
    ),
    ("It rose in 2020 and fell the following year.", "It rose in 2020 and fell in 2021."),
    (
        "On 5 May he left; the following month he came.",
        "On 5 May 2022 he left; in June 2022 he came.",
    ),
    ("It grew in the first half of the year.", "It grew in the first half of 2022."),
    ("Growth slowed in the third quarter.", "Growth slowed in the third quarter of 2022."),
    ("At the end of last month rates rose.", "At the end of July 2022 rates rose."),
    ("Early next year it opens.", "In early 2023 it opens."),
    ("Early Monday, he died.", "Early Monday 15 August 2022, he died."),
    ("It was hit Tuesday night.", "It was hit Tuesday night 16 August 2022."),
    ("Last week it met.", "In the week of 8 to 14 August 2022 it met."),
    ("The past two years were hard.", "The days from 21 August 2020 to 21 August 2022 were hard."),
    ("This fiscal year it spends more.", "This fiscal year it spends more."),
]


@pytest.mark.parametrize(("text", "written"), WRITTEN)
def test_dates_are_written_so_that_they_stand_alone(text: str, written: str) -> None:
    edits = dates_in(text, 0, len(text), SUNDAY, None).edits
    assert reworded(text, [Span(0, len(text))], edits) == written


def test_a_longer_period_has_no_day_beside_it() -> None:
    text = "It rose in 2020. The next day it fell."
    found = dates_in(text, 0, len(text), SUNDAY, None).found
    assert [each.first for each in found] == [date(2020, 1, 1), None]
