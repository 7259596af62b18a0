"""The doctor: model, library, graph, index and all that lies beside them, checked against what was written and
against each other.

In: the settings. Out: findings, each with what was looked at, whether it is “ok”, worth a “note” or “wrong”, what was
seen, and how to mend it. A check that fails never keeps the others from being made. What is not what was written is
not opened: a damaged file may do anything to its engine.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.checksums import sha256_of
from graph.errors import REBUILD, MailuoError
from graph.resolve.decisions import Decisions
from graph.store.engines.engine import ServerUnusable
from ingest.extract import rules_stamp
from ingest.generation import HomeDamaged
from ingest.generations import Generations
from ingest.library import LibraryDamaged
from ingest.readable_library import open_library
from ingest.remains import Remains, file_of
from search.errors import IndexElsewhere, MilvusUnusable
from search.vectors import DELETE, VectorStore
from ui.app.fields import FindingFields
from ui.app.settings import Settings
from ui.app.shared_store import follows, missing_in, store_fields
from ui.app.workspace import GraphElsewhere, Workspace

if TYPE_CHECKING:
    from ingest.tagger.contract import TextTagger
    from search.reader.contract import CloseReader

LEAST_FREE_BYTES = 500_000_000  # below this the next ingestion may not find room
GIVE_RIGHT = "give this user the right to read and write it"
MOST_NAMED = 5  # files, where many are concerned


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw."""

    about: str
    state: str
    says: str
    mend: str | None = None


def examine(settings: Settings) -> list[FindingFields]:
    """All findings, the most basic first."""
    with closing(Workspace(settings)) as workspace:
        shared = list(_survey(workspace, (("store", _store),)))  # a home that follows is brought up to date by it
        damaged = list(_survey(workspace, (("home", _parts),)))
        derived = damaged or list(_survey(workspace, _DERIVED))
        found = [*_survey(workspace, _BASIC), *shared, *derived, *_survey(workspace, _BESIDE)]
    return [_fields(finding) for finding in dict.fromkeys(found)]


def _survey(
    workspace: Workspace, checks: tuple[tuple[str, Callable[[Workspace], Iterator[Finding]]], ...]
) -> Iterator[Finding]:
    for about, check in checks:
        try:
            yield from check(workspace)
        except (MailuoError, OSError, sqlite3.Error) as error:
            yield Finding(about, "wrong", _without_remedy(error), _mend(about, error, workspace))


def _mend(about: str, error: Exception, workspace: Workspace) -> str | None:
    """What helps where a check could not be made; None where the error says it."""
    if isinstance(error, ServerUnusable | GraphElsewhere | MilvusUnusable | IndexElsewhere):
        return None
    if isinstance(error, PermissionError) or isinstance(error.__cause__, PermissionError):
        return GIVE_RIGHT
    if isinstance(error, HomeDamaged | LibraryDamaged):
        return _mend_library(workspace)
    return {
        "home": GIVE_RIGHT,
        "model": "unset MAILUO_MODEL to use the bundled model, or install Mailuo again",
        "tagger": "install Mailuo again",
        "reader": "install Mailuo again",
        "vectors": DELETE,
        "decisions": "mend or delete the line",
    }.get(about) or rebuild(workspace)


def rebuild(workspace: Workspace) -> str:
    """The command that makes all anew from the texts that are there, to be run in any folder."""
    home = workspace.home
    if follows(workspace.settings):
        return f"delete {home}: it holds nothing but copies of {workspace.settings.store}"
    setting = "" if home.is_absolute() else f"MAILUO_HOME={shlex.quote(str(home.resolve()))} "
    return f"run “{setting}mailuo ingest --rebuild”"


def _without_remedy(error: Exception) -> str:
    """What an error says is wrong; the finding says what helps."""
    return str(error).removesuffix(f"; {REBUILD}").removesuffix(f": {REBUILD}.").removesuffix(f": {DELETE}.")


def _fields(found: Finding) -> FindingFields:
    fields: FindingFields = {"about": found.about, "state": found.state, "says": found.says}
    if found.mend:
        fields["mend"] = found.mend
    return fields


