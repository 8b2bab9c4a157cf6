"""One saying, read of a part of a sentence: the ways in which an article tells who said what."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from language.cues import clause_around
from language.lists import any_of, word_set
from language.speech_acts import find_acts
from language.speech_words import FORMS, JUDGING
from language.types import Attribution, Span

# What is done by saying something, where what is said is no clause of its own.
ACTS: Final = word_set(
    """
    urged urges complained complains downplayed dismissed hailed condemned criticised criticized
    praised welcomed rejected threatened demanded counted blamed endorsed labelled labeled branded
    """
)
_ASKING: Final = word_set("ask asks asked asking")
CUES: Final = any_of(word_set(FORMS) | JUDGING | ACTS)
_LEAD: Final = (
    r"\W*(?:(?:But|And|Meanwhile,)\s)?(?:(?:In|On|At|During|After)\s[^,;]{3,50}?,?\s(?=[A-Z]))?"
)
_SOURCE: Final = r"(?P<source>\w[\w’'.-]*(?:\s\w[\w’'.-]*){0,6}?)"
ACT: Final = re.compile(rf"{_LEAD}{_SOURCE}(?:,\s[^,;]{{3,80}},)?\s(?P<cue>{any_of(ACTS)})\b(?=\s)")
_IT: Final = re.compile(
    rf"{_LEAD}(?P<source>[Ii]t)\s(?:also\s|then\s|later\s)?(?P<cue>{CUES})\b(?=\sthat\s)"
)
_NAMED: Final = re.compile(
    rf"{_LEAD}{_SOURCE}\s(?P<cue>calls|called|describes|described|put|puts|saw|see|sees)\s"
    r"(?P<content>(?:the|its|his|her|their|it|them|this|that|a|an)\s[^.;]{3,})"
)
_SMALL: Final = {"put": " at ", "saw": " as ", "see": " as ", "des": " as "}
_AMID: Final = re.compile(
    rf"(?P<head>[^,;:]{{3,80}}),\s(?:as\s)?(?P<source>(?:[\w’'.-]+\s){{1,6}}?)(?P<cue>{CUES})"
    rf"(?:\s(?:on\s|last\s|late\s)?\w+day|\slast\s\w+|\sin\s[^,;]{{3,40}})?,\s(?P<rest>\S[^;:]{{8,}})"
)
_GOES_ON: Final = re.compile(
    r"(?:\s[^,;:“\"]{0,80})?,\s(?=[“\"])"
    r"|(?:\s(?:on\s)?\w+day|\s(?:earlier|later|in|at|to)\b[^,;:“\"]{0,60})?,\s"
    r"(?=(?:and|or|but|adding|because|though|although)\b)"
)
_ASIDE: Final = re.compile(
    r",\s(?!(?:who|which|adding|as|after|in|on|at|when|while|and|but|referring|during|citing)\b|\w+ing\b)"
    r"(?:[\w’'.-]+\s){0,22}[\w’'-]+(?=[.,]|\Z)"
)
_ADVERBS: Final = re.compile(
    r"\s(?:has|have|had|also|long|later|then|again|now|often|further|(?!(?:family|ally|assembly)\Z)[a-z]{3,}ly)\Z"
)
# Written like "SEOUL — ", "NAIROBI (Reuters) - " or "RICHMOND, Virginia, May 27 - ".
_DATELINE: Final = re.compile(
    r"[A-Z][A-Z.\s'/-]{2,30}(?:,\s[\w.]+){0,2}(?:,\s[A-Z][a-z]+\.?\s\d{1,2})?(?:\s\([\w/ ]+\))?"
    r"\s?[—–-]{1,2}\s|(?:[A-Z][\w.’'-]*,?\s){1,5}(?:\d{1,2}\s)?\((?:Reuters|AP|AFP|UPI|Xinhua|CNN|dpa)\)"
    r"\s?[—–-]{1,2}\s"
)
_DENYING: Final = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|not|never|(?:refus|declin)\w+\sto)\b|n[’']t\b", re.IGNORECASE
)
_ASKED: Final = re.compile(r"(?:whether|which|who|whose|whom|how|why)\s", re.IGNORECASE)
NO_SOURCE: Final = word_set(
    """
    it which that who there this these those not what when where if because although been being
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


def made(text: str, part: Span, told: Attribution) -> Saying:
    """Return the saying of an attribution, with its adverbs and the rest of its words."""
    source, cue = _with_adverbs(
        text, Span(told.source_start, told.source_end), Span(told.cue_start, told.cue_end)
    )
    content = (Span(told.content_start, told.content_end), *_rest(text, part, told))
    judging = text[cue.start : cue.end].rsplit(maxsplit=1)[-1].lower() in JUDGING | _ASKING
    within = clause_around(text, part, cue.start)
    if within != part:
        within = Span(min(source.start, cue.start), within.end)
    return Saying(within, _whole(text, source, cue), cue, content, told.direct, clause=not judging)


