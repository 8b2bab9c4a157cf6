from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.dates import compare_dates, find_dates
from language.types import DateRange
from tests.language.strategies import any_text

WEDNESDAY = date(2021, 3, 24)

# wording in brackets, first, last, granularity, role
ABSOLUTE = [
    ("It was [on 21 March 2021].", "2021-03-21", "2021-03-21", "day", "on"),
    ("It was [on March 21, 2021].", "2021-03-21", "2021-03-21", "day", "on"),
    ("It was [on Sunday, March 21, 2021], at noon.", "2021-03-21", "2021-03-21", "day", "on"),
    ("It was [on the 21st of March 2021].", "2021-03-21", "2021-03-21", "day", "on"),
    ("Filed [2021-03-21].", "2021-03-21", "2021-03-21", "day", "on"),
    ("Filed [21/03/2021].", "2021-03-21", "2021-03-21", "day", "on"),
    ("He stayed [from 1988-04-06 to 1988-04-08].", "1988-04-06", "1988-04-08", "day", "during"),
    ("They met [March 8 to 19, 2021].", "2021-03-08", "2021-03-19", "day", "on"),
    ("They met [8-19 March 2021].", "2021-03-08", "2021-03-19", "day", "on"),
    ("They met [28 February to 3 March 2022].", "2022-02-28", "2022-03-03", "day", "on"),
    ("They met [March 28 - April 2, 2021].", "2021-03-28", "2021-04-02", "day", "on"),
    ("They met [between March 5 and 9, 2021].", "2021-03-05", "2021-03-09", "day", "during"),
    ("It fell [in March 2021].", "2021-03-01", "2021-03-31", "month", "during"),
    ("It fell [March to May 2021].", "2021-03-01", "2021-05-31", "month", "on"),
    ("It fell [2021-03].", "2021-03-01", "2021-03-31", "month", "on"),
    ("It fell [in spring 2022].", "2022-03-01", "2022-05-31", "season", "during"),
    ("It fell [in 2021].", "2021-01-01", "2021-12-31", "year", "during"),
    ("It fell [from 2017 to 2019].", "2017-01-01", "2019-12-31", "year", "during"),
    ("It fell [between 2017 and 2019].", "2017-01-01", "2019-12-31", "year", "during"),
    ("It fell [2009-10] too.", "2009-01-01", "2010-12-31", "year", "on"),
    ("It fell [1972-73] too.", "1972-01-01", "1973-12-31", "year", "on"),
    ("It fell [since the 1990s].", "1990-01-01", "1999-12-31", "decade", "since"),
    ("It fell [in the early 1990s].", "1990-01-01", "1993-05-01", "decade", "during"),
    ("It fell [in the '90s].", "1990-01-01", "1999-12-31", "decade", "during"),
    ("It fell [in the 19th century].", "1801-01-01", "1900-12-31", "century", "during"),
    ("It fell [in the twenty-first century].", "2001-01-01", "2100-12-31", "century", "during"),
    ("It fell [in Q3 2021].", "2021-07-01", "2021-09-30", "quarter", "during"),
    ("It fell [in the third quarter of 2021].", "2021-07-01", "2021-09-30", "quarter", "during"),
    ("It fell [in the last quarter of 2015].", "2015-10-01", "2015-12-31", "quarter", "during"),
    ("It fell [in the first half of 2023].", "2023-01-01", "2023-06-30", "quarter", "during"),
    ("It fell [in fiscal year 2022].", "2021-10-01", "2022-09-30", "year", "during"),
    ("It fell [FY22].", "2021-10-01", "2022-09-30", "year", "on"),
    ("It fell [in late 2019].", "2019-09-02", "2019-12-31", "year", "during"),
    ("It fell [in mid-2021].", "2021-05-02", "2021-09-01", "year", "during"),
    ("It ends [by July 1, 2021].", "2021-07-01", "2021-07-01", "day", "before"),
    ("It ends [before 2019].", "2019-01-01", "2019-12-31", "year", "before"),
    ("It ends [after March 2020].", "2020-03-01", "2020-03-31", "month", "after"),
    ("It ran [until 1989].", "1989-01-01", "1989-12-31", "year", "until"),
]
RELATIVE = [
    ("It was [on Sunday].", "2021-03-21", "2021-03-21", "day", "on"),
    ("They said [Tuesday] it was.", "2021-03-23", "2021-03-23", "day", "on"),
    ("They will meet [on Friday].", "2021-03-26", "2021-03-26", "day", "on"),
    ("They met [next Tuesday].", "2021-03-30", "2021-03-30", "day", "on"),
    ("They met [last Wednesday].", "2021-03-17", "2021-03-17", "day", "on"),
    ("They met [yesterday].", "2021-03-23", "2021-03-23", "day", "on"),
    ("They met [over the weekend].", "2021-03-20", "2021-03-21", "day", "during"),
    ("They met [last week].", "2021-03-15", "2021-03-21", "week", "on"),
    ("They met [in the past week].", "2021-03-17", "2021-03-24", "week", "during"),
    ("They met [earlier this month].", "2021-03-01", "2021-03-24", "month", "on"),
    ("They met [last month].", "2021-02-01", "2021-02-28", "month", "on"),
    ("They met [this year].", "2021-01-01", "2021-12-31", "year", "on"),
    ("They met [last March].", "2020-03-01", "2020-03-31", "month", "on"),
    ("They met [last summer].", "2020-06-01", "2020-08-31", "season", "on"),
    ("They met [three years ago].", "2018-01-01", "2018-12-31", "year", "on"),
    ("They met [10 days ago].", "2021-03-14", "2021-03-14", "day", "on"),
    ("They met [in the past three months].", "2020-12-24", "2021-03-24", "month", "during"),
    ("They met [on Mar. 21].", "2021-03-21", "2021-03-21", "day", "on"),
    ("They met [in mid-July].", "2020-07-11", "2020-07-21", "month", "during"),
    ("They met [in early March].", "2021-03-01", "2021-03-10", "month", "during"),
    ("It rained [since May].", "2020-05-01", "2020-05-31", "month", "since"),
    ("It ends [by April 30].", "2021-04-30", "2021-04-30", "day", "before"),
    ("It fell [in December].", "2020-12-01", "2020-12-31", "month", "during"),
    ("It was [the week of March 8].", "2021-03-08", "2021-03-14", "week", "on"),
    ("It was [the week ending March 20].", "2021-03-14", "2021-03-20", "week", "on"),
    ("[Last week] they met.", "2021-03-15", "2021-03-21", "week", "on"),
    ("They met [overnight].", "2021-03-23", "2021-03-23", "day", "on"),
    ("They met [in the past 24 hours].", "2021-03-23", "2021-03-24", "day", "during"),
    ("His term ends [in March].", "2021-03-01", "2021-03-31", "month", "during"),
    ("His term ends [in February].", "2022-02-01", "2022-02-28", "month", "during"),
    ("It grew [in the first half of the year].", "2021-01-01", "2021-06-30", "quarter", "during"),
]


