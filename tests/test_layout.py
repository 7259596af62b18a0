"""The arrows of docs/architecture.md: which room may import from which, and what stays at its door."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# A room and the rooms that it may import from; itself always. The first entry that a module's name begins with counts.
ARROWS = {
    "graph.records": (),
    "graph.errors": (),
    "graph.hints": (),
    "graph.data_files": (),
    "graph.appending": ("graph.errors",),
    "graph.sounds": ("graph.writing",),
    "graph.writing": ("graph.records",),
    "graph.lexicon": ("graph.records", "graph.errors", "graph.data_files", "graph.writing"),
    "graph.resolve": (
        *("graph.lexicon", "graph.records", "graph.hints", "graph.errors", "graph.appending", "graph.writing"),
    ),
    "graph.change": ("graph.records",),
    "graph.layers": ("graph.errors",),
    "graph.store": (
        *(
            "graph.records",
            "graph.hints",
            "graph.errors",
            "graph.writing",
            "graph.sounds",
            "graph.layers",
            "graph.change",
        ),
    ),
    "search": ("graph",),
    "ingest.sources": ("graph",),
    "ingest.form": ("graph",),
    "ingest.entities": ("graph", "ingest.form", "ingest.rules"),
    "ingest.facts": ("graph", "ingest.form", "ingest.entities", "ingest.rules"),
    "ingest.tagger": ("graph", "search", "ingest.sources", "ingest.form", "ingest.entities", "ingest.rules"),
    "ingest": ("graph", "search"),
    "ui.app": ("graph", "search", "ingest"),
    "ui.cli": ("graph", "search", "ingest", "ui.app", "ui.rest", "ui.mcp"),
    "ui.guard": (),
    "ui.rest": ("graph", "search", "ingest", "ui.app", "ui.guard"),
    "ui.mcp": ("graph", "search", "ingest", "ui.app"),
    "ui.web": ("graph", "search", "ingest", "ui.app", "ui.guard"),
}
MODULES = sorted(
    path for room in ("graph", "search", "ingest", "ui") for path in (ROOT / room).rglob("*.py") if path.stat().st_size
)


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    return next((room for room in ARROWS if module == room or module.startswith(room + ".")), module.split(".")[0])


@cache
def imports(path: Path) -> tuple[str, ...]:
    """What a module imports, wherever in its text."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (
                f"{node.module}.{name.name}" if (ROOT / node.module.replace(".", "/")).is_dir() else node.module
                for name in node.names
            )


def ours(name: str) -> bool:
    return name.split(".")[0] in ("graph", "search", "ingest", "ui")


@pytest.mark.parametrize("path", MODULES, ids=module_of)
def test_imports_go_one_way(path: Path) -> None:
    room = room_of(module_of(path))
    allowed = (room, *ARROWS.get(room, ()))
    wrong = {name for name in imports(path) if ours(name) and not _within(name, allowed)}
    assert not wrong, f"{module_of(path)} stands in {room}, which may import {', '.join(allowed)}"


def _within(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(room + ".") for room in rooms)


@pytest.mark.parametrize("path", sorted((ROOT / "ui" / "app").rglob("*.py")), ids=module_of)
def test_the_application_has_no_face(path: Path) -> None:
    assert not {name for name in imports(path) if name.split(".")[0] in ("streamlit", "typer", "rich", "altair")}


def test_a_driver_is_imported_by_its_engine_alone() -> None:
    users = {module_of(path) for path in MODULES if "neo4j" in {name.split(".")[0] for name in imports(path)}}
    assert {user.split("_")[0] for user in users} <= {"graph.store.engines.neo4j"}
    users = {module_of(path) for path in MODULES if "pymilvus" in {name.split(".")[0] for name in imports(path)}}
    assert {user.rpartition(".")[0] for user in users} == {"search.milvus"}


def test_engines_are_chosen_in_one_place() -> None:
    """Beside their own files, only the place of the graph names them."""
    users = {
        module_of(path)
        for path in MODULES
        if "engines" not in path.parts
        and any(name.startswith(("graph.store.engines.neo4j", "graph.store.engines.sqlite")) for name in imports(path))
    }
    assert users == {"graph.store.places"}


def test_every_room_stands_in_the_picture() -> None:
    """Sub-packages are rooms: each is named in docs/architecture.md."""
    picture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.parent.relative_to(ROOT).as_posix() for path in MODULES}
    assert not {room for room in rooms if f"{room}/" not in picture}


def test_the_picture_of_the_readme_is_the_same() -> None:
    picture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("```")[1]
    assert picture in (ROOT / "README.md").read_text(encoding="utf-8")


def test_no_two_files_of_tests_have_one_name() -> None:
    """Python would import the first for the second, and its tests would not run."""
    named = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in named.items() if count > 1] == []
