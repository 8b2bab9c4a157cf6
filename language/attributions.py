"""Who is made responsible for which words: "X said that P", "P, X said", "according to X, P".

Rules around cue verbs, in the terms of S. Pareti, "PARC 3.0: A Corpus of Attribution Relations",
LREC 2016: a source, a cue and a content, each a range of characters. A cue is found first; what
stands before and after it then tells the source and the content.
"""

import re
from collections.abc import Iterator
from typing import Final

from language.cues import (
    MARKS,
    OPENING,
    Cue,
    clause_around,
    cue_span,
    is_done,
    is_subject,
    is_told_apart,
    made,
    quoted_in,
    source_before,
    source_between,
    trimmed,
)
from language.lists import any_of, word_set
from language.sentences import split_sentences
from language.speech_words import (
    BARE,
    BARE_GAP,
    FORMS,
    GAP,
    GOES_ON,
    JUDGING,
    MANY,
    NEVER_BARE,
    NEVER_LAST,
    NOUNS,
    NOUNS_WITH_S,
    OF_A_NOUN,
    STARTS_CLAUSE,
    SURE_CLAUSE,
    TOLD,
    TOLD_GAP,
    TURNED,
    WHEN_AT_END,
)
from language.types import Attribution, Span

_CUE: Final = re.compile(rf"(?<![\w’'-])(?P<cue>{any_of(word_set(FORMS) | JUDGING)})(?![\w-])")
_CLOSES: Final = re.compile(
    rf",\s(?:[\w’'.-]+\s){{1,6}}?(?P<cue>{any_of(word_set(FORMS))})"
    r"(?:\s(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?\W*\Z"
)
_LINK: Final = re.compile(r"\bthat\b(?!\s(?:is|was|of|the\ssame)\b)|:|,?\s?(?=[“\"])")
_CLOSED: Final = re.compile(r"[,?!…—–-][”\"’]+\s(?P<source>[^“”\":;]{1,240})\Z")
_THAT: Final = re.compile(r"\bthat\b(?!\s(?:is|was|of|the\ssame)\b)")
_ACCORDING: Final = re.compile(r"\b(?P<cue>according to|as per)\s", re.IGNORECASE)
_TO_COMMA: Final = re.compile(r"[^,;:!?\n“”\"]{1,160}")
_LONGEST_GAP: Final = 90
_LONGEST_SENTENCE: Final = 3000


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
        span = trimmed(text, cue.end(), source.end())
        if opens and rest.startswith(",") and rest[1:].strip():
            yield made(text, span, Span(*cue.span("cue")), Span(source.end() + 1, sentence.end))
        elif not opens and cue.start() - sentence.start > 3:
            content = Span(sentence.start, cue.start())
            yield made(text, span, Span(*cue.span("cue")), content)


def _spoken(text: str, sentence: Span) -> Iterator[Attribution]:
    quoted = quoted_in(text, sentence)
    if closing := _closing(text, sentence, quoted):
        yield closing
    for found in _CUE.finditer(text, sentence.start, sentence.end):
        if any(span.start <= found.start() < span.end for span in quoted):
            continue
        cue = Cue(text, found.start(), found.end(), clause_around(text, sentence, found.start()))
        if cue.verb in JUDGING:
            told = _judged(cue)
        else:
            told = (_at_end(cue) or _linked(cue) or _bare(cue)) if _is_verb(cue) else None
        if told:
            yield told


def _closing(text: str, sentence: Span, quoted: list[Span]) -> Attribution | None:
    """Read "P that somebody told, X said.": the cue that closes a sentence tells whose it is."""
    found = _CLOSES.search(text, sentence.start, sentence.end)
    if not found or any(span.start <= found.start("cue") < span.end for span in quoted):
        return None
    cue = Cue(text, *found.span("cue"), sentence)
    return _at_end(cue) if cue.verb not in JUDGING and _is_verb(cue) else None


def _judged(cue: Cue) -> Attribution | None:
    """Read "X accused Y of Z", "X described Y as Z" and "X called Y "Z""."""
    after = cue.after()
    accuses = cue.verb.startswith("accus")
    small = " of " if accuses else " as "
    told = small in after if not cue.verb.startswith("call") else any(m in after for m in OPENING)
    source = source_before(cue)
    lead = cue.before().split()
    if cue.verb == "calls" and not is_subject(lead):
        return None
    if not told or not source or is_done(cue) or after[1:4] in ("for", "on ", "off"):
        return None
    return made(cue.text, source, cue_span(cue), Span(cue.end, cue.sentence.end))


def _is_verb(cue: Cue) -> bool:
    lead = cue.before().split()
    word = lead[-1].lower().strip('“"(') if lead else ""
    if word == "as" or (cue.verb in NOUNS_WITH_S and not is_subject(lead)):
        return False
    if cue.verb in NOUNS:
        many = word.endswith("s") and word not in OF_A_NOUN
        return word in MANY or (many and not (lead[-1][0].isupper() and is_told_apart(lead)))
    return not word.endswith(("’s", "'s"))


