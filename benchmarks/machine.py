"""What every table of figures begins with: commit, processor, cores, Python; and how a table is written."""

from __future__ import annotations

import datetime
import os
import platform
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def about() -> str:
    """Commit a40acb0 of 2026-11-27, Intel(R) Xeon(R) Processor, 2 cores (1.2 busy before), Python 3.11.7."""
    busy = f" ({os.getloadavg()[0]:.1f} busy)" if hasattr(os, "getloadavg") else ""
    return (
        f"Commit {commit()}, measured {datetime.date.today()}, {processor()}, {os.cpu_count()} cores{busy}, "
        f"Python {platform.python_version()}."
    )


def commit() -> str:
    """The short hash of what is measured; with a + where files other than tables of figures differ from it."""
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!benchmarks/*.md")
    return (_git("rev-parse", "--short", "HEAD") or "unknown") + ("+" if changed else "")


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def processor() -> str:
    """Its name as the system tells it."""
    info = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*:\s*(.+)", info.read_text(encoding="utf-8")) if info.is_file() else []
    return names[0] if names else platform.processor() or platform.machine()


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """The lines of a Markdown table."""
    return [_line(head), _line(["---"] * len(head)), *map(_line, rows)]


def write_report(name: str, title: str, said: str, lines: Sequence[str]) -> None:
    """benchmarks/<name>.md: title, machine, what is measured, tables; printed too."""
    report = "\n".join([f"# {title}", "", f"{about()} {said}", "", *lines, ""])
    (ROOT / "benchmarks" / f"{name}.md").write_text(report, encoding="utf-8")
    print(report)


def _line(cells: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"
