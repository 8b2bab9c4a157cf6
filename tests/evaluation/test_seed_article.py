"""The sentences of the first article, typed in one by one, against the statements of its days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from runtime.ingestion import ingest
from runtime.settings import Settings
from runtime.verifying import verify_claim
from runtime.wiring import Runtime, open_runtime
from service.intake import as_input
from sources.documents import NewDocument
from sources.reading import read_files
from verification.types import Claim, Veracity, Verdict

pytestmark = pytest.mark.seeds

WRITTEN = date(2021, 3, 24)


# Sentences of the article, or the part of one that stands alone: the statements say so plainly.
TRUE = (
    "North Korea fired two short-range missiles just days after a visit to the region by the top "
    "US defense and diplomatic officials, but President Joe Biden said they were not a serious "
    "provocation.",
    "It was nuclear-armed North Korea's first launch since his inauguration.",
    "Washington is reviewing its approach to Pyongyang.",
    "North Korea on Sunday fired two short-range, non-ballistic missiles, US administration "
    "officials said Tuesday, but downplayed them as “common” military testing and said they did "
    "not violate UN Security Council resolutions.",
    "South Korea's joint chiefs of staff said they appeared to be cruise missiles and were fired "
    "over the Yellow Sea, known as the West Sea in Korea — so towards China, rather than US ally "
    "Japan.",
    "The launches followed joint exercises by the US and South Korean militaries earlier this "
    "month and came just days after US Secretary of State Antony Blinken and Defense Secretary "
    "Lloyd Austin visited Tokyo and Seoul to discuss alliance and security issues in the region, "
    "with the North seen as a central threat.",
    "US Secretary of State Antony Blinken and Defense Secretary Lloyd Austin visited Tokyo and "
    "Seoul.",
    "Asked by reporters about the tests, Biden said: “According to the Defense department, it's "
    "business as usual. There's no new wrinkle in what they did.”",
    "“It is common practice for North Korea to test various systems,” an official added. “We do "
    "not respond to every kind of test.”",
    "While Blinken and Austin were in Seoul on March 18, North Korean first vice foreign minister "
    "Choe Son Hui accused the United States of a “lunatic theory of ‘threat from North Korea’ and "
    "groundless rhetoric about ‘complete denuclearization.’”",
    "Initial outreach from Washington to Pyongyang has turned up empty, but US officials are "
    "hopeful they can reconnect, while working in coordination with allies Japan and South Korea.",
    "Trump held two summits with Kim, in Singapore and Vietnam.",
    "Their February 2019 meeting in Hanoi broke up over sanctions relief.",
    "Biden officials are now finalizing a strategy to restart talks that the White House will "
    "discuss with Japanese and South Korean security officials next week, an administration "
    "official said.",
    "North Korea is more isolated than ever after imposing a strict border closure to protect "
    "itself from the coronavirus, blockading itself more effectively than any sanctions regime.",
)
# The same turned round.
FALSE = (
    "North Korea fired three short-range missiles on Sunday.",
    "Trump and Kim reached an agreement at their February 2019 meeting in Hanoi.",
    "Pyongyang has answered the initial outreach from Washington.",
)
NO_CLAIMS = (
    "Did North Korea fire two short-range missiles on Sunday?",
    "Why did North Korea fire the missiles?",
    "We shouldn't identify every North Korean missile test as a provocation.",
    "Pyongyang could elevate the intensity of missile tests from short-range to medium-range in "
    "the months ahead if it thinks Washington is doubling down on punitive policy against it.",
    "JOIN TODAY!",
)
# What the shipped judge and its rules get wrong, by how the sentence begins.
MISTAKES = {
    "It was nuclear-armed": "'in the first weapons test since …' is read against 'first launch'",
    "South Korea's joint chiefs": "what they said in nearly the same words is read against it",
    "US Secretary of State": "'will travel to' and 'on his visit to' are read against 'visited'",
    "“It is common practice": "'does not call for a reaction each time' is read against it",
    "Trump held two summits": "one of two meetings is read against there having been two",
    "Trump and Kim reached": "that they parted without an agreement is read for it",
}


@pytest.fixture(scope="module")
def runtime(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """An embedded runtime with the default judge and the statements."""
    opened = open_runtime(Settings(data_dir=tmp_path_factory.mktemp("seeds")))
    opened.records.migrate()
    lines = list(read_files([seeds / "missile-test-statements.jsonl"]))
    statements = [line for line in lines if isinstance(line, NewDocument)]
    assert len(statements) == len(lines) == 59
    assert not ingest(opened, map(as_input, statements), actor="test").refused
    yield opened
    opened.close()


def verdict_on(runtime: Runtime, text: str) -> Verdict:
    return verify_claim(runtime, Claim(text, WRITTEN))[0]


@pytest.fixture
def known(request: pytest.FixtureRequest, text: str) -> None:
    """Expect a known mistake, and fail when it is made no longer."""
    for beginning, why in MISTAKES.items():
        if text.startswith(beginning):
            request.applymarker(pytest.mark.xfail(reason=f"a known mistake: {why}", strict=True))


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("text", TRUE)
def test_what_the_statements_say_is_never_refuted(runtime: Runtime, text: str) -> None:
    assert verdict_on(runtime, text).veracity is not Veracity.REFUTED


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("text", FALSE)
def test_the_contrary_is_never_supported(runtime: Runtime, text: str) -> None:
    assert verdict_on(runtime, text).veracity is not Veracity.SUPPORTED


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("text", NO_CLAIMS)
def test_on_a_question_an_opinion_and_an_appeal_it_abstains(runtime: Runtime, text: str) -> None:
    assert verdict_on(runtime, text).veracity is Veracity.NOT_ENOUGH_EVIDENCE


@pytest.mark.parametrize("text", TRUE)
def test_the_sentence_stands_in_the_article(seeds: Path, text: str) -> None:
    """Nobody mends a sentence until it passes; only its ends are a sentence's own."""
    article = (seeds / "missile-test-article.txt").read_text(encoding="utf-8")
    assert text[1:].removesuffix(".") in article