def _home(workspace: Workspace) -> Iterator[Finding]:
    home = workspace.home
    if not home.is_dir():
        yield Finding("home", "note", f"{home} is not there yet", "run “mailuo ingest”")
        return
    if not os.access(home, os.W_OK):
        yield Finding("home", "wrong", f"{home} cannot be written to", "give this user the right to write there")
    free = shutil.disk_usage(home).free
    if free < LEAST_FREE_BYTES:
        yield Finding("home", "wrong", f"only {free / 1e6:.0f} MB are free on the disk of {home}", "make room")
    generations = Generations(home)
    current = generations.current()
    if current is None:
        yield Finding("home", "note", f"{home} holds no knowledge base yet", "run “mailuo ingest”")
        return
    if (named := generations.named()) != current.number:
        lost = "names none" if named is None else f"names generation {named}, which is not there"
        says = f"{home / 'CURRENT'} {lost}; generation {current.number}, the newest whole one, is in use"
        is_closed = (home / "CURRENT").exists() and not os.access(home / "CURRENT", os.R_OK)
        yield Finding("home", "wrong", says, GIVE_RIGHT if is_closed else rebuild(workspace))
    else:
        yield Finding("home", "ok", f"{home}, generation {current.number}")
    left = [folder.name for folder in current.folder.parent.glob("*.draft")]
    if left:
        # not a fault: an ingestion may be running at this moment
        yield Finding("home", "note", f"an ingestion is running, or left {', '.join(left)}", "the next one clears it")


def _parts(workspace: Workspace) -> Iterator[Finding]:
    """What is not what was written."""
    generations = Generations(workspace.home)
    number = generations.named()
    current = generations.current() if number is None else generations.at(number)
    if current is None or not current.folder.is_dir():
        return
    faults = list(current.faults(current.about, thorough=True))
    for fault in faults:
        about = _about_part(fault.path.relative_to(current.folder).parts[0])
        mend = _mend_library(workspace) if about == "library" else rebuild(workspace)
        if fault.path.exists() and not os.access(fault.path, os.R_OK):
            mend = GIVE_RIGHT
        yield Finding(about, "wrong", f"{fault.path}: {fault.says}", mend)


def _about_part(name: str) -> str:
    """To what a file or folder of a generation belongs; library and graph are stacks of files: library.sqlite.1 …"""
    return next((about for begin, about in _PARTS.items() if name.startswith(begin)), "index")


def _mend_library(workspace: Workspace) -> str:
    """How the sources of a damaged library come back: from an older one, from their files, or by being named."""
    if follows(workspace.settings):
        return rebuild(workspace)
    generations = Generations(workspace.home)
    with closing(Remains(generations.all())) as remains:
        if not remains.is_whole:
            return f"{rebuild(workspace).removesuffix('”')} PATH…” with the files and folders that were taken in"
        lost = [entry for name, entry in remains.entries.items() if remains.is_lost(name)]
    gone = [entry for entry in lost if file_of(entry, workspace._originals) is None]
    if not gone:
        return rebuild(workspace)
    named = "、".join(entry.name for entry in gone[:MOST_NAMED]) + (" …" if len(gone) > MOST_NAMED else "")
    return f"{rebuild(workspace)}, then take in again what is lost: {named}"


def _store(workspace: Workspace) -> Iterator[Finding]:
    """Whether the store holds what is in use here, or this home what is in use there."""
    held = store_fields(workspace.settings, workspace.generations)
    if held is None:
        return
    here = workspace.generation
    says = f"{held['address']}, generation {held['generation'] or 'none yet'}"
    if held["trouble"]:
        yield Finding("store", "wrong", held["trouble"])
    elif here != held["generation"]:
        yield Finding("store", "note", f"{says}; generation {here} is in use here", "run “mailuo ingest”")
    elif missing := missing_in(workspace.settings):
        named = "、".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
        yield Finding("store", "wrong", f"{says}: what these gave is missing: {named}", "restore it from a backup")
    else:
        yield Finding("store", "ok", f"{says}, {'read' if held['follows'] else 'written'} here")


def _model(workspace: Workspace) -> Iterator[Finding]:
    yield Finding("model", "ok", workspace._encoder.stamp)


def _made_with(workspace: Workspace) -> Iterator[Finding]:
    stamp = workspace._encoder.stamp
    current = Generations(workspace.home).current()
    if current and current.about["stamps"]["model"] != stamp:
        made = current.about["stamps"]["model"]
        yield Finding(
            "model", "wrong", f"the knowledge base was made with {made}", f"{rebuild(workspace)}, or set it back"
        )


def _tagger(workspace: Workspace) -> Iterator[Finding]:
    return _learned("tagger", workspace._tagger, "names in running text are found by rules alone")


def _reader(workspace: Workspace) -> Iterator[Finding]:
    return _learned("reader", workspace._reader, "answers come from rules and sentences alone")


def _learned(about: str, learned: TextTagger | CloseReader | None, without: str) -> Iterator[Finding]:
    if learned is None:
        yield Finding(about, "note", f"what it has learned is not there: {without}", "install Mailuo again")
    else:
        yield Finding(about, "ok", learned.stamp)


