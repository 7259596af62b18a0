"""Generations: what a reader opens is one immutable folder, and `CURRENT` names it.

    HOME/CURRENT                  one line, the number of the generation in use
    HOME/generations/7/           library.sqlite, graph.lbug, index/, generation.json: they belong together
    HOME/generations/8.draft/     what a writer is building, or what a crash left of it
    HOME/lock, HOME/writer        one writer at a time, and who it is
    HOME/identity                 a random word that tells this home from others on the same server

In: a home folder. Out: the generation to read, or a draft to build the next one in. A writer that fails, is
killed or fills the disk leaves what was there untouched; the next writer clears its draft away.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypedDict, cast

from filelock import FileLock, Timeout

from graph.errors import MailuoError
from ingest.counts import Held

# The generation in use and the one before it: a reader that was opening the older one can finish.
KEPT = 2
_DRAFT = ".draft"


class HomeBusy(MailuoError):
    """Another writer is at work."""


class HomeDamaged(MailuoError):
    """CURRENT names what is not there."""


class Stamps(TypedDict):
    """What a generation depends on besides its sources: another value of any, and it is derived anew."""

    program: str
    model: str
    engine: str
    decisions: str


class About(TypedDict):
    """What a generation was made from and holds, as its writer noted it."""

    stamps: Stamps
    counts: Held


@dataclass(frozen=True, slots=True)
class Generation:
    """One folder whose parts belong together, finished or still a draft."""

    number: int
    folder: Path

    @property
    def library(self) -> Path:
        return self.folder / "library.sqlite"

    @property
    def graph(self) -> Path:
        return self.folder / "graph.lbug"

    @property
    def index(self) -> Path:
        return self.folder / "index"

    @property
    def about(self) -> About:
        path = self.folder / "generation.json"
        try:
            about = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise HomeDamaged(f"{path}: cannot be read ({error}); run “mailuo doctor”") from error
        return cast(About, about if isinstance(about, dict) else {})

    def note(self, about: About) -> None:
        text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True)
        (self.folder / "generation.json").write_text(text + "\n", encoding="utf-8")

    def keep(self, other: Generation, part: Path) -> None:
        """Take over a part (a file or a folder of files that never change) of another generation by hard links."""
        goal = self.folder / part.relative_to(other.folder)
        if part.is_dir():
            shutil.copytree(part, goal, copy_function=_link)
        elif part.exists():
            _link(part, goal)


class Generations:
    """The generations under one home folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._folder = home / "generations"

    def current_number(self) -> int | None:
        """The number of the generation in use; None before the first one. Cheap: readers ask it often."""
        try:
            return int((self.home / "CURRENT").read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise HomeDamaged(f"{self.home / 'CURRENT'}: holds no number; run “mailuo doctor”") from error

    def current(self) -> Generation | None:
        number = self.current_number()
        if number is None:
            return None
        generation = Generation(number, self._folder / str(number))
        if not generation.folder.is_dir():
            raise HomeDamaged(
                f"{self.home / 'CURRENT'} names generation {number}, which is not there: {generation.folder}"
            )
        return generation

    def identity(self, *, make: bool = False) -> str | None:
        """What tells this home from others, also after it was moved or restored; None before it was first needed."""
        path = self.home / "identity"
        held = path.read_text(encoding="ascii").strip() if path.exists() else ""
        if make and not held:
            held = uuid.uuid4().hex
            path.write_text(f"{held}\n", encoding="ascii")
        return held or None

    @contextmanager
    def writing(self, *, mend: bool = False) -> Iterator[Writer]:
        """The right to write, for one writer at a time; drafts of crashed writers are cleared away first.

        `mend`: where CURRENT is damaged, the newest generation that is there is taken for the one in use.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        holder = self.home / "writer"
        lock = FileLock(self.home / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            with suppress(OSError):
                who = holder.read_text(encoding="utf-8").strip()
                raise HomeBusy(f"{self.home} is being written by {who}; try again when it has finished") from error
            raise HomeBusy(
                f"{self.home} is being written by another process; try again when it has finished"
            ) from error
        try:
            since = datetime.now().isoformat(" ", "seconds")
            holder.write_text(f"process {os.getpid()} on {socket.gethostname()} since {since}\n", encoding="utf-8")
            if mend:
                self._mend()
            self._clear()
            yield Writer(self)
        finally:
            self._clear()
            holder.unlink(missing_ok=True)
            lock.release()

    def _mend(self) -> None:
        try:
            self.current()
        except HomeDamaged:
            finished = (path.parent for path in self._folder.glob("*/generation.json"))
            numbers = [int(folder.name) for folder in finished if folder.name.isdecimal()]
            if numbers:
                self.switch(max(numbers))
            else:
                (self.home / "CURRENT").unlink(missing_ok=True)

    def switch(self, number: int) -> None:
        """Make a finished generation the one in use."""
        beside = self.home / "CURRENT.new"
        with beside.open("w", encoding="ascii") as file:
            file.write(f"{number}\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.home / "CURRENT")
        _flush_folder(self.home)

    def _clear(self) -> None:
        """Remove drafts, generations that were never switched to, and those nobody needs any more."""
        try:
            generation = self.current()
        except HomeDamaged:
            return  # which ones are needed is not known
        current = generation.number if generation else 0
        for folder in sorted(self._folder.iterdir()):
            number = int(folder.name) if folder.name.isdecimal() else None
            if number is None or not current - KEPT < number <= current:
                shutil.rmtree(folder, ignore_errors=True)


class Writer:
    """Holds the lock; builds one draft after another and switches to it."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations

    @property
    def current(self) -> Generation | None:
        return self._generations.current()

    def draft(self) -> Generation:
        """A new, empty folder for the next generation."""
        number = (self._generations.current_number() or 0) + 1
        folder = self._generations._folder / f"{number}{_DRAFT}"
        folder.mkdir()
        return Generation(number, folder)

    def publish(self, draft: Generation) -> Generation:
        """Flush the draft to the disk and make it the generation in use: all of it, or nothing."""
        _flush(draft.folder)
        folder = draft.folder.with_name(str(draft.number))
        draft.folder.rename(folder)
        _flush_folder(folder.parent)
        self._generations.switch(draft.number)
        return Generation(draft.number, folder)


def _link(part: str | Path, goal: str | Path) -> None:
    try:
        os.link(part, goal)
    except OSError:  # a file system without hard links
        shutil.copyfile(part, goal)


def _flush(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            _flush_folder(path)
        else:
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
