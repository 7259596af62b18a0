"""How long a warm page takes in a real browser, from the click on a link to the page drawn.

Serves the knowledge base in MAILUO_HOME, visits each page once and then measures further visits; between two visits
another page is drawn. A page is drawn when what only it shows stands there and Streamlit has nothing left to do. The
graph is measured as it opens, and once more with at least 200 things drawn, which expanding brings. Writes
benchmarks/pages.md.

    .venv/bin/python benchmarks/pages.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.ui.browsing import open_browser, serve, settle  # noqa: E402
from ui.app.settings import Settings  # noqa: E402
from ui.app.workspace import Workspace  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page

REPEATS = 9
DRAWN = 200  # things in the large drawing
CENTRE = "怀化市"

# page → address, what only it shows, the page drawn in between
PAGES = {
    "概览 Overview": ("./", ".numbers.types"),
    "问答 Ask, an answer": (f"ask?q={quote('惠科显示模组生产线哪个部门牵头?')}", ".answer"),
    "问答 Ask, no answer": (f"ask?q={quote('怀化高新区惠科显示模组生产线项目总投资多少亿元?')}", ".state.none"),
    "图谱 Graph, list": ("graph?type=Park", "table.entities"),
    "图谱 Graph, a park": (f"graph?id={quote('怀化高新区')}", "g.node"),
    "图谱 Graph, ways": (f"graph?id={quote('惠科')}&to={quote('怀化市')}", ".step-of-way"),
    "项目脉络 Trace": (f"trace?id={quote('怀化国际陆港')}", ".line .event"),
    "提及 Mentions": (f"mentions?name={quote('怀化国际陆港')}&name={quote('怀化高新区')}", "table.matrix"),
    "指标 Targets": ("targets", ".vega-embed canvas, .vega-embed svg"),
    "文档 Documents": ("documents", "table.documents"),
    "文档 Documents, the longest": (f"documents?document={quote('huaihua-2021-five-year-plan.txt#1')}", ".text .part"),
}
BETWEEN = {"trace": ".examples", "ask": ".examples"}

# Follows a link as the page's own script does, and waits until the page is drawn; milliseconds.
VISIT = """
async ([address, marker]) => {
  const find = (root) => root.querySelector(marker)
    ?? [...root.querySelectorAll("*")].map((one) => one.shadowRoot && find(one.shadowRoot)).find(Boolean)
  const quiet = () => document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning"
  const link = Object.assign(document.createElement("a"), { className: "go", href: address })
  document.querySelector("[data-testid=stMain]").append(link)
  const before = location.href
  const began = performance.now()
  link.click()
  link.remove()
  while (location.href === before || !find(document) || !quiet()) await new Promise((go) => setTimeout(go, 4))
  await new Promise((go) => requestAnimationFrame(() => setTimeout(go)))
  return performance.now() - began
}
"""


def main() -> None:
    home = Settings.read().home.resolve()
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser, serve(home, Path(folder) / "log") as site:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(60_000)
        # the first question loads the model
        page.goto(f"{site}/{PAGES['问答 Ask, an answer'][0]}")
        page.wait_for_selector(".answer")
        settle(page)
        rows = list(_measure(page))
    documents = Workspace(Settings.read()).status()["documents"]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    busy = f"{os.getloadavg()[1]:.0f} processes wanted the {os.cpu_count()} processors"
    report = "\n".join(
        [
            f"# Pages in the browser\n\nCommit {commit.strip()}, {time.strftime('%Y-%m-%d')}; {documents} documents; "
            f"{busy}. Milliseconds from the click to the page drawn, {REPEATS} visits after the first.\n",
            "| page | median | slowest |",
            "| --- | --- | --- |",
            *(f"| {name} | {statistics.median(times):.0f} | {max(times):.0f} |" for name, times in rows),
        ]
    )
    (ROOT / "benchmarks" / "pages.md").write_text(report + "\n", encoding="utf-8")
    print(report)


def _measure(page: Page) -> Iterator[tuple[str, list[float]]]:
    for name, (address, marker) in PAGES.items():
        yield name, _visits(page, address, marker)
    drawn = _expand(page)
    yield f"图谱 Graph, {drawn} things", _visits(page, f"graph?id={quote(CENTRE)}", f"g.node:nth-of-type({drawn})")


def _visits(page: Page, address: str, marker: str) -> list[float]:
    between = "ask" if address.startswith("trace") else "trace"
    times = []
    for _ in range(REPEATS + 1):
        page.evaluate(VISIT, [between, BETWEEN[between]])
        settle(page)
        times.append(page.evaluate(VISIT, [address, marker]))
    return times[1:]


def _expand(page: Page) -> int:
    """Opens what hangs on the centre until enough is drawn; how much that is."""
    page.evaluate(VISIT, [f"graph?id={quote(CENTRE)}", "g.node"])
    settle(page)
    things = page.locator("g.node")
    for place in range(1, things.count()):
        before = things.count()
        if before >= DRAWN:
            break
        things.nth(place).dispatch_event("dblclick")
        page.wait_for_timeout(600)
        settle(page)
    return things.count()


if __name__ == "__main__":
    main()
