from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sources.splitting import LONGEST, SHORTEST, split_passages


def words(text: str) -> int:
    return len(text.split())


def prose(sentences: int, length: int = 20) -> str:
    inner = " ".join(["word"] * (length - 2))
    return " ".join(f"Sentence {inner} {number}." for number in range(sentences))


def test_a_short_text_is_one_passage() -> None:
    text = f"  {prose(11)}\n"
    assert split_passages(text) == [(2, len(text) - 1)]


def test_nothing_is_no_passage() -> None:
    assert split_passages("") == []
    assert split_passages(" \n\t") == []


def test_passages_are_of_the_wanted_length_and_whole_sentences() -> None:
    text = prose(100)
    ranges = split_passages(text)
    for start, end in ranges:
        assert SHORTEST <= words(text[start:end]) <= LONGEST
        assert text[start:end].startswith("Sentence")
        assert text[start:end].endswith(".")


def test_every_word_is_in_exactly_one_passage() -> None:
    text = "\n\n".join(prose(count) for count in (3, 9, 1, 14, 6))
    ranges = split_passages(text)
    assert " ".join(text[start:end] for start, end in ranges).split() == text.split()


def test_cuts_fall_between_paragraphs_where_they_can() -> None:
    text = "\n\n".join(prose(8) for _ in range(4))
    parts = [text[start:end] for start, end in split_passages(text)]
    assert parts == [prose(8)] * 4


def test_a_heading_stays_with_its_text() -> None:
    text = f"{prose(7)}\n\nResults of the second vote\n\n{prose(7)}\n\nOutlook\n\n{prose(7)}"
    parts = [text[start:end] for start, end in split_passages(text)]
    assert len(parts) == 3
    assert parts[1].startswith("Results of the second vote")
    assert parts[2].startswith("Outlook")


def test_a_sentence_without_end_is_parted_at_words() -> None:
    text = " ".join(["and"] * 1000)
    ranges = split_passages(text)
    assert max(words(text[start:end]) for start, end in ranges) <= LONGEST
    assert sum(words(text[start:end]) for start, end in ranges) == 1000


@given(st.text(alphabet="ab .\n!?\"'\u00a0-1A", max_size=3000))
def test_any_text_is_parted_in_order_without_losing_a_word(text: str) -> None:
    ranges = split_passages(text)
    assert all(start < end for start, end in ranges)
    assert ranges == sorted(ranges)
    assert "".join("".join(text[start:end].split()) for start, end in ranges) == "".join(
        text.split()
    )
