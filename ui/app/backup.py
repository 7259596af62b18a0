"""A copy of a knowledge base that is whole also while another process writes to it.

In: a home, and a folder that is not there yet. Out: that folder, a home of its own with the generation in use, the
decisions, the vectors and the kept files. It is made beside and put in place at the end: all of it, or nothing.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from graph.errors import MailuoError
from ingest.generation import Generation
from ingest.generations import MARK, Generations

# Small files that are written whole or appended to.
_FILES = (
    "decisions.jsonl",
    "titles.jsonl",
    "marks.jsonl",
    "notebook.jsonl",
    "arrivals.jsonl",
    "collections.json",
    "unread.json",
    "identity",
)


class BackupRefused(MailuoError):
    """There is nothing to copy, or something in the way."""


def back_up(home: Path, folder: Path, tell: Callable[[int, int], None] = lambda done, total: None) -> Generation:
    """Copy the knowledge base into a new folder. `tell` hears how many files of how many are copied."""
    if folder.exists() or folder.is_symlink():
        raise BackupRefused(f"{folder}: is there already; name a folder that is not")
    if (home / MARK).exists():
        raise BackupRefused(f"{home}: follows a shared store and holds nothing of its own; copy that")
    generations = Generations(home)
    with generations.reading() as current:
        if current is None:
            raise BackupRefused(f"{home}: holds no knowledge base yet")
        current.check()
        unfinished = folder.with_name(f".{folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        try:
            _copy(home, current, unfinished, tell)
            Generations(unfinished).switch(current.number)
            unfinished.rename(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return Generations(folder).at(current.number)


def _copy(home: Path, current: Generation, goal: Path, tell: Callable[[int, int], None]) -> None:
    parts = [path for path in current.folder.rglob("*") if path.is_file()]
    kept = [path for path in (home / "originals").glob("[!.]*") if path.is_file()]
    beside = [home / name for name in _FILES]
    files = [*parts, *kept, *beside]
    goal.mkdir(parents=True)
    for done, path in enumerate(files):
        tell(done, len(files))
        to = goal / path.relative_to(home)
        to.parent.mkdir(parents=True, exist_ok=True)
        if path in parts:
            shutil.copyfile(path, to)
        else:
            with suppress(FileNotFoundError):  # not there, or forgotten at this moment
                shutil.copyfile(path, to)
    _copy_vectors(home / "vectors.sqlite", goal / "vectors.sqlite")
    tell(len(files), len(files))


def _copy_vectors(path: Path, goal: Path) -> None:
    """As the file is between two writes; one that is damaged is left behind, as it is made anew."""
    if path.is_file():
        with closing(sqlite3.connect(path)) as store, closing(sqlite3.connect(goal)) as copy:
            try:
                store.backup(copy)
            except sqlite3.DatabaseError:
                copy.close()
                goal.unlink(missing_ok=True)
