"""Who said what in a sentence: several sources, cues in a row, quotations that run on.

The rules of `language.attributions` find one source, cue and content in a sentence; here sentences
are first cut where a second one begins ("…, but downplayed them as …"), words in quotation marks
are kept from being read as the article's own, and a quotation without a source is given to whoever
was quoted last. The terms are those of S. Pareti, "PARC 3.0: A Corpus of Attribution Relations",
LREC 2016.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from language.lists import any_of, word_set
from language.quotations import find_attributions
from language.speech_words import FORMS, JUDGING
from language.types import Attribution, Quotation, Span

# What is done by saying something, where what is said is no clause of its own.
_ACTS: Final = word_set(
    """
    urged urges complained complains downplayed dismissed hailed condemned criticised criticized
    praised welcomed rejected threatened demanded counted blamed endorsed labelled labeled branded
    """
)
_CUES: Final = any_of(word_set(FORMS) | JUDGING | _ACTS)
_AGAIN: Final = re.compile(
    rf"(?P<join>,?\s(?:and|but|while|though)\s)(?:(?:then|also|later|again|further)\s)?"
    rf"(?P<cue>{_CUES})\b(?=\s)"
)
_ANOTHER: Final = re.compile(
    rf"(?P<join>,?\s(?:and|but|while|though|as)\s|;\s|\s—\s)"
    rf"(?=(?P<source>(?:[\w’'.-]+\s){{1,5}}?)(?:{_CUES})\s)"
)
_LEAD: Final = (
    r"\W*(?:(?:But|And|Meanwhile,)\s)?(?:(?:In|On|At|During|After)\s[^,;]{3,50}?,?\s(?=[A-Z]))?"
)
_SOURCE: Final = r"(?P<source>[\w’'.-]+(?:\s[\w’'.-]+){0,6}?)"
_ACT: Final = re.compile(
    rf"{_LEAD}{_SOURCE}(?:,\s[^,;]{{3,80}},)?\s(?P<cue>{any_of(_ACTS)})\b(?=\s)"
)
_IT: Final = re.compile(
    rf"{_LEAD}(?P<source>[Ii]t)\s(?:also\s|then\s|later\s)?(?P<cue>{_CUES})\b(?=\sthat\s)"
)
_NAMED: Final = re.compile(
    rf"{_LEAD}{_SOURCE}\s(?P<cue>calls|called|describes|described|put|puts|saw|see|sees)\s"
    r"(?P<content>(?:the|its|his|her|their|it|them|this|that|a|an)\s[^.;]{3,})"
)
_SMALL: Final = {"put": " at ", "saw": " as ", "see": " as ", "des": " as "}
_AMID: Final = re.compile(
    rf"(?P<head>[^,;:]{{3,80}}),\s(?P<source>(?:[\w’'.-]+\s){{1,6}}?)(?P<cue>{_CUES})"
    rf"(?:\s(?:on\s|last\s|late\s)?\w+day|\slast\s\w+|\sin\s[^,;]{{3,40}})?,\s(?P<rest>\S[^;:]{{8,}})"
)
_GOES_ON: Final = re.compile(
    r"(?:\s(?:on\s)?\w+day|\s(?:earlier|later|in|at|to)\b[^,;:“\"]{0,60})?,\s"
    r"(?=[“\"]|(?:and|or|but|adding|because|though|although)\b)"
)
_ASIDE: Final = re.compile(
    r",\s(?!(?:who|which|adding|as|after|in|on|at|when|while|and|but|referring|during|citing)\b|\w+ing\b)"
    r"(?:[\w’'.-]+\s){0,11}[\w’'-]+(?=[.,]|\Z)"
)
_THROUGH: Final = re.compile(r",?\s(?=according to\s)", re.IGNORECASE)
_ADVERBS: Final = re.compile(
    r"\s(?:has|have|had|also|long|later|then|again|repeatedly|publicly|recently|previously)\Z"
)
_WORDS: Final = re.compile(r"[^\W_]")
_NO_SOURCE: Final = word_set(
    """
    it which that who there this these those to not what when where if because although been being
    is was were are be has have had will would
    """
)


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody said something: all offsets are characters of the article.

    `within` delimits the part of the sentence that tells it. `source` is None where the article
    does not say who; `through` names who passed it on. `clause` tells that what was said is a
    statement of its own; `content` has several pieces where the source stands amid the words.
    """

    within: Span
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    direct: bool
    clause: bool = True
    through: Span | None = None


