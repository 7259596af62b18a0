"""Opening zip archives (.docx, .xlsx, .ods, .ofd …) whose list of parts may be a bomb itself: millions of names in a
file of some megabytes. `zipfile` reads that list whole, so that its length is looked at before.

Source of the records at the end of an archive: APPNOTE.TXT of PKWARE, 4.3.14 to 4.3.16.
"""

from __future__ import annotations

import struct
import zipfile
from typing import BinaryIO

MOST_LIST_BYTES = 4_000_000  # of the list of parts: some 40,000 of them; a presentation of 500 slides has 3,000
_END, _END_64 = b"PK\5\6", b"PK\6\6"
_END_BYTES = 22
_LONGEST_COMMENT = 65_535
_BEFORE_END = 76  # bytes: where that record begins, before the end record


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """The archive; `zipfile.BadZipFile` where it is none, or lists more than any document holds."""
    if _list_bytes(file) > MOST_LIST_BYTES:
        raise zipfile.BadZipFile("too many parts")
    file.seek(0)
    return zipfile.ZipFile(file)


def _list_bytes(file: BinaryIO) -> int:
    """How long the list of parts is, as the archive says; 0 where it says nothing, which `zipfile` refuses."""
    size = file.seek(0, 2)
    start = file.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT - _BEFORE_END))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        return 0
    (said,) = struct.unpack_from("<I", tail, at + 12)
    before = at - _BEFORE_END
    if before >= 0 and tail.startswith(_END_64, before):
        (said,) = struct.unpack_from("<Q", tail, before + 40)
    return min(int(said), start + at)
