"""Pages read as text: what is left out, what is kept, and pages that mean harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.errors import LanguageNotSupported
from verification.extraction.article import extract_html
from verification.extraction.markup import read_html
from verification.extraction.types import Article

STORY = "The mayor closed 12 ports in May 2019."


@pytest.mark.parametrize(
    "page",
    [
        f"<html><head><title>News</title><meta charset=utf-8><body><p>{STORY}",
        f"<head><title>News</title></head><form id=aspnetForm><div><p>{STORY}</p></div></form>",
        f"<form><label>Name</label><input><button>Go</button><p>{STORY}</p></form>",
        f"<nav><a>Home</a><article><p>{STORY}</p></article>",
        f"<nav><a>Home</a><main>{STORY}</main>",
        f"<header><nav><a>Home</a></header><div>{STORY}</div>",
        f"<nav><a>Home</a><p>{STORY}</p>",
        f"<title>Never closed<body>{STORY}",
        f"<p>{STORY}<nav>Home</p>News</nav>",
        f"<ul><li hidden>one<p>two<li>{STORY}</ul>",
    ],
)
def test_the_story_is_kept_and_the_page_is_not(page: str) -> None:
    read = read_html(page)
    assert read.text == STORY
    assert page[slice(*read.source(0, len(STORY)))] == STORY


@pytest.mark.parametrize(
    "secret",
    [
        "<p hidden>{}</p>",
        "<div aria-hidden='true'><p>{}</p></div>",
        '<div style="color: red; DISPLAY : none"><section>{}</section></div>',
        "<span hidden>Psst. <span>So:</span> {}</span>",
        "<aside><article><p>{}</p></article></aside>",
        "<noscript><p>{}</p></noscript>",
        "<textarea><p>{}</p></textarea>",
        "<script>'</p>' + '{}'</script>",
    ],
)
def test_what_is_not_shown_is_no_claim(secret: str) -> None:
    page = secret.format("The army bought 300 tanks in 2018.") + f"<p aria-hidden=false>{STORY}"
    found = extract_html(Article(page))
    assert [claim.text for claim in found.claims] == [STORY]


def test_references_keep_their_places_and_their_letters() -> None:
    page = "AT&T &notit; &copy 2020 &#x41;&#65 &lt;b&gt; a < b &unheard;"
    read = read_html(page)
    assert read.text == "AT&T ¬it; © 2020 AA <b> a < b &unheard;"
    assert page[slice(*read.source(5, 6))] == "&not"
    for words in ("&T ", "it;", "2020", "a < b &unheard;"):
        at = read.text.index(words)
        assert page[slice(*read.source(at, at + len(words)))] == words


@pytest.mark.parametrize(
    "page",
    [
        "<p a=" * 200_000,
        '<p a=">"' * 60_000,
        "<!" * 150_000,
        "<title>" * 100_000,
        "<span hidden>" * 30_000 + "<div></div>" * 30_000,
        "&#" + "9" * 900_000,
        "<" * 150_000 + ">",
    ],
    ids=["open", "quoted", "declared", "titles", "hidden", "number", "less"],
)
def test_a_page_that_means_harm_is_read_in_one_pass(page: str) -> None:
    """Each would take hours, were any part of it read again for every tag."""
    read = read_html(page)
    assert len(read.text) == len(read.starts) == len(read.ends) <= len(page)


def test_a_tag_that_never_ends_is_text() -> None:
    assert read_html(f"<p>{STORY}</p> <p a=").text.endswith("<p a=")
    with pytest.raises(LanguageNotSupported):
        extract_html(Article("<p a=" * 2000))


TAGS = st.sampled_from(
    ["<p>", "</p>", "<nav>", "</nav>", "<div hidden>", "</div>", "<pre>", "<p a='", "'>", "<!--"]
)
WORDS = st.sampled_from(
    ["a ", "-->", "<", "&amp", "&T;", "\r\n", "<br/>", "<title>", "</", '"', ">"]
)


@given(st.lists(TAGS | WORDS, max_size=40).map("".join))
def test_whatever_the_page_the_places_stand(page: str) -> None:
    read = read_html(page)
    assert list(read.starts) == sorted(read.starts)
    assert all(
        0 <= start <= end <= len(page) for start, end in zip(read.starts, read.ends, strict=True)
    )
