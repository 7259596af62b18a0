"""Generations: what a reader opens is one immutable folder, and `CURRENT` names it.

    HOME/CURRENT                  one line, the number of the generation in use
    HOME/generations/7/           library, names and graph .sqlite…, index/, generation.json
    HOME/generations/8.draft/     what a writer is building, or what a crash left of it
    HOME/lock, HOME/writer        one writer at a time, and who it is
    HOME/identity                 a random word that tells this home from others on the same server

In: a home folder. Out: the generation to read, or a draft to build the next one in. A writer that fails, is
killed or fills the disk leaves what was there untouched; the next writer clears its draft away. Where CURRENT is lost,
the newest whole generation is the one in use, for readers and writers alike.
"""

from __future__ import annotations

import os
import shutil
import socket
import uuid
from collections.abc import Iterator, Sequence, Set
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path

from filelock import FileLock, Timeout

from graph.disks import naming
from graph.errors import REBUILD, MailuoError
from ingest.counts import Held
from ingest.generation import Generation, HomeDamaged, Identity, Stamps, identity_of
from ingest.holding import Hold, remove_unless_held

# Whole generations that stay: the one in use and the one before it, should that one be damaged later.
KEPT = 2
MARK = "following"  # in a home that only follows a shared store (`ingest.parquet.following`)
MOST_DIGITS = 18  # of a generation's number
_DRAFT = ".draft"


class HomeBusy(MailuoError):
    """Another writer is at work."""


