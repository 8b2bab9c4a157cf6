"""The parts of a judge's URL: what kind, where, and its options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from verification.errors import SettingsInvalid


@dataclass(frozen=True, slots=True)
class Address:
    """A judge's URL, taken apart; `place` is what stands between the scheme and the options."""

    scheme: str
    place: str
    options: Mapping[str, str]

    @classmethod
    def read(cls, url: str) -> Self:
        """The parts of a URL. Raises SettingsInvalid for one that is none; never quotes it."""
        scheme, colon, rest = url.partition(":")
        place, _, query = rest.partition("?")
        if not colon or "#" in rest:
            raise SettingsInvalid("ASSAY_JUDGE_URL is not a URL such as `lexical:`.")
        pairs = parse_qsl(query, keep_blank_values=True)
        options = dict(pairs)
        if len(options) != len(pairs) or (query and not pairs):
            raise SettingsInvalid(f"The options of the judge `{scheme}:` cannot be read.")
        return cls(scheme.lower(), place, options)

    def option(self, name: str, default: str | None = None) -> str:
        """An option's value. Raises SettingsInvalid where one without default is missing."""
        value = self.options.get(name) or default
        if value is None:
            raise SettingsInvalid(f"The judge `{self.scheme}:` needs the option `{name}=`.")
        return value

    def share(self, name: str, default: float) -> float:
        """An option that is a number from 0 to 1. Raises SettingsInvalid for anything else."""
        text = self.options.get(name, "")
        try:
            value = float(text) if text else default
        except ValueError:
            value = -1.0
        if not 0.0 <= value <= 1.0:
            raise SettingsInvalid(f"`{name}={text}` is not a number from 0 to 1.")
        return value

    def whole(self, name: str, default: int) -> int:
        """An option that is a whole number from 0. Raises SettingsInvalid for anything else."""
        text = self.options.get(name, "")
        if text and not (text.isascii() and text.isdigit()):
            raise SettingsInvalid(f"`{name}={text}` is not a whole number.")
        return int(text) if text else default

    def allow(self, *names: str) -> None:
        """Raise SettingsInvalid when there are other options than these."""
        for name in self.options:
            if name not in names:
                known = ", ".join(f"`{each}=`" for each in names) or "no options"
                raise SettingsInvalid(
                    f"The judge `{self.scheme}:` has no option `{name}=`; it takes {known}."
                )

    def folder(self) -> Path:
        """The folder that the place names, as in `torch:///models/nli`. Raises SettingsInvalid."""
        path = Path(unquote(self.place.removeprefix("//")))
        if not self.place.startswith("///") or not path.is_dir():
            raise SettingsInvalid(
                f"`{self.scheme}:` needs a folder that is there, as in "
                f"`{self.scheme}:///path/to/folder`, not `{self.place}`."
            )
        return path

    def server(self) -> str:
        """The http(s) address inside, as in `tei+https://host:8080`. Raises SettingsInvalid."""
        _, _, protocol = self.scheme.rpartition("+")
        url = f"{protocol}:{self.place}"
        try:
            parts = urlsplit(url)
            usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
        except ValueError:
            usable = False
        if not usable:
            raise SettingsInvalid(
                f"`{self.scheme}:` needs a host, as in `{self.scheme}://judge.example:8080`."
            )
        if "@" in parts.netloc:
            raise SettingsInvalid(
                "The address of the judge carries a user name or password; give its key in "
                "ASSAY_JUDGE_API_KEY."
            )
        return url.rstrip("/")
