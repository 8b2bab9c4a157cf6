"""The pages people see: the start page, a claim's page and the review desk."""

from __future__ import annotations

from flask import Flask

from service.desk import articles, entrance, pages, queue, review
from service.desk.blueprints import desk
from service.desk.blueprints import pages as open_pages
from service.desk.forms import protect_forms
from service.desk.wording import add_wording

_VIEWS = (articles, entrance, pages, queue, review)


def register_pages(app: Flask) -> None:
    """Put the pages into an application; they need cookies and forms, the API neither."""
    assert all(_VIEWS), "their views are on the blueprints"
    # Before the token of a form is looked for in its body.
    app.before_request(articles.make_room)
    protect_forms(app, open_pages, desk)
    add_wording(app)
    entrance.keep_count(app)
    app.register_blueprint(open_pages)
    app.register_blueprint(desk)
