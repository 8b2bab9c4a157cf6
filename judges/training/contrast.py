"""Contrast pairs out of official passages: one detail differs, and it decides the label.

Each sentence gives four pairs, mirrored so that having been edited is no cue: the sentence and
its edited form, each as the claim, against the passage with the one and with the other (in the
manner of Kaushik, Hovy and Lipton, "Learning the difference that makes a difference with
counterfactually-augmented data", ICLR 2020).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from judges.training.edits import EDITS, UNSEEN, rewritten
from judges.training.examples import Example, Target, day_of
from language.sentences import split_sentences
from verification.types import StancePair

SOURCE = "contrast"
_SHORTEST, _LONGEST = 50, 280
_HELD_OUT = 20
_REFERENCE = re.compile(r"^See |Return to text|\bpp\.|\bvol\.|“[^”]*,”|^[A-Z][a-z]+, [A-Z]|:\s")


def held_out(document_id: str) -> bool:
    """Whether a document is kept for measuring: one in twenty, by its id's hash."""
    return hashlib.sha256(document_id.encode()).digest()[0] % _HELD_OUT == 0


def contrast_pairs(
    passages: Iterable[Mapping[str, Any]], kinds: Iterable[str], seed: int
) -> Iterator[Example]:
    """Four examples for each passage where one of the kinds of edit finds something to change.

    Passages are rows of the official corpora (`id`, `text`, `title`, `publisher`, `date`).
    """
    chance = Random(seed)
    wanted = sorted(kinds)
    for row in passages:
        found = _edited(row["text"], wanted, chance)
        if found:
            yield from _four(row, *found, chance)


def _edited(text: str, kinds: list[str], chance: Random) -> tuple[str, str, str, str] | None:
    """A stretch of the text, one sentence of it, that sentence edited, and the kind of edit."""
    sentences = split_sentences(text)
    places = [at for at, one in enumerate(sentences) if _states(one.text)]
    chance.shuffle(places)
    # Nearly every sentence can be negated; the rarer kinds go first.
    order = sorted(chance.sample(kinds, len(kinds)), key=lambda kind: kind == "negation")
    for kind in order:
        for at in places[:4]:
            sentence = sentences[at].text
            changed = EDITS[kind](sentence, chance)
            if changed and changed != sentence:
                near = sentences[max(0, at - 1) : at + 2]
                return text[near[0].start : near[-1].end], sentence, changed, kind
    return None


def _states(sentence: str) -> bool:
    """Whether a sentence is a statement, and no reference, heading or torn piece."""
    return (
        _SHORTEST <= len(sentence) <= _LONGEST
        and not _REFERENCE.search(sentence)
        and sentence[0].isupper()
        and sentence[-1] in '.”"'
    )


def _four(
    row: Mapping[str, Any], stretch: str, plain: str, changed: str, kind: str, chance: Random
) -> Iterator[Example]:
    base = StancePair(
        claim="",
        evidence="",
        title=row.get("title") or "",
        publisher=row.get("publisher") or "",
        published_at=day_of(row.get("date")),
        speaker=row.get("speaker"),
    )
    for evidence in (plain, changed):
        for claim in (plain, changed):
            said = rewritten(claim, chance) if chance.random() < 0.7 else claim
            pair = replace(base, claim=said, evidence=stretch.replace(plain, evidence))
            target = Target.SUPPORTS if claim == evidence else Target.REFUTES
            yield Example(pair, target, SOURCE, f"{SOURCE}:{row['id']}", kind)


def seen_kinds() -> tuple[str, ...]:
    """The kinds of edit that training may use."""
    return tuple(kind for kind in EDITS if kind not in UNSEEN)
