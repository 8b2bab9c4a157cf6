import unicodedata

import pytest
from hypothesis import given

from language.normal import (
    STOP_WORDS,
    clean,
    content_stems,
    content_words,
    has_bidi_control,
    normalise,
    words,
)
from tests.language.strategies import any_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  North\tKorea \n fired  missiles. ", "north korea fired missiles"),
        ("“Business as usual”", '"business as usual"'),
        ("Kim’s – the `North'", "kim's - the 'north'"),
        ("1,000 troops and 12,345,678 doses", "1000 troops and 12345678 doses"),
        ("10\u202f000 troops", "10000 troops"),
        ("1,23 and 1,2345 and 1.000,5", "1,23 and 1,2345 and 1.000,5"),
        ("in 2021, 300 people", "in 2021, 300 people"),
        ("ＦＵＬＬ width ﬁne", "full width fine"),
        ("zero\u200bwidth\u202e \u00adsoft", "zerowidth soft"),
        ("Straße", "strasse"),
        ("ends...", "ends"),
        ("...", ""),
        ("a\x00b", "ab"),
    ],
)
def test_normal_form(text: str, expected: str) -> None:
    assert normalise(text) == expected


def test_the_normal_form_joins_wordings_and_keeps_others_apart() -> None:
    assert normalise("The Fed’s rate is 1,000.") == normalise("the fed's  RATE is 1000")
    assert normalise("It rose 1.5 percent") != normalise("It rose 15 percent")


@given(any_text)
def test_the_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_what_is_stored_keeps_lines_and_loses_what_cannot_be_seen() -> None:
    assert clean(" a\r\nb\u2028c\x07\u202e\u200d\ud800 ") == "a\nb\nc"
    assert clean("e\u0301") == "é"
    assert clean("tab\tstays") == "tab\tstays"


@given(any_text)
def test_what_is_stored_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert clean(cleaned) == cleaned
    assert not has_bidi_control(cleaned)
    assert not {unicodedata.category(character) for character in cleaned} & {"Cf", "Cs"}


def test_direction_overrides_are_seen() -> None:
    assert has_bidi_control("abc\u202edef")
    assert not has_bidi_control("שלום abc")


def test_words_are_folded() -> None:
    text = "The U.S. and US troops didn’t leave Kim’s short-range COVID-19 site: 1,200 of 4.5"
    assert " ".join(words(text)) == (
        "the usa and usa troops didn't leave kim short range covid 19 site 1200 of 4.5"
    )


def test_the_pronoun_is_not_the_country() -> None:
    assert words("Join us") == ["join", "us"]
    assert words("Join US") == ["join", "usa"]


def test_content_is_what_is_not_a_stop_word() -> None:
    assert content_words("They have launched the missiles") == ["launched", "missiles"]
    assert content_stems("They launch, launched and are launching missiles") == {"launch", "missil"}
    assert "the" in STOP_WORDS


@given(any_text)
def test_any_text_has_words(text: str) -> None:
    assert all(words(text))
    assert content_stems(text) is not None