def _with_adverbs(text: str, source: Span, cue: Span) -> tuple[Span, Span]:
    """Return a source and its cue, the adverbs between them given to the cue."""
    while adverb := _ADVERBS.search(text, source.start, source.end):
        source = Span(source.start, adverb.start())
        cue = Span(adverb.start() + 1, cue.end)
    return source, cue


def amid(text: str, part: Span) -> Saying | None:
    """Read "The rocket, the army said on Friday, flew for an hour"."""
    found = _AMID.match(text, part.start, part.end)
    if not found or not _is_source(found["source"]):
        return None
    source, cue = _with_adverbs(
        text, Span(found.start("source"), found.end("source") - 1), Span(*found.span("cue"))
    )
    content = (Span(*found.span("head")), Span(found.start("rest"), trimmed_end(text, part.end)))
    return Saying(part, source, cue, content, direct=False)


def named(text: str, part: Span) -> Saying | None:
    """Read "X called Y a Z", "X put Y at Z" and "X saw Y as Z"."""
    found = _NAMED.match(text, part.start, part.end)
    if not found or not _is_source(found["source"]):
        return None
    small = _SMALL.get(found["cue"][:3])
    if small and small not in found["content"]:
        return None
    return _plain(text, part, found, found.start("content"))


def acted(text: str, part: Span) -> Saying | None:
    """Read "X urged Y to Z", "X, a minister, complained that P", "It announced that P"."""
    found = ACT.match(text, part.start, part.end) or _IT.match(text, part.start, part.end)
    if not found or not (_is_source(found["source"]) or found.re is _IT):
        return None
    at = found.end("cue") + 1
    that = text.startswith("that ", at)
    said = _plain(text, part, found, at + 5 * that)
    return replace(said, clause=that, source=_whole(text, said.source, said.cue))


def act(text: str, part: Span) -> Saying | None:
    """Read "X has called for Y", "Y was praised by X"."""
    for told in find_acts(text, part.start, part.end):
        return replace(made(text, part, told), clause=False)
    return None


def _plain(text: str, part: Span, found: re.Match[str], content: int) -> Saying:
    source, cue = _with_adverbs(text, Span(*found.span("source")), Span(*found.span("cue")))
    said = (Span(content, trimmed_end(text, part.end)),)
    return Saying(part, source, cue, said, direct=False, clause=False)


def _rest(text: str, part: Span, told: Attribution) -> tuple[Span, ...]:
    """Return what goes on after the source: ""P," he said, "and Q"", "P, he said, or Q"."""
    after = max(told.cue_end, told.source_end)
    if told.content_start > after:
        return ()
    found = _GOES_ON.match(text, after, part.end)
    if not found or (told.direct and text[found.end()] not in '“"'):
        return ()
    return (Span(found.end(), trimmed_end(text, part.end)),)


def _whole(text: str, source: Span | None, cue: Span) -> Span | None:
    """Return a source with what stands after its name: "Lee, a minister,"."""
    if source is None:
        return None
    if source.end < cue.start:
        between = text[source.end : cue.start]
        aside = re.fullmatch(
            r"(?P<aside>,\s(?!\w+ing\s|in\s|on\s|at\s|during\s)[^;:“”\"]{2,220}?)"
            r"(?:,\s(?:which|who|whose)\s[^;:“”\"]{3,100})?,\s(?:\w+\s)?",
            between,
        )
        return Span(source.start, source.end + len(aside["aside"])) if aside else source
    turned = not text[cue.start : cue.end].lower().endswith((" to", " by"))
    aside = _ASIDE.match(text, source.end) if turned else None
    return Span(source.start, aside.end()) if aside else source


def tells(text: str, saying: Saying) -> bool:
    """Tell whether a saying asserts its content: not "denied that P" or "did not say which"."""
    if _DENYING.search(text, saying.cue.start, saying.cue.end):
        return False
    return _ASKED.match(text, saying.content[0].start, saying.content[-1].end) is None


def after_dateline(text: str, start: int, end: int) -> int:
    """Return where a sentence begins after the place and the agency that open an article."""
    dateline = _DATELINE.match(text, start, end)
    return dateline.end() if dateline else start


def trimmed_end(text: str, end: int) -> int:
    """Return where words end without their full stop."""
    return end - text.endswith(".", 0, end)


def _is_source(words: str) -> bool:
    found = {word.lower().strip(",.") for word in words.split()}
    return bool(found) and not found & NO_SOURCE
