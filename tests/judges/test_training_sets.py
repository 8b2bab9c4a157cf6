from __future__ import annotations

from pathlib import Path
from random import Random

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.cross_encoder import MODEL_FOLDER
from judges.encoding import PairEncoder
from judges.training.calibrate import Answers, fitted
from judges.training.contrast import contrast_pairs, held_out, seen_kinds
from judges.training.edits import EDITS, UNSEEN, rewritten
from judges.training.examples import Example, Target, normal
from judges.training.notice import section, with_section
from judges.training.packed import Order, Packed, steps_of
from verification.types import StancePair

SENTENCES = {
    "number": "The ministry counted 1,250 houses along the river after the flood.",
    "date": "The treaty entered into force on 4 March 2021 in both countries.",
    "person": "Secretary Blinken spoke with reporters in the afternoon about it.",
    "negation": "The commission has published its findings on the accident at sea.",
    "country": "The delegation of Japan asked for a meeting of the committee soon.",
    "agency": "The World Bank has lent money for the new railway to the coast.",
    "direction": "Prices of wheat rose in the first months after the poor harvest.",
    "scope": "The bridge was closed to all lorries until the work had been done.",
    "modality": "The council will open the new school in the north of the city.",
    "attribution": "The crisis was first named so by the White House in its statement.",
    "comparator": "The office spent more than it had been given for the whole year.",
    "weapon": "The army showed a cruise missile on the square before the palace.",
    "rate": "The factory makes forty engines a year for the ships of the navy.",
    "place": "The foreign ministers met in Geneva to speak about the border.",
    "unit": "The government set aside three million for the repair of its roads.",
}
PASSAGE = {
    "id": "p-1",
    "doc_id": "p",
    "title": "Report",
    "publisher": "The Office",
    "date": "2021-03-05",
    "text": f"It was a quiet year for the office. {SENTENCES['number']} Nobody was hurt.",
}


@pytest.mark.parametrize("kind", sorted(EDITS))
def test_an_edit_changes_one_detail(kind: str) -> None:
    sentence = SENTENCES[kind]
    changed = EDITS[kind](sentence, Random(3))
    assert changed is not None
    assert changed != sentence
    kept = set(sentence.split()) & set(changed.split())
    assert len(kept) >= len(set(sentence.split())) - 4


@pytest.mark.parametrize("kind", sorted(set(EDITS) - {"negation", "date", "number"}))
def test_an_edit_finds_nothing_where_there_is_nothing(kind: str) -> None:
    assert EDITS[kind]("Snow came.", Random(3)) is None


def test_a_negated_sentence_is_affirmed_again() -> None:
    denied = EDITS["negation"](SENTENCES["negation"], Random(3))
    assert denied is not None
    assert EDITS["negation"](denied, Random(3)) == SENTENCES["negation"]


def test_a_rewrite_keeps_the_figures() -> None:
    said = rewritten("On March 5, 2021, about 12 percent of the twelve members left.", Random(1))
    for part in ("5", "2021", "12"):
        assert part in said


def test_a_rewrite_may_round_a_large_figure_and_write_out_a_small_one() -> None:
    sentence = "They spoke of 12,345 houses. They closed 3 bridges."
    said = {rewritten(sentence, Random(seed)) for seed in range(40)}
    assert any("of about 12,000 houses" in one for one in said)
    assert any("three bridges" in one for one in said)
    assert all("12,345" in one or "12,000" in one for one in said)


def test_pairs_are_mirrored_so_that_editing_is_no_cue() -> None:
    found = list(contrast_pairs([PASSAGE], ["number"], seed=5))
    assert [one.target for one in found] == [
        Target.SUPPORTS,
        Target.REFUTES,
        Target.REFUTES,
        Target.SUPPORTS,
    ]
    assert len({one.group for one in found}) == 1
    assert len({one.pair.evidence for one in found}) == 2


def test_kinds_kept_for_measuring_are_never_trained_on() -> None:
    assert not set(UNSEEN) & set(seen_kinds())
    assert {held_out(f"document-{number}") for number in range(200)} == {True, False}


def test_the_same_words_are_the_same_claim() -> None:
    assert normal("“Two ships left,” he said.") == normal("two SHIPS left he said")


