"""A real browser before a real server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

from devservers import find_chromium

PATIENCE_S = 20
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--hide-scrollbars",
)
NO_SCRIPTS = {"profile.managed_default_content_settings.javascript": 2}
# Whatever the page was kept from doing is noted before anything of it runs.
NOTE_VIOLATIONS = (
    "window.violations = []; document.addEventListener('securitypolicyviolation', "
    "e => window.violations.push(e.violatedDirective + ' ' + e.blockedURI))"
)
FEWER_OPERATIONS = "document.querySelectorAll('.operation').forEach((e, n) => n < 6 || e.remove())"
RUN_AXE = """
const done = arguments[arguments.length - 1];
const rules = {'target-size': {enabled: true}};
axe.run(document, {rules, resultTypes: ['violations']}).then(done);
"""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of `assay serve --demo` over a new data folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")}
    with subprocess.Popen(
        [sys.executable, "-m", "service.cli", "serve", "--demo", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**kept, "ASSAY_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            assert process.stdout is not None
            line = next(line for line in process.stdout if "serves on" in line)
            yield line.split()[-1]
        finally:
            process.kill()


def call(address: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The JSON that an address answers, asked by a program."""
    data = json.dumps(body).encode() if body is not None else None
    headers = {"Content-Type": "application/json", "Prefer": "wait=10"}
    with urlopen(Request(address, data, headers), timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


@dataclass
class Browser:
    """Chromium, as a person or as an inspector uses it."""

    driver: webdriver.Chrome
    address: str

    def open(self, path: str) -> None:
        self.driver.get(self.address + path)

    def one(self, selector: str) -> WebElement:
        """The element, as soon as there is one."""
        self.wait(lambda: self.all(selector))
        return self.all(selector)[0]

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def wait(self, condition: Callable[[], Any]) -> Any:  # noqa: ANN401
        return WebDriverWait(self.driver, PATIENCE_S).until(lambda _: condition())

    def press(self, words: str) -> None:
        """Press the button with these words, and be where it leads."""
        found: list[WebElement] = self.wait(
            lambda: [each for each in self.all("button, .button") if each.text == words]
        )
        # A click returns before the next page is there; what is read then may be of the last one.
        left = self.one("html")
        found[0].click()
        WebDriverWait(self.driver, PATIENCE_S).until(staleness_of(left))

    @property
    def path(self) -> str:
        return str(self.driver.current_url).removeprefix(self.address)

    @property
    def words(self) -> str:
        return " ".join(self.one("body").text.split())

    def sign_in(self) -> None:
        """Sign in to the desk; the first one makes the account."""
        self.open("/desk/sign-in")
        if self.path != "/desk/sign-in":
            return
        first = "Set up the desk" in self.words
        self.one("#name").send_keys("jo")
        self.one("#password").send_keys("correct horse battery")
        self.press("Create and sign in" if first else "Sign in")
        self.wait(lambda: self.path == "/desk/")

    def look(self, *, width: int, dark: bool) -> None:
        """Be a screen of this width, with the colours its owner likes."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500},
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def width(self) -> int:
        """How wide the page is, what cannot be seen without scrolling included."""
        return int(self.driver.execute_script("return document.documentElement.scrollWidth"))

    def accessibility_violations(self) -> list[str]:
        """What axe-core objects to on this page; of many operations alike it looks at six."""
        self.driver.execute_script(FEWER_OPERATIONS)
        self.driver.execute_script(_axe())
        found = self.driver.execute_async_script(RUN_AXE)["violations"]
        return [
            f"{each['id']}: {each['help']}: {[node['html'][:200] for node in each['nodes']]}"
            for each in found
        ]

    def complaints(self) -> list[str]:
        """What the browser wrote to its console since it was last asked."""
        return [str(entry["message"]) for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]

    def violations(self) -> list[str]:
        """What the page's security policy kept it from."""
        return list(self.driver.execute_script("return window.violations"))


@contextmanager
def chromium(address: str, profile: Path, *, scripts: bool = True) -> Iterator[Browser]:
    """A browser with a profile of its own, before the server at an address."""
    found = find_chromium()
    options = webdriver.ChromeOptions()
    options.binary_location = found.binary
    for argument in (*ARGUMENTS, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not scripts:
        options.add_experimental_option("prefs", NO_SCRIPTS)
    driver = webdriver.Chrome(options=options, service=Service(found.driver))
    try:
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": NOTE_VIOLATIONS})
        yield Browser(driver, address)
    finally:
        driver.quit()


def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
