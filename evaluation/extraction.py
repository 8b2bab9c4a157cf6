"""How well claims are found in articles: check-worthiness, who said it, and annotated articles."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from evaluation.attribution_sets import score_attributions
from language.dates import find_dates
from language.normal import content_stems
from verification.extraction.article import extract
from verification.extraction.checkworthiness import check_worthiness
from verification.extraction.types import Article, ClaimDate, ExtractedClaim, Extraction

WORTH_SETS: Final = ("checkthat2024_t1/dev", "checkthat2024_t1/devtest", "claimbuster_2class/test")
ATTRIBUTION_SETS: Final = ("quotes_polnear/dev", "quotes_polnear/test")
ARTICLES: Final = "official_claims/*_article_dev.json"
_OVERLAP: Final = 0.5
_WORDS_TIMED: Final = 500


@dataclass(frozen=True, slots=True)
class _Read:
    """An annotated article with what was extracted of it."""

    gold: Mapping[str, Any]
    article: Article
    extraction: Extraction


def measure_articles(data: Path, say: Callable[[str], object] = lambda _: None) -> dict[str, Any]:
    """Measure extraction over every set of `data` that is there; names those that are missing."""
    found: dict[str, Any] = {"check_worthiness": {}, "attribution": {}, "missing": []}
    for part, names, score in (
        ("check_worthiness", WORTH_SETS, score_worth),
        ("attribution", ATTRIBUTION_SETS, score_attributions),
    ):
        for name in names:
            path = data / f"{name}.jsonl.gz"
            if path.is_file():
                say(name)
                found[part][name] = score(_rows(path))
            else:
                found["missing"].append(name)
    paths = sorted(data.glob(ARTICLES))
    if paths:
        found["articles"] = score_articles([json.loads(path.read_bytes()) for path in paths])
    else:
        found["missing"].append(ARTICLES)
    return found


def score_worth(rows: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """F1 of the positive class at the shipped threshold, and average precision."""
    answers = [(check_worthiness(row["text"]), bool(row["label"])) for row in rows]
    right = sum(worth.passes and label for worth, label in answers)
    passed, wanted = sum(w.passes for w, _ in answers), sum(label for _, label in answers)
    return {
        "n": len(answers),
        "f1": 2 * right / ((passed + wanted) or 1),
        "precision": right / (passed or 1),
        "recall": right / (wanted or 1),
        "average_precision": average_precision([(w.score, label) for w, label in answers]),
    }


def average_precision(scored: Sequence[tuple[float, bool]]) -> float:
    """The mean of the precision at the rank of each positive; 0 without any."""
    ranked = sorted(scored, key=lambda each: -each[0])
    hits, total = 0, 0.0
    for rank, (_, label) in enumerate(ranked, start=1):
        if label:
            hits += 1
            total += hits / rank
    return total / hits if hits else 0.0


def score_articles(articles: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Score annotated articles; docs/evaluation.md defines the measures."""
    read = [_extracted(gold) for gold in articles]
    pairs = [(each, claim, _best(each, claim)) for each in read for claim in each.gold["claims"]]
    hit = [(claim, found) for _, claim, found in pairs if found]
    reworded = [
        (each.article.text, claim, found)
        for each, claim, found in pairs
        if found and found.text != each.article.text[found.start : found.end]
    ]
    precision = _precision(read)
    recall = len(hit) / (len(pairs) or 1)
    dates = [right for each, claim, _ in pairs for right in _dates_right(each, claim)]
    claims = [c for each in read for c in each.extraction.claims if c.verifiable]
    lines = [(each, line) for each in read for line in each.gold["sentences"]]
    page = [(each, line) for each, line in lines if line.get("kind") == "boilerplate"]
    return {
        "articles": len(read),
        "claims": len(pairs),
        "span_precision": precision,
        "span_recall": recall,
        "span_f1": 2 * precision * recall / ((precision + recall) or 1),
        "attribution_accuracy": _share(_same_speaker(*each) for each in hit),
        "dates": len(dates),
        "date_resolution": _share(dates),
        "self_contained": _share(not claim.ambiguous for claim in claims),
        "reworded": len(reworded),
        "faithful": _share(_is_faithful(*each) for each in reworded),
        "boilerplate_recall": _share(_kind_at(*each) == "boilerplate" for each in page),
        "claims_lost_as_boilerplate": sum(
            _kind_at(each, claim) == "boilerplate" for each, claim, _ in pairs
        ),
        "seconds_500_words": _seconds(read),
    }


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _extracted(gold: Mapping[str, Any]) -> _Read:
    article = Article(gold["text"], gold["title"], date.fromisoformat(gold["published_at"]))
    return _Read(gold, article, extract(article))


