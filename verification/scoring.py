"""From the weights of independent sources to the four probabilities of a veracity.

Each independent voice speaks once for or against the claim: one of a cluster of copies, and one of
all that one publisher says on one side. The strength of a side is the probability
that at least one of its voices is right, were they wrong independently of each other (a noisy-or:
Pearl, "Probabilistic Reasoning in Intelligent Systems", 1988, section 4.3.2):

    S = 1 - product over the k-th heaviest supporting voice of (1 - weight * repetition ** (k-1))

and R likewise for the refuting ones. Further voices count a little less each (`repetition`),
because sources that agree are seldom wholly independent. With S and R,

    supported            S * (1 - R)          conflicting          S * R
    refuted              R * (1 - S)          not enough evidence  (1 - S) * (1 - R)

The four sum to one. What all of it rests on may be misread, the same way for every voice; that
doubt, fitted as how often it is, is shared out among the four alike:

    probability = (1 - doubt) * the above + doubt / 4

One more independent voice, or a heavier one, never lowers `supported`, and
the same holds for `refuted`: the k-th heaviest weight never gets smaller. A side must be stronger
than one half to carry the verdict; anything less is an abstention.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from verification.types import Evidence, Stance, Veracity

_PLACES = 4


@dataclass(frozen=True, slots=True)
class Score:
    """The probabilities of the four veracities (keys: their values) and the likeliest of them."""

    probabilities: Mapping[str, float]
    veracity: Veracity

    @property
    def confidence(self) -> float:
        """The probability of the likeliest veracity."""
        return self.probabilities[self.veracity.value]


def voices(evidence: Iterable[Evidence], stance: Stance, repetition: float = 1.0) -> list[Evidence]:
    """The independent voices on one side, heaviest first.

    No two of them are copies of each other or come from the same publisher; of all such sets it
    is the strongest, so that one more piece of evidence, or a heavier one, never weakens its side.
    """
    side = [item for item in evidence if item.stance is stance and item.weight > 0]
    side.sort(key=lambda each: (-each.weight, each.passage.id))
    return _strongest(side, repetition)


def _strongest(side: Sequence[Evidence], repetition: float) -> list[Evidence]:
    """The strongest independent set of evidence that is sorted by weight.

    The heaviest belongs to it, unless two others, independent of each other, are silenced by it:
    a copy and another word of its publisher. Only then is it tried without.
    """
    if not side:
        return []
    first, rest = side[0], side[1:]
    silenced = [item for item in rest if _same_voice(item, first)]
    left = [item for item in rest if not _same_voice(item, first)]
    with_first = [first, *_strongest(left, repetition)]
    if all(_same_voice(one, other) for one in silenced for other in silenced):
        return with_first
    without = _strongest(rest, repetition)
    return max(
        (with_first, without), key=lambda found: strength((e.weight for e in found), repetition)
    )


def _same_voice(one: Evidence, other: Evidence) -> bool:
    return (
        one.cluster == other.cluster
        or one.passage.document.source.id == other.passage.document.source.id
    )


def strength(weights: Iterable[float], repetition: float) -> float:
    """How likely it is, in [0, 1], that one of several independent voices is right."""
    doubt = 1.0
    for position, weight in enumerate(sorted(weights, reverse=True)):
        doubt *= 1.0 - weight * repetition**position
    return 1.0 - doubt


def score(
    supporting: Sequence[float],
    refuting: Sequence[float],
    repetition: float,
    doubt: float = 0.0,
) -> Score:
    """The veracity that the weights of the voices on both sides make likeliest; ties abstain."""
    support, refutation = strength(supporting, repetition), strength(refuting, repetition)
    exact = probabilities(support, refutation, doubt)
    veracity = max(exact, key=lambda each: round(exact[each], _PLACES))
    return Score(_rounded(exact, veracity), veracity)


def probabilities(support: float, refutation: float, doubt: float) -> dict[Veracity, float]:
    """The four probabilities by the strengths of both sides; the abstention comes first."""
    sure = {
        Veracity.NOT_ENOUGH_EVIDENCE: (1 - support) * (1 - refutation),
        Veracity.CONFLICTING: support * refutation,
        Veracity.SUPPORTED: support * (1 - refutation),
        Veracity.REFUTED: refutation * (1 - support),
    }
    return {each: (1 - doubt) * value + doubt / len(sure) for each, value in sure.items()}


def abstention() -> Score:
    """The score of a claim that evidence cannot settle, such as a question or an opinion."""
    return score((), (), 1.0)


def _rounded(exact: Mapping[Veracity, float], likeliest: Veracity) -> dict[str, float]:
    """Four decimals for people to read; what rounding lost goes to the likeliest."""
    shown = {each: round(exact[each], _PLACES) for each in Veracity}
    rest = sum(value for each, value in shown.items() if each is not likeliest)
    shown[likeliest] = round(1.0 - rest, _PLACES)
    return {each.value: value for each, value in shown.items()}
