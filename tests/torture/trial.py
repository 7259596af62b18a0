"""A knowledge base on trial: its commands, what readers see of it, and what lies in its home.

In: a folder, and a server where the graph is to lie in one. Out: a `Trial`, and `View`s, which can be compared.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.generations import Generations
from search.term_engine import META, SEGMENT_FILE
from tests.neo4j_server import Server
from tests.torture import commands
from tests.torture.commands import Done, Process
from tests.torture.watching import Instructions

QUESTION = "加快建设项目"
READING = (("status", "--json"), ("list", "Project", "--json"), ("search", QUESTION, "--json"))
_WHERE_THE_GRAPH_LIES = {"identity", "generations/N/graph.sqlite"}  # in a server, or here
_COUNTED = ("documents", "passages", "entities", "relations", "targets", "links")


@dataclass(frozen=True, slots=True)
class View:
    """What readers see: `export`: files by name; `counts`, `listed`, `found`: of status, list and search."""

    export: Mapping[str, bytes]
    counts: Mapping[str, Any]
    listed: str
    found: str


NOTHING = View({}, {}, "", "")
NOTHING_YET = "no knowledge base yet"  # what is said then


@dataclass(frozen=True, slots=True)
class Refused:
    """A reader that got no answer."""

    done: Done


@dataclass(slots=True)
class Trial:
    """One knowledge base; `folder` holds home, out (what is exported) and cache; `outside`: for what else is kept."""

    folder: Path
    server: Server | None = None
    outside: Path | None = None

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def environment(self, instructions: Instructions | None = None) -> dict[str, str]:
        more = self.server.settings if self.server else {}
        told = instructions.to_environment() if instructions else {}
        temporary = (self.outside or self.folder) / "temporary"
        temporary.mkdir(parents=True, exist_ok=True)
        cache = str(self.folder / "cache-home")
        return commands.environment(self.home, temporary, XDG_CACHE_HOME=cache, **more, **told)

    def start(self, *arguments: str, cold: bool = False, events: bool = False) -> Process:
        instructions = Instructions(str(self.folder)) if events else None
        return commands.start(arguments, self.environment(instructions), cold=cold, events=events)

    def run(self, *arguments: str, instructions: Instructions | None = None) -> Done:
        return commands.start(arguments, self.environment(instructions)).wait()

    def look(self) -> View | Refused:
        """What readers see; nothing while there is no knowledge base."""
        read = []
        for arguments in READING:
            done = self.run(*arguments)
            if done.status and NOTHING_YET in done.err:
                return NOTHING
            if done.status or done.err:
                return Refused(done)
            read.append(done.out)
        exported = (self.outside or self.folder) / "seen"
        shutil.rmtree(exported, ignore_errors=True)
        done = self.run("export", "--format", "jsonl", str(exported))
        if done.status:
            return Refused(done)
        files = {path.name: path.read_bytes() for path in sorted(exported.iterdir())}
        status = json.loads(read[0])
        return View(files, {name: status[name] for name in _COUNTED}, read[1], read[2])

    def decisions(self) -> list[str]:
        """The lines that are whole: what a crash has cut off was never said to be recorded."""
        path = self.home / "decisions.jsonl"
        held = path.read_bytes() if path.exists() else b""
        return held[: held.rfind(b"\n") + 1].decode("utf-8").splitlines()

    def inventory(self) -> set[str]:
        """What lies in the home, generations and parts of an index without their numbers, and what the stores beside
        them hold. Of what one generation holds only that in use is looked at: the one before it depends on how often
        something was done.
        """
        current = Generations(self.home).current()
        paths = [path.relative_to(self.home) for path in self.home.rglob("*")]
        inside = None if current is None else current.folder.relative_to(self.home)
        kept = (path for path in paths if inside is None or not _is_of_other(path, inside))
        files = _numbered(map(unnumbered, kept)) - _WHERE_THE_GRAPH_LIES
        return files | {f"vector {key}" for key in self._vectors()} | {f"unread {name}" for name in self._unread()}

    def segments(self) -> tuple[set[str], set[str]]:
        """Of the index in use: the segments of which files lie there, and those that its engine reads."""
        current = Generations(self.home).current()
        terms = None if current is None else current.folder / "index" / "terms"
        if terms is None or not (terms / META).exists():
            return set(), set()
        read = json.loads((terms / META).read_text(encoding="utf-8"))["segments"]
        lying = (SEGMENT_FILE.fullmatch(path.name) for path in terms.iterdir())
        return {one["segment"] for one in lying if one}, {one["segment_id"].replace("-", "") for one in read}

    def generations(self) -> int:
        return sum(1 for _ in (self.home / "generations").glob("*"))

    def _vectors(self) -> Sequence[str]:
        path = self.home / "vectors.sqlite"
        if not path.exists():
            return []
        connection = sqlite3.connect(path)
        try:
            return [str(row[0]) for row in connection.execute("SELECT hex(key) FROM vectors")]
        finally:
            connection.close()

    def _unread(self) -> Sequence[str]:
        path = self.home / "unread.json"
        return [one["name"] for one in json.loads(path.read_text(encoding="utf-8"))["unread"]] if path.exists() else []


def unnumbered(path: Path) -> str:
    """A path of a home as it is called in every home that holds the same."""
    name = re.sub(r"^generations/\d+(?=/|$)", "generations/N", path.as_posix())
    # one made anew, as behind a server that was shot, counts from the first again
    name = re.sub(r"/index/parts/\d+(?=/|$)", "/index/parts/N", name)
    # named by lot; how many there are, and whether one holds what was removed, depends on how they came to be
    return re.sub(r"/terms/[0-9a-f]{32}\.(\d+\.)?\w+$", "/terms/segments", name)


def _is_of_other(path: Path, generation: Path) -> bool:
    """Whether it lies in another generation than this one."""
    return path.parts[0] == "generations" and len(path.parts) > 2 and not path.is_relative_to(generation)


def _numbered(names: Iterable[str]) -> set[str]:
    """Those of one name told apart, but for generations, of which there may be two, and segments."""
    times = Counter(names)
    told = {name if n == 0 else f"{name} ({n + 1}.)" for name, count in times.items() for n in range(count)}
    return {name for name in told if not re.search(r"(^generations/N|/terms/segments) \(\d+\.\)$", name)}