def _overlap(gold: Mapping[str, Any], claim: ExtractedClaim) -> float:
    start, end = int(gold["start"]), int(gold["end"])
    shared = min(end, claim.end) - max(start, claim.start)
    return max(0, shared) / (max(end, claim.end) - min(start, claim.start))


def _best(read: _Read, gold: Mapping[str, Any]) -> ExtractedClaim | None:
    """The claim that overlaps most, by half of both together; an utterance where it has a say."""
    found = [claim for claim in read.extraction.claims if _overlap(gold, claim) >= _OVERLAP]
    return max(
        found, key=lambda claim: (_overlap(gold, claim), claim.part != "content"), default=None
    )


def _precision(read: Sequence[_Read]) -> float:
    """The share of the statements found that are annotated; utterance and content are one."""
    groups: dict[tuple[int, int], bool] = {}
    for number, each in enumerate(read):
        for at, claim in enumerate(each.extraction.claims):
            first = claim.sibling if claim.part == "content" and claim.sibling is not None else at
            if not each.extraction.claims[first].verifiable:
                continue
            known = any(_overlap(gold, claim) >= _OVERLAP for gold in each.gold["claims"])
            groups[number, first] = groups.get((number, first), False) or known
    return _share(groups.values())


def _same_speaker(gold: Mapping[str, Any], found: ExtractedClaim) -> bool:
    """Whether both name nobody, or half of the words of the expected speaker are found."""
    speaker = gold.get("speaker") or ""
    said = found.attribution
    if not speaker or not said:
        return not speaker and not said
    wanted = content_stems(speaker)
    return 2 * len(wanted & content_stems(f"{said.speaker} {said.role}")) >= len(wanted)


def _dates_right(read: _Read, gold: Mapping[str, Any]) -> list[bool]:
    """For each date of a claim that only the article's day tells: whether it was resolved right.

    The annotated claim, worded to stand alone, tells the days; where it names none, nothing is
    counted.
    """
    words = read.article.text[gold["start"] : gold["end"]]
    expected = [(found.first, found.last) for found in find_dates(gold["claim"]) if found.first]
    found = {
        each.start: each
        for claim in read.extraction.claims
        for each in claim.dates
        if gold["start"] <= each.start < gold["end"]
    }
    asked = [each for each in find_dates(words) if each.first is None or each.relative]
    if not expected:
        return []
    return [_is_right(found.get(gold["start"] + each.start), expected) for each in asked]


def _is_right(found: ClaimDate | None, expected: Sequence[tuple[date | None, date | None]]) -> bool:
    if found is None or found.first is None or found.last is None:
        return False
    return any(
        first and last and first <= found.first and found.last <= last for first, last in expected
    )


def _is_faithful(text: str, gold: Mapping[str, Any], found: ExtractedClaim) -> bool:
    """Whether the annotated claim has every word that rewording put in, and none of its dates else.

    Only dates are held against those that the annotated claim names, where it names any.
    """
    added = content_stems(_undated(found.text)) - content_stems(text[found.start : found.end])
    named = [(each.first, each.last) for each in find_dates(gold["claim"]) if each.first]
    written = [each for each in find_dates(found.text) if each.first]
    dated = not named or all(_touches(each.first, each.last, named) for each in written)
    return dated and added <= content_stems(gold["claim"])


def _touches(
    first: date | None, last: date | None, named: Sequence[tuple[date | None, date | None]]
) -> bool:
    return any(a and b and first and last and a <= last and first <= b for a, b in named)


def _undated(text: str) -> str:
    for each in reversed(find_dates(text)):
        text = f"{text[: each.start]} {text[each.end :]}"
    return text


def _kind_at(read: _Read, place: Mapping[str, Any]) -> str:
    middle = (place["start"] + place["end"]) // 2
    kinds = (s.kind for s in read.extraction.sentences if s.start <= middle < s.end)
    return next(kinds, "")


def _seconds(read: Sequence[_Read]) -> float:
    """Processor seconds for the first 500 words of all the articles, one after another."""
    words = " ".join(each.article.text for each in read).split()[:_WORDS_TIMED]
    begun = time.process_time()
    extract(Article(" ".join(words), published_at=read[0].article.published_at))
    return time.process_time() - begun


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found) if found else 0.0
