"""A picture of a page → the page upright: seals taken off, even light, quarter turns and skew undone.

In: the picture as it was given. Out: an `Upright` that knows the way back to the places on that picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from ingest.sources.boxes import Box
from ingest.sources.recognition_engine import Picture, Quad, as_picture, find_quads, read_crops
from ingest.sources.recognition_light import even_light, without_seals
from ingest.sources.recognition_sheet import find_sheet

if TYPE_CHECKING:
    from PIL.Image import Image

LOOK = 800  # pixels of the longer side at which a page's direction is found
LONG = 1480  # … and at which its lines are found: the time goes with the area
SHARP = 2400  # … and from which they are read at most
SMALL = 1100  # a picture with less is enlarged to LONG: networks know letters of 15 to 40 pixels
LEAST_SKEW = 0.25  # degrees; a line of 1,000 pixels rises by 4
MOST_SKEW = 20.0
SAMPLE = 4  # lines that are read to tell up from down
LEGIBLE = 0.88  # sureness of lines that are the right way up; upside down they have .5 to .75


@dataclass(frozen=True, slots=True)
class Upright:
    """An upright page in black on white, and the way from its pixels back to the picture."""

    picture: Picture
    back: npt.NDArray[np.float64]  # [3, 3], homogeneous
    size: tuple[float, float]  # of the picture as given

    def share(self, box: Box) -> Box:
        """A box on the page as shares of the width and height of the picture as it was given."""
        left, top, right, bottom = box
        corners = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]], dtype=np.float64)
        there = corners @ self.back.T
        there = there[:, :2] / there[:, 2:] / np.array(self.size)
        low, high = there.min(axis=0).clip(0, 1), there.max(axis=0).clip(0, 1)
        left, top, right, bottom = (round(float(share), 4) for share in (*low, *high))
        return left, top, right, bottom


def set_upright(image: Image) -> Upright:
    """Turn a page so that it can be read."""
    coloured = np.asarray(image.convert("RGB"))
    page = Upright(coloured, np.eye(3), (float(image.width), float(image.height)))
    page = _laid_flat(_scaled(page))
    page = Upright(even_light(without_seals(page.picture)), page.back, page.size)
    factor = min(1.0, LOOK / max(page.picture.shape[:2]))
    quads = [quad / factor for quad in find_quads(resized(page.picture, factor))]
    if not quads:
        return page
    turns = 1 if _is_lying(quads) else 0
    skew = _skew(quads, turns)
    if turns or abs(skew) >= LEAST_SKEW:
        before, page = page, _turned(page, 90 * turns + skew)
        quads = [_moved(quad, np.linalg.inv(page.back) @ before.back, turns) for quad in quads]
    return _turned(page, 180) if _is_upside_down(page.picture, quads) else page


# ------------------------------------------------------------------------------------------------------------- size


def resized(picture: Picture, factor: float) -> Picture:
    """The picture smaller or larger by the factor."""
    if factor == 1:
        return picture
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return as_picture(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=how))


def _scaled(page: Upright) -> Upright:
    longest = max(page.picture.shape[:2])
    factor = SHARP / longest if longest > SHARP else LONG / longest if longest < SMALL else 1.0
    factor = min(factor, 3.0)  # of a stamp-sized picture nothing is won by more
    return _warped(page, np.diag([factor, factor, 1.0])) if factor != 1 else page


def _warped(page: Upright, there: npt.NDArray[np.float64]) -> Upright:
    """The page under a map of its pixels; its canvas grows as needed."""
    height, width = page.picture.shape[:2]
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], dtype=np.float64) @ there.T
    corners = corners[:, :2] / corners[:, 2:]
    low, high = corners.min(axis=0), corners.max(axis=0)
    there = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]]) @ there
    size = (round(high[0] - low[0]), round(high[1] - low[1]))
    shrinks = abs(np.linalg.det(there[:2, :2])) < 0.8
    if shrinks and np.count_nonzero(there - np.diag(np.diagonal(there))) == 0:
        picture = cv2.resize(page.picture, size, interpolation=cv2.INTER_AREA)
    else:
        picture = cv2.warpPerspective(
            page.picture, there, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,) * 3
        )
    return Upright(as_picture(picture), page.back @ np.linalg.inv(there), page.size)


def _laid_flat(page: Upright) -> Upright:
    """A photographed sheet cut out and made rectangular; anything else as it is."""
    corners = find_sheet(page.picture)
    if corners is None:
        return page
    width = max(np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3]))
    height = max(np.linalg.norm(corners[3] - corners[0]), np.linalg.norm(corners[2] - corners[1]))
    there = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    how = cv2.getPerspectiveTransform(corners, there)
    picture = cv2.warpPerspective(page.picture, how, (round(width), round(height)), flags=cv2.INTER_CUBIC)
    return Upright(as_picture(picture), page.back @ np.linalg.inv(how), page.size)


def _turned(page: Upright, degrees: float) -> Upright:
    """Turned clockwise."""
    if degrees % 360 == 0:
        return page
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return _warped(page, np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]]))


def _moved(quad: Quad, how: npt.NDArray[np.float64], turns: int) -> Quad:
    """A quad under a map; after a quarter turn clockwise its first corner is the upper left one again."""
    there = np.column_stack([quad, np.ones(4)]) @ how.T
    corners = (there[:, :2] / there[:, 2:]).astype(np.float32)
    return np.roll(corners, turns, axis=0)


# -------------------------------------------------------------------------------------------------------- direction


def _sides(quad: Quad) -> tuple[float, float]:
    """Width and height of a quad as it lies."""
    return float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[3] - quad[0]))


def _is_lying(quads: Sequence[Quad]) -> bool:
    """Whether most lines run up or down."""
    along = across = 0.0
    for quad in quads:
        low, high = quad.min(axis=0), quad.max(axis=0)
        width, height = high - low
        if width > 1.5 * height:
            along += width
        elif height > 1.5 * width:
            across += height
    return across > along


def _skew(quads: Sequence[Quad], turns: int) -> float:
    """Degrees clockwise by which the page must be turned, besides its quarter turns, so that its lines are level."""
    angles: list[float] = []
    for quad in quads:
        (width, height), longer = _sides(quad), quad[1] - quad[0]
        if height > width:
            longer = quad[2] - quad[1]
        if max(width, height) < 6 * min(width, height):
            continue
        angle = math.degrees(math.atan2(longer[1], longer[0]))
        angle = (angle - 90 * turns + 90) % 180 - 90  # how far the line runs from where it should
        if abs(angle) <= MOST_SKEW:
            angles.append(angle)
    return -median(angles) if angles else 0.0


def _is_upside_down(picture: Picture, quads: Sequence[Quad]) -> bool:
    """Whether the page's longest lines read better the other way."""
    longest = sorted(quads, key=lambda quad: -_sides(quad)[0])[:SAMPLE]
    crops = [cut_quad(picture, quad) for quad in longest]
    as_is = [said.mean for said in read_crops(crops)]
    if not as_is or median(as_is) >= LEGIBLE:
        return False
    flipped = [said.mean for said in read_crops([np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops])]
    return sum(flipped) > sum(as_is)


def cut_quad(picture: Picture, quad: Quad) -> Picture:
    """The line that stands in the quad, straight."""
    width, height = (max(1, round(side)) for side in _sides(quad))
    there = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    how = cv2.getPerspectiveTransform(quad, there)
    line = cv2.warpPerspective(picture, how, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return as_picture(line)
