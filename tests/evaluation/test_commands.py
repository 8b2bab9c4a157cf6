"""`assay evaluate` over small corpora that are really built."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from judges.cross_encoder import MODEL_FOLDER
from service.cli import cli

STATEMENTS = [
    {
        "id": f"{topic}-0",
        "doc_id": topic,
        "title": f"About {topic}",
        "publisher": "Ministry of Works",
        "date": "2021-03-01",
        "text": f"The {topic} bridge was opened on 1 March 2021. It cost {cost} million dollars.",
    }
    for topic, cost in (("northern", 30), ("southern", 45), ("eastern", 60))
]
CLAIMS = [
    {
        "id": "c1",
        "claim": "The northern bridge cost 30 million dollars.",
        "claimed_at": "2021-04-01",
        "label": "supported",
        "evidence": [{"passage_id": "northern-0", "doc_id": "northern", "stance": "supports"}],
    },
    {
        "id": "c2",
        "claim": "The southern bridge cost 90 million dollars.",
        "claimed_at": "2021-04-01",
        "label": "refuted",
        "evidence": [{"passage_id": "southern-0", "doc_id": "southern", "stance": "refutes"}],
    },
    {
        "id": "c3",
        "claim": "The eastern bridge was opened on 1 March 2021.",
        "claimed_at": "2020-01-01",
        "label": "not_enough_evidence",
    },
]
PAIRS = [
    {
        "id": f"p{at}",
        "claim": claim,
        "evidence": STATEMENTS[0]["text"],
        "label": label,
        "source_title": "About northern",
        "extra": {"passage_id": "northern-0", "doc_id": "northern"},
    }
    for at, (claim, label) in enumerate(
        (
            ("The northern bridge cost 30 million dollars.", "SUPPORTS"),
            ("The northern bridge was opened in 1999.", "REFUTES"),
            ("The northern bridge is painted green.", "NEI"),
        )
    )
]


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSAY_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def assay(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments], prog_name="assay")


def lines(rows: Sequence[object]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@pytest.fixture
def claims_file(tmp_path: Path) -> Path:
    path = tmp_path / "claims.jsonl"
    path.write_bytes(lines(CLAIMS))
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> None:
    path = tmp_path / "statements.jsonl"
    path.write_bytes(lines(STATEMENTS))
    assert assay("ingest", path).exit_code == 0


@pytest.fixture
def development_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "development"
    for name in ("official_works", "nk_provocations", "official_claims", "official_pairs"):
        (folder / name).mkdir(parents=True)
    packed = gzip.compress(lines(STATEMENTS))
    (folder / "official_works" / "passages.jsonl.gz").write_bytes(packed)
    event = {"id": "event-1", "title": "An event", "publisher": "A list", "text": "It rained."}
    (folder / "nk_provocations" / "events.jsonl.gz").write_bytes(gzip.compress(lines([event])))
    (folder / "official_claims" / "works_dev.jsonl").write_bytes(lines(CLAIMS))
    (folder / "official_pairs" / "dev.jsonl.gz").write_bytes(gzip.compress(lines(PAIRS)))
    return folder


@pytest.mark.usefixtures("corpus")
def test_claims_are_measured_over_the_corpus_in_use(claims_file: Path, tmp_path: Path) -> None:
    output = tmp_path / "results.json"
    result = assay("evaluate", "--claims", claims_file, "--json", output)
    assert result.exit_code == 0, result.output
    assert "veracity macro-F1" in result.stdout
    found: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    assert found["n"] == 3
    assert found["evidence_recall_at_10"] == 1.0
    assert found["seconds_p95"] >= found["seconds_p50"] > 0
    assert set(found) >= {
        "veracity_macro_f1",
        "accuracy",
        "false_refutation_rate",
        "abstention_rate",
        "baselines",
    }
    first = found["predictions"][0]
    assert first["id"] == "c1"
    assert first["label"] == "supported"
    assert first["passages"][0] == "northern-0"
    assert sum(first["probabilities"].values()) == pytest.approx(1)
    right = [each["label"] == each["predicted"] for each in found["predictions"]]
    assert found["accuracy"] == pytest.approx(sum(right) / 3)


@pytest.mark.usefixtures("corpus")
def test_a_claim_is_judged_as_of_its_day(claims_file: Path, tmp_path: Path) -> None:
    output = tmp_path / "results.json"
    assay("evaluate", "--claims", claims_file, "--json", output)
    early = json.loads(output.read_text(encoding="utf-8"))["predictions"][2]
    assert early["predicted"] == "not_enough_evidence"
    assert early["passages"] == []


@pytest.mark.usefixtures("corpus")
def test_several_files_are_measured_apart_and_together(claims_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl.gz"
    other.write_bytes(gzip.compress(lines(CLAIMS[:1])))
    output = tmp_path / "results.json"
    assay("evaluate", "--claims", claims_file, "--claims", other, "--json", output)
    found = json.loads(output.read_text(encoding="utf-8"))
    assert found["n"] == 4
    assert [each["n"] for each in found["sets"].values()] == [3, 1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--claims", "{folder}/missing.jsonl"), "There is no file"),
        (("--data", "{folder}/missing"), "There is no development data in"),
        ((), "Give either --claims FILE or --data FOLDER"),
        (("--part", "stance", "--fp32", "model.onnx"), "--fp32 needs --data FOLDER"),
        (("--data", "{folder}", "--part", "claims", "--fp32", "m"), "the part `stance` or `all`"),
    ],
)
def test_what_is_missing_is_one_clear_sentence(
    tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    result = assay("evaluate", *(each.format(folder=tmp_path) for each in arguments))
    assert result.exit_code != 0
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_an_empty_corpus_measures_nothing(claims_file: Path) -> None:
    result = assay("evaluate", "--claims", claims_file)
    assert result.exit_code == 1
    assert "The corpus is empty" in result.stderr


def measured(folder: Path, engine: str, output: Path, part: str = "all") -> dict[str, Any]:
    options = ("--corpus", engine, "--output", output, "--part", part)
    result = assay("evaluate", "--data", folder, *options)
    assert result.exit_code == 0, (result.output, result.exception)
    page = (output / "evaluation.md").read_text(encoding="utf-8")
    assert (f"## Corpus: {engine}" in page) == (part != "stance")
    assert ("## The judge alone" in page) == (part != "claims")
    found: dict[str, Any] = json.loads((output / "evaluation.json").read_text(encoding="utf-8"))
    return found


def check_engine(engine: dict[str, Any]) -> None:
    assert (engine["documents"], engine["passages"]) == (4, 4)
    assert engine["all"]["n"] == engine["sets"]["works"]["n"] == 3
    assert engine["all"]["evidence_recall_at_10"] == 1.0
    assert engine["search"]["searches"] == 3
    assert engine["lexical"]["judge"].startswith("lexical-")
    assert engine["lexical"]["all"]["n"] == 3
    assert {"lexical_judge", "claims_alone"} < engine["all"]["baselines"].keys()
    assert {"lexical_judge", "claims_alone"} < engine["sets"]["works"]["baselines"].keys()
    assert engine["policy_about"].startswith("Fitted by evaluation/fit_policy.py")
    assert sum(row["wrong"] for row in engine["wrong_by_type"].values()) == len(engine["wrong"])
    assert len(engine["floors"]) == 4
    for key in ("ingest", "reindex", "raw_bulk"):
        assert engine[key]["passages_per_second"] > 0


def check_stance(stance: dict[str, Any]) -> None:
    assert stance["sets"]["official_pairs/dev"]["n"] == 3
    assert stance["sets"]["gold_passages"]["n"] == 2
    assert stance["neutral"]["near_miss"]["n"] == 1
    assert stance["contrast"]["written"]["n"] == 72
    assert "vitaminc/real_dev" in stance["missing"]
    rows = {row["measure"]: row for row in stance["floors"]}
    assert rows["FM2 dev: accuracy"]["value"] is None
    assert rows["official pairs dev: macro-F1"]["met"] in {True, False}
    assert set(stance["speed"]["lengths"]) == {"64", "128", "256"}
    assert rows["points lost by 8 bits: mean of the sets with floors"]["value"] is None
    assert set(stance["consistency"]) == {"negation", "exchange", "irrelevant_sentence"}
    assert sum(row["n"] for row in stance["sets"]["gold_passages"]["kinds"].values()) == 2
    low, high = stance["neutral"]["near_miss"]["interval"]
    assert 0 <= low <= stance["neutral"]["near_miss"]["recall"] <= high <= 1


def test_development_data_is_measured_on_the_embedded_corpus(
    development_folder: Path, tmp_path: Path, data_dir: Path
) -> None:
    found = measured(development_folder, "embedded", tmp_path / "out")
    check_stance(found["stance"])
    check_engine(found["engines"]["embedded"])
    page = (tmp_path / "out" / "evaluation.md").read_text(encoding="utf-8")
    for part in (
        "## What must be reached",
        "| embedded: veracity macro-F1 | at least 0.5 | 0.7 |",
        "fitted on these very claims",
        f"> {found['engines']['embedded']['policy_about']}",
        "| claims alone, cross-validated by claim |",
        "| the lexical judge with its own policy |",
        "| type of claim | claims | wrong |",
        "In 2 threads",
        "Not measured: no 32-bit model was given",
    ):
        assert part in page
    drawing = (tmp_path / "out" / "images" / "reliability.svg").read_text(encoding="utf-8")
    assert drawing.startswith("<svg")
    assert not data_dir.exists()


def test_one_part_leaves_what_is_known_of_the_other(
    development_folder: Path, tmp_path: Path
) -> None:
    claims = measured(development_folder, "embedded", tmp_path / "out", "claims")
    assert "stance" not in claims
    options = ("--part", "stance", "--output", tmp_path / "out", "--judge", "lexical:")
    result = assay("evaluate", "--data", development_folder, *options)
    assert result.exit_code == 0, (result.output, result.exception)
    assert "Not measured: vitaminc/real_dev is not in" in result.stderr
    assert "cannot time it" in result.stderr
    assert "official pairs dev: macro-F1" in result.stdout
    found = json.loads((tmp_path / "out" / "evaluation.json").read_text(encoding="utf-8"))
    assert found["engines"] == claims["engines"]
    check_stance(found["stance"])


def test_a_model_of_32_bits_tells_what_8_bits_cost(
    development_folder: Path, tmp_path: Path
) -> None:
    options = ("--part", "stance", "--output", tmp_path, "--data", development_folder)
    result = assay("evaluate", *options, "--fp32", MODEL_FOLDER / "model.onnx")
    assert result.exit_code == 0, (result.output, result.exception)
    found = json.loads((tmp_path / "evaluation.json").read_text(encoding="utf-8"))["stance"]
    assert set(found["eight_bits"]["sets"]) == {"gold_passages", "official_pairs/dev"}
    # The same model twice loses nothing.
    assert found["eight_bits"]["mean_points_lost"] == 0.0
    assert "| official_pairs/dev | macro-F1 | 3 |" in (tmp_path / "evaluation.md").read_text()
    other = assay("evaluate", *options, "--fp32", "x.onnx", "--judge", "lexical:")
    assert other.exit_code == 2
    assert "--fp32 is for the judge `onnx:`" in other.stderr


def test_the_judge_can_be_measured_without_data(tmp_path: Path) -> None:
    output = tmp_path / "results.json"
    result = assay("evaluate", "--part", "stance", "--json", output)
    assert result.exit_code == 0, result.output
    found = json.loads(output.read_text(encoding="utf-8"))
    assert found["judge"].startswith("assay-minilm-l6-")
    assert found["contrast"]["written"]["n"] == 72
    assert found["consistency"]["irrelevant_sentence"]["n"] == 72


def test_a_judge_that_is_none_is_one_clear_sentence() -> None:
    result = assay("evaluate", "--part", "stance", "--judge", "oracle:")
    assert result.exit_code != 0
    assert "No judge is called `oracle:`" in result.stderr


@pytest.mark.elasticsearch
def test_development_data_is_measured_on_elasticsearch(
    development_folder: Path, tmp_path: Path
) -> None:
    found = measured(development_folder, "elasticsearch", tmp_path / "out", "claims")
    check_engine(found["engines"]["elasticsearch"])
