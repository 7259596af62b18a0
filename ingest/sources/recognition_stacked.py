"""Letters that stand one under the other (a merged cell at a table's side) → the same beside each other."""

from __future__ import annotations

import numpy as np

from ingest.sources.recognition_engine import Picture

DARK = 140  # brightness of ink
LETTER = 0.55  # of the width is a letter high at least: 二 and 三 have gaps in them


def set_beside(crop: Picture) -> Picture:
    """The letters of a column in one line; anything else as it is."""
    ink = (crop.min(axis=2) < DARK).any(axis=1)
    letters: list[Picture] = []
    start: int | None = None
    for at, has_ink in enumerate([*ink, False]):
        if has_ink and start is None:
            start = at
        elif not has_ink and start is not None and at - start >= LETTER * crop.shape[1]:
            letters.append(crop[max(0, start - 2) : at + 2])
            start = None
    if start is not None:
        letters.append(crop[start:])
    if len(letters) < 2:
        return crop
    high = max(letter.shape[0] for letter in letters)
    return np.concatenate([_padded(letter, high) for letter in letters], axis=1)


def _padded(letter: Picture, high: int) -> Picture:
    above = (high - letter.shape[0]) // 2
    below = high - letter.shape[0] - above
    return np.pad(letter, ((above, below), (2, 2), (0, 0)), constant_values=255)