def unmarked(marked: str) -> tuple[str, str]:
    wording = marked[marked.index("[") + 1 : marked.index("]")]
    return marked.replace("[", "").replace("]", ""), wording


@pytest.mark.parametrize(("marked", "first", "last", "granularity", "role"), ABSOLUTE + RELATIVE)
def test_dates(marked: str, first: str, last: str, granularity: str, role: str) -> None:
    text, wording = unmarked(marked)
    (found,) = find_dates(text, WEDNESDAY)
    assert found.wording == wording
    assert (str(found.first), str(found.last)) == (first, last)
    assert (found.granularity, found.role) == (granularity, role)


@pytest.mark.parametrize("marked", [case[0] for case in RELATIVE])
def test_a_relative_date_stays_open_without_a_reference(marked: str) -> None:
    (found,) = find_dates(unmarked(marked)[0])
    assert found.relative
    assert found.first is None
    assert found.last is None


@pytest.mark.parametrize("marked", [case[0] for case in ABSOLUTE])
def test_an_absolute_date_needs_no_reference(marked: str) -> None:
    text = unmarked(marked)[0]
    assert find_dates(text) == find_dates(text, WEDNESDAY)


def test_lists_of_days_are_days() -> None:
    found = find_dates("They fired on October 14 and 15, 2024 and March 5, 9 and 12, 2021.")
    assert [str(day.first) for day in found] == [
        *("2024-10-14", "2024-10-15"),
        *("2021-03-05", "2021-03-09", "2021-03-12"),
    ]


