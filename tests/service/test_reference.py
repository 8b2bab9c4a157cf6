from __future__ import annotations

import re
from html.parser import HTMLParser

from tests.service.edge import Edge


class Links(HTMLParser):
    """Every address a page points to, every id it has, and its scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [given[name] or "" for name in ("href", "src") if name in given]
        self.ids += [given["id"] or ""] if "id" in given else []
        handlers = [name for name in given if name.startswith("on")]
        self.inline += [tag, *handlers] if tag in {"script", "style"} or handlers else []
        assert "style" not in given


def test_the_reference_shows_every_operation_and_every_object(edge: Edge) -> None:
    page = edge.get("/docs")
    assert page.mimetype == "text/html"
    spec = edge.get("/openapi.json").get_json()
    ids = set(Links(page.text).ids)
    for item in spec["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                assert operation["operationId"] in ids
    for name in spec["components"]["schemas"]:
        assert f"object-{name}" in ids
    assert "Idempotency-Key" in page.text


def test_it_needs_no_script_and_nothing_from_elsewhere(edge: Edge) -> None:
    for path in ("/docs", "/problems", "/problems/validation"):
        links = Links(edge.get(path).text)
        assert not links.inline
        for address in links.addresses:
            assert address.startswith(("/", "#")), address


def test_every_link_leads_somewhere(edge: Edge) -> None:
    page = Links(edge.get("/docs").text)
    assert len(page.ids) == len(set(page.ids))
    for address in set(page.addresses):
        if address.startswith("#"):
            assert address[1:] in page.ids
        else:
            with edge.get(address, follow_redirects=True) as answer:
                assert answer.status_code == 200, address


def test_the_commands_can_be_copied(edge: Edge) -> None:
    page = edge.get("/docs").text
    commands = re.findall(r"<pre tabindex=\"0\"><code>(curl[^<]*)</code>", page)
    assert len(commands) > 30
    assert any("application/x-ndjson" in command for command in commands)
    assert all(edge.settings.public_url in command for command in commands)
