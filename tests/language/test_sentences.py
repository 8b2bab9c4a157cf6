import pytest
from hypothesis import given

from language.sentences import split_sentences
from tests.language.strategies import any_text

CASES = [
    ["The U.S. fired back.", "The next day was quiet."],
    ["It landed in the U.S.", "The Navy found it."],
    ["U.S. Secretary Antony J. Blinken met Sen. J. R. Smith in St. Louis at 5 p.m. Monday."],
    ["Mr. Biden said: “It's business as usual.", "There's no new wrinkle.”", "He left."],
    ["Both fled shortly after 2 a.m.", "“Sadly, one of them fell,” Cole said."],
    ['"Really?" he asked.', '"Yes!"', "Nobody answered."],
    ["No. 5 fell 4.5 percent vs. 3.1 percent on Jan. 5, 2021."],
    ["Talks ended in January.", "In Feb. 2020 they began again."],
    [
        "Acme Inc. Chief Executive Lee Park resigned.",
        "She worked for Acme Inc.",
        "The firm agreed.",
    ],
    ["Thanks... but wait… for it.", "What?", "Yes!"],
    ["It was long. . . and slow.", "It ended."],
    ["Write to press@state.example or see www.state.example/a.b?c.", "The office is closed."],
    ["He likes vitamin C.", "It is sour."],
    ["See Smith v. Jones, 5 U.S.C. 7106, for the rule.", "It holds."],
    ["Rates rose.1", "The Board agreed.12", "It met."],
    ["(They left early.)", "“We stay.”", "[Applause.]", "Next."],
    ["The Council shall meet.", "(b) Nothing in this order is new.", "(c) It ends."],
    ["He began —.", "Then —the U.S.", "She went on —"],
    ["Ends without a stop"],
    ["日本は発表した。", "韓国も。"],
]


@pytest.mark.parametrize("expected", CASES, ids=lambda case: case[0][:30])
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    assert [sentence.text for sentence in split_sentences(" ".join(expected))] == expected


LINES = [
    (
        "Reigniting talks\nWhile they were in Seoul, the North spoke.\n\n- first item\n- second",
        [
            "Reigniting talks",
            "While they were in Seoul, the North spoke.",
            "- first item",
            "- second",
        ],
    ),
    ("1. Fire. 2. Water.\n3. Earth", ["1. Fire.", "2. Water.", "3. Earth"]),
    (
        "the North froze\n\nballistic missile tests.",
        ["the North froze\n\nballistic missile tests."],
    ),
    (
        "The officials said on Tuesday in a long line that wraps\nand goes on. Then it\nends.",
        [
            "The officials said on Tuesday in a long line that wraps\nand goes on.",
            "Then it\nends.",
        ],
    ),
    ("One.\r\nTwo.", ["One.", "Two."]),
    ("", []),
    (" \n\t ", []),
]


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_line_ends(text: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in split_sentences(text)] == expected


@given(any_text)
def test_sentences_are_the_text_without_the_space_between(text: str) -> None:
    at = 0
    for sentence in split_sentences(text):
        assert text[at : sentence.start].strip() == ""
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        at = sentence.end
    assert text[at:].strip() == ""
