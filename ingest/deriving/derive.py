"""What changed of the sources → what changed of the knowledge: the book of names, and a change for the graph.

In: the library of the next generation, the sources that are new, changed or gone, a person's decisions, the book of the
generation before. Out: the next book, and a change that leads to the knowledge that `ingest.knowledge.gather` finds in
all sources at once. What a step costs depends on what changed and on what that touches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from graph.change import Change
from graph.records import Extraction
from graph.resolve.decisions import Decisions
from ingest.correcting.correct import Corrections
from ingest.counts import Held
from ingest.deriving.book import Book
from ingest.deriving.citing import cite_anew
from ingest.deriving.comparing import compare_anew
from ingest.deriving.noting import note
from ingest.deriving.resolving import resolve_anew
from ingest.deriving.righting import Righting
from ingest.deriving.saying import say
from ingest.deriving.sources import Sources
from ingest.deriving.telling import Anew, sources_retold, tell_change

STEPS = 6
TellSteps = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Derived:
    """The change, to be read while the book is open, and how much the knowledge base holds with it."""

    change: Change
    counts: Held


class _Texts(Mapping[str, str]):
    """By source, read when asked for."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def __getitem__(self, name: str) -> str:
        return self._sources.read(name).source.text

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources.changed)

    def __len__(self) -> int:
        return len(self._sources.changed)


@contextmanager
def derive(
    path: Path,
    base: Path | None,
    sources: Sources,
    decisions: Decisions,
    progress: TellSteps = lambda done, total: None,
) -> Iterator[Derived]:
    """Write the book of names at `path`, going on from that at `base`. Where that is None all sources are changed. What
    is work goes to the hands that the sources name (`ingest.spreading`); the book is read and written here alone."""
    sources = replace(sources, changed=sorted(sources.changed), gone=sorted(sources.gone))
    book = Book.begin(path, base)
    righting = Righting(book, Corrections.of(decisions))
    try:
        sources = righting.begin(sources)
        note(book, sources)
        progress(1, STEPS)
        said = say(book, sources)
        progress(2, STEPS)
        found = resolve_anew(book, said.keys, decisions, sources.spread)
        progress(3, STEPS)
        links = compare_anew(book, said, found, sources.spread)
        progress(4, STEPS)
        stands = cite_anew(book, sources, _Texts(sources))
        progress(5, STEPS)
        anew = Anew(found, links, stands, sources_retold(book, sources, said, found))
        yield Derived(*tell_change(book, sources, anew))
        righting.finish(sources)
        book.now.finish()
        progress(STEPS, STEPS)
    finally:
        book.close()


def reading(read: Callable[[str], Extraction | None]) -> Callable[[str], Extraction]:
    """What reads a source that is there."""

    def found(name: str) -> Extraction:
        extraction = read(name)
        assert extraction is not None
        return extraction

    return found
