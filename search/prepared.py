"""Folders of weights that are made once for this machine: whole, or not there, whatever is killed while they are made.

In: where the folder is to lie, what it is made from, and who fills it. Each is made beside its place under a lock and
renamed into it; what killed processes have left is cleared away.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from graph.disks import naming

STAMP_FILE = "mailuo-model.json"


def prepare_folder(folder: Path, stamp: Mapping[str, object], fill: Callable[[Path], None]) -> Path:
    """`folder`, filled at the first call, and anew when `stamp` is another one than it was made with."""
    if is_ready(folder, stamp):
        if _left_beside(folder):
            with suppress(OSError), lock_of(folder).acquire(timeout=0):  # unless another process is at work there
                _clear(folder)
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with naming(folder.parent), lock_of(folder):
        _clear(folder)
        if not is_ready(folder, stamp):  # else another process was quicker
            _make(folder, stamp, fill)
    return folder


def is_ready(folder: Path, stamp: Mapping[str, object]) -> bool:
    """Whether the folder is whole, and made from what the stamp says."""
    try:
        return bool(json.loads((folder / STAMP_FILE).read_text(encoding="utf-8")) == stamp)
    except (OSError, ValueError):
        return False


def lock_of(folder: Path) -> FileLock:
    """Held by whoever makes the folder."""
    return FileLock(folder.with_name(f".{folder.name}.lock"))


def _left_beside(folder: Path) -> list[Path]:
    """What processes that were killed have left; those that live hold the lock."""
    return list(folder.parent.glob(f".{folder.name}-*"))


def _clear(folder: Path) -> None:
    for left in _left_beside(folder):
        shutil.rmtree(left, ignore_errors=True)


def _make(folder: Path, stamp: Mapping[str, object], fill: Callable[[Path], None]) -> None:
    making = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fill(making)
        (making / STAMP_FILE).write_text(json.dumps(stamp), encoding="utf-8")
        making.chmod(0o755)
        shutil.rmtree(folder, ignore_errors=True)
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
