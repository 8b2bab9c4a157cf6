from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from verification.errors import SettingsInvalid
from verification.policy import DEFAULT_POLICY, LEXICAL_POLICY, Policy

VALUES: dict[str, Any] = json.loads(DEFAULT_POLICY.read_text(encoding="utf-8"))["values"]


def written(folder: Path, values: object) -> Path:
    path = folder / "of-a-test.json"
    path.write_text(json.dumps({"values": values}), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", [DEFAULT_POLICY, LEXICAL_POLICY])
def test_the_policies_shipped_can_be_read(path: Path) -> None:
    policy = Policy.load(path)
    assert policy.version.startswith(f"{path.stem}-")
    assert policy == Policy.load(path)


def test_other_values_make_another_version(tmp_path: Path) -> None:
    same = Policy.load(written(tmp_path, VALUES)).version
    again = Policy.load(written(tmp_path, dict(reversed(VALUES.items())))).version
    other = Policy.load(written(tmp_path, VALUES | {"undated": 0.5})).version
    assert same == again != other


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"undated": 1.5}, "`undated` is out of range"),
        ({"quoted": -1}, "`quoted` is out of range"),
        ({"quoted": 2.5}, "`quoted` is not a number of the right kind"),
        ({"quoted": True}, "`quoted` is not a number of the right kind"),
        ({"undated": "much"}, "`undated` is not a number of the right kind"),
        ({"mood": 1}, "`mood` is not known"),
        ({"supports": 1}, "`supports` is not an object"),
        ({"supports": VALUES["supports"] | {"quote": -1}}, "`supports.quote` has the wrong sign"),
        ({"refutes": VALUES["refutes"] | {"bias": None}}, "`refutes.bias` is not a number"),
        ({"refutes": VALUES["refutes"] | {"mood": 1}}, "`refutes.mood` is not known"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(SettingsInvalid, match=complaint):
        Policy.load(written(tmp_path, VALUES | change))


def test_a_missing_value_is_named(tmp_path: Path) -> None:
    values = {name: value for name, value in VALUES.items() if name != "undated"}
    with pytest.raises(SettingsInvalid, match="`undated` is missing"):
        Policy.load(written(tmp_path, values))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"values": 3}'])
def test_a_file_that_is_no_policy_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsInvalid, match=r"broken\.json"):
        Policy.load(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"absent\.json"):
        Policy.load(tmp_path / "absent.json")
