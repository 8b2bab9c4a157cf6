"""Fields that check exactly what the OpenAPI document says of them, in linear time.

`read` turns a value of the request into the one the views get, or raises ValidationError; `write`
does the reverse for answers; `json_schema` is what the OpenAPI document says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, TypeAlias, TypedDict, Unpack

from marshmallow import ValidationError, fields

from language.normal import clean
from service.schemas import patterns
from service.state import settings

Bound: TypeAlias = int | str
"""A number, or the name of the setting that holds it."""


class Options(TypedDict, total=False):
    """What marshmallow knows of any field."""

    required: bool
    allow_none: bool
    load_default: object
    data_key: str
    attribute: str
    metadata: Mapping[str, Any]


def number_of(bound: Bound) -> int:
    """The number a bound stands for in this application."""
    value = getattr(settings(), bound) if isinstance(bound, str) else bound
    assert isinstance(value, int)
    return value


class Described(fields.Field[Any]):
    """A field that writes its own part of the OpenAPI document; `kind` is its JSON type."""

    kind = "string"

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of the field, but for null."""
        return {}

    def whole_schema(self) -> dict[str, Any]:
        """The JSON Schema of the field."""
        described = {"type": self.kind} | self.json_schema()
        if self.allow_none:
            described["type"] = [self.kind, "null"]
            if "enum" in described:
                described["enum"] = [*described["enum"], None]
        return described

    def read(self, value: object) -> object:
        """The value a view gets."""
        return value

    def write(self, value: Any) -> object:  # noqa: ANN401 - whatever the answer holds
        """The value that is sent."""
        return value

    def _deserialize(self, value: object, *_place: object, **_more: object) -> object:
        return self.read(value)

    def _serialize(self, value: object, *_place: object, **_more: object) -> object:
        return None if value is None else self.write(value)


class Text(Described):
    """Text of bounded length, cleaned of control and invisible characters when read.

    A required text must keep at least one visible character; an optional one that keeps none
    becomes None.
    """

    def __init__(self, longest: Bound = 500, **options: Unpack[Options]) -> None:
        super().__init__(**options)
        self.longest = longest

    def json_schema(self) -> dict[str, Any]:
        """Its length, and that something must be seen of a required one."""
        described: dict[str, Any] = {"maxLength": number_of(self.longest)}
        return described | ({"minLength": 1, "pattern": patterns.VISIBLE} if self.required else {})

    def read(self, value: object) -> str | None:
        """The text, cleaned."""
        cleaned = clean(bounded(value, number_of(self.longest)))
        if not cleaned and self.required:
            raise ValidationError("Must contain at least one visible character.")
        return cleaned or None


class RawText(Described):
    """Text of bounded length, handed on as it came; something behind it cleans and judges it."""

    def __init__(
        self, longest: Bound, pattern: str | None = None, **options: Unpack[Options]
    ) -> None:
        super().__init__(**options)
        self.longest = longest
        self.pattern = pattern

    def json_schema(self) -> dict[str, Any]:
        """Its length, and the pattern that whatever judges it comes down to."""
        described: dict[str, Any] = {"minLength": 1, "maxLength": number_of(self.longest)}
        return described | ({"pattern": self.pattern} if self.pattern else {})

    def read(self, value: object) -> str:
        """The text as it came."""
        return bounded(value, number_of(self.longest))


class Word(Described):
    """Text that matches a pattern whole; the pattern is short and never runs long."""

    def __init__(
        self, pattern: str, meaning: str, longest: int = 200, **options: Unpack[Options]
    ) -> None:
        super().__init__(**options)
        self.pattern = re.compile(pattern, re.ASCII)
        self.meaning = meaning
        self.longest = longest

    def json_schema(self) -> dict[str, Any]:
        """The pattern."""
        return {"pattern": self.pattern.pattern, "maxLength": self.longest}

    def read(self, value: object) -> str:
        """The text as it came."""
        text = bounded(value, self.longest)
        if not self.pattern.fullmatch(text):
            raise ValidationError(f"Must be {self.meaning}.")
        return text


class OutsideAddress(Described):
    """An address that requests may go out to: whatever the settings allow."""

    @staticmethod
    def pattern() -> str:
        """The addresses that may be reached, as far as a pattern can tell."""
        chosen = settings()
        usual = not (chosen.egress_allow_http or chosen.egress_allow_private)
        public = usual and chosen.egress_ports == (443,)
        return patterns.PUBLIC_HTTPS if public else patterns.ANY_WEB

    def json_schema(self) -> dict[str, Any]:
        """The pattern."""
        return {"pattern": self.pattern(), "maxLength": patterns.URL_CHARACTERS}

    def read(self, value: object) -> str:
        """The address as it came."""
        text = bounded(value, patterns.URL_CHARACTERS)
        if not re.fullmatch(self.pattern(), text, re.ASCII):
            raise ValidationError(
                "Must be the public https address of a named host, without user name."
            )
        return text


