"""How long a warm page takes in a real browser, from the click on a link to the page drawn.

Serves each knowledge base named, visits each page once and then measures further visits; between two visits
another page is drawn. A page is drawn when what only it shows stands there and Streamlit has nothing left to do. The
graph is measured as it opens, and once more with at least 200 things drawn, which expanding brings. Writes
benchmarks/pages.md.

    .venv/bin/python benchmarks/pages.py build/bench/base build/bench/made-1000
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import table, write_report
from tests.ui.browsing import BrowserMissing, open_browser, serve, settle
from ui.app.settings import Settings
from ui.app.workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from ui.app.fields import CountedDocumentFields

REPEATS = 5
DRAWN = 200  # things in the large drawing
MOST, MOST_LARGE = 400, 600  # milliseconds asked of a page, and of the large drawing
CENTRE = "怀化市"

# page → address, what only it shows; {longest}, {earlier}, {later}: documents of the knowledge base
PAGES = {
    "概览 Overview": ("./", ".numbers.types"),
    "问答 Ask, an answer": (f"ask?q={quote('惠科显示模组生产线哪个部门牵头?')}", ".answer"),
    "问答 Ask, a list": (f"ask?q={quote('怀化高新区的主导产业是什么?')}", ".answer"),
    "检索 Search": (f"search?q={quote('国际陆港')}", ".facets.beside"),
    "台账 Ledger": ("ledger", "table.ledger"),
    "图谱 Graph, the whole": ("graph", "g.node"),
    "图谱 Graph, list": ("graph?type=Park", "table.entities"),
    "图谱 Graph, a park": (f"graph?id={quote('怀化高新区')}", "g.node"),
    "图谱 Graph, ways": (f"graph?id={quote('惠科')}&to={quote('怀化市')}", ".step-of-way"),
    "一件事 Thing": (f"thing?id={quote('怀化国际陆港')}", "header.thing"),
    "项目脉络 Trace": (f"trace?id={quote('怀化国际陆港')}", ".line .event"),
    "提及 Mentions": (f"mentions?name={quote('怀化国际陆港')}&name={quote('怀化高新区')}", "table.names"),
    "指标 Targets": ("targets", "svg a.point"),
    "地区 Places, one": (f"places?name={quote('怀化市')}", "table.against"),
    "对比 Compare": ("compare?a={earlier}&b={later}", "nav.parts"),
    "文档 Documents": ("documents", "table.documents"),
    "文档 Documents, the longest": ("documents?document={longest}", "[role=treeitem]"),
    "新到 News": ("news", "table.news"),
    "摘录 Notebook": ("notebook", "h1.title"),
    "核对 Desk": ("desk", "nav.tabs"),
}  # fmt: skip
BETWEEN = {"trace": ".examples", "mentions": "h1.title"}  # the page drawn in between

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
  while (location.href === before || !find(document) || !quiet()) {
    if (performance.now() - began > 30000) throw new Error(`${address}: no ${marker} in 30 seconds`)
    await new Promise((go) => setTimeout(go, 4))
  }
  await new Promise((go) => requestAnimationFrame(() => setTimeout(go)))
  return performance.now() - began
}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("homes", type=Path, nargs="*", help="knowledge bases with corpus/ in them; MAILUO_HOME")
    homes = [home.resolve() for home in parser.parse_args().homes or [Settings.read().home]]
    try:
        measured = {home: measure(home) for home in homes}
    except BrowserMissing as error:
        raise SystemExit(f"pages are left out: {error}") from error
    documents = [_documents(home) for home in homes]
    names = [*PAGES, f"图谱 Graph, {DRAWN} things and more"]
    said = (
        f"Milliseconds from the click to the page drawn, median / slowest of {REPEATS} visits after the first. "
        "`benchmarks/pages.py` writes this and says what is measured."
    )
    rows = [[name, *(_shown(measured[home][at]) for home in homes), _asked(name)] for at, name in enumerate(names)]
    write_report("pages", "Pages in the browser", said, table(["page", *documents, "asked"], rows))


def _documents(home: Path) -> str:
    count = Workspace(Settings.read({**os.environ, "MAILUO_HOME": str(home)})).status()["documents"]
    return f"{count:,} documents"


def _documents_of(home: Path) -> dict[str, str]:
    """The longest, and two action plans of one place, the earlier first; else the two longest."""
    documents = Workspace(Settings.read({**os.environ, "MAILUO_HOME": str(home)})).documents()
    by_length = sorted(documents, key=lambda one: -one["passages"])
    plans: dict[str | None, list[CountedDocumentFields]] = defaultdict(list)
    for one in by_length:
        if one["year"] and one["kind"] == "action_plan":
            plans[one["region"]].append(one)
    pairs = [sorted(held[:2], key=lambda one: one["year"] or 0) for held in plans.values() if len(held) > 1]
    earlier, later = pairs[0] if pairs else by_length[:2]
    chosen = {"longest": by_length[0], "earlier": earlier, "later": later}
    return {name: quote(one["document_id"]) for name, one in chosen.items()}


def _shown(times: Sequence[float] | None) -> str:
    if times is None:
        return "–"
    return f"{statistics.median(times):.0f} / {max(times):.0f}"


def _asked(name: str) -> str:
    return f"≤ {MOST_LARGE if name not in PAGES else MOST}"


def measure(home: Path) -> list[list[float] | None]:
    """Milliseconds of the visits to each page, and last to the large drawing; None where it is not to be had."""
    documents = _documents_of(home)
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser, serve(home, Path(folder) / "log") as site:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(60_000)
        # the first question loads the model
        page.goto(f"{site}/{PAGES['问答 Ask, an answer'][0]}")
        page.wait_for_selector(".answer, .state.none")
        settle(page)
        return list(_measure(page, documents))


def _measure(page: Page, documents: Mapping[str, str]) -> Iterator[list[float] | None]:
    from playwright.sync_api import Error

    for name, (address, marker) in PAGES.items():
        try:
            yield _visits(page, address.format(**documents), marker)
        except Error as error:  # a knowledge base may not have what a page is asked for
            print(f"{name} is left out: {error.message.splitlines()[0]}")
            yield None
    drawn = _expand(page)
    if drawn < DRAWN:
        print(f"only {drawn} things hang together here")
    # what was expanded and unfolded stands in the address
    yield _visits(page, page.url.rpartition("/")[2], f"g.node:nth-of-type({drawn})")


def _visits(page: Page, address: str, marker: str) -> list[float]:
    between = "mentions" if address.startswith("trace") else "trace"
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
    things, bundles = page.locator("g.node"), page.locator("g.bundle")
    for place in range(1, things.count()):
        if things.count() >= DRAWN:
            break
        if bundles.count():
            bundles.first.press("Enter")
        else:
            things.nth(place).dispatch_event("dblclick")
        page.wait_for_timeout(600)
        settle(page)
    return things.count()


if __name__ == "__main__":
    main()
