"""The console blocks of the READMEs and of the pages of commands: run as they stand (test_readme.py), or written anew
(run as a script).

A block holds commands behind “$ ” and what each printed; a line “…” stands for lines left out. Scores and sizes differ
between machines and are compared without their digits.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
TWINS = (("README.md", "README.zh-CN.md"), ("docs/commands.md", "docs/zh/commands.md"))
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MOST_LINES = 9
LONGEST_LINE = 200
MACHINE_FIGURES = re.compile(r"\d+\.\d+(?= [KMG]B|$|\s*$)|^\s*\d+\.\d+|/\S*\.mailuo\S*|\d+\.\d{2,}")


@dataclass(frozen=True, slots=True)
class Command:
    line: str
    printed: tuple[str, ...]


def commands_of(readme: Path) -> Iterator[Command]:
    for block in BLOCK.finditer(readme.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block[1], flags=re.MULTILINE)[1:]:
            line, *printed = part.rstrip("\n").split("\n")
            yield Command(line, tuple(text for text in printed if text))


def run(line: str, home: Path) -> list[str]:
    """What the command prints on stdout, line by line, long lines cut; a failing command raises."""
    words = shlex.split(line)
    program = Path(sys.executable).parent / words[0]
    environment = os.environ | {"MAILUO_HOME": str(home)}
    done = subprocess.run([program, *words[1:]], capture_output=True, text=True, env=environment, cwd=ROOT, check=True)
    lines = [text.rstrip().replace(str(home), ".mailuo") for text in done.stdout.splitlines() if text.strip()]
    return [text if len(text) <= LONGEST_LINE else text[:LONGEST_LINE] + "…" for text in lines]


def comparable(line: str) -> str:
    return MACHINE_FIGURES.sub("#", line)


def written_anew(readme: Path, home: Path) -> str:
    def fill(block: re.Match[str]) -> str:
        parts = []
        for part in re.split(r"^\$ ", block[1], flags=re.MULTILINE)[1:]:
            line = part.split("\n")[0]
            printed = run(line, home)
            shown = printed[:MOST_LINES] + (["…"] if len(printed) > MOST_LINES else [])
            parts.append("\n".join([f"$ {line}", *shown]))
        return "```console\n" + "\n\n".join(parts) + "\n```"

    return BLOCK.sub(fill, readme.read_text(encoding="utf-8"))


if __name__ == "__main__":
    for name in (name for twins in TWINS for name in twins):
        path = ROOT / name
        path.write_text(written_anew(path, ROOT / os.environ.get("MAILUO_HOME", ".mailuo")), encoding="utf-8")
