"""`assay stance`: the judge alone, over a file of pairs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from service.commands.opening import opened_judge
from service.commands.replacing import replaced
from service.commands.showing import progress_bar, say
from sources.dates import read_day
from sources.documents import BadLine
from sources.reading import numbered_lines
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
    "--input",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The file of pairs: JSON Lines, plain or .gz.",
)
@click.option(
    "--output",
    "target",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
    help="Where the answers go; a file that is there is replaced once all pairs are judged.",
)
def stance(source: Path, target: Path) -> None:
    """Judge the stance of evidence towards claims, both in a file of JSON Lines (or .gz).

    A line is {"id", "claim", "evidence"} with "title", "published_at" (or "date", as many data
    sets name it), "publisher" and "speaker" where known; the answer is {"id", "stance",
    "probabilities"}, in the order of the input. A bad line is named and the rest is judged; the
    exit code is then 1.
    """
    if target.exists() and source.samefile(target):
        raise click.UsageError("--input and --output are the same file; name another for --output.")
    with (
        opened_judge() as judge,
        source.open("rb") as raw,
        replaced(target) as answers,
        progress_bar() as progress,
    ):
        task = progress.add_task("Judging", total=source.stat().st_size or 1)
        bad = 0
        for batch, problems in _batches(source, raw, min(judge.max_batch, _MOST_IN_BATCH)):
            _answer(judge, batch, answers)
            for problem in problems:
                say(f"Not judged: {problem}")
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
    source: Path, raw: IO[bytes], size: int
) -> Iterator[tuple[list[_Asked], list[BadLine]]]:
    batch: list[_Asked] = []
    problems: list[BadLine] = []
    for line in numbered_lines(source, raw):
        if isinstance(line, BadLine):
            problems.append(line)
        elif line[1].strip():
            try:
                batch.append(_parse(line[1]))
            except Rejected as error:
                problems.append(BadLine(str(source), line[0], error.detail))
        if size in (len(batch), len(problems)):
            yield batch, problems
            batch, problems = [], []
    yield batch, problems


def _parse(line: bytes) -> _Asked:
    try:
        fields = json.loads(line.decode("utf-8"))
        json.dumps(fields, ensure_ascii=False).encode()  # half a surrogate pair cannot be answered
    except (ValueError, RecursionError):
        raise Rejected("The line is not JSON in UTF-8.") from None
    if not isinstance(fields, dict):
        raise Rejected("The line is not a JSON object.")
    if "id" not in fields:
        raise Rejected("`id` is missing.")
    return _Asked(
        fields["id"],
        StancePair(
            claim=_required(fields, "claim"),
            evidence=_required(fields, "evidence"),
            title=_text(fields, "title"),
            publisher=_text(fields, "publisher"),
            published_at=_day(fields),
            speaker=_text(fields, "speaker") or None,
        ),
    )


def _day(fields: Mapping[str, Any]) -> date | None:
    for name in ("published_at", "date"):
        if not (written := _text(fields, name).strip()):
            continue
        if day := read_day(written):
            return day
        raise Rejected(f"`{name}` is not a day; write it like 2021-03-25.")
    return None


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
