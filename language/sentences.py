"""Parting a text into sentences, headings and list items, with exact offsets.

Rules, no model: a full stop ends a sentence unless the word before it is an abbreviation or an
initial, or what follows cannot begin a sentence. The idea of deciding by the word before and the
word after is that of Grefenstette and Tapanainen, "What is a word, what is a sentence?", 1994.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from language.lists import word_set
from language.types import Sentence

# Never at the end of a sentence: something always follows.
_ALWAYS_OPEN: Final = word_set(
    """
    mr mrs ms mx dr gen sen rep gov lt col sgt capt cmdr prof rev hon adm maj pres amb brig cpl pvt
    supt messrs mmes st ste mt ft pt vs v cf eg ie viz approx ca e.g i.e fr msgr atty asst dep sec
    det insp pfc spc cdr vadm radm supp rel secy
    """
)
# Open only before a number ("No. 5", "Sec. 301", "Jan. 5").
_OPEN_BEFORE_NUMBER: Final = word_set(
    """
    no nos fig figs sec secs art arts vol vols p pp para paras ch chap eq ex res pub stat
    jan feb mar apr jun jul aug sep sept oct nov dec
    """
)
# May end a sentence: then the next word is one that begins sentences.
_MAYBE_OPEN: Final = word_set(
    """
    inc co corp ltd plc llc bros jr sr dept univ assn ave blvd rd ph.d m.d b.a m.a al etc est
    jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m am pm u.s u.k u.n e.u d.c
    """
)
_HOURS: Final = word_set("a.m p.m")
_QUOTING: Final = ('"', "“", "«")
_STARTERS: Final = word_set(
    """
    the a an this that these those there here it its he she they we i you his her their our my your
    in on at by for from with without under over after before during since until while when where
    what who why how which if as and but or so yet nor not no all some many most several both each
    every another such other others although though because despite however moreover meanwhile
    furthermore nevertheless instead also then now thus therefore today yesterday tomorrow asked
    according is are was were do does did has have had can could will would should may might must
    let please once only even still more much one two three four five
    """
)
_CLOSERS: Final = "\"'”’»)\\]}›"
_STOP: Final = re.compile(
    rf"(?P<mark>[.!?…]+)(?P<close>[{_CLOSERS}]*)(?P<note>(?<=[a-z]\.)\d{{1,2}}|(?<=[a-z]\.[”\"])\d{{1,2}})?"
    r"(?=\s|$|\([a-zA-Z0-9]{1,4}\)\s)|(?P<wide>[。！？])"
)
_NEXT: Final = re.compile(r"\s*(?P<open>[\"'“‘«(\[{‹¿¡*_-]*)(?P<word>\w+)?")
_ITEM: Final = re.compile(r"\s*\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)\s*[\"“]?[A-Z(]")
_BREAK: Final = re.compile(r"\n\s*")
_BULLET: Final = re.compile(r"[•●▪◦‣·*–—-]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]\s|[#>|]")
_WRAPPED_LINE: Final = 50
# Passages are read by several finders, whole documents once.
_CACHED_LENGTH: Final = 4000


def split_sentences(text: str) -> list[Sentence]:
    """Return the sentences of `text` in order; each is ``text[start:end]``, trimmed.

    Nothing but white space lies between two sentences. A blank line parts them too (unless the
    sentence plainly runs on), and so does a line end after a heading or before a list item.
    """
    if len(text) <= _CACHED_LENGTH:
        return list(_cached(text))
    return [Sentence(start, end, text[start:end]) for start, end in _sentences(text)]


@lru_cache(maxsize=1024)
def _cached(text: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(start, end, text[start:end]) for start, end in _sentences(text))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for start, end in _blocks(text):
        at = start
        for found in _STOP.finditer(text, start, end):
            if _ends(text, at, found, end):
                yield at, found.end()
                at = _skip_space(text, found.end(), end)
        if at < end:
            yield at, end


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _space_before(text: str, line: int, at: int) -> int:
    part = text[line:at]
    return len(part) - len(part.rstrip())


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    end = len(text.rstrip())
    at = line = _skip_space(text, 0, end)
    for found in _BREAK.finditer(text, at, end):
        if _parts(text, line, found):
            yield at, found.start() - _space_before(text, line, found.start())
            at = found.end()
        line = found.end()
    if at < end:
        yield at, end


def _parts(text: str, line: int, found: re.Match[str]) -> bool:
    """Tell whether the line end `found` parts two blocks; `line` is where its line began."""
    written = text[line : found.start()].rstrip()
    if not written:
        return False
    if _BULLET.match(text, found.end()):
        return True
    runs_on = text[found.end()].islower() and written[-1] not in '.!?…:”"'
    if runs_on:
        return False
    return found[0].count("\n") > 1 or len(written) < _WRAPPED_LINE


def _ends(text: str, start: int, found: re.Match[str], end: int) -> bool:
    if found["wide"] or found.end() >= end:
        return True
    if text.startswith(".", _skip_space(text, found.end(), end)):
        return False  # an ellipsis with spaces: ". . ."
    after = _NEXT.match(text, found.end(), min(end, found.end() + 200))
    word = (after["word"] or "") if after else ""
    if word[:1].islower():
        return _ITEM.match(text, found.end()) is not None
    if found["mark"] != "." or found["close"] or found["note"]:
        return not _aside(text, found, word)
    quoted = after is not None and after["open"][:1] in _QUOTING
    return _full_stop_ends(text, start, found.start(), word, quoted=quoted)


def _aside(text: str, found: re.Match[str], word: str) -> bool:
    """Tell whether the mark only closes an aside: "(Sgt.) York", "the U.S.'s", "J.R. ..."."""
    if found["mark"] != "." or found["close"] != ")":
        return False
    before = _before(text, found.start())
    return before.lower() in _ALWAYS_OPEN | _MAYBE_OPEN and word.lower() not in _STARTERS


def _before(text: str, at: int) -> str:
    piece = text[max(0, at - 24) : at]
    if not piece or piece[-1].isspace():
        return ""
    return re.split(r"[\s—]", piece)[-1].lstrip("\"'“”‘’([{.-&")


def _full_stop_ends(text: str, start: int, at: int, following: str, *, quoted: bool) -> bool:
    before = _before(text, at)
    if before.isdigit() and len(before) <= 3 and at - len(before) <= start + 1:
        return False  # "1." opens a list item
    folded = before.lower()
    if folded in _ALWAYS_OPEN:
        return False
    if folded in _OPEN_BEFORE_NUMBER and following[:1].isdigit():
        return False
    if folded in _HOURS and quoted:
        return True  # '... after 2 a.m. "Sadly, ..."'
    if folded in _MAYBE_OPEN or _is_initials(before):
        return following.lower() in _STARTERS or not following
    return True


def _is_initials(word: str) -> bool:
    """Tell whether `word` is "J", "J.R", "U.S" and the like (without the last full stop)."""
    letters = word.split(".")
    if len(letters) == 1:
        return len(word) == 1 and word.isupper()
    return all(len(letter) == 1 and letter.isalpha() for letter in letters)
