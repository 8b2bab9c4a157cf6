"""Whether a text is English: by its small words, and by its letters where it has few words."""

from __future__ import annotations

import re
from typing import Final

from language.lists import word_set
from verification.errors import LanguageNotSupported

_SMALL_WORDS: Final = word_set(
    """
    the of and to in a is that for it was on as with he be by at his they this had not are but from
    or have an she which we there been their has will more if no were when who said its would one
    """
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_LOOKED_AT: Final = 20_000
_FEW_WORDS: Final = 12
_LEAST_SHARE: Final = 0.12
_LEAST_LATIN: Final = 0.7


def check_language(text: str, declared: str = "en") -> None:
    """Raise LanguageNotSupported where the text is declared or found to be in another language.

    The share of the commonest English words tells, after Dunning, "Statistical Identification of
    Language", 1994, in its simplest form; a text of few words is only held to its letters.
    """
    if declared.lower().split("-")[0] not in ("en", "eng", "english", ""):
        raise _refused(f"The article is said to be in {declared!r}")
    words = _WORD.findall(text[:_LOOKED_AT].lower())
    letters = "".join(words)
    latin = sum(letter < "\u0250" for letter in letters)
    if letters and latin < _LEAST_LATIN * len(letters):
        raise _refused("The article is not written in Latin letters")
    small = sum(word in _SMALL_WORDS for word in words)
    if len(words) >= _FEW_WORDS and small < _LEAST_SHARE * len(words):
        raise _refused("The article does not seem to be in English")


def _refused(found: str) -> LanguageNotSupported:
    return LanguageNotSupported(f"{found}; claims are found in English articles only.")
