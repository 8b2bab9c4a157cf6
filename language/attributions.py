"""Who is made responsible for which words: "X said that P", "P, X said", "according to X, P".

Rules around cue verbs, in the terms of S. Pareti, "PARC 3.0: A Corpus of Attribution Relations",
LREC 2016: a source, a cue and a content, each a range of characters. A cue is found first; what
stands before and after it then tells the source and the content.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from language.lists import any_of, word_set
from language.sentences import split_sentences
from language.speech_words import (
    BARE,
    FORMS,
    JUDGING,
    MANY,
    NEVER_LAST,
    NOUNS,
    NOUNS_WITH_S,
    OF_A_NOUN,
    TOLD,
    TURNED,
)
from language.types import Attribution, Span

_CUE: Final = re.compile(rf"(?<![\w’'-])(?P<cue>{any_of(word_set(FORMS) | JUDGING)})(?![\w-])")
_ALONE: Final = frozenset(("he", "she", "they", "we", "i"))
_HELPERS: Final = re.compile(
    r"\s(?:(?:has|have|had|is|was|were|also|later|then|again|repeatedly|publicly|falsely|recently"
    r"|previously|reportedly|will|would)\s){1,3}\Z"
)
_HEARER: Final = (
    r"(?:\s(?:to\s)?(?:reporters|journalists|lawmakers|parliament|viewers|supporters|Congress|us|them"
    r"|him|her|me|[A-Z][\w.’'-]{0,30}(?:\s[A-Z][\w.’'-]{0,30}){0,3}"
    r"|the\s(?:[\w’'-]{1,30}\s){0,3}(?:press|council|committee|agency|nation|newspaper|network|court"
    r"|assembly|board|senate|public)))"
)
_WHEN: Final = (
    r"(?:\s(?:(?:late\s|early\s|earlier\s)?(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|today|yesterday|earlier|later|again|last\s(?:week|month|year|night)|this\s(?:week|month|year)"
    r"|in\s(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"|in\s[0-9]{4}|(?:in|at|during|on|after|through|via|of|about|with)\s(?:[\w’'-]{1,30}\s?){1,6}))"
)
_GAP: Final = re.compile(rf"{_HEARER}?{_WHEN}{{0,2}}\Z")
_STARTS_CLAUSE: Final = re.compile(
    r"\s(?:the|a|an|it|its|he|she|they|we|i|you|there|this|these|those|his|her|their|our|no|all"
    r"|more|most|about|some|nearly|neither|both|any|many|[A-Z0-9$€£][\w.,’'-]*)\s\S",
)
_BARE_GAP: Final = re.compile(
    rf"(?P<gap>{_HEARER}?(?:\s(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|\s(?:today|yesterday|again))?,?)(?=\s)"
)
_WHEN_AT_END: Final = re.compile(
    rf"{_HEARER}?{_WHEN}{{0,2}}(?:,(?P<rest>[^“”\"]{{0,160}}))?[.!]?[”\"]?\s*\Z"
)
_LINK: Final = re.compile(r"\bthat\b(?!\s(?:is|was|of|the\ssame)\b)|:|,?\s?(?=[“\"])")
_ACCORDING: Final = re.compile(r"\b(?P<cue>according to|as per)\s", re.IGNORECASE)
_TO_COMMA: Final = re.compile(r"[^,;:!?\n“”\"]{1,160}")
_NO_SOURCE: Final = re.compile(
    r"(?:it|there|that|which|who|whom|what|and|but|as|when|if|because|although|while|being|not|to"
    r"|so|then|also|or|being)\b(?!\s\w)|(?:and|or|who|which|that|to|of|in|for|by|with|if|when)\s",
    re.IGNORECASE,
)
_LONGEST_SOURCE: Final = 160
_LONGEST_GAP: Final = 90
_LONGEST_SENTENCE: Final = 3000
_OPENING: Final = '“"«'
_CLOSING: Final = '”"»'


@dataclass(frozen=True, slots=True)
class _Cue:
    """A cue in its sentence: the sentence's range, the cue's, and the verb in small letters."""

    text: str
    start: int
    end: int
    sentence: Span

    @property
    def verb(self) -> str:
        return self.text[self.start : self.end].lower()

    def before(self) -> str:
        return self.text[self.sentence.start : self.start]

    def after(self) -> str:
        return self.text[self.end : self.sentence.end]


def find_attributions(text: str) -> list[Attribution]:
    """Return who is made responsible for which words, at most one to a sentence, in order."""
    found = (_attribution(text, Span(part.start, part.end)) for part in split_sentences(text))
    return [attribution for attribution in found if attribution]


def split_attribution(claim: str) -> tuple[Attribution, str] | None:
    """Return the attribution of a claim of the form "X said that P", and P; None for any other.

    The cue tells how X stands to P: "denied" is a cue like "said".
    """
    found = _attribution(claim, Span(0, len(claim.rstrip())))
    if found is None or claim[found.cue_start : found.cue_end].lower() in JUDGING:
        return None
    return found, claim[found.content_start : found.content_end]


def _attribution(text: str, sentence: Span) -> Attribution | None:
    if sentence.end - sentence.start > _LONGEST_SENTENCE:
        return None
    told = next(_according(text, sentence), None)
    return told or next(_spoken(text, sentence), None)


def _according(text: str, sentence: Span) -> Iterator[Attribution]:
    for cue in _ACCORDING.finditer(text, sentence.start, sentence.end):
        source = _TO_COMMA.match(text, cue.end(), sentence.end)
        if not source:
            continue
        opens = not text[sentence.start : cue.start()].strip(' “"(')
        rest = text[source.end() : sentence.end]
        span = _trimmed(text, cue.end(), source.end())
        if opens and rest.startswith(",") and rest[1:].strip():
            yield _made(text, span, Span(*cue.span("cue")), Span(source.end() + 1, sentence.end))
        elif not opens and cue.start() - sentence.start > 3:
            content = Span(sentence.start, cue.start())
            yield _made(text, span, Span(*cue.span("cue")), content)


def _spoken(text: str, sentence: Span) -> Iterator[Attribution]:
    quoted = _quoted(text, sentence)
    for found in _CUE.finditer(text, sentence.start, sentence.end):
        if any(span.start <= found.start() < span.end for span in quoted):
            continue
        cue = _Cue(text, found.start(), found.end(), sentence)
        if cue.verb in JUDGING:
            made = _judged(cue)
        else:
            made = (_at_end(cue) or _linked(cue) or _bare(cue)) if _is_verb(cue) else None
        if made:
            yield made


def _judged(cue: _Cue) -> Attribution | None:
    """Read "X accused Y of Z", "X described Y as Z" and "X called Y "Z""."""
    after = cue.after()
    accuses = cue.verb.startswith("accus")
    small = " of " if accuses else " as "
    told = small in after if not cue.verb.startswith("call") else any(m in after for m in _OPENING)
    source = _source_before(cue)
    if not told or not source or after[1:4] in ("for", "on ", "off"):
        return None
    return _made(cue.text, source, _cue_span(cue), Span(cue.end, cue.sentence.end))


def _is_verb(cue: _Cue) -> bool:
    lead = cue.before().split()
    word = lead[-1].lower().strip('“"(') if lead else ""
    if word == "as" or (cue.verb in NOUNS_WITH_S and word in OF_A_NOUN):
        return False
    if cue.verb in NOUNS:
        return word in MANY or (word.endswith("s") and word not in OF_A_NOUN)
    return not word.endswith(("’s", "'s"))


def _quoted(text: str, sentence: Span) -> list[Span]:
    spans: list[Span] = []
    opened = -1
    for at in range(sentence.start, sentence.end):
        if opened >= 0 and text[at] in _CLOSING:
            spans.append(Span(opened, at))
            opened = -1
        elif opened < 0 and text[at] in _OPENING:
            opened = at
    return spans


def _at_end(cue: _Cue) -> Attribution | None:
    """Read "P, X said on Tuesday." and "P," said X."""
    if cue.verb in NEVER_LAST:
        return None
    before = cue.before().rstrip()
    if name := _turned(cue, before):
        return _made(cue.text, name, Span(cue.start, cue.end), _before(cue, len(before)))
    ending = _WHEN_AT_END.match(cue.after())
    comma = max(before.rfind(mark) for mark in _MARKS)
    if not ending or comma < 3 or before.endswith(","):
        return None
    if len(before[:comma].split()) <= 4 and len((ending["rest"] or "").split()) >= 4:
        return None  # "The museum, he said, celebrated its heroes"
    source = _source(cue, comma + 1)
    return _made(cue.text, source, _cue_span(cue), _before(cue, comma + 1)) if source else None


def _turned(cue: _Cue, before: str) -> Span | None:
    """Return the source of ""P," said X" and of "P, said X." where X is plainly a name."""
    quoted = before.endswith(("”", '"', "’", "''"))
    if cue.verb not in TURNED or not (quoted or before.endswith(",")):
        return None
    found = _TO_COMMA.match(cue.text, cue.end, cue.sentence.end)
    if not found:
        return None
    name = _trimmed(cue.text, cue.end, found.end())
    words = name.of(cue.text).split()
    if not words or len(words) > 10:
        return None
    if quoted:
        return name if words[0][0].isupper() or words[0] in ("the", "a", "an", "his") else None
    named = all(word[0].isupper() or word in ("of", "the", "for", "and") for word in words)
    return name if named and before.count(",") == 1 and cue.verb in ("said", "says") else None


_MARKS: Final = (", ", "” ", '" ', "’’ ", "'' ", "—", "– ")


def _before(cue: _Cue, length: int) -> Span:
    return Span(cue.sentence.start, cue.sentence.start + length)


def _linked(cue: _Cue) -> Attribution | None:
    """Read "X said (on Tuesday) that P", "X said: "P"" and "X said, "P""."""
    window = cue.after()[:_LONGEST_GAP]
    link = _LINK.search(window)
    source = _source_before(cue)
    if not link or not source:
        return None
    gap = window[: link.start()].rstrip()
    if link[0] == ":" and len(gap) <= 60:
        allowed = True
    else:
        hears = cue.verb in TOLD and link[0] == "that" and len(gap.split()) <= 8
        allowed = hears or _GAP.match(gap) is not None
    if not allowed or (link[0] in ("", " ", ",", ", ") and cue.after()[link.end() :][:1] == ""):
        return None
    content = Span(cue.end + link.end(), cue.sentence.end)
    return _made(cue.text, source, _cue_span(cue), content)


def _bare(cue: _Cue) -> Attribution | None:
    """Read "X said P" and "X told reporters P"."""
    told = cue.verb in TOLD
    if cue.verb not in BARE and not told:
        return None
    after = cue.after()
    gap = _BARE_GAP.match(after)
    if told and not (gap and gap["gap"].strip(" ,")):
        return None
    for at in (gap.end(), 0) if gap and not told else (gap.end() if gap else 0,):
        if _STARTS_CLAUSE.match(after, at) and (source := _source_before(cue)):
            content = Span(cue.end + at, cue.sentence.end)
            return _made(cue.text, source, _cue_span(cue), content)
    return None


def _cue_span(cue: _Cue) -> Span:
    helpers = _HELPERS.search(cue.before()[-60:])
    return Span(cue.start - (len(helpers[0]) - 1 if helpers else 0), cue.end)


def _source_before(cue: _Cue) -> Span | None:
    """Return the source that ends at the cue: after an opening phrase, before an apposition."""
    before = cue.before().rstrip()
    if before.endswith(","):  # "Lee, a minister, said"
        return _source(cue, 0, before.find(","))
    cut = max(before.rfind(mark) for mark in (*_MARKS, "; ", ": ", " but ", " while "))
    return _source(cue, cut + 1 if cut >= 0 else 0)


def _source(cue: _Cue, start: int, end: int | None = None) -> Span | None:
    first = cue.sentence.start + start
    last = cue.sentence.start + end if end is not None else _cue_span(cue).start
    span = _trimmed(cue.text, first, last)
    words = span.of(cue.text)
    for opening in ("but ", "and ", "while ", "Meanwhile ", "But ", "And "):
        if words.startswith(opening):
            span = Span(span.start + len(opening), span.end)
            words = words[len(opening) :]
    if words.lower().split(" ", 1)[0] in _ALONE:
        span = Span(span.start, span.start + len(words.split(" ", 1)[0]))
        words = span.of(cue.text)
    if not words or len(words) > _LONGEST_SOURCE or len(words.split()) > 16:
        return None
    return None if _NO_SOURCE.match(words) or not words[0].isalnum() else span


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] in "—–,"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,"):
        end -= 1
    return Span(start, end)


def _made(text: str, source: Span, cue: Span, content: Span) -> Attribution:
    start, end = content.start, content.end
    while start < end and (text[start].isspace() or text[start] in ",:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    direct = start < end and text[start] in _OPENING
    if direct:
        start += 1
        closing = next((at for at in range(start, end) if text[at] in _CLOSING), -1)
        if closing >= 0 and not text[closing + 1 : end].strip(" .,"):
            end = closing
    elif end > start and text[end - 1] in _CLOSING and not set(text[start:end]) & set("“«"):
        direct = text[end - 1] == "”" or text.count('"', start, end) == 1
        end -= direct
    elif text.endswith(".", start, end) and not text.endswith(_ABBREVIATED, start, end):
        end -= 1
    while end > start and text[end - 1] == ",":
        end -= 1
    return Attribution(
        source.start, source.end, cue.start, cue.end, start, max(start, end), direct=direct
    )


_ABBREVIATED: Final = ("U.S.", "U.K.", "a.m.", "p.m.", "D.C.", "Inc.")
