"""What changed → the library: which sources are to be read, and reading them into it.

In: the library in use, the files named, the sources to forget. Out: a plan that costs next to nothing when nothing
changed, and the library of the next generation with what each source gave.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from graph.errors import MailuoError
from graph.records import Source
from ingest.copies import Copy, fingerprint
from ingest.extract import extract, rules_stamp
from ingest.generations import Generation
from ingest.library import (
    Library,
    LibraryDamaged,
    LibraryOutdated,
    LibraryUnwritable,
    Shelved,
    stored_origins,
    stored_sources,
)
from ingest.naming import Naming
from ingest.sources.crew import read_files
from ingest.sources.files import Named
from ingest.sources.unreadable import SKIPS, Failure
from ingest.tagger.contract import TextTagger

# A rule that stumbles over one file must not keep the others out: the file is named, the rest go on.
_RULE_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Progress(Protocol):
    """Hears how far a stage (read, recognise, embed, resolve, graph, index) is: `done` of `total`, and what is worked
    on."""

    def __call__(self, stage: str, done: int, total: int, what: str = "") -> None: ...


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
class Plan:
    """What is to be done to a library."""

    read: tuple[Named, ...]  # new or changed files
    read_again: tuple[str, ...]  # sources whose file was not named, read by other rules than today's
    drop: tuple[str, ...]
    known: frozenset[str]  # the sources that are there
    origins: Mapping[str, str]  # where their files lay
    from_scratch: bool  # the library is of another version: its texts are all that can be used

    @property
    def is_empty(self) -> bool:
        return not (self.read or self.read_again or self.drop)


def plan_intake(
    base: Generation | None,
    files: Sequence[Named],
    drop: Sequence[str],
    report: Report,
    *,
    tagger: TextTagger | None = None,
    again: bool = False,
) -> Plan:
    """Compare the files with the library by their hashes; no file is decoded here. `tagger`: by which they would be
    read, `again`: take all as changed."""
    stamp = rules_stamp(tagger)
    try:
        shelved, from_scratch = _shelved(base)
    except LibraryDamaged:
        if not again:
            raise
        shelved, from_scratch = {}, True  # the files named are all there is to go by
    if again:
        shelved = {name: replace(entry, stamp="") for name, entry in shelved.items()}
    read: list[Named] = []
    for file in Naming(shelved, _hash).name_files(files):
        entry = shelved.get(file.name)
        if entry and not from_scratch and entry.stamp == stamp and entry.sha256 == _hash(file.path):
            report.unchanged.append(file.name)
        else:
            read.append(file)
    taken = {file.name for file in read} | set(report.unchanged) | set(drop)
    stale = (entry.name for entry in shelved.values() if from_scratch or entry.stamp != stamp)
    read_again = tuple(name for name in stale if name not in taken)
    origins = {name: entry.origin for name, entry in shelved.items()}
    return Plan(
        tuple(read), read_again, tuple(n for n in drop if n in shelved), frozenset(shelved), origins, from_scratch
    )


def _shelved(base: Generation | None) -> tuple[dict[str, Shelved], bool]:
    if base is None:
        return {}, False
    try:
        with Library.open(base.library) as library:
            copies = (
                Shelved(copy.name, copy.format, copy.sha256, copy.stamp, 0, copy.origin) for copy in library.copies()
            )
            return {entry.name: entry for entry in (*library.sources(), *copies)}, False
    except LibraryOutdated:
        origins = stored_origins(base.library)
        return {
            s.name: Shelved(s.name, s.format, s.sha256, "", len(s.text), origins.get(s.name, ""))
            for s in stored_sources(base.library)
        }, True


def _hash(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None  # reading it will say why


def take_in(
    plan: Plan,
    base: Generation | None,
    library: Library,
    report: Report,
    progress: Progress,
    *,
    tagger: TextTagger | None = None,
) -> None:
    """Carry out the plan in the next generation's library, source by source; what fails stays as it was."""
    copies = {copy.name for copy in library.copies()}
    for name in sorted(plan.drop, key=lambda name: name not in copies):  # a copy that goes too need not stand first
        _let_copies_stand(library, name, None, report, tagger)
        library.drop(name)
        report.removed.append(name)
    total = len(plan.read) + len(plan.read_again)
    with closing(_sources(plan, base, report, progress)) as sources:
        for done, (source, origin) in enumerate(sources):
            progress("read", min(done, total), total, source.name)
            try:
                _let_copies_stand(library, source.name, source, report, tagger)
                if twin := library.twin_of(source.name, source.text):
                    copy = Copy(source.name, twin, source.format, source.sha256, rules_stamp(tagger), origin)
                    library.put_copy(copy)
                    report.copies.append(copy)
                    continue
                found = extract(source, tagger)
                library.put(found, rules_stamp(tagger), origin)
            except LibraryUnwritable:
                raise  # no fault of the file
            except (MailuoError, *_RULE_FAULTS) as error:
                values = {"fault": f"{type(error).__name__}: {error}"}
                report.failures.append(Failure(source.name, "rules", values, source.name, origin))
                continue
            (report.changed if source.name in plan.known else report.added).append(source.name)
            report.remarks += (
                Failure(source.name, r.why, dict(r.values), source.name) for r in found.source.layout.remarks
            )
    progress("read", total, total, "")


def _let_copies_stand(
    library: Library, name: str, new: Source | None, report: Report, tagger: TextTagger | None
) -> None:
    """Before a source goes or gets another text: the first of its copies takes its place, under its own name.
    new: what will stand under the source's name, None for nothing."""
    heirs = [copy for copy in library.copies() if copy.of == name]
    old = library.source(name) if heirs else None
    if old is None or (new is not None and fingerprint(old.text) == fingerprint(new.text)):
        return
    first, *others = heirs
    heir = replace(old, name=first.name, format=first.format, sha256=first.sha256)
    library.put(extract(heir, tagger), rules_stamp(tagger), first.origin)
    report.changed.append(first.name)
    for copy in others:
        library.put_copy(replace(copy, of=first.name))


def _sources(plan: Plan, base: Generation | None, report: Report, progress: Progress) -> Generator[tuple[Source, str]]:
    """Each source that can be read, with where its file lies: in the order of the files, then those read again."""
    failed: set[str] = set()

    def told(name: str, what: str, done: int, total: int) -> None:
        progress(what, done, total, name)

    with closing(read_files(plan.read, told)) as results:
        for file, result in results:
            if isinstance(result, Source):
                layout = replace(result.layout, remarks=(*file.remarks, *result.layout.remarks))
                yield (replace(result, layout=layout) if file.remarks else result), file.origin
                continue
            failed.add(file.name)
            lists = report.skipped if result.why in SKIPS and not file.is_named else report.failures
            lists.append(Failure(str(file.path), result.why, result.values, file.name))
    if base is not None and (plan.read_again or (plan.from_scratch and failed)):
        wanted = {*plan.read_again, *(failed if plan.from_scratch else ())}
        for source in stored_sources(base.library):
            if source.name in wanted:
                yield source, plan.origins.get(source.name, "")
