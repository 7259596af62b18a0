"""Names under which sent files are kept, their limits, and that nothing of them stays in memory."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from ui.app.sent_files import FILE_BYTES, MOST_BYTES, NAME_BYTES, UploadFailed, safe_name, shown_name
from ui.web import uploads
from ui.web.server import waiting
from ui.web.server.waiting import WAITING_FILES, WaitingRoom, visit_of
from ui.web.uploads import keep_files, let_go

NAMES = [
    ("规划.docx", "规划.docx"),
    ("关于印发〈方案〉的通知(2024年)：第一稿.pdf", "关于印发〈方案〉的通知(2024年)：第一稿.pdf"),
    ("a b.txt", "a b.txt"),
    (" a.txt ", "a.txt"),
    ("a\0.txt", "a.txt"),
    ("a.txt\0.exe", "a.txt.exe"),
    ("a\r\nb.txt", "ab.txt"),
    ("a\x1b[31m.txt", "a[31m.txt"),
    ("a\x7f\x85.txt", "a.txt"),
    ("cod\u202etxt.exe", "codtxt.exe"),
    ("\u2066规划\u2069.txt", "规划.txt"),
    ("\ufeff规划\u200b.txt", "规划.txt"),
    ("a\u2028b.txt", "ab.txt"),
    ("a\ud800.txt", "a.txt"),
    ("../../etc/passwd", "passwd"),
    ("..\\..\\boot.ini", "boot.ini"),
    ("C:\\fakepath\\规划.docx", "规划.docx"),
    ("/etc/passwd", "passwd"),
    ("folder/规划.docx", "规划.docx"),
    ("a/../b.txt", "b.txt"),
    ("..\0/..\0/x.txt", "x.txt"),
    ("a.txt:stream", "a.txt_stream"),
    ('a?*<b>|c".txt', "a___b__c_.txt"),
    ("a.txt.", "a.txt"),
    ("a.txt. . .", "a.txt"),
    (".规划.txt", ".规划.txt"),
    ("CON", "_CON"),
    ("con.txt", "_con.txt"),
    ("Nul.tar.gz", "_Nul.tar.gz"),
    ("COM1.docx", "_COM1.docx"),
    ("lpt9", "_lpt9"),
    ("COM¹.txt", "_COM¹.txt"),
    ("CONIN$", "_CONIN$"),
    ("contents.txt", "contents.txt"),
    ("e\u0301.txt", "é.txt"),
    ("", None),
    (" ", None),
    (".", None),
    ("..", None),
    ("...", None),
    ("/", None),
    ("\\", None),
    ("a/", None),
    ("../..", None),
    ("\0", None),
    ("\u202e\u202d", None),
    ("?", None),
    ("_", None),
]


@pytest.mark.parametrize(("name", "kept"), NAMES)
def test_name_is_safe(name: str, kept: str | None) -> None:
    assert safe_name(name) == kept
    if kept is not None:
        assert safe_name(kept) == kept


@pytest.mark.parametrize(
    "name", ["长" * 100 + ".docx", "长" * 300 + ".docx", "a" * 300 + ".txt", "長" * 300, "𠀀" * 100 + "." + "x" * 99]
)
def test_long_name_fits_and_stays_itself(name: str, tmp_path: Path) -> None:
    kept = safe_name(name)
    assert kept is not None
    assert len(kept.encode()) <= NAME_BYTES
    assert kept[:20] == name[:20]
    (tmp_path / kept).write_bytes(b"")
    assert safe_name("x" + name) != kept
    assert safe_name(name[:-8] + "x" + name[-8:]) != kept
    assert safe_name(name) == kept
    if name.endswith((".docx", ".txt")):
        assert Path(kept).suffix == Path(name).suffix


def test_name_is_shown_without_what_would_turn_it_around() -> None:
    assert shown_name("cod\u202etxt\0.exe") == "cod�txt�.exe"


# ------------------------------------------------------------------------------------------------------------ memory


def sent(number: int, name: str, content: bytes) -> UploadedFileRec:
    return UploadedFileRec(str(number), name, "text/plain", content)


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> MemoryUploadedFileManager:
    """What Streamlit holds, for one visit."""
    holding = MemoryUploadedFileManager("/_stcore/upload_file")
    visit = SimpleNamespace(uploaded_file_mgr=holding, session_id="visit")
    monkeypatch.setattr(uploads, "get_script_run_ctx", lambda: visit)
    monkeypatch.setattr("streamlit.runtime.get_instance", lambda: visit)
    return holding


def test_files_are_kept_in_one_folder_and_let_go(
    manager: MemoryUploadedFileManager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    records = [sent(number, name, name.encode("utf-8", "replace")) for number, (name, _) in enumerate(NAMES)]
    for record in records:
        manager.add_file("visit", record)
    files = [UploadedFile(record, FileURLs()) for record in records]
    folder, paths = keep_files(files)
    let_go(files)
    assert [path.name for path in paths] == [kept for _, kept in NAMES if kept]
    assert all(path.resolve().is_relative_to(Path(folder.name).resolve()) for path in paths)
    found = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(found) == sorted(paths)
    assert manager.get_files("visit", [record.file_id for record in records]) == []
    assert all(file.closed for file in files)
    folder.cleanup()
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def fill(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(UploadFailed, match="No space left"):
        keep_files([UploadedFile(sent(1, "a.txt", b"a"), FileURLs())])
    assert not list(tmp_path.iterdir())


# ------------------------------------------------------------------------------------------------------------ limits


def test_a_file_is_sent_to_a_visit() -> None:
    assert visit_of("PUT", "/_stcore/upload_file/visit/file") == "visit"
    assert visit_of("DELETE", "/_stcore/upload_file/visit/file") is None
    assert visit_of("PUT", "/_stcore/upload_file/visit") is None


def test_waiting_files_are_counted(manager: MemoryUploadedFileManager) -> None:
    room = WaitingRoom()
    for number in range(WAITING_FILES - 1):
        manager.add_file("visit", sent(number, "a.txt", b"a"))
    assert room.why_not("visit", 1) is None
    with room.receive("visit", 1):
        assert "files" in (room.why_not("visit", 1) or "")
        assert room.why_not("another", 1) is None
    assert room.why_not("visit", 1) is None
    manager.remove_session_files("visit")
    assert room.why_not("visit", 1) is None


def test_waiting_bytes_are_counted_over_all_visits(
    manager: MemoryUploadedFileManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "WAITING_BYTES", 3 << 20)
    room = WaitingRoom()
    manager.add_file("another", sent(1, "a.txt", bytes(1 << 20)))
    assert room.why_not("visit", 2 << 20) is None
    with room.receive("third", 1):
        assert "MB" in (room.why_not("visit", 2 << 20) or "")
    assert "MB" in (room.why_not("visit", (2 << 20) + 1) or "")


def test_one_file_has_its_limit(manager: MemoryUploadedFileManager) -> None:
    assert WaitingRoom().why_not("visit", FILE_BYTES) is None
    assert f"{FILE_BYTES >> 20} MB" in (WaitingRoom().why_not("visit", FILE_BYTES + (2 << 20)) or "")
    assert FILE_BYTES <= MOST_BYTES
