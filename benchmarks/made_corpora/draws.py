"""Which documents are made: of which base document each, put into which place and how many years later.

Every base document has its turn; no two made documents share base, place and year. Bases that speak for no place are
exhausted first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.made_corpora.chance import chance_of
from benchmarks.made_corpora.places import goals_of
from benchmarks.made_corpora.proper_names import proper_parts
from graph.errors import MailuoError
from graph.records import Extraction

SEED = 17
YEARS = range(-18, 5)  # how many years later a made document is
ROUNDS = 400  # without a new document, until all bases count as exhausted


class BasesExhausted(MailuoError):
    """No further document can be made that differs from the others."""


@dataclass(frozen=True)
class Base:
    """A real document's extraction with what can be exchanged in it."""

    extraction: Extraction
    region: str | None  # the area that most of its documents speak for
    codes: frozenset[str]  # of all areas it names
    parts: Sequence[str]  # proper parts of names
    goals: Sequence[str]

    @property
    def name(self) -> str:
        return self.extraction.source.name

    @property
    def documents(self) -> int:
        return len(self.extraction.structures)

    @classmethod
    def of(cls, extraction: Extraction) -> Base:
        """The base that an extraction is."""
        regions = [one.document.region_code for one in extraction.structures if one.document.region_code]
        region = Counter(regions).most_common(1)[0][0] if regions else None
        named = (code for mention in extraction.mentions for code in (mention.code, mention.place) if code)
        codes = frozenset((*regions, *named))
        return cls(extraction, region, codes, proper_parts(extraction), goals_of(region, codes) if region else ())


@dataclass(frozen=True, slots=True)
class Draw:
    """A document to be made, the `number`th, of the base at `base`; `goal`: the code of its area, None for the old."""

    number: int
    base: int
    goal: str | None
    years: int


def draw_documents(bases: Sequence[Base], count: int, seed: int) -> Iterator[Draw]:
    """The sources to make until there are so many documents: a source may hold several."""
    made, number, idle, drawn = 0, 0, 0, set[tuple[int, str | None, int]]()
    while made < count:
        at = number % len(bases)
        chance = chance_of(seed, "draw", number)
        goal = chance.choice(bases[at].goals) if bases[at].goals else None
        years = chance.choice(YEARS)
        if (at, goal, years) in drawn or (goal is None and years == 0):
            idle += 1
            if idle > ROUNDS * len(bases):
                raise BasesExhausted(f"only {made} different documents can be made of {len(bases)}; name more folders")
        else:
            drawn.add((at, goal, years))
            made, idle = made + bases[at].documents, 0
            yield Draw(number, at, goal, years)
        number += 1
