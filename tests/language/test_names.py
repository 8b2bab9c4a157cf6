from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.names import find_names, same_name
from language.types import Name
from tests.language.strategies import any_text

P, L, O, G, U = "person", "place", "organisation", "group", "unknown"  # noqa: E741

FOUND = [
    (
        "North Korea fired two missiles, but President Joe Biden said Tuesday it was no problem.",
        [("North Korea", L, "north korea"), ("Joe Biden", P, "joe biden")],
    ),
    (
        "US Secretary of State Antony J. Blinken and Defense Chief Lloyd Austin met Moon Jae-in.",
        [
            ("US", L, "united states"),
            ("Antony J. Blinken", P, "antony j blinken"),
            ("Lloyd Austin", P, "lloyd austin"),
            ("Moon Jae-in", P, "moon jae in"),
        ],
    ),
    (
        "Washington reviews its approach to Pyongyang; Seoul said the DPRK lied in Geneva.",
        [
            ("Washington", L, "united states"),
            ("Pyongyang", L, "pyongyang"),
            ("Seoul", L, "south korea"),
            ("DPRK", L, "north korea"),
            ("Geneva", L, "geneva"),
        ],
    ),
    (
        "The U.S. Navy, the State Department, the Fed and the ROK's Joint Chiefs agreed.",
        [
            ("U.S. Navy", O, "united states navy"),
            ("State Department", O, "department of state"),
            ("Fed", O, "federal reserve"),
            ("ROK", L, "south korea"),
            ("Joint Chiefs", O, "joint chiefs of staff"),
        ],
    ),
    (
        "Officials said on Sunday in March that Inflation Reduction Act talks went on. Rates rose.",
        [("Inflation Reduction Act", U, "inflation reduction act")],
    ),
    (
        "Americans, the South Korean leader and U.S.-Japan-led forces visited Trinidad and Tobago.",
        [
            ("Americans", G, "united states"),
            ("South Korean", G, "south korea"),
            ("U.S.", L, "united states"),
            ("Japan", L, "japan"),
            ("Trinidad and Tobago", L, "trinidad and tobago"),
        ],
    ),
    (
        "The Embassy of France, the Workers' Party of Korea and the Republic of Colombia replied.",
        [
            ("Embassy of France", O, "embassy of france"),
            ("Workers' Party of Korea", O, "workers' party of korea"),
            ("Republic of Colombia", L, "colombia"),
        ],
    ),
    (
        "Ursula von der Leyen, Bashar al-Assad and Theresa May spoke to Mr. Price.",
        [
            ("Ursula von der Leyen", P, "ursula von der leyen"),
            ("Bashar al-Assad", P, "bashar al assad"),
            ("Theresa May", P, "theresa may"),
            ("Price", P, "price"),
        ],
    ),
    (
        "Michael Jordan flew to Jordan; George Washington slept in Washington, D.C., not at home.",
        [
            ("Michael Jordan", P, "michael jordan"),
            ("Jordan", L, "jordan"),
            ("George Washington", P, "george washington"),
            ("Washington", L, "washington"),
        ],
    ),
    (
        "Reigniting Talks With North Korea Over Arms\n\nThe WHO asked who was there: join us.",
        [
            ("Reigniting", U, "reigniting"),
            ("North Korea", L, "north korea"),
            ("WHO", O, "world health organization"),
        ],
    ),
    (
        "Fed Chair Jerome Powell spoke. Powell said St. Louis Fed President James Bullard left.",
        [
            ("Fed", O, "federal reserve"),
            ("Jerome Powell", P, "jerome powell"),
            ("Powell", P, "powell"),
            ("St. Louis Fed", O, "federal reserve bank of st louis"),
            ("James Bullard", P, "james bullard"),
        ],
    ),
    ("The President and the Committee met on Monday, May 3. However, nothing changed.", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=lambda value: str(value)[:40])
def test_names(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(name.wording, name.kind, name.canonical) for name in find_names(text)]
    assert found == expected


SAME = [
    ("the US said", "American ships", True),
    ("the United States said", "in Washington", True),
    ("Washington said", "the U.S. said", True),
    ("the DPRK said", "Pyongyang said", True),
    ("from Pyongyang", "in North Korea", True),
    ("North Korea said", "South Korea said", False),
    ("in Seoul", "in Pyongyang", False),
    ("in Seoul", "in Japan", False),
    ("the Fed said", "the Federal Reserve said", True),
    ("the Fed said", "the ECB said", False),
    ("the White House said", "the State Department said", False),
    ("the Fed said", "in China", None),
    ("President Biden said", "Joe Biden said", True),
    ("Antony Blinken said", "Antony J. Blinken said", True),
    ("Tony Blinken said", "Antony Blinken said", True),
    ("Richard Trumka said", "Rich Trumka said", True),
    ("Philip Reeker said", "Daniel Foote said", False),
    ("Jill Biden said", "Joe Biden said", False),
    ("President Biden said", "President Trump said", False),
    ("Kim Jong Un said", "Kim Jong-un said", True),
    ("Kim Jong Un said", "Kim Il Sung said", False),
    ("Mr. Kim said", "Kim Jong Un said", True),
    ("Volodymyr Zelensky said", "Volodymyr Zelenskyy said", None),
    ("President Moise said", "President Moïse said", True),
    ("Joe Biden said", "the State Department said", None),
    ("Sukchon fell", "Onchon fell", None),
]


@pytest.mark.parametrize(("first", "second", "same"), SAME)
def test_sameness(first: str, second: str, same: bool | None) -> None:
    (a,), (b,) = find_names(first), find_names(second)
    assert same_name(a, b) is same
    assert same_name(b, a) is same


def test_an_acronym_is_the_words_it_stands_for() -> None:
    short = Name(0, 4, "NMPA", "unknown", "nmpa")
    long = Name(0, 9, "…", "organisation", "national medical products administration")
    assert same_name(short, long) is True
    assert same_name(Name(0, 4, "nmpa", "unknown", "nmpa"), long) is None


@given(any_text)
def test_any_text_can_be_searched(text: str) -> None:
    found = find_names(text)
    for name in found:
        assert text[name.start : name.end] == name.wording != ""
        assert name.canonical
        assert same_name(name, name) is True
    assert all(a.end <= b.start for a, b in pairwise(found))


PIECES = ["Kim", "Jong Un", "Joe", "Biden", "The", "of", "President", "U.S.", "Bank", "Korea's"]
words = st.sampled_from([*PIECES, "A.", "de", "May", "and", "Ministry", "Washington", "North"])


@given(st.lists(words, max_size=12).map(" ".join))
def test_any_run_of_capitals_can_be_cut(text: str) -> None:
    found = find_names(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[name.start : name.end] == name.wording for name in found)
