"""The browser and the pages of the end-to-end tests; lets a test's end know how the test went."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import NO_BROWSER
from tests.ui.browsing import (
    FAILED,
    PATIENCE,
    BrowserMissing,
    Open,
    keep_picture,
    open_browser,
    serve,
    settle,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with ExitStack() as stack:
        try:
            opened = stack.enter_context(open_browser())
        except BrowserMissing as missing:
            if os.environ.get("MAILUO_REQUIRE_BROWSER"):
                pytest.fail(f"{missing}, and MAILUO_REQUIRE_BROWSER forbids leaving these tests out", pytrace=False)
            pytest.skip(f"{NO_BROWSER}{missing}")
        yield opened


@pytest.fixture(scope="session")
def site(browser: Browser, corpus_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages over a copy of the corpus' knowledge base, which tests may write to."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(corpus_home, folder / "home")
    with serve(folder / "home", folder / "log.txt") as address:
        yield address


@pytest.fixture
def open_page(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens a page of the site; afterwards nothing may have been asked of another machine, no script have failed."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    elsewhere: list[str] = []
    mistakes: list[str] = []

    def note(asked: Request) -> None:
        if not _is_own(asked.url, site):
            elsewhere.append(asked.url)

    context.on("request", note)
    # a policy that a page breaks is said on the console alone
    context.on("console", lambda said: mistakes.append(said.text) if "Content Security Policy" in said.text else None)
    context.on("weberror", lambda error: mistakes.append(str(error.error)))
    context.set_default_timeout(PATIENCE)

    def open_at(path: str = "", *, width: int = 1280) -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site}/{path}")
        settle(page)
        return page

    yield open_at
    if request.node.stash.get(FAILED, False):
        for number, page in enumerate(context.pages, 1):
            keep_picture(page, f"failed-{request.node.originalname}-{number}")
    context.close()
    assert elsewhere == []
    assert mistakes == []


def _is_own(address: str, site: str) -> bool:
    return address.startswith((site, site.replace("http", "ws", 1), "data:", "blob:"))
