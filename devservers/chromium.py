"""Chromium and its driver: found, or installed where this process may install."""

import logging
import os
import shutil
import subprocess
from dataclasses import dataclass

from devservers.processes import ServerFailed

log = logging.getLogger(__name__)

_BINARIES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_DRIVERS = ("chromedriver", "chromium-chromedriver", "chromium.chromedriver")
_INSTALLING = (
    ("apt-get", "update", "-q"),
    ("apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium", "chromium-driver"),
)
_INSTALL_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Chromium:
    """Paths of the browser and of the WebDriver server that goes with it."""

    binary: str
    driver: str


def find_chromium() -> Chromium:
    """The installed Chromium; as root on a Debian system it is installed when it is missing.

    Raises `ServerFailed` when there is none and none can be had.
    """
    found = _look()
    if found is not None:
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
        found = _look()
    if found is None:
        raise ServerFailed(
            "Chromium and chromedriver are missing: install them, on Debian or Ubuntu with "
            "`sudo apt-get install chromium chromium-driver`, and try again."
        )
    return found


def _look() -> Chromium | None:
    binary = next(filter(None, map(shutil.which, _BINARIES)), None)
    driver = next(filter(None, map(shutil.which, _DRIVERS)), None)
    return Chromium(binary, driver) if binary and driver else None


def _install() -> None:
    log.info("Installing Chromium")
    for command in _INSTALLING:
        # Without an answerer, a package that asks something must take its default.
        done = subprocess.run(
            ["/usr/bin/env", "DEBIAN_FRONTEND=noninteractive", *command],
            capture_output=True,
            text=True,
            check=False,
            timeout=_INSTALL_SECONDS,
        )
        if done.returncode != 0:
            tail = " ".join(done.stderr.split())[-300:]
            raise ServerFailed(f"Chromium could not be installed (`{' '.join(command)}`): {tail}")
