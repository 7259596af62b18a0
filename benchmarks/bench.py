"""`make bench`: runs the benchmarks that a user can run, one after another, and says which were left out and why.

    .venv/bin/python benchmarks/bench.py small      some 15 minutes on two cores
    .venv/bin/python benchmarks/bench.py large      hours: knowledge bases of 1,000 and 10,000 documents too

Each writes its table into benchmarks/*.md (docs/benchmarks.md: how to read them). What one of them fails at does not
keep the others from running; the exit status tells. Knowledge bases are made in build/bench and kept for the next run.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOMES = "build/bench"
SIZES = ("small", "large")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _browser() -> str:
    has_one = any(map(shutil.which, BROWSERS)) and find_spec("playwright") is not None
    return "" if has_one else "no browser, or no playwright (make test installs both)"


def _scans() -> str:
    return _browser() or ("" if find_spec("rapidocr") else "the extra that recognises scans is missing (make ocr)")


def _cluster() -> str:
    return "" if find_spec("ray") else "the extra for many machines is missing (make cluster)"


def _tests() -> str:
    return "" if find_spec("pytest") else "no pytest (make test installs it)"


def _nothing() -> str:
    return ""


def _labels() -> str:
    return "wants labelled questions or documents that do not come with the program"


@dataclass(frozen=True, slots=True)
class Script:
    """A benchmark: its arguments by size (None: not at that size), and why it cannot run here ("": it can)."""

    name: str
    small: Sequence[str] | None
    large: Sequence[str] | None
    lacks: Callable[[], str] = _nothing


SCRIPTS = (
    Script("ingesting", (), ()),
    Script(
        "growing",
        ("--home", HOMES, "--documents", "1", "100", "--repeats", "1"),
        ("--home", HOMES, "--documents", "1", "1000", "10000"),
    ),
    Script("starting", ("--home", f"{HOMES}/made-100"), ("--home", f"{HOMES}/made-1000")),
    Script("pages", (f"{HOMES}/made-100",), (f"{HOMES}/base", f"{HOMES}/made-1000"), _browser),
    Script("serving", (f"{HOMES}/base", "--seconds", "20", "--requests", "1000"), (f"{HOMES}/base",)),
    Script("embedding", (), ()),
    Script("tagging", (), ()),
    Script("growth", None, ()),
    Script("resolution", None, ()),
    Script("graph_load", None, ()),
    Script("spreading", None, ("--documents", "1000"), _cluster),
    Script("files", None, ()),
    Script("mutating", None, (), _tests),
    Script("recognition", None, (), _scans),
    Script("clustering", None, ("quick",), _cluster),
    Script("scaling", (), (), _cluster),
    *(
        Script(name, (), (), _labels)
        for name in (
            "analysts",
            "answering",
            "coordination",
            "extraction",
            "mentions",
            "metamorphic",
            "milvus_searching",
            "retrieval",
            "searching",
        )
    ),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("size", choices=SIZES, nargs="?", default="small")
    size = parser.parse_args().size
    ran, left_out, failed = list[str](), list[str](), list[str]()
    for script in SCRIPTS:
        words = script.small if size == "small" else script.large
        if why := "takes long: BENCH=large" if words is None else script.lacks():
            left_out.append(f"{script.name}: left out, {why}")
            continue
        begun = time.perf_counter()
        print(f"\n== {script.name} ==", flush=True)
        command = [sys.executable, "-P", f"benchmarks/{script.name}.py", *(words or ())]
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        (failed if status else ran).append(f"{script.name}: {time.perf_counter() - begun:.0f} s")
    print("", *ran, *left_out, *(f"{line}, FAILED" for line in failed), sep="\n")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
