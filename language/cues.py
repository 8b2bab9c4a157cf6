"""A cue in its sentence, and how far the source and the content reach that belong to it.

Shared by those who look for cues: `language.attributions` and `language.speech_acts`.
"""

import re
from dataclasses import dataclass
from typing import Final

from language.speech_words import DETERMINERS, HELPERS, NOT_OF_IT, OF_A_NOUN, PASSIVE, SINGLE
from language.types import Attribution, Span

_ALONE: Final = frozenset(("he", "she", "they", "we", "i"))
_OPENS: Final = re.compile(
    r"\W*(?:(?:But|And|However|Meanwhile|Still|Also),?\s)?"
    r"(?:(?:In|On|At|During|After|Before|Since|Asked|Speaking|With|For|Last|Earlier)\s[^,]{2,80},\s"
    r"|(?:[\w-]+\s){0,3}(?:[Mm]inutes?|[Hh]ours?|[Dd]ays?|[Ww]eeks?|[Mm]onths?|[Yy]ears?|[Mm]oments?)"
    r"\s(?:later|earlier|ago|before|after),\s|(?:Later|Earlier|Separately|Today|Yesterday),\s)?"
)
# Where a clause of its own ends before "and its president, Ann Lee, said".
_NEXT_CLAUSE: Final = re.compile(
    r"\s(?:\w+ed|is|are|was|were|has|had|will|would|said|told|rose|fell|sank|went|came|took|made|began"
    r"|left|met|won|lost|held|struck|hit)[\s,].{0,300}?(?:,\s(?:and|but|while)|;)\s(?=[^,]+,[^,]+,\Z)"
)
_ADVERBS: Final = re.compile(
    r"(?:(?:\w+ly|also|then|later|again|now|never|not|ever|even|once|twice|still|often|soon|just"
    r"|earlier|long|has|have|had|is|was|were|will|would|could|can|may|might|did|does|do|himself"
    r"|herself|(?:in|on|at|during)\s.{1,40}|last\s\w+|this\s\w+)(?:\s|\Z))+"
)
_NO_SOURCE: Final = re.compile(
    r"(?:there|that|which|whom|what|and|but|as|when|if|because|although|while|being|having|not|to"
    r"|so|then|also|or|being)\b(?!\s\w)|(?:and|or|who|which|that|to|of|in|for|by|with|if|when)\s",
    re.IGNORECASE,
)
# "Shortly after Lee said", "in what the army called", "listeners who said".
_BEFORE_SOURCE: Final = re.compile(
    r"(?:(?:but|and|while|[Mm]eanwhile,?|But|And)\s)?"
    r"(?:.*\s(?=who\Z)|(?i:while|although|though|as|after|when|because|since|if)\s(?!of\b)"
    r"|(?:(?:which|that|whom)\s|.*\b(?i:what|why|how|where|when|after|before|although|though"
    r"|because|as|if|since|than|whether|so|once|until"
    r"|(?:in|to|of|for|at|by|with|from)\s(?:which|whom))\s)"
    r"(?=[A-Z]|(?i:the|a|an|he|she|it|they|we|i|one|some|his|her|its|their|many|most|other)\b))?"
)
_SUBORDINATE: Final = re.compile(
    r"\W*(?:(?:But|And)\s)?(?:Even\s)?"
    r"(?:While|When|After|Although|Though|Since|As|If|Because|Once|though|if"
    r"|(?:Shortly|Soon|Hours|Days|Weeks|Months|Years)\s(?:after|before))\s"
)
# The first comma outside quotation marks, or right within the last of them.
_COMMA: Final = re.compile(r"(?:[^“\",]|“[^”]*”|\"[^\"]*\")*?(?P<comma>,\s|(?<=,”)\s|(?<=,\")\s)")
# Whose claim, report or promise it is.
_OWNER: Final = re.compile(
    r"(?P<source>(?:(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur)\s"
    r"(?:(?!(?:on|of|in|at|by|for|with|to|from|that|\w+ed)\s)[\w-]+\s){0,4}|(?:[A-Z][\w.-]*\s){0,4})[\w-]+[’']s)\Z"
)
_DAY_LAST: Final = re.compile(
    r"(?:\s(?:on|late|early|late\son))?\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|in\s[0-9]{4}"
    r"|(?:just\s|earlier\s|late\s)?(?:this|last)\s(?:week|month|year|summer|spring|fall|winter))\Z"
)
_LONGEST_SOURCE: Final = 160
_MOST_WORDS: Final = 16
OPENING: Final = '“"«'
_CLOSING: Final = '”"»'
_ABBREVIATED: Final = ("U.S.", "U.K.", "a.m.", "p.m.", "D.C.", "Inc.")
MARKS: Final = (", ", "” ", '" ', "’’ ", "'' ", "—", "– ", "-- ", " - ")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in its sentence: the sentence's range, the cue's, and the verb in small letters."""

    text: str
    start: int
    end: int
    sentence: Span

    @property
    def verb(self) -> str:
        """The cue in small letters."""
        return self.text[self.start : self.end].lower()

    def before(self) -> str:
        """Return the sentence up to the cue."""
        return self.text[self.sentence.start : self.start]

    def after(self) -> str:
        """Return the sentence from the cue on."""
        return self.text[self.end : self.sentence.end]


def clause_around(text: str, sentence: Span, cue: int) -> Span:
    """Return what of a sentence a cue can tell: "When the mayor said P, Q" ends before Q."""
    lead = text[sentence.start : cue]
    if "," in lead or not _SUBORDINATE.match(lead):
        return sentence
    comma = _COMMA.match(text, cue, sentence.end)
    return Span(sentence.start, comma.start("comma")) if comma else sentence


def quoted_in(text: str, sentence: Span) -> list[Span]:
    """Return what stands in quotation marks, each from its opening mark to its closing one."""
    spans: list[Span] = []
    opened = -1
    for at in range(sentence.start, sentence.end):
        if opened >= 0 and text[at] in _CLOSING:
            spans.append(Span(opened, at))
            opened = -1
        elif opened < 0 and text[at] in OPENING:
            opened = at
    return spans


def is_done(cue: Cue) -> bool:
    """Tell whether a cue is passive: "it was reported", "Lee was accused"."""
    return any(word in PASSIVE for word in cue.before().lower().split()[-3:])


def is_subject(lead: list[str]) -> bool:
    """Tell whether a verb follows, not a noun: "the army claims", unlike "disparaging claims"."""
    if not lead or lead[-1].lower().strip('“"(') in OF_A_NOUN:
        return False
    known = lead[-1][:1].isupper() or lead[-1].lower() in SINGLE or lead[-1].endswith((")", ","))
    return known or is_told_apart(lead)


def is_told_apart(lead: list[str]) -> bool:
    """Tell whether an article or the like stands shortly before the last word."""
    near = lead[-4:-1]
    at = next((at for at, word in enumerate(near) if word.lower() in DETERMINERS), None)
    return at is not None and not any(word.endswith("ed") for word in near[at:])


def cue_span(cue: Cue) -> Span:
    """Return a cue with its auxiliaries and adverbs: "has repeatedly denied"."""
    helpers = HELPERS.search(cue.before()[-60:])
    return Span(cue.start - (len(helpers[0]) - 1 if helpers else 0), cue.end)


def source_before(cue: Cue) -> Span | None:
    """Return the source that ends at the cue: after an opening phrase, before an apposition."""
    before = cue.text[cue.sentence.start : cue_span(cue).start].rstrip()
    if before.endswith(","):  # "Lee, a minister, said"
        opening = _OPENS.match(before)
        start = opening.end() if opening and before.count(",", opening.end()) > 1 else 0
        if clause := _NEXT_CLAUSE.search(before, start):
            start = clause.end()
        return source_between(cue, start, before.find(",", start))
    if owner := _OWNER.search(before):  # "the paper doubted the mayor's claim that"
        start = cue.sentence.start
        return Span(start + owner.start("source"), start + owner.end("source"))
    cut = max(before.rfind(mark) for mark in (*MARKS, "; ", ": ", " but ", " while "))
    return source_between(cue, cut + 1 if cut >= 0 else 0)


def source_between(cue: Cue, start: int, end: int | None = None) -> Span | None:
    """Return the source between two places of the cue's sentence; without `end`, up to the cue."""
    first = cue.sentence.start + start
    last = cue.sentence.start + end if end is not None else cue_span(cue).start
    span = trimmed(cue.text, first, last)
    words = span.of(cue.text)
    if opening := _BEFORE_SOURCE.match(words):
        span = Span(span.start + opening.end(), span.end)
        words = words[opening.end() :]
    if day := _DAY_LAST.search(words):
        span = Span(span.start, span.start + day.start())
        words = words[: day.start()]
    first_word, _, rest = words.partition(" ")
    if first_word.lower() in _ALONE and not rest.startswith("and "):
        if rest and not _ADVERBS.fullmatch(rest):
            return None  # "he keeps a list of claims"
        span = Span(span.start, span.start + len(first_word))
        words = first_word
    return span if _can_be_source(cue, words) else None


