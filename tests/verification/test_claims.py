from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.claims import check_claim, fingerprint
from verification.errors import ClaimRejected
from verification.types import Claim

LIMIT = 2000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "claim_empty"),
        (" \n\t ", "claim_empty"),
        ("\u200b\u2060", "claim_empty"),
        ("word " * 20_000, "claim_too_long"),
        ("\x89PNG\r\n\x1a\n\x00\x00", "claim_not_text"),
        ("two missiles\x00", "claim_not_text"),
        ("broken \udc80 bytes", "claim_not_text"),
        ("decoded \ufffd\ufffd badly", "claim_not_text"),
        ("North Korea \u202efired two missiles", "claim_not_text"),
        ("?!", "claim_no_words"),
        ("12 345", "claim_no_words"),
        ("🚀🚀🚀", "claim_no_words"),
    ],
)
def test_what_is_no_claim_is_refused_with_one_sentence(text: str, code: str) -> None:
    with pytest.raises(ClaimRejected) as caught:
        check_claim(text, LIMIT)
    assert caught.value.code == code
    assert caught.value.detail.endswith(".")


def test_a_claim_is_cleaned_and_otherwise_kept() -> None:
    text = "  North Korea\u200b fired \u2066two\u2069 “short-range” missiles.\r\n"
    assert check_claim(text, LIMIT) == "North Korea fired two “short-range” missiles."


def test_the_limit_is_the_last_length_taken() -> None:
    assert check_claim("a" * 20, 20) == "a" * 20
    with pytest.raises(ClaimRejected, match="21 characters and may have 20"):
        check_claim("a" * 21, 20)


@given(st.text(st.characters(), max_size=300))
def test_any_text_is_taken_or_refused(text: str) -> None:
    try:
        cleaned = check_claim(text, 200)
    except ClaimRejected as refusal:
        assert refusal.code.startswith("claim_")
    else:
        assert cleaned == check_claim(cleaned, 200)


def test_wordings_of_one_question_share_a_fingerprint() -> None:
    day = date(2021, 3, 25)
    one = Claim("North Korea fired 1,000 “missiles”.", day, "Joe Biden")
    other = Claim('north korea  fired 1000 "missiles"', day, "joe biden")
    assert fingerprint(one) == fingerprint(other)
    assert len(fingerprint(one)) == 64


@pytest.mark.parametrize(
    "other",
    [
        Claim("North Korea fired three missiles", date(2021, 3, 25)),
        Claim("North Korea fired two missiles", date(2021, 3, 26)),
        Claim("North Korea fired two missiles"),
        Claim("North Korea fired two missiles", date(2021, 3, 25), speaker="Joe Biden"),
        Claim("North Korea fired two missiles", date(2021, 3, 25), language="de"),
        Claim("North Korea fired two missiles", date(2021, 3, 25), as_of=date(2021, 3, 25)),
        Claim("North Korea fired two missiles?", date(2021, 3, 25)),
    ],
)
def test_whatever_may_change_the_answer_changes_the_fingerprint(other: Claim) -> None:
    assert fingerprint(Claim("North Korea fired two missiles", date(2021, 3, 25))) != fingerprint(
        other
    )
