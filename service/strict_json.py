"""JSON read strictly: one meaning or none."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final, NoReturn

from service.errors import Problem

# Possessive, so that a text without a closing quotation mark costs no more than one with it.
_TOKENS: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def parse_json(data: bytes, *, max_depth: int) -> object:
    """The value in UTF-8 JSON.

    Raises Problem `malformed-request` where it is not UTF-8, `json-too-deep` before anything is
    parsed, and `malformed-json` where it is not JSON, a name occurs twice in an object, or a number
    has no finite value.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(
            "malformed-request", f"The body is not UTF-8: byte {error.start} fits nowhere."
        ) from None
    _check_depth(text, max_depth)
    try:
        value: object = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_number
        )
    except json.JSONDecodeError as error:
        raise Problem(
            "malformed-json",
            f"The body is not JSON: {error.msg} at line {error.lineno} column {error.colno}.",
        ) from None
    except ValueError as error:
        # An integer of more digits than Python converts is a plain ValueError.
        reason = str(error) if isinstance(error, _NotJSON) else "a number has too many digits"
        raise Problem("malformed-json", f"The body is not JSON: {reason}.") from None
    return value


class _NotJSON(ValueError):
    """What json.loads would let pass."""


def _check_depth(text: str, max_depth: int) -> None:
    depth = 0
    for token in _TOKENS.finditer(text):
        sign = token[0]
        if sign in "[{":
            depth += 1
            if depth > max_depth:
                raise Problem(
                    "json-too-deep", f"The body is nested more than {max_depth} levels deep."
                )
        elif sign in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _NotJSON(f"the name {json.dumps(name)[:80]} occurs twice in one object")
        found[name] = value
    return found


def _constant(name: str) -> NoReturn:
    raise _NotJSON(f"{name} is not a JSON value")


def _number(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _NotJSON("a number is too large")
    return value
