"""What changed → the library: which sources are to be read, and reading them into it.

In: the library in use, the files named, the sources to forget. Out: a plan that costs next to nothing when nothing
changed, and the library of the next generation with what each source gave.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from graph.records import Extraction, Source
from ingest.copies import Copy, fingerprint
from ingest.extract import rules_stamp
from ingest.generation import Generation
from ingest.hands import Hands
from ingest.library import Library, LibraryOutdated, Shelved
from ingest.naming import Naming
from ingest.originals import Originals
from ingest.remains import Remains, file_of
from ingest.sources.files import NamedFile
from ingest.sources.opening import open_ordinary
from ingest.sources.read import MOST_FILE_BYTES
from ingest.sources.unreadable import SKIPS, Failure, Unreadable
from ingest.tagger.contract import TextTagger

UNSTORABLE = (UnicodeError, OverflowError)  # what SQLite cannot hold: half a surrogate, a number of 70 bits


class Progress(Protocol):
    """Hears how far a stage (read, recognise, embed, resolve, graph, index) is: `done` of `total`, and what is worked
    on."""

    def __call__(self, stage: str, done: int, total: int, what: str = "") -> None:
        """Hear of a stage that so many of all are done, and which one was the last."""


@dataclass(slots=True)
class Report:
    """What became of the sources, by name."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)  # read this time and found to be copies
    failures: list[Failure] = field(default_factory=list)
    skipped: list[Failure] = field(default_factory=list)  # what nobody expects to be read
    remarks: list[Failure] = field(default_factory=list)  # what is to be known of how files were read


