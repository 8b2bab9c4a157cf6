"""The parts of extraction, each on its own."""

from __future__ import annotations

import pytest

from language.quotations import find_quotations
from verification.extraction.attribution import Saying, masked, sayings_in
from verification.extraction.boilerplate import is_boilerplate
from verification.extraction.checkworthiness import WEIGHTS_FILE, check_worthiness
from verification.extraction.clauses import clauses_in
from verification.extraction.markup import read_html


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Reuters",
        "© Han River Wire 2024.",
        "All rights reserved.",
        "Subscribe to our newsletter for the day's top stories.",
        "(Reporting by the Washington desk; editing by the night desk)",
        "Click here to read more",
        "www.example.com",
        "SIX-WEEK ONLINE COURSE IN INTERNATIONAL RELATIONS",
        "BY THE KOOTNEETI",
        "Advertisement",
        "Share this article",
    ],
)
def test_lines_of_the_page_are_known(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Follow-up talks were held in Hanoi.",
        "Sources close to the minister said he had resigned.",
        "Photographs show 12 trucks at the border.",
        "By Tuesday the army had closed 12 ports.",
        "Related charges were dropped in 2019.",
        "Previous talks failed in 2019.",
        "Promoted to general in 2019, he led the army.",
        "Contact with the crew was lost at 3:00.",
        "Written by two economists, the paper says prices fell.",
        "Copyright law was changed in 2019.",
        "NATO SAYS RUSSIA FIRED 12 MISSILES",
        "Comments by the minister angered France.",
    ],
)
def test_sentences_that_begin_alike_are_kept(line: str) -> None:
    assert not is_boilerplate(line)


def said(sentence: str) -> list[tuple[str, str, str]]:
    blotted = masked(sentence, find_quotations(sentence))

    def told(saying: Saying) -> tuple[str, str, str]:
        source = saying.source.of(sentence) if saying.source else ""
        return source, saying.cue.of(sentence), saying.content[0].of(sentence)

    return [told(saying) for saying in sayings_in(blotted, 0, len(sentence))]


def test_two_sources_in_a_sentence_are_two_attributions() -> None:
    found = said("The army said the port was closed, but the mayor denied that it was.")
    assert [each[:2] for each in found] == [("The army", "said"), ("the mayor", "denied")]


def test_words_in_quotation_marks_attribute_nothing() -> None:
    (found,) = said("Lee said: “According to the ministry, it's business as usual.”")
    assert found[:2] == ("Lee", "said")


def test_a_source_amid_the_words_leaves_two_pieces() -> None:
    sentence = "The rocket, the army said on Friday, flew for 5,156 seconds over the sea."
    (saying,) = sayings_in(sentence, 0, len(sentence))
    assert [span.of(sentence) for span in saying.content] == [
        "The rocket",
        "flew for 5,156 seconds over the sea",
    ]


def test_who_passed_it_on_is_told_apart() -> None:
    sentence = "“The test is appropriate,” leader Kim Jong Un said, according to the agency."
    (saying,) = sayings_in(masked(sentence, find_quotations(sentence)), 0, len(sentence))
    assert saying.source and saying.source.of(sentence) == "leader Kim Jong Un"
    assert saying.through and saying.through.of(sentence) == "the agency"


def test_lists_are_not_cut() -> None:
    sentence = "The ministers of France, Spain and Italy met in Rome and Naples."
    assert len(clauses_in(sentence, 0, len(sentence))) == 1


def test_figures_of_the_past_are_worth_checking_and_thanks_are_not() -> None:
    worth = check_worthiness("Unemployment fell to 3.6 percent in March 2022.")
    assert worth.passes
    assert "a quantity" in worth.reasons
    assert not check_worthiness("Thank you very much, and good night.").passes


def test_the_weights_are_small() -> None:
    assert WEIGHTS_FILE.stat().st_size < 1_000_000


def test_entities_and_tags_keep_their_places() -> None:
    page = "<p>Big &amp; <b>bo</b>ld&nbsp;text</p><style>p {}</style><p>Next"
    read = read_html(page)
    assert read.text == "Big & bold\u00a0text\n\nNext"
    start = read.text.index("& bold")
    first, last = read.source(start, start + len("& bold"))
    assert page[first:last] == "&amp; <b>bo</b>ld"
