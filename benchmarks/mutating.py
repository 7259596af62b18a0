"""Whether tests notice a mistake: one is made at a time, in the code of a room, and its tests are run.

    .venv/bin/python benchmarks/mutating.py                         40 a room; writes benchmarks/mutating.md
    .venv/bin/python benchmarks/mutating.py resolve --of 100        one room; writes nothing
    .venv/bin/python benchmarks/mutating.py --only ingest/facts/area_relations.py    every mistake in one file

A mistake is a condition that always or never holds, a part of one left out, another comparison, sign or number. Which
are made is drawn by the seed. First each file of tests runs alone, and which functions it calls is noted; each mistake
then meets the files that call its function, the quickest first, in a process of its own. The tests are those of
`make quick`.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from itertools import islice
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import table, write_report

ROOMS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # its files, and those of its tests
    "resolve": (("graph/resolve/*.py",), ("tests/graph/resolve/*.py", "tests/ingest/test_document*.py")),
    "facts": (("ingest/facts/**/*.py",), ("tests/ingest/test_*.py",)),
    "tagger": (
        tuple(f"ingest/tagger/{name}.py" for name in ("beside", "decoding", "edges", "reading", "weighing", "windows")),
        ("tests/ingest/tagger/*.py",),
    ),
    "plans": (
        ("search/plan/*.py",),
        tuple(f"tests/search/test_{name}*.py" for name in ("plan", "question", "following")),
    ),
    "answers": (
        tuple(
            f"search/{name}.py"
            for name in ("agreement", "answer", "evidence", "facets", "fuse", "grounds", "rerank", "wanted")
        ),
        tuple(
            f"tests/search/test_{name}.py"
            for name in ("agreement", "answer", "evidence", "facets*", "figures", "fuse", "grounds", "rerank", "wanted")
        ),
    ),
}
LONGEST_SECONDS = 120  # of the tests of one mistake; what takes longer goes round in circles, and is noticed

COMPARED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
COUNTED: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """Change `number` of a file: in which function (its first line; 1: in none), what stood there, what does now."""

    path: str
    number: int
    line: int
    function: int
    before: str
    after: str


def mistakes_in(path: str) -> list[Mistake]:
    """Every mistake that can be made in a file."""
    made = list[Mistake]()
    for node, function in _nodes(ast.parse((ROOT / path).read_text(encoding="utf-8")), 1):
        for place, old, new in _changes(node):
            before = ast.unparse(node)
            _put(node, place, new)
            line = node.iter.lineno if isinstance(node, ast.comprehension) else node.lineno
            made.append(Mistake(path, len(made), line, function, before, ast.unparse(node)))
            _put(node, place, old)
    return made


def code_with(mistake: Mistake) -> CodeType:
    """The file's code with it."""
    tree = ast.parse((ROOT / mistake.path).read_text(encoding="utf-8"))
    changes = ((node, *change) for node, _ in _nodes(tree, 1) for change in _changes(node))
    node, place, _, new = next(islice(changes, mistake.number, None))
    _put(node, place, new)
    return compile(ast.fix_missing_locations(tree), str(ROOT / mistake.path), "exec", dont_inherit=True)


Place = tuple[str, int | None]  # a field of a node, and where in it if it is a list


def _put(node: ast.AST, place: Place, new: object) -> None:
    name, number = place
    if number is None:
        setattr(node, name, new)
    else:
        getattr(node, name)[number] = new


