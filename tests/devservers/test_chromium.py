"""Chromium is found where it is installed, and asked for in one sentence where it is not."""

import os
import shutil
import subprocess

import pytest

from devservers import ServerFailed, find_chromium


@pytest.mark.chromium
def test_the_browser_and_its_driver_are_of_one_version() -> None:
    found = find_chromium()
    versions = [
        subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        for program in (found.binary, found.driver)
    ]
    browser, driver = (
        next(word for word in text.split() if word[0].isdigit()) for text in versions
    )
    assert browser.split(".")[0] == driver.split(".")[0]


def test_without_a_browser_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(ServerFailed, match="sudo apt-get install chromium chromium-driver"):
        find_chromium()
