"""What the cross-encoder is shown of the words that both texts share."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.conftest import need_installed

need_installed("torch", extra="train", whole_file=__file__)

from judges.training.network import CrossEncoder, kin_of  # noqa: E402

torch: Any = import_module("torch")

# Claim "10 11 12", evidence "13 11 12 14 10", then padding.
IDS = [[101, 10, 11, 12, 102, 13, 11, 12, 14, 10, 102, 0]]
TYPES = [[0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0]]


def test_a_word_of_both_texts_is_marked_and_more_so_beside_another() -> None:
    embeddings = CrossEncoder(dropout=0.0).embeddings
    marks = embeddings.marks(torch.tensor(IDS), torch.tensor(TYPES))[0].tolist()
    # 0 to 2 in the claim, 3 to 5 in the evidence: alone, shared, shared with a neighbour.
    assert marks[1:4] == [1, 2, 2]
    assert marks[5:10] == [3, 5, 5, 3, 4]
    assert marks[0] == marks[11] == 0


def test_a_new_network_reads_as_the_encoder_did_without_marks() -> None:
    torch.manual_seed(1)
    model = CrossEncoder(dropout=0.0).eval()
    asked = (torch.tensor(IDS), torch.ones(1, 12).long(), torch.tensor(TYPES))
    with torch.no_grad():
        before = model(*asked)
        model.embeddings.shared.weight[5] += 1.0
        after = model(*asked)
        model.embeddings.shared.weight.zero_()
        assert torch.allclose(model(*asked), before)
    assert not torch.allclose(before, after)


def test_kin_are_words_of_one_stem_and_numbers_of_one_figure(tmp_path: Path) -> None:
    words = ["launch", "two", "launched", "2", "##ed", "ships"]
    vocabulary = {word: number for number, word in enumerate(words)}
    file = tmp_path / "tokenizer.json"
    file.write_text(json.dumps({"model": {"vocab": vocabulary}}), "utf-8")
    assert kin_of(file) == [0, 1, 0, 1, 4, 5]
