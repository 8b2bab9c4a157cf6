"""The English (Porter2) stemmer.

Source: M. F. Porter, "The English (Porter2) stemming algorithm", Snowball project, 2001 and 2002,
https://snowballstem.org/algorithms/english/stemmer.html. Words that hold anything but the letters
a to z and the apostrophe are returned as they are.
"""

import re
from functools import lru_cache
from typing import Final

_VOWELS: Final = frozenset("aeiouy")
_DOUBLES: Final = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")
_ENGLISH: Final = re.compile(r"[a-z']+")
_REGION: Final = re.compile(r"[^aeiouy]*[aeiouy]+[^aeiouy]")
_SHORT_END: Final = re.compile(r"(?:^|.*[^aeiouy])[aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$")
_CONSONANT_Y: Final = re.compile(r"(?:^|(?<=[aeiouy]))y")

_WHOLE: Final = {
    "skis": "ski",
    "skies": "sky",
    "dying": "die",
    "lying": "lie",
    "tying": "tie",
    "idly": "idl",
    "gently": "gentl",
    "ugly": "ugli",
    "early": "earli",
    "only": "onli",
    "singly": "singl",
    **{word: word for word in ("sky", "news", "howe", "atlas", "cosmos", "bias", "andes")},
}
_AFTER_STEP_1A: Final = frozenset(
    ("inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed")
)
_STEP_2: Final = {
    "ational": "ate",
    "fulness": "ful",
    "iveness": "ive",
    "ization": "ize",
    "ousness": "ous",
    "biliti": "ble",
    "lessli": "less",
    "tional": "tion",
    "alism": "al",
    "aliti": "al",
    "ation": "ate",
    "entli": "ent",
    "fulli": "ful",
    "iviti": "ive",
    "ousli": "ous",
    "abli": "able",
    "alli": "al",
    "anci": "ance",
    "ator": "ate",
    "enci": "ence",
    "izer": "ize",
    "bli": "ble",
    "ogi": "og",
    "li": "",
}
_STEP_3: Final = {
    "ational": "ate",
    "tional": "tion",
    "alize": "al",
    "ative": "",
    "icate": "ic",
    "iciti": "ic",
    "ical": "ic",
    "ness": "",
    "ful": "",
}
_STEP_4: Final = (
    *("ement",),
    *("able", "ance", "ence", "ible", "ment"),
    *("ant", "ate", "ent", "ion", "ism", "iti", "ive", "ize", "ous"),
    *("al", "er", "ic"),
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of one lower-case English word ("launches" and "launched": "launch")."""
    if len(word) <= 2 or len(word) > 60 or not _ENGLISH.fullmatch(word):
        return word
    if word in _WHOLE:
        return _WHOLE[word]
    word = _CONSONANT_Y.sub("Y", word.removeprefix("'"))
    r1, r2 = _regions(word)
    word = _step_1a(_step_0(word))
    if word in _AFTER_STEP_1A:
        return word
    word = _step_1c(_step_1b(word, r1))
    word = _step_5(_step_4(_step_3(_step_2(word, r1), r1, r2), r2), r1, r2)
    return word.replace("Y", "y")


def _regions(word: str) -> tuple[int, int]:
    for prefix in ("gener", "commun", "arsen"):
        if word.startswith(prefix):
            r1 = len(prefix)
            break
    else:
        found = _REGION.match(word)
        r1 = found.end() if found else len(word)
    found = _REGION.match(word, r1)
    return r1, found.end() if found else len(word)


def _has_vowel(part: str) -> bool:
    return not _VOWELS.isdisjoint(part)


def _step_0(word: str) -> str:
    for suffix in ("'s'", "'s", "'"):
        if word.endswith(suffix):
            return word[: -len(suffix)]
    return word


def _step_1a(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith(("us", "ss")) or not word.endswith("s"):
        return word
    return word[:-1] if _has_vowel(word[:-2]) else word


def _step_1b(word: str, r1: int) -> str:
    for suffix in ("eedly", "eed"):
        if word.endswith(suffix):
            at = len(word) - len(suffix)
            return word[:at] + "ee" if at >= r1 else word
    for suffix in ("ingly", "edly", "ing", "ed"):
        if word.endswith(suffix):
            part = word[: -len(suffix)]
            return _mend(part, r1) if _has_vowel(part) else word
    return word


def _mend(part: str, r1: int) -> str:
    if part.endswith(("at", "bl", "iz")):
        return part + "e"
    if part.endswith(_DOUBLES):
        return part[:-1]
    return part + "e" if r1 >= len(part) and _SHORT_END.match(part) else part


def _step_1c(word: str) -> str:
    if len(word) > 2 and word[-1] in "yY" and word[-2] not in _VOWELS:
        return word[:-1] + "i"
    return word


def _step_2(word: str, r1: int) -> str:
    for suffix, instead in _STEP_2.items():
        if word.endswith(suffix):
            at = len(word) - len(suffix)
            blocked = (suffix == "ogi" and word[at - 1 : at] != "l") or (
                suffix == "li" and word[at - 1 : at] not in tuple("cdeghkmnrt")
            )
            return word if at < r1 or blocked else word[:at] + instead
    return word


def _step_3(word: str, r1: int, r2: int) -> str:
    for suffix, instead in _STEP_3.items():
        if word.endswith(suffix):
            at = len(word) - len(suffix)
            return word if at < (r2 if suffix == "ative" else r1) else word[:at] + instead
    return word


def _step_4(word: str, r2: int) -> str:
    for suffix in _STEP_4:
        if word.endswith(suffix):
            at = len(word) - len(suffix)
            blocked = suffix == "ion" and word[at - 1 : at] not in ("s", "t")
            return word if at < r2 or blocked else word[:at]
    return word


def _step_5(word: str, r1: int, r2: int) -> str:
    at = len(word) - 1
    if word.endswith("e"):
        drop = at >= r2 or (at >= r1 and not _SHORT_END.match(word[:at]))
        return word[:at] if drop else word
    return word[:at] if word.endswith("ll") and at >= r2 else word
