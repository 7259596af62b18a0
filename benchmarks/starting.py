"""How soon a command answers that needs no model, the first question, and the first page: each from a fresh start.

    .venv/bin/python benchmarks/starting.py --home build/bench/made-100

Each command runs in processes of its own, the first of which does not count; told are median and slowest. The first
page is fetched by a browser once `mailuo ui` has said where it is and answers; without a browser it is left out. Writes
benchmarks/starting.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import table, write_report
from graph.records import EntityType
from tests.ui.browsing import BrowserMissing, open_browser, serve
from ui.app.settings import Settings
from ui.app.workspace import Workspace

MAILUO = (sys.executable, "-P", "-c", "from ui.cli.main import main; main()")
ASKED = {"no model": 0.5, "ask": 3.0, "page": 2.0}  # seconds
READY = "Mailuo is on"
PATIENCE_SECONDS = 60.0


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--home", type=Path, default=Settings.read().home, help="the knowledge base to start on")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    home = options.home.resolve()
    project, indicator, documents = _named(home)
    rows = []
    for words in (["--help"], ["status"], ["show", project], ["list", "Project"], ["targets", indicator]):
        rows.append(_row(f"mailuo {' '.join(words)}", _times(words, home, options.repeats), ASKED["no model"]))
    question = ["ask", f"{project}在哪里?"]
    rows.append(_row("mailuo ask, cold", _times(question, home, options.repeats), ASKED["ask"]))
    try:
        pages = list(_first_pages(home, max(options.repeats // 2, 1)))
        rows.append(_row("mailuo ui until it is ready", [ready for ready, _ in pages], None))
        rows.append(_row("first page after that", [drawn for _, drawn in pages], ASKED["page"]))
    except BrowserMissing as error:
        print(f"the first page is left out: {error}")
    said = f"{documents} documents. `benchmarks/starting.py` writes this and says what is measured."
    write_report("starting", "Starting", said, table(["seconds", "median", "slowest", "asked"], rows))


def _named(home: Path) -> tuple[str, str, int]:
    """A project, an indicator, and how many documents there are."""
    workspace = Workspace.open(Settings.read({**os.environ, "MAILUO_HOME": str(home)}))
    projects, indicators = (
        workspace.list(kind, limit=1)["entities"] for kind in (EntityType.PROJECT, EntityType.INDICATOR)
    )
    documents = workspace.status()["documents"]
    workspace.close()
    return projects[0]["name"], indicators[0]["name"], documents


def _row(what: str, seconds: Sequence[float], asked: float | None) -> list[object]:
    limit = "–" if asked is None else f"≤ {asked}"
    return [what, f"{statistics.median(seconds):.2f}", f"{max(seconds):.2f}", limit]


def _times(words: Sequence[str], home: Path, repeats: int) -> list[float]:
    environment = {**_plain_environment(), "MAILUO_HOME": str(home), "PYTHONPATH": str(ROOT)}
    seconds = []
    for _ in range(repeats + 1):
        begun = time.perf_counter()
        subprocess.run([*MAILUO, *words], env=environment, cwd=ROOT, capture_output=True, check=True)
        seconds.append(time.perf_counter() - begun)
    return seconds[1:]


def _first_pages(home: Path, repeats: int) -> Iterator[tuple[float, float]]:
    """Seconds until the server is ready, and from then until the first page is drawn."""
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(1000 * PATIENCE_SECONDS)
            log, begun = Path(folder) / "log", time.perf_counter()
            with serve(home, log) as site:
                _wait_until_said(log)
                ready = time.perf_counter()
                page.goto(site)
                page.wait_for_selector(".numbers.types")
                yield ready - begun, time.perf_counter() - ready


def _wait_until_said(log: Path) -> None:
    until = time.perf_counter() + PATIENCE_SECONDS
    while READY not in log.read_text(encoding="utf-8", errors="replace") and time.perf_counter() < until:
        time.sleep(0.02)


def _plain_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("MAILUO_", "NEO4J_"))}


if __name__ == "__main__":
    main()
