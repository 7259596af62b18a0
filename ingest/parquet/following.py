"""A home that keeps nothing of its own: it follows the generation in use of a shared store.

    HOME/following                the store it follows, and what it has of it
    HOME/generations/7/           catalogue, and graph and index where they lie in files; fetched, and never changed
    HOME/cache/                   files of sources and originals that were looked at, within a bound
    HOME/decisions.jsonl …        what lies beside the generations, as the store has it

In: a home and a store. Out: `Generations` to read, as of any home. The store is asked at most every two seconds; a new
generation is fetched beside the one in use and then switched to. Of what it shares with the one before nothing is
fetched again. As long as the store does not answer, what is there is read.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from graph.errors import MailuoError
from graph.layers import link
from ingest.generation import Generation, HomeDamaged, Part
from ingest.generations import MARK, Generations, Writer
from ingest.parquet.cached_files import CachedFiles, write_whole
from ingest.parquet.note import (
    InUse,
    StoreNote,
    beside_of,
    catalogue_path,
    fetch_file,
    file_path,
    in_use,
    part_of,
    read_file,
    read_note,
)
from ingest.parquet.store import SharedStore, StoreUnreadable, StoreUnusable

CACHE = "cache"
ASKED_SECONDS = 2.0
AGAIN_SECONDS = 60.0  # after which a generation is fetched again that could not be read here
PATIENCE_SECONDS = 600.0  # while another process of this home fetches the first generation
MOST_ORIGINALS_BYTES = 2_000_000_000


class HomeFollows(MailuoError):
    """The home follows a shared store; what is written is written elsewhere."""


class HomeOfItsOwn(MailuoError):
    """The home holds a knowledge base of its own and cannot follow another."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The store that a home follows; of what it has the generation, and the hashes of what lies beside."""

    store: str
    generation: InUse | None = None
    beside: Mapping[str, str] | None = None


