"""The manifest of a generation's index: which rows of the collection are its passages, and what is known of them all.

Rows are never changed. A passage belongs to the generation if its number is below `next` and its batch is not `dead`:
what a later generation adds has higher numbers, what it removes is dead there alone. So a reader of one generation
never sees anything of another, and what a writer that was cut short has left belongs to none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

from graph.errors import REBUILD
from search.errors import IndexUnreadable
from search.milvus.client import Where
from search.milvus.counts import Run

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """token: tells it from all others; terms: in all, by field; next, next_batch, next_place: what comes next in the
    collection and on the shelf; regions: by division, how many passages speak for it; replaced: collections that this
    one takes the place of, with the tokens of their last manifests."""

    token: str
    model: str
    engine: str
    passages: int
    terms: Sequence[int]
    next: int
    next_batch: int
    next_place: int
    dead: Sequence[int]
    regions: Mapping[str, int]
    replaced: Mapping[str, str]
    runs: Sequence[Run]

    def to_text(self) -> str:
        """ASCII."""
        held = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "runs"}
        return json.dumps({"format": FORMAT, **held, "runs": [run.to_json() for run in self.runs]})

    @classmethod
    def from_text(cls, text: str, where: str) -> Self:
        """where: for a message. Raises `IndexUnreadable`."""
        try:
            held: dict[str, Any] = json.loads(text)
            if (form := held.pop("format")) != FORMAT:
                raise IndexUnreadable(f"{where} has format {form}, this version reads {FORMAT}: {REBUILD}.")
            runs = [Run.from_json(run) for run in held.pop("runs")]
            return cls(runs=runs, **held)
        except (ValueError, LookupError, TypeError) as error:
            raise IndexUnreadable(f"{where}: its manifest cannot be read ({error}): {REBUILD}.") from error

    @property
    def visible(self) -> Where:
        """Which rows are its passages."""
        number = Where(f"number < {self.next}")
        return number & Where("batch not in {dead}", {"dead": list(self.dead)}) if self.dead else number


def empty_manifest(model: str, engine: str, replaced: Mapping[str, str]) -> Manifest:
    """Of no passages."""
    return Manifest("", model, engine, 0, (0, 0), 0, 0, 1, (), {}, replaced, ())
