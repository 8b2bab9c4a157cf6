"""Numbers that are names: articles, resolutions, flights, aircraft, phone numbers, clock times."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from language.lists import any_of
from language.types import Span

_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?"
    r"|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)\b\.?"
)
_NTH: Final = r"[0-3]?[0-9](?:st|nd|rd|th)?(?![0-9]|[.,][0-9]|[\s-]?(?:%|per))"
_AFTER_DAYS: Final = (
    r"(?=\s*(?:[,.;:)\]—]|$)|\s(?:in|at|to|for|of|on|by|when|after|before|as|with|and|or|they|he|she|it|we|the)\b"
    r"|,?\s[0-9]{4})"
)
_NEXT_DAY: Final = rf"(?:\sand\s|\sor\s|,\s(?:and\s)?){_NTH}\b{_AFTER_DAYS}"
_CALENDAR: Final = re.compile(
    rf"""
    \b{_MONTH}[\s\u00a0]{{1,2}}{_NTH}\b
        (?:(?:\s?[-–]\s?|\sto\s|\sthrough\s){_NTH}\b|{_NEXT_DAY}){{0,6}}
        (?:,?\s[0-9]{{4}}\b)?
    |\b{_NTH}(?:(?:\s?[-–]\s?|\sto\s|\sand\s|\sor\s){_NTH})?\s(?:of\s)?(?={_MONTH}){_MONTH}
    |\b[0-9]{{4}}[-/][0-9]{{1,2}}[-/][0-9]{{1,2}}\b
    |\b[0-9]{{1,2}}[/.][0-9]{{1,2}}[/.](?:[0-9]{{4}}|[0-9]{{2}})\b
    |\b(?:1[5-9]|20)[0-9]{{2}}\s?[-–/]\s?(?:(?:1[5-9]|20)[0-9]{{2}}|[0-9]{{2}})(?![0-9,%])\b
    """,
    re.VERBOSE,
)
# The second list is of words that are verbs too ("building three houses"): names when capitalised.
_KEYWORDS: Final = (
    "resolution|article|section|sec|title|scope|subsection|chapter|annex|appendix|level|phase|tier|route|highway"
    "|interstate|flight|apollo|mach|paragraph|para|clause|amendment|proposition|footnote|volume|vol"
    "|page|item|version|category|grade|public law|executive order|docket|return to text"
)
_TITLES: Final = (
    "Part|Order|Directive|Regulation|Proclamation|Memorandum|Number|Boeing|Airbus|Room|Class"
    "|Channel|Type|Model|Windows|Form|Line|Step|Figure|Table|Schedule|Rule|Question|Note|Issue|Gate"
    "|Terminal|Pier|Building|Suite|Box|Stage|Exhibit|Notice|Case|Bill|Act|Protocol|Division|Unit"
)
_NUMBER: Final = r"[0-9][0-9.()a-z/–-]{0,20}"
_NAMED: Final = re.compile(
    rf"\b(?=[a-zA-Z])(?:(?i:{any_of(_KEYWORDS.split('|'))})|{any_of(_TITLES.split('|'))})s?\.?\s(?:[Nn]o\.?\s)?"
    rf"(?:{_NUMBER}|(?i:one|two|three|four|five|six|seven|eight|nine|ten)\b(?!\s\w+s\b))"
    rf"(?:(?:,\s|\sand\s|\sor\s|,\sand\s|\sto\s|\sthrough\s){_NUMBER}){{0,12}}"
    r"(?![0-9]|,[0-9]|\s?(?:%|per\b|percent|million|billion|trillion|hundred|thousand))"
)
_CODE: Final = re.compile(
    r"\b(?!Q[1-4]\b|FY|CY|H[12]\b)(?=[A-Z][A-Za-z]{0,14}-?[0-9])"
    r"[A-Z][A-Za-z]{0,14}-?(?!(?:19|20)[0-9]{2}\b)[0-9]{1,5}(?:[-/][A-Z0-9]{1,5})?[A-Za-z]{0,3}\b"
)
_AFTER_DIGITS: Final = re.compile(
    r"""
    (?<![0-9])(?=[0-9])(?:
    [0-9]{1,4}\s(?:U\.?\s?S\.?\s?C|C\.?\s?F\.?\s?R|Stat|Fed\.\sReg)\b[.\s§0-9A-Za-z()–-]{0,24}
    |[0-9]{1,4}(?:\.[0-9]{1,4})?[A-Za-z]?\([A-Za-z0-9]{1,4}\)(?:\([A-Za-z0-9]{1,4}\)){0,4}
    |(?:9/11|24/7|50[-/]50|20/20|7-Eleven)\b
    |[0-9]{1,3}:[0-9]{1,3}(?::[0-9]{2})?(?:\s?[aApP]\.?[mM]\b\.?)?
    |[0-9]{1,2}(?:\.[0-9]{2})?\s?[aApP]\.?[mM]\b\.?
    |[0-9]{1,2}\so['’]clock\b
    |[0-9]{3}[-.][0-9]{3}[-.][0-9]{4}\b
    |[0-9]{1,3}\s[0-9]{2}\s[NSEW]\b
    |[0-9]{1,3}°\s?[0-9]{1,2}['′]
    |(?<=[.!?:;]\s)[0-9]{1,2}\.\s(?=[A-Z“"])
    |(?:(?<=\n)|(?<![\s\S]))[0-9]{1,2}[.)]\s
    )
    """,
    re.VERBOSE,
)
_MARKED: Final = re.compile(
    r"""
    (?=[(\[+\#§Nnp-])(?:
    \bN[or]s?\.?\s?[0-9][0-9/-]{0,12}
    |\bpp?\.\s?[0-9]{1,4}(?:[-–][0-9]{1,4})?
    |§{1,2}\s?[0-9.]{1,12}
    |[(\[][0-9]{1,3}[\])]
    |\+[0-9][0-9\s().-]{7,16}[0-9]
    |\(\+?[0-9]{2,4}\)\s?[0-9][0-9\s-]{5,12}[0-9]
    |-0-
    |\#[0-9]{1,6}
    )
    """,
    re.VERBOSE,
)
_ADDRESS: Final = re.compile(
    r"(?<![\w.+-])(?:https?://\S{1,2000}|www\.\S{1,2000}|[\w.+-]{1,64}@[\w.-]{1,255})"
)
_IDENTIFIERS: Final = (_NAMED, _CODE, _AFTER_DIGITS, _MARKED)
_WINDOW: Final = 64


def find_identifiers(text: str) -> list[Span]:
    """Return where numbers are names or times of day ("Article 5", "F-16", "6:36 a.m.").

    Overlapping finds are joined; dates are not among them.
    """
    return _join(_find(text, _IDENTIFIERS, [(0, len(text))]))


def not_quantities(text: str, numbers: list[tuple[int, int]]) -> list[Span]:
    """Return what near `numbers` measures nothing: identifiers, and days and years of dates."""
    around = ((max(0, start - _WINDOW), end + _WINDOW) for start, end in numbers)
    windows = [(span.start, span.end) for span in _join(around)]
    return _join(_find(text, (*_IDENTIFIERS, _CALENDAR), windows))


def _find(
    text: str, patterns: tuple[re.Pattern[str], ...], windows: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    addressed = "@" in text or "www." in text or "://" in text
    for start, end in windows:
        for pattern in (*patterns, _ADDRESS) if addressed else patterns:
            for found in pattern.finditer(text, start, end):
                yield found.span()


def _join(spans: Iterable[tuple[int, int]]) -> list[Span]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return [Span(start, end) for start, end in joined]
