from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Problem
from service.strict_json import parse_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_it_reads_what_json_writes(value: object) -> None:
    assert parse_json(json.dumps(value).encode(), max_depth=100) == value


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"", "malformed-json"),
        (b"{", "malformed-json"),
        (b'{"a": 1} {"a": 2}', "malformed-json"),
        (b"{'a': 1}", "malformed-json"),
        (b'{"a": NaN}', "malformed-json"),
        (b"[Infinity]", "malformed-json"),
        (b"[-Infinity]", "malformed-json"),
        (b"[1e999]", "malformed-json"),
        (b"[" + b"9" * 5000 + b"]", "malformed-json"),
        (b'{"a": 1, "a": 1}', "malformed-json"),
        (b'{"a": {"b": 1, "b": 2}}', "malformed-json"),
        (b'\xef\xbb\xbf{"a": 1}', "malformed-json"),
        (b'{"a": "\xff"}', "malformed-request"),
        ('{"a": 1}'.encode("utf-16"), "malformed-request"),
        (b"[" * 33 + b"]" * 33, "json-too-deep"),
        (b'{"a":' * 100_000, "json-too-deep"),
        (b"[" * 100_000, "json-too-deep"),
    ],
)
def test_what_has_no_single_meaning_is_refused(body: bytes, name: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_json(body, max_depth=32)
    assert caught.value.code == name.replace("-", "_")


def test_brackets_in_a_text_are_no_nesting() -> None:
    text = '\\"[[[{{{' * 50
    assert parse_json(json.dumps({"a": text}).encode(), max_depth=1) == {"a": text}


def test_a_text_without_an_end_is_read_once() -> None:
    # Each opening mark must not cost another look at all that follows it.
    with pytest.raises(Problem, match="not JSON"):
        parse_json(b'"' + b'\\"' * 500_000, max_depth=32)
