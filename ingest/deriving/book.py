"""The book of names, open for writing beside the one before it.

`now` is seen as it is being written, `before` as the generation before left it (None at first).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Self

from graph.layers import Layers, LayersWriter, TableRow
from graph.records import EntityType
from graph.resolve.groups import Key
from ingest.deriving.schema import SCHEMA

PORTION = 4000  # values looked up at a time
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Book:
    """Both of them."""

    now: LayersWriter
    before: Layers | None

    @classmethod
    def begin(cls, path: Path, base: Path | None) -> Self:
        """base: the book of the generation before."""
        return cls(LayersWriter.begin(path, SCHEMA, base), None if base is None else Layers.open(base, SCHEMA))

    def close(self) -> None:
        """Let go of both."""
        self.now.close()
        if self.before is not None:
            self.before.close()

    def was(self, table: str, column: str, values: Iterable[str], columns: str = "*") -> Iterator[TableRow]:
        """Rows of the book before, by one of their columns."""
        return iter(()) if self.before is None else looked_up(self.before, table, column, values, columns)

    def has(self, table: str, column: str, values: Iterable[str], columns: str = "*") -> Iterator[TableRow]:
        """Rows as they are now, by one of their columns."""
        return looked_up(self.now, table, column, values, columns)

    def was_of(self, table: str, owner: str, columns: str = "*") -> list[TableRow]:
        """Rows of an owner in the book before."""
        return [] if self.before is None else list(self.before.rows_of(table, owner, columns=columns))


def looked_up(layers: Layers, table: str, column: str, values: Iterable[str], columns: str) -> Iterator[TableRow]:
    """Rows whose column holds any of the values, portion by portion of these."""
    left = iter(values)
    while portion := list(islice(left, PORTION)):
        where = f't."{column}" IN (SELECT value FROM json_each(:values))'
        yield from layers.rows(table, where, {"values": json.dumps(portion, ensure_ascii=True)}, columns=columns)


def joined(parts: Sequence[str]) -> str:
    """Several words as one."""
    return _BETWEEN.join(parts)


def parted(text: str) -> list[str]:
    """The words that `joined` made one."""
    return text.split(_BETWEEN)


def key_text(key: Key) -> str:
    """A key as it stands in the book."""
    return _BETWEEN.join((key.type, key.core, key.place, key.zone, key.phase, key.stretch, key.apart))


def key_of_text(text: str) -> Key:
    """The key that `key_text` wrote."""
    kind, *rest = text.split(_BETWEEN)
    return Key(EntityType(kind), *rest)
