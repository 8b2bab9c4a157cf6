"""The pages in a real browser: with and without scripts, by keyboard, for every eye, unharmed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from tests.flows.browser import Browser, call, chromium, serving

pytestmark = pytest.mark.chromium

CLAIM = "North Korea fired three missiles on 21 March 2021."
STORY = (
    "North Korea fired three missiles on Sunday, officials said.\n\n"
    "The launches will bring a disaster to the region.\n\n"
    "Image source: The Indian Express\n"
)
WHY = "Washington and Seoul counted two."
HOSTILE = (
    "<script>document.title='harmed'</script>",
    '"><img src=x onerror="document.title=\'harmed\'">',
    "{{1234*1234}}",
    "\u202egnitaerht\u202c",
    "W" * 300,
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture(scope="module")
def opened(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(address, tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module")
def without_scripts(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(address, tmp_path_factory.mktemp("profile"), scripts=False) as browser:
        yield browser


@pytest.fixture
def browser(opened: Browser) -> Iterator[Browser]:
    """A browser that had nothing to complain of when the test is over."""
    opened.look(width=1200, dark=False)
    yield opened
    assert opened.complaints() == []


@pytest.fixture(params=["with scripts", "without scripts"])
def either(request: pytest.FixtureRequest) -> Iterator[Browser]:
    name = "opened" if request.param == "with scripts" else "without_scripts"
    found: Browser = request.getfixturevalue(name)
    yield found
    assert found.complaints() == []


def test_the_inspectors_see_what_is_wrong(opened: Browser) -> None:
    opened.open("/")
    opened.driver.execute_script(
        "document.querySelector('label[for=speaker]').remove();"
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">Red</p>')"
    )
    assert any("label" in each for each in opened.accessibility_violations())
    assert any("style-src" in each for each in opened.violations())
    assert any("Content Security Policy" in each for each in opened.complaints())


def check(browser: Browser, claim: str) -> None:
    """Type a claim in and wait for its verdict."""
    browser.open("/")
    browser.one("#text").send_keys(claim)
    browser.press("Check it")
    browser.one("#verdict")


def test_scripts_are_really_off(without_scripts: Browser) -> None:
    without_scripts.driver.get(
        "data:text/html,<title>off</title><script>document.title='on'</script>"
    )
    assert without_scripts.driver.title == "off"


def test_a_claim_is_typed_in_and_answered_with_its_evidence(either: Browser) -> None:
    check(either, CLAIM)
    assert either.one("h1").text == CLAIM
    assert "Refuted" in either.one(".verdict-line").text
    first = either.one(".evidence")
    assert "Contradicts" in first.text
    assert "two short-range missiles" in first.text
    assert "three missiles" in either.one(".comparisons").text
    told = call(f"{either.address}/v1{either.path}")
    assert told["verdict"]["veracity"] == "refuted"
    assert told["verdict"]["evidence"][0]["quote"] in first.text


def check_article(browser: Browser, text: str) -> None:
    """Type an article in and wait until every claim of it is checked."""
    browser.open("/")
    browser.one("#article_text").send_keys(text)
    browser.press("Find its claims")
    browser.wait(lambda: browser.all(".story") and not browser.all(".badge.checking"))


def test_an_article_shows_its_claims_and_their_verdicts(either: Browser) -> None:
    check_article(either, STORY)
    marked = [each.text for each in either.all("mark.found")]
    assert any("North Korea fired three missiles" in words for words in marked)
    assert either.all(".beat.boilerplate")
    assert either.all(".note.prediction, .note.opinion")
    either.one(".read sup a").click()
    assert "#claim-" in either.path
    either.one(".note .stated a").click()
    assert either.one("#verdict")


def test_a_reviewer_takes_the_next_claim_and_decides(either: Browser) -> None:
    call(f"{either.address}/v1/claims", {"text": CLAIM})
    call(f"{either.address}/v1/claims", {"text": CLAIM.replace("three", "five")})
    either.sign_in()
    either.press("Take the next one")
    claim = either.one("h1").text
    assert either.all(".evidence mark")
    either.one("input[value=refuted]").click()
    either.one("#rationale").send_keys(WHY)
    either.press("Decide")
    either.wait(lambda: either.path == "/desk/")
    assert "Decided. Whoever asked is being told." in either.words
    told = call(f"{either.address}/v1/claims?review_state=decided")["claims"]
    decided = next(each for each in told if each["text"] == claim)
    assert decided["review"]["rationale"] == WHY
    either.press("Sign out")
    either.wait(lambda: either.path == "/")


def test_the_keyboard_is_enough(browser: Browser) -> None:
    browser.open("/")
    keys = browser.driver.switch_to.active_element
    keys.send_keys(Keys.TAB)
    here = browser.driver.switch_to.active_element
    assert here.text == "Skip to the content"
    here.send_keys(Keys.ENTER)
    seen = []
    for _ in range(5):
        browser.driver.switch_to.active_element.send_keys(Keys.TAB)
        here = browser.driver.switch_to.active_element
        assert here.value_of_css_property("outline-style") == "solid", here.tag_name
        seen.append(here.get_dom_attribute("name"))
        if here.get_dom_attribute("name") == "text":
            here.send_keys(CLAIM)
            break
    assert seen == ["text"]
    here.send_keys(Keys.TAB)
    browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
    browser.one("#verdict")
    assert browser.one("h1").text == CLAIM


@pytest.mark.parametrize("text", HOSTILE, ids=["script", "handler", "template", "bidi", "long"])
def test_hostile_words_are_only_words(browser: Browser, text: str) -> None:
    place = f"Atlantis{HOSTILE.index(text)}"
    call(
        f"{browser.address}/v1/documents",
        {
            "title": f"Harbour {text}",
            "publisher": f"Harbour of {place} {text}"[:300],
            "speaker": text[:200],
            "text": f"{place} launched two rockets on 5 May 2021, said the harbour master. {text}",
        },
    )
    # A claim may not reverse the reading direction at all; a document that does is shown.
    spoken = "" if "\u202e" in text else text
    check(browser, f"{place} launched two rockets on 5 May 2021 {spoken}")
    browser.driver.execute_script(
        "document.querySelectorAll('details').forEach(d => d.open = true)"
    )
    quote = browser.one("blockquote").text
    assert place in quote
    assert browser.driver.title != "harmed"
    assert str(1234 * 1234) not in browser.words
    assert not browser.all("main script, main img")
    browser.look(width=390, dark=False)
    assert browser.width() == 390
    assert browser.violations() == []


@pytest.mark.parametrize("text", HOSTILE, ids=["script", "handler", "template", "bidi", "long"])
def test_hostile_words_in_an_article_are_only_words(browser: Browser, text: str) -> None:
    sent = {"text": f"{text} The harbour launched two rockets on 5 May 2021, {text} said Ann Lee."}
    article = call(f"{browser.address}/v1/articles", {**sent, "title": text, "publisher": text})
    browser.look(width=390, dark=False)
    browser.open(f"/articles/{article['id']}")
    assert "launched two rockets" in browser.words
    assert browser.driver.title != "harmed"
    assert str(1234 * 1234) not in browser.words
    assert not browser.all("main script, main img")
    assert browser.width() == 390
    assert browser.violations() == []


def every_page(browser: Browser) -> list[str]:
    """The addresses of all pages there are, one of each kind."""
    browser.sign_in()
    claims = call(f"{browser.address}/v1/claims")["claims"]
    articles = [call(f"{browser.address}/v1/articles", {"text": STORY})["id"]]
    reviews = call(f"{browser.address}/v1/reviews?state=waiting")["reviews"]
    return [
        "/",
        *(f"/articles/{each}" for each in articles),
        *{each["verdict"]["veracity"]: f"/claims/{each['id']}" for each in claims}.values(),
        "/desk/",
        "/desk/?show=decided",
        "/desk/?show=closed",
        f"/desk/reviews/{reviews[0]['id']}",
        "/docs",
        "/problems",
        "/problems/validation",
    ]


@pytest.mark.parametrize(("width", "dark"), [(1200, False), (390, True)], ids=["desk", "phone"])
def test_every_page_is_for_everybody(browser: Browser, width: int, dark: bool) -> None:
    for text in (CLAIM, "Did it rain?", "North Korea sold cruise missiles to Venezuela in 2021."):
        call(f"{browser.address}/v1/claims", {"text": text})
    wrong = {}
    for path in every_page(browser):
        browser.look(width=width, dark=dark)
        browser.open(path)
        found = [f"it is {browser.width()} wide"] if browser.width() > width else []
        found += browser.accessibility_violations()
        if found:
            wrong[path] = found
    assert not wrong
