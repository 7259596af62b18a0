"""Says loudly when there was no browser for the end-to-end tests; lets a test's end know how the test went."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from tests.ui.browsing import FAILED, LEFT_OUT


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for why in config.stash.get(LEFT_OUT, [])[:1]:
        terminalreporter.section("THE TESTS IN A BROWSER WERE LEFT OUT", sep="!", red=True, bold=True)
        terminalreporter.line(why)
