"""What is known of names: countries, capitals, institutions, places, offices, given names.

General knowledge as plain data files beside this module, read once, at the first question.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from language.lists import word_set
from language.types import NameKind

_DATA: Final = Path(__file__).with_name("data")
_WORDS_OF_A_NAME: Final = re.compile(r"\s+|(?<!\bal)-(?=[A-Z])")
_DOT_AND_DASH: Final = str.maketrans({".": "", "-": " ", "’": "'", "‘": "'", "–": " "})
# Family names that come first, as Korean and Chinese ones do.
FAMILY_FIRST: Final = word_set(
    """
    kim ri lee rhee pak park choe choi jo cho jong jung jeong chung kang kang han jang chang ro roh
    no moon mun yoon yun o oh hong hwang hyon so suh ryu ryang xi li wang zhang liu chen yang zhao
    huang zhou wu xu sun hu zhu gao lin he guo ma luo deng mao jiang wen ban ho nguyen pham tran
    """
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that has a name; `canonical` is the same for all its names.

    ``sort`` is "country", "demonym", "capital", "institution", "place" or "office"; ``of`` is the
    canonical name of the country it belongs to; ``capitals_only`` marks acronyms, which are words
    of another meaning in small letters ("WHO").
    """

    canonical: str
    kind: NameKind
    sort: str
    of: str = ""
    capitals_only: bool = False


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All entries by the words of their names, longest name first for each first word.

    ``owners`` gives the country of each capital.
    """

    by_first: dict[str, list[tuple[tuple[str, ...], Entry]]]
    countries: frozenset[str]
    institutions: frozenset[str]
    owners: dict[str, str]

    def longest(self, keys: list[str], written: list[str], at: int) -> tuple[Entry, int] | None:
        """Return the entry with the longest name that begins at word `at`, and its end."""
        for name, entry in self.by_first.get(keys[at], ()):
            end = at + len(name)
            if tuple(keys[at:end]) == name and (
                not entry.capitals_only or written[at].replace(".", "").isupper()
            ):
                return entry, end
        return None


@lru_cache(maxsize=16384)
def key_of(word: str) -> str:
    """Return a word as names are compared: folded, without accents, full stops and possessive."""
    folded = word.casefold()
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded)
        folded = "".join(part for part in parts if not unicodedata.combining(part))
    return folded.translate(_DOT_AND_DASH).removesuffix("'s").strip("' ")


def canonical_of(words: Iterable[str]) -> str:
    """Return the words of a name as one key."""
    return " ".join(key for word in words if (key := key_of(word)))


def _read(name: str) -> Any:  # noqa: ANN401 - what JSON holds
    return json.loads((_DATA / name).read_text("utf-8"))


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the gazetteer; the files are read at the first call."""
    by_first: dict[str, dict[tuple[str, ...], Entry]] = {}
    for written, entry in _entries():
        name = tuple(key_of(word) for word in _WORDS_OF_A_NAME.split(written))
        by_first.setdefault(name[0], {}).setdefault(name, entry)
    ordered = {
        first: sorted(names.items(), key=lambda item: -len(item[0]))
        for first, names in by_first.items()
    }
    everything = [entry for names in by_first.values() for entry in names.values()]
    return Gazetteer(
        ordered,
        frozenset(entry.canonical for entry in everything if entry.sort == "country"),
        frozenset(entry.canonical for entry in everything if entry.sort == "institution"),
        {entry.canonical: entry.of for entry in everything if entry.sort == "capital"},
    )


def _entries() -> Iterator[tuple[str, Entry]]:
    yield from _country_entries()
    for row in _read("institutions.json"):
        canonical, of = canonical_of([row["name"]]), canonical_of([row.get("of", "")])
        for name in (row["name"], *row["aliases"]):
            only = _is_acronym(name)
            yield name, Entry(canonical, "organisation", "institution", of, capitals_only=only)
    for name in _read("places.json"):
        yield name, Entry(canonical_of([name]), "place", "place", capitals_only=_is_acronym(name))
    for name in _read("offices.json"):
        yield name, Entry(canonical_of([name]), "unknown", "office")


def _country_entries() -> Iterator[tuple[str, Entry]]:
    for row in _read("countries.json"):
        country = canonical_of([row["name"]])
        for name in (row["name"], *row["aliases"]):
            only = _is_acronym(name)
            yield name, Entry(country, "place", "country", capitals_only=only)
        for name in row["demonyms"]:
            yield name, Entry(country, "group", "demonym")
        for name in row["capitals"]:
            yield name, Entry(canonical_of([name]), "place", "capital", of=country)


def _is_acronym(name: str) -> bool:
    letters = name.replace(".", "")
    return letters.isalpha() and letters.isupper()


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Return common given names, folded."""
    return frozenset(_read("given_names.json"))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return words that begin sentences without being names, folded."""
    return frozenset(_read("common_words.json"))
