"""Whether two quantities can be compared, and whether they agree.

A number stands for all values that round to it at the precision at which it is given, and a
loosened one ("about") for more. Two numbers that could be the same agree; two that cannot be do
not; what lies between, or is not said, is left open. Only a contradiction gives False.
"""

from typing import Final

from language.types import Quantity

_UP: Final = frozenset(("more_than", "at_least"))
_DOWN: Final = frozenset(("less_than", "at_most", "up_to"))
_STRICT: Final = frozenset(("more_than", "less_than"))
# "More than 400" says little about 1,000: beyond twice the bound nothing is decided.
_REACH: Final = 2.0
# A bound is given by people who know of a value just past it.
_JUST_PAST: Final = 0.1
# How much rounding goes without saying: of measures and sums, of things counted one by one.
_SURE: Final = 0.04
_SURE_COUNT: Final = 0.01
_FUZZ: Final = 1e-9


def compare_quantities(claim: Quantity, evidence: Quantity) -> bool | None:
    """Tell whether `evidence` confirms (True) or contradicts (False) the quantity of `claim`.

    None when they cannot be compared (other dimension, unit or noun, or nothing counted) and when
    the wordings leave it open. Units are converted before (see `Quantity`).
    """
    if not _same_measure(claim, evidence):
        return None
    agrees = _agree(claim, evidence)
    if agrees is False and _other_kind(claim, evidence):
        return None
    return agrees


def _same_measure(a: Quantity, b: Quantity) -> bool:
    if a.dimension != b.dimension or a.unit != b.unit or a.dimension == "none":
        return False
    if a.dimension == "money":
        return True
    if a.dimension in ("count", "ordinal", "time"):
        return a.noun == b.noun
    return not a.noun or not b.noun or a.noun == b.noun


def _other_kind(a: Quantity, b: Quantity) -> bool:
    """Tell whether the words around say that two different things are measured."""
    if a.noun and b.noun and a.noun != b.noun:
        return True
    first, second = set(a.qualifiers), set(b.qualifiers)
    return bool(first and second and not first & second)


def _side(quantity: Quantity) -> int:
    return (quantity.modifier in _UP) - (quantity.modifier in _DOWN)


def _agree(claim: Quantity, evidence: Quantity) -> bool | None:
    of_claim, of_evidence = _side(claim), _side(evidence)
    if of_claim and of_evidence:
        return _both_bounds(claim, evidence, of_claim, of_evidence)
    if of_claim:
        return _bound_and_value(claim, evidence, of_claim)
    if of_evidence:
        return _value_and_bound(claim, evidence, of_evidence)
    return _two_values(claim, evidence)


def _slack(quantity: Quantity) -> tuple[float, float]:
    """Return how far off a value is surely meant too, and how far off it may be meant."""
    value = max(abs(quantity.low), abs(quantity.high))
    if quantity.modifier == "about":
        if quantity.low != quantity.high:
            return 0.0, 0.05 * value
        return 0.05 * value, max(0.15 * value, quantity.step)
    half = quantity.step / 2
    if quantity.dimension not in ("count", "ordinal"):
        return half if quantity.dimension == "temperature" else min(half, _SURE * value), half
    if quantity.step <= 1 and value < 100:
        return 0.0, 0.0
    return min(half, (_SURE if quantity.step > 1000 else _SURE_COUNT) * value), half


def _two_values(claim: Quantity, evidence: Quantity) -> bool | None:
    gap = max(0.0, claim.low - evidence.high, evidence.low - claim.high)
    first, second = _slack(claim), _slack(evidence)
    fuzz = _FUZZ * max(abs(claim.high), abs(evidence.high))
    if gap > max(first[1], second[1]) + fuzz:
        return False
    if gap > max(first[0], second[0]) + fuzz:
        return None
    loose = "about" in (claim.modifier, evidence.modifier)
    return True if loose or _covers(claim, evidence) else None


def _covers(claim: Quantity, evidence: Quantity) -> bool:
    """Tell whether all of `evidence` lies in `claim`, rounding apart; half a range proves none."""
    slack = max(_slack(claim)[0], _slack(evidence)[0]) + _FUZZ * abs(claim.high)
    return claim.low - slack <= evidence.low and evidence.high <= claim.high + slack


def _bound_and_value(claim: Quantity, evidence: Quantity, side: int) -> bool | None:
    bound = claim.low if side > 0 else claim.high
    near = side * ((evidence.low if side > 0 else evidence.high) - bound)
    far = side * ((evidence.high if side > 0 else evidence.low) - bound)
    if far < 0 and -far > _slack(evidence)[1]:
        return False
    if near > 0 or (near == 0 and claim.modifier not in _STRICT):
        return True if _within_reach(bound, evidence, side) else None
    return None


def _within_reach(bound: float, evidence: Quantity, side: int) -> bool:
    return evidence.low <= _REACH * bound if side > 0 else evidence.high * _REACH >= bound


def _value_and_bound(claim: Quantity, evidence: Quantity, side: int) -> bool | None:
    bound = evidence.low if side > 0 else evidence.high
    distance = side * ((claim.low if side > 0 else claim.high) - bound)
    sure, may = _slack(claim)
    if distance < -may - _FUZZ * abs(bound):
        return False
    if -sure <= distance <= _JUST_PAST * abs(bound):
        return True
    return None


def _both_bounds(claim: Quantity, evidence: Quantity, side: int, other: int) -> bool | None:
    wanted = claim.low if side > 0 else claim.high
    given = evidence.low if other > 0 else evidence.high
    beyond = side * (given - wanted)
    if side == other:
        return True if beyond >= 0 and _within_reach(wanted, evidence, side) else None
    return False if beyond < 0 else None
