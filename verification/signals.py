"""What the judge and the code see in one passage, as the numbers that its weight is made of."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Final

from verification.claims import ClaimAnalysis
from verification.comparing.naming import is_among, names_of
from verification.types import Comparison, Stance, StanceJudgement
from verification.windows import Window, header_of

# Beyond this, log-odds tell of a judge's confidence and no more of its being right.
_MOST: Final = 6.0


@dataclass(frozen=True, slots=True)
class Signals:
    """The numbers for one stance of one passage.

    - passage, quote: log-odds of the stance, for the whole passage and for its telling sentences,
      from -6 to 6;
    - relevance: the share, in [0, 1], of the claim's words that the passage holds;
    - open_names, open_figures: how many names and figures of the claim the passage lacks;
    - agreeing, differing: how many details the code found to agree, and to differ but in date;
    - other_day: 1 where the code found another date, 0 otherwise.
    """

    passage: float
    quote: float
    relevance: float
    open_names: float
    open_figures: float
    agreeing: float
    differing: float
    other_day: float


SIGNALS: Final = tuple(each.name for each in fields(Signals))


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage as the judge and the code have read it.

    `whole` covers all of the passage and `quote` the sentences that tell most; `quoted` is the
    judgement on these alone, the same as `judgement` where the judge was not asked again.
    """

    whole: Window
    quote: Window
    judgement: StanceJudgement
    quoted: StanceJudgement
    comparisons: tuple[Comparison, ...]

    @property
    def stance(self) -> Stance:
        """The side that the whole passage takes."""
        return self.judgement.side


def signals(analysis: ClaimAnalysis, reading: Reading, stance: Stance) -> Signals:
    """The signals of a reading for one stance, `supports` or `refutes`."""
    differing = [each.kind for each in reading.comparisons if each.agrees is False]
    names, figures = _open(analysis, reading)
    return Signals(
        passage=_log_odds(reading.judgement, stance),
        quote=_log_odds(reading.quoted, stance),
        relevance=reading.whole.relevance,
        open_names=float(names),
        open_figures=float(figures),
        agreeing=float(sum(each.agrees is True for each in reading.comparisons)),
        differing=float(sum(kind != "date" for kind in differing)),
        other_day=float("date" in differing),
    )


def _log_odds(judgement: StanceJudgement, stance: Stance) -> float:
    chance = judgement.as_mapping()[stance]
    if chance <= 0.0 or chance >= 1.0:
        return math.copysign(_MOST, chance - 0.5)
    return max(-_MOST, min(_MOST, math.log(chance / (1.0 - chance))))


def _open(analysis: ClaimAnalysis, reading: Reading) -> tuple[int, int]:
    """How many names and how many figures of the claim the passage does not give.

    A passage that never names the country can neither confirm nor deny what happened there.
    """
    passage = reading.whole.passage
    compared = {each.claim for each in reading.comparisons if each.agrees is not None}
    held = (*names_of(passage.text), *header_of(passage.document).names)
    names = [each for each in names_of(analysis.claim.text) if each.wording not in compared]
    figures = [each for each in analysis.details.quantities if each.dimension != "none"]
    return (
        sum(not is_among(name, held) for name in names),
        sum(each.wording not in compared for each in figures),
    )
