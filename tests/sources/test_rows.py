from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from sources.rows import parse_row, parse_text
from verification.errors import DocumentRejected

WHOLE: dict[str, Any] = {
    "id": "s1",
    "title": "A title",
    "publisher": "Ministry of Health",
    "published_at": "2021-03-24",
    "url": "https://example.org/a",
    "speaker": "A Minister",
    "text": "The words.",
}


def line(**changes: object) -> bytes:
    fields = {**WHOLE, **changes}
    return json.dumps({key: value for key, value in fields.items() if value is not ...}).encode()


def test_a_whole_row_is_read() -> None:
    row = parse_row(line())
    assert row.id == "s1"
    assert row.document_id is None
    assert row.publisher_kind == "government"
    assert row.published_at == date(2021, 3, 24)
    assert row.url == "https://example.org/a"
    assert row.language == "en"
    assert row.remarks == ()


def test_date_is_another_name_of_published_at() -> None:
    assert parse_row(line(published_at=..., date="Feb 2, 2022")).published_at == date(2022, 2, 2)


def test_what_is_left_out_is_told() -> None:
    row = parse_row(line(date="soon", published_at=..., url="javascript:alert(1)", colour="red"))
    assert row.published_at is None
    assert row.url is None
    assert len(row.remarks) == 3
    assert any("colour" in remark for remark in row.remarks)


def test_control_and_direction_characters_are_taken_out() -> None:
    assert parse_row(line(text="a\u202eb\x00c\r\nd")).text == "abc\nd"


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (b"{", "not JSON"),
        (b"[1]", "not a JSON object"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' + b"1" * 5000 + b"}", "number"),
        (line(text=...), "`text` is missing"),
        (line(text=" \u200b "), "`text` is empty"),
        (line(text=7), "`text` must be text"),
        (line(title=...), "`title` is missing"),
        (line(publisher=""), "`publisher` is empty"),
        (line(id="x" * 201), "`id` is longer"),
        (line(speaker=["a"]), "`speaker` must be text"),
    ],
)
def test_a_bad_line_says_what_is_wrong(broken: bytes, says: str) -> None:
    with pytest.raises(DocumentRejected) as error:
        parse_row(broken)
    assert says in error.value.detail


def test_a_plain_text_has_a_front_line() -> None:
    front = line(text=...)
    row = parse_text(front, b"First.\n\nSecond.\n")
    assert row.text == "First.\n\nSecond."
    assert row.title == "A title"


@pytest.mark.parametrize(
    ("front", "body"),
    [
        (b"Just words\n", b"more"),
        (line(), b"more"),
        (line(text=...), b" \n"),
        (line(text=...), b"\xff"),
    ],
)
def test_a_plain_text_without_front_line_or_words_is_refused(front: bytes, body: bytes) -> None:
    with pytest.raises(DocumentRejected):
        parse_text(front, body)
