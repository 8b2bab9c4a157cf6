"""The capitalised runs of a text, cut into words; names are looked for only there."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from language.gazetteer import common_words, given_names, key_of
from language.lists import any_of, word_set
from language.sentences import split_sentences
from language.stop_words import STOP_WORDS

_UPPER: Final = "A-ZÀ-ÖØ-ÞĆČĎĐĘĚĞİĽŁŃŇŐŒŘŚŞŠŢŤŮŰŹŻŽȘȚ"
_SHORT_TITLES: Final = (
    "Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Prof|Rev|Adm|Maj|Hon|Amb|Cmdr|Brig|St|Ft|Mt|Jr|Sr"
    "|MR|MRS|MS|DR|GEN|SEN"
)
_AFTER_HYPHEN: Final = (
    "led|made|born|style|wide|era|level|run|held|only|like|free|type|ready|range|class|old|day|year"
    "|term|built|bound|born"
)
_TOKEN: Final = (
    rf"(?:(?:[{_UPPER}]\.){{2,6}}|[{_UPPER}]\.(?=[\s-][{_UPPER}])|(?:{_SHORT_TITLES})\."
    rf"|(?:al|el|ash|ul)-[{_UPPER}]\w{{1,20}}"
    rf"|[{_UPPER}][^\W_]*(?:['’](?!s\b)[^\W\d_]+)?(?:&[{_UPPER}][^\W_]*)?"
    rf"(?:-(?!(?:{_AFTER_HYPHEN}|[a-z]+(?:ed|ing))\b)[a-z]{{1,6}}\b)?)"
)
_JOINTS: Final = (
    *("of the", "of", "for the", "for", "and the", "and", "on", "to the", "in the"),
    *(
        "de",
        "de la",
        "del",
        "der",
        "den",
        "di",
        "da",
        "la",
        "le",
        "van",
        "van der",
        "von",
        "von der",
    ),
    *("bin", "ibn", "al", "el", "ter", "dos", "do"),
)
_OWN: Final = r"(?:['’](?:s\b|(?=\s)))"
_RUN: Final = re.compile(
    rf"(?<![\w@#/])(?:{_TOKEN}){_OWN}?(?:(?:[ \u00a0]|-|\s&\s|\s{any_of(_JOINTS)}\s)"
    rf"(?:{_TOKEN}){_OWN}?)*"
)
_PIECE: Final = re.compile(rf"(?P<token>{_TOKEN})(?P<own>{_OWN})?|(?P<joint>[a-z&]+)")
_CAPITAL: Final = re.compile(rf"[{_UPPER}](?<![^\W\d_].)[^\W\d_]")
# Parts of the calendar and the like: capitalised, but no names.
_NO_NAMES: Final = word_set(
    """
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday
    sunday i i'm i'd i've i'll am pm est edt kst gmt utc bc ad ok gdp pce cpi faq pdf tv q
    """
)


class Token(NamedTuple):
    """One word of a run: capitalised, or a small word that joins two of them."""

    start: int
    end: int
    written: str
    key: str
    joint: bool = False
    possessive: bool = False
    first: bool = False  # the first word of a sentence


def runs(text: str) -> Iterator[list[Token]]:
    """Yield the capitalised runs of `text`; the calendar's words part them and are left out.

    In a heading every word is capitalised and none tells of a name: all are marked ``first``.
    """
    sentences = split_sentences(text)
    starts = [sentence.start for sentence in sentences]
    loud = [_is_loud(sentence.text) for sentence in sentences]
    for found in _RUN.finditer(text):
        place = bisect_right(starts, found.start()) - 1
        begin = _first_letter(text, starts[place] if place >= 0 else 0, found.start())
        if begin == found.start() and is_common(found[0].lower()):
            continue
        tokens = _tokens(text, found, begin)
        for run in _without_calendar(tokens):
            yield [token._replace(first=True) for token in run] if loud[max(place, 0)] else run


def _without_calendar(tokens: Iterator[Token]) -> Iterator[list[Token]]:
    run: list[Token] = []
    begins = False
    for token in tokens:
        if token.key in _NO_NAMES and not (run and token.key == "may" and _is_given(run[-1])):
            if run:
                yield run
            run, begins = [], token.first
        elif run or not token.joint:
            run.append(token._replace(first=True) if begins else token)
            begins = False
    if run:
        yield run


def _is_given(token: Token) -> bool:
    return token.key in given_names()


def _is_loud(sentence: str) -> bool:
    opening = sentence[:400]
    words = opening.count(" ") + 1
    return words >= 4 and len(_CAPITAL.findall(opening)) > 0.7 * words


def _first_letter(text: str, at: int, end: int) -> int:
    while at < end and not text[at].isalnum():
        at += 1
    return at


def is_common(key: str) -> bool:
    """Tell whether a folded word is one that begins sentences without being a name."""
    return key in STOP_WORDS or key in common_words()


def _tokens(text: str, found: re.Match[str], begin: int) -> Iterator[Token]:
    for piece in _PIECE.finditer(text, found.start(), found.end()):
        joint = piece["joint"]
        start, end = piece.span("joint" if joint else "token")
        written = joint or piece["token"]
        yield Token(
            start,
            end,
            written,
            joint or key_of(written),
            joint is not None,
            piece["own"] is not None,
            start == begin,
        )
