"""The pages of articles, without a browser: what is marked, noted, refused and kept from harm."""

from __future__ import annotations

import re

from tests.service.edge import STATEMENT, Edge
from tests.service.test_articles_api import STORY

TITLE = "Missiles <b>fired</b>"


def form_of(edge: Edge, **fields: str) -> dict[str, str]:
    page = edge.get("/").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return {"csrf_token": found[1], "article_text": STORY, "article_title": TITLE, **fields}


def article_page(edge: Edge, **fields: str) -> str:
    """The address of the page that a form leads to."""
    answer = edge.client.post("/articles", data=form_of(edge, **fields))
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_an_article_becomes_a_page_that_renews_itself_until_all_is_checked(edge: Edge) -> None:
    edge.post("/v1/documents", STATEMENT)
    place = article_page(edge, article_published_at="2021-03-26")

    waiting = edge.get(place)
    assert waiting.headers["Refresh"]
    assert "Checking …" in waiting.text

    edge.work()
    done = edge.get(place)
    assert "Refresh" not in done.headers
    assert "Checking …" not in done.text
    assert '<mark class="found ' in done.text
    assert "26 March 2021" in done.text


def test_every_word_of_the_article_is_shown_and_nothing_of_it_is_markup(edge: Edge) -> None:
    text = "North Korea <script>fired</script> two missiles & more on Sunday, officials said.\n"
    page = edge.get(article_page(edge, article_text=text)).text
    story = page[page.index('<div class="story">') :]
    assert "<script>" not in page
    assert "&lt;script&gt;fired&lt;/script&gt;" in story
    assert "&lt;b&gt;fired&lt;/b&gt;" in page
    shown = re.sub(r"<sup>.*?</sup>|<[^>]+>", "", story.split('<ol class="notes"')[0])
    assert "two missiles &amp; more on Sunday, officials said." in shown


def test_opinions_are_named_and_boilerplate_is_dimmed(edge: Edge) -> None:
    text = f"{STORY}\nImage source: The Indian Express\n"
    page = edge.get(article_page(edge, article_text=text)).text
    assert re.search(r'class="badge (opinion|prediction)"', page)
    assert '<div class="beat boilerplate">' in page


def test_html_is_shown_as_its_words(edge: Edge) -> None:
    html = (
        "<p>North Korea fired <b>two</b> missiles on 25 March 2021.</p><script>evil()</script>\n"
        "<p>Kim Jong Un said that it was a test.</p>"
    )
    sent = edge.post("/v1/articles", {"html": html}).get_json()
    page = edge.get(f"/articles/{sent['id']}").text
    assert "&lt;b&gt;" not in page
    assert "evil" not in page
    assert "North Korea fired two missiles" in re.sub(r"<[^>]+>", "", page)


def test_what_is_wrong_is_said_and_nothing_that_was_typed_is_lost(edge: Edge) -> None:
    for text, says in (("🚀", "no sentence"), ("Северная Корея запустила ракеты.", "English")):
        answer = edge.client.post("/articles", data=form_of(edge, article_text=text))
        assert answer.status_code == 422
        assert says in answer.text
        assert text in answer.text
        assert "Missiles &lt;b&gt;fired" in answer.text
    bad_day = edge.client.post("/articles", data=form_of(edge, article_published_at="Sunday"))
    assert "Published on: Must be a day" in bad_day.text


def test_a_long_article_has_room_in_the_form(edge: Edge) -> None:
    long = "The ministry counted 12 missiles on 3 May 2021.\r\n" * 2
    long += "What did they say about it?\r\n" * 8000
    assert article_page(edge, article_text=long)
    too_long = edge.client.post("/articles", data=form_of(edge, article_text="a" * 7_000_000))
    assert too_long.status_code == 413


def test_forged_forms_and_unknown_articles_are_refused(edge: Edge) -> None:
    forged = edge.client.post("/articles", data={"article_text": STORY})
    assert forged.status_code == 400
    assert edge.get("/articles/art_unknown", headers={"Accept": "text/html"}).status_code == 404


def test_strangers_are_asked_to_sign_in(guarded: Edge) -> None:
    assert "/desk/sign-in" in guarded.get("/articles/art_unknown").headers["Location"]
