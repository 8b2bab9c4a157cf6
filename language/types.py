"""What the reading functions return: small frozen records with character offsets."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Modifier = Literal["exact", "about", "more_than", "at_least", "less_than", "at_most", "up_to"]
Dimension = Literal[
    "money",
    "percent",
    "percentage_points",
    "length",
    "mass",
    "time",
    "temperature",
    "area",
    "volume",
    "speed",
    "energy",
    "power",
    "count",
    "ordinal",
    "none",
]
Granularity = Literal["day", "week", "month", "quarter", "season", "year", "decade", "century"]
Role = Literal["on", "since", "until", "before", "after", "during"]
NameKind = Literal["person", "place", "organisation", "group", "unknown"]


@dataclass(frozen=True, slots=True)
class Span:
    """A range of characters: ``start`` is the first, ``end`` the one after the last."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words the span covers in `text`."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, heading or list item, without the white space around it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it measures or counts.

    ``low`` and ``high`` are in ``unit``, the one unit kept for the dimension (see
    `language.units`); they are equal unless a range was written. ``step`` is the size of the last
    digit stated with care in the same unit (a thousand in "12,000", a tenth in "2.0"), so it tells
    how finely the number was given. ``noun`` is the stem
    of the thing counted ("missile"), ``qualifiers`` the stems of the words before it ("ballist").
    """

    start: int
    end: int
    wording: str
    low: float
    high: float
    unit: str
    dimension: Dimension
    modifier: Modifier = "exact"
    noun: str = ""
    qualifiers: tuple[str, ...] = ()
    step: float = 1.0


@dataclass(frozen=True, slots=True)
class DateRange:
    """A period of days that the text names.

    ``first`` and ``last`` delimit the period that is named, both included; ``role`` says how the
    text uses it ("since May" has role ``since`` and the period of May). Both are None when the
    wording cannot be resolved. ``alternatives`` holds the other readings of an ambiguous form.
    """

    start: int
    end: int
    wording: str
    first: date | None
    last: date | None
    granularity: Granularity
    relative: bool = False
    approximate: bool = False
    role: Role = "on"
    alternatives: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A named person, place, body or group; ``canonical`` is equal for known aliases."""

    start: int
    end: int
    wording: str
    kind: NameKind
    canonical: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """A direct quotation: the offsets and ``text`` are those inside the quotation marks."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is made responsible for which words: source, cue ("said") and content, as offsets."""

    source_start: int
    source_end: int
    cue_start: int
    cue_end: int
    content_start: int
    content_end: int
    direct: bool
