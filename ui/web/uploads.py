"""Files that a person sends: how many and how large, under which names they are kept, and how their memory is freed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from graph.errors import MailuoError

MOST_FILES = 200  # at once
FILE_BYTES = 200 << 20  # of one
MOST_BYTES = 500 << 20  # of all at once: they are held in memory until they are taken in
LIST_BYTES = 5 << 20  # of a list of names
NAME_BYTES = 200  # of a name in UTF-8; file systems take 255

# what only steers how text is shown or is none: controls, marks of direction, halves of pairs, ends of lines
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_FOR_WINDOWS = str.maketrans('<>:"|?*', "_______")
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE | re.DOTALL)


class UploadFailed(MailuoError):
    """What was sent could not be put where it is read."""


def safe_name(name: str) -> str | None:
    """The name under which a file is kept, on every system one name in one folder; None where nothing is left of it."""
    seen = "".join(character for character in name if unicodedata.category(character) not in _UNSEEN)
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", seen))[-1].translate(_FOR_WINDOWS).strip().rstrip(". ")
    if not last.strip("._ "):
        return None
    return _shortened(f"_{last}" if _DEVICE.fullmatch(last) else last)


def shown_name(name: str) -> str:
    """A name as it was sent, for a page: what cannot be seen, or would turn the text around, as �."""
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in _UNSEEN else c for c in name)


def _shortened(name: str) -> str:
    """A name that file systems take; two long ones that begin alike stay two."""
    if len(name.encode()) <= NAME_BYTES:
        return name
    ending = name[name.rfind(".") :] if 0 < len(name) - name.rfind(".") <= 8 else ""
    mark = f"~{sha256(name.encode()).hexdigest()[:8]}{ending}"
    kept = name.encode()[: NAME_BYTES - len(mark.encode())].decode(errors="ignore")
    return f"{kept.rstrip()}{mark}"


def keep_files(files: Sequence[UploadedFile]) -> tuple[TemporaryDirectory[str], list[Path]]:
    """The files in a folder of their own, for a reader to take in, who then cleans it up; the end of the server does
    so too.
    """
    folder = TemporaryDirectory(prefix="mailuo-upload-", ignore_cleanup_errors=True)
    paths = []
    try:
        for number, file in enumerate(files):
            name = safe_name(file.name)
            if name is None:
                continue
            path = Path(folder.name) / str(number) / name  # two may have one name
            path.parent.mkdir()
            path.write_bytes(file.getbuffer())
            paths.append(path)
    except OSError as error:
        folder.cleanup()
        raise UploadFailed(f"{Path(folder.name).parent}: {error.strerror}") from error
    return folder, paths


def let_go(files: Sequence[UploadedFile]) -> None:
    """Frees their memory: Streamlit would hold what was sent until the visit ends. They cannot be read any more."""
    visit = get_script_run_ctx()
    for file in files:
        if visit is not None and isinstance(visit.uploaded_file_mgr, MemoryUploadedFileManager):
            visit.uploaded_file_mgr.remove_file(visit.session_id, file.file_id)
        with suppress(BufferError):
            file.close()


def let_go_of_all() -> None:
    """Frees what was sent in this visit and never taken in: the page on which it was chosen has been left."""
    visit = get_script_run_ctx()
    if visit is not None:
        visit.uploaded_file_mgr.remove_session_files(visit.session_id)
