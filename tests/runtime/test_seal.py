from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.seal import seal, unseal


@given(key=st.text(), data=st.binary())
def test_what_was_sealed_comes_back(key: str, data: bytes) -> None:
    assert unseal("secret", key, seal("secret", key, data, until=100.0), now=99.9) == data


@given(data=st.binary(), place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_any_bit_turned_is_noticed(data: bytes, place: int, bit: int) -> None:
    sealed = bytearray(seal("secret", "key", data, until=100.0))
    sealed[place % len(sealed)] ^= 1 << bit
    assert unseal("secret", "key", bytes(sealed), now=0.0) is None


@given(st.binary(max_size=200))
def test_rubbish_is_none(rubbish: bytes) -> None:
    assert unseal("secret", "key", rubbish, now=0.0) is None


@pytest.mark.parametrize(
    ("secret", "key", "now"),
    [("other", "key", 0.0), ("secret", "other", 0.0), ("secret", "key", 100.0)],
)
def test_another_secret_key_or_time_is_none(secret: str, key: str, now: float) -> None:
    assert unseal(secret, key, seal("secret", "key", b"data", until=100.0), now=now) is None


def test_a_key_cannot_pass_its_end_to_the_content() -> None:
    sealed = seal("secret", "ab", b"", until=1.0)
    assert unseal("secret", "a", sealed, now=0.0) is None