@dataclass(frozen=True, slots=True)
class Before:
    """What a knowledge base holds before a run: its sources and copies by name, the generations whose libraries have
    their texts, the newest first, and the files that were kept. `from_scratch`: the newest library is of another
    version, or all is to be made anew: the texts are all that is used of it. `is_known`: whether anything says which
    sources there were."""

    shelved: Mapping[str, Shelved]
    generations: Sequence[Generation]
    originals: Originals
    from_scratch: bool
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done to a library."""

    read: tuple[NamedFile, ...]  # new or changed files
    read_again: tuple[str, ...]  # sources whose file was not named, read by other rules than today's
    drop: tuple[str, ...]
    before: Before

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.read or self.read_again or self.drop)


def before_run(generations: Sequence[Generation], originals: Originals, *, again: bool = False) -> Before:
    """What the generations hold, the newest first. `again`: all is to be read anew, whatever state they are in."""
    if not generations:
        return Before({}, (), originals, from_scratch=False)
    if not again:
        with suppress(LibraryOutdated), Library.open(generations[0].library) as library:
            return Before(library.shelved(), generations[:1], originals, from_scratch=False)
    with closing(Remains(generations if again else generations[:1])) as remains:
        entries, is_known = remains.entries, remains.is_known
        return Before(dict(entries), generations, originals, from_scratch=True, is_known=is_known)


def plan_intake(
    before: Before, files: Sequence[NamedFile], drop: Sequence[str], report: Report, *, tagger: TextTagger | None = None
) -> Plan:
    """Compare the files with the library by their hashes; no file is decoded here. `tagger`: by which they would be
    read."""
    stamp = rules_stamp(tagger)
    shelved = before.shelved
    read: list[NamedFile] = []
    for file in Naming(shelved, _hash).name_files(files):
        entry = shelved.get(file.name)
        if entry and not before.from_scratch and entry.stamp == stamp and entry.sha256 == _hash(file.path):
            report.unchanged.append(file.name)
        else:
            read.append(file)
    taken = {file.name for file in read} | set(report.unchanged) | set(drop)
    stale = [name for name, entry in shelved.items() if name not in taken and entry.stamp != stamp]
    if before.from_scratch:
        again = list(_read_from_files(before, stale))
        read += again
        stale = [name for name in stale if name not in {file.name for file in again}]
    return Plan(tuple(read), tuple(stale), tuple(name for name in drop if name in shelved), before)


def _read_from_files(before: Before, names: Sequence[str]) -> Iterator[NamedFile]:
    """The files of the sources whose texts are lost."""
    with closing(Remains(before.generations)) as remains:
        for name in names:
            entry = before.shelved[name]
            if remains.is_lost(name) and (path := file_of(entry, before.originals)) is not None:
                yield NamedFile(path, name, entry.origin)


def _hash(path: Path) -> str | None:
    try:
        with open_ordinary(path, path.name) as file:
            if os.fstat(file.fileno()).st_size > MOST_FILE_BYTES:
                return None  # reading it will say that it is too large
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (Unreadable, OSError):
        return None  # reading it will say why


def take_in(
    plan: Plan,
    library: Library,
    report: Report,
    progress: Progress,
    *,
    hands: Hands,
    taken: Callable[[Extraction], None] = lambda extraction: None,
) -> None:
    """Carry out the plan in the next generation's library, source by source; what fails stays as it was. `taken` hears
    of each source that is stored."""
    before = plan.before
    shelf = _Shelf(library, report, hands, taken)
    for name in sorted(plan.drop, key=lambda name: library.copy(name) is None):  # a copy that goes too stands for none
        shelf.forget(name)
    total = len(plan.read) + len(plan.read_again)
    if total:
        hands.prepare(total)
    with closing(_sources(plan, hands, report, progress)) as sources:
        for done, (source, origin) in enumerate(sources):
            progress("read", min(done, total), total, source.name)
            is_known = source.name in before.shelved
            if not shelf.take(source, origin, is_known=is_known) and before.from_scratch and is_known:
                library.put(Extraction(source, (), (), (), ()), "", origin)  # its text at least stays
    progress("read", total, total, "")


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The library while sources are put into it and taken out."""

    library: Library
    report: Report
    hands: Hands
    taken: Callable[[Extraction], None]

    def take(self, source: Source, origin: str, *, is_known: bool) -> bool:
        """Understand a source and store it, as a copy where its text is there; False: the report says why not."""
        fault = self._let_copies_stand(source.name, source)
        if fault is None and (twin := self.library.twin_of(source.name, source.text)):
            copy = Copy(source.name, twin, source.format, source.sha256, self.hands.stamp, origin)
            self.library.put_copy(copy)
            self.report.copies.append(copy)
            return True
        stored = fault or self._put(source, origin)
        if isinstance(stored, Unreadable):
            self.report.failures.append(Failure(source.name, stored.why, stored.values, source.name, origin))
            return False
        (self.report.changed if is_known else self.report.added).append(source.name)
        remarks = stored.layout.remarks
        self.report.remarks += (Failure(source.name, r.why, dict(r.values), source.name) for r in remarks)
        return True

    def forget(self, name: str) -> None:
        """Take a source out; one whose copy cannot take its place stays."""
        fault = self._let_copies_stand(name, None)
        if fault is not None:
            self.report.failures.append(Failure(fault.name, fault.why, fault.values, fault.name))
            return
        self.library.drop(name)
        self.report.removed.append(name)

    def _put(self, source: Source, origin: str) -> Source | Unreadable:
        """Store what is found in a source; the source as it is stored. Why it cannot be is the file's fault, but for
        a full disk."""
        found = self.hands.extract(source)
        if isinstance(found, Unreadable):
            return found
        try:
            self.library.put(found, self.hands.stamp, origin)
        except UNSTORABLE as error:
            return Unreadable(source.name, "rules", fault=f"{type(error).__name__}: {error}", line=0)
        self.taken(found)
        return found.source

    def _let_copies_stand(self, name: str, new: Source | None) -> Unreadable | None:
        """Before a source goes or gets another text: the first of its copies takes its place, under its own name.
        new: what will stand under the source's name, None for nothing."""
        heirs = self.library.copies(of=name)
        old = self.library.source(name) if heirs else None
        if old is None or (new is not None and fingerprint(old.text) == fingerprint(new.text)):
            return None
        first, *others = heirs
        heir = replace(old, name=first.name, format=first.format, sha256=first.sha256)
        if isinstance(fault := self._put(heir, first.origin), Unreadable):
            return fault
        self.report.changed.append(first.name)
        for copy in others:
            self.library.put_copy(replace(copy, of=first.name))
        return None


def _sources(plan: Plan, hands: Hands, report: Report, progress: Progress) -> Generator[tuple[Source, str]]:
    """Each source that can be read, with where its file lies: those read again, then in the order of the files. What
    was a source thus stays one, and a file of the same text is its copy."""
    yield from hands.again(_texts(plan, plan.read_again, report))
    failed: dict[str, Failure] = {}

    def told(name: str, what: str, done: int, total: int) -> None:
        progress(what, done, total, name)

    with closing(hands.read(plan.read, told)) as results:
        for file, result in results:
            if isinstance(result, Source):
                yield result, file.origin
                continue
            failed[file.name] = Failure(str(file.path), result.why, result.values, file.name)
            lists = report.skipped if result.why in SKIPS and not file.is_named else report.failures
            lists.append(failed[file.name])
    if plan.before.from_scratch:
        yield from hands.again(_texts(plan, [name for name in failed if name in plan.before.shelved], None))


def _texts(plan: Plan, wanted: Sequence[str], report: Report | None) -> Iterator[tuple[Source, str]]:
    """Sources from the texts that are there. `report`: of those that are lost; None where it is said already."""
    before = plan.before
    if not wanted:
        return
    with closing(Remains(before.generations)) as remains:
        for name in wanted:
            if (source := remains.source(name)) is not None:
                yield source, before.shelved[name].origin
            elif report is not None:
                origin = before.shelved[name].origin
                report.failures.append(Failure(origin or name, "text_lost", {}, name, origin))
