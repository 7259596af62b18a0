"""Vectors kept under the hash of model and text, so that no passage is ever embedded twice.

One SQLite file; several processes may read and write it at once.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from graph.errors import MailuoError
from search.contracts import PassageEncoder, Progress, Vectors

SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
WAIT_SECONDS = 60.0
PORTION = 256  # texts embedded between two commits: what an interruption can cost


class VectorStoreUnusable(MailuoError):
    """The file of vectors is damaged, or cannot be written."""


def vector_key(stamp: str, text: str) -> bytes:
    """Under which a text's vector is kept."""
    return hashlib.sha256(f"{stamp}\n{text}".encode()).digest()


class VectorStore:
    """Opened and closed; `path` is made when it is not there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._translated():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=WAIT_SECONDS, check_same_thread=False)
            with self._connection:
                self._connection.execute(SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        """The vectors that are there, float32 [dim] each."""
        found: dict[bytes, Vectors] = {}
        with self._translated():
            for start in range(0, len(keys), 500):
                portion = list(keys[start : start + 500])
                marks = ",".join("?" * len(portion))
                rows = self._connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", portion)
                found |= {key: np.frombuffer(vector, "<f4") for key, vector in rows}
        return found

    def put(self, vectors: Mapping[bytes, Vectors]) -> None:
        """Keep them; what is there already stays."""
        rows = [(key, np.asarray(vector, "<f4").tobytes()) for key, vector in vectors.items()]
        with self._translated(), self._connection:
            self._connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)

    def keep_only(self, keys: Sequence[bytes]) -> int:
        """Forget every other vector; how many were forgotten."""
        with self._translated(), self._connection:
            self._connection.execute("CREATE TEMP TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY)")
            self._connection.execute("DELETE FROM kept")
            self._connection.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((key,) for key in keys))
            return self._connection.execute("DELETE FROM vectors WHERE key NOT IN (SELECT key FROM kept)").rowcount

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise VectorStoreUnusable(f"{self._path} cannot be used: {error}.") from error
        except sqlite3.DatabaseError as error:
            raise VectorStoreUnusable(f"{self._path} is damaged ({error}): delete it, it is made anew.") from error


def embed(
    encoder: PassageEncoder, store: VectorStore, texts: Sequence[str], *, progress: Progress | None = None
) -> Vectors:
    """float32 [n, dim]: from the store where it has them, else embedded and stored.

    `progress` hears how many of `texts` are done. Equal texts are embedded once.
    """
    if not texts:
        return np.zeros((0, 0), np.float32)
    keys = [vector_key(encoder.stamp, text) for text in texts]
    found = store.get(list(dict.fromkeys(keys)))
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
    # Texts of like length side by side: a batch is padded to its longest.
    order = sorted(missing, key=lambda key: (-len(missing[key]), key))
    done = len(texts) - len(missing)
    if progress:
        progress(done)
    for start in range(0, len(order), PORTION):
        portion = order[start : start + PORTION]
        before = done + start
        told = (lambda count, before=before: progress(before + count)) if progress else None
        vectors = encoder.encode_passages([missing[key] for key in portion], progress=told)
        fresh = dict(zip(portion, vectors, strict=True))
        store.put(fresh)
        found |= fresh
    return np.stack([found[key] for key in keys])
