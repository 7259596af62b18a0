"""The commands that faults are tried in, each with a home as it is before it, and what an undisturbed one makes of it.

In: a folder. Out: `Stage`s, by the names that the list of boundaries gives them; `fresh` copies the home for one try.
"""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.neo4j_server import Server
from tests.torture.boundaries import ADD, CHANGE, EMPTY, EXPORT, FIRST, MERGE, MODEL, REBUILD, REMOVE, SERVER, SPLIT
from tests.torture.commands import Done
from tests.torture.documents import Plans, make_document
from tests.torture.trial import NOTHING, Refused, Trial, View

SEED = 16


@dataclass(frozen=True, slots=True)
class Stage:
    """One command. `start`: the trial to copy; `twin`: the undisturbed one; `after`: what may follow it once done."""

    name: str
    command: tuple[str, ...]
    after: tuple[str, ...]
    start: Trial
    twin: Trial
    views: tuple[View, View]
    done: Done

    @property
    def decides(self) -> bool:
        return self.name in (MERGE, SPLIT)

    def fresh(self, folder: Path) -> Trial:
        """A copy of the home as it is before the command."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if self.start.home.exists():
            shutil.copytree(self.start.home, folder / "home")
        if self.name == MODEL:
            left = folder / "cache" / ".multilingual-e5-small-zh-left"  # by a process that was killed
            left.mkdir(parents=True)
            (left / "model.safetensors").write_bytes(b"half of it")
            outdated = folder / "cache" / "multilingual-e5-small-zh"  # by another version
            outdated.mkdir()
            (outdated / "mailuo-model.json").write_text('{"layout": 0}', encoding="utf-8")
        return Trial(folder, self.start.server)


def make_stages(folder: Path, wanted: set[str], server: Server | None = None) -> dict[str, Stage]:
    """Those that are wanted; the homes are made by commands of Mailuo."""
    chance = random.Random(SEED)
    (folder / "plans").mkdir(parents=True)
    plans = Plans(folder / "plans", chance, pages=0)
    kept, changed = plans.add(), plans.add()
    plans.pages = 1
    removed = plans.add()
    gone = folder / "gone.txt"
    gone.write_text(make_document(chance), encoding="utf-8")
    several = tuple(str(folder / "plans" / name) for name in (kept, changed, removed))
    base = Trial(folder / "base")
    _do(base, "ingest", *several[:2])
    _do(base, "ingest", *several, str(gone))
    _do(base, "remove", gone.name)  # so that the index strikes out, and the next one clears a generation away
    pair = _two_projects(base.look())
    merged = _copy(base, folder / "merged")
    _do(merged, "merge", *pair)
    empty = Trial(folder / "empty")
    grown = _copy(base, folder / "grown")  # with a file that could not be read
    plans.add()
    added = str(folder / "plans" / "plan-4.html")
    plans.add_unreadable()
    unreadable = str(folder / "plans" / "empty-5.txt")
    grown.run("ingest", unreadable)
    texts = folder / "changed"
    shutil.copytree(folder / "plans", texts)
    for name in (changed, removed):
        Plans(texts, chance).change(name)
    edited = tuple(str(texts / name) for name in (changed, removed))
    starts = {
        FIRST: (empty, ("ingest", *several)),
        ADD: (base, ("ingest", added, unreadable)),
        CHANGE: (base, ("ingest", *edited)),
        REMOVE: (base, ("remove", removed)),
        EMPTY: (grown, ("remove", "--all", "--yes")),
        MERGE: (base, ("merge", *pair)),
        SPLIT: (merged, ("split", *pair)),
        REBUILD: (base, ("ingest", "--rebuild", *several)),
        EXPORT: (base, ("export", "--format", "jsonl")),
        MODEL: (empty, ("doctor",)),
    }
    stages = {name: _stage(folder, name, start, command) for name, (start, command) in starts.items() if name in wanted}
    if server is not None and SERVER in wanted:
        stages[SERVER] = _stage(folder, SERVER, Trial(folder / "none", server), ("ingest", *several))
    return stages


def _stage(folder: Path, name: str, start: Trial, command: tuple[str, ...]) -> Stage:
    twin = _copy(start, folder / f"twin of {name}")
    twin.server = start.server
    before = NOTHING if name in (FIRST, MODEL, SERVER) else _seen(twin)
    if name in (EXPORT, MODEL):
        return Stage(name, command, command, start, twin, (before, before), Done(command, 0, "", "", 0.0))
    done = twin.run(*command)
    after = _seen(twin)
    # the command that may come next, once this one is done: an ingestion of what is there already
    kept = [name for name in command[1:] if "/" in name] or [str(folder / "plans" / "plan-1.txt")]
    follows = command if name == EMPTY else ("ingest", *kept)
    return Stage(name, command, follows, start, twin, (before, after), done)


def _seen(trial: Trial) -> View:
    seen = trial.look()
    if isinstance(seen, Refused):
        raise RuntimeError(f"the undisturbed home fails: {seen.done}")
    return seen


def _do(trial: Trial, *command: str) -> None:
    done = trial.run(*command)
    if done.status:
        raise RuntimeError(f"the undisturbed home fails: {done}")


def _copy(trial: Trial, folder: Path) -> Trial:
    folder.mkdir()
    if trial.home.exists():
        shutil.copytree(trial.home, folder / "home")
    return Trial(folder)


def _two_projects(seen: View | Refused) -> tuple[str, str]:
    assert isinstance(seen, View)
    entities = [json.loads(line) for line in seen.export["entities.jsonl"].splitlines()]
    first, second, *_ = sorted(one["name"] for one in entities if one["type"] == "Project")
    return first, second
