from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from judges import open_judge
from judges.features import POLARITY, RELEVANCE, features
from judges.lexical import LEXICAL_FILE, LexicalJudge
from verification.errors import SettingsInvalid
from verification.types import Stance, StancePair

FED = (
    "The Committee decided on 15 June 2022 to raise the target range for the federal funds rate by "
    "three quarters of a percentage point."
)


def stance(claim: str, evidence: str) -> Stance:
    return LexicalJudge().judge([StancePair(claim, evidence)])[0].stance


def test_the_url_opens_it() -> None:
    assert isinstance(open_judge("lexical:"), LexicalJudge)


@pytest.mark.parametrize("url", ["", "lexical", "oracle:", "lexical:model.bin", "http://judge"])
def test_other_urls_are_refused_and_the_known_named(url: str) -> None:
    with pytest.raises(SettingsInvalid, match="lexical:"):
        open_judge(url)


@pytest.mark.parametrize(
    ("claim", "evidence", "expected"),
    [
        (FED, FED, Stance.SUPPORTS),
        (FED.replace("three quarters", "half"), FED, Stance.REFUTES),
        (FED.replace("raise", "lower"), FED, Stance.REFUTES),
        (
            "The missiles were ballistic missiles.",
            "The missiles were not ballistic missiles.",
            Stance.REFUTES,
        ),
        (
            "The missiles were not ballistic missiles.",
            "The missiles were not ballistic missiles, officials said.",
            Stance.SUPPORTS,
        ),
        (
            "Ghana received 600,000 doses of the AstraZeneca vaccine.",
            "Ghana became the first country to receive vaccines through the facility: 600,000 "
            "doses of the AstraZeneca vaccine arrived in Accra on Wednesday.",
            Stance.SUPPORTS,
        ),
        (
            "North Korea sold cruise missiles to Venezuela in 2021.",
            "North Korea fired two short-range missiles on Sunday, officials said.",
            Stance.NEUTRAL,
        ),
    ],
)
def test_what_it_makes_of_plain_cases(claim: str, evidence: str, expected: Stance) -> None:
    assert stance(claim, evidence) is expected


def test_the_version_follows_the_parameters(tmp_path: Path) -> None:
    parameters = json.loads(LEXICAL_FILE.read_text(encoding="utf-8"))
    parameters["relevance"]["bias"] += 0.5
    other = tmp_path / "lexical.json"
    other.write_text(json.dumps(parameters), encoding="utf-8")
    assert LexicalJudge().version == LexicalJudge().version
    assert LexicalJudge().version != LexicalJudge(other).version


def test_parameters_for_other_features_are_refused(tmp_path: Path) -> None:
    parameters = json.loads(LEXICAL_FILE.read_text(encoding="utf-8"))
    del parameters["polarity"]["weights"]["scope"]
    other = tmp_path / "lexical.json"
    other.write_text(json.dumps(parameters), encoding="utf-8")
    with pytest.raises(SettingsInvalid, match=r"lexical\.json"):
        LexicalJudge(other)


def test_there_is_a_number_for_every_feature() -> None:
    found = features(StancePair("Two missiles were fired.", "Three missiles were fired."))
    assert len(found.relevance) == len(RELEVANCE)
    assert len(found.polarity) == len(POLARITY)


@settings(max_examples=60)
@given(st.text(max_size=120), st.text(max_size=300))
@example("0\x1f¼", "0\x1c1/2")
def test_any_two_texts_get_three_probabilities(claim: str, evidence: str) -> None:
    (found,) = LexicalJudge().judge([StancePair(claim, evidence)])
    values = found.as_mapping().values()
    assert all(0.0 <= value <= 1.0 for value in values)
    assert sum(values) == pytest.approx(1.0)


@pytest.mark.parametrize("number", ["three", "seven", "40"])
def test_a_copy_is_supported_and_another_number_refuted(number: str) -> None:
    evidence = f"The ministry said that {number} ships left the port of Odesa on Monday."
    claim = f"{number} ships left the port of Odesa on Monday."
    assert stance(claim, evidence) is Stance.SUPPORTS
    assert stance(claim.replace(number, "twelve"), evidence) is Stance.REFUTES