def _can_be_source(cue: Cue, words: str) -> bool:
    if words.lower() == "it" and (cue.verb in NOT_OF_IT or is_done(cue)):
        return False
    if not words or len(words) > _LONGEST_SOURCE or len(words.split()) > _MOST_WORDS:
        return False
    return _NO_SOURCE.match(words) is None and words[0].isalnum()


def trimmed(text: str, start: int, end: int) -> Span:
    """Return a range without the white space, dashes and stops around it."""
    while start < end and (text[start].isspace() or text[start] in "—–,-"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,"):
        end -= 1
    return Span(start, end)


def made(text: str, source: Span, cue: Span, content: Span) -> Attribution:
    """Return an attribution whose content is cut to the words said, without marks around them."""
    start, end = content.start, content.end
    while start < end and (text[start].isspace() or text[start] in ",:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    start, end, direct = _without_marks(text, start, end)
    while end > start and text[end - 1] == ",":
        end -= 1
    return Attribution(
        source.start, source.end, cue.start, cue.end, start, max(start, end), direct=direct
    )


def _without_marks(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Return a range without its quotation marks or full stop, and whether it is a quotation."""
    direct = start < end and text[start] in OPENING
    if direct:
        start += 1 + (text[start : start + 2] == "““")
        closing = next((at for at in range(start, end) if text[at] in _CLOSING), -1)
        if closing >= 0 and not text[closing + 1 : end].strip(" .,”"):
            end = closing
    elif end > start and text[end - 1] in _CLOSING and not set(text[start:end]) & set("“«"):
        direct = text[end - 1] == "”" or text.count('"', start, end) == 1
        end -= direct + (text[end - 2 : end] == "””")
    elif text.endswith(".", start, end) and not text.endswith(_ABBREVIATED, start, end):
        end -= 1
    return start, end, direct
