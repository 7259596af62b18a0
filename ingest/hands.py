"""Who reads files and understands sources: this machine, or workers elsewhere (`ingest.cluster`).

In: files, or sources whose texts are there. Out: each source in its order, and what is found in it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Protocol

from graph.records import Source
from ingest.extract import rules_stamp
from ingest.extracting import Extractor, Found
from ingest.sources.crew import Result, Told, read_files
from ingest.sources.files import NamedFile
from ingest.tagger.contract import TextTagger


class Hands(Protocol):
    """They work for one run; closed when it ends."""

    @property
    def stamp(self) -> str:
        """Of the rules by which they understand, and the tagger."""

    def prepare(self, sources: int) -> None:
        """So many sources are to come."""

    def read(self, files: Sequence[NamedFile], told: Told) -> Generator[tuple[NamedFile, Result]]:
        """Each file, in their order, with what it gave. Close the generator when leaving it early."""

    def again(self, sources: Iterable[tuple[Source, str]]) -> Iterator[tuple[Source, str]]:
        """Sources that are to be understood anew, each with where its file lies, in their order."""

    def extract(self, source: Source) -> Found:
        """What is found in a source that was just given, or why nothing could be."""

    def close(self) -> None:
        """End what works for this run alone."""


class OwnHands:
    """Processes of this machine. Keeps the contract `Hands`."""

    def __init__(self, tagger: TextTagger | None) -> None:
        self._extractor = Extractor(tagger)
        self.stamp = rules_stamp(tagger)

    def prepare(self, sources: int) -> None:
        """Start what understands, while the first is still being read."""
        self._extractor.prepare()

    def read(self, files: Sequence[NamedFile], told: Told) -> Generator[tuple[NamedFile, Result]]:
        """Each file, in their order, with what it gave."""
        return read_files(files, told)

    def again(self, sources: Iterable[tuple[Source, str]]) -> Iterator[tuple[Source, str]]:
        """The same sources."""
        return iter(sources)

    def extract(self, source: Source) -> Found:
        """What is found in it, or why nothing could be."""
        return self._extractor.extract(source)

    def close(self) -> None:
        """Keep the process for the next one who needs it."""
        self._extractor.close()
