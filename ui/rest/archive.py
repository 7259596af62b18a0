"""A folder of files as a zip archive that is sent while it is made; the same files give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

BLOCK = 1 << 18  # bytes read at once
NO_DATE = (1980, 1, 1, 0, 0, 0)


class _Passing(io.RawIOBase):
    """What is written waits until it is taken; it cannot be gone back in."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, block: object) -> int:
        taken = bytes(block)  # type: ignore[call-overload]
        self._held += taken
        return len(taken)

    def take(self) -> bytes:
        taken, self._held = bytes(self._held), bytearray()
        return taken


def zipped(folder: TemporaryDirectory[str], files: Sequence[Path]) -> Iterator[bytes]:
    """The archive, block by block. The folder is gone afterwards, also where nobody reads to the end."""
    passing = _Passing()
    try:
        with zipfile.ZipFile(passing, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in files:
                about = zipfile.ZipInfo(path.relative_to(folder.name).as_posix(), NO_DATE)
                about.compress_type = zipfile.ZIP_DEFLATED
                with path.open("rb") as read, archive.open(about, "w", force_zip64=True) as to:
                    while block := read.read(BLOCK):
                        to.write(block)
                        yield passing.take()
        yield passing.take()
    finally:
        folder.cleanup()
