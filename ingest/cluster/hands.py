"""The hands of a run that are workers of a cluster: files go out by their bytes, what was found comes from the shelf.

In: files and sources, in portions. Out: the same sources in the same order as on one machine. What the shelf holds is
not done again: after a run that was cut short only the rest is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import MailuoError
from graph.records import Source
from ingest.cluster.ray_cluster import RayCluster
from ingest.cluster.understanding import Result, Stamps, Task, ToRead, ToUnderstand
from ingest.embedding import by_wording
from ingest.extracting import Extractor, Found
from ingest.parquet.shelf import Given, ParquetShelf, key_by_file, key_by_text
from ingest.sources.crew import Told
from ingest.sources.files import NamedFile
from ingest.sources.opening import read_ordinary
from ingest.sources.read import MOST_FILE_BYTES
from ingest.sources.serving import attempt
from ingest.sources.unreadable import Unreadable
from ingest.tagger.contract import TextTagger
from search.vectors import VectorStore

MOST_FILES = 8  # of a portion: what takes long to set up is shared, and a lost worker costs little
MOST_BYTES = 2_000_000
PORTIONS_EACH = 4  # at least, where files are few: workers end together


class ResultLost(MailuoError):
    """A worker said that it was done, and the shelf holds nothing."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the shelf held before, or what cannot be read, in the place of a task."""

    held: Given | Unreadable


_Step = Task | _Known


class ClusterHands:
    """Keeps the contract `ingest.hands.Hands`. vectors: the store into which the vectors go that workers computed."""

    def __init__(
        self, cluster: RayCluster, shelf: ParquetShelf, stamps: Stamps, vectors: Path, tagger: TextTagger | None
    ) -> None:
        self._cluster = cluster
        self._shelf = shelf
        self._stamps = stamps
        self._vectors = vectors
        self._own = Extractor(tagger)  # of what nobody could know beforehand: a copy that takes its source's place
        self._found: dict[str, Given | Unreadable] = {}
        self._files = MOST_FILES
        self.stamp = stamps.rules

    def prepare(self, sources: int) -> None:
        """Begin the cluster."""
        self._cluster.open()
        self._files = min(MOST_FILES, max(1, sources // (PORTIONS_EACH * self._cluster.workers)))

    def read(self, files: Sequence[NamedFile], told: Told) -> Generator[tuple[NamedFile, Source | Unreadable]]:
        """Each file, in their order, with what it gave; how far one is, is not told."""
        for file, found in zip(files, self._results(map(self._step_of, files)), strict=True):
            if isinstance(found, Given):
                yield file, self._held(found.extraction.source, found)
            else:
                yield file, found

    def again(self, sources: Iterable[tuple[Source, str]]) -> Iterator[tuple[Source, str]]:
        """Sources that are to be understood anew, in their order."""
        waiting: list[tuple[Source, str]] = []

        def steps() -> Iterator[_Step]:
            for source, origin in sources:
                waiting.append((source, origin))
                yield self._step_again(source)

        for found in self._results(steps()):
            source, origin = waiting.pop(0)
            yield self._held(source, found), origin

    def extract(self, source: Source) -> Found:
        """What was found in a source that was just given."""
        found = self._found.pop(source.name, None)
        if isinstance(found, Unreadable):
            return found
        if found is None or found.extraction.source.text != source.text:
            return self._own.extract(source)
        self._keep_vectors(found)
        return found.extraction

    def close(self) -> None:
        """Workers stay: deriving needs hands too."""
        self._own.close()

    # ------------------------------------------------------------------------------------------------------------

    def _held(self, source: Source, found: Given | Unreadable) -> Source:
        self._found = {source.name: found}  # of a source before it nobody asked: it was a copy
        return source

    def _step_of(self, file: NamedFile) -> _Step:
        content = attempt(file.name, lambda: read_ordinary(file.path, file.name, MOST_FILE_BYTES))
        if isinstance(content, Unreadable):
            return _Known(content)
        key = key_by_file(hashlib.sha256(content).hexdigest(), file.name, self._stamps.rules, self._stamps.model)
        held = self._shelf.get(key)
        return _Known(held) if held else ToRead(key, file.name, file.path.name, content, file.remarks)

    def _step_again(self, source: Source) -> _Step:
        key = key_by_text(source, self._stamps.rules, self._stamps.model)
        held = self._shelf.get(key)
        return _Known(held) if held else ToUnderstand(key, source)

    def _results(self, steps: Iterable[_Step]) -> Iterator[Given | Unreadable]:
        """Of each step, in their order. Those that are known wait for those before them."""
        known: list[list[_Step]] = []

        def tasks() -> Iterator[list[Task]]:
            for portion in self._portions(steps):
                known.append(portion)
                yield [step for step in portion if not isinstance(step, _Known)]

        for results in self._cluster.understand(tasks()):
            done = iter(results)
            for step in known.pop(0):
                yield step.held if isinstance(step, _Known) else self._fetched(next(done))

    def _portions(self, steps: Iterable[_Step]) -> Iterator[list[_Step]]:
        portion: list[_Step] = []
        bytes_held = 0
        for step in steps:
            size = _size(step)
            if portion and (len(portion) >= self._files or bytes_held + size > MOST_BYTES):
                yield portion
                portion, bytes_held = [], 0
            portion.append(step)
            bytes_held += size
        if portion:
            yield portion

    def _fetched(self, result: Result) -> Given | Unreadable:
        if isinstance(result, Unreadable):
            return result
        given = self._shelf.get(result)
        if given is None:
            raise ResultLost(
                f"{self._shelf.store.address}: a worker wrote there what is not seen here; name a place that all "
                "machines share (MAILUO_STORE)"
            )
        return given

    def _keep_vectors(self, given: Given) -> None:
        if given.vectors is not None:
            with VectorStore(self._vectors) as store:
                store.put(by_wording(given.extraction, given.vectors, self._stamps.model))


def _size(step: _Step) -> int:
    if isinstance(step, ToRead):
        return len(step.content)
    return len(step.source.text) if isinstance(step, ToUnderstand) else 0