def _at_end(cue: Cue) -> Attribution | None:
    """Read "P, X said on Tuesday." and "P," said X."""
    if cue.verb in NEVER_LAST:
        return None
    before = cue.before().rstrip()
    if name := _turned(cue, before):
        return made(cue.text, name, Span(cue.start, cue.end), _before(cue, len(before)))
    if told := _after_quotation(cue, before):
        return told
    ending = WHEN_AT_END.match(cue.after())
    comma = max(before.rfind(mark) for mark in MARKS)
    if not ending or comma < 3 or before.endswith(","):
        return None
    rest = ending["rest"] or ""
    if len(before[:comma].split()) <= 4 and (len(rest.split()) >= 4 or GOES_ON.match(rest)):
        return None  # "The museum, he said, celebrated its heroes"
    source = source_between(cue, comma + 1)
    return made(cue.text, source, cue_span(cue), _before(cue, comma + 1)) if source else None


def _after_quotation(cue: Cue, before: str) -> Attribution | None:
    """Read ""P," X said ...", whatever comes then: "to the crowd", "of the plan", ", smiling"."""
    closed = _CLOSED.search(before)
    if not closed or cue.after().startswith((" that ", ":")):
        return None
    told = before[closed.start("source") :]
    comma = told.find(", ")
    end = closed.start("source") + comma if comma >= 0 else len(before) if told[-1] == "," else None
    source = source_between(cue, closed.start("source"), end)
    content = _before(cue, closed.start("source"))
    return made(cue.text, source, cue_span(cue), content) if source else None


def _turned(cue: Cue, before: str) -> Span | None:
    """Return the source of ""P," said X" and of "P, said X." where X is plainly a name."""
    quoted = before.endswith(("”", '"', "’", "''"))
    if cue.verb not in TURNED or not (quoted or before.endswith(",")):
        return None
    found = _TO_COMMA.match(cue.text, cue.end, cue.sentence.end)
    if not found:
        return None
    ends = _NAME_ENDS.search(found[0])
    name = trimmed(cue.text, cue.end, cue.end + ends.start() if ends else found.end())
    words = name.of(cue.text).split()
    if not words or len(words) > 10 or words[0].endswith("day"):
        return None
    if quoted:
        return name if not words[0][0].islower() or words[0] in _BEGINS_NAME else None
    named = words[0] not in ("of", "for", "and") and all(
        word[0].isupper() or word in ("of", "the", "for", "and") for word in words
    )
    return name if named and cue.verb in ("said", "says", "noted", "added") else None


_BEGINS_NAME: Final = word_set("the a an his her its their our my one another some several many")
# Where the name after "said" ends though no mark does: "said Ann Lee in a letter".
_NAME_ENDS: Final = re.compile(
    r"(?<=\w)\s(?:in|on|at|during|after|before|when|as|while|who|whose|last|earlier|to)\s"
)


def _before(cue: Cue, length: int) -> Span:
    return Span(cue.sentence.start, cue.sentence.start + length)


def _linked(cue: Cue) -> Attribution | None:
    """Read "X said (on Tuesday) that P", "X said: "P"" and "X said, "P""."""
    window = cue.after()[:_LONGEST_GAP]
    link = _LINK.search(window)
    source = source_before(cue)
    if not link or not source:
        return None
    gap = window[: link.start()].rstrip()
    if link[0] in ("", " ") and gap:  # a word or title in quotation marks, not the words said
        that = _THAT.search(window)
        link = that if that or cue.verb not in TOLD else link
        if not link:
            return None
        gap = window[: link.start()].rstrip()
    if link[0] == ":" and len(gap) <= 60:
        allowed = True
    else:
        hears = cue.verb in TOLD and link[0] == "that" and len(gap.split()) <= 8
        allowed = hears or GAP.match(gap) is not None
    if another := _CUE.search(gap):  # "X said on Monday Y had told it that P"
        allowed = allowed and not _told_by_another(gap, another)
    if not allowed or (link[0] in ("", " ", ",", ", ") and cue.after()[link.end() :][:1] == ""):
        return None
    content = Span(cue.end + link.end(), cue.sentence.end)
    return made(cue.text, source, cue_span(cue), content)


def _told_by_another(gap: str, another: re.Match[str]) -> bool:
    """Tell whether a cue before the link has a source of its own: "the IMF had told it"."""
    return gap[: another.start()].endswith((" had ", " has ")) or another["cue"] in TOLD


def _bare(cue: Cue) -> Attribution | None:
    """Read "X said P" and "X told reporters P"."""
    if cue.verb in NEVER_BARE:
        return None
    after = cue.after()
    gap = (TOLD_GAP if cue.verb in TOLD else BARE_GAP).match(after)
    if gap and _begins_clause(cue, after, gap.end()) and (source := source_before(cue)):
        content = Span(cue.end + gap.end(), cue.sentence.end)
        return made(cue.text, source, cue_span(cue), content)
    return None


def _begins_clause(cue: Cue, after: str, at: int) -> bool:
    """Tell whether a clause without "that" comes; most verbs may have a plain object as well."""
    if cue.verb in BARE or cue.verb in TOLD:
        return STARTS_CLAUSE.match(after, at) is not None
    return SURE_CLAUSE.match(after, at) is not None
