"""A file as a person names it → where it lies, in one form for every way to name it."""

from __future__ import annotations

import os
from pathlib import Path


def origin_of(path: Path) -> str:
    """Where a file lies: its folder without links, and its name."""
    return str(Path(os.path.realpath(path.parent), path.name))
