"""A copy of a knowledge base is whole, whatever else happens meanwhile."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from graph.errors import MailuoError
from ingest.counts import NOTHING
from ingest.generation import Stamps
from ingest.generations import Generations
from ui.app.backup import back_up

STAMPS: Stamps = {"program": "p", "model": "m", "engine": "e", "decisions": "d"}


def write(home: Path, text: str) -> None:
    with Generations(home).writing() as writer:
        draft = writer.draft()
        draft.index.mkdir()
        for part in (draft.library, draft.graph, draft.index / "ids.json"):
            part.write_text(text)
        writer.publish(draft, STAMPS, NOTHING)


def test_all_that_belongs_to_it_is_copied_and_nothing_else(tmp_path: Path) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy"
    for text in ("one", "two"):
        write(home, text)
    (home / "decisions.jsonl").write_text("{}\n")
    (home / "originals").mkdir()
    (home / "originals" / "abc").write_text("a page")
    (home / "generations" / "3.draft").mkdir()
    with sqlite3.connect(home / "vectors.sqlite") as store:
        store.execute("CREATE TABLE vectors (key, vector)")
        store.execute("INSERT INTO vectors VALUES (1, 2)")
    store.close()
    back_up(home, copy)
    files = sorted(path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file())
    parts = [
        f"generations/2/{part}" for part in ("generation.json", "graph.sqlite", "index/ids.json", "library.sqlite")
    ]
    assert files == ["CURRENT", "decisions.jsonl", *parts, "originals/abc", "vectors.sqlite"]
    current = Generations(copy).current()
    assert current is not None
    assert not list(current.faults(current.check(), thorough=True))


def test_it_is_whole_while_another_writes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(home, "0")
    done = threading.Event()

    def keep_writing() -> None:
        number = 0
        while not done.is_set():
            write(home, str(number := number + 1))

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        for number in range(20):
            back_up(home, tmp_path / f"copy {number}")
            copied = Generations(tmp_path / f"copy {number}").current()
            assert copied is not None
            copied.check()
            assert len({part.read_text() for part in (copied.library, copied.graph)}) == 1
    finally:
        done.set()
        writer.join()


def test_what_cannot_be_copied_is_said(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with pytest.raises(MailuoError, match="no knowledge base"):
        back_up(home, tmp_path / "copy")
    write(home, "one")
    (tmp_path / "there").mkdir()
    with pytest.raises(MailuoError, match="is there already"):
        back_up(home, tmp_path / "there")
    Generations(home).at(1).library.write_text("damaged")
    with pytest.raises(MailuoError, match=r"library\.sqlite"):
        back_up(home, tmp_path / "copy")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "there"]


def test_damaged_vectors_stay_behind(tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(home, "one")
    (home / "vectors.sqlite").write_bytes(b"no database" * 500)
    back_up(home, tmp_path / "copy")
    assert not (tmp_path / "copy" / "vectors.sqlite").exists()
