"""Cutting a compound sentence into statements that can be checked one by one.

Rules on conjunctions, without a parser: a clause is cut off only where what stands before and what
comes after both have a verb that is finite beyond doubt, so that lists stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from language.lists import any_of, word_set
from language.types import Span
from verification.extraction.signs import IRREGULAR_PASTS

_AUXILIARIES: Final = word_set(
    "is are was were has have had does do did will would can could may might must should isn't"
)
_PRESENTS: Final = word_set(
    """
    remains remain hopes hope says say expects expect includes include wants want seems seem appears
    plans plan believes warns calls faces shows means needs holds makes gives takes comes goes
    continues begins rises falls stands
    """
)
_FINITE: Final = any_of(_AUXILIARIES | _PRESENTS | IRREGULAR_PASTS)
_AFTER_PAST: Final = (
    r"(?=\s(?:the|a|an|its|his|her|their|it|them|him|to|in|on|at|by|for|from|with|that|as|out|up|off"
    r"|down|over|into|about|against|some|more|one|two|three|four|five|six|seven|eight|nine|ten|all"
    r"|both|no|any|another|several|many|new|[A-Z0-9$“\"]|\w+ing\b))"
)
_VERB: Final = re.compile(rf"(?<![\w’'-])(?:{_FINITE}|\w{{2,}}ed{_AFTER_PAST})(?![\w-])")
# Before a conjunction a looser test will do: a past that does not qualify a noun.
_PAST: Final = re.compile(
    rf"(?<![\w’'-])(?:{_FINITE}|(?<!\bthe\s)(?<!\ba\s)(?<!\ban\s)(?<!\bof\s)(?<!ly\s)\w{{2,}}ed(?=\s))"
    r"(?![\w-])"
)
_LAST_PAST: Final = re.compile(rf"\b(?:{_FINITE}|[a-z]{{2,}}ed)(?=\W*\Z)")
_JOINED: Final = re.compile(
    r"(?P<mark>,|\s—|;)\s(?:(?P<word>and|but|while|whereas|although|though|as|yet)\s)?(?=\w)"
    r"|\s(?P<bare>while|and|but)\s"
)
_SUBJECT_STARTS: Final = re.compile(
    r"(?:the|a|an|its|his|her|their|our|it|he|she|they|we|this|these|those|some|many|most|several"
    r"|no|nobody|both|all|[A-Z0-9][\w.’'-]*|\w+s|\w+tion|\w+ment)\s",
)
_PRONOUN_STARTS: Final = re.compile(r"(?:it|he|she|they|we|this|that)\s")
_NO_SUBJECT: Final = re.compile(
    r"(?:which|who|whom|whose|where|when|what|that|if|because|since|after|before|including|rather"
    r"|such|with|in|on|at|by|for|from|to|of|than|not|down|up|as|so|known|led|its)\b",
    re.IGNORECASE,
)
_ADVERBS: Final = r"(?:also|then|later|now|still|even|eventually|never|has|have|had)\s"
_RELATIVE: Final = re.compile(r"\b(?:which|who|that|whose|where|when|because|if|after|as)\b")
_HAVING: Final = re.compile(r",\shaving\s(?P<verb>\w+)\b")
_AND_THAT: Final = re.compile(
    r",?\s(?:and|but)\sthat\s(?!(?:is|was|day|week|month|year|night|time|same)\b)"
)
_HARM: Final = (
    r"\b(?:attack|strike|blast|explosion|bombing|earthquake|quake|crash|fire|flood|storm"
    r"|shooting|collapse|landslide|accident|raid|shelling)s?"
)
_WHICH: Final = (
    r",\swhich\s(?P<act>(?:has\s|have\s|had\s)?"
    r"(?:killed|injured|wounded|displaced|destroyed|left|caused|damaged)\s[^,;]{2,80})(?=,|\W*\Z)"
)
# As the subject, "Two blasts in Herat, which …", or as what is spoken of, "… claimed the blast,
# which …".
_EVENT_FIRST: Final = re.compile(rf"(?P<event>[^,;“”\"]*{_HARM}\b[^,;“”\"]{{0,60}}){_WHICH}")
_EVENT_LATER: Final = re.compile(
    r"(?P<event>\b(?:an?|the|this|its|his|her|their|\w+['’]s)\s"
    rf"(?:(?!(?:of|for|to|in|on|at|and|the|an?)\s)[\w-]+\s){{0,4}}?{_HARM}"
    rf"(?:\s(?:in|on|at|near|of|outside|against|by)\s[^,;“”\"]{{1,50}})?){_WHICH}"
)
_SHORTEST: Final = 3


class Clause(NamedTuple):
    """A statement: its characters, and the subject that it shares with the one before, if any."""

    span: Span
    subject: Span | None = None
    verb: str = ""


def clauses_in(blotted: str, start: int, end: int) -> list[Clause]:
    """Return the statements of characters `start` to `end`, in order; at least one."""
    clauses: list[Clause] = []
    at, subject = start, None
    shared: Span | None = None
    for cut, after, elided in _cuts(blotted, start, end):
        if cut <= at:
            continue
        clauses.append(Clause(Span(at, cut), shared))
        subject = subject if shared else subject_of(blotted, at, cut)
        shared = subject if elided else None
        at = after
        if elided and subject is None:
            at = clauses.pop().span.start
    clauses.append(Clause(Span(at, end), shared))
    return [
        part
        for clause in clauses
        for cut in with_having(blotted, clause)
        for part in _with_which(blotted, cut)
    ]


def told_clauses(blotted: str, span: Span) -> list[Clause]:
    """Return the statements of words that were said: "… that A and that B" tells two."""
    found: list[Clause] = []
    at = span.start
    for that in _AND_THAT.finditer(blotted, span.start, span.end):
        rest = blotted[that.end() : span.end]
        if has_verb(blotted[at : that.start()] + ".") and _VERB.search(rest):
            found += clauses_in(blotted, at, that.start())
            at = that.end()
    return found + clauses_in(blotted, at, span.end)


def has_verb(words: str) -> bool:
    """Tell whether words hold a verb that is finite beyond doubt."""
    return _VERB.search(words) is not None


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    at = start
    for found in _JOINED.finditer(text, start, end):
        if _inside(text, start, found.start()):
            continue
        head, tail = Span(at, found.start()), Span(found.end(), end)
        if not _PAST.search(text, head.start, head.end):
            continue
        elided = _elided(text, at, found, tail)
        if elided or _whole(text, found, tail):
            yield found.start(), found.end(), elided
            at = found.end()


def _inside(text: str, start: int, at: int) -> bool:
    part = text[start:at]
    return part.count("(") > part.count(")") or part.count("“") > part.count("”")


def _elided(text: str, at: int, found: re.Match[str], tail: Span) -> bool:
    """Tell whether a verb comes at once: "... and barred Americans", "but made no progress"."""
    if (found["word"] or found["bare"]) not in ("and", "but"):
        return False
    if _RELATIVE.search(text, at, found.start()):
        return False
    verb = re.compile(rf"(?:{_ADVERBS})?{_VERB.pattern}").match(text, tail.start, tail.end)
    return verb is not None and len(text[tail.start : tail.end].split()) >= _SHORTEST


def _whole(text: str, found: re.Match[str], tail: Span) -> bool:
    """Tell whether a clause with a subject of its own comes: ", and immigration remains low"."""
    if _NO_SUBJECT.match(text, tail.start, tail.end):
        return False
    if found["mark"] == "," and not found["word"]:
        return False
    if found["bare"] and found["bare"] != "while":
        return False
    verb = _VERB.search(text, tail.start, tail.end)
    told = found["mark"] == "," and found["word"] in ("and", "but", "while")
    if not verb and found["word"] in ("while", "whereas"):  # "…, while prices doubled"
        verb = _LAST_PAST.search(text, tail.start, tail.end)
    if not verb or not (told or _SUBJECT_STARTS.match(text, tail.start, tail.end)):
        return False
    between = text[tail.start : verb.start()]
    return 0 < len(between.split()) <= 10 and not re.search(r"[,;:—]|\b(?:who|which)\b", between)


def subject_of(text: str, start: int, end: int) -> Span | None:
    """Return the words before the first finite verb, where they can be a subject."""
    verb = _PAST.search(text, start, end)
    if not verb:
        return None
    lead = re.compile(
        r"\W*(?:(?:But|And|Meanwhile,?)\s|(?:On|In|At|During|While)\s[^,]{2,60},\s)*"
    ).match(text, start, verb.start())
    first = lead.end() if lead else start
    words = text[first : verb.start()].rstrip()
    while words.endswith((" also", " then", " never", " still", " now", " eventually")):
        words = words.rsplit(" ", 1)[0]
    return Span(first, first + len(words)) if 0 < len(words.split()) <= 12 else None


def _with_which(text: str, clause: Clause) -> list[Clause]:
    """Add what an event did: "The blast in Herat, which killed 12 people, …"."""
    found = _EVENT_FIRST.match(text, clause.span.start, clause.span.end)
    if not found or clause.subject or _PAST.search(found["event"] + " "):
        found = _EVENT_LATER.search(text, clause.span.start, clause.span.end)
    if not found or has_verb(found["event"] + " "):
        return [clause]
    return [clause, Clause(Span(*found.span("act")), Span(*found.span("event")))]


def with_having(text: str, clause: Clause) -> list[Clause]:
    """Cut off ", having asked for more", which tells an act of the same subject."""
    found = _HAVING.search(text, clause.span.start, clause.span.end)
    subject = clause.subject or subject_of(text, clause.span.start, clause.span.end)
    if not found or not subject:
        return [clause]
    head = Clause(Span(clause.span.start, found.start()), clause.subject)
    return [head, Clause(Span(found.start() + 2, clause.span.end), subject, "had")]