def mark_of(home: Path) -> Mark | None:
    """None where the home follows no store."""
    try:
        held: dict[str, Any] = json.loads((home / MARK).read_text(encoding="utf-8"))
        generation = held["generation"]
        return Mark(held["store"], InUse(**generation) if generation else None, held["beside"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise HomeDamaged(f"{home / MARK}: cannot be read; delete {home}: it holds nothing but copies") from error


def followed_store(home: Path) -> SharedStore:
    """The store that a home follows."""
    mark = mark_of(home)
    if mark is None:
        raise HomeDamaged(f"{home / MARK}: is missing; delete {home}: it holds nothing but copies")
    return SharedStore.at(mark.store)


class FollowedGenerations(Generations):
    """Those of a home that follows a store; nobody writes to it."""

    def __init__(
        self, home: Path, address: str, must_open: Callable[[Generation], None] = lambda generation: None
    ) -> None:
        """must_open: raises where a generation cannot be read here; the one before it is then read on."""
        super().__init__(home)
        self.address = address
        self._must_open = must_open
        self._failed: tuple[InUse, float] | None = None  # what could not be taken, and when that was tried
        self.trouble: str | None = None  # why what is read may be old
        self._asked = -ASKED_SECONDS
        self._lock = threading.Lock()

    def current_number(self) -> int | None:
        """The number of the generation in use in the store, as far as it was fetched."""
        self.follow()
        return super().current_number()

    def follow(self) -> None:
        """Bring the home up to date, unless it was just done or another thread is at it. Raises `StoreUnreadable` where
        the store does not answer and there is nothing to read yet."""
        is_first = self.named() is None
        if not self._lock.acquire(blocking=is_first):
            return
        try:
            if time.monotonic() - self._asked < ASKED_SECONDS:
                return
            self._follow(is_first=is_first)
            self._asked = time.monotonic()
            self.trouble = self.trouble if self._failed else None
        except (StoreUnreadable, StoreUnusable) as error:
            self._asked = time.monotonic()
            self.trouble = str(error)
            if is_first:
                raise
        finally:
            self._lock.release()

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Refused."""
        raise HomeFollows(
            f"{self.home} follows {self.address} and is only read; what changes it is run where that is written"
        )
        yield

    def original(self, sha256: str) -> Path | None:
        """The file that a source was read from, by the hash of its bytes; None where none was kept."""
        cache = CachedFiles(self.home / CACHE / "originals", MOST_ORIGINALS_BYTES)
        if (path := cache.find(sha256)) is not None:
            return path
        store = SharedStore.at(self.address)
        return cache.put(sha256, read_file(store, sha256)) if store.holds(file_path(sha256)) else None

    # ------------------------------------------------------------------------------------------------------------

    def _follow(self, *, is_first: bool) -> None:
        store = SharedStore.at(self.address)
        mark = self._own_mark()
        used = in_use(store)
        beside = {name: part["sha256"] for name, part in beside_of(store).items()}
        if used is None or (mark.generation == used and mark.beside == beside and self.at(used.number).folder.is_dir()):
            self._failed = None
            return
        self.home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.home / "following.lock")
        with suppress(Timeout), lock.acquire(timeout=PATIENCE_SECONDS if is_first else 0):
            mark = self._own_mark()  # another process may have done it
            self._write_mark(Mark(self.address, mark.generation, mark.beside))
            self._take_beside(store, mark, beside)
            self._write_mark(Mark(self.address, mark.generation, beside))
            if mark.generation == used and self.at(used.number).folder.is_dir():
                return
            if self._failed and self._failed[0] == used and time.monotonic() - self._failed[1] < AGAIN_SECONDS:
                return
            self._failed = used, time.monotonic()
            self._take(store, used, is_first=is_first)
            self._failed = None
            self._write_mark(Mark(self.address, used, beside))
            self._clear()

    def _own_mark(self) -> Mark:
        """Refuses a home that was written to."""
        mark = mark_of(self.home)
        if mark is None and self.all():
            raise HomeOfItsOwn(
                f"{self.home} holds a knowledge base of its own, but MAILUO_READ_ONLY and MAILUO_STORE say that "
                f"{self.address} is read: unset one of them, or name another folder as MAILUO_HOME"
            )
        if mark is None or mark.store == self.address:
            return mark or Mark(self.address)
        return Mark(self.address, beside=mark.beside)

    def _write_mark(self, mark: Mark) -> None:
        used = mark.generation
        held = {
            "store": mark.store,
            "generation": {"number": used.number, "sha256": used.sha256} if used else None,
            "beside": mark.beside,
        }
        write_whole(self.home / MARK, json.dumps(held, ensure_ascii=False, indent=1).encode())

    def _take_beside(self, store: SharedStore, mark: Mark, beside: Mapping[str, str]) -> None:
        for name in (mark.beside or {}).keys() - beside.keys():
            (self.home / name).unlink(missing_ok=True)
        for name, sha256 in beside.items():
            if (mark.beside or {}).get(name) != sha256 or not (self.home / name).exists():
                write_whole(self.home / name, read_file(store, sha256))

    def _take(self, store: SharedStore, used: InUse, *, is_first: bool) -> None:
        """Fetch a generation beside those that are there, and switch to it."""
        note, sha256 = read_note(store, used.number)
        if sha256 != used.sha256:
            raise StoreUnreadable(f"{store.address}: generation {used.number} is being replaced; try again in a moment")
        write_whole(self.home / "identity", f"{note.home}\n".encode())
        draft = Generation(used.number, self.draft_folder(used.number))
        shutil.rmtree(draft.folder, ignore_errors=True)
        draft.folder.mkdir(parents=True)
        parts = self._fetch(store, note, draft)
        about = {"stamps": note.stamps, "counts": note.counts, "parts": parts}
        draft.noted.write_text(json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        if not is_first:  # else whoever opens it is told what is wrong
            try:
                self._must_open(draft)
            except MailuoError as error:
                raise StoreUnreadable(
                    f"{store.address}: generation {used.number} cannot be read here, the one before is ({error})"
                ) from error
        goal = self.at(used.number).folder
        if goal.exists():  # another one of that number: a knowledge base that was made anew
            goal.rename(goal.with_name(f"{used.number}.{uuid.uuid4().hex}"))
        draft.folder.rename(goal)
        self.switch(used.number)

    def _fetch(self, store: SharedStore, note: StoreNote, draft: Generation) -> dict[str, Part]:
        """The files of a generation; what one that is here has, too, is linked. Gives what is to be noted of each."""
        here = self._here()
        taken = {name: part for name, part in {**note.parts, **note.reading}.items() if _is_read(name, note)}
        for name, part in taken.items():
            path = draft.folder / name
            if (known := here.get(part["sha256"])) is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                link(known, path)
            else:
                fetch_file(store, part["sha256"], path)
            if path.stat().st_size != part["bytes"]:
                raise store.damaged(file_path(part["sha256"]))
        content = store.read(catalogue_path(note.number))
        draft.catalogue.write_bytes(content)
        if part_of(content) != note.catalogue:
            raise store.damaged(catalogue_path(note.number))
        return {**taken, draft.catalogue.name: note.catalogue}

    def _here(self) -> dict[str, Path]:
        """The files of the generations that were fetched before, by hash."""
        found: dict[str, Path] = {}
        for generation in self.all():
            with suppress(HomeDamaged):
                for name, part in generation.check().get("parts", {}).items():
                    found.setdefault(part["sha256"], generation.folder / name)
        return found


def _is_read(name: str, note: StoreNote) -> bool:
    """Whether readers need a file: not those that a writer goes on from."""
    return name in note.reading or not name.startswith(("names.", "files.json"))
