"""Passages → vectors, beside all else: while the next document is read, those of the ones before are embedded.

In: extractions, as they come. Out: in the store of vectors one for each passage; what went away is forgotten there.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Self

import numpy as np

from graph.records import Extraction, document_of, source_of
from ingest.deriving.echoing import wording_of
from ingest.passages import indexed_passages
from search.contracts import PassageEncoder, Vectors
from search.vectors import VectorStore, embed, vector_key

TOGETHER = 512  # passages at a time: texts of like length among them stand side by side
AHEAD = 8  # portions that are read before they are embedded: more would only fill the memory
TELL_SECONDS = 0.2
PATIENCE_SECONDS = 2.0  # what is left of a batch

Read = Callable[[str], Extraction]


class _Stopped(Exception):  # nobody hears of it
    """Nobody wants the vectors any more."""


class Embedding:
    """A thread that embeds what it is given; use it in a `with` block, which ends it. Whoever interrupts the program
    does not wait for it: it is stopped between two batches, or with the program."""

    def __init__(self, encoder: PassageEncoder, vectors: Path) -> None:
        self._encoder = encoder
        self._vectors = vectors
        self._queue: SimpleQueue[Sequence[str] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._failed: BaseException | None = None
        self._waiting: list[str] = []
        self._stop = threading.Event()
        self._total = self._done = 0  # passages

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join(PATIENCE_SECONDS)

    def add(self, extraction: Extraction) -> None:
        """Have the passages of a source embedded; raises what embedding those before met."""
        self._raise()
        self._waiting += [passage.embedded_text for passage in indexed_passages(extraction)]
        if len(self._waiting) >= TOGETHER:
            self._start()

    def finish(self, progress: Callable[[int, int], None]) -> None:
        """Wait until all are embedded."""
        self._start()
        self._queue.put(None)
        while self._thread is not None and self._thread.is_alive():
            self._thread.join(TELL_SECONDS)
            progress(self._done, self._total)
        self._raise()

    def _start(self) -> None:
        texts, self._waiting = self._waiting, []
        if texts:
            self._total += len(texts)
            while self._queue.qsize() >= AHEAD and self._failed is None:
                time.sleep(TELL_SECONDS)
            self._queue.put(texts)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="embedding", daemon=True)
                self._thread.start()

    def _raise(self) -> None:
        if self._failed is not None:
            raise self._failed

    def _run(self) -> None:
        try:
            while (texts := self._queue.get()) is not None:
                self._embed(texts, self._done)
        except _Stopped:
            pass
        except BaseException as error:  # noqa: BLE001  # raised again in the thread that waits for the vectors
            self._failed = error

    def _embed(self, texts: Sequence[str], before: int) -> None:
        def tell(done: int) -> None:
            self._done = before + done
            if self._stop.is_set():
                raise _Stopped

        with VectorStore(self._vectors) as store:
            embed(self._encoder, store, texts, progress=tell)


def vectors_of_passages(
    encoder: PassageEncoder, vectors: Path, read: Read
) -> Callable[[Sequence[str]], Mapping[str, Sequence[float]]]:
    """What gives the vectors of passages by their identifiers, all of them embedded before."""

    def found(passage_ids: Sequence[str]) -> Mapping[str, Sequence[float]]:
        wanted = set(passage_ids)
        held: dict[str, Sequence[float]] = {}
        for source in sorted({source_of(document_of(id_)) for id_ in passage_ids}):
            passages = [passage for passage in indexed_passages(read(source)) if passage.id in wanted]
            with VectorStore(vectors) as store:
                embedded: Vectors = embed(encoder, store, [passage.embedded_text for passage in passages])
            held |= {passage.id: vector for passage, vector in zip(passages, embedded, strict=True)}
        return held

    return found


def kept_vectors(encoder: PassageEncoder, vectors: Path, extraction: Extraction) -> Vectors | None:
    """Those of a source's passages, float32 [passages, dim], in their order; None unless all are kept."""
    keys = [vector_key(encoder.stamp, passage.embedded_text) for passage in indexed_passages(extraction)]
    if not keys:
        return None
    with VectorStore(vectors) as store:
        found = store.get(list(dict.fromkeys(keys)))
    return np.stack([found[key] for key in keys]) if all(key in found for key in keys) else None


def by_wording(extraction: Extraction, vectors: Vectors, model: str) -> dict[bytes, Vectors]:
    """The vectors of a source's passages, float32 [passages, dim], under the keys by which `VectorStore` keeps them.
    model: the stamp of what embedded them."""
    texts = (passage.embedded_text for passage in indexed_passages(extraction))
    return {vector_key(model, text): vector for text, vector in zip(texts, vectors, strict=True)}


def keys_of(encoder: PassageEncoder, extractions: Iterable[Extraction]) -> dict[str, bytes]:
    """Under which the vectors of these sources' passages are kept, by wording."""
    return {
        wording_of(passage): vector_key(encoder.stamp, passage.embedded_text)
        for extraction in extractions
        for passage in indexed_passages(extraction)
    }
