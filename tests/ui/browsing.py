"""A browser and a server of the web pages for the end-to-end tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent.parent
ARTEFACTS = ROOT / "test-artefacts"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
Open = Callable[..., "Page"]  # opens a page of a site, by its address
PATIENCE = 60_000  # milliseconds; the model is loaded at the first question


FAILED = pytest.StashKey[bool]()


class BrowserMissing(Exception):
    """Why no browser can be had."""


@contextmanager
def open_browser() -> Iterator[Browser]:
    """The system's Chromium; MAILUO_TEST_BROWSER names another."""
    path = os.environ.get("MAILUO_TEST_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise BrowserMissing(f"none of {', '.join(NAMES)} is installed; tests/system-packages installs one on Debian")
    try:
        from playwright.sync_api import Error, sync_playwright
    except ModuleNotFoundError as error:
        raise BrowserMissing("the Python package playwright is not installed") from error
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        except Error as error:
            raise BrowserMissing(f"{path} does not start: {error}") from error
        yield browser
        browser.close()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("localhost", 0))
        port: int = listener.getsockname()[1]
    return port


@contextmanager
def serve(
    home: Path, log: Path, *options: str, variables: Mapping[str, str] = {}, folder: Path = ROOT
) -> Iterator[str]:
    """`mailuo ui` over the knowledge base in `home`; gives its address. variables: further ones of its environment.
    folder: where it is started."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAILUO_", "NEO4J_"))}
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-c", "from ui.cli.main import main; main()", "ui", "--port", str(port), *options],
            cwd=folder,
            env={**environment, "MAILUO_HOME": str(home), **variables},
            stdout=out,
            stderr=out,
        )
    address = f"http://localhost:{port}"
    try:
        _wait_for(address, server, log)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        if server.poll() is not None:
            raise RuntimeError(f"mailuo ui ended: {log.read_text(errors='replace')}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.25)
    raise RuntimeError(f"mailuo ui did not answer: {log.read_text(errors='replace')}")


def wait_until(page: Page, condition: str) -> None:
    """Asks again and again from outside: the pages' own policy forbids them to evaluate text."""
    for _ in range(PATIENCE // 50):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise TimeoutError(f"still not so after {PATIENCE} ms: {condition}")


def settle(page: Page) -> None:
    """Waits until the page has drawn all that it is going to draw."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=PATIENCE)
    wait_until(page, "!document.querySelector('[data-testid=stSkeleton]')")
    wait_until(page, "window.mailuoNavigator")
    page.wait_for_timeout(250)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=PATIENCE)


def beyond_its_width(page: Page) -> int:
    """How many pixels of a page's text stand beyond its right edge."""
    main = "document.querySelector('[data-testid=stMain]')"
    return int(page.evaluate(f"{main}.scrollWidth - {main}.clientWidth"))


def keep_picture(page: Page, name: str) -> None:
    """A screenshot among the artefacts of the test run."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png")
