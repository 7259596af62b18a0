"""The sources of a step, and how they are handed to whoever works on them.

In: names. Out: portions of sources to be worked on, each with the corrections that concern it. Few sources go as they
were read, since the same few are asked for by every part of deriving; many as they lie in the library, to be read by
those who work on them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from graph.records import Extraction
from graph.resolve.corrections import Correction
from ingest.correcting.correct import Corrected, Corrections, correct
from ingest.spreading import HERE, Spread, each_with

PORTION = 8  # sources: some tenths of a second of work
KEPT = 64  # extractions that are not read again

Done = TypeVar("Done")
Read = Callable[[str], Extraction]
Send = Callable[[str], Callable[[], Extraction]]


@dataclass(frozen=True, slots=True)
class Held:
    """An extraction that goes as it is."""

    extraction: Extraction

    def __call__(self) -> Extraction:
        """It."""
        return self.extraction


@dataclass(frozen=True, slots=True)
class Sent:
    """A source on its way. corrections: None where they were made already."""

    name: str
    given: Callable[[], Extraction]
    corrections: Corrections | None = None

    def read(self) -> Corrected:
        """What the source gives, put right."""
        return correct(self.given(), self.corrections or Corrections())


@dataclass(frozen=True, slots=True)
class Sources:
    """What a run is about: the sources that are new or changed, those that are gone, and how one is read.

    send: gives what makes an extraction elsewhere; None: it goes as it is read. corrections: for sources that are sent;
    `read` knows of them. righted: hears which of them found their ground in a source that was sent.
    """

    changed: Sequence[str]
    gone: Sequence[str]
    read: Read
    send: Send | None = None
    spread: Spread = HERE
    corrections: Corrections = field(default_factory=Corrections)
    righted: Callable[[str, Collection[Correction]], None] = lambda name, applied: None

    @property
    def all(self) -> Sequence[str]:
        """Both."""
        return (*self.changed, *self.gone)

    def portions(self, names: Sequence[str]) -> Iterator[list[Sent]]:
        """These sources, some at a time."""
        few = len(names) <= KEPT
        for start in range(0, len(names), PORTION):
            yield [self._sent(name, few=few) for name in names[start : start + PORTION]]

    def work(self, work: Callable[[Sequence[Sent]], list[Done]], names: Sequence[str]) -> Iterator[tuple[Sent, Done]]:
        """What is done of each of these sources, in their order."""
        for portion, done in each_with(self.spread, work, self.portions(names)):
            yield from zip(portion, done, strict=True)

    def _sent(self, name: str, *, few: bool) -> Sent:
        if few or self.send is None:
            return Sent(name, Held(self.read(name)))
        here: Mapping[str, Sequence[Correction]] = (
            {name: self.corrections.at[name]} if name in self.corrections.at else {}
        )
        return Sent(name, self.send(name), Corrections(here, self.corrections.types))
