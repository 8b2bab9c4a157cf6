"""What is done by saying something: "X condemned Y", "X called for Y", "Y was praised by X".

Other than with the verbs of `language.attributions`, what is said is no clause of its own here: the
content is whatever the act is directed at. Kept apart, because a claim is only split where it is.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from language.cues import Cue, clause_around, cue_span, made, quoted_in, source_before, trimmed
from language.lists import any_of, word_set
from language.speech_words import DETERMINERS, HELPERS, MANY, OF_A_NOUN, PASSIVE
from language.types import Attribution, Span

_VERBS: Final = word_set(
    """
    urge complain downplay dismiss hail condemn criticise criticize praise reject demand blame
    endorse label mock ridicule blast slam denounce decry deride assail defend question cite
    mention highlight echo discuss outline propose recommend ask encourage implore vow pledge
    promise decline refuse reiterate emphasise emphasize stress underscore acknowledge concede
    confirm describe portray characterise characterize depict liken dub tout boast brag joke
    lament bemoan applaud laud thank congratulate announce unveil proclaim predict forecast
    advocate support oppose want chant shout chastise lambaste rebuke note warn caution deny
    insist argue suggest respond object apologise apologize hope expect tell
    """
)
# Verbs that act only together with the small word after them.
_WITH: Final = {
    "call": "for on",
    "point": "to out",
    "refer": "to",
    "allude": "to",
    "hint": "at",
    "talk": "about of",
    "speak": "about of",
    "rail": "against",
    "lash": "out",
}
_IRREGULAR: Final = {
    "speak": "speak speaks spoke spoken speaking",
    "tell": "tell tells told telling",
}
_ONE: Final = word_set("he she it who")
_PASTS: Final = word_set("told spoke")
_MAY_FOLLOW: Final = r"(?:\s(?:for|on|out|of|about|against|with|over|at|in)(?=\s))?"
# These tell what somebody found only of something that can tell: "the poll shows a close race".
_SHOWING: Final = word_set("show shows showed shown find finds found indicate indicates indicated")
_EVIDENCE: Final = re.compile(
    r"\b(?:polls?|surveys?|stud(?:y|ies)|data|figures|analys[ei]s|research|reports?|averages?|videos?"
    r"|footage|documents?|records|returns|results|images|photographs?|census|statistics)\b",
    re.IGNORECASE,
)
_MODAL: Final = word_set(
    "will would can could may might must should did does do not n't never didn't don't didn’t"
    " doesn't doesn’t won’t won't"
)
_BY: Final = re.compile(
    r"\sby\s(?P<source>[^,;:“”\"]{2,120}?)"
    r"(?=[,;:“”\"]|[.]?\Z|\s(?:for|in|on|at|during|after|before|when|as|because|while|over)\s)"
)
# Where what an act is directed at ends, and its circumstances begin.
_OVER: Final = re.compile(
    r",\s(?:but|which|who|while|as|although|though|because|since|after|before|when|where"
    r"|and\s(?:his|her|its|their|the|he|she|it|they))\s|\s(?:after|before|when|while|during)\s"
    r"|\s(?:in|on|at)\s(?:an?|his|her|the|this)\s(?:[\w-]+\s)?(?:interview|statement|speech|letter"
    r"|tweet|e-?mail|news\sconference|briefing|memo|debate|rally)\b"
)


def forms_of(verb: str) -> frozenset[str]:
    """Return a regular verb with its forms, the past and the "-ing" form included."""
    if verb in _IRREGULAR:
        return word_set(_IRREGULAR[verb])
    stem = verb.removesuffix("e")
    if verb.endswith("y") and verb[-2] not in "aeou":
        return frozenset((verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"))
    plural = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    doubled = verb in ("brag", "dub", "slam")
    stem = stem + verb[-1] * doubled
    return frozenset((verb, plural, f"{stem}ed", f"{stem}ing"))


def _cue_patterns() -> str:
    alone = any_of({form for verb in _VERBS for form in forms_of(verb)} | _SHOWING)
    with_word = (
        rf"{any_of(forms_of(verb))}\s(?:{'|'.join(small.split())})" for verb, small in _WITH.items()
    )
    return rf"(?:{'|'.join(with_word)}|{alone}{_MAY_FOLLOW})"


_BASES: Final = _VERBS | frozenset(_WITH)
_ACT: Final = re.compile(rf"(?<![\w’'-])(?P<cue>{_cue_patterns()})(?=\s)")
# The forms that stand without a helping verb, as a pattern: "praised", "calls for".
PASTS: Final = (
    any_of(form for verb in _VERBS for form in forms_of(verb) if form.endswith(("ed", "s")))
    + "|"
    + "|".join(
        rf"{any_of(form for form in forms_of(verb) if not form.endswith('ing'))}\s"
        rf"(?:{'|'.join(small.split())})"
        for verb, small in _WITH.items()
    )
)


def find_acts(text: str, start: int, end: int) -> Iterator[Attribution]:
    """Yield who does what by saying something in one sentence, characters `start` to `end`."""
    sentence = Span(start, end)
    quoted = quoted_in(text, sentence)
    for found in _ACT.finditer(text, start, end):
        if any(span.start <= found.start() < span.end for span in quoted):
            continue
        cue = Cue(text, found.start(), found.end(), clause_around(text, sentence, found.start()))
        if act := _passive(cue) or _active(cue, quoted):
            yield act


def _active(cue: Cue, quoted: Sequence[Span]) -> Attribution | None:
    lead = cue.before().split()
    word = cue.verb.split(" ", 1)[0]
    if not lead or not _acts(lead, word) or cue.after().startswith(" by "):
        return None
    source = source_before(cue)
    if cue.verb in _SHOWING and not (source and _EVIDENCE.search(source.of(cue.text))):
        return None
    if not source or source.of(cue.text).lower() in ("i", "we", "you"):
        return None
    return made(cue.text, source, cue_span(cue), Span(cue.end, _over(cue, quoted)))


def _over(cue: Cue, quoted: Sequence[Span]) -> int:
    for found in _OVER.finditer(cue.text, cue.end + 2, cue.sentence.end):
        if not any(span.start <= found.start() < span.end for span in quoted):
            return found.start()
    return cue.sentence.end


def _acts(lead: list[str], verb: str) -> bool:
    """Tell whether a form is a verb in its place: neither noun nor participle."""
    before = lead[-1].lower().strip("“”\"'(,")
    helpers = HELPERS.search(" " + " ".join(lead[-4:]) + " ")
    helped = any(word.lower() in _MODAL for word in lead[-2:]) or (helpers and " to " in helpers[0])
    if before.endswith(("’s", "'s")):
        return False
    if verb.endswith("ing"):
        return any(word.lower() in PASSIVE for word in lead[-3:])
    if verb.endswith("ed") or verb in _PASTS or verb in _SHOWING:
        return before not in PASSIVE and before not in OF_A_NOUN and before not in DETERMINERS
    if verb in _BASES:
        many = before.endswith("s") and not before.endswith(("ous", "ss"))
        return bool(helped) or before in MANY or (many and before not in OF_A_NOUN)
    return before not in OF_A_NOUN and (lead[-1][0].isupper() or before in _ONE)


def _passive(cue: Cue) -> Attribution | None:
    """Read "Y was praised by X"."""
    lead = cue.before().split()
    found = _BY.match(cue.text, cue.end, cue.sentence.end)
    be = any(word.lower() in PASSIVE for word in lead[-3:])
    if not found or not be or not cue.verb.endswith("ed"):
        return None
    source = trimmed(cue.text, *found.span("source"))
    begin = cue_span(cue).start
    content = trimmed(cue.text, cue.sentence.start, begin)
    if content.of(cue.text).endswith((" which", " who", " that")):
        content = trimmed(cue.text, content.start, cue.text.rindex(" ", 0, content.end))
    if content.end - content.start < 3:
        return None
    end = cue.end + len(" by")
    return Attribution(
        source.start, source.end, begin, end, content.start, content.end, direct=False
    )
