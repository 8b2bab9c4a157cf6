"""The pages people see: the start page, a claim's page and the review desk."""

from __future__ import annotations

from flask import Flask

from service.desk.pages import pages
from service.desk.review import desk
from service.desk.signing_in import protect_forms
from service.desk.wording import add_wording


def register_pages(app: Flask) -> None:
    """Put the pages into an application; they need cookies and forms, the API neither."""
    protect_forms(app, pages, desk)
    add_wording(app)
    app.register_blueprint(pages)
    app.register_blueprint(desk)
