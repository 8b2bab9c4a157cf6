"""Whether words affirm or deny, plan or report, rise or fall, or ask."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from language.lists import word_set
from language.normal import stem
from language.types import Span

Modality = Literal["denied", "planned", "possible", "conditional", "question", "imperative"]

_NEGATION: Final = re.compile(
    r"\b(?:not|never|neither|nor|nobody|nothing|nowhere|cannot|without|none|hardly|barely|scarcely"
    r"|no longer|no(?!\.\s*\d|\s+(?:doubt|wonder))|"
    r"(?:do|does|did|is|are|was|were|has|have|had|ca|wo|would|could|should|might|must|need"
    r"|ai)n['’]t"
    r"|fail(?:s|ed|ing)? to|refus(?:e|es|ed|ing) to|declin(?:e|es|ed|ing) to|ruled out|rul(?:e"
    r"|es|ing) out)\b"
    r"|(?<=n)['’]t\b",
    re.IGNORECASE,
)
# "not only ... but also" affirms both; "not least" and "if not" deny nothing.
_AFFIRMED: Final = re.compile(
    r"\bnot (?:only|just|merely|simply|least|to mention)\b|\b(?:if|whether or) not\b", re.IGNORECASE
)

_MODAL: Final[tuple[tuple[Modality, re.Pattern[str]], ...]] = (
    (
        "denied",
        re.compile(
            r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|disput(?:e|es|ed|ing)|refut(?:e|es"
            r"|ed|ing)"
            r"|dismiss(?:es|ed|ing)?|disavow(?:s|ed)?|repudiat(?:e|es|ed)|false(?:ly)?|untrue)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "planned",
        re.compile(
            r"\b(?:will|shall|plans? to|plann(?:ed|ing) to|intend(?:s|ed)? to|aims? to|aimed to"
            r"|going to|scheduled (?:to|for)|expected to|set to|due to (?=[a-z]+\b(?!ing))"
            r"|about to|seeks? to|promis(?:e|es|ed) to|pledg(?:e|es|ed) to|vow(?:s|ed)? to"
            r"|agreed to|hopes? to|hoped to|propos(?:e|es|ed) to|prepar(?:e|es|ed|ing) to)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "possible",
        re.compile(
            r"\b(?:may(?!\s+\d)|might|could|possibl[ey]|perhaps|maybe|probabl[ey]|likely"
            r"|unlikely|potentially"
            r"|reportedly|allegedly|apparently|appears? to|appeared to|seems? to|seemed to"
            r"|suspected|presumably|it is unclear)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "conditional",
        re.compile(
            r"\b(?:if|unless|provided that|as long as|in case|were to|should it|would have"
            r"|otherwise)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "imperative",
        re.compile(
            r"\b(?:must|ought to|need(?:s|ed)? to|ha(?:s|ve|d) to|required? to|urg(?:e|es|ed)"
            r"|call(?:s|ed)? (?:on|for)|demand(?:s|ed)?|should)\b",
            re.IGNORECASE,
        ),
    ),
)

_UP: Final = word_set(
    """
    rise rises rose risen rising increase increases increased increasing grow grows grew grown
    growing gain gains gained climb climbs climbed jump jumps jumped surge surges surged soar soars
    soared expand expands expanded expanding accelerate accelerates accelerated strengthen
    strengthens strengthened strengthening raise raises raised raising boost boosts boosted improve
    improves improved improving higher more up upward advance advanced escalate escalates escalated
    tighten tightens tightened tightening add adds added double doubled doubles triple tripled
    recover recovers recovered rebound rebounds rebounded extend extends extended larger bigger
    faster hike hiked widen widened widens heighten heightened intensify intensified above exceed
    exceeds exceeded
    """
)
_DOWN: Final = word_set(
    """
    fall falls fell fallen falling decrease decreases decreased decreasing decline declines declined
    declining drop drops dropped dropping shrink shrinks shrank shrunk slow slows slowed slowing
    weaken weakens weakened weakening lower lowers lowered lowering reduce reduces reduced reducing
    cut cuts cutting slash slashes slashed worsen worsens worsened lose loses lost fewer less down
    downward ease eases eased easing tumble tumbles tumbled plunge plunges plunged contract
    contracts contracted contracting diminish diminishes diminished dwindle dwindled de-escalate
    loosen loosens loosened halve halved halves slip slips slipped sink sinks sank retreat retreated
    smaller slower shorten shortened narrow narrows narrowed moderate moderated subside subsided
    curb curbed trim trimmed below
    """
)
# "More than 400", "up to 50" and "below 2 percent" bound a number and tell no direction.
_BOUNDS: Final = word_set(
    "more less fewer up above below higher lower exceed exceeds exceeded over"
)
_BOUNDING: Final = re.compile(
    r"\s(?:than\s|to\s)?(?:about\s|an?\s)?[$€£¥]?(?:\d|half|hundred|dozen)|\sthan\s"
)
_ANTONYMS: Final = (
    "support oppose|back oppose|favour oppose|accept reject|approve reject|approve veto"
    "|adopt reject"
    "|begin end|start end|start stop|begin finish|launch halt|resume suspend|continue stop"
    "|open close"
    "|reopen close|impose lift|impose ease|win lose|pass fail|succeed fail|join leave|join withdraw"
    "|enter leave|enter exit|arrive leave|rise fall|increase decrease|grow shrink|raise lower"
    "|raise cut|expand reduce|expand contract|tighten ease|tighten loosen|strengthen weaken"
    "|improve worsen|accelerate slow|first last|largest smallest|biggest smallest|highest lowest"
    "|most least|more less|more fewer|before after|early late|hawkish dovish|legal illegal"
    "|lawful unlawful|guilty innocent|guilty acquitted|alive dead|public secret|public private"
    "|confirm deny|admit deny|acknowledge deny|allow ban|allow prohibit|permit prohibit|permit ban"
    "|authorise prohibit|authorize prohibit|legalise ban|legalize ban|free jail|release detain"
    "|release arrest|agree refuse|agree disagree|agree decline|offer withhold|sign veto"
    "|attack defend"
    "|invade withdraw|friend enemy|ally enemy|export import|buy sell|borrow lend|hire fire"
    "|appoint dismiss|appoint remove|elect oust|surplus deficit|profit loss|gain loss"
    "|unanimous divided"
    "|maintain abandon|keep abandon|keep change|unchanged changed|include exclude|remember forget"
    "|praise condemn|praise criticise|praise criticize|welcome condemn|condemn endorse"
    "|safe dangerous"
    "|possible impossible|present absent|attend skip|success failure|war peace|hot cold|north south"
    "|east west|upper lower|minimum maximum|majority minority|permanent temporary"
    "|voluntary mandatory"
    "|domestic foreign|male female|men women|short-range long-range|ballistic cruise"
    "|civilian military"
)


def _both_ways(table: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in table.split("|"):
        left, right = (stem(word) for word in pair.split())
        found.setdefault(left, set()).add(right)
        found.setdefault(right, set()).add(left)
    return {word: frozenset(others) for word, others in found.items()}


ANTONYMS: Final = _both_ways(_ANTONYMS)
"""Stems that say the opposite of each other, in both directions."""

_WORD: Final = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_QUESTION_WORD: Final = re.compile(
    r"\s*[\"'“‘(]*(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can"
    r"|could|will|would|should|has|have|had|may|might|shall)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Whether a text is of a kind, and the words that say so."""

    holds: bool
    reasons: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether the text is of this kind."""
        return self.holds


def negations(text: str) -> list[Span]:
    """Return where `text` denies something: "not", "never", "failed to", in order."""
    affirmed = [match.span() for match in _AFFIRMED.finditer(text)]
    return [
        Span(match.start(), match.end())
        for match in _NEGATION.finditer(text)
        if not any(start <= match.start() < end for start, end in affirmed)
    ]


def modality(text: str) -> frozenset[Modality]:
    """Return how far `text` is from stating a plain fact; empty where it states one."""
    found: set[Modality] = {name for name, pattern in _MODAL if pattern.search(text)}
    return frozenset(found | {"question"}) if is_question(text) else frozenset(found)


def direction_words(text: str) -> list[tuple[Span, int]]:
    """Return the words for more (+1) and for less (-1), in order."""
    found = []
    for match in _WORD.finditer(text):
        word = match[0].lower()
        bounds = word in _BOUNDS and _BOUNDING.match(text, match.end())
        if (word in _UP or word in _DOWN) and not bounds:
            found.append((Span(match.start(), match.end()), 1 if word in _UP else -1))
    return found


def is_question(text: str) -> Kind:
    """Say whether `text` asks: it ends in a question mark, or opens like one and never states."""
    trimmed = text.rstrip(" \t\n\"'”’)]")
    if trimmed.endswith(("?", "？", "؟")):
        return Kind(True, ("?",))  # noqa: FBT003 - the answer itself
    opening = _QUESTION_WORD.match(text)
    asks = opening and opening[0].strip(" \"'“‘(").lower() in {"why", "how", "who", "whom", "whose"}
    if asks and opening and not trimmed.endswith((".", "!")):
        return Kind(True, (opening[0].strip(),))  # noqa: FBT003
    return Kind(False)  # noqa: FBT003
