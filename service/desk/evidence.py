"""A verdict's evidence as people read it: by side, copies behind the first, words in context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

CONTEXT_CHARACTERS: Final = 320

Item: TypeAlias = Mapping[str, Any]
Version: TypeAlias = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Context:
    """The words around a quotation in its document, cut at spaces."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence, the copies that count as one with it, and the words around it."""

    item: Item
    copies: tuple[Item, ...] = ()
    context: Context | None = None

    @property
    def compared(self) -> list[Item]:
        """What claim and evidence say in different words; what differs comes first."""
        rows = [row for row in self.item["comparisons"] if not _word_for_word(row)]
        return sorted(rows, key=lambda row: row["agrees"] is not False)

    @property
    def same(self) -> list[str]:
        """What both say in the same words."""
        return [row["claim"] for row in self.item["comparisons"] if _word_for_word(row)]


@dataclass(frozen=True, slots=True)
class Arranged:
    """Evidence on either side, heaviest first; `others` carries no weight."""

    supports: tuple[Shown, ...]
    refutes: tuple[Shown, ...]
    others: tuple[Shown, ...]


def quoted_versions(verdict: Item | None) -> set[Version]:
    """The versions of documents that a verdict quotes."""
    return {_version(item) for item in verdict["evidence"]} if verdict else set()


def arranged(verdict: Item | None, texts: Mapping[Version, str] | None = None) -> Arranged:
    """The evidence of a verdict; with the texts of its documents, each quotation in context."""
    groups: dict[tuple[str, object], list[Item]] = {}
    for item in verdict["evidence"] if verdict else ():
        groups.setdefault(_group(item), []).append(item)
    shown: dict[str, list[Shown]] = {"supports": [], "refutes": [], "others": []}
    for (side, _), (first, *copies) in groups.items():
        context = _context(first, (texts or {}).get(_version(first)))
        shown[side].append(Shown(first, tuple(copies), context))
    return Arranged(**{side: tuple(found) for side, found in shown.items()})


def _word_for_word(row: Item) -> bool:
    return bool(row["agrees"]) and row["claim"] == row["evidence"]


def _group(item: Item) -> tuple[str, object]:
    """Its side, and what it shares with its copies."""
    speaks = item["weight"] > 0 and item["stance"] != "neutral"
    return (item["stance"] if speaks else "others"), item["cluster"] or item["passage_id"]


def _version(item: Item) -> Version:
    return item["document"]["id"], item["document"]["version"]


def _context(item: Item, text: str | None) -> Context | None:
    if text is None:
        return None
    start, end = item["start"], item["end"]
    before = text[max(0, start - CONTEXT_CHARACTERS) : start]
    after = text[end : end + CONTEXT_CHARACTERS]
    if start > CONTEXT_CHARACTERS:
        before = "… " + before.partition(" ")[2]
    if end + CONTEXT_CHARACTERS < len(text):
        after = after.rpartition(" ")[0] + " …"
    return Context(before, after)