class Choice(Described):
    """One of a few words."""

    def __init__(self, choices: tuple[str, ...], **options: Unpack[Options]) -> None:
        super().__init__(**options)
        self.choices = choices

    def json_schema(self) -> dict[str, Any]:
        """The words."""
        return {"enum": list(self.choices)}

    def read(self, value: object) -> str:
        """The word."""
        if not isinstance(value, str) or value not in self.choices:
            raise ValidationError(f"Must be one of {', '.join(self.choices)}.")
        return value


class Day(Described):
    """A day: an RFC 3339 date, or a date and time of which the day counts as it is written."""

    def json_schema(self) -> dict[str, Any]:
        """Both forms."""
        return {"anyOf": [{"format": "date"}, {"format": "date-time"}]}

    def read(self, value: object) -> date:
        """The day."""
        day = patterns.DAY.fullmatch(value) if isinstance(value, str) and len(value) < 80 else None
        try:
            return date.fromisoformat(day["day"] if day else "")
        except ValueError:
            raise ValidationError("Must be a day such as 2021-03-25.") from None


class WrittenDay(Described):
    """A day in answers."""

    def json_schema(self) -> dict[str, Any]:
        """RFC 3339 `full-date`."""
        return {"format": "date"}

    def write(self, value: Any) -> object:  # noqa: ANN401
        """The day in RFC 3339; what is text already is passed on."""
        return value.isoformat() if isinstance(value, date) else value


class Instant(Described):
    """An instant in answers, always in UTC."""

    def json_schema(self) -> dict[str, Any]:
        """RFC 3339 `date-time`."""
        return {"format": "date-time"}

    def write(self, value: Any) -> object:  # noqa: ANN401
        """The instant in RFC 3339; what is text already is passed on."""
        if isinstance(value, datetime):
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return value


class Whole(Described):
    """A whole number between two bounds, in plain digits; a parameter unless `in_body`."""

    kind = "integer"

    def __init__(
        self, least: Bound, most: Bound, *, in_body: bool = False, **options: Unpack[Options]
    ) -> None:
        super().__init__(**options)
        self.least = least
        self.most = most
        self.in_body = in_body

    def json_schema(self) -> dict[str, Any]:
        """The bounds."""
        return {"minimum": number_of(self.least), "maximum": number_of(self.most)}

    def read(self, value: object) -> int:
        """The number."""
        if not self.in_body:
            found = patterns.DIGITS.fullmatch(value) if isinstance(value, str) else None
            value = int(found[0]) if found else None
        least, most = number_of(self.least), number_of(self.most)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValidationError(f"Must be a whole number between {least} and {most}.")
        return value


class Share(Described):
    """A number from 0 to 1, in JSON only."""

    kind = "number"

    def json_schema(self) -> dict[str, Any]:
        """The bounds."""
        return {"minimum": 0, "maximum": 1}

    def read(self, value: object) -> float:
        """The number."""
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            raise ValidationError("Must be a number from 0 to 1.")
        return float(value)


class Flag(Described):
    """`true` or `false`: the JSON values with `in_body`, else the words in a parameter."""

    kind = "boolean"
    _WORDS: Final = {"true": True, "false": False}

    def __init__(self, *, in_body: bool = False, **options: Unpack[Options]) -> None:
        super().__init__(**options)
        self.in_body = in_body

    def read(self, value: object) -> bool:
        """The value."""
        if not self.in_body:
            value = self._WORDS.get(value) if isinstance(value, str) else None
        if not isinstance(value, bool):
            raise ValidationError("Must be true or false.")
        return value


class Number(Described):
    """A number in answers."""

    kind = "number"


class Count(Described):
    """A whole number from 0 in answers."""

    kind = "integer"

    def json_schema(self) -> dict[str, Any]:
        """The bound."""
        return {"minimum": 0}


class Plain(Described):
    """Text in answers."""


class YesNo(Described):
    """A JSON boolean in answers."""

    kind = "boolean"


class OneOf(Described):
    """One of a few words in answers."""

    def __init__(self, choices: tuple[str, ...], **options: Unpack[Options]) -> None:
        super().__init__(**options)
        self.choices = choices

    def json_schema(self) -> dict[str, Any]:
        """The words."""
        return {"enum": list(self.choices)}


class Anything(Described):
    """An object of any shape in answers."""

    kind = "object"


def bounded(value: object, longest: int) -> str:
    """The text a value is; ValidationError where it is none or too long to be looked at."""
    if not isinstance(value, str):
        raise ValidationError("Must be text.")
    if len(value) > longest:
        raise ValidationError(f"Must have at most {longest:,} characters; it has {len(value):,}.")
    return value