def _library(workspace: Workspace) -> Iterator[Finding]:
    current = Generations(workspace.home).current()
    if current is None:
        return
    with open_library(current) as library:
        sources, held = library.sources(), library.counts()
    counts = current.about["counts"]
    seen = f"{held.sources} sources, {held.documents} documents, {held.passages} passages"
    if (held.documents, held.passages) != (counts["documents"], counts["passages"]):
        noted = f"{counts['documents']} documents and {counts['passages']} passages"
        yield Finding("library", "wrong", f"holds {seen}, but {noted} were noted", rebuild(workspace))
    else:
        yield Finding("library", "ok", seen)
    stamp = rules_stamp(workspace._tagger)
    stale = [entry.name for entry in sources if entry.stamp != stamp]
    if stale:
        says = f"{len(stale)} sources were read by the rules of another version"
        where = " where it is written" if follows(workspace.settings) else ""
        yield Finding("library", "note", says, f"run “mailuo ingest --rebuild”{where}" if where else rebuild(workspace))


def _graph(workspace: Workspace) -> Iterator[Finding]:
    current = Generations(workspace.home).current()
    if current is None:
        return
    store = workspace.opened.store
    held = store.counts()
    noted: Mapping[str, object] = current.about["counts"]
    pairs: list[tuple[str, object, object]] = [
        (name, getattr(held, name), noted[name])
        for name in ("documents", "passages", "mentions", "targets", "attributes", "links")
    ]
    pairs += [("entities", dict(held.entities), noted["entities"])]
    pairs += [("relations", dict(held.relations), noted["relations"])]
    wrong = [f"{name} {is_} for {should}" for name, is_, should in pairs if is_ != should]
    if wrong:
        yield Finding(
            "graph", "wrong", f"{store.engine_name} disagrees with the library: {'; '.join(wrong)}", rebuild(workspace)
        )
    else:
        entities = sum(held.entities.values())
        yield Finding("graph", "ok", f"{store.engine_name}: {entities} entities, {held.mentions} mentions")


def _index(workspace: Workspace) -> Iterator[Finding]:
    current = Generations(workspace.home).current()
    if current is None:
        return
    opened = workspace.opened
    held = set(opened.index.ids)
    passages = list(opened.all_passages())
    missing = any(passage.id not in held for passage in passages)
    if missing or len(opened.index) != len(passages):
        says = f"holds {len(opened.index)} passages, the library {len(passages)}"
        yield Finding("index", "wrong", says, rebuild(workspace))
    opened.index.check_model(current.about["stamps"]["model"])
    if len(opened.index):
        # words of the first passage must lead to something
        first = passages[0]
        text = opened.text_of(first.source)[first.start : first.end]
        if not opened.index.search(text[:60], None, top=1, mode="lexical"):
            yield Finding("index", "wrong", "finds nothing for the words of its first passage", rebuild(workspace))
            return
    if not missing:
        where = f", in {workspace.index_place.title}" if workspace.settings.milvus else ""
        yield Finding("index", "ok", f"{len(opened.index)} passages, made with {opened.index.model}{where}")


def _vectors(workspace: Workspace) -> Iterator[Finding]:
    path = workspace.home / "vectors.sqlite"
    if path.exists():
        with VectorStore(path) as store:
            yield Finding("vectors", "ok", f"{store.check()} kept")


def _originals(workspace: Workspace) -> Iterator[Finding]:
    kept = workspace._originals.all()
    damaged = [path for path in kept if sha256_of(path) != path.name]
    for path in damaged:
        says = f"{path}: holds something else than the file that was read"
        yield Finding("originals", "wrong", says, "delete it, and take its file in again to see its pages")
    if kept and not damaged:
        yield Finding("originals", "ok", f"{len(kept)} kept")


def _unread(workspace: Workspace) -> Iterator[Finding]:
    path = workspace.home / "unread.json"
    try:
        json.loads(path.read_text(encoding="utf-8"))["unread"]
    except FileNotFoundError:
        return
    except (ValueError, TypeError, LookupError, RecursionError):
        yield Finding("unread", "note", f"{path}: is no list of files", "the next ingestion writes it anew")


def _decisions(workspace: Workspace) -> Iterator[Finding]:
    held = Decisions.read(workspace.home / "decisions.jsonl")
    yield Finding("decisions", "ok", f"{len(held.made) + len(held.corrections)} of a person")


_PARTS = {"library.": "library", "catalogue.": "library", "files.json": "library", "graph.": "graph", "names.": "names"}
_BASIC = (("home", _home), ("model", _model), ("tagger", _tagger), ("reader", _reader))
_DERIVED = (("model", _made_with), ("library", _library), ("graph", _graph), ("index", _index))
_BESIDE = (("vectors", _vectors), ("originals", _originals), ("unread", _unread), ("decisions", _decisions))
