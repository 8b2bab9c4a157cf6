"""What agencies and pages put around a story, and sentences that only look like it."""

from __future__ import annotations

import pytest

from verification.extraction.boilerplate import is_boilerplate
from verification.extraction.layout import lay_out


@pytest.mark.parametrize(
    "line",
    [
        "AP writer Ann Lee contributed to this report.",
        "Associated Press writers Ann Lee in Oslo and J. R. Cole in Rome contributed reporting.",
        "Correction: The name of the port was misspelt in the first paragraph.",
        "An earlier version of this story gave the wrong year.",
        "This article was originally published by The Harbour Review.",
        "This story has been updated to include a comment from the mayor.",
        "Support independent journalism for just $5 a month",
        "Get the whole paper for only £1.50 a week.",
        "Follow Ann Lee on Twitter",
        "Our Standards: The Thomson Reuters Trust Principles.",
        "Ann Lee speaks in Oslo on March 3, 2021. REUTERS/Tom Falk",
        "Ann Lee speaks in Oslo on March 3, 2021. She won. Tom Falk/AFP/Getty Images",
        "Ann Lee speaks in Oslo, March 3, 2021 (AP Photo/Tom Falk, File)",
        "A ship leaves the port of Oslo on May 2, 2020. (Tom Falk/The Fjord via AP)",
    ],
)
def test_what_agencies_put_around_a_story_is_known(line: str) -> None:
    assert {unit.kind for unit in lay_out(line)} == {"boilerplate"}


@pytest.mark.parametrize(
    "line",
    [
        "Rising prices contributed to this report of losses, the bank said in 2019.",
        "She contributed to the report as its main author in 2019.",
        "Support for independent journalism fell 5 percent in 2020.",
        "The pill sells for just $5 a month.",
        "This report was published by the UN in 2019.",
        "An earlier version of the law was struck down in 2019.",
        "Corrections officers closed 12 prisons.",
        "Getty Images sued a rival in 2023.",
        "The TCP/IP standard dates from 1983.",
        "Reuters reported that 12 ships had left.",
        "The firm was sold to AP/Reuters.",
    ],
)
def test_sentences_that_look_alike_are_kept(line: str) -> None:
    assert not is_boilerplate(line)


def test_a_credit_ends_no_more_than_its_own_caption() -> None:
    story = " ".join(f"The mayor closed {n} ports in May." for n in range(2, 9))
    kinds = [unit.kind for unit in lay_out(f"{story} REUTERS/Ann Lee\n\nIt was shut in 2019.")]
    assert kinds == ["sentence"] * 7 + ["boilerplate", "sentence"]
