from __future__ import annotations

from judges.recent import Recent


def test_what_was_not_used_for_longest_is_forgotten() -> None:
    recent: Recent[str, int] = Recent(2)
    recent.keep({"a": 1, "b": 2})
    assert recent.find(["a", "c"]) == {"a": 1}
    recent.keep({"c": 3})
    assert recent.find("abc") == {"a": 1, "c": 3}


def test_what_is_kept_anew_counts_as_used() -> None:
    recent: Recent[str, int] = Recent(2)
    recent.keep({"a": 1, "b": 2})
    recent.keep({"a": 4})
    recent.keep({"c": 3})
    assert recent.find("abc") == {"a": 4, "c": 3}


def test_everything_can_be_forgotten() -> None:
    recent: Recent[str, int] = Recent(2)
    recent.keep({"a": 1})
    recent.clear()
    assert recent.find("a") == {}
