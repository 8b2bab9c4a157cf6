"""A person at a browser without scripts: reads pages, fills in their forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.service.edge import Edge

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PASSWORD = "correct horse battery"


@dataclass
class Form:
    """A form: where it goes, what it sends of itself, and what can be filled in."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """What an answer shows: its forms, its links and its words."""

    def __init__(self, answer: TestResponse) -> None:
        super().__init__()
        assert answer.mimetype == "text/html", answer.text
        self.status = answer.status_code
        self.headers = answer.headers
        self.source = answer.text
        self.path = answer.request.path
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._writing = ""
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag == "form":
            self.forms.append(Form(given["action"] or ""))
        name = given.get("name") or ""
        if tag == "textarea":
            self._writing = name
        if tag in {"input", "textarea", "select"} and name and self.forms:
            form = self.forms[-1]
            kept = form.hidden if given.get("type") == "hidden" else form.fields
            if given.get("type") != "radio" or "checked" in given:
                kept[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._writing = ""

    def handle_data(self, data: str) -> None:
        if self._writing:
            self.forms[-1].fields[self._writing] += data
        self.words = " ".join(f"{self.words} {data}".split())

    def form(self, ending: str) -> Form:
        """The form whose address ends so."""
        found = [each for each in self.forms if each.action.endswith(ending)]
        assert found, f"{self.path} has no form for {ending}: {self.words}"
        return found[0]

    def find(self, tag: str, **attributes: str) -> Iterator[dict[str, str | None]]:
        """The attributes of every such tag."""
        for name, given in self.tags:
            if name == tag and all(given.get(key) == want for key, want in attributes.items()):
                yield given


def filled(page: Page, ending: str, **values: str) -> dict[str, str]:
    """What a form of a page sends once it is filled in."""
    form = page.form(ending)
    return {**form.hidden, **form.fields, **values}


class Visitor:
    """Somebody with a browser of their own."""

    def __init__(self, edge: Edge) -> None:
        self.edge = edge
        self.client: FlaskClient = edge.app.test_client()

    def get(self, path: str, **more: object) -> Page:
        """Open a page, following where it leads."""
        given: dict[str, Any] = {"headers": BROWSER, "follow_redirects": True, **more}
        return Page(self.client.get(path, **given))

    def send(self, page: Page, ending: str, *, to: str = "", **values: str) -> Page:
        """Fill in a form and send it, following where it leads.

        `to` stands for a button that sends the form to another address.
        """
        data = filled(page, ending, **values)
        address = to or page.form(ending).action
        return Page(self.client.post(address, data=data, headers=BROWSER, follow_redirects=True))

    def sign_in(self, name: str, password: str = PASSWORD) -> Page:
        """Sign in, or make the first account where nobody has one."""
        return self.send(self.get("/desk/sign-in"), "/sign-in", name=name, password=password)

    def token(self) -> str:
        """What the browser holds for its session at the desk."""
        cookie = self.client.get_cookie("assay_session")
        return cookie.value if cookie else ""