def _packed(sizes: list[int]) -> Packed:
    encoder = PairEncoder(MODEL_FOLDER / "tokenizer.json")
    examples = [
        Example(
            StancePair("word " * size, "more " * size), Target(number % 3), "s", f"g{number // 2}"
        )
        for number, size in enumerate(sizes)
    ]
    return Packed.of(examples, encoder)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40), st.integers(0, 5))
def test_every_pair_is_taken_once_a_round_with_its_group(sizes: list[int], seed: int) -> None:
    packed = _packed(sizes)
    steps = list(steps_of(packed, Order(6, 200, 1.0, seed)))
    taken = [int(each) for step in steps for piece in step for each in piece]
    assert sorted(taken) == list(range(len(sizes)))
    again = list(steps_of(packed, Order(6, 200, 1.0, seed)))
    assert [[p.tolist() for p in step] for step in steps] == [
        [p.tolist() for p in step] for step in again
    ]


def test_a_set_survives_its_file(tmp_path: Path) -> None:
    packed = _packed([3, 9, 4])
    path = tmp_path / "set.npz"
    packed.save(path)
    found = Packed.load(path)
    assert found.digest == packed.digest
    assert found.padded(numpy.asarray([1]))[0].shape == (1, int(packed.lengths[1]))


def _answers(true: numpy.ndarray, targets: numpy.ndarray, headed: numpy.ndarray) -> Answers:
    return Answers(true * 3.0, targets, headed)


def _drawn(count: int, seed: int) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Logits that tell the chances truly, and stances drawn by them."""
    chance = numpy.random.default_rng(seed)
    true = chance.normal(size=(count, 3)) * 2.0
    shares = numpy.exp(true) / numpy.exp(true).sum(axis=1, keepdims=True)
    return true, numpy.asarray([chance.choice(3, p=row) for row in shares])


def test_calibration_finds_how_overconfident_logits_are() -> None:
    true, targets = _drawn(4000, 4)
    found = fitted([_answers(true, targets, numpy.arange(4000) % 2 == 0)])
    assert found.temperature == pytest.approx(3.0, rel=0.15)
    assert max(map(abs, (*found.bias, *found.bias_with_header))) < 0.2


def test_pairs_with_a_header_have_a_bias_of_their_own() -> None:
    true, targets = _drawn(6000, 5)
    headed = numpy.arange(6000) % 2 == 0
    shifted = true - numpy.outer(headed, [1.0, 0.0, -1.0])
    found = fitted([_answers(shifted, targets, headed)])
    assert found.bias_with_header[0] - found.bias[0] == pytest.approx(1.0, abs=0.2)
    assert found.bias_with_header[2] - found.bias[2] == pytest.approx(-1.0, abs=0.2)


def test_sets_with_fewer_labels_tell_the_temperature_too() -> None:
    true, targets = _drawn(6000, 6)
    sides = targets < Target.NEUTRAL
    bare = numpy.zeros(6000, dtype=bool)
    unsure = numpy.where(targets == Target.SUPPORTS, targets, Target.NOT_SUPPORTED)
    for logits, labels in ((true[sides], targets[sides]), (true, unsure)):
        found = fitted([_answers(logits, labels, bare[: len(labels)])])
        assert found.temperature == pytest.approx(3.0, rel=0.2)


def test_the_notice_gets_a_section_for_each_stage_and_keeps_the_rest() -> None:
    part = {"set": "a", "split": "train", "licence": "MIT", "pairs": 1500}
    contents = {"stage": "first", "pairs": 3000, "parts": [part]}
    before = "# Notice\n\n## Stage `first`\n\nold\n\n`written` are claims.\n"
    once = with_section(before, "first", section(contents, 1.5))
    assert "| a / train | 1,500 | 50.0 % | MIT |" in once
    assert "old" not in once
    assert with_section(once, "first", section(contents, 1.5)) == once
    twice = with_section(once, "second", section({**contents, "stage": "second"}, 1.0))
    assert twice.startswith(once.split("`written`")[0])
    assert twice.index("## Stage `second`") < twice.index("`written` are claims.")
