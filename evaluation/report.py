"""The measurement as a page to read: `docs/evaluation.md` from `docs/evaluation.json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from evaluation.extraction_report import article_lines
from evaluation.stance_report import floors_table, stance_lines

_MEASURES: Final = (
    ("veracity_macro_f1", "veracity macro-F1"),
    ("accuracy", "accuracy"),
    ("evidence_recall_at_10", "evidence recall@10"),
    ("false_refutation_rate", "false refutation rate"),
    ("abstention_rate", "abstention rate"),
    ("calibration_error", "calibration error"),
    ("seconds_p50", "seconds a claim, p50"),
    ("seconds_p95", "seconds a claim, p95"),
)
_BASELINES: Final = {
    "lexical_judge": "the lexical judge with its own policy",
    "claims_alone": "claims alone, cross-validated by claim",
    "always_refuted": "always refuted",
    "always_the_commonest": "always the commonest",
}
_DEFINITIONS: Final = """
- *Veracity macro-F1*: the mean F1 of the four veracities (of those that are expected or
  answered). In brackets the 95 % interval of 1,000 draws of whole claims.
- *Evidence recall@10*: of the passages that people named as supporting or refuting a claim, the
  share among the first ten passages found, averaged over the claims that have such passages.
  Passages named as neutral do not count.
- *False refutation rate*: of the claims that are truly supported, the share answered `refuted`.
- *Abstention rate*: the share of all claims answered `not_enough_evidence`.
- *Calibration error*: how far the stated confidence is from the share of right answers, over ten
  bins of equal width.
- *The lexical judge*: `lexical:` with the policy shipped for it, asked of the same claims over the
  same corpus. *Claims alone*: a logistic regression over hashed words and pairs of words of the
  claim, which never sees a passage; each claim is answered by a model fitted on the other nine
  tenths of these claims.
- *Seconds a claim*: one verification without cache, from the claim to the checked verdict, one at
  a time.
- *Raw bulk*: what the engine takes in on its own, bare rows of id, title and text with English
  stemming, without reading the files and without the database of record.
"""


def markdown(found: Mapping[str, Any]) -> str:
    """The whole page."""
    return "\n".join(_lines(found)) + "\n"


def claims_table(sets: Mapping[str, Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a table: one row a measure, one column a set of claims."""
    rows = [["claims", *(str(scores["n"]) for scores in sets.values())]]
    for key, label in _MEASURES:
        rows.append([label, *(_value(scores, key) for scores in sets.values())])
    for name in next(iter(sets.values()))["baselines"]:
        values = [scores["baselines"][name]["veracity_macro_f1"] for scores in sets.values()]
        rows.append([f"macro-F1 of {_BASELINES[name]}", *(f"{value:.3f}" for value in values)])
    return ["", *sets], rows


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    machine = found["machine"]
    yield "# How good and how fast"
    yield ""
    yield (
        f"Written by `assay evaluate` on {machine['processors']} {machine['architecture']} "
        f"processors, {machine['system']}, Python {machine['python']}. Every number is in "
        "`evaluation.json` beside this page."
    )
    yield from _floors(found)
    for name, engine in found["engines"].items():
        yield from _engine(name, engine)
    if "stance" in found:
        yield from stance_lines(found["stance"])
    if "articles" in found:
        yield from article_lines(found["articles"])
    if found["engines"]:
        yield from ("\n## What the words mean\n", _DEFINITIONS.strip())
    for name, engine in found["engines"].items():
        yield from _wrong(name, engine)


def _floors(found: Mapping[str, Any]) -> Iterator[str]:
    rows = [*found.get("stance", {}).get("floors", ())]
    rows += [row for engine in found["engines"].values() for row in engine["floors"]]
    rows += found.get("articles", {}).get("floors", ())
    if rows:
        yield "\n## What must be reached\n"
        yield from _table(*floors_table(rows))


