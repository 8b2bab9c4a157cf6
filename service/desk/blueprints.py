"""The two blueprints of the pages people see: open ones, and those of the desk."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("pages", __name__, template_folder="templates")
desk = Blueprint("desk", __name__, url_prefix="/desk")
