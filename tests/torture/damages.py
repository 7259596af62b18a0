"""Ways in which a home is damaged: by disks, copies that were cut off, editors, other programs, rights.

In: a home of two generations. Out: for each damage a name, what it does to the home, and which path the doctor must
name (None: it is no damage, or mends itself).
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from tests.ui.older_homes import make_older

FOREIGN = b"PK\x03\x04 a file of another program " * 50


@dataclass(frozen=True, slots=True)
class Damage:
    """`named`: a path below the home that the doctor must name; `is_damage`: whether it must find something wrong;
    `is_renewed`: whether any ingestion must make it whole, as it does with what another version wrote."""

    name: str
    do: Callable[[Path], object]
    named: str
    is_damage: bool = True
    is_renewed: bool = False


def newest(home: Path) -> Path:
    """The folder of the generation in use."""
    return max((home / "generations").iterdir(), key=lambda folder: int(folder.name))


def damages(home: Path) -> Iterator[Damage]:
    """All of them, for a home like this one; they are done to copies of it."""
    generation = newest(home)
    parts = sorted(path.relative_to(home).as_posix() for path in generation.rglob("*") if path.is_file())
    for part in parts:
        kinds = _OF_FILES if (home / part).stat().st_size else _OF_EMPTY_FILES  # a lock has no content to lose
        for kind, damage in kinds.items():
            yield Damage(f"{Path(part).relative_to('generations/2')} {kind}", _at(part, damage), part)
    yield from _of_note(generation.relative_to(home).as_posix())
    yield from _of_current()
    yield from _of_folders()
    yield from _of_vectors()
    yield from _beside()
    if os.geteuid():  # who may read everything is denied nothing
        yield from _of_rights(parts)


def _at(part: str, damage: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda home: damage(_own(home / part))


def _own(path: Path) -> Path:
    """The file as one of its own: generations may share it by hard links."""
    if path.stat().st_nlink > 1:
        beside = path.with_name(path.name + ".own")
        shutil.copyfile(path, beside)
        beside.replace(path)
    return path


def _zero(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _scatter(path: Path) -> None:
    """Other bytes at random places, the size unchanged."""
    held = bytearray(path.read_bytes())
    chance = random.Random(path.name)
    for _ in range(max(1, len(held) // 2048)):
        place = chance.randrange(len(held))
        held[place] ^= chance.randrange(1, 256)
    path.write_bytes(held)


def _last_page(path: Path) -> None:
    held = path.read_bytes()
    path.write_bytes(held[:-4096] + random.Random(path.name).randbytes(min(4096, len(held))))


_OF_FILES: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink,
    "emptied": lambda path: path.write_bytes(b""),
    "zeroed": _zero,
    "cut short": _cut,
    "of another program": lambda path: path.write_bytes(FOREIGN),
    "with scattered bytes": _scatter,
    "with another last page": _last_page,
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}
_OF_EMPTY_FILES = {kind: _OF_FILES[kind] for kind in ("gone", "of another program", "a folder")}


def _of_note(generation: str) -> Iterator[Damage]:
    part = f"{generation}/generation.json"

    def without(*names: str) -> Callable[[Path], object]:
        def damage(home: Path) -> None:
            note = json.loads((home / part).read_text())
            inside = note
            for name in names[:-1]:
                inside = inside[name]
            del inside[names[-1]]
            (home / part).write_text(json.dumps(note))

        return damage

    for held in (
        "{}",
        "[]",
        "null",
        "3",
        '"text"',
        "[" * 5000,
        '{"stamps": 1, "counts": 2}',
        '{"counts": {"documents": "x"}}',
    ):
        yield Damage(f"note {held[:20]}", _at(part, _writing(held)), part)
    for names in (("counts",), ("stamps",), ("stamps", "model"), ("counts", "documents")):
        yield Damage(f"note without {'.'.join(names)}", without(*names), part)


def _of_current() -> Iterator[Damage]:
    held = {
        "empty": b"",
        "words": b"seven\n",
        "far": b"99\n",
        "zeros": b"\0" * 64,
        "long": b"9" * 9000,
        "no text": b"\xff\xfe1",
    }
    for kind, said in held.items():
        yield Damage(f"CURRENT {kind}", partial(_put, "CURRENT", said), "CURRENT")
    yield Damage("CURRENT gone", lambda home: (home / "CURRENT").unlink(), "CURRENT")
    yield Damage("CURRENT a folder", lambda home: ((home / "CURRENT").unlink(), (home / "CURRENT").mkdir()), "CURRENT")


def _of_folders() -> Iterator[Damage]:
    yield Damage("the newest generation gone", lambda home: shutil.rmtree(newest(home)), "CURRENT")
    yield Damage("the index gone", lambda home: shutil.rmtree(newest(home) / "index"), "generations/2/index")
    yield Damage(
        "CURRENT and the newest library gone",
        lambda home: ((home / "CURRENT").unlink(), (newest(home) / "library.sqlite").unlink()),
        "CURRENT",
    )
    yield Damage("the older generation gone", lambda home: shutil.rmtree(home / "generations/1"), "", is_damage=False)
    yield Damage(
        "both libraries zeroed",
        lambda home: [_zero(_own(path)) for path in home.glob("generations/*/library.sqlite*")],
        "generations/2/library.sqlite",
    )
    for place, file in {"lowest": "library.sqlite", "uppermost": "library.sqlite.1"}.items():
        yield Damage(
            f"the {place} file of both libraries zeroed",
            partial(_zero_all, f"generations/*/{file}"),
            f"generations/2/{file}",
        )
        yield Damage(
            f"the {place} file of both libraries gone, lists of files gone",
            partial(_remove_all, (f"generations/*/{file}", "generations/*/files.json")),
            f"generations/2/{file}",
        )
    yield Damage(
        "all but one library zeroed, lists of files gone",
        lambda home: (
            _zero_all("generations/2/library.sqlite*", home),
            [path.unlink() for path in home.glob("generations/*/files.json")],
        ),
        "generations/2/library.sqlite",
    )
    for what in ("names.sqlite*", "graph.sqlite*", "index/parts/*/*", "index/terms/meta.json"):
        yield Damage(
            f"{what} of both generations zeroed",
            partial(_zero_all, f"generations/*/{what}"),
            f"generations/2/{what.split('*')[0]}",
        )
    yield Damage("of the version before", make_older, "generations/2/library.sqlite", is_renewed=True)
    yield Damage("a draft left", lambda home: (home / "generations/3.draft").mkdir(), "", is_damage=False)
    yield Damage(
        "foreign files among generations",
        lambda home: (home / "generations/notes.txt").write_text("x"),
        "",
        is_damage=False,
    )


def _zero_all(pattern: str, home: Path) -> None:
    for path in home.glob(pattern):
        _zero(_own(path))


def _remove_all(patterns: tuple[str, ...], home: Path) -> None:
    for path in (path for pattern in patterns for path in home.glob(pattern)):
        path.unlink()


def _of_vectors() -> Iterator[Damage]:
    part = "vectors.sqlite"
    for kind in ("of another program", "cut short", "zeroed", "with another last page"):
        yield Damage(f"vectors {kind}", _at(part, _OF_FILES[kind]), part)
    for kind in ("gone", "emptied"):
        yield Damage(f"vectors {kind}", _at(part, _OF_FILES[kind]), part, is_damage=False)
    unsound = {
        "NaN": np.full(64, np.nan, "<f4"),
        "endless": np.full(64, np.inf, "<f4"),
        "zero": np.zeros(64, "<f4"),
        "short": np.ones(3, "<f4"),
        "long": np.ones(640, "<f4"),
    }
    for kind, vector in unsound.items():
        yield Damage(
            f"vectors {kind}",
            partial(_set_vectors, part, vector.tobytes()),
            part,
            is_damage=False,
        )
    yield Damage("vectors text", partial(_set_vectors, part, "no bytes"), part, is_damage=False)


def _set_vectors(part: str, held: bytes | str, home: Path) -> None:
    connection = sqlite3.connect(home / part)
    with connection:
        connection.execute("UPDATE vectors SET vector = ?", (held,))
    connection.close()


def _beside() -> Iterator[Damage]:
    for kind, line in {
        "words": "what?\n",
        "foreign JSON": '{"a": 1}\n',
        "half a line": '{"a": {"type": "Proj\n',
    }.items():
        yield Damage(f"decisions {kind}", partial(_append, "decisions.jsonl", line.encode()), "decisions.jsonl")
    yield Damage("decisions no text", partial(_append, "decisions.jsonl", b"\xff\xfe\n"), "decisions.jsonl")
    for kind, said in {"words": "what?", "foreign JSON": "[1]", "deep": "[" * 5000}.items():
        yield Damage(
            f"unread {kind}",
            _at("unread.json", _writing(said)),
            "unread.json",
            is_damage=False,
        )
    yield Damage("writer left", lambda home: (home / "writer").write_bytes(b"\xff process 1"), "", is_damage=False)
    yield Damage("lock with words", lambda home: (home / "lock").write_text("locked"), "", is_damage=False)
    yield Damage("CURRENT.new left", lambda home: (home / "CURRENT.new").write_text("9"), "", is_damage=False)


def _put(part: str, held: bytes, home: Path) -> None:
    (home / part).write_bytes(held)


def _append(part: str, line: bytes, home: Path) -> None:
    with (home / part).open("ab") as file:
        file.write(line)


def _writing(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text)


def _of_rights(parts: list[str]) -> Iterator[Damage]:
    for part in (
        "CURRENT",
        "decisions.jsonl",
        "vectors.sqlite",
        *parts[:1],
        *(p for p in parts if p.endswith("sqlite")),
    ):
        yield Damage(f"no right to read {Path(part).name}", _at(part, lambda path: path.chmod(0)), part)
