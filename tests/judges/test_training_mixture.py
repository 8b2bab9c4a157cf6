from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from judges.training import mixture, official
from judges.training.contrast import held_out
from judges.training.examples import Target
from judges.training.notice import section
from judges.training.stages import STAGES, Part

OUT = next(f"doc{at}" for at in range(1000) if held_out(f"doc{at}"))
IN, DEV = [f"doc{at}" for at in range(1000) if not held_out(f"doc{at}")][:2]
_SENTENCE = "The ministry counted {} houses along the river after the flood of {}."


def _write(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row) + "\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())


def _pair(document: str, at: int) -> dict[str, object]:
    return {
        "claim": f"Claim {at} on {document}.",
        "evidence": "A text.",
        "label": "SUPPORTS",
        "extra": {"doc_id": document, "passage_id": f"{document}-{at}"},
    }


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of a free, a held-out and a development document, with claims on each."""
    for name in official.CORPORA:
        _write(tmp_path / f"{name}.jsonl.gz", [])
    passages = [
        {
            "id": f"{document}-{at}",
            "doc_id": document,
            "title": document,
            "text": f"{_SENTENCE.format(1200 + at, 1951)} {_SENTENCE.format(300 + at, 1987)}",
        }
        for document in (IN, OUT, DEV)
        for at in range(12)
    ]
    _write(tmp_path / f"{official.CORPORA[0]}.jsonl.gz", passages)
    pairs = tmp_path / "official_pairs"
    _write(pairs / "train.jsonl.gz", [_pair(name, at) for name in (IN, OUT) for at in range(3)])
    _write(pairs / "dev.jsonl.gz", [_pair(DEV, 0)])
    gold = {"claim": "A gold claim!", "evidence": [{"doc_id": DEV}]}
    _write(tmp_path / "official_claims" / "us_dev.jsonl", [gold])
    places = [(IN, "Written."), (OUT, "Written."), (DEV, "Written."), (IN, "a GOLD claim")]
    _write(
        tmp_path / "written.jsonl.gz",
        [
            {"passage_id": f"{name}-5", "claim": claim, "label": "REFUTES", "kind": "number"}
            for name, claim in places
        ],
    )
    monkeypatch.setattr(official, "WRITTEN_FILE", tmp_path / "written.jsonl.gz")
    return tmp_path


def test_claims_of_the_sets_that_are_there_count_as_measured(data: Path) -> None:
    assert mixture.measured_claims(data) == {"a gold claim", f"claim 0 on {DEV}"}
    _write(data / "scifact" / "train.jsonl.gz", [{"claim": "Cells divide."}])
    _write(data / "healthver" / "dev.jsonl.gz", [{"claim": "Masks help."}])
    assert mixture.measured_claims(data) >= {"cells divide", "masks help"}


def test_passages_held_out_are_evidence_of_no_neutral_and_of_no_contrast(data: Path) -> None:
    found = {part.source: pairs for part, pairs in mixture.own_examples(data, "close", 7)}
    assert found["neutrals"]
    assert found["contrast"]
    for name in ("neutrals", "contrast"):
        assert {one.pair.title for one in found[name]} == {IN}


def test_written_pairs_stay_but_on_documents_and_claims_that_are_measured(data: Path) -> None:
    found = {part.source: pairs for part, pairs in mixture.own_examples(data, "close", 7)}
    assert {one.pair.title for one in found["written"]} == {IN, OUT}
    assert {one.pair.claim for one in found["written"]} == {"Written."}


def test_a_claim_on_an_abstract_is_held_against_the_sentences_that_decide_as_well(
    data: Path,
) -> None:
    text = "Mice were studied. Half of them slept. The others ate."
    _write(data / "check_covid" / "corpus.jsonl.gz", [{"id": "a1", "title": "Mice", "text": text}])
    row = {"passage_id": "a1", "claim": "One in two mice slept.", "label": "SUPPORTS"}
    _write(data / "written.jsonl.gz", [{**row, "kind": "number", "sentences": [1]}])
    (line,) = official.written(official.abstracts(data))
    pairs = [each.pair for each in line]
    assert [each.evidence for each in pairs] == [text, "Half of them slept."]
    assert {each.title for each in pairs} == {"Mice"}


def test_abstracts_that_are_measured_are_kept_out(data: Path) -> None:
    rows = [{"id": name, "title": name, "text": "Mice slept."} for name in ("a1", "a2")]
    for source, measured in (("check_covid", "test"), ("scifact", "train")):
        _write(data / source / "corpus.jsonl.gz", rows)
        _write(data / source / f"{measured}.jsonl.gz", [{"claim": "X.", "source_title": "a2"}])
    assert set(mixture.kept_out(data)) == {DEV, "a2", "scifact-a2"}


def test_versions_of_a_text_are_one_group(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = {"doc_id": "own-1", "versions": True}
    texts = [{"id": f"own-1{one}", "text": f"He has {one}.", **versions} for one in "ab"]
    _write(tmp_path / "texts.jsonl.gz", texts)
    monkeypatch.setattr(official, "TEXTS_FILE", tmp_path / "texts.jsonl.gz")
    row = {"claim": "He has a.", "kind": "number"}
    labels = {"own-1a": "SUPPORTS", "own-1b": "REFUTES"}
    rows = [{**row, "passage_id": name, "label": label} for name, label in labels.items()]
    _write(data / "written.jsonl.gz", rows)
    found = [one for line in official.written(official.own_texts()) for one in line]
    assert [one.target for one in found] == [Target.SUPPORTS, Target.REFUTES]
    assert {one.group for one in found} == {"official:own-1"}


def test_a_row_that_is_taken_again_comes_in_a_group_of_its_own(data: Path) -> None:
    part = Part("official_pairs", "train", "CC0", times=3)
    ((_, found),) = mixture.drawn(data, [part], seed=7)
    assert len(found) == len({each.group for each in found}) == 18


def test_no_stage_draws_rte_and_the_notice_names_its_terms() -> None:
    assert all(part.source != "nli_rte" for parts in STAGES.values() for part in parts)
    part = {"set": "nli_rte", "split": "train", "licence": "MIT", "pairs": 10}
    told = section({"stage": "broad", "pairs": 10, "parts": [part]}, 1.1)
    assert "| MIT |" not in told
    assert "terms of RTE 1-5" in told
