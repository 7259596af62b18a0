"""The knowledge base as people see it who may not read all of it: a home of its own for each set of collections.

    HOME/views/3f2a…/             a home that holds the documents these people may read, and was derived from them alone
    HOME/views/3f2a….lock         one process at a time brings it up to date

In: the whole knowledge base, and the collections that may be read. Out: a `Workspace` to read from. What is filtered
from answers leaks where somebody forgets to filter: in a count, a name, a link, a suggestion. In these homes there is
nothing to forget. Vectors and kept files are the whole one's.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
from collections.abc import Hashable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from graph.errors import MailuoError
from graph.records import source_of
from graph.resolve.corrections import Correction, grounds_of
from graph.resolve.decisions import Entry, Signature, TitleChoice, Undoing, as_line
from ingest.generation import HomeDamaged
from ingest.library import LibraryDamaged, LibraryOutdated
from ingest.readable_library import ReadableLibrary, open_library
from ui.app.decisions import names_in
from ui.app.opened import Opened
from ui.app.settings import Settings
from ui.app.shared_store import keep_vectors
from ui.app.workspace import VIEWS, NothingYet, Workspace

if TYPE_CHECKING:
    from ingest.intake import Progress
    from ingest.pipeline import Tools
    from search.encoder import SentenceEncoder
    from search.reader.contract import CloseReader

NAMES = "readable.json"  # of the collections, in a view's home


class Reading(Workspace):
    """A knowledge base only to be read; what it computes with is the whole one's."""

    def __init__(self, whole: Workspace, settings: Settings) -> None:
        super().__init__(settings, read_only=True)
        self._whole = whole

    @cached_property
    def _encoder(self) -> SentenceEncoder:
        return self._whole._encoder

    @cached_property
    def _reader(self) -> CloseReader | None:
        return self._whole._reader


class WholeReading(Reading):
    """All of a knowledge base, for readers."""

    def __init__(self, whole: Workspace) -> None:
        super().__init__(whole, whole.settings)

    @property
    def opened(self) -> Opened:
        """As the whole one has it open."""
        return self._whole.opened


class View(Reading):
    """A part of a knowledge base."""

    def __init__(self, whole: Workspace, home: Path) -> None:
        super().__init__(whole, replace(whole.settings, home=home, server=None, store=None))

    def tools(self) -> Tools:
        """What it is brought up to date with: vectors and kept files are the whole one's."""
        tools = self._whole._tools()
        own = replace(tools, graph=self.graph_place, index=self.index_place)
        return replace(own, decisions=self._decisions, arrivals=self._arrivals)

    def delete(self) -> None:
        """With what lies of it elsewhere."""
        with suppress(MailuoError):  # what cannot be reached now is found by who looks after it there
            self.index_place.forget()
        shutil.rmtree(self.home, ignore_errors=True)


class Views:
    """Those of one knowledge base; several threads may ask."""

    def __init__(self, whole: Workspace) -> None:
        self._whole = whole
        self._collections = whole.collections
        self._open: dict[frozenset[str], tuple[View, Hashable]] = {}
        self._lock = threading.Lock()
        self._following: dict[frozenset[str], threading.Lock] = {}

    def of(self, collections: Iterable[str], progress: Progress = lambda *told: None) -> Workspace:
        """The knowledge base with the documents that are open or in one of these collections, as it is now: what was
        taken out of the whole, or put into another collection, is gone from it before it is given back."""
        wanted = frozenset(collections)
        with self._lock:
            following = self._following.setdefault(wanted, threading.Lock())
        with following:
            view, seen = self._open.get(wanted) or (View(self._whole, self._home(wanted)), None)
            state = self._state()
            if seen != state:
                self._follow(view, wanted, progress)
                self._open[wanted] = view, state
            return view

    def follow_all(self, progress: Progress) -> None:
        """Bring those that are there up to date, so that nobody waits for it; those of collections that are no more
        go."""
        there = self._collections.counts().keys()
        for said in sorted((self._whole.home / VIEWS).glob("*/" + NAMES)):
            collections = _names_in(said)
            if collections is not None and collections <= there:
                self.of(collections, progress)
            else:
                View(self._whole, said.parent).delete()

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            for view, _ in self._open.values():
                view.close()
            self._open.clear()

    def _state(self) -> Hashable:
        """Another one whenever a view may have to be: what is there, who may read it, what was decided."""
        return self._whole.generation, self._collections.stamp, len(self._whole.all_decisions.entries)

    def _home(self, collections: frozenset[str]) -> Path:
        name = hashlib.sha256(json.dumps(sorted(collections)).encode()).hexdigest()[:16]
        return self._whole.home / VIEWS / name

    def _follow(self, view: View, collections: frozenset[str], progress: Progress) -> None:
        view.home.mkdir(parents=True, exist_ok=True)
        with FileLock(view.home.with_suffix(".lock")):
            try:
                self._bring_up(view, collections, progress)
            except (HomeDamaged, LibraryDamaged, LibraryOutdated):
                # it is made of what the whole one holds, and can be made again
                view.delete()
                view.home.mkdir()
                self._bring_up(view, collections, progress)

    def _bring_up(self, view: View, collections: frozenset[str], progress: Progress) -> None:
        from ingest import pipeline

        with self._whole.generations.reading() as whole:
            if whole is None:
                raise NothingYet(f"{self._whole.home}: no knowledge base yet; run “mailuo ingest” first")
            with open_library(whole) as library:
                wanted = self._collections.readable(library.shelved(), collections)
                said = list(_said_of(self._whole.all_decisions.entries, library, set(wanted)))
                keep_vectors(library, wanted, view.generations, self._whole.settings, whole.about["stamps"]["model"])
            _write(view.home / NAMES, json.dumps(sorted(collections), ensure_ascii=False))
            kept = view.home / "originals"
            if not kept.is_symlink():
                kept.symlink_to(Path("..") / ".." / "originals", target_is_directory=True)
            lines = "".join(f"{json.dumps(as_line(entry), ensure_ascii=False)}\n" for entry in said)
            _write(view.home / "decisions.jsonl", lines)
            pipeline.follow(whole, wanted, view.generations, view.tools(), progress)


def _names_in(path: Path) -> frozenset[str] | None:
    with suppress(ValueError, OSError, TypeError):
        return frozenset(json.loads(path.read_text(encoding="utf-8")))
    return None


def _said_of(entries: Iterable[Entry], library: ReadableLibrary, sources: set[str]) -> Iterator[Entry]:
    """The decisions that speak of nothing but what these sources say. Why something was decided is not told: people
    write there what they know from elsewhere."""
    told = [entry for entry in entries if not isinstance(entry.said, Undoing) and _sources_of(entry) <= sources]
    unseen = {name for entry in told for name in names_in(entry)}
    of = {copy.name: copy.of for copy in library.copies()}
    for source in sorted({of.get(name, name) for name in sources}):
        text = library.text(source) or ""
        unseen = {name for name in unseen if name not in text}
    kept = {entry.id for entry in told if not unseen.intersection(names_in(entry))}
    for entry in entries:
        if isinstance(entry.said, Undoing) and entry.said.of in kept:
            kept.add(entry.id)
        if entry.id in kept:
            yield replace(entry, signature=Signature(entry.signature.who))


def _sources_of(entry: Entry) -> set[str]:
    match entry.said:
        case TitleChoice(document_id, _):
            return {source_of(document_id)}
        case said if isinstance(said, Correction):
            return {ground.source for ground in grounds_of(said)}
    return set()


def _write(path: Path, text: str) -> None:
    """Another file in its place, where it says something else."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
