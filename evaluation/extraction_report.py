"""The measurement of articles as lines of the page and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from evaluation.attribution_sets import FIELDS

_ARTICLE_MEASURES: Final = (
    ("span_f1", "claim span F1"),
    ("attribution_accuracy", "attribution accuracy"),
    ("date_resolution", "date resolution accuracy"),
    ("self_contained", "self-contained claims"),
    ("faithful", "faithful rewordings"),
    ("boilerplate_recall", "boilerplate recall"),
    ("claims_lost_as_boilerplate", "claims lost as boilerplate"),
    ("seconds_500_words", "processor seconds for 500 words"),
)
_DEFINITIONS: Final = """
- *F1* is of the check-worthy class, at the shipped threshold; the threshold was chosen on dev.
- *Exact*: all letters and figures of a field agree, but for a leading "that"; F1 over all
  attributions found and expected. *Overlap*: F1 of the letters and figures shared.
- *Claim span F1*: an annotated claim is found where a claim overlaps it by half of both together;
  that somebody said something, and what was said, count as one claim found.
- *Attribution accuracy*: of the annotated claims found, those whose speaker is the annotated one
  (by half of the words of the name and office), or that rightly have none.
- *Date resolution accuracy*: of the dates that only the day of the article tells, those resolved
  into days that the annotated claim names.
- *MAP@5* of known claims: how high the claim already checked stands among the five best, by the
  words alone; all claims of the set are looked through.
- *Self-contained claims*: those in which no word was reported as ambiguous.
- *Faithful rewordings*: of the annotated claims found and reworded to stand alone, those in which
  every word put in is in the annotated claim too, and every date falls on one that it names.
"""


def article_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the page that tell how well claims are found in articles."""
    yield "\n## Claims in articles\n"
    header, rows = articles_table(found)
    for row in (header, ["---"] * len(header), *rows):
        yield f"| {' | '.join(row)} |"
    yield f"\n{_DEFINITIONS.strip()}"


def articles_table(found: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Header and rows: one row a measure of a set."""
    rows: list[list[str]] = []
    for name, scores in found["check_worthiness"].items():
        rows.append([name, "check-worthiness F1", f"{scores['f1']:.3f}"])
        rows.append([name, "average precision", f"{scores['average_precision']:.3f}"])
    for name, scores in found["attribution"].items():
        for field in FIELDS:
            exact, overlap = scores[field]["exact_f1"], scores[field]["overlap_f1"]
            rows.append([name, f"{field}: exact F1, overlap F1", f"{exact:.3f}, {overlap:.3f}"])
    for name, scores in found.get("matching", {}).items():
        rows.append([name, "claims known again: MAP@5", f"{scores['map_at_5']:.3f}"])
    if articles := found.get("articles"):
        label = f"{articles['articles']} annotated articles, {articles['claims']} claims"
        rows += [[label, words, f"{articles[key]:.3g}"] for key, words in _ARTICLE_MEASURES]
    return ["set", "measure", "value"], rows
