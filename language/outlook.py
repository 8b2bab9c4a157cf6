"""Opinions and predictions, told by the main verb: what no evidence of today can settle."""

import re
from typing import Final

from language.lists import word_set
from language.main_verb import Verb, main_verb
from language.polarity import Kind

_NO: Final = Kind(False)  # noqa: FBT003 - the answer itself

_THINKING: Final = re.compile(
    r"\b(?:I|we)\s+(?:(?:really|truly|strongly|firmly|personally|do|just)\s+)?"
    r"(?:think|believe|feel|wish|love|hate|like|prefer|doubt|guess|suppose|want|fear)\b"
    r"|\b(?:in my (?:opinion|view)|to my mind|if you ask me|personally|my favou?rite)\b",
    re.IGNORECASE,
)
_OUGHT: Final = re.compile(
    r"\b(?:should(?!\s+be\s+noted)|ought to|must(?! have)|(?:it is|it's|it’s) (?:time|high time)"
    r"|deserves?|let(?:'s|’s| us)|shame on|better off)\b",
    re.IGNORECASE,
)
_EVALUATION: Final = re.compile(
    r"\b(?:best|worst|greatest|terrible|horrible|awful|wonderful|beautiful|ugly|amazing|great"
    r"|stupid|ridiculous|outrageous|disgraceful|shameful|disgusting|fantastic|brilliant|pathetic"
    r"|absurd|foolish|wise|boring|exciting|delicious|lovely|nasty|evil|heroic|incompetent|dishonest"
    r"|overrated|underrated|unfair|fair|immoral|tragic|disaster|disgrace|joke|nonsense)\b",
    re.IGNORECASE,
)
# "It is (not) a serious provocation": a judgement only where the verb is "to be".
_JUDGEMENT: Final = re.compile(
    r"\s(?:(?:not|also|still|just|simply|clearly|really|very|so|too|quite|never|always)\s){0,3}"
    r"(?:(?:an?|the)\s)?(?:(?:very|so|too|quite|really|more|most)\s)?"
    r"(?:serious|grave|dangerous|reckless|irresponsible|unacceptable|intolerable|cruel|wrong|right"
    r"|good|bad|unwise|unjust|just|sad|pointless|useless|disappointing|encouraging|impressive"
    r"|remarkable|hypocritical|cynical|cowardly|brave|naive|arrogant|extraordinary|inexcusable"
    r"|unnecessary|unreasonable|reasonable|sensible|welcome)"
    r"(?=[\s,.;!]+(?:provocation|threat|mistake|idea|decision|policy|move|step|thing|man|woman"
    r"|leader|response|act|plan|choice|problem|challenge|error|matter|sign|start|way|to\b|for\b"
    r"|that\b|and\b|of\b)|\W*\Z)",
    re.IGNORECASE,
)
_BLAMING: Final = re.compile(
    r"\s(?:(?:not|just|simply|only|now|still)\s){0,2}(?:punishing|betraying|abandoning|ruining"
    r"|insulting|bullying|mocking|exploiting|humiliating|destroying|poisoning|failing|scapegoating"
    r"|playing with|turning (?:its|their) backs?|doing (?:a|an) \w+ job)\s(?:the|our|us|their|its"
    r"|ordinary|working|people|families|children|on|of)\b",
    re.IGNORECASE,
)
# "Join today!", "Support our journalism": asks for something, where no verb states anything.
_APPEAL: Final = re.compile(
    r"\W*(?:please\s)?(?:join|vote|subscribe|donate|register|enroll?|apply|sign|support|help|stop|save"
    r"|give|get|try|buy|read|watch|listen|learn|see|click|follow|share|call|contact|visit|demand"
    r"|tell|make|take|say|stand|fight|protect|act|end|ban|boycott|free)\s"
    r"(?:.*\b(?:today|now|here|us|our|your|you)\b|.*!\W*\Z)",
    re.IGNORECASE | re.DOTALL,
)
_NAME_GOES_ON: Final = re.compile(r"\s[A-Z]")  # "Great Recession"
_CHECKABLE: Final = re.compile(
    r"\d|\b(?:said|says|told|announced|reported|signed|voted|fired|launched|killed|died|won|lost"
    r"|passed|approved|rejected|arrested|elected|published|met|visited|bought|sold|built|raised"
    r"|cut|argue[ds]?|according to|describe[ds]|explain(?:s|ed)|note[ds]|show(?:s|ed)|call(?:s|ed)"
    r"|question(?:s|ed)|credit(?:s|ed)|traced|agree[ds]?|led|ranked|fell|rose|based)\b",
    re.IGNORECASE,
)

