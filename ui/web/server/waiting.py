"""Files that were sent and wait in memory until a page takes them: what else may come.

Streamlit keeps what is sent for a visit until the visit ends, however much it is. Pages say the limits and let go of
what they took (`ui.web.uploads`); here they hold for whoever passes the pages by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from ui.app.sent_files import FILE_BYTES, MOST_BYTES, MOST_FILES

_UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+")
MARGIN = 1 << 20  # bytes around a file's own, with which it is sent
# what one visit has chosen may be a little more than it can take in, so that its page can say so
WAITING_FILES = 2 * MOST_FILES
WAITING_BYTES = 2 * MOST_BYTES


def visit_of(method: str, path: str) -> str | None:
    """The visit to which a file is sent; None when none is."""
    match = _UPLOAD.fullmatch(path) if method == "PUT" else None
    return match[1] if match else None


class WaitingRoom:
    """Counts what waits and what is on its way."""

    def __init__(self) -> None:
        self._coming: dict[object, tuple[str, int]] = {}  # of each file on its way: the visit, bytes

    def why_not(self, visit: str, length: int) -> str | None:
        """Why a file of so many bytes cannot be taken, in a line."""
        if length > FILE_BYTES + MARGIN:
            return f"a file may have {FILE_BYTES >> 20} MB"
        held = _held()
        coming = [size for of, size in self._coming.values() if of == visit]
        if len(held.get(visit, ())) + len(coming) >= WAITING_FILES:
            return f"{WAITING_FILES} files are waiting; take them in first"
        waiting = sum(map(sum, held.values())) + sum(size for _, size in self._coming.values())
        if waiting + length > WAITING_BYTES:
            return f"{WAITING_BYTES >> 20} MB may wait at once; take in what was sent, or wait for others"
        return None

    @contextmanager
    def receive(self, visit: str, length: int) -> Iterator[None]:
        """While a file is on its way."""
        token = object()
        self._coming[token] = (visit, length)
        try:
            yield
        finally:
            del self._coming[token]


def _held() -> Mapping[str, list[int]]:
    """The bytes of each file that waits, by visit."""
    manager = runtime.get_instance().uploaded_file_mgr
    assert isinstance(manager, MemoryUploadedFileManager)
    # copies: pages let go of files in threads of their own
    return {
        visit: [len(file.data) for file in files.copy().values()]
        for visit, files in manager.file_storage.copy().items()
    }
