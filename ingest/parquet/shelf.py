"""What each source gave, one Parquet file a source, under a key that says what it depends on.

In: an extraction with its vectors. Out: the same again. Whoever makes it anew makes the same, so that a key is put
once: a second try, or another worker's, changes nothing.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.records import Extraction, Source
from ingest.copies import fingerprint
from ingest.library_tables import rows_of
from ingest.parquet.columns import PackedSource, packed_source
from ingest.parquet.source_file import SourceFile
from ingest.parquet.store import SharedStore
from ingest.rows import layout_row

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

FOLDER = "sources"


@dataclass(frozen=True, slots=True)
class Given:
    """What one source gave. stamp: the rules it was read with; origin: where the file lay, "" where that is not known;
    vectors: float32 [passages, dim] in the order of `ingest.passages.indexed_passages`, None where there are none."""

    extraction: Extraction
    stamp: str
    origin: str = ""
    vectors: npt.NDArray[np.float32] | None = field(default=None, compare=False)


def key_by_file(sha256: str, name: str, rules: str, model: str) -> str:
    """The key for what a file gives. sha256: of its bytes; rules, model: the stamps of what it is read and embedded by.
    64 hexadecimal digits."""
    return key_of(sha256, name, rules, model)


def key_by_text(source: Source, rules: str, model: str) -> str:
    """The key for what a text gives that was read from the file before, maybe by other rules."""
    text, layout = fingerprint(source.text), layout_row(source.layout) or ""
    return key_of(source.sha256, source.name, rules, model, text, layout)


def key_of(*parts: str) -> str:
    """The key for what depends on these: 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for part in parts:
        held = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(held) + held)  # no two lists of parts run together alike
    return digest.hexdigest()


def path_of(key: str) -> str:
    """Where the file of a key lies in the store; folders of a bounded size, for file systems."""
    return f"{FOLDER}/{key[:2]}/{key}.parquet"


class ParquetShelf:
    """In a shared store; may be used from several threads, and sent to other processes."""

    def __init__(self, store: SharedStore) -> None:
        self.store = store

    def holds(self, key: str) -> bool:
        """Whether something was put there under this key."""
        return self.store.holds(path_of(key))

    def put(self, key: str, given: Given) -> None:
        """Put it there, unless the key is there."""
        if self.holds(key):
            return
        rows = rows_of(given.extraction, given.stamp, given.origin)
        self.store.write(path_of(key), packed_source(rows, given.vectors))

    def drop(self, key: str) -> None:
        """Delete what was put under a key; nothing there is no mistake."""
        self.store.delete(path_of(key))

    def get(self, key: str) -> Given | None:
        """What was put under a key, None where nothing was; `StoreUnreadable` where it is damaged."""
        content = self.store.find(path_of(key))
        if content is None:
            return None
        file = self._file(key, content)
        stamp, origin = file.packed.source("stamp", "origin")
        return Given(file.extraction(), stamp, os.fsdecode(origin), file.packed.vectors())

    def open(self, key: str) -> SourceFile:
        """What was put under a key, to be read in parts; `StoreUnreadable` where nothing was, or it is damaged."""
        return self._file(key, self.store.read(path_of(key)))

    def _file(self, key: str, content: bytes) -> SourceFile:
        return SourceFile(PackedSource(content, f"{self.store.address}/{path_of(key)}"))
