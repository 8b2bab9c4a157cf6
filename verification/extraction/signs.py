"""What in a sentence's form tells how much it deserves to be checked: figures, acts, modality."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

from language.dates import find_dates
from language.lists import any_of, word_set
from language.main_verb import IRREGULAR_PASTS
from language.names import find_names
from language.outlook import is_opinion, is_prediction
from language.polarity import direction_words, is_question, modality, negations
from language.quantities import find_quantities

__all__ = ["IRREGULAR_PASTS", "signs_of"]

_SUBJECT: Final = re.compile(
    r"\W*(?:(?:and|but|so|now|well|because|look|ok|yes|no)\W+)*(?P<word>\w+)", re.IGNORECASE
)
_PRONOUNS: Final = word_set("i we you he she they it this that there the my our his let")
_OTHERS: Final = word_set("he she they")
_ACTORS: Final = _OTHERS | word_set("we i the")
_PARTICIPLES: Final = word_set("been done gone given taken known seen")
_PAST: Final = re.compile(
    rf"\b(?:\w{{3,}}ed|{any_of(IRREGULAR_PASTS | _PARTICIPLES)})\b", re.IGNORECASE
)
_TO_COME: Final = re.compile(
    r"\b(?:will|going to|gonna|would|should|must|could|may|might|let's|want|need|have to|ought)\b"
    r"|\w'll\b",
    re.IGNORECASE,
)
_COMPARED: Final = re.compile(
    r"\b(?:more|less|fewer|most|least|largest|highest|lowest|biggest|greatest|first|only|ever|never"
    r"|every|all|no one|nobody|than|double|doubled|twice|half|percent|majority|record)\b",
    re.IGNORECASE,
)
_LARGE: Final = re.compile(
    r"\b(?:million|billion|trillion|thousand|hundred|percent)\b|[%$]", re.IGNORECASE
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_SPAN: Final = re.compile(r"\b(?:ago|since|last year|years?)\b", re.IGNORECASE)
_TALK: Final = re.compile(
    r"\b(?:think|believe|hope|feel|guess|know|wish|like to|thank|please|question|answer)\b",
    re.IGNORECASE,
)


def signs_of(sentence: str) -> dict[str, float]:
    """Return the signs that a sentence shows, each with its size in [0, 1]; length is one."""
    straight = sentence.replace("’", "'")
    length = len(straight.split())
    found = _SUBJECT.match(straight)
    subject = found["word"].lower() if found else ""
    signs = {"length": min(1.0, math.log1p(length) / 5)}
    held = {*_sizes(straight, length), *_facts(sentence, straight), *_manner(straight)}
    if subject in _PRONOUNS:
        held.add(f"subject {subject}")
    if "past" in held and subject in _ACTORS:
        held.add("somebody acted")
    if subject in _OTHERS and "to come" not in held:
        held.add("of others")
    held |= {f"figure and {word}" for word in ("past", "to come") if {word, "figure"} <= held}
    return signs | dict.fromkeys(sorted(held), 1.0)


def _sizes(sentence: str, length: int) -> Iterator[str]:
    if length <= 4:
        yield "very short"
    if length <= 8:
        yield "short"
    if length >= 20:
        yield "long"
    if sentence.rstrip().endswith(("...", "-", "–")):
        yield "broken off"


def _facts(sentence: str, straight: str) -> Iterator[str]:
    quantities, names = find_quantities(sentence), find_names(sentence)
    if any(map(str.isdigit, sentence)):
        yield "figure"
    if quantities:
        yield "quantity"
    if len(quantities) > 1:
        yield "quantities"
    if names:
        yield "name"
    if len(names) > 1:
        yield "names"
    if any(name.kind == "person" for name in names):
        yield "person"
    if any(name.kind in ("place", "group") for name in names):
        yield "place"
    if find_dates(sentence):
        yield "date"
    for sign, pattern in (("large", _LARGE), ("year", _YEAR), ("span", _SPAN)):
        if pattern.search(straight):
            yield sign


def _manner(sentence: str) -> Iterator[str]:
    pasts = sum(1 for _ in _PAST.finditer(sentence))
    tests: tuple[tuple[str, object], ...] = (
        ("past", pasts),
        ("pasts", pasts > 1),
        ("to come", _TO_COME.search(sentence)),
        ("comparison", _COMPARED.search(sentence)),
        ("talk", _TALK.search(sentence)),
        ("question", is_question(sentence)),
        ("opinion", is_opinion(sentence)),
        ("prediction", is_prediction(sentence)),
        ("denial", negations(sentence)),
        ("direction", direction_words(sentence)),
        ("quotation", '"' in sentence or "“" in sentence),
    )
    yield from (sign for sign, held in tests if held)
    yield from (f"modality {name}" for name in modality(sentence))
