from itertools import pairwise

import pytest
from hypothesis import given

from language.quantities import compare_quantities, find_identifiers, find_quantities
from language.types import Quantity
from tests.language.strategies import any_text

HOUR, DAY, YEAR = 3600.0, 86400.0, 365.25 * 86400

# wording, low, high, unit, modifier
FOUND = [
    ("It fired [two short-range, non-ballistic missiles] on Sunday.", 2, 2, "missile", "exact"),
    ("He sent [12,000 troops] there.", 12000, 12000, "soldier", "exact"),
    ("It killed [2000 people] that day.", 2000, 2000, "person", "exact"),
    ("There were [half a million refugees] left.", 5e5, 5e5, "refuge", "exact"),
    ("It named [two dozen countries].", 24, 24, "country", "exact"),
    ("It took [a hundred soldiers].", 100, 100, "soldier", "exact"),
    ("It lost [20,000+ jobs] then.", 20000, 20000, "job", "at_least"),
    ("It has [ten or so ships].", 10, 10, "ship", "about"),
    ("It saw [dozens of people].", 24, 24, "person", "at_least"),
    ("The plan costs [$1.3tn].", 1.3e12, 1.3e12, "USD", "exact"),
    ("The plan costs [€20m].", 2e7, 2e7, "EUR", "exact"),
    ("The plan costs [$25-30 million].", 25e6, 30e6, "USD", "exact"),
    ("It gave [nearly $405 million].", 380.7e6, 405e6, "USD", "about"),
    ("It gave [just over $200 million].", 200e6, 212e6, "USD", "about"),
    ("They pay [125,000 yen].", 125e3, 125e3, "JPY", "exact"),
    ("It pays [over $641 a month] now.", 641, 641, "USD per month", "more_than"),
    ("It grew [10 to 15 percent].", 10, 15, "percent", "exact"),
    ("It rose from [3 percent] to 5 percent.", 3, 3, "percent", "exact"),
    ("It lies between [3 and 5 percent].", 3, 5, "percent", "exact"),
    ("The range is [2-1/4 to 2-1/2 percent].", 2.25, 2.5, "percent", "exact"),
    ("They cut [75 basis points].", 0.75, 0.75, "percentage_point", "exact"),
    ("They cut a rate by [¼ percentage point].", 0.25, 0.25, "percentage_point", "exact"),
    ("It fell [a quarter of a point].", 0.25, 0.25, "percentage_point", "exact"),
    ("It fell [half a percentage point].", 0.5, 0.5, "percentage_point", "exact"),
    ("It holds [a third of voters].", 100 / 3, 100 / 3, "percent", "about"),
    ("It holds [one in five Americans].", 20, 20, "percent", "about"),
    ("It holds [more than half of the land].", 50, 50, "percent", "more_than"),
    ("It flew [upwards of 190,000 square miles].", 492097.74, 492097.74, "km2", "more_than"),
    ("It flew [about 20 miles].", 32.18688, 32.18688, "km", "about"),
    ("It weighs [2 tonnes].", 2000, 2000, "kg", "exact"),
    ("It was [100 degrees Fahrenheit].", 37.7778, 37.7778, "C", "exact"),
    ("It flew [almost an hour and a half].", 0.94 * 1.5 * HOUR, 1.5 * HOUR, "s", "about"),
    ("It took [3-4 days].", 3 * DAY, 4 * DAY, "s", "exact"),
    ("A [45-year-old] won.", 45 * YEAR, 45 * YEAR, "s", "exact"),
    ("It moved [20 mph].", 32.18688, 32.18688, "km/h", "exact"),
    ("It has [3.26GW].", 3.26e6, 3.26e6, "kW", "exact"),
    ("It pumps [2.2 million barrels per day].", 2.2e6, 2.2e6, "barrel per day", "exact"),
    ("It saw [8.8 deaths/1,000] then.", 8.8, 8.8, "death per 1000", "exact"),
    ("It was their [third nuclear test].", 3, 3, "test", "exact"),
    ("It was their [21st launch].", 21, 21, "launch", "exact"),
    ("It took [up to 50 missiles].", 50, 50, "missile", "up_to"),
    ("It took [no more than 10 ships].", 10, 10, "ship", "at_most"),
    ("It took [fewer than 10 ships].", 10, 10, "ship", "less_than"),
    ("It took [76 000 designs].", 76000, 76000, "design", "exact"),
    ("It counted [14 crewmen].", 14, 14, "crewman", "exact"),
    ("It fired [one missile].", 1, 1, "missile", "exact"),
    ("The [15-nation] council met.", 15, 15, "country", "exact"),
    ("The index rose to [50.3].", 50.3, 50.3, "", "exact"),
]


@pytest.mark.parametrize(("marked", "low", "high", "unit", "modifier"), FOUND)
def test_quantities(marked: str, low: float, high: float, unit: str, modifier: str) -> None:
    wording = marked[marked.index("[") + 1 : marked.index("]")]
    text = marked.replace("[", "").replace("]", "")
    first = find_quantities(text)[0]
    assert (first.wording, first.unit, first.modifier) == (wording, unit, modifier)
    assert first.low == pytest.approx(low)
    assert first.high == pytest.approx(high)