def _nodes(node: ast.AST, function: int) -> Iterator[tuple[Any, int]]:
    """What may be changed, with the line where its function begins; no decorators, types, assertions and errors."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        function = min([node.lineno, *(one.lineno for one in node.decorator_list)])
        inside: list[ast.AST] = [node.args, *node.body]
    elif isinstance(node, ast.ClassDef):
        inside = list(node.body)
    elif isinstance(node, ast.AnnAssign):
        inside = [node.value] if node.value else []
    elif isinstance(node, (ast.Assert, ast.Raise, ast.arg)):
        inside = []
    else:
        inside = list(ast.iter_child_nodes(node))
    if hasattr(node, "lineno") or isinstance(node, ast.comprehension):
        yield node, function
    for one in inside:
        yield from _nodes(one, function)


def _changes(node: ast.AST) -> Iterator[tuple[Place, object, object]]:
    """What may be put where in a node: the place, what stands there, and what else could."""
    for number, condition in enumerate(getattr(node, "ifs", ())):  # of a comprehension
        yield ("ifs", number), condition, ast.Constant(value=True)
    if isinstance(node, (ast.If, ast.IfExp)):
        yield ("test", None), node.test, ast.Constant(value=True)
        yield ("test", None), node.test, ast.Constant(value=False)
    elif isinstance(node, ast.BoolOp) and len(node.values) > 1:
        for number, value in enumerate(node.values):
            yield ("values", number), value, ast.Constant(value=isinstance(node.op, ast.And))
    elif isinstance(node, ast.Compare):
        for number, operator in enumerate(node.ops):
            yield ("ops", number), operator, COMPARED[type(operator)]()
    elif isinstance(node, ast.BinOp) and type(node.op) in COUNTED and not _is_text(node):
        yield ("op", None), node.op, COUNTED[type(node.op)]()
    elif isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, float)):
        other = not node.value if isinstance(node.value, bool) else node.value + 1
        yield ("value", None), node.value, other


def _is_text(node: ast.BinOp) -> bool:
    """Whether a text is put together: another sign would fail at once, and tell nothing."""
    sides = (node.left, node.right)
    return any(isinstance(side, ast.JoinedStr) or isinstance(getattr(side, "value", 0), str) for side in sides)


@dataclass(frozen=True, slots=True)
class Called:
    """What a file of tests calls, (path, first line of the function), and how long it takes."""

    functions: frozenset[tuple[str, int]]
    seconds: float


def called_by(tests: str) -> Called:
    """Runs a file of tests, and listens."""
    reading, writing = os.pipe()
    begun = time.perf_counter()
    if not (child := os.fork()):
        heard = set[tuple[str, int]]()

        def listen(frame: FrameType, event: str, _: object) -> None:
            if event == "call":
                heard.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

        sys.setprofile(listen)
        status = _pytest([tests])
        sys.setprofile(None)
        ours = [f"{path[len(str(ROOT)) + 1 :]}\t{line}" for path, line in heard if path.startswith(f"{ROOT}{os.sep}")]
        with os.fdopen(writing, "w") as end:
            end.write("\n".join(ours))
        os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as end:
        lines = end.read().splitlines()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in (0, 5):  # 5: all were left out
        sys.exit(f"{tests} fails as it is")
    functions = frozenset((path, int(line)) for path, _, line in (one.partition("\t") for one in lines))
    return Called(functions, time.perf_counter() - begun)


def is_noticed(mistake: Mistake, tests: Sequence[str]) -> bool:
    """Whether one of the files of tests fails with it."""
    if not tests:
        return False
    if not (child := os.fork()):
        _import_instead(ROOT / mistake.path, code_with(mistake))
        signal.alarm(LONGEST_SECONDS)
        os._exit(_pytest([*tests, "--exitfirst"]))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def _import_instead(path: Path, code: CodeType) -> None:
    read = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        return code if Path(self.path) == path else read(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]


def _pytest(words: Sequence[str]) -> int:
    """The exit status of pytest, which says nothing."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    plugins = [word for name in ("cacheprovider", "xdist", "schemathesis") for word in ("-p", f"no:{name}")]
    return int(pytest.main([*plugins, "-q", "--quick", *words]))


@dataclass(frozen=True, slots=True)
class Score:
    """How a room did: how many mistakes could be made, were made, were noticed; the others; seconds it took."""

    possible: int
    made: int
    unnoticed: Sequence[Mistake]
    seconds: float


def measure(files: Sequence[str], tests: Sequence[str], of: int, seed: int) -> Score:
    """Makes so many mistakes in the files, one after another."""
    begun = time.perf_counter()
    possible = [one for path in files for one in mistakes_in(path)]
    called = {path: called_by(path) for path in tests}
    quickest = sorted(called, key=lambda path: called[path].seconds)
    drawn = sorted(random.Random(seed).sample(possible, min(of, len(possible))), key=lambda one: (one.path, one.line))
    unnoticed = []
    for number, mistake in enumerate(drawn, 1):
        place = (mistake.path, mistake.function)
        if not is_noticed(mistake, [path for path in quickest if place in called[path].functions]):
            unnoticed.append(mistake)
            print(
                f"{number}/{len(drawn)} {mistake.path}:{mistake.line}: {mistake.before} → {mistake.after}", flush=True
            )
    return Score(len(possible), len(drawn), unnoticed, time.perf_counter() - begun)


def found(patterns: Sequence[str]) -> list[str]:
    """The files of the patterns, as paths below the root."""
    paths = sorted({path for pattern in patterns for path in ROOT.glob(pattern)})
    names = [path.relative_to(ROOT).as_posix() for path in paths]
    return [name for name in names if not name.endswith(("__init__.py", "conftest.py"))]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rooms", nargs="*", metavar="room", help=", ".join(ROOMS))
    parser.add_argument("--of", type=int, default=40, help="how many mistakes a room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", metavar="FILE", help="every mistake in one file, before the tests of its room")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    rooms = arguments.rooms or list(ROOMS)
    if arguments.only:
        for files, tests in ROOMS.values():
            if arguments.only in found(files):
                score = measure([arguments.only], found(tests), sys.maxsize, 0)
                print(f"{len(score.unnoticed)} of {score.made} unnoticed, {score.seconds:.0f} s")
        return
    scores = dict[str, Score]()
    for room in rooms:
        files, tests = ROOMS[room]
        scores[room] = measure(found(files), found(tests), arguments.of, arguments.seed)
    rows = [
        (room, one.possible, one.made, f"{100 * (1 - len(one.unnoticed) / one.made):.0f} %", f"{one.seconds:.0f}")
        for room, one in scores.items()
    ]
    lines = table(("room", "possible", "made", "noticed", "s"), rows)
    lines += [
        "",
        *table(("unnoticed", "was", "became"), [_told(one) for each in scores.values() for one in each.unnoticed]),
    ]
    if arguments.rooms:
        print("\n".join(lines))
    else:
        write_report("mutating", "Whether tests notice a mistake", f"Seed {arguments.seed}.", lines)


def _told(one: Mistake) -> tuple[str, str, str]:
    before, after = (
        f"`{text if len(text) < 90 else text[:90] + '…'}`".replace("|", "\\|").replace("\n", " ")
        for text in (one.before, one.after)
    )
    return f"{one.path}:{one.line}", before, after


if __name__ == "__main__":
    main()