def _engine(name: str, engine: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n## Corpus: {name}\n"
    yield (
        f"{engine['documents']:,} documents, {engine['passages']:,} passages (generation "
        f"`{engine['corpus_generation']}`), judge `{engine['judge']}`, "
        f"policy `{engine['policy']}`.\n"
    )
    yield from _policy(engine)
    yield from _table(*claims_table({"all": engine["all"], **engine["sets"]}))
    yield from _beside(engine)
    yield "\nBy veracity, over all claims:\n"
    rows = [
        [
            label.replace("_", " "),
            *(f"{row[key]:.2f}" for key in ("precision", "recall", "f1")),
            str(row["expected"]),
            str(row["answered"]),
        ]
        for label, row in engine["all"]["classes"].items()
    ]
    yield from _table(["", "precision", "recall", "F1", "expected", "answered"], rows)
    yield f"\nSpeed (about {engine['load']} processes at work in the quarter of an hour before):\n"
    yield from _speed(engine)


def _policy(engine: Mapping[str, Any]) -> Iterator[str]:
    about = engine["policy_about"]
    if engine["policy_is_fitted_here"]:
        yield (
            "The weights of this policy were fitted on these very claims, so the scores below are "
            "better than what new claims will get"
            + ("." if not about else "; the policy's file says what it scored on claims that it")
            + ("" if not about else " had not seen:")
        )
    if about:
        yield f"\n> {about}"
    yield ""


def _beside(engine: Mapping[str, Any]) -> Iterator[str]:
    every, lexical = engine["all"], engine["lexical"]
    yield "\nBeside what knows less, over all claims:\n"
    rows = [["the judge measured", *_row(every)]]
    rows += [[_BASELINES[name], *_row(row)] for name, row in every["baselines"].items()]
    header = ["", "macro-F1", "accuracy", "false refutation rate", "abstention rate"]
    yield from _table(header, rows)
    low, high = lexical["points_above_interval"]
    yield (
        f"\nThe judge is {lexical['points_above']:.1f} points of macro-F1 ({low:.1f} to "
        f"{high:.1f}) above the lexical one (`{lexical['judge']}`, policy `{lexical['policy']}`)."
    )


def _row(scores: Mapping[str, Any]) -> list[str]:
    keys = ("veracity_macro_f1", "accuracy", "false_refutation_rate", "abstention_rate")
    return [_value(scores, key) for key in keys]


def _speed(engine: Mapping[str, Any]) -> list[str]:
    rows = [
        [label, f"{engine[key]['passages_per_second']:,.0f} passages a second"]
        for key, label in (
            ("ingest", "ingest: files to records and corpus"),
            ("reindex", "reindex: records to corpus"),
            ("raw_bulk", "raw bulk: the engine alone"),
        )
    ]
    search = engine["search"]
    for share in ("p50", "p95"):
        rows.append([f"search, {share}", f"{1000 * search[f'seconds_{share}']:.0f} ms"])
    return _table(["", ""], rows)


def _wrong(name: str, engine: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n## Wrong answers: {name}\n"
    kinds = [
        [_words(kind), str(row["claims"]), str(row["wrong"])]
        for kind, row in engine["wrong_by_type"].items()
        if row["wrong"]
    ]
    yield from _table(["type of claim", "claims", "wrong"], kinds)
    yield ""
    rows = [
        [
            item["id"],
            item["claim"].replace("|", "\\|"),
            _words(item["type"]),
            item["label"].replace("_", " "),
            item["predicted"].replace("_", " "),
            {True: "yes", False: "no", None: ""}[item["evidence_found"]],
        ]
        for item in engine["wrong"]
    ]
    yield from _table(["claim", "text", "type", "expected", "answered", "evidence found"], rows)


def _words(kind: str) -> str:
    return kind.replace("_", " ") or "not told"


def _value(scores: Mapping[str, Any], key: str) -> str:
    value = scores[key]
    if value is None:
        return ""
    if key == "veracity_macro_f1":
        low, high = scores["veracity_macro_f1_interval"]
        return f"{value:.3f} ({low:.3f} to {high:.3f})"
    return f"{value:.3f}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [header, ["---"] * len(header), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]
