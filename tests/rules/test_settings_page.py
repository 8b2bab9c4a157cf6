"""The page about the settings says what the table says."""

from __future__ import annotations

from runtime.settings import SETTINGS
from runtime.settings_page import settings_page
from tests.rules.test_imports import ROOT


def test_the_page_is_the_one_the_table_makes() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == settings_page(SETTINGS), "run: make docs"


def test_the_page_names_every_variable() -> None:
    page = settings_page(SETTINGS)
    for row in SETTINGS:
        assert f"`{row.variable}`" in page
