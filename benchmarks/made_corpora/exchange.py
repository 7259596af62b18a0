"""One document's exchange: what becomes of every name and figure in it.

All that goes in comes out as long as it was, so that places in the text stay right; and the same becomes of a name
wherever it stands, in a text or in a record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.made_corpora.draws import Base, Draw
from benchmarks.made_corpora.figures import Figures
from benchmarks.made_corpora.places import NO_EXCHANGE, exchange_places
from benchmarks.made_corpora.proper_names import exchange_names


@dataclass(frozen=True)
class Exchange:
    """The names to exchange, the codes of areas, and the figures."""

    names: Mapping[str, str]
    codes: Mapping[str, str]
    figures: Figures
    _pattern: re.Pattern[str] | None = field(init=False)
    _said: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        longest_first = sorted(self.names, key=lambda name: (-len(name), name))
        object.__setattr__(
            self, "_pattern", re.compile("|".join(map(re.escape, longest_first))) if self.names else None
        )

    def text(self, text: str) -> str:
        """The text with everything exchanged; of the same length."""
        named = self._pattern.sub(lambda match: self.names[match[0]], text) if self._pattern else text
        return self.figures.exchange(named)

    def say(self, words: str) -> str:
        """A name, title or value of a record, exchanged as the text is."""
        if (said := self._said.get(words)) is None:
            said = self._said[words] = self.text(words)
        return said

    def code(self, code: str | None) -> str | None:
        return code if code is None else self.codes.get(code, code)


def exchange_for(base: Base, draw: Draw, seed: int) -> Exchange:
    """What becomes of a base document when it is made into the document that was drawn."""
    places = NO_EXCHANGE
    if base.region and draw.goal:
        places = exchange_places(base.codes, base.region, draw.goal, seed)
    kept = [part for part in base.parts if not any(part in form or form in part for form in places.forms)]
    names = exchange_names(kept, f"{base.name} {draw.goal}", draw.number, seed)
    return Exchange({**names, **places.forms}, places.codes, Figures(draw.years, f"{seed} {draw.number}"))
