"""A home as the version before left it (commit db45b94): a library in one file, no book of names, a graph of another
engine, an index of another format. In: a home of today. Out: the same home, made older.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

from graph.layers import Layers, TableRow
from ingest.generation import Generation
from ingest.generations import Generations
from ingest.library import SCHEMA

_COLUMNS = {
    "source": ("name", "format", "sha256", "stamp", "origin", "remarks", "fingerprint", "text", "layout"),
    "copy": ("name", "of", "format", "sha256", "stamp", "origin"),
}
_VERSION = 734823617  # of the tables


def make_older(home: Path) -> None:
    """All its generations."""
    for generation in Generations(home).all():
        _make_older(generation)


def _make_older(generation: Generation) -> None:
    about = generation.about
    with Layers.open(generation.library, SCHEMA) as layers:
        held = {table: list(layers.rows(table, columns=_listed(columns))) for table, columns in _COLUMNS.items()}
    for pattern in ("library.sqlite*", "names.sqlite*", "graph.sqlite*"):
        for path in generation.folder.glob(pattern):
            path.unlink()
    _write_library(generation.library, held)
    (generation.folder / "graph.lbug").write_bytes(b"LBUG" * 5000)
    shutil.rmtree(generation.index)
    (generation.index / "words").mkdir(parents=True)
    (generation.index / "words" / "params.index.json").write_text("{}", encoding="utf-8")
    (generation.index / "dense.faiss").write_bytes(b"IxFI" * 100)
    noted = {"format": 2, "model": about["stamps"]["model"], "passages": about["counts"]["passages"]}
    (generation.index / "index.json").write_text(json.dumps(noted), encoding="utf-8")
    generation.note({**about["stamps"], "program": "older"}, about["counts"])


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _write_library(path: Path, held: dict[str, list[TableRow]]) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(f"PRAGMA user_version = {_VERSION}")
        for table, columns in _COLUMNS.items():
            connection.execute(f"CREATE TABLE {table} ({_listed(columns)}, PRIMARY KEY (name))")
            marks = ", ".join("?" * len(columns))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", held[table])
    connection.close()
