"""Files that are only ever added to, a line of JSON at a time: what people decided.

In: the file and a line's fields. Out: the lines that were wholly written. Several may add at once; a line that a crash
cut off was never said to be recorded, and is none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from io import FileIO
from pathlib import Path

from filelock import FileLock


def read_lines(path: Path) -> list[bytes]:
    """The whole lines of the file; none where there is no file."""
    return whole_lines(path.read_bytes()) if path.exists() else []


def whole_lines(held: bytes) -> list[bytes]:
    """Those that were written to their end."""
    *lines, last = held.split(b"\n")
    return [*lines, last] if _is_json(last) else lines


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def append_line(path: Path, fields: Mapping[str, object]) -> None:
    """Add a line and see it safely on the disk: wholly, or, where that fails with OSError, not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()
    # several may decide at once, and a decision is recorded also while another writer is at work
    with FileLock(path.with_suffix(".lock")), path.open("ab", buffering=0) as file:
        held = path.read_bytes()
        # a crash may have cut the last line off, or its end
        whole = b"".join(one + b"\n" for one in whole_lines(held))
        if len(whole) < len(held):
            file.truncate(len(whole))
        try:
            _write(file, whole[len(held) :] + line + b"\n")
        except OSError:
            file.truncate(min(len(held), len(whole)))
            raise


def _write(file: FileIO, line: bytes) -> None:
    left = memoryview(line)
    while left:  # a disk that is nearly full takes a part of it at first
        left = left[file.write(left) :]
    os.fsync(file.fileno())
