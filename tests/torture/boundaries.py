"""Every place where Mailuo writes: the one list of write boundaries, each of which `tests.torture.faults` breaks.

A boundary names an act at files, and by a pattern which files: `home/…` lies in MAILUO_HOME, `cache/…` in the user's
cache, `out/…` is what is exported. `tests.torture.faults --record` fails when a command writes what no boundary names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase


class Act(StrEnum):
    """What is done, and where it is broken."""

    WRITE = "write"  # a file opened for writing by Python; broken at its first write
    CALL = "call"  # a function that writes below Python: `function` names it
    COPY = "copy"  # shutil.copyfile
    LINK = "link"  # os.link
    RENAME = "rename"  # os.rename, os.replace; the file is the goal
    FLUSH = "flush"  # os.fsync of a file or folder
    FOLDER = "folder"  # os.mkdir
    UNLINK = "unlink"  # os.unlink, os.rmdir
    CLEAR = "clear"  # shutil.rmtree
    LOCK = "lock"  # os.open that makes the file
    CREATE = "create"  # SQLite: CREATE
    PUT = "put"  # … INSERT
    DELETE = "delete"  # … DELETE
    COMMIT = "commit"  # … COMMIT


class Fault(StrEnum):
    """What goes wrong there."""

    ERROR = "error"  # EIO: nothing is done
    FULL = "full"  # ENOSPC: nothing is done
    SHORT = "short"  # half is done, then ENOSPC
    CRASH = "crash"  # the process is gone before it, or in the middle of a file
    CRASH_BEHIND = "crash behind"  # … right after it


SQLITE = frozenset({Act.CREATE, Act.PUT, Act.DELETE, Act.COMMIT})
_WHOLE = tuple(Fault)
_AT_ONCE = (Fault.ERROR, Fault.FULL, Fault.CRASH, Fault.CRASH_BEHIND)  # half of it cannot be done


@dataclass(frozen=True, slots=True)
class Boundary:
    """One place; `function` (“module:name”) and the errors it `raises` for calls; `commands`: in which it is met."""

    name: str
    act: Act
    files: str
    commands: tuple[str, ...]
    function: str = ""
    raises: str = "OSError"

    @property
    def faults(self) -> tuple[Fault, ...]:
        return _AT_ONCE if self.act in (Act.LINK, Act.RENAME, Act.FLUSH, Act.FOLDER, Act.UNLINK, Act.LOCK) else _WHOLE

    def covers(self, path: str) -> bool:
        return fnmatchcase(path, self.files)


# The commands of the campaign, by the names that `tests.torture.faults` gives them.
FIRST, ADD, CHANGE, REMOVE, EMPTY = "first", "add", "change", "remove", "remove all"
MERGE, SPLIT, REBUILD, EXPORT, MODEL, SERVER = "merge", "split", "rebuild", "export", "model", "server"
_TAKE_IN = (FIRST, ADD, CHANGE, REBUILD)
_BUILD = (*_TAKE_IN, REMOVE, EMPTY, MERGE, SPLIT)
_PUT_IN = (*_TAKE_IN, REMOVE, EMPTY)  # sources come or go
_GO_ON = (ADD, CHANGE, REMOVE, EMPTY, MERGE, SPLIT)  # from what is there
_REPLACE = (ADD, CHANGE, REMOVE, EMPTY)  # … with other sources
_JOIN = (*_TAKE_IN, REMOVE)  # a part of the index is written anew
_DECIDE = (MERGE, SPLIT)  # the sources stay: library and index are taken over whole
_DRAFT, _INDEX = "home/generations/*.draft", "home/generations/*.draft/index"
_TERMS = "search.term_engine:TermWriter"


def _stack(name: str, put: tuple[str, ...], joined: tuple[str, ...]) -> tuple[Boundary, ...]:
    """Of a stack of SQLite files (`graph.layers`): what is there is linked, a file is put on top, and several are put
    together, which then go. `put`, `joined`: in which commands."""
    files = f"{_DRAFT}/{name}.sqlite*"
    return (
        Boundary(f"{name} created", Act.CREATE, files, put),
        Boundary(f"{name} linked", Act.LINK, files, _GO_ON),
        Boundary(f"{name} put", Act.PUT, files, put),
        Boundary(f"{name} commit", Act.COMMIT, files, put),
        Boundary(f"{name} joined", Act.PUT, f"{_DRAFT}/{name}.sqlite.joined", joined),
        Boundary(f"joined files of {name} taken away", Act.UNLINK, files, joined),
        Boundary(f"joined {name} in its place", Act.RENAME, files, joined),
    )


BOUNDARIES = (
    # one writer at a time
    Boundary("home folder", Act.FOLDER, "home", (FIRST,)),
    Boundary("folder of generations", Act.FOLDER, "home/generations", (FIRST,)),
    Boundary("lock", Act.LOCK, "home/lock", _BUILD),
    Boundary("writer's note", Act.WRITE, "home/writer", _BUILD),
    Boundary("writer's note taken away", Act.UNLINK, "home/writer", _BUILD),
    Boundary("identity", Act.WRITE, "home/identity", (SERVER,)),
    Boundary("old generation set aside", Act.RENAME, "home/generations/*.gone", _BUILD[1:]),
    Boundary("old generations cleared", Act.CLEAR, "home/generations/*.gone", _BUILD[1:]),
    # the draft
    Boundary("folder of the draft", Act.FOLDER, _DRAFT, _BUILD),
    *_stack("library", _PUT_IN, _REPLACE),
    Boundary("folder of originals", Act.FOLDER, "home/originals", (FIRST,)),
    Boundary("original copied", Act.COPY, "home/originals/.*", (FIRST, ADD, CHANGE)),
    Boundary("original in its place", Act.RENAME, "home/originals/*", (FIRST, ADD, CHANGE)),
    Boundary("original forgotten", Act.UNLINK, "home/originals/*", (REMOVE, EMPTY)),
    *_stack("names", _BUILD, _GO_ON),
    *_stack("graph", _BUILD, _GO_ON),
    Boundary("vectors created", Act.CREATE, "home/vectors.sqlite", _PUT_IN),
    Boundary("vectors put", Act.PUT, "home/vectors.sqlite", _TAKE_IN),
    Boundary("vectors forgotten", Act.DELETE, "home/vectors.sqlite", (REBUILD, REMOVE, EMPTY)),
    Boundary("vectors commit", Act.COMMIT, "home/vectors.sqlite*", _PUT_IN),
    # the index: parts, and the engine of the sparse rankers
    Boundary("folders of the index", Act.FOLDER, f"{_INDEX}*", _BUILD),
    Boundary("parts linked", Act.LINK, f"{_INDEX}/parts/*", _GO_ON),
    Boundary("passages", Act.WRITE, f"{_INDEX}/parts/*", _PUT_IN),
    Boundary("dense index", Act.CALL, f"{_INDEX}/parts/*/near.faiss", _JOIN, "faiss:write_index", "RuntimeError"),
    Boundary("joined parts cleared", Act.CLEAR, f"{_INDEX}/parts/*", _REPLACE),
    Boundary("terms linked", Act.LINK, f"{_INDEX}/terms/*", _GO_ON),
    Boundary("terms taken over", Act.WRITE, f"{_INDEX}/terms/*", _REPLACE),
    Boundary("terms begun", Act.CALL, f"{_INDEX}/terms", _PUT_IN, f"{_TERMS}.__init__", "IndexNotWritten"),
    Boundary("terms commit", Act.CALL, f"{_INDEX}/terms", _PUT_IN, f"{_TERMS}.commit", "IndexNotWritten"),
    Boundary("merged terms taken away", Act.UNLINK, f"{_INDEX}/terms/*", _PUT_IN),
    Boundary("terms of nothing cleared", Act.CLEAR, f"{_INDEX}/terms", (EMPTY,)),
    Boundary("note of the index", Act.WRITE, f"{_INDEX}/index.json", _PUT_IN),
    Boundary("note of the index linked", Act.LINK, f"{_INDEX}/index.json", _DECIDE),
    # publishing
    Boundary("list of the files", Act.WRITE, f"{_DRAFT}/files.json", _PUT_IN),
    Boundary("list of the files linked", Act.LINK, f"{_DRAFT}/files.json", _DECIDE),
    Boundary("note of the generation", Act.WRITE, f"{_DRAFT}/generation.json", _BUILD),
    Boundary("flush of the draft", Act.FLUSH, f"{_DRAFT}*", _BUILD),
    Boundary("draft in its place", Act.RENAME, "home/generations/*[0-9]", _BUILD),
    Boundary("flush of the generations", Act.FLUSH, "home/generations", _BUILD),
    Boundary("CURRENT written", Act.WRITE, "home/CURRENT.new", _BUILD),
    Boundary("CURRENT flushed", Act.FLUSH, "home/CURRENT.new", _BUILD),
    Boundary("CURRENT switched", Act.RENAME, "home/CURRENT", _BUILD),
    Boundary("flush of the home", Act.FLUSH, "home", _BUILD),
    # beside the generations
    Boundary("note of what is to be forgotten", Act.WRITE, "home/forgetting", _BUILD),
    Boundary("note of what is to be forgotten taken away", Act.UNLINK, "home/forgetting", _BUILD),
    Boundary("list of unread files", Act.WRITE, "home/unread.new", (ADD,)),
    Boundary("list of unread files in its place", Act.RENAME, "home/unread.json", (ADD,)),
    Boundary("list of unread files taken away", Act.UNLINK, "home/unread.json", (EMPTY,)),
    Boundary("lock of the decisions", Act.LOCK, "home/decisions.lock", (MERGE, SPLIT)),
    Boundary("decision appended", Act.WRITE, "home/decisions.jsonl", (MERGE, SPLIT)),
    Boundary("decision flushed", Act.FLUSH, "home/decisions.jsonl", (MERGE, SPLIT)),
    Boundary("lock of the arrivals", Act.LOCK, "home/arrivals.lock", _BUILD),
    Boundary("arrival appended", Act.WRITE, "home/arrivals.jsonl", _BUILD),
    Boundary("arrival flushed", Act.FLUSH, "home/arrivals.jsonl", _BUILD),
    # the prepared model
    Boundary("folders of the model", Act.FOLDER, "cache*", (MODEL,)),
    Boundary("lock of the model", Act.LOCK, "cache/.*.lock", (MODEL,)),
    Boundary("files of the model", Act.WRITE, "cache/.*", (MODEL,)),
    Boundary("tokenizer", Act.CALL, "cache/.*", (MODEL,), "search.model_files:_write_tokenizer"),
    Boundary("weights", Act.CALL, "cache/.*/model.safetensors", (MODEL,), "safetensors.numpy:save_file"),
    Boundary("model in its place", Act.RENAME, "cache/*", (MODEL,)),
    Boundary("outdated model cleared", Act.CLEAR, "cache/multi*", (MODEL,)),
    Boundary("unfinished model cleared", Act.CLEAR, "cache/.*", (MODEL,)),
    # exports
    Boundary("folder above the export", Act.FOLDER, "out", (EXPORT,)),
    Boundary("folder of the export", Act.FOLDER, "out/.mailuo-export-*", (EXPORT,)),
    Boundary("file of the export", Act.WRITE, "out/.mailuo-export-*", (EXPORT,)),
    Boundary("flush of the export", Act.FLUSH, "out/.mailuo-export-*", (EXPORT,)),
    Boundary("export in its place", Act.RENAME, "out/set*", (EXPORT,)),
)  # fmt: skip


def at(act: Act, path: str) -> Iterator[Boundary]:
    """The boundaries that an act at a path meets."""
    return (boundary for boundary in BOUNDARIES if boundary.act is act and boundary.covers(path))


def named(name: str) -> Boundary:
    return next(boundary for boundary in BOUNDARIES if boundary.name == name)
