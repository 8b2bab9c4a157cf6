"""The measurement of the judge as a part of the page to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from evaluation.floors import ELSEWHERE, IN_DOMAIN
from evaluation.neutral_families import FAMILIES
from evaluation.reliability import diagrams

Found = Mapping[str, Any]

IMAGE: Final = "images/reliability.svg"
_FEWEST: Final = 5
_WAYS: Final = {"three": "S/R/N", "sides": "S/R", "supported": "S/not S"}
_DEFINITIONS: Final = """
- *S/R/N*: supports, refutes or neutral, the likeliest of the three. *S/R*: a set without neutral
  pairs, scored by the larger of the two probabilities, scaled to sum to one; *of three* beside
  it counts the answer neutral as wrong. *S/not S*: a set that tells support from the rest, or
  has no refuted pairs: supported where that is likelier than all else together.
- *Macro-F1*: the mean F1 of the classes that are expected or answered; in brackets the 95 %
  interval of 1,000 draws of whole claims.
- *ECE*: expected calibration error over 15 bins of equally many answers. *Brier* and *NLL*: the
  squared distance to the truth, and the negative logarithm of the true answer's probability. All
  three, and the diagrams, are of the rows that the shipped model's calibration was not fitted on:
  where it was fitted on half of a set, *rows told by* counts the others. *Of perfect confidences*
  is the mean ECE that as many answers show which are right exactly as often as they say.
- *At 80 %*: the accuracy among the most confident four fifths of the answers.
- *Rows*: how many were asked, of how many there are; sets without a floor are drawn by a fixed
  seed. *Met*: of these rows, those whose claim, with whatever evidence, is in some set that
  training learns from.
"""


def floors_table(floors: Sequence[Found]) -> tuple[list[str], list[list[str]]]:
    """Header and rows of the floors: measure, floor, aim, value and whether it is met."""
    rows = []
    for row in floors:
        small = row["aim"] <= 1
        value = "not measured" if row["value"] is None else _number(row["value"], small=small)
        met = {True: "yes", False: "no", None: ""}[row["met"]]
        bound = "at most" if row["most"] else "at least"
        floor = f"{bound} {row['floor']:g}"
        rows.append([row["measure"], floor, f"{row['aim']:g}", value, met])
    return ["measure", "floor", "aim", "value", "met"], rows


def reliability(found: Found) -> str:
    """The reliability diagrams, as SVG, of the sets that have floors; of the written pairs else."""
    sets = {name: found["sets"][name]["bins"] for name in _with_floors(found)}
    return diagrams(sets or {"written pairs": found["contrast"]["written"]["bins"]})


def stance_lines(found: Found) -> Iterator[str]:
    """The lines of the page's part on the judge."""
    yield "\n## The judge alone\n"
    yield (
        f"`{found['judge']}` over {found['pairs']:,} pairs of claim and passage in "
        f"{found['seconds']:,.0f} seconds, at most {found['most']:,} rows a set."
    )
    if found["missing"]:
        yield f"\nNot there, and not measured: {', '.join(found['missing'])}."
    if found["sets"]:
        yield from _sets(found)
        yield from _calibration(found["calibration"])
        yield from _kinds(found["sets"])
    yield f"\n![Share right over confidence, set by set]({IMAGE})\n"
    yield from _contrast(found["contrast"])
    yield from _neutral(found["neutral"])
    yield from _baselines(found)
    yield from _behaviour(found)
    yield from _eight_bits(found)
    yield from ("\nWhat the columns mean:\n", _DEFINITIONS.strip())


def _with_floors(found: Found) -> list[str]:
    return [name for name in (*IN_DOMAIN, *ELSEWHERE) if name in found["sets"]]


