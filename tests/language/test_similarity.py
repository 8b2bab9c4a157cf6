import subprocess
import sys

import pytest
from hypothesis import given

from language.similarity import (
    COPIED_SHARE,
    SKETCH_SIZE,
    containment,
    is_copy,
    jaccard,
    minhash,
    resemblance,
    shingles,
)
from tests.language.strategies import any_text

STATEMENT = (
    "North Korea fired two short-range missiles over the Yellow Sea on Sunday morning, the Joint "
    "Chiefs of Staff said. They were launched from Onchon county and appeared to be cruise "
    "missiles. The military added that it watches the situation closely together with the United "
    "States and keeps its readiness high."
)


def test_shingles_are_runs_of_words() -> None:
    assert len(shingles("one two three four five six")) == 2
    assert len(shingles("one two")) == 1
    assert shingles("One two, THREE") == shingles("one — two three.")
    assert shingles("…") == frozenset()
    assert len(shingles("one two three", n=1)) == 3


def test_shingles_are_the_same_in_every_process() -> None:
    code = "from language.similarity import minhash; print(minhash('a b c d e f g'))"
    run = [sys.executable, "-c", code]
    printed = {
        subprocess.run(run, capture_output=True, text=True, check=True).stdout for _ in range(2)
    }
    assert printed == {f"{minhash('a b c d e f g')}\n"}


def test_the_sketch_estimates_the_resemblance() -> None:
    numbers = [f"w{number}" for number in range(3000)]
    first, second = " ".join(numbers[:2000]), " ".join(numbers[1000:])
    assert jaccard(first, second) == pytest.approx(1 / 3, abs=0.01)
    assert resemblance(minhash(first), minhash(second)) == pytest.approx(1 / 3, abs=0.15)
    assert len(minhash(first)) == SKETCH_SIZE
    assert resemblance((), ()) == 0.0


def test_a_part_is_contained_in_the_whole() -> None:
    part = STATEMENT[: len(STATEMENT) // 2]
    assert containment(part, STATEMENT) > 0.9
    assert containment(STATEMENT, part) < 0.6
    assert containment("", STATEMENT) == 0.0
    assert jaccard("", "") == 0.0


COPIES = [
    STATEMENT,
    STATEMENT.upper(),
    "SEOUL (Reuters) - " + STATEMENT,
    STATEMENT + " Reporting by A. Writer; editing by B. Reader. More stories are on our pages.",
    STATEMENT.replace("closely", "attentively").replace("appeared", "seemed"),
    STATEMENT[:180],
]


@pytest.mark.parametrize("other", COPIES, ids=range(len(COPIES)))
def test_copies(other: str) -> None:
    assert is_copy(STATEMENT, other)
    assert is_copy(other, STATEMENT)


OTHERS = [
    STATEMENT.replace("two short", "three short"),
    STATEMENT.replace("Onchon", "Hamju"),
    "The South's military said that two missiles had left Onchon county on Sunday for the Yellow "
    "Sea, and that the Joint Chiefs of Staff believe they were cruise missiles.",
    "",
    "North Korea fired two missiles.",
]


@pytest.mark.parametrize("other", OTHERS, ids=range(len(OTHERS)))
def test_statements_of_their_own(other: str) -> None:
    assert not is_copy(STATEMENT, other)
    assert not is_copy(other, STATEMENT)


def test_a_decision_with_other_figures_is_a_statement_of_its_own() -> None:
    decided = "The Committee decided to {} the target range for the funds rate {} percent. "
    same = (
        "It will closely monitor incoming information and assess the implications for monetary "
        "policy. In addition, it will continue to reduce its holdings of securities and it is "
        "strongly committed to returning inflation to its objective."
    )
    raised = decided.format("raise", "to 5 to 5-1/4") + same
    kept = decided.format("maintain", "at 5-1/4 to 5-1/2") + same
    assert containment(raised, kept) >= COPIED_SHARE
    assert not is_copy(raised, kept)


def test_short_texts_are_copies_when_their_words_are_equal() -> None:
    assert is_copy("No new wrinkle.", "no new wrinkle")
    assert not is_copy("No new wrinkle.", "No new wrinkle there")
    assert not is_copy("", "")


@given(any_text, any_text)
def test_measures_are_shares(a: str, b: str) -> None:
    assert 0 <= jaccard(a, b) == jaccard(b, a) <= 1
    assert 0 <= containment(a, b) <= 1
    assert is_copy(a, b) == is_copy(b, a)
    assert list(minhash(a)) == sorted(set(minhash(a)))
