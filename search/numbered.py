"""Identifiers of passages ↔ the places at which an engine of plain arrays keeps them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt


class Numbered:
    """`ids`: in the order of their places, from 0."""

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = ids
        self._place_of = {id_: place for place, id_ in enumerate(ids)}

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, place: int) -> str:
        return self.ids[place]

    def place(self, id_: str) -> int:
        return self._place_of[id_]

    def places(self, ids: Collection[str]) -> npt.NDArray[np.int64]:
        """In rising order; ids that are not there are left out."""
        return np.asarray(sorted(self._place_of[id_] for id_ in ids if id_ in self._place_of), np.int64)
