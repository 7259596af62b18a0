"""Says loudly when there was no browser for the end-to-end tests."""

from __future__ import annotations

import pytest
from browsing import LEFT_OUT


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for why in config.stash.get(LEFT_OUT, [])[:1]:
        terminalreporter.section("THE TESTS IN A BROWSER WERE LEFT OUT", sep="!", red=True, bold=True)
        terminalreporter.line(why)
