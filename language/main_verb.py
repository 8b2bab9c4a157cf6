"""The main verb of a sentence, found without a parser: the first that no other clause holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from language.lists import any_of, word_set

IRREGULAR_PASTS: Final = word_set(
    """
    was were had did went came got made took said voted lost left gave saw built cut put paid spent
    brought won ran began fell rose grew sold told held led met sent struck hit shot flew became
    kept broke drew drove wrote found fought rejected beat bore bought chose dealt fed felt hung
    heard laid lent lay meant overtook set shook shrank shut sank sat slept slid spoke split stood
    stole swore swept swung taught threw thought understood withdrew woke wore dug forbade forgave
    froze hid knelt knew read rode sang sought spread sprang stuck upheld
    """
)
_MODALS: Final = word_set("will would shall should could may might must can cannot ought")
_AUXILIARIES: Final = word_set("is are am was were has have had do does did remains remain")
_CONTRACTED: Final = (
    r"(?:wo|would|should|could|might|must|ca|is|are|was|were|has|have|had|do|does|did)n['’]t"
)
_PRESENTS: Final = word_set(
    """
    says believes thinks argues insists warns denies describes explains expects hopes includes
    means seems appears wants holds makes takes gives expect hope believe think feel want fear
    anticipates anticipate foresees foresee predicts predict guess suppose wish doubt love hate
    like prefer deserves deserve plans agrees proposes intends seeks aims vows pledges promises
    """
)
# What is no verb after these: "the hope", "a cut", "its plans", "to cut", "the newly built".
_NO_VERB_AFTER: Final = re.compile(
    r"(?:\b(?:the|an?|its|his|her|their|our|my|no|any|some|this|these|those|of|to|in|by|for|with"
    r"|on|at|from|such|as|not|most|more)|\w['’]s|\wly)\s\Z",
    re.IGNORECASE,
)
_ALWAYS: Final = _MODALS | (_AUXILIARIES - {"remains", "remain"})
_CANDIDATE: Final = re.compile(
    rf"(?<![\w’'-])(?P<verb>{_CONTRACTED}|"
    rf"{any_of(_MODALS | _AUXILIARIES | _PRESENTS | IRREGULAR_PASTS)}|[a-z]{{3,}}ed)(?![\w-])"
    r"|(?<=\w)(?P<short>['’](?:ll|m|re))\b|\b(?:it|he|she|that|there)(?P<be>['’]s)\b",
    re.IGNORECASE,
)
# A clause before the main one, and clauses that hang on a noun or a verb.
_OPENING: Final = re.compile(
    r"\W*(?:when|if|once|after|before|while|although|though|because|since|as|unless|until|despite"
    r"|whether|with|without|given)\b[^,.;]*,",
    re.IGNORECASE,
)
_INSERTED: Final = re.compile(
    r"\([^()]*\)|,\s(?:which|who|whose|whom|where)\b[^,;]*,|\s[—–]\s[^—–]*\s[—–]\s"
)
_OF_A_CLAUSE: Final = re.compile(
    r"\b(?:(?:that|who|which|what|whose\s\w+|when|where|if|because|since|while|until|how)"
    r"\s(?:\w+\s){0,3}|(?:why|whether)\s(?:\w+\s){0,10})\Z",
    re.IGNORECASE,
)
_NOUN_BEFORE: Final = re.compile(
    r"(?:\b(?:the|a|his|her|their|its|own|of|in|living)|\w['’]s)\s\Z", re.IGNORECASE
)
_BY: Final = re.compile(
    r"\s(?:by|in|at|on|under|during|since|from|with|between|after|last|around|near)\b"
)
# Where a clause may begin between a participle and the verb that follows it.
_BOUNDARY: Final = re.compile(
    r"[,;:—–]|\b(?:and|but|or|that|who|which|when|where|because|if|while|as|so|he|she|it|they|we|I"
    r"|you|there)\b"
)
_OF_SPEECH: Final = word_set(
    """
    said told warned announced stated added predicted argued insisted claimed believed hoped
    expected feared thought denied promised pledged vowed agreed proposed planned decided reported
    """
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A finite verb: its first letter, the place after it, and its word in small letters."""

    start: int
    end: int
    word: str


def main_verb(text: str) -> Verb | None:
    """Return the verb of the main clause of `text`, or None where the lists know of none."""
    masked = _INSERTED.sub(lambda found: " " * len(found[0]), text)
    opening = _OPENING.match(masked)
    verbs = list(_verbs(masked, opening.end() if opening else 0))
    return next((verb for verb in verbs if not _is_held(masked, verb, verbs)), None)


def _verbs(text: str, start: int) -> Iterator[Verb]:
    first = len(text) - len(text.lstrip(" \"“‘'"))
    for found in _CANDIDATE.finditer(text, start):
        group = found.lastgroup or "verb"
        word = found[group].lower().replace("’", "'")
        if word not in _ALWAYS and "'" not in word:
            before = text[max(0, found.start() - 16) : found.start()]
            if _NO_VERB_AFTER.search(before) or found.start() == first:
                continue
        elif word in ("may", "will", "might") and _is_noun(text, found):
            continue
        yield Verb(found.start(group), found.end(group), word)


def _is_noun(text: str, found: re.Match[str]) -> bool:
    """Tell the month of May, Will Smith, a living will and the might of an army from the verbs."""
    before = text[max(0, found.start() - 12) : found.start()]
    goes_on = text[found.end() + 1 : found.end() + 2].isupper()
    name = found[0][0].isupper() and (goes_on or bool(before.strip()))
    return name or _NOUN_BEFORE.search(before) is not None


def _is_held(text: str, verb: Verb, verbs: list[Verb]) -> bool:
    """Tell whether a verb belongs to a relative clause, or is a participle of a noun."""
    before = text[max(0, verb.start - 96) : verb.start]
    clause = _OF_A_CLAUSE.search(before)
    if clause and before[: clause.start()].strip():
        begin = verb.start - len(clause[0])
        if not any(begin <= other.start < verb.start for other in verbs):
            return True
    if verb.word in _ALWAYS or "'" in verb.word or verb.word in _OF_SPEECH:
        return False
    following = next((other for other in verbs if other.start >= verb.end), None)
    if following is None or following.word not in _ALWAYS:
        return False
    if verb.word.endswith("ed") and not _BY.match(text, verb.end):
        return False
    return not _BOUNDARY.search(text, verb.end, following.start)
