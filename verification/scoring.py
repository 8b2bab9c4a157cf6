"""From the weights of independent sources to the four probabilities of a veracity.

Each independent voice speaks once for or against the claim: of a cluster of copies, and of all
that one publisher says on one side, only the heaviest. The strength of a side is the probability
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


def voices(evidence: Iterable[Evidence], stance: Stance) -> list[Evidence]:
    """The independent voices on one side, heaviest first.

    Evidence speaks only where no heavier voice is a copy of it or comes from the same publisher.
    """
    side = [item for item in evidence if item.stance is stance and item.weight > 0]
    heard: list[Evidence] = []
    clusters: set[int] = set()
    publishers: set[str] = set()
    for item in sorted(side, key=lambda each: (-each.weight, each.passage.id)):
        publisher = item.passage.document.source.id
        if item.cluster not in clusters and publisher not in publishers:
            heard.append(item)
        clusters.add(item.cluster)
        publishers.add(publisher)
    return heard


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
