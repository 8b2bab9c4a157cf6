import pytest

from language.gazetteer import canonical_of, common_words, gazetteer, given_names, key_of


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("U.S.", "us"),
        ("Korea’s", "korea"),
        ("Moïse", "moise"),
        ("Jong-un", "jong un"),
        ("People's", "people"),
        ("—", "—"),
    ],
)
def test_words_of_names_are_folded(word: str, key: str) -> None:
    assert key_of(word) == key


@pytest.mark.parametrize(
    ("name", "canonical", "sort"),
    [
        ("US", "united states", "country"),
        ("United States of America", "united states", "country"),
        ("American", "united states", "demonym"),
        ("DPRK", "north korea", "country"),
        ("Republic of Korea", "south korea", "country"),
        ("British", "united kingdom", "demonym"),
        ("Kyiv", "kyiv", "capital"),
        ("Fed", "federal reserve", "institution"),
        ("ECB", "european central bank", "institution"),
        ("State Department", "department of state", "institution"),
        ("Texas", "texas", "place"),
        ("Prime Minister", "prime minister", "office"),
    ],
)
def test_what_is_known_of_a_name(name: str, canonical: str, sort: str) -> None:
    written = name.split()
    found = gazetteer().longest([key_of(word) for word in written], written, 0)
    assert found
    entry, end = found
    assert (entry.canonical, entry.sort, end) == (canonical, sort, len(written))


def test_acronyms_are_known_in_capitals_only() -> None:
    assert gazetteer().longest(["who"], ["WHO"], 0)
    assert gazetteer().longest(["who"], ["Who"], 0) is None


def test_the_tables_are_whole() -> None:
    known = gazetteer()
    assert len(known.countries) > 195
    assert len(known.institutions) > 150
    assert set(known.owners.values()) <= known.countries
    assert known.owners["pyongyang"] == "north korea"
    assert {"joe", "antony"} <= given_names()
    assert "officials" in common_words()
    assert "biden" not in common_words()


def test_a_name_is_one_key() -> None:
    assert (
        canonical_of(["Kim", "Jong-un"]) == canonical_of(["KIM", "Jong", "Un’s"]) == "kim jong un"
    )
