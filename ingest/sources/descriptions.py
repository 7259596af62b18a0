"""Files that tell of the folder they lie in: a README, a licence, a list of the files beside it; no documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

NAMES = frozenset(("readme", "license", "licence"))
LISTS = frozenset((".csv", ".tsv", ".txt", ".md"))
MOST_BYTES = 1_000_000
LEAST_LINES = 3  # that name a file
MOST = 0.6  # of the lines name a file
CELLS = re.compile(r"[\t,;|]")


def names_in(folder: Path) -> Counter[str]:
    """How many files of a folder bear a name, with their ending or without it."""
    return Counter(name for file in folder.iterdir() for name in {file.name, file.stem})


def describes_folder(path: Path, names_of: Callable[[Path], Counter[str]]) -> bool:
    """Whether the file tells of others: by its name, or as most of its lines name a file beside it.

    `names_of`: the names in a folder, as `names_in` gives them; who asks after many files keeps them.
    """
    if path.stem.lower().split(".")[0] in NAMES:
        return True
    try:
        if path.suffix.lower() not in LISTS or path.stat().st_size > MOST_BYTES:
            return False
        lines = [line for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
        names, own = names_of(path.parent), {path.name, path.stem}
    except OSError:
        return False  # reading it will say why
    cells = ([cell.strip(' "./') for cell in CELLS.split(line)[:3]] for line in lines)
    named = sum(any(names[cell] > (cell in own) for cell in line) for line in cells)
    return named >= LEAST_LINES and named >= MOST * len(lines)
