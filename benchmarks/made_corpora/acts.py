"""One act on a knowledge base, timed in a process of its own: adding, removing, deciding, asking, what pages ask for.

    python -P benchmarks/made_corpora/acts.py add HOME FILE

Runs the Mailuo that PYTHONPATH names first, which may be another version's: it knows nothing but the verbs of its
workspace. What is imported, is imported before the clock starts. Prints one line of JSON: seconds by the wall, seconds
of processor (with the processes that it started and that have ended), and more by act.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Said = dict[str, Any]
OWN = ("graph", "search", "ingest", "ui")
# all that a verb would import while the clock runs; what a version does not have is left out
HEAVY = (
    *("numpy", "faiss", "bm25s", "tantivy", "rjieba", "ladybug", "pyarrow", "torch", "onnxruntime", "openvino"),
    *("transformers", "sentence_transformers", "ingest.pipeline", "ingest.extract", "ingest.tagger.tagger"),
    *("search.encoder", "search.model_files", "search.index", "search.following", "search.respond"),
    *("search.reader.reader", "ui.asking", "ui.app.asking"),
)


def main() -> None:
    act, home, *rest = sys.argv[1:]
    workspace = open_workspace(Path(home))
    said = ACTS[act](workspace, rest)
    print(json.dumps(said, ensure_ascii=False))


def open_workspace(home: Path) -> Any:
    """The workspace of the version at hand, with everything imported."""
    room = "ui.app" if _is_there("ui.app.workspace") else "ui"
    for name in HEAVY:
        if _is_there(name):
            import_module(name)
    settings = import_module(f"{room}.settings").Settings.read({**os.environ, "MAILUO_HOME": str(home)})
    return import_module(f"{room}.workspace").Workspace.open(settings)


def _is_there(name: str) -> bool:
    """Whether the version at hand has the module. Of its own the files tell, as another version may be installed."""
    if name.split(".")[0] in OWN:
        tree = Path(os.environ["PYTHONPATH"].split(os.pathsep)[0])
        return (tree / f"{name.replace('.', '/')}.py").is_file()
    return find_spec(name) is not None


@contextmanager
def clock(said: Said) -> Iterator[None]:
    """Adds the seconds that the block takes."""
    wall, spent = time.perf_counter(), os.times()
    try:
        yield
    finally:
        said["seconds"] = time.perf_counter() - wall
        said["processor"] = sum(os.times()[:4]) - sum(spent[:4])


def progress(stage: str, done: int, total: int, what: str = "") -> None:
    """Nobody looks."""


def ingest(workspace: Any, paths: Sequence[str]) -> Said:
    """Takes in files and folders."""
    said: Said = {}
    with clock(said):
        summary = workspace.ingest([Path(path) for path in paths], progress)
    names = ("added", "unchanged", "documents", "passages", "entities", "seconds")
    return said | {"summary": {name: summary[name] for name in names}}


def remove(workspace: Any, sources: Sequence[str]) -> Said:
    said: Said = {}
    with clock(said):
        workspace.remove(list(sources), progress)
    return said


def merge(workspace: Any, names: Sequence[str]) -> Said:
    """Joins two entities: those named, else two projects that are mentioned about as often."""
    a, b = names or _two(workspace)
    return {"names": [a, b], **_decide(workspace.merge, a, b)}


def split(workspace: Any, names: Sequence[str]) -> Said:
    a, b = names
    return _decide(workspace.split, a, b)


def _decide(verb: Callable[..., Any], a: str, b: str) -> Said:
    said: Said = {}
    with clock(said):
        verb(a, b, progress)
    return said


def _two(workspace: Any) -> Sequence[str]:
    kinds = import_module("graph.records").EntityType
    for kind in (kinds.PROJECT, kinds.INDUSTRY):
        names = [one["name"] for one in workspace.list(kind, limit=40)["entities"]]
        if len(names) > 1:
            return sorted(names)[:2]
    raise SystemExit("no two projects, and no two industries, are there to be joined")


def ask(workspace: Any, files: Sequence[str]) -> Said:
    """Opens the knowledge base, which is done when a first list is there; asks each question of a file (a list in
    JSON) twice: cold, then warm.
    """
    questions = json.loads(Path(files[0]).read_text(encoding="utf-8"))
    said: Said = {}
    with clock(said):
        workspace.list(import_module("graph.records").EntityType.PROJECT, limit=1)
    said["cold"] = [_timed(partial(workspace.ask, question)) for question in questions]
    said["warm"] = [_timed(partial(workspace.ask, question)) for question in questions]
    said["search"] = [_timed(partial(workspace.search, question)) for question in questions]
    return said


def look(workspace: Any, _: Sequence[str]) -> Said:
    """What the pages ask for: each a second time, as a warm page does; milliseconds."""
    kinds = import_module("graph.records").EntityType
    projects = workspace.list(kinds.PROJECT, limit=50)["entities"]
    first = projects[0]
    verbs: Mapping[str, Callable[[], object]] = {
        "status": workspace.status,
        "documents": workspace.documents,
        "names": workspace.names,
        "list": lambda: workspace.list(kinds.PROJECT, limit=200),
        "connected": lambda: workspace.connected(kinds.PARK),
        "targets": workspace.targets,
        "show": lambda: workspace.show(first["name"]),
        "mentions": lambda: workspace.mentions(first["name"]),
        "trace": lambda: workspace.trace(first["name"]),
        "neighbourhood": lambda: workspace.neighbourhood(first["id"]),
    }
    return {name: [1000 * _timed(verb) for _ in range(2)] for name, verb in verbs.items()}


def _timed(verb: Callable[[], object]) -> float:
    begun = time.perf_counter()
    verb()
    return time.perf_counter() - begun


ACTS: Mapping[str, Callable[[Any, Sequence[str]], Said]] = {
    "ingest": ingest,
    "remove": remove,
    "merge": merge,
    "split": split,
    "ask": ask,
    "look": look,
}

if __name__ == "__main__":
    main()
