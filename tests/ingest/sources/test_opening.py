"""What is no ordinary file is refused at once, however it is named; a file that changes meanwhile is one line."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import MailuoError
from ingest.intake import _hash
from ingest.sources.crew import read_files
from ingest.sources.files import find_files
from ingest.sources.opening import read_ordinary
from ingest.sources.read import read_source
from ingest.sources.unreadable import Unreadable


def bind(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(path))


MAKERS: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "socket": bind,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "terminal": lambda path: path.symlink_to("/dev/tty"),
    "loop": lambda path: path.symlink_to(path),
    "to a pipe": lambda path: (os.mkfifo(path.with_suffix(".x")), path.symlink_to(path.with_suffix(".x"))),
}


@pytest.fixture(params=MAKERS)
def special(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)  # the name of a socket may be short only
    path = Path("计划.docx")
    MAKERS[request.param](path)
    return path


def test_what_is_no_file_is_refused_at_once_where_it_is_named(special: Path) -> None:
    found = find_files([special])
    ((_, result),) = read_files(found.files, lambda *_: None)
    assert isinstance(result, Unreadable)
    assert result.why in ("special", "unread")
    assert _hash(special) is None


def test_it_is_refused_in_a_folder_and_its_neighbours_are_found(special: Path) -> None:
    Path("b.txt").write_text("计划", encoding="utf-8")
    found = find_files([Path()])
    assert "b.txt" in [file.name for file in found.files]
    for file in found.files:
        if file.name != "b.txt":
            with pytest.raises(MailuoError):
                read_source(file.path, file.name)


@pytest.mark.parametrize(
    "name", ["x" * 300 + ".docx", "a\0b.txt", "/dev/stdin/x", "x/" * 3000 + "y.txt", "/proc/self/mem"]
)
def test_impossible_names_are_one_line(name: str) -> None:
    found = find_files([Path(name)])
    results = [result for _, result in read_files(found.files, lambda *_: None)]
    assert [failure.why for failure in found.failures] == ["nowhere"] or isinstance(results[0], Unreadable)


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "计划.pdf").mkdir()
    (tmp_path / "计划.pdf" / "a.txt").write_text("计划", encoding="utf-8")
    assert [file.name for file in find_files([tmp_path / "计划.pdf"]).files] == ["a.txt"]
    with pytest.raises(MailuoError, match="a folder"):
        read_ordinary(tmp_path / "计划.pdf", "计划.pdf", 10)


def test_a_file_that_grows_or_becomes_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"0123456789")
    look = os.fstat
    monkeypatch.setattr(
        "ingest.sources.opening.os.fstat", lambda file: os.stat_result((*look(file)[:6], 5, *look(file)[7:10]))
    )
    with pytest.raises(MailuoError, match="at most"):
        read_ordinary(path, "a.txt", 9)
    monkeypatch.undo()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    status = path.stat()
    monkeypatch.setattr(Path, "stat", lambda _: status)  # another has taken its place since it was looked at
    with pytest.raises(MailuoError, match="no ordinary file"):
        read_ordinary(pipe, "a.txt", 9)
