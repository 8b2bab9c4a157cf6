"""Numbers as they are written: digits, words, fractions, and both mixed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from language.lists import any_of

_ONES: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
VALUES: Final = {
    "zero": 0,
    **{word: value for value, word in enumerate(_ONES.split(), 1)},
    **{word: value * 10 for value, word in enumerate(_TENS.split(), 2)},
}
SCALES: Final = {
    "dozen": 12.0,
    "hundred": 100.0,
    **dict.fromkeys(("thousand", "k"), 1e3),
    **dict.fromkeys(("million", "mn", "mln", "m"), 1e6),
    **dict.fromkeys(("billion", "bn", "bln", "b"), 1e9),
    **dict.fromkeys(("trillion", "tn", "trn"), 1e12),
}
_ORDINAL_ONES: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_ORDINAL_TENS: Final = (
    "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
)
ORDINALS: Final = {
    **{word: value for value, word in enumerate(_ORDINAL_ONES.split(), 1)},
    **{word: value * 10 for value, word in enumerate(_ORDINAL_TENS.split(), 2)},
    "hundredth": 100,
}
_PARTS: Final = {
    **{"half": 2, "halves": 2, "quarter": 4, "quarters": 4},
    **{word + end: value for word, value in ORDINALS.items() if value > 2 for end in ("", "s")},
}
_VULGAR: Final = {
    **{"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8, "⅜": 3 / 8},
    **{"⅝": 5 / 8, "⅞": 7 / 8, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5},
}


_SMALL: Final = (
    rf"(?:(?:{any_of(_TENS.split())})(?:[\s-](?:{any_of(_ONES.split()[:9])}))?"
    rf"|{any_of([*_ONES.split(), 'zero'])})"
)
_SCALE_WORDS: Final = "hundred|thousand|million|billion|trillion|dozen"
_PIECE: Final = rf"(?:{_SMALL}(?:[\s-](?:{_SCALE_WORDS}))*|(?:{_SCALE_WORDS}))"
_GROUPED: Final = r"[1-9][0-9]{0,2}(?:[ \u00a0\u2009\u202f][0-9]{3}){1,4}(?!,?[0-9])"
_DIGITS: Final = (
    rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,5}}|{_GROUPED}|[0-9]{{1,15}})"
    r"(?:\.[0-9]{1,9})?(?![0-9]|[.,][0-9])|\.[0-9]{1,9}"
)
_GLYPHS: Final = "".join(_VULGAR)
_MIXED: Final = (
    rf"(?:[0-9]{{1,3}}[\s-]?)?[{_GLYPHS}]"
    r"|(?:[0-9]{1,3}[\s-])?[0-9]{1,2}[/⁄][0-9]{1,3}(?![/⁄0-9])"
)
_BODY: Final = rf"""
    (?P<ordinal>[0-9]{{1,4}}(?:st|nd|rd|th)\b
        |(?:(?:{any_of(_TENS.split())})[\s-])?(?:{any_of(ORDINALS)})\b)
    |(?P<fraction>(?:(?:a|an|{any_of(_ONES.split()[:9])}|[0-9])[\s-])?(?:{any_of(_PARTS)})\b)
    |(?P<mixed>{_MIXED})
    |(?P<digits>{_DIGITS})
    |(?P<vague>(?:tens|dozens|scores|hundreds|thousands|millions|billions|trillions)\b
        (?:\sof\s(?:thousands|millions|billions|trillions)\b)?)
    |(?P<words>(?:an?\s(?:{_SCALE_WORDS})\b|an?(?=\s\w{{3,9}}\sand\sa\shalf\b)|{_PIECE}\b)(?:[\s-](?:and\s)?{_PIECE}\b){{0,6}})
"""
_VAGUE: Final = {"tens": 10.0, "scores": 20.0, "dozens": 12.0}
_VAGUE_WORDS: Final = (*_VAGUE, "hundreds", "thousands", "millions", "billions", "trillions")
# Where a number can begin, told quickly; `_NUMBER` then reads all of it.
_OPENERS: Final = any_of([*VALUES, *ORDINALS, *_PARTS, *_VAGUE_WORDS, *_SCALE_WORDS.split("|")])
_AFTER_A: Final = any_of([*_PARTS, *_SCALE_WORDS.split("|")])
_OPENING: Final = re.compile(
    rf"(?=[0-9.{_GLYPHS}])(?<![\w.,:/⁄#–−-])"
    r"|(?=[−-][0-9.])(?<![^\s(:])"
    rf"|(?=[a-z])(?<![\w.,:/⁄#–−-])(?=(?:{_OPENERS}|an?\s(?:{_AFTER_A}|\w+\sand\sa\shalf))\b)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(rf"[−-]?(?:{_BODY})", re.IGNORECASE | re.VERBOSE)
_SCALE: Final = re.compile(
    r"(?:[\s-]?(?P<long>hundred|thousand|million|billion|trillion|dozen|bn|mn|tn|mln|bln|trn)"
    r"|(?P<short>[mbk]))\b(?!-)",
    re.IGNORECASE,
)
AND_A_HALF: Final = re.compile(r"\sand\sa\shalf\b", re.IGNORECASE)
_HALF_A: Final = re.compile(
    r"[\s-](?:of\s)?an?\s(?=(?:million|billion|trillion|dozen)\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A written number: its range, value, the size of its last digit stated with care, its form.

    ``form`` is "digits", "words", "fraction", "mixed" ("2-1/4"), "vague" ("dozens") or "ordinal";
    ``scale`` is the last scale word, a million for "25 million" and 1 where there is none.
    """

    start: int
    end: int
    value: float
    step: float
    form: str
    scale: float = 1.0


