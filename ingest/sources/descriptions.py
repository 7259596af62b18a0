"""Files that tell of the folder they lie in: a README, a licence, a list of the files beside it; no documents."""

from __future__ import annotations

import re
from pathlib import Path

NAMES = frozenset(("readme", "license", "licence"))
LISTS = frozenset((".csv", ".tsv", ".txt", ".md"))
MOST_BYTES = 1_000_000
LEAST_LINES = 3  # that name a file
MOST = 0.6  # of the lines name a file
CELLS = re.compile(r"[\t,;|]")


def describes_folder(path: Path) -> bool:
    """Whether the file tells of others: by its name, or as most of its lines name a file beside it."""
    if path.stem.lower().split(".")[0] in NAMES:
        return True
    try:
        if path.suffix.lower() not in LISTS or path.stat().st_size > MOST_BYTES:
            return False
        lines = [line for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
        beside = {name for file in path.parent.iterdir() if file != path for name in (file.name, file.stem)}
    except OSError:
        return False  # reading it will say why
    named = sum(not beside.isdisjoint(cell.strip(' "./') for cell in CELLS.split(line)[:3]) for line in lines)
    return named >= LEAST_LINES and named >= MOST * len(lines)
