"""How well files are read: realistic files of many formats, made with what should be read of them.

Makes plans from the texts of corpus/ and made tables (benchmarks/made_files), writes each as a file of one format,
reads it, and compares: lines outside tables (whole, alone, in order), headings under the right one, cells where they
stand and under their headers with units, targets and projects as a user finds them, seconds of processor a page. Files
of LibreOffice, Chromium and recognition are left out where these are missing. Writes benchmarks/files.md.

    .venv/bin/python benchmarks/files.py [--only pdf] [--show] [--seed 2] [--keep FOLDER] [--large]

`--show` says what is wrong, `--large` reads a PDF of 1,000 pages in a process of its own and says what it takes.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import pypdfium2

from benchmarks.made_files import counting
from benchmarks.made_files.counting import Count
from benchmarks.made_files.making_files import Made, make_files
from benchmarks.made_files.scans import count_pages
from ingest.extract import found_in
from ingest.form.structure import read_structure
from ingest.sources.read import read_source
from tests.ui.browsing import BrowserMissing, open_browser

SEED = 1
LARGE_PAGES = 1_000
COUNTS = (
    "lines",
    "headings",
    "places",
    "cells",
    "targets",
    "right targets",
    "projects",
    "right projects",
    "characters",
)


@dataclass
class Figures:
    """What was counted over the files of a format."""

    files: int = 0
    pages: int = 0
    seconds: float = 0.0
    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--only", action="append", default=[])
    arguments.add_argument("--show", action="store_true")
    arguments.add_argument("--seed", type=int, default=SEED)
    arguments.add_argument("--keep", type=Path)
    arguments.add_argument("--large", action="store_true")
    options = arguments.parse_args()
    figures: dict[str, Figures] = defaultdict(Figures)
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(exist_ok=True)
        try:
            browser = stack.enter_context(open_browser())
        except BrowserMissing as fault:
            print(f"left out what a browser prints: {fault}")
            browser = None
        for made in make_files(options.seed, folder, options.only, browser):
            measure(made, figures[made.format], show=options.show)
        large = measure_large(folder) if options.large else ""
    report = page_of(figures, options.seed, large)
    print(report)
    if not options.only:
        (ROOT / "benchmarks" / "files.md").write_text(report + "\n", encoding="utf-8")


def processor_seconds() -> float:
    """Of this process and of those it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure(made: Made, figures: Figures, *, show: bool) -> None:
    """Read a file and count."""
    before = processor_seconds()
    source = read_source(made.path, made.path.name)
    figures.seconds += processor_seconds() - before
    figures.files += 1
    figures.pages += made.pages or count_pages(made.path)
    structures = read_structure(source)
    extraction = found_in(source, structures)
    format, plan = made.format, made.plan
    written, read = counting.written_lines(plan, format), counting.read_lines(source)
    found = {
        "lines": counting.count_lines(written, read, is_recognised=format == "scan"),
        "headings": counting.count_headings(plan, structures) if made.asks_headings else Count(),
        "places": counting.count_places(plan, source, format),
        "cells": counting.count_cells(plan, structures, format),
    }
    found["targets"], found["right targets"] = counting.count_aims(plan, extraction, format)
    found["projects"], found["right projects"] = counting.count_works(plan, extraction, format)
    if format == "scan":
        found["characters"] = counting.character_errors(written, read)
    for name, count in found.items():
        figures.counts[name].add(count)
    if show:
        said = ", ".join(f"{name} {count.right}/{count.all}" for name, count in found.items() if count.all)
        print(f"{made.path.name} [{made.traits}] {said}", flush=True)
        for line in (line for count in found.values() for line in count.wrong[:12]):
            print(f"    {line}")


def page_of(figures: dict[str, Figures], seed: int, large: str) -> str:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    rows = [row_of(format, one) for format, one in figures.items()]
    files = sum(one.files for one in figures.values())
    return "\n".join(
        [
            "# Files of many formats\n",
            f"Commit {commit.strip()}, {time.strftime('%Y-%m-%d')}; {files} made files, seed {seed}.",
            *([large] if large else []),
            "",
            "| format | files | pages | " + " | ".join(COUNTS) + " | seconds a page |",
            "| --- | --: | --: |" + " --: |" * (len(COUNTS) + 1),
            *rows,
        ]
    )


def row_of(format: str, figures: Figures) -> str:
    cells = [figures.counts[name] for name in COUNTS]
    shares = [f"{one.right / one.all:.3f} ({one.right}/{one.all})" if one.all else "" for one in cells]
    each = figures.seconds / max(1, figures.pages)
    return f"| {format} | {figures.files} | {figures.pages} | {' | '.join(shares)} | {each:.3f} |"


LARGE = """
import resource, sys
from pathlib import Path
from ingest.sources.read import read_source
read_source(Path(sys.argv[1]), "large.pdf")
used = resource.getrusage(resource.RUSAGE_SELF)
# not ru_maxrss, which a process begins with the size of the one that started it
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(f"{int(peak.split()[1]) / 1e6:.2f} GB, {used.ru_utime + used.ru_stime:.0f} s of processor")
"""


def measure_large(folder: Path) -> str:
    """The pages of the printed files so often that they are 1,000, read in a process of its own."""
    large, name = pypdfium2.PdfDocument.new(), folder / "large.pdf"
    printed = [pypdfium2.PdfDocument(str(path)) for path in sorted(folder.glob("pdf-[0-9]*.pdf"))]
    while printed and len(large) < LARGE_PAGES:
        for document in printed:
            large.import_pages(document, list(range(min(len(document), LARGE_PAGES - len(large)))))
    if not printed:
        return ""
    large.save(str(name))
    said = subprocess.run(
        [sys.executable, "-c", LARGE, str(name)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return f"A PDF of {LARGE_PAGES} pages: {said.stdout.strip()}."


if __name__ == "__main__":
    main()
