import re

from hypothesis import given
from hypothesis import strategies as st

from language.lists import any_of, phrase_set, word_set


def test_lists_are_read_from_plain_text() -> None:
    assert word_set("a b\n  c") == {"a", "b", "c"}
    assert phrase_set("more than, up  to\n at least,") == {"more than", "up to", "at least"}


@given(st.sets(st.text(min_size=1, max_size=6), min_size=1, max_size=12), st.text(max_size=8))
def test_a_pattern_of_phrases_takes_those_and_nothing_else(phrases: set[str], other: str) -> None:
    pattern = re.compile(any_of(phrases))
    assert all(pattern.fullmatch(phrase) for phrase in phrases)
    assert (pattern.fullmatch(other) is not None) == (other in phrases)


def test_the_longest_phrase_is_taken() -> None:
    found = re.match(any_of(["one", "one hundred", "on"]), "one hundred missiles")
    assert found
    assert found[0] == "one hundred"
