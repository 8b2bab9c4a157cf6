"""Small edits of a sentence that change what it says, and rewrites that do not.

An edit takes a sentence and a source of chance, and gives the sentence with one detail changed,
or None where it finds nothing to change. Every edit also works backwards (what can become `fell`
can become `rose`), so that neither wording is a sign of having been edited.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Final

Edit = Callable[[str, Random], str | None]

_DATA = Path(__file__).parents[2] / "language" / "data"
_COUNTRIES = tuple(
    each["name"] for each in json.loads((_DATA / "countries.json").read_text("utf-8"))
)
_CAPITALS = tuple(
    capital
    for each in json.loads((_DATA / "countries.json").read_text("utf-8"))
    for capital in each["capitals"]
)
_INSTITUTIONS = tuple(
    each["name"] for each in json.loads((_DATA / "institutions.json").read_text("utf-8"))
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SURNAMES = (
    "Blinken", "Austin", "Yellen", "Powell", "Sullivan", "Kerry", "Harris", "Thomas-Greenfield",
    "Walensky", "Fauci", "Buttigieg", "Mayorkas", "Garland", "Bernanke", "Bullard", "Evans",
    "Rosengren", "Williams", "Mester", "Lavrov", "Wang", "Scholz", "Macron", "Johnson", "Draghi",
)  # fmt: skip
_TITLED = re.compile(
    r"\b(Secretary|President|Minister|Ambassador|Senator|Chair|Chairman|General|Governor"
    r"|Mr\.|Ms\.|Dr\.) "
    r"([A-Z][a-z]+(?:-[A-Z][a-z]+)?)\b(?! [A-Z])"
)
_NUMBER = re.compile(r"(?<![\w.,$-])(\$?)(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w,-]|\.\d)")
_YEAR = re.compile(r"\b(19[3-9]\d|20[0-3]\d)\b")
_WORDS = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_SMALL = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.IGNORECASE)


def _swap(pairs: Sequence[tuple[str, str]]) -> Edit:
    """An edit that puts one word or phrase of a pair in the place of the other."""
    both = {**dict(pairs), **{b: a for a, b in pairs}}
    wanted = re.compile(rf"\b({'|'.join(sorted(map(re.escape, both), key=len, reverse=True))})\b")

    def edit(sentence: str, chance: Random) -> str | None:
        found = list(wanted.finditer(sentence))
        if not found:
            return None
        one = chance.choice(found)
        return sentence[: one.start()] + both[one.group()] + sentence[one.end() :]

    return edit


def _among(words: Sequence[str]) -> Edit:
    """An edit that puts another word of a list in the place of one."""
    wanted = re.compile(rf"\b({'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})\b")

    def edit(sentence: str, chance: Random) -> str | None:
        found = list(wanted.finditer(sentence))
        if not found:
            return None
        one = chance.choice(found)
        other = chance.choice([word for word in words if word not in sentence])
        return sentence[: one.start()] + other + sentence[one.end() :]

    return edit


def number(sentence: str, chance: Random) -> str | None:
    """Another figure of the same size and form."""
    found = [one for one in _NUMBER.finditer(sentence) if not _YEAR.fullmatch(one.group(2))]
    small = list(_SMALL.finditer(sentence))
    if not found and not small:
        return None
    if small and (not found or chance.random() < 0.3):
        one = chance.choice(small)
        other = chance.choice([word for word in _WORDS if word != one.group().lower()])
        return sentence[: one.start()] + _cased(other, one.group()) + sentence[one.end() :]
    one = chance.choice(found)
    return sentence[: one.start(2)] + _other_figure(one.group(2), chance) + sentence[one.end(2) :]


def _other_figure(written: str, chance: Random) -> str:
    value = float(written.replace(",", ""))
    places = len(written.partition(".")[2])
    while True:
        factor = chance.choice((0.3, 0.5, 0.6, 0.75, 0.9, 1.1, 1.25, 1.5, 2.0, 3.0))
        other = max(value * factor, 1.0) if not places else value * factor
        shown = f"{other:,.{places}f}" if "," in written else f"{other:.{places}f}"
        if shown != written:
            return shown
        value += 1


def date(sentence: str, chance: Random) -> str | None:
    """Another year, month or day of the week."""
    options: list[tuple[re.Match[str], str]] = []
    for one in _YEAR.finditer(sentence):
        options.append((one, str(int(one.group()) + chance.choice((-7, -3, -2, -1, 1, 2, 4)))))
    for words in (_MONTHS, _DAYS):
        for one in re.finditer(rf"\b({'|'.join(words)})\b(?= \d|,|\.|$)", sentence):
            options.append((one, chance.choice([word for word in words if word not in sentence])))
    if not options:
        return None
    one, other = chance.choice(options)
    return sentence[: one.start()] + other + sentence[one.end() :]


def person(sentence: str, chance: Random) -> str | None:
    """Another name after the same title."""
    found = list(_TITLED.finditer(sentence))
    if not found:
        return None
    one = chance.choice(found)
    other = chance.choice([name for name in _SURNAMES if name not in sentence])
    return sentence[: one.start(2)] + other + sentence[one.end(2) :]


def negation(sentence: str, chance: Random) -> str | None:
    """`not` put in after an auxiliary verb, or taken out."""
    negated = list(
        re.finditer(r"\b(is|are|was|were|will|has|have|had|can|should|would) not\b", sentence)
    )
    if negated:
        one = chance.choice(negated)
        return sentence[: one.start()] + one.group(1) + sentence[one.end() :]
    plain = list(
        re.finditer(
            r"\b(is|are|was|were|will|has|have|had|can|should|would)\b(?! (?:not|no|never))",
            sentence,
        )
    )
    if not plain or re.search(r"\b(?:not|never|no|n't|neither|nor)\b", sentence):
        return None
    one = plain[0]
    return f"{sentence[: one.end()]} not{sentence[one.end() :]}"


def _cased(word: str, like: str) -> str:
    return word.capitalize() if like[:1].isupper() else word


EDITS: dict[str, Edit] = {
    "number": number,
    "date": date,
    "person": person,
    "negation": negation,
    "country": _among(_COUNTRIES),
    "agency": _among(_INSTITUTIONS),
    "direction": _swap(
        (
            ("increased", "decreased"), ("rose", "fell"), ("increase", "decrease"),
            ("higher", "lower"), ("rising", "falling"), ("strengthened", "weakened"),
            ("accelerated", "slowed"), ("expanded", "contracted"), ("raise", "cut"),
            ("more", "less"), ("improved", "worsened"), ("gains", "losses"), ("grew", "shrank"),
            ("largest", "smallest"), ("above", "below"), ("upward", "downward"),
        )
    ),
    "scope": _swap(
        (
            ("all", "some"), ("every", "only one"), ("many", "few"), ("most", "few"),
            ("always", "sometimes"), ("both", "neither of the"), ("first", "last"),
            ("entire", "half of the"),
        )
    ),
    "modality": _swap(
        (
            ("will", "may"), ("must", "may"), ("has decided to", "is considering whether to"),
            ("announced", "ruled out"), ("agreed to", "refused to"), ("launched", "called off"),
            ("approved", "rejected"), ("confirmed", "denied"), ("signed", "vetoed"),
            ("supports", "opposes"), ("will support", "will oppose"), ("to support", "to oppose"),
            ("welcomes", "condemns"), ("commitment to", "reservations about"),
        )
    ),
    "attribution": _swap(
        (
            ("the United States", "China"), ("the President", "the Secretary of State"),
            ("the Committee", "the Board's staff"), ("Many participants", "The staff"),
            ("the White House", "Congress"), ("the Senate", "the House"),
            ("Republicans", "Democrats"), ("the Vice President", "the First Lady"),
            ("State Department", "Defense Department"), ("Treasury", "Commerce Department"),
        )
    ),
    "comparator": _swap(
        (
            ("more than", "less than"), ("over", "under"), ("at least", "at most"),
            ("no more than", "no fewer than"), ("exceeded", "fell short of"), ("up to", "at least"),
            ("fewer than", "more than"), ("nearly", "well over"), ("minimum", "maximum"),
            ("before", "after"), ("earlier than", "later than"),
        )
    ),
    "weapon": _among(
        (
            "ballistic missile", "cruise missile", "short-range missile", "long-range missile",
            "hypersonic missile", "rocket launcher", "artillery shell", "drone", "submarine",
            "fighter jet", "helicopter", "tank", "warhead", "torpedo", "ballistic missiles",
            "cruise missiles", "drones", "submarines", "fighter jets", "helicopters", "tanks",
            "warheads", "torpedoes", "nuclear weapons", "chemical weapons", "small arms",
        )
    ),
    "rate": _swap(
        (
            ("per day", "per month"), ("a day", "a week"), ("a year", "a month"),
            ("per year", "per day"), ("annual", "monthly"), ("annually", "every month"),
            ("each year", "each month"), ("weekly", "daily"), ("quarterly", "monthly"),
            ("each day", "each week"), ("twice", "three times"), ("doubled", "tripled"),
            ("once", "twice"), ("half", "a quarter"),
        )
    ),
    "place": _among(
        (*_CAPITALS, "New York", "Geneva", "Chicago", "Texas", "California", "Florida")
    ),
    "unit": _swap(
        (
            ("million", "billion"), ("percent", "percentage points"), ("kilometers", "miles"),
            ("kilometres", "miles"), ("km", "miles"), ("dollars", "euros"), ("hours", "days"),
            ("weeks", "months"), ("tons", "pounds"), ("months", "years"), ("barrels", "gallons"),
        )
    ),
}  # fmt: skip
# Kept out of the pairs made by these edits; written pairs hold changed places and units too. They
# tell how well the judge does on such changes without having met their mechanical form.
UNSEEN = ("place", "unit")

_SHORT = (
    ("the United States", "the US"), ("percent", "per cent"), ("United Nations", "UN"),
    ("European Union", "EU"), ("the Federal Reserve", "the Fed"), ("approximately", "about"),
    ("World Health Organization", "WHO"), ("because of", "owing to"), ("in order to", "to"),
    ("announced", "said it had announced"), ("also ", ""), ("however, ", ""), ("began", "started"),
    ("purchase", "buy"), ("assist", "help"), ("nearly", "almost"), ("however", "though"),
)  # fmt: skip


# A small figure before a noun, and a large one that nothing before it qualifies.
_FEW: Final = re.compile(r"(?<=[a-z] )([2-9]|1[0-2])(?= [a-z]{4,}s\b)")
_THOUSANDS: Final = re.compile(r"(?<=\b(?:of|in|to) )(\d{1,3}(?:,\d{3})+)(?= [a-z])")


def _rounded(figure: re.Match[str]) -> str:
    """The figure to two places, as "about" so many."""
    written = figure.group()
    value = int(written.replace(",", ""))
    size = 10 ** (len(str(value)) - 2)
    return f"about {round(value / size) * size:,}" if value % size else written


def rewritten(sentence: str, chance: Random) -> str:
    """The sentence with small changes that leave what it says alone."""
    for long, short in chance.sample(_SHORT, len(_SHORT) // 2):
        sentence = re.sub(rf"\b{re.escape(long)}(?!\w)", short, sentence)
    if chance.random() < 0.5:
        sentence = re.sub(
            r"\b(" + "|".join(_MONTHS) + r") (\d{1,2}), (\d{4})\b", r"\2 \1 \3", sentence
        )
    if chance.random() < 0.5:
        sentence = _SMALL.sub(lambda one: str(_WORDS.index(one.group().lower()) + 2), sentence)
    if chance.random() < 0.3:
        sentence = _FEW.sub(lambda one: _WORDS[int(one.group(1)) - 2], sentence)
    if chance.random() < 0.3:
        sentence = _THOUSANDS.sub(_rounded, sentence)
    if chance.random() < 0.5:
        sentence = re.sub(r"(\d) (?:percent|per cent)\b", r"\1%", sentence)
    return sentence[:1].upper() + sentence[1:]
