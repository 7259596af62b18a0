"""Vectors kept under the hash of model and text, so that no passage is ever embedded twice.

One SQLite file; several processes may read and write it at once.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from graph.errors import MailuoError
from search.contracts import PassageEncoder, TellCount, Vectors

SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
DELETE = "delete it, it is made anew"
WAIT_SECONDS = 60.0
LENGTH_TOLERANCE = 0.02
PORTION, MOST = 256, 8192  # texts embedded between two commits: what an interruption can cost
WORTH_SECONDS = 4.0  # where a portion takes less, the next is twice as large: a GPU is to be kept busy


class VectorsUnsound(MailuoError):
    """A model gave what are no unit vectors."""


class VectorStoreUnusable(MailuoError):
    """The file of vectors is damaged, or cannot be written."""


def are_sound(vectors: Vectors) -> npt.NDArray[np.bool_]:
    """bool [n]: which of float32 [n, dim] are finite and of unit length. Half-precision models stay within 1 %."""
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.linalg.norm(vectors.astype(np.float64), axis=1)
    return np.asarray(np.abs(lengths - 1.0) < LENGTH_TOLERANCE)


def _is_vector(held: object) -> bool:
    return isinstance(held, bytes) and bool(held) and len(held) % 4 == 0


def _without_unsound(found: Mapping[bytes, Vectors]) -> dict[bytes, Vectors]:
    """Those of the commonest length that are sound."""
    lengths = Counter(map(len, found.values()))
    usual = max(lengths, key=lambda length: lengths[length], default=0)
    kept = {key: vector for key, vector in found.items() if len(vector) == usual}
    sound = are_sound(np.stack(list(kept.values()))) if kept else ()
    return {key: vector for (key, vector), is_sound in zip(kept.items(), sound, strict=True) if is_sound}


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
        """Close its file."""
        self._connection.close()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        """The vectors that are there, float32 [dim] each, all of one length; a damaged one is not there."""
        found: dict[bytes, Vectors] = {}
        with self._translated():
            for start in range(0, len(keys), 500):
                portion = list(keys[start : start + 500])
                marks = ",".join("?" * len(portion))
                rows = self._connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", portion)
                found |= {key: np.frombuffer(held, "<f4") for key, held in rows if _is_vector(held)}
        return _without_unsound(found)

    def check(self) -> int:
        """How many vectors are kept; raises where the file is damaged."""
        with self._translated():
            for (said,) in self._connection.execute("PRAGMA quick_check(1)"):
                if said != "ok":
                    raise VectorStoreUnusable(f"{self._path} is damaged ({' '.join(said.split())}): {DELETE}.")
            count: int = self._connection.execute("SELECT count(*) FROM vectors").fetchone()[0]
            return count

    def put(self, vectors: Mapping[bytes, Vectors]) -> None:
        """Keep them, in place of what was there."""
        rows = [(key, np.asarray(vector, "<f4").tobytes()) for key, vector in vectors.items()]
        with self._translated(), self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def keep_only(self, keys: Sequence[bytes]) -> int:
        """Forget every other vector; how many were forgotten."""
        with self._translated(), self._connection:
            self._connection.execute("CREATE TEMP TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY)")
            self._connection.execute("DELETE FROM kept")
            self._connection.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((key,) for key in keys))
            return self._connection.execute("DELETE FROM vectors WHERE key NOT IN (SELECT key FROM kept)").rowcount

    def forget(self, keys: Collection[bytes]) -> None:
        """Forget these vectors; one that is not there is no mistake."""
        with self._translated(), self._connection:
            self._connection.executemany("DELETE FROM vectors WHERE key = ?", ((key,) for key in keys))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise VectorStoreUnusable(f"{self._path} cannot be used: {error}.") from error
        except sqlite3.DatabaseError as error:
            raise VectorStoreUnusable(f"{self._path} is damaged ({error}): {DELETE}.") from error


def embed(
    encoder: PassageEncoder, store: VectorStore, texts: Sequence[str], *, progress: TellCount | None = None
) -> Vectors:
    """float32 [n, dim]: from the store where it has them, else embedded and stored.

    `progress` hears how many of `texts` are done. Equal texts are embedded once.
    """
    if not texts:
        return np.zeros((0, 0), np.float32)
    keys = [vector_key(encoder.stamp, text) for text in texts]
    found = store.get(list(dict.fromkeys(keys)))
    if len(found) < len(set(keys)) and any(len(vector) != encoder.dim for vector in found.values()):
        found = {}
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
    # Texts of like length side by side: a batch is padded to its longest.
    order = sorted(missing, key=lambda key: (-len(missing[key]), key))
    done = len(texts) - len(missing)
    if progress:
        progress(done)
    size, start = PORTION, 0
    while start < len(order):
        portion = order[start : start + size]
        before, begun = done + start, time.perf_counter()
        told = (lambda count, before=before: progress(before + count)) if progress else None
        vectors = encoder.encode_passages([missing[key] for key in portion], progress=told)
        if vectors.shape != (len(portion), encoder.dim) or not are_sound(vectors).all():
            raise VectorsUnsound(f"The model {encoder.stamp} gave no sound vectors: set MAILUO_MODEL to another one.")
        fresh = dict(zip(portion, vectors, strict=True))
        store.put(fresh)
        found |= fresh
        start += size
        if time.perf_counter() - begun < WORTH_SECONDS:
            size = min(MOST, 2 * size)
    return np.stack([found[key] for key in keys])
