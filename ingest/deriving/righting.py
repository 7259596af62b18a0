"""What people put right, carried into a step: the sources of which they say something else than before are read anew.

In: the sources that changed, the corrections. Out: these sources and those that are touched by a correction that came
or went, each read as it was put right; in the book, by source, what was put right in it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from graph.resolve.corrections import Correction, TypeCorrection
from graph.writing.foldings import normal_form
from ingest.correcting.correct import Corrections, correcting
from ingest.deriving.applied import stamp_of
from ingest.deriving.book import Book
from ingest.deriving.sources import KEPT, Sources

EVERYWHERE = "\x1f"  # no source is called so


class Righting:
    """The corrections of a step; what it reads is noted down at the end."""

    def __init__(self, book: Book, corrections: Corrections) -> None:
        self._book = book
        self._corrections = corrections
        self._applied: dict[str, Collection[Correction]] = {}

    def begin(self, sources: Sources) -> Sources:
        """The sources of the step, as they were put right."""
        read = correcting(sources.read, self._corrections, self._applied.__setitem__)
        more = self._touched() - set(sources.all)
        # what is not there has nothing to be put right
        there = {row[0] for row in self._book.was("held", "source", sorted(more), "t.source")}
        changed = sorted({*sources.changed, *there})
        return replace(
            sources,
            changed=changed,
            read=lru_cache(maxsize=KEPT)(read),
            corrections=self._corrections,
            righted=self._applied.__setitem__,
        )

    def finish(self, sources: Sources) -> None:
        """Write down what was put right in the sources of the step."""
        for name in sources.gone:
            self._book.now.drop("righted", name)
        for name in sources.changed:
            self._note(name, self._stamp(name), [stamp_of([one]) for one in self._applied.get(name, ())])
        types = self._types()
        self._note(EVERYWHERE, json.dumps(types, ensure_ascii=False) if types else "", ())

    def _note(self, owner: str, stamp: str, applied: Sequence[str]) -> None:
        rows = [(owner, stamp, " ".join(applied))] if stamp or applied else []
        if rows == self._book.was_of("righted", owner):
            return
        if rows:
            self._book.now.replace("righted", owner, {"righted": rows})
        else:
            self._book.now.drop("righted", owner)

    def _stamp(self, source: str) -> str:
        here = self._corrections.at.get(source, ())
        return stamp_of(here) if here else ""

    def _types(self) -> list[list[object]]:
        """Each correction of types, and under which names a thing is meant."""
        return [[stamp_of([one]), _normals(one)] for one in self._corrections.types]

    def _touched(self) -> set[str]:
        """The sources of which something else is put right than before."""
        if self._book.before is None:
            return set()
        rows = {owner: (stamp, applied) for owner, stamp, applied in self._book.before.rows("righted")}
        everywhere, _ = rows.pop(EVERYWHERE, ("[]", ""))
        named = {owner for owner in {*rows, *self._corrections.at} if rows.get(owner, ("",))[0] != self._stamp(owner)}
        before, now = json.loads(everywhere), self._types()
        if before == now:
            return named
        # also where only their order is another one
        normals = {normal for _, names in (*before, *now) for normal in names}
        put_right = {stamp for stamp, _ in before}
        named |= {owner for owner, (_, applied) in rows.items() if put_right.intersection(applied.split())}
        return named | {row[0] for row in self._book.was("borne", "normal", sorted(normals), "DISTINCT t.source")}


def _normals(one: TypeCorrection) -> list[str]:
    return sorted(set(map(normal_form, one.thing.names)))
