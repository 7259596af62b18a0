"""Disks that are full or broken: told where, as the system at a write no longer knows the name of the file."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)


def sign_of(path: Path) -> tuple[int, int, int]:
    """Another one whenever the file is: changed, or another in its place; zeros where there is none."""
    try:
        held = path.stat()
    except FileNotFoundError:
        return 0, 0, 0
    return held.st_ino, held.st_mtime_ns, held.st_size


@contextmanager
def naming(folder: Path) -> Iterator[None]:
    """What goes wrong with the disk while files are written below a folder names the folder, where it names nothing."""
    try:
        yield
    except OSError as error:
        if error.filename is not None or error.errno not in _OF_THE_DISK:
            raise
        raise OSError(error.errno, os.strerror(error.errno), str(folder)) from error