class Generations:
    """The generations under one home folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._folder = home / "generations"
        self._seen: tuple[tuple[int, int, int], int | None] | None = None

    # ------------------------------------------------------------------------------------------------ reading

    def follow(self) -> None:
        """Bring the home, and what lies in it beside the generations, up to date with the store that it follows; one of
        its own follows none."""

    def current_number(self) -> int | None:
        """The number of the generation in use; None before the first one. Cheap: readers ask it often."""
        number = self.named()
        if number is not None and self.at(number).folder.is_dir():
            return number
        there = self.all()
        if not there and number is None:
            return None
        for generation in there:
            if generation.is_whole:
                return generation.number
        raise HomeDamaged(f"{self.home}: no generation is whole any more; {REBUILD}, or restore a backup")

    def named(self) -> int | None:
        """The number that CURRENT names; None where it is missing or names none. Read only when it is another file: a
        page asks some ten times, and a switch puts a new file in its place."""
        path = self.home / "CURRENT"
        try:
            held = path.stat()
        except OSError:
            return None
        sign = held.st_ino, held.st_mtime_ns, held.st_size
        if self._seen is None or self._seen[0] != sign:
            self._seen = sign, _number_in(path)
        return self._seen[1]

    def current(self) -> Generation | None:
        """The generation in use; None where nothing was ingested yet."""
        number = self.current_number()
        return None if number is None else self.at(number)

    def hold(self) -> tuple[Generation, Hold] | None:
        """The generation in use, which stays where it is until it is let go of."""
        while (generation := self.current()) is not None:
            if (hold := Hold.on(generation.folder)) is not None:
                return generation, hold
        return None

    @contextmanager
    def reading(self) -> Iterator[Generation | None]:
        """The generation in use, held for a moment; None before the first one."""
        held = self.hold()
        if held is None:
            yield None
            return
        with closing(held[1]):
            yield held[0]

    def all(self) -> Sequence[Generation]:
        """Every finished generation that is there, whole or not, the newest first."""
        if not self._folder.is_dir():
            return ()
        folders = (folder for folder in self._folder.iterdir() if _is_number(folder.name) and folder.is_dir())
        numbers = (int(folder.name) for folder in folders)
        return [self.at(number) for number in sorted(numbers, reverse=True)]

    def at(self, number: int) -> Generation:
        """The generation of a number, there or not."""
        return Generation(number, self._folder / str(number))

    def identity(self, *, make: bool = False) -> str | None:
        """What tells this home from others, also after it was moved or restored; None before it was first needed."""
        path = self.home / "identity"
        held = path.read_text(encoding="ascii", errors="replace").strip() if path.exists() else ""
        if make and not held:
            held = uuid.uuid4().hex
            path.write_text(f"{held}\n", encoding="ascii")
        return held or None

    # ------------------------------------------------------------------------------------------------ writing

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """The right to write, for one writer at a time; drafts of crashed writers are cleared away first."""
        self._folder.mkdir(parents=True, exist_ok=True)
        holder = self.home / "writer"
        lock = FileLock(self.home / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            with suppress(OSError):
                who = holder.read_text(encoding="utf-8", errors="replace").strip()
                raise HomeBusy(f"{self.home} is being written by {who}; try again when it has finished") from error
            raise HomeBusy(
                f"{self.home} is being written by another process; try again when it has finished"
            ) from error
        try:
            since = datetime.now().isoformat(" ", "seconds")
            with naming(self.home):
                holder.write_text(f"process {os.getpid()} on {socket.gethostname()} since {since}\n", encoding="utf-8")
                self._take_up()
                self._clear()
                yield Writer(self)
        finally:
            try:
                self._clear()
                holder.unlink(missing_ok=True)
            finally:
                lock.release()

    def _take_up(self) -> None:
        """Where CURRENT is lost, or was never written, have it name the generation that readers take."""
        (self.home / "CURRENT.new").unlink(missing_ok=True)
        with suppress(HomeDamaged):
            number = self.current_number()
            if number is not None and number != self.named():
                self.switch(number)

    def switch(self, number: int) -> None:
        """Make a finished generation the one in use."""
        beside = self.home / "CURRENT.new"
        with beside.open("w", encoding="ascii") as file:
            file.write(f"{number}\n")
            file.flush()
            os.fsync(file.fileno())
        goal = self.home / "CURRENT"
        if goal.is_dir():  # whatever put it there: a file cannot take its place
            shutil.rmtree(goal)
        beside.replace(goal)
        _flush_folder(self.home)

    def _clear(self) -> None:
        """Remove drafts, and generations that a finished write has replaced: never the last whole ones, never one that
        is being read."""
        needed = self._needed()
        for folder in sorted(self._folder.iterdir()):
            if not _is_number(folder.name):
                shutil.rmtree(folder, ignore_errors=True)
            elif needed is not None and int(folder.name) not in needed:
                remove_unless_held(folder)

    def _needed(self) -> set[int] | None:
        """The generation in use and the last whole one before it; None where nothing may be taken for replaced, as the
        one in use is lost or damaged."""
        number = self.named()
        if number is None or not self.at(number).is_whole:
            return None
        before = (one.number for one in self.all() if one.number < number and one.is_whole)
        return {number, *islice(before, KEPT - 1)}

    def next_number(self) -> int:
        """A number that no generation has or had."""
        return max(self.named() or 0, *(one.number for one in self.all()), 0) + 1

    def draft_folder(self, number: int) -> Path:
        """Where a generation is written until it is whole."""
        return self._folder / f"{number}{_DRAFT}"


class Writer:
    """Holds the lock; builds one draft after another and switches to it."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations

    @property
    def current(self) -> Generation | None:
        """The generation in use, all parts in the size in which they were written."""
        generation = self._generations.current()
        if generation is not None:
            generation.check()
        return generation

    @property
    def remains(self) -> Sequence[Generation]:
        """All that is there, the newest first, whole or not: what can be made anew is made from it."""
        return self._generations.all()

    def draft(self) -> Generation:
        """A new, empty folder for the next generation."""
        number = self._generations.next_number()
        folder = self._generations.draft_folder(number)
        folder.mkdir()
        return Generation(number, folder)

    def publish(self, draft: Generation, stamps: Stamps, counts: Held, base: Generation | None = None) -> Generation:
        """Note what the draft holds, flush it to the disk and make it the generation in use: all of it, or nothing.
        base: what it went on from, whose files that it shares are neither read nor flushed again."""
        draft.note(stamps, counts, base)
        _flush(draft.folder, set() if base is None else base.parts_by_identity().keys())
        folder = draft.folder.with_name(str(draft.number))
        draft.folder.rename(folder)
        _flush_folder(folder.parent)
        self._generations.switch(draft.number)
        return Generation(draft.number, folder)


def _number_in(path: Path) -> int | None:
    try:
        line = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return int(line) if _is_number(line) else None


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdecimal() and len(name) <= MOST_DIGITS


def _flush(folder: Path, flushed: Set[Identity | None]) -> None:
    """`flushed`: the files that are on the disk already."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            _flush_folder(path)
        elif identity_of(path) not in flushed:
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
