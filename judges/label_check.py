"""A self-test for models of others: are the three labels what they are taken for?

A model whose labels are read in the wrong order answers every question with confidence and wrongly.
A dozen pairs that leave no doubt, as many of each stance, tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Final

from verification.errors import JudgeUnavailable
from verification.ports import Judge
from verification.types import Stance, StancePair

OBVIOUS: Final[Sequence[tuple[StancePair, Stance]]] = tuple(
    (StancePair(claim, evidence), stance)
    for stance, claim, evidence in (
        (
            Stance.SUPPORTS,
            "The bridge was opened to traffic on Monday.",
            "The bridge was opened to traffic on Monday, the ministry of transport said.",
        ),
        (
            Stance.SUPPORTS,
            "The central bank raised its interest rate.",
            "The central bank raised its interest rate by half a percentage point in June.",
        ),
        (
            Stance.SUPPORTS,
            "Two people were injured in the fire.",
            "Two people were injured in the fire, officials said. Both are in hospital.",
        ),
        (
            Stance.SUPPORTS,
            "The parliament approved the budget.",
            "On Thursday the parliament approved the budget with 210 votes to 94.",
        ),
        (
            Stance.REFUTES,
            "The company closed its plant in Ohio.",
            "The company did not close its plant in Ohio.",
        ),
        (
            Stance.REFUTES,
            "The minister signed the agreement.",
            "The minister did not sign the agreement, her office said.",
        ),
        (
            Stance.REFUTES,
            "Seven ships left the port on Friday.",
            "Three ships left the port on Friday.",
        ),
        (
            Stance.REFUTES,
            "The missiles were ballistic missiles.",
            "The missiles were not ballistic missiles, the general said.",
        ),
        (
            Stance.NEUTRAL,
            "The president will travel to Brazil in May.",
            "The museum has bought a painting from the seventeenth century.",
        ),
        (
            Stance.NEUTRAL,
            "Unemployment in Spain fell last year.",
            "The football club appointed a new coach after the defeat.",
        ),
        (
            Stance.NEUTRAL,
            "The vaccine was approved for children.",
            "Heavy snow closed the mountain road for three days.",
        ),
        (
            Stance.NEUTRAL,
            "The court rejected the appeal.",
            "The airline ordered forty new aircraft for its routes to Asia.",
        ),
    )
)


def check_labels(judge: Judge, order: Sequence[Stance] = ()) -> None:
    """Raise JudgeUnavailable when the labels of a judge fit better in another order.

    `order` is the stance that each class of the model is taken for; with it the error names the
    order that would fit. A judge that has less than half of the pairs right in any order is no
    stance model and refused as well.
    """
    answers = _answers(judge)
    right = {meant: _right(answers, meant) for meant in permutations(Stance)}
    as_is = right[tuple(Stance)]
    best = max(right, key=lambda meant: (right[meant], meant == tuple(Stance)))
    if right[best] * 2 < len(OBVIOUS):
        raise JudgeUnavailable(
            f"The model is no judge of stances: whatever the order of its labels, it has at most "
            f"{right[best]} of {len(OBVIOUS)} plain pairs right."
        )
    if right[best] > as_is:
        raise JudgeUnavailable(
            f"The labels of the model are in another order than it says: {as_is} of "
            f"{len(OBVIOUS)} plain pairs are right, and {right[best]} would be with "
            f"{_advice(best, order)}."
        )


def _answers(judge: Judge) -> list[tuple[Stance, Stance]]:
    """What the judge said of each pair, and what is right."""
    pairs = [pair for pair, _ in OBVIOUS]
    size = judge.max_batch
    given = [
        judgement.stance
        for at in range(0, len(pairs), size)
        for judgement in judge.judge(pairs[at : at + size])
    ]
    return list(zip(given, (stance for _, stance in OBVIOUS), strict=True))


def _right(answers: Sequence[tuple[Stance, Stance]], meant: Sequence[Stance]) -> int:
    """How many answers are right when the three stances said mean those in `meant`."""
    reading = dict(zip(Stance, meant, strict=True))
    return sum(reading[said] is right for said, right in answers)


def _advice(meant: Sequence[Stance], order: Sequence[Stance]) -> str:
    reading = dict(zip(Stance, meant, strict=True))
    if order:
        return f"`labels={','.join(reading[stance] for stance in order)}`"
    moved = [f"{said} read as {right}" for said, right in reading.items() if said is not right]
    return " and ".join(moved)
