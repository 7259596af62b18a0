"""A picture much taller than a page (a screen scrolled down) → strips that are pages, cut where nothing stands."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PIL.Image import Image

TALL = 2.4  # so many times higher than wide is no page
STRIP = 1.4  # heights of a strip, in widths
AROUND = 0.25  # of a strip's height above its end is looked at for a white row


def cut_strips(image: Image) -> Iterator[tuple[int, Image]]:
    """Each strip with where it begins, from the top; a picture that is a page is its only strip."""
    if image.height <= TALL * image.width:
        yield 0, image
        return
    start, height = 0, round(STRIP * image.width)
    while start < image.height:
        end = start + height
        end = image.height if end + height // 2 >= image.height else _white_row(image, end, round(AROUND * height))
        yield start, image.crop((0, start, image.width, end))
        start = end


def _white_row(image: Image, end: int, around: int) -> int:
    """The middle of the last white band above the end; the end itself where there is none."""
    above = np.asarray(image.crop((0, end - around, image.width, end)).convert("L"), dtype=np.int16)
    even = np.flatnonzero(above.max(axis=1) - above.min(axis=1) < 40)
    if not len(even):
        return end
    last = even[-1]
    first = last
    while first - 1 in even:
        first -= 1
    return int(end - around + (first + last) // 2)
