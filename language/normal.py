"""The normal form of a text, what may be stored of it, and its words."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from language.stemmer import stem
from language.stop_words import STOP_WORDS

__all__ = [
    "STOP_WORDS",
    "clean",
    "content_stems",
    "content_words",
    "has_bidi_control",
    "normalise",
    "stem",
    "words",
]

# Characters that take no room: the format characters (Cf) and the other default-ignorable code
# points of Unicode 16, DerivedCoreProperties.txt. Listed, because a scan at import takes 100 ms.
_INVISIBLE: Final = (
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_CONTROL: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
_UNWANTED: Final = re.compile(f"[{_CONTROL}{_INVISIBLE}]+")
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_SAME: Final = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`\u2039\u203a"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"'),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-"),
}
_COMMA_GROUPS: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)")
_SPACE_GROUPS: Final = re.compile("(?<![\\d.,])\\d{1,3}(?:[\u00a0\u2009\u202f]\\d{3})+(?!\\d)")
_WORD: Final = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_DOTTED: Final = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")


def _without(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: re.sub(r"\D", "", found[0]), text)


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", _UNWANTED.sub("", _LINE_ENDS.sub("\n", text)))
    text = unicodedata.normalize("NFKC", text.casefold()).translate(_SAME)
    text = " ".join(_UNWANTED.sub("", text).split())
    return _without(_COMMA_GROUPS, text).rstrip(" .")


@lru_cache(maxsize=4096)
def _normalise(text: str) -> str:
    folded = _fold(_without(_SPACE_GROUPS, text))
    while (again := _fold(folded)) != folded:
        folded = again
    return folded


def normalise(text: str) -> str:
    """Return the form in which two wordings of the same text are equal.

    NFKC and case folded; quotation marks, dashes and spaces unified; invisible and control
    characters dropped; "1,000" written "1000"; closing full stops dropped. Applying it twice
    changes nothing. Meant for fingerprints and comparison, never for display.
    """
    return _normalise(text) if len(text) <= 2000 else _normalise.__wrapped__(text)


def clean(text: str) -> str:
    """Return `text` as it may be stored and shown: composed (NFC) and trimmed.

    Control characters except tab and line feed, invisible characters, direction overrides and
    lone surrogates are removed; every line end becomes a line feed.
    """
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))).strip()


def has_bidi_control(text: str) -> bool:
    """Tell whether `text` holds a character that changes the reading direction."""
    return _BIDI.search(text) is not None


def _word(token: str) -> str:
    if token in {"US", "USA"}:  # folded, the country would be the pronoun
        return "usa"
    folded = token.casefold().replace("’", "'").removesuffix("'s")
    if _DOTTED.fullmatch(folded):
        folded = folded.replace(".", "")
        return "usa" if folded == "us" else folded
    return folded


def words(text: str) -> list[str]:
    """Return the words of `text`, folded, in order, stop words included.

    Hyphens part words, apostrophes do not; "'s" is dropped; "U.S." and "US" both give "usa";
    "1,000" gives "1000".
    """
    text = _without(_COMMA_GROUPS, unicodedata.normalize("NFKC", _UNWANTED.sub("", text)))
    return [_word(token) for token in _WORD.findall(text)]


def content_words(text: str) -> list[str]:
    """Return the words of `text` that carry meaning: those not in `STOP_WORDS`."""
    return [word for word in words(text) if word not in STOP_WORDS]


def content_stems(text: str) -> frozenset[str]:
    """Return the stems of the content words of `text`."""
    return frozenset(map(stem, content_words(text)))
