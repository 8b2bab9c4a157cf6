"""Which stance a model means by each of its classes, whatever it calls them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from verification.errors import SettingsInvalid
from verification.types import Stance

# Spellings of NLI, FEVER, SciFact and stance corpora, in lower case and without separators.
_SPELLINGS: Final[Mapping[Stance, frozenset[str]]] = {
    Stance.SUPPORTS: frozenset(
        [
            "entailment",
            "entail",
            "entails",
            "entailed",
            "supports",
            "support",
            "supported",
            "supporting",
            "agree",
            "agrees",
            "true",
        ]
    ),
    Stance.REFUTES: frozenset(
        [
            "contradiction",
            "contradict",
            "contradicts",
            "contradicted",
            "contradictory",
            "refutes",
            "refute",
            "refuted",
            "refuting",
            "disagree",
            "disagrees",
            "false",
        ]
    ),
    Stance.NEUTRAL: frozenset(
        [
            "neutral",
            "nei",
            "notenoughinfo",
            "notenoughinformation",
            "notenoughevidence",
            "noinfo",
            "unknown",
            "unrelated",
            "undetermined",
            "inconclusive",
            "neither",
        ]
    ),
}
_SEPARATORS = re.compile(r"[\W_]+")


def stance_of(label: str) -> Stance | None:
    """The stance that a model's label names; None where it names none."""
    word = _SEPARATORS.sub("", label.lower())
    return next((stance for stance, known in _SPELLINGS.items() if word in known), None)


def read_order(given: str) -> tuple[Stance, ...]:
    """The order in `?labels=supports,refutes,neutral`; () where none is given.

    Raises SettingsInvalid unless each stance is named once.
    """
    if not given:
        return ()
    found = tuple(stance_of(label) for label in given.split(","))
    order = tuple(stance for stance in found if stance is not None)
    if len(found) != len(Stance) or set(order) != set(Stance):
        raise SettingsInvalid(
            f"`labels={given}` must name supports, refutes and neutral once each, in the order "
            "of the model's classes."
        )
    return order


def read_labels(names: Sequence[str], order: Sequence[Stance] = ()) -> tuple[Stance, ...]:
    """The stance of each class of a model, by its own names or, where given, by `order`.

    Raises SettingsInvalid for models that do not tell three classes apart.
    """
    listed = ", ".join(names)
    if len(names) != len(Stance):
        raise SettingsInvalid(
            f"The model has {len(names)} classes ({listed}); a judge must tell three apart: "
            "supports, refutes and neutral."
        )
    if order:
        return tuple(order)
    found = tuple(stance for name in names if (stance := stance_of(name)))
    if len(found) != len(names) or set(found) != set(Stance):
        raise SettingsInvalid(
            f"The classes of the model are called {listed}, which does not say which is which; "
            "name them in their order with `?labels=supports,refutes,neutral`."
        )
    return found


def class_names(config: Mapping[str, object]) -> list[str]:
    """The names of a model's classes by number, from the `id2label` of its configuration.

    Raises SettingsInvalid where there are none, or the numbers have gaps.
    """
    names = config.get("id2label")
    if not isinstance(names, Mapping) or not names:
        raise SettingsInvalid("The model's configuration has no `id2label`, so it is no judge.")
    by_number = {str(number): str(name) for number, name in names.items()}
    if set(by_number) != {str(number) for number in range(len(by_number))}:
        raise SettingsInvalid("The numbers in the model's `id2label` have gaps.")
    return [by_number[str(number)] for number in range(len(by_number))]
