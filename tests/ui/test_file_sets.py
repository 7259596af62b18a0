"""Files put into a folder whole or not at all, whatever fails on the way."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from ui.app.file_sets import FolderUnusable, NotWritten, write_set

NAMES = ("a.csv", "b.csv", "c.csv")
NEW = {name: [f"new {name}\n", "end\n"] for name in NAMES}


def held(folder: Path) -> dict[str, str]:
    """Everything below the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") if path.is_file() else "/"
        for path in folder.rglob("*")
    }


@pytest.fixture(params=["not there", "nowhere near", "empty", "older", "mixed"])
def goal(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    if request.param == "nowhere near":
        return tmp_path / "one" / "two" / "out"
    if request.param != "not there":
        folder.mkdir()
    if request.param in ("older", "mixed"):
        for name in NAMES:
            (folder / name).write_text(f"old {name}\n")
    if request.param == "mixed":
        (folder / "b.csv").unlink()
        (folder / "foreign.txt").write_text("mine")
        (folder / ".hidden").mkdir()
    return folder


def test_the_files_are_put_there_and_others_stay(goal: Path, tmp_path: Path) -> None:
    before = held(goal)
    assert write_set(goal, NEW) == [goal / name for name in NAMES]
    assert held(goal) == {**before, **{name: f"new {name}\nend\n" for name in NAMES}}
    assert not [name for name in held(tmp_path) if "mailuo-export" in name]


def full(at: int) -> dict[str, Iterator[str]]:
    """The files, whose lines end in a full disk at the line with this number."""

    def lines(name: str, first: int) -> Iterator[str]:
        for number, line in enumerate(NEW[name], first):
            if number == at:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            yield line

    return {name: lines(name, 2 * place) for place, name in enumerate(NAMES)}


@pytest.mark.parametrize("at", range(6))
def test_a_full_disk_at_any_line_leaves_everything_as_it_was(goal: Path, tmp_path: Path, at: int) -> None:
    before = held(tmp_path)
    with pytest.raises(NotWritten, match=r"No space left .*as it was: make room there"):
        write_set(goal, full(at))
    assert held(tmp_path) == before


CALLS = [(os, "fsync", 3), (Path, "mkdir", 6), (Path, "rename", 6), (Path, "open", 3)]


@pytest.mark.parametrize(("where", "call", "at"), [(o, c, at) for o, c, most in CALLS for at in range(most)])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_any_call_that_fails_leaves_everything_as_it_was(
    goal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: object, call: str, at: int, number: int
) -> None:
    before = held(tmp_path)
    calls = 0
    real = getattr(where, call)

    def failing(*given: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == at + 1:
            raise OSError(number, os.strerror(number))
        return real(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(where, call, failing)
        with suppress(NotWritten):
            write_set(goal, NEW)
    if calls > at:  # it was called that often, and failed
        assert held(tmp_path) == before


def test_stopped_by_hand_it_puts_back_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_set(tmp_path / "out", {name: ["old\n"] for name in NAMES})
    before = held(tmp_path)
    real, calls = Path.rename, 0

    def rename(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(KeyboardInterrupt):
        write_set(tmp_path / "out", NEW)
    assert held(tmp_path) == before


def test_what_cannot_be_put_back_is_kept_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_set(tmp_path, {name: ["old\n"] for name in NAMES})
    real, calls = Path.rename, 0

    def rename(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls > 3:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", rename)
        with pytest.raises(NotWritten, match=r"those that lay there are in .*before: move them back"):
            write_set(tmp_path, NEW)
    kept = list(tmp_path.rglob("before/*"))
    assert [path.read_text() for path in kept] == ["old\n"] * len(kept) != []


def test_places_that_cannot_be_written_to_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FolderUnusable, match="file: is a file"):
        write_set(tmp_path / "file", NEW)
    with pytest.raises(NotWritten, match="name another folder"):
        write_set(tmp_path / "file" / "below", NEW)
    with pytest.raises(NotWritten, match="choose a shorter name"):
        write_set(tmp_path / ("x" * 300), NEW)
    (tmp_path / "out" / "b.csv").mkdir(parents=True)
    with pytest.raises(FolderUnusable, match=r"b\.csv: is a folder"):
        write_set(tmp_path / "out", NEW)
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(NotWritten, match="as it was"):
        write_set(tmp_path / "link", NEW)
    assert {name.split("/")[0] for name in held(tmp_path)} == {"file", "out", "link"}