def _sets(found: Found) -> Iterator[str]:
    yield "\n### Sets that nothing was learnt from\n"
    first = _with_floors(found)
    names = [*first, *(name for name in found["sets"] if name not in first)]
    header = [
        "set", "ways", "rows", "met", "macro-F1", "accuracy", "of three",
        "always the commonest", "at 80 %", "ECE", "Brier", "NLL",
        "rows told by",
    ]  # fmt: skip
    yield from _table(header, [_set(name, found["sets"][name]) for name in names])
    yield "\nBy class (precision / recall / F1, expected), the sets with floors:\n"
    classes = ("supports", "refutes", "neutral")
    rows = [[name, *(_class(found["sets"][name], each) for each in classes)] for name in first]
    yield from _table(["set", *classes], rows)


def _set(name: str, row: Found) -> list[str]:
    low, high = row["intervals"]["macro_f1"]
    rows = f"{row['n']:,}" if row["n"] == row["whole"] else f"{row['n']:,} of {row['whole']:,}"
    three = f"{row['accuracy_of_three']:.3f}" if "accuracy_of_three" in row else ""
    return [
        name,
        _WAYS[row["ways"]],
        rows,
        str(row["met"] or ""),
        f"{row['macro_f1']:.3f} ({low:.3f} to {high:.3f})",
        f"{row['accuracy']:.3f}",
        three,
        f"{row['majority']['accuracy']:.3f}",
        f"{row['accuracy_at_80']:.3f}",
        *(_known(row[key]) for key in ("calibration_error", "brier", "negative_log_likelihood")),
        f"{row['calibration_rows']:,}",
    ]


def _calibration(found: Found) -> Iterator[str]:
    """Calibration over the sets of one kind taken as one, beside what chance alone shows."""
    names = {"in_domain": ", ".join(IN_DOMAIN), "elsewhere": ", ".join(ELSEWHERE)}
    titles = {"in_domain": "in domain", "elsewhere": "never trained on"}
    yield "\nCalibration, the answers to several sets taken as one:\n"
    rows = [
        [
            f"{titles[group]}: {names[group]}",
            f"{row['n']:,}",
            _known(row["calibration_error"]),
            _known(row["by_chance"]),
        ]
        for group, row in found.items()
    ]
    yield from _table(["sets", "rows told by", "ECE", "of perfect confidences"], rows)


def _class(row: Found, name: str) -> str:
    if name not in row["classes"]:
        return ""
    one = row["classes"][name]
    return f"{one['precision']:.2f} / {one['recall']:.2f} / {one['f1']:.2f}, {one['expected']}"


def _kinds(sets: Found) -> Iterator[str]:
    for name, one in sets.items():
        rows = [
            [kind.replace("_", " ") or "not told", str(row["n"]), _accuracy(row)]
            for kind, row in one.get("kinds", {}).items()
            if row["n"] >= _FEWEST
        ]
        if rows:
            yield f"\n### {name}: by kind\n"
            yield f"Kinds with at least {_FEWEST} rows; `evaluation.json` has all.\n"
            yield from _table(["kind", "rows", "accuracy"], rows)


def _contrast(contrast: Found) -> Iterator[str]:
    yield "\n### Contrast: one detail decides\n"
    yield (
        "Pairs made from official documents kept out of training, each sentence and its edited "
        "form against both, and pairs written by hand over the demonstration corpus; S/R. *Unseen* "
        "are the kinds kept out of the pairs that training makes by rule.\n"
    )
    rows = []
    for name, part in contrast.items():
        low, high = part["intervals"]["accuracy"]
        whole = f"{part['accuracy']:.3f} ({low:.3f} to {high:.3f})"
        three = f"{part['accuracy_of_three']:.3f}"
        rows.append([f"**{name}**", str(part["n"]), whole, three])
        for kind, one in part["kinds"].items():
            cells = _accuracy(one), f"{one['accuracy_of_three']:.3f}"
            rows.append([kind, str(one["n"]), *cells])
    yield from _table(["kind of edit", "pairs", "accuracy", "of three"], rows)


