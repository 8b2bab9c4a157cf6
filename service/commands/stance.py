"""`assay stance`: the judge alone, over a file of pairs."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from service.commands.opening import opened_judge
from service.commands.showing import progress_bar, say
from sources.dates import read_day
from verification.errors import Rejected
from verification.types import StancePair

if TYPE_CHECKING:
    from verification.ports import Judge

_EXAMPLE = "Example: assay stance --input pairs.jsonl --output stances.jsonl"
_MOST_IN_BATCH = 64


@dataclass(frozen=True, slots=True)
class _Asked:
    """One line of the input; `id` is any JSON value and given back as it came."""

    id: object
    pair: StancePair


@click.command(epilog=_EXAMPLE)
@click.option(
    "--input", "source", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True
)
@click.option(
    "--output",
    "target",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
)
def stance(source: Path, target: Path) -> None:
    """Judge the stance of evidence towards claims, both in a file of JSON Lines (or .gz).

    A line is {"id", "claim", "evidence"} with "title", "published_at", "publisher" and "speaker"
    where known; the answer is {"id", "stance", "probabilities"}, in the order of the input. A bad
    line is named and the rest is judged; the exit code is then 1.
    """
    with (
        opened_judge() as judge,
        source.open("rb") as raw,
        target.open("w", encoding="utf-8") as answers,
        progress_bar() as progress,
    ):
        task = progress.add_task("Judging", total=source.stat().st_size or 1)
        bad = 0
        lines = gzip.GzipFile(fileobj=raw) if source.suffix == ".gz" else raw
        for batch, problems in _batches(lines, min(judge.max_batch, _MOST_IN_BATCH)):
            _answer(judge, batch, answers)
            for problem in problems:
                say(f"Not judged: {source}, {problem}")
            bad += len(problems)
            progress.update(task, completed=raw.tell())
    if bad:
        raise SystemExit(1)


def _answer(judge: Judge, batch: list[_Asked], answers: IO[str]) -> None:
    judgements = judge.judge([asked.pair for asked in batch]) if batch else []
    for asked, judgement in zip(batch, judgements, strict=True):
        answer = {
            "id": asked.id,
            "stance": judgement.stance.value,
            "probabilities": judgement.as_mapping(),
        }
        answers.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _batches(
    lines: IO[bytes] | gzip.GzipFile, size: int
) -> Iterator[tuple[list[_Asked], list[str]]]:
    batch: list[_Asked] = []
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            batch.append(_parse(line))
        except Rejected as error:
            problems.append(f"line {number}: {error.detail}")
        if len(batch) == size:
            yield batch, problems
            batch, problems = [], []
    yield batch, problems


def _parse(line: bytes) -> _Asked:
    try:
        fields = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Rejected("The line is not JSON in UTF-8.") from None
    if not isinstance(fields, dict):
        raise Rejected("The line is not a JSON object.")
    if "id" not in fields:
        raise Rejected("`id` is missing.")
    published_at = _text(fields, "published_at") or _text(fields, "date")
    return _Asked(
        fields["id"],
        StancePair(
            claim=_required(fields, "claim"),
            evidence=_required(fields, "evidence"),
            title=_text(fields, "title"),
            publisher=_text(fields, "publisher"),
            published_at=read_day(published_at),
            speaker=_text(fields, "speaker") or None,
        ),
    )


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Rejected(f"`{name}` must be text.")
    return value


def _required(fields: Mapping[str, Any], name: str) -> str:
    value = _text(fields, name)
    if not value.strip():
        raise Rejected(f"`{name}` is missing or empty.")
    return value
