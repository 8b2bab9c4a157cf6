"""One setting: what it is called, what it may be, and how its text is read."""

from __future__ import annotations

import base64
import binascii
import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict, TypeVar, Unpack

PREFIX = "ASSAY_"
TEST_PREFIX = "ASSAY_TEST_"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the settings table.

    `type` is the Python type in words as annotated (`int`, `tuple[str, ...]`); `minimum` and
    `maximum` bound every number of it; `default` is what counts when the variable is absent or
    empty, and `shown_default` what people are told when that is worked out from other settings.
    """

    name: str
    type: str
    default: Any
    help: str
    secret: bool = False
    url: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    shown_default: str = ""

    @property
    def variable(self) -> str:
        """The name of the environment variable."""
        return PREFIX + self.name.upper()

    @property
    def file_variable(self) -> str | None:
        """The variable that names a file with the value, for secrets and addresses."""
        return f"{self.variable}_FILE" if self.secret or self.url else None

    def text_in(self, environ: Mapping[str, str]) -> str:
        """The text an environment, or the file it names, gives; empty when it gives none."""
        text = environ.get(self.variable, "")
        path = environ.get(self.file_variable, "") if self.file_variable else ""
        if not path:
            return text
        if text:
            raise ValueError(f"and {self.file_variable} exclude each other")
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"cannot be read from the file {path}: {error}") from error

    def read(self, text: str) -> object:
        """The value in a text; ValueError says in words what is wrong with it."""
        try:
            value = READERS[self.type](text.strip())
        except ValueError as error:
            raise ValueError(f"{self._named(text)} {error}") from error
        for part in value if isinstance(value, tuple) else (value,):
            self._check(part)
        return value

    def _check(self, part: object) -> None:
        if self.choices and part not in self.choices:
            raise ValueError(f"{self._named(part)} is not one of {', '.join(self.choices)}")
        if not isinstance(part, int | float) or isinstance(part, bool):
            return
        if self.minimum is not None and not part >= self.minimum:
            raise ValueError(f"{self._named(part)} is less than {self.minimum:g}")
        if self.maximum is not None and not part <= self.maximum:
            raise ValueError(f"{self._named(part)} is more than {self.maximum:g}")

    def _named(self, part: object) -> str:
        """The value as an error may show it: never a secret, nor an address with its password."""
        return "has a value that" if self.secret or self.url else f"has the value {part!r}, which"


class Limits(TypedDict, total=False):
    """The fields of `Setting` that a row may give besides its default and help."""

    secret: bool
    url: bool
    minimum: float
    maximum: float
    choices: tuple[str, ...]
    shown_default: str


def setting(default: Value, meaning: str, **limits: Unpack[Limits]) -> Value:
    """A dataclass field that is a setting."""
    return field(default=default, metadata={"help": meaning, **limits})


def unknown_variables(
    table: Sequence[Setting], environ: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Variables that look like settings and are none, each with the one it comes closest to."""
    known = {name for row in table for name in (row.variable, row.file_variable) if name}
    problems = []
    for name in sorted(environ):
        if name.startswith(PREFIX) and not name.startswith(TEST_PREFIX) and name not in known:
            closest = difflib.get_close_matches(name, known, n=1, cutoff=0)
            problems.append((name, f"is not a setting; did you mean {closest[0]}?"))
    return problems


def read_secret_key(text: str) -> str:
    """A key of 32 bytes in base64, as Fernet wants it: the URL-safe letters, padded."""
    key = text.replace("+", "-").replace("/", "_")
    try:
        size = len(base64.b64decode(key, altchars=b"-_", validate=True))
    except binascii.Error:
        size = 0
    if size != 32:
        raise ValueError("is not 32 bytes in base64; `openssl rand -base64 32` makes one")
    return key


def _read_int(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError("is not a whole number") from None


def _read_float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError("is not a number") from None


_YES_AND_NO: Mapping[str, bool] = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}


def _read_bool(text: str) -> bool:
    try:
        return _YES_AND_NO[text.lower()]
    except KeyError:
        raise ValueError("is neither yes nor no") from None


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


READERS: Mapping[str, Callable[[str], Any]] = {
    "str": str,
    "int": _read_int,
    "float": _read_float,
    "bool": _read_bool,
    "Path": Path,
    "tuple[str, ...]": lambda text: tuple(_words(text)),
    "tuple[int, ...]": lambda text: tuple(_read_int(word) for word in _words(text)),
    "tuple[SecretKey, ...]": lambda text: tuple(read_secret_key(word) for word in _words(text)),
}
