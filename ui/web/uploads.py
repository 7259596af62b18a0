"""Files that a person sends from a page: where they lie until they are taken in, and how their memory is freed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from ui.app.sent_files import UploadFailed, safe_name

LIST_BYTES = 5 << 20  # of a list of names


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