def numbers_in(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """Yield where numbers are written, for `read_numeral`, in order and without overlaps."""
    at = start
    while opening := _OPENING.search(text, at):
        found = _NUMBER.match(text, opening.start())
        if found:
            yield found
        at = found.end() if found else opening.start() + 1


def numeral_at(text: str, at: int, *, money: bool = False) -> Numeral | None:
    """Return the number written at `at`; `money` allows the short scales of "$5m" and "$30k"."""
    found = _NUMBER.match(text, at)
    return read_numeral(text, found, money=money) if found else None


def read_numeral(text: str, found: re.Match[str], *, money: bool = False) -> Numeral:
    """Return the number that `found` (of `numbers_in`) begins, with the scale and half after it."""
    form = found.lastgroup or ""
    written = found[form].lower()
    if form == "ordinal":
        value = _ordinal(written)
        return Numeral(found.start(), found.end(), value, 1.0, form)
    if form == "vague":
        value = _vague(written)
        return Numeral(found.start(), found.end(), value, value, form)
    if form == "words":
        value, step = _words(written)
        scale = step
    else:
        value, step = _PLAIN[form](written)
        scale = 1.0
    if text[found.start()] in "-−":
        value = -value
    number = Numeral(found.start(), found.end(), value, step, form, scale)
    return _with_scale(text, _with_half(text, number), money=money)


def _with_half(text: str, number: Numeral) -> Numeral:
    half = AND_A_HALF.match(text, number.end)
    if not half or number.form not in ("digits", "words"):
        return number
    return Numeral(
        number.start,
        half.end(),
        number.value + 0.5 * number.step,
        number.step / 10,
        number.form,
        number.scale,
    )


def _with_scale(text: str, number: Numeral, *, money: bool) -> Numeral:
    joined = _HALF_A.match(text, number.end) if number.form == "fraction" else None
    found = _SCALE.match(text, joined.end() if joined else number.end)
    if not found or (found["short"] and not money):
        return number
    scale = SCALES[(found["long"] or found["short"]).lower()]
    of_part = number.form == "fraction"
    return Numeral(
        number.start,
        found.end(),
        round(number.value * scale, 2),
        scale / 10 if of_part else number.step * scale,
        "words" if of_part else number.form,
        scale,
    )


def _digits(written: str) -> tuple[float, float]:
    plain = re.sub(r"[,\s]", "", written).lstrip("-−")
    decimals = len(plain.partition(".")[2])
    if decimals:
        return float(plain), round(10.0**-decimals, decimals)
    zeros = len(plain) - len(plain.rstrip("0"))
    return float(plain), 10.0**zeros if len(plain) > 2 and zeros < len(plain) else 1.0


def _mixed(written: str) -> tuple[float, float]:
    last = written[-1]
    if last in _VULGAR:
        # Not `strip`: a pattern counts separators as space that numbers may not end in.
        whole = re.sub(r"[\s−-]", "", written[:-1])
        return (float(whole) if whole else 0.0) + _VULGAR[last], 0.01
    whole, _, fraction = re.sub(r"[\s-]", " ", written).strip().rpartition(" ")
    above, below = re.split("[/⁄]", fraction)
    share = float(above) / float(below) if float(below) else float(above)
    return (float(whole) if whole.strip() else 0.0) + share, 0.01


def _fraction(written: str) -> tuple[float, float]:
    count, _, part = re.sub(r"[\s-]", " ", written).rpartition(" ")
    many = 1 if count in ("", "a", "an") else VALUES.get(count) or int(count)
    return many / _PARTS[part], 0.01


_PLAIN: Final = {"digits": _digits, "mixed": _mixed, "fraction": _fraction}


def _words(written: str) -> tuple[float, float]:
    total = 0.0
    group = float(written in ("a", "an"))
    step = 1.0
    for word in re.split(r"[\s-]+", written):
        if word in SCALES:
            step = SCALES[word]
            group = max(group, 1.0) * step
            if step >= 1000:
                total, group = total + group, 0.0
        elif word in VALUES:
            group += VALUES[word]
            step = 1.0
    return total + group, step


def _vague(written: str) -> float:
    value = 1.0
    for word in written.split():
        if word != "of":
            value *= _VAGUE.get(word) or SCALES[word.removesuffix("s")]
    return 2 * value


def _ordinal(written: str) -> float:
    if written[0].isdigit():
        return float(written[:-2])
    tens, _, last = re.sub(r"[\s-]", " ", written).rpartition(" ")
    return float(VALUES.get(tens, 0) + ORDINALS[last])