def masked(text: str, quotations: Sequence[Quotation]) -> str:
    """Return `text` with the letters of its quotations blotted out, every offset as before."""
    pieces, at = [], 0
    for quotation in quotations:
        words = _WORDS.sub("x", quotation.text)
        if quotation.text[:1].isupper():
            words = "X" + words[1:]
        pieces += [text[at : quotation.start], words]
        at = quotation.end
    return "".join(pieces) + text[at:]


def sayings_in(blotted: str, start: int, end: int) -> list[Saying]:
    """Return who said what in one sentence of the blotted text, in order of their parts."""
    found: list[Saying] = []
    for part in _parts(blotted, start, end):
        saying = _saying(blotted, part, found[-1] if found else None)
        if saying:
            found.append(saying)
    return found


def _parts(text: str, start: int, end: int) -> list[Span]:
    """Cut a sentence where another source, or another cue of the same, begins."""
    cuts = [start]
    for again in _AGAIN.finditer(text, start, end):
        if _says(text, start, again.start()) and _follows(text, again.start("cue"), end):
            cuts.append(again.start("cue"))
    for another in _ANOTHER.finditer(text, start, end):
        at = another.end("join")
        first = another["source"].split()[0].lower()
        if first in _NO_SOURCE or another.start() - start < 12:
            continue
        told = _first(text, at, end)
        if told and told.source_start - at <= 1 and told.cue_start > told.source_start:
            cuts.append(at)
    ordered = sorted(set(cuts))
    return [
        Span(cut, _without_join(text, cut, after))
        for cut, after in zip(ordered, [*ordered[1:], end], strict=True)
    ]


def _says(text: str, start: int, end: int) -> bool:
    return _first(text, start, end) is not None or _ACT.match(text, start, end) is not None


def _follows(text: str, at: int, end: int) -> bool:
    """Tell whether a cue at `at` is a verb that reports: "said they did not", "urged Congress"."""
    word = text[at:end].split(" ", 1)[0].lower()
    return word in _ACTS or bool(find_attributions("They " + text[at:end]))


def _without_join(text: str, start: int, end: int) -> int:
    """Return the end of a part without the comma and the "and" that lead to the next."""
    piece = text[start:end].rstrip()
    shorter = re.sub(r"(?:,|;|\s—)?\s*(?:\b(?:and|but|while|though|as))?\Z", "", piece)
    return start + len(shorter)


def _first(text: str, start: int, end: int) -> Attribution | None:
    found = find_attributions(text[start:end])
    return _moved(found[0], start) if found else None


def _moved(found: Attribution, by: int) -> Attribution:
    return replace(
        found,
        source_start=found.source_start + by,
        source_end=found.source_end + by,
        cue_start=found.cue_start + by,
        cue_end=found.cue_end + by,
        content_start=found.content_start + by,
        content_end=found.content_end + by,
    )


def _saying(text: str, part: Span, before: Saying | None) -> Saying | None:
    told = _first(text, part.start, part.end)
    if told and text[told.cue_start : told.cue_end].lower() == "according to":
        return _passed_on(text, part, told) or _made(text, part, told)
    if told:
        return _made(text, part, told)
    for read in (_amid, _named, _acted):
        if said := _elided(text, part, before) or read(text, part):
            return said
    return None


def _passed_on(text: str, part: Span, told: Attribution) -> Saying | None:
    """Read ""P," X said, according to Y"."""
    cut = _THROUGH.search(text, max(part.start, told.cue_start - 3), told.cue_end + 1)
    head = _first(text, part.start, cut.start()) if cut else None
    if not head:
        return None
    said = _made(text, part, head)
    return replace(said, through=Span(told.source_start, told.source_end))