def test_dimensions_and_qualifiers() -> None:
    missile, share = find_quantities("Two ballistic missiles took 5% of the budget.")
    assert (missile.dimension, missile.noun) == ("count", "missile")
    assert missile.qualifiers == ("ballist",)
    assert (share.dimension, share.noun) == ("percent", "budget")
    (whole,) = find_quantities("Some 2 percent of GDP went there.")
    assert (whole.noun, whole.wording) == ("gdp", "Some 2 percent of GDP")
    (place,) = find_quantities("It was the fifth cruise missile test.")
    assert (place.dimension, place.low) == ("ordinal", 5)
    (age,) = find_quantities("He is 45 years old.")
    assert (age.dimension, age.noun) == ("time", "old")


NOTHING = [
    "On March 21, 2021 at 6:36 a.m. it was quiet.",
    "From 8 to 19 March and on March 5 and 9 they met, in 2019-20 too.",
    "The 2020 elections were in 2020, before 2021-03-21 and 21/03/2021.",
    "Resolutions 1695, 1718 and 2397, Article 5 and Section 301 apply.",
    "A Boeing 737, an F-16 and a MiG-29, COVID-19, the G7, 9/11 and 24/7.",
    "Call (+91) 120 4565994 or 202-456-1111.",
    "See 5 U.S.C. 7106(b)(1) and section 203(b)(2), pp. 63-118.",
    "No one and the one of them; one day he will.",
    "Nord Stream 2 AG was sold.",
    "The second quarter and the first half of the year.",
    "A third party asked twice.",
    "The first vice foreign minister and the second deputy governor met.",
    "In the 1990s and his 30s.",
    "Return to text 8. [6] Thanks.",
    "In 2012 dollars.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_numbers_that_measure_nothing(text: str) -> None:
    assert find_quantities(text) == []


def test_identifiers() -> None:
    text = "Under Resolution 2397 an F-16 flew at 6:36 a.m. after 9/11, says Article 5 in 2021."
    found = [span.of(text) for span in find_identifiers(text)]
    assert found == ["Resolution 2397", "F-16", "6:36 a.m.", "9/11", "Article 5"]


def one(text: str) -> Quantity:
    (quantity,) = find_quantities(text)
    return quantity


COMPARED = [
    ("three missiles", "two missiles", False),
    ("two missiles", "two missiles", True),
    ("two missiles", "two launchers", None),
    ("two missiles", "2 projectiles", True),
    ("about 405 million people", "roughly 400 million people", True),
    ("roughly $400 million", "nearly $405 million", True),
    ("nearly $405 million", "$400 million", True),
    ("$400 million", "€400 million", None),
    ("just over $200 million", "more than $408 million", False),
    ("about $2.3 billion", "over $4.3 billion", False),
    ("more than 400 balloons", "405 balloons", True),
    ("more than 500 balloons", "405 balloons", False),
    ("more than 10 countries", "67 countries", None),
    ("at least 67 governments", "67 governments", True),
    ("more than 67 governments", "67 governments", None),
    ("fewer than 70 governments", "67 governments", True),
    ("fewer than 60 governments", "67 governments", False),
    ("up to 50 missiles", "60 missiles", False),
    ("400 balloons", "more than 400 balloons", True),
    ("300 balloons", "more than 400 balloons", False),
    ("900 balloons", "more than 400 balloons", None),
    ("more than 400 balloons", "at least 420 balloons", True),
    ("more than 400 balloons", "fewer than 300 balloons", False),
    ("upwards of 190,000 square miles", "more than 500,000 square kilometers", True),
    ("about 12 miles", "20 km", True),
    ("12 miles", "12 km", False),
    ("50 degrees Fahrenheit", "10 degrees Celsius", True),
    ("a quarter point", "25 basis points", True),
    ("0.5 percentage points", "75 basis points", False),
    ("2 percent", "2 percentage points", None),
    ("a third of voters", "33 percent of voters", True),
    ("a third of voters", "45 percent of voters", False),
    ("one in five adults", "20.4 percent", True),
    ("40 percent of women", "40 percent of men", None),
    ("24 countries", "two dozen nations", True),
    ("8 billion people", "8.2 billion people", True),
    ("8 billion people", "9.1 billion people", False),
    ("12,000 troops", "11,962 soldiers", True),
    ("12,000 troops", "15,000 soldiers", False),
    ("104 people", "100 people", None),
    ("31 missiles", "30 missiles", False),
    ("1.3 percent", "1.34 percent", True),
    ("1.3 percent", "1.4 percent", False),
    ("the third launch", "the second launch", False),
    ("the 20th nation", "the twentieth country", True),
    ("the third launch", "three launches", None),
    ("two cruise missiles", "three ballistic missiles", None),
    ("12 months", "one year", True),
    ("two weeks", "14 days", True),
    ("45 years old", "45 years", None),
    ("3 or 4 ships", "3 ships", True),
    ("3 ships", "3 or 4 ships", None),
    ("$15 an hour", "$15 per hour", True),
    ("$15 an hour", "$15", None),
    ("4.5", "4.5", None),
    ("0 missiles", "0 missiles", True),
]


@pytest.mark.parametrize(("claim", "evidence", "agree"), COMPARED)
def test_comparison(claim: str, evidence: str, agree: bool | None) -> None:
    assert compare_quantities(one(claim), one(evidence)) is agree


@given(any_text)
def test_any_text_can_be_searched(text: str) -> None:
    found = find_quantities(text)
    for quantity in found:
        assert text[quantity.start : quantity.end] == quantity.wording != ""
        assert quantity.low <= quantity.high
        assert compare_quantities(quantity, quantity) is not False
    assert all(a.end <= b.start for a, b in pairwise(found))
    spans = find_identifiers(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
