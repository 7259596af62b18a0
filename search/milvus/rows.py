"""What is read of passages in a collection, column by column; the last of it is kept, as nothing of it ever changes."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from graph.errors import REBUILD
from search.errors import IndexUnreadable
from search.milvus.client import Milvus

KEPT = 4096  # passages of each column


class Rows:
    """Of one collection."""

    def __init__(self, milvus: Milvus, collection: str) -> None:
        self._milvus = milvus
        self._collection = collection
        self._kept: dict[str, dict[int, Any]] = {}
        self._lock = threading.Lock()

    def of(self, column: str, numbers: Sequence[int]) -> list[Any]:
        """What the column holds of each passage. Raises `IndexUnreadable` where one is not there."""
        with self._lock:
            kept = self._kept.get(column, {})
            held = {number: kept[number] for number in numbers if number in kept}
        missing = [number for number in dict.fromkeys(numbers) if number not in held]
        if missing:
            rows = self._milvus.by_key(self._collection, "number", missing, [column])
            if len(rows) < len(missing):
                raise IndexUnreadable(f"{self._milvus.server.title}: {self._collection} lacks passages: {REBUILD}.")
            held |= {number: row[column] for number, row in rows.items()}
            self.keep(column, {number: held[number] for number in missing})
        return [held[number] for number in numbers]

    def keep(self, column: str, found: Mapping[int, Any]) -> None:
        """What was read otherwise."""
        with self._lock:
            kept = self._kept.setdefault(column, {})
            kept.update(found)
            for number in list(kept)[: max(len(kept) - KEPT, 0)]:
                del kept[number]
