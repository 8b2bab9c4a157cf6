"""One line of corpus input: read, checked, and nothing guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from language.normal import clean
from sources.dates import read_day
from sources.publishers import kind_of, known_kind
from verification.errors import DocumentRejected

_HEADER: Final = ("id", "doc_id", "title", "publisher", "publisher_kind", "published_at", "date")
_KNOWN: Final = frozenset((*_HEADER, "url", "text", "speaker", "language"))
_LONGEST_FIELD: Final = 2_000
_LONGEST_ID: Final = 200
_SPACE: Final = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of corpus input, checked; `document_id` is None where the line is a whole document."""

    id: str | None
    document_id: str | None
    title: str
    publisher: str
    publisher_kind: str
    text: str
    published_at: date | None
    url: str | None
    speaker: str | None
    language: str
    remarks: tuple[str, ...]


def parse_row(line: bytes) -> Row:
    """The row in one line of JSON.

    Raises DocumentRejected, with one sentence, where title, publisher or text is missing or a
    field is not text. A date or address that cannot be read becomes None, told in `remarks`.
    """
    fields = _parse_object(line)
    return _row(fields, _required(fields, "text", longest=None))


def parse_text(front: bytes, body: bytes) -> Row:
    """The row in a plain text whose front line is a JSON object without `text`."""
    fields = _parse_object(front)
    if "text" in fields:
        raise DocumentRejected("The front line has a `text`; the text stands in the lines below.")
    try:
        text = clean(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise DocumentRejected("The text is not UTF-8.") from None
    if not text:
        raise DocumentRejected("There is no text below the front line.")
    return _row(fields, text)


def _row(fields: Mapping[str, Any], text: str) -> Row:
    remarks: list[str] = []
    if unknown := sorted(fields.keys() - _KNOWN):
        remarks.append(f"field not known, left out: {', '.join(unknown)[:200]}")
    publisher = _required(fields, "publisher")
    return Row(
        id=_optional(fields, "id", longest=_LONGEST_ID),
        document_id=_optional(fields, "doc_id", longest=_LONGEST_ID),
        title=_required(fields, "title"),
        publisher=publisher,
        publisher_kind=_kind(fields, publisher, remarks),
        text=text,
        published_at=_day(fields, remarks),
        url=_address(fields, remarks),
        speaker=_optional(fields, "speaker"),
        language=(_optional(fields, "language", longest=35) or "en").lower(),
        remarks=tuple(remarks),
    )


def _parse_object(line: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise DocumentRejected("The line is not UTF-8 text.") from None
    except json.JSONDecodeError as error:
        raise DocumentRejected(
            f"The line is not JSON: {error.msg} at column {error.colno}."
        ) from None
    except RecursionError:
        raise DocumentRejected("The line is nested too deeply.") from None
    except ValueError:  # an integer of thousands of digits
        raise DocumentRejected("The line holds a number that is too long.") from None
    if not isinstance(value, dict):
        raise DocumentRejected("The line is not a JSON object.")
    return value


def _optional(
    fields: Mapping[str, Any], name: str, longest: int | None = _LONGEST_FIELD
) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise DocumentRejected(f"`{name}` must be text.")
    cleaned = clean(value)
    if longest is not None and len(cleaned) > longest:
        raise DocumentRejected(f"`{name}` is longer than {longest} characters.")
    return cleaned or None


def _required(fields: Mapping[str, Any], name: str, longest: int | None = _LONGEST_FIELD) -> str:
    if name not in fields:
        raise DocumentRejected(f"`{name}` is missing.")
    value = _optional(fields, name, longest)
    if value is None:
        raise DocumentRejected(f"`{name}` is empty.")
    return value


def _kind(fields: Mapping[str, Any], publisher: str, remarks: list[str]) -> str:
    given = _optional(fields, "publisher_kind")
    if given is None:
        return kind_of(publisher)
    known = known_kind(given)
    if known is None:
        remarks.append(f"publisher kind not known, read from the name: {given[:60]}")
    return known or kind_of(publisher)


def _day(fields: Mapping[str, Any], remarks: list[str]) -> date | None:
    written = _optional(fields, "published_at") or _optional(fields, "date")
    if written is None:
        return None
    day = read_day(written)
    if day is None:
        remarks.append("date not readable, kept as undated")
    return day


def _address(fields: Mapping[str, Any], remarks: list[str]) -> str | None:
    written = _optional(fields, "url")
    if written is None:
        return None
    if _is_web_address(written):
        return written
    remarks.append("url not a web address, left out")
    return None


def _is_web_address(written: str) -> bool:
    if _SPACE.search(written):
        return False
    try:
        parts = urlsplit(written)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