def _neutral(neutral: Found) -> Iterator[str]:
    if not neutral:
        return
    yield "\n### Neutral passages, by how they came there\n"
    rows = [
        [name.replace("_", " "), FAMILIES[name], str(row["n"]), _accuracy(row, "recall")]
        for name, row in neutral.items()
    ]
    yield from _table(["family", "the passage", "pairs", "recall"], rows)


def _baselines(found: Found) -> Iterator[str]:
    if not found["baselines"]:
        return
    yield "\n### Without the evidence\n"
    yield (
        "Claims alone: a logistic regression over hashed words and pairs of words, fitted on the "
        "claims of official_pairs/train. What it scores can be read off the claims' wording.\n"
    )
    rows = []
    for name, row in found["baselines"].items():
        judge = found["sets"][name]["macro_f1"]
        scores = judge, row["macro_f1"], row["majority"]["macro_f1"]
        rows.append([name, str(row["n"]), *(f"{each:.3f}" for each in scores)])
    yield from _table(["macro-F1", "rows", "judge", "claims alone", "always the commonest"], rows)


def _behaviour(found: Found) -> Iterator[str]:
    yield "\n### Consistency and speed\n"
    changes = found["consistency"]
    exchange = {**changes["exchange"], "rate": changes["exchange"]["supported"]}
    rows = [
        [label, str(row["n"]), _rate(row)]
        for label, row in (
            ("the claim negated: supports and refutes change places", changes["negation"]),
            ("claim and rewording exchanged: same stance", changes["exchange"]),
            ("claim and rewording exchanged: supports both times", exchange),
            ("a sentence from elsewhere appended: same stance", changes["irrelevant_sentence"]),
        )
    ]
    yield from _table(["change", "pairs", "rate"], rows)
    yield ""
    yield from _speed(found["speed"])


def _speed(speed: Found) -> Iterator[str]:
    threads = speed["threads"]
    if threads is not None:
        yield f"In {threads} threads, beside ONNX Runtime alone on the same pairs in as many:\n"
    rows = [
        [
            tokens,
            _known(row["mean_tokens"], ".1f"),
            f"{row['pairs_per_second']:,.0f}",
            _known(row["bare_pairs_per_second"], ",.0f"),
            _known(row["ratio"], ".2f"),
        ]
        for tokens, row in speed["lengths"].items()
    ]
    header = ["tokens a pair, about", "mean tokens", "pairs a second", "the engine alone", "ratio"]
    yield from _table(header, rows)


def _eight_bits(found: Found) -> Iterator[str]:
    yield "\n### What 8 bits cost\n"
    if "eight_bits" not in found:
        yield "Not measured: no 32-bit model was given (`--fp32`)."
        return
    lost = found["eight_bits"]
    yield "The 32-bit model with the same tokenizer and calibration, on the same rows.\n"
    rows = [
        [
            name,
            row["measure"].replace("macro_f1", "macro-F1"),
            f"{row['n']:,}",
            *(f"{100 * row[key]:.1f}" for key in ("fp32", "int8")),
            f"{row['points_lost']:.2f}",
        ]
        for name, row in lost["sets"].items()
    ]
    rows.append(["mean", "", "", "", "", _known(lost["mean_points_lost"], ".2f")])
    header = ["set", "measure", "rows", "32 bits", "8 bits", "points lost"]
    yield from _table(header, rows)


def _accuracy(row: Found, key: str = "accuracy") -> str:
    low, high = row["interval"]
    return f"{row[key]:.3f} ({low:.3f} to {high:.3f})"


def _known(value: float | None, form: str = ".3f") -> str:
    return "not told" if value is None else format(value, form)


def _rate(row: Found) -> str:
    return "" if row["rate"] is None else f"{row['rate']:.3f}"


def _number(value: float, *, small: bool) -> str:
    return f"{value:.3f}" if small else f"{value:.1f}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [header, ["---"] * len(header), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]
