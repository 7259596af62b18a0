"""What tests of all folders share: a Neo4j server, and saying loudly when there was none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from tests.neo4j_server import Server, ServerMissing, open_server

# drawn examples are the same in every run, and none fails because the machine is busy
settings.register_profile("mailuo", derandomize=True, deadline=None)
settings.load_profile("mailuo")

ROOT = Path(__file__).parent.parent
NO_SERVER = "no Neo4j: "  # what a test says that was left out for want of it
NO_BROWSER = "no browser: "


SLOW = ("browser", "neo4j", "model", "commands", "slow")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help=f"leave out what is marked {', '.join(SLOW)}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files with slow tests go first: of several processes none is left alone with them at the end."""
    slow = [item for item in items if any(item.get_closest_marker(name) for name in SLOW)]
    if config.getoption("quick"):
        config.hook.pytest_deselected(items=slow)
        left_out = set(slow)
        items[:] = [item for item in items if item not in left_out]
        return
    first = {item.path for item in slow}
    items.sort(key=lambda item: item.path not in first)


@pytest.fixture(scope="session")
def corpus_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base of corpus/, made once for all tests, with the embedded engine; nobody may write to it.

    MAILUO_TEST_HOME names a folder to make it in that is kept: the next run embeds nothing that has not changed.
    Processes that share out the tests wait for the first that needs it.
    """
    kept = os.environ.get("MAILUO_TEST_HOME")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home = Path(kept) if kept else shared / "corpus" / "home"
    made = shared / "corpus.made"
    with FileLock(shared / "corpus.lock"):
        if not made.exists():
            _ingest_corpus(home)
            made.touch()
    return home


def _ingest_corpus(home: Path) -> None:
    ours = ("MAILUO_", "NEO4J_", "MILVUS_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    ingested = subprocess.run(
        [sys.executable, "-c", "from ui.cli.main import main; main()", "ingest", "corpus"],
        cwd=ROOT,
        env={**environment, "MAILUO_HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ingested.returncode:
        pytest.fail(f"corpus/ could not be ingested: {ingested.stderr}", pytrace=False)


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server without any data of Mailuo's; the tests that use it clear up what they wrote."""
    folder = tmp_path_factory.mktemp("neo4j")
    try:
        server = open_server(folder)
    except ServerMissing as missing:
        if os.environ.get("MAILUO_REQUIRE_NEO4J"):
            pytest.fail(f"{missing}, and MAILUO_REQUIRE_NEO4J forbids leaving these tests out", pytrace=False)
        pytest.skip(f"{NO_SERVER}{missing}")
    try:
        _refuse_to_overwrite(server)
        yield server
    finally:
        server.stop()


def _refuse_to_overwrite(server: Server) -> None:
    from neo4j import GraphDatabase

    with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        held = driver.execute_query(
            "MATCH (n:Document) WHERE n.mailuo_id IS NOT NULL RETURN count(*) AS number", database_=server.database
        )
    if held.records[0]["number"]:
        pytest.fail(f"{server.uri} holds a knowledge base that these tests would overwrite", pytrace=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", ())]
    for start, title in ((NO_SERVER, "OF THE NEO4J ENGINE"), (NO_BROWSER, "IN A BROWSER")):
        why = next((reason.partition(start)[2] for reason in reasons if start in reason), None)
        if why is not None:
            terminalreporter.section(f"THE TESTS {title} WERE LEFT OUT", sep="!", red=True, bold=True)
            terminalreporter.line(why)