def test_an_ambiguous_form_keeps_both_readings() -> None:
    (found,) = find_dates("Filed 03/04/2021.")
    assert found.first == date(2021, 3, 4)
    assert found.alternatives == ((date(2021, 4, 3), date(2021, 4, 3)),)
    (dotted,) = find_dates("Filed 03.04.2021.")
    assert dotted.first == date(2021, 4, 3)


def test_what_is_told_from_another_day_stays_open() -> None:
    for text in (
        *("two days later", "a year earlier", "three months after the vote"),
        *("the next day", "the following year", "the previous 24 hours", "this fiscal year"),
    ):
        (found,) = find_dates(text, WEDNESDAY)
        assert found.first is None


NO_DATES = [
    "The Fed lifted overnight rates and the overnight-lending target.",
    "He may go, May I? Theresa May said no. They march on Washington.",
    "Some 2000 people, $2021, 1,950 tons and Resolutions 1695, 1718 and 1874.",
    "The first half of the game, the second time, a fall in prices.",
    "See 50 U.S.C. 1641(c) and 5 p.m. on page 12.",
    "31/02/2021",
    "The sun rose at 6:36 a.m.",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_no_dates(text: str) -> None:
    assert find_dates(text, WEDNESDAY) == []


COMPARED = [
    ("on 21 March 2021", "in March 2021", True),
    ("in March 2021", "on 21 March 2021", True),
    ("in 2021", "on 21 March 2021", True),
    ("on 21 March 2021", "on March 22, 2021", False),
    ("on Sunday", "on March 21, 2021", True),
    ("on Sunday", "on March 22, 2021", None),
    ("on Sunday", "on March 26, 2021", False),
    ("in March 2021", "in May 2021", False),
    ("in 1979", "in 1976", False),
    ("March 8 to 19, 2021", "on March 10, 2021", True),
    ("March 8 to 19, 2021", "March 15 to 25, 2021", None),
    ("in early March 2021", "on March 12, 2021", None),
    ("in early March 2021", "on March 28, 2021", False),
    ("since May 2019", "since May 2019", True),
    ("since May 2019", "since May 2018", False),
    ("since May 2019", "in June 2019", None),
    ("after 2019", "in 2021", True),
    ("after 2019", "in 2018", False),
    ("before 2019", "in 2018", True),
    ("before 2019", "in 2020", False),
    ("by July 1, 2021", "on July 1, 2021", True),
    ("in 2018", "after 2019", False),
    ("in 2021", "after 2019", None),
    ("before 2019", "after 2017", None),
    ("03/04/2021", "on April 3, 2021", None),
    ("03/04/2021", "on June 3, 2021", False),
    ("two days later", "on March 3, 2021", None),
    ("in the 1990s", "in 1994", True),
    ("in fiscal year 2021", "in November 2020", True),
    ("in winter 2021", "in January 2022", None),
]


@pytest.mark.parametrize(("claim", "evidence", "agree"), COMPARED)
def test_comparison(claim: str, evidence: str, agree: bool | None) -> None:
    def one(text: str) -> DateRange:
        (found,) = find_dates(text, WEDNESDAY)
        return found

    assert compare_dates(one(claim), one(evidence)) is agree


references = st.one_of(st.none(), st.dates(), st.sampled_from([date.min, date.max]))


@given(any_text, references)
def test_any_text_and_reference_can_be_read(text: str, reference: date | None) -> None:
    found = find_dates(text, reference)
    for date_range in found:
        assert text[date_range.start : date_range.end] == date_range.wording != ""
        assert (date_range.first is None) == (date_range.last is None)
        if date_range.first and date_range.last:
            assert date_range.last - date_range.first >= timedelta(0)
        assert compare_dates(date_range, date_range) is not False or date_range.alternatives
    assert all(a.end <= b.start for a, b in pairwise(found))