_WILL: Final = frozenset(("will", "'ll", "won't", "shall"))
_BE: Final = frozenset(("is", "are", "am", "'s", "'m", "'re"))
_MAYBE: Final = frozenset(("would", "wouldn't", "could", "may", "might"))
_HOPING: Final = frozenset(("hopes", "hope", "foresees", "foresee", "anticipates", "anticipate"))
_EXPECTING: Final = frozenset(("expects", "expect", "predicts", "predict"))
_TO_COME: Final = re.compile(
    r"\s(?:(?:not|now|still|also|widely|\w+ly)\s){0,2}"
    r"(?:going to (?!the\b|an?\b)|(?:likely|bound|set|poised|expected|projected|forecast|predicted"
    r"|sure|certain) to"
    r"|(?:hopeful|optimistic|confident)\s(?:that|of|they|he|she|it|we|the|to|about|for)|hoping\b)",
    re.IGNORECASE,
)
_NOBODY: Final = word_set(
    """
    i we he she they it you economists analysts investors markets officials experts many most some
    people traders forecasters
    """
)
_LATER: Final = re.compile(
    r"\b(?:by the end of (?:the|this) (?:decade|century)|in the coming (?:days|weeks|months|years)"
    r"|in the (?:days|weeks|months|years) (?:ahead|to come)"
    r"|(?<!for )(?<!of )next (?:week|month|year|decade)(?!['’])|tomorrow)\b",
    re.IGNORECASE,
)
# "Would have won", "would not comment" and "could hear" tell of the past.
_OF_THE_PAST: Final = re.compile(
    r"\s(?:(?:not|never|also|well|\w+ly)\s){0,2}(?:have|ha(?:s|d))\b"
    r"|\s(?:not|never|only|no longer|barely|already|hardly)\s"
    r"|\s(?:(?:later|eventually|often|always|regularly|sometimes|subsequently)\b|go on to\b"
    r"|(?:like|prefer|love|rather)\b|(?:be\s)?(?:see|hear|feel|seen|heard|felt)\b)",
    re.IGNORECASE,
)
_GUESS: Final = re.compile(r"\s(?:(?:not|well|also)\s)?be\s(?:an?|the|one|some|about)\b", re.I)
_ALLOWED: Final = re.compile(
    r"\b(?:under|by)\s(?:the|its|a|an)\s(?:[\w-]+\s){0,4}(?:law|act|rules?|constitution|treaty"
    r"|statute|agreement|resolution|code|deal)\b",
    re.IGNORECASE,
)
# What a bill would do can be read in it; what one could do in 2016 is a fact of that year.
_PAPER: Final = re.compile(
    r"\b(?:bill|legislation|plan|proposal|request|budget|measure|amendment|rules?|order|treaty|act"
    r"|agreement|resolution|deal|law|reform)\b",
    re.IGNORECASE,
)
_IN_A_YEAR: Final = re.compile(
    r"\bin (?:early |late |mid-)?(?:[A-Z][a-z]+ )?(?:1[5-9]|20)[0-9]{2}\b"
)
_TOLD: Final = re.compile(
    r"\baccording to\b|,[^,]{1,60}\s(?:said|says|told|added|warned|predicted|announced|stated)\b",
    re.IGNORECASE,
)


def is_opinion(text: str) -> Kind:
    """Say whether `text` only judges or appeals: "should", "join us", praise without facts.

    A sentence that also holds a figure or a reported act is not called an opinion, unless its main
    verb says what ought to be: its factual part can be checked.
    """
    verb = main_verb(text)
    if verb is None and (appeal := _APPEAL.match(text)):
        return Kind(True, (appeal[0],))  # noqa: FBT003 - the answer itself
    judged = _judged(text, verb) if verb and not _TOLD.search(text) else ()
    if judged or _CHECKABLE.search(text):
        return Kind(bool(judged), judged)
    found = tuple(
        match[0]
        for pattern in (_THINKING, _OUGHT, _EVALUATION)
        for match in pattern.finditer(text)
        if not (match[0][0].isupper() and _NAME_GOES_ON.match(text, match.end()))
    )
    return Kind(bool(found), found)


def _judged(text: str, verb: Verb) -> tuple[str, ...]:
    if verb.word in ("should", "shouldn't", "ought"):
        noted = text.startswith((" be noted", " have"), verb.end)
        return () if noted else (verb.word,)
    if verb.word not in _BE | {"isn't", "aren't"}:
        return ()
    found = _JUDGEMENT.match(text, verb.end) or _BLAMING.match(text, verb.end)
    if not found or any(map(str.isdigit, text)):
        return ()
    return (f"{verb.word}{found[0]}",)


def is_prediction(text: str, *, guesses: bool = True) -> Kind:
    """Say whether the main clause of `text` speaks of what is still to come, or is only hoped for.

    "The bank said it will raise rates" reports an announcement, which can be checked; so does "the
    Fed expects", but not "we expect". Without `guesses`, what would, could or may be is none unless
    the time to come is named: said on its own, and not by somebody in a story, it may well stand in
    an order or a plan.
    """
    if _TOLD.search(text):
        return _NO
    verb = main_verb(text)
    if verb is None:
        later = tuple(match[0] for match in _LATER.finditer(text))
        return Kind(bool(later), later)
    found = _foretold(text, verb)
    if found in _MAYBE and not (guesses or _LATER.search(text)):
        return _NO
    return Kind(bool(found), (found,) if found else ())


def _foretold(text: str, verb: Verb) -> str:
    """Return the words by which the main verb speaks of what is to come, or nothing."""
    word = verb.word
    if word in _BE:
        found = _TO_COME.match(text, verb.end)
        return f"{word}{found[0]}" if found else ""
    if word in _WILL or word in _HOPING:
        return word
    if word in _EXPECTING:
        return "" if _is_named(text[: verb.start]) else word
    return word if word in _MAYBE and not _is_of_today(text, verb) else ""


def _is_of_today(text: str, verb: Verb) -> bool:
    """Tell whether "would", "could" or "may" speaks of a fact after all: of the past, of a law."""
    told = _OF_THE_PAST.match(text, verb.end) or _ALLOWED.search(text)
    if verb.word.startswith("would"):
        return bool(told or _PAPER.search(text[: verb.start]))
    of_a_year = verb.word == "could" and _IN_A_YEAR.search(text)
    return bool(told or of_a_year or _GUESS.match(text, verb.end))


def _is_named(subject: str) -> bool:
    """Tell whether a subject has a name: what the Fed expects can be read in what it published."""
    words = re.findall(r"[\w.’'-]+", subject)
    if len(words) == 1:
        return words[0].lower() not in _NOBODY
    return any(word[0].isupper() for word in words[1:])
