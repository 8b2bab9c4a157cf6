from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest

from judges.label_check import OBVIOUS, check_labels
from judges.labels import class_names, read_labels, read_order, stance_of
from judges.lexical import LexicalJudge
from verification.errors import JudgeUnavailable, SettingsInvalid
from verification.types import Stance, StanceJudgement, StancePair

S, R, N = Stance


class MisreadJudge:
    """The lexical judge, with its labels taken for others."""

    version = "misread"
    max_batch = 5

    def __init__(self, *read_as: Stance) -> None:
        self._read_as = read_as

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        found = LexicalJudge().judge(pairs)
        return [self._misread(each) for each in found]

    def _misread(self, right: StanceJudgement) -> StanceJudgement:
        shares = dict(zip(self._read_as, right.as_mapping().values(), strict=True))
        return StanceJudgement(shares[S], shares[R], shares[N])


class StubbornJudge:
    """A judge that always says the same."""

    version = "stubborn"
    max_batch = 64

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        return [StanceJudgement(0.1, 0.2, 0.7)] * len(pairs)


@pytest.mark.parametrize(
    ("label", "stance"),
    [
        *(("ENTAILMENT", S), ("entails", S), ("SUPPORTS", S), ("Supported", S)),
        *(("contradiction", R), ("REFUTES", R), ("Refute", R)),
        *(("neutral", N), ("NOT ENOUGH INFO", N), ("not_enough_information", N), ("NEI", N)),
        *(("LABEL_0", None), ("not_entailment", None), ("", None), ("positive", None)),
    ],
)
def test_spellings(label: str, stance: Stance | None) -> None:
    assert stance_of(label) is stance


def test_classes_in_any_order_are_read() -> None:
    names = class_names({"id2label": {"0": "contradiction", "2": "entailment", "1": "neutral"}})
    assert read_labels(names) == (R, N, S)


def test_an_order_given_counts_more_than_the_names() -> None:
    order = read_order("neutral,supports,refutes")
    assert read_labels(["entailment", "neutral", "contradiction"], order) == (N, S, R)


@pytest.mark.parametrize(
    "given", ["supports", "supports,refutes", "supports,supports,neutral", ","]
)
def test_an_order_names_each_stance_once(given: str) -> None:
    with pytest.raises(SettingsInvalid, match="once each"):
        read_order(given)


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["entailment", "not_entailment"], "2 classes"),
        (["LABEL_0", "LABEL_1", "LABEL_2"], r"\?labels="),
        (["entailment", "entails", "neutral"], r"\?labels="),
    ],
)
def test_other_classes_are_refused(names: list[str], says: str) -> None:
    with pytest.raises(SettingsInvalid, match=says):
        read_labels(names)


@pytest.mark.parametrize("names", [None, {}, {"0": "neutral", "5": "entailment"}])
def test_a_configuration_without_classes_is_refused(names: object) -> None:
    with pytest.raises(SettingsInvalid, match="id2label"):
        class_names({"id2label": names})


def test_every_stance_has_as_many_plain_pairs() -> None:
    stances = [stance for _, stance in OBVIOUS]
    assert stances.count(S) == stances.count(R) == stances.count(N)


def test_right_labels_pass() -> None:
    check_labels(LexicalJudge())


@pytest.mark.parametrize("read_as", [order for order in permutations(Stance) if order != (S, R, N)])
def test_the_order_that_would_fit_is_named(read_as: tuple[Stance, ...]) -> None:
    """A model whose classes are (supports, refutes, neutral) is taken for `read_as`."""
    with pytest.raises(JudgeUnavailable, match="`labels=supports,refutes,neutral`"):
        check_labels(MisreadJudge(*read_as), read_as)
    with pytest.raises(JudgeUnavailable, match=" read as "):
        check_labels(MisreadJudge(*read_as))


def test_who_always_says_the_same_is_no_judge() -> None:
    with pytest.raises(JudgeUnavailable, match="no judge of stances"):
        check_labels(StubbornJudge())
