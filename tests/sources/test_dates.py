from __future__ import annotations

from datetime import date

import pytest

from sources.dates import read_day


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2022-02-18", date(2022, 2, 18)),
        ("2022-02-18T23:30:00-05:00", date(2022, 2, 18)),
        ("2022-02-18 10:00", date(2022, 2, 18)),
        ("2022-02-18T10:00:00Z", date(2022, 2, 18)),
        ("February 18, 2022", date(2022, 2, 18)),
        ("Feb 2, 2022 at 10:00", date(2022, 2, 2)),
        ("Feb. 2, 2022 at 10:00 a.m.", date(2022, 2, 2)),
        ("Sept. 17, 2024", date(2024, 9, 17)),
        ("June 26 2013", date(2013, 6, 26)),
        ("Wednesday, March 24th, 2021", date(2021, 3, 24)),
        ("24 March 2021", date(2021, 3, 24)),
        ("Wed, 24 Mar 2021 10:00:00 GMT", date(2021, 3, 24)),
        ("  May  4,\n2022 ", date(2022, 5, 4)),
    ],
)
def test_one_day_is_read(written: str, day: date) -> None:
    assert read_day(written) == day


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "March 2021",
        "2021",
        "02/03/2021",
        "20210324",
        "2021-02-30",
        "2021-03-24T25:00:00Z",
        "2021-03-24 and later",
        "February 30, 2021",
        "April 27–28, 2021",
        "January 31–February 1, 2023",
        "The meeting was held on Tuesday, June 15, 2021, at 9:00 a.m.",
        "24 March 0000",
        "２０２１-03-24",
    ],
)
def test_anything_else_is_not_guessed(written: str) -> None:
    assert read_day(written) is None