def _made(text: str, part: Span, told: Attribution) -> Saying:
    source = Span(told.source_start, told.source_end)
    cue = Span(told.cue_start, told.cue_end)
    while adverb := _ADVERBS.search(text, source.start, source.end):
        source = Span(source.start, adverb.start())
        cue = Span(adverb.start() + 1, cue.end)
    content = (Span(told.content_start, told.content_end), *_rest(text, part, told))
    judging = text[cue.start : cue.end].rsplit(maxsplit=1)[-1].lower() in JUDGING
    return Saying(part, _whole(text, source, cue), cue, content, told.direct, clause=not judging)


def _elided(text: str, part: Span, before: Saying | None) -> Saying | None:
    """Read "(X said P) and denied Q": the source stands in the part before."""
    if not before or not text[part.start : part.start + 1].islower():
        return None
    for told in find_attributions("They " + text[part.start : part.end]):
        found = _moved(told, part.start - 5)
        if found.source_start < part.start:
            made = _made(text, part, replace(found, source_start=0, source_end=0))
            return replace(made, source=before.source)
    cue = re.compile(rf"{_CUES}\b").match(text, part.start)
    if not cue:
        return None
    content = Span(cue.end() + 1, part.end)
    return Saying(part, before.source, Span(*cue.span()), (content,), direct=False, clause=False)


def _amid(text: str, part: Span) -> Saying | None:
    """Read "The rocket, the army said on Friday, flew for an hour"."""
    found = _AMID.match(text, part.start, part.end)
    if not found or not _is_source(found["source"]):
        return None
    source = Span(found.start("source"), found.end("source") - 1)
    content = (Span(*found.span("head")), Span(found.start("rest"), _trimmed_end(text, part.end)))
    return Saying(part, source, Span(*found.span("cue")), content, direct=False)


def _named(text: str, part: Span) -> Saying | None:
    """Read "X called Y a Z", "X put Y at Z" and "X saw Y as Z"."""
    found = _NAMED.match(text, part.start, part.end)
    if not found or not _is_source(found["source"]):
        return None
    small = _SMALL.get(found["cue"][:3])
    if small and small not in found["content"]:
        return None
    return _plain(text, part, found, found.start("content"))


def _acted(text: str, part: Span) -> Saying | None:
    """Read "X urged Y to Z", "X, a minister, complained that P", "It announced that P"."""
    found = _ACT.match(text, part.start, part.end) or _IT.match(text, part.start, part.end)
    if not found or not (_is_source(found["source"]) or found.re is _IT):
        return None
    at = found.end("cue") + 1
    that = text.startswith("that ", at)
    said = _plain(text, part, found, at + 5 * that)
    return replace(said, clause=that, source=_whole(text, said.source, said.cue))


def _plain(text: str, part: Span, found: re.Match[str], content: int) -> Saying:
    source = Span(found.start("source"), found.end("source"))
    said = (Span(content, _trimmed_end(text, part.end)),)
    return Saying(part, source, Span(*found.span("cue")), said, direct=False, clause=False)


def _rest(text: str, part: Span, told: Attribution) -> tuple[Span, ...]:
    """Return what goes on after the source: ""P," he said, "and Q"", "P, he said, or Q"."""
    after = max(told.cue_end, told.source_end)
    if told.content_start > after:
        return ()
    found = _GOES_ON.match(text, after, part.end)
    if not found:
        return ()
    return (Span(found.end(), _trimmed_end(text, part.end)),)


def _whole(text: str, source: Span | None, cue: Span) -> Span | None:
    """Return a source with what stands after its name: "Lee, a minister,"."""
    if source is None:
        return None
    if source.end < cue.start:
        between = text[source.end : cue.start]
        aside = re.fullmatch(r"(?P<aside>,\s[^;:“”\"]{3,140}),\s(?:also\s)?", between)
        return Span(source.start, source.end + len(aside["aside"])) if aside else source
    turned = "according" not in text[cue.start : cue.end].lower()
    aside = _ASIDE.match(text, source.end) if turned else None
    return Span(source.start, aside.end()) if aside else source


def _trimmed_end(text: str, end: int) -> int:
    return end - text.endswith(".", 0, end)


def _is_source(words: str) -> bool:
    found = {word.lower().strip(",.") for word in words.split()}
    return bool(found) and not found & _NO_SOURCE
