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

from ingest.sources.recognition_engine import Picture, Quad, find_quads, read_crops
from ingest.sources.recognition_lines import Box

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
        return tuple(round(float(share), 4) for share in (low[0], low[1], high[0], high[1]))  # type: ignore[return-value]


def set_upright(image: Image) -> Upright:
    """Turn a page so that it can be read."""
    coloured = np.asarray(image.convert("RGB"))
    page = Upright(coloured, np.eye(3), (float(image.width), float(image.height)))
    page = _flattened(_scaled(page))
    page = Upright(_even_light(_without_seals(page.picture)), page.back, page.size)
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
    return cv2.resize(picture, None, fx=factor, fy=factor, interpolation=how)  # type: ignore[return-value]


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
    return Upright(picture, page.back @ np.linalg.inv(there), page.size)  # type: ignore[arg-type]


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
    return np.roll(corners, turns, axis=0)  # type: ignore[no-any-return]


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
    return cv2.warpPerspective(  # type: ignore[return-value]
        picture, how, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


# -------------------------------------------------------------------------------------------------- seals and light

RED = 45  # by how much red must be above green and blue
FAINT_RED = 14  # … at a seal's edges, blurred by JPEG
INK = 180  # how bright a seal's ink is in red at least; black under it is far darker
SEAL = (0.1, 0.45)  # least and most of a page's width that a seal takes: 38 to 58 mm of 210, and pictures cut closer
SQUARE = (0.72, 1.4)  # width to height of a seal's bounds
PAPER = 205  # brighter than this, after the light is made even, is paper or a watermark


def _without_seals(picture: Picture) -> Picture:
    """Round and square stamps in red made as bright as the paper, so that what is black under them stays. Red letters
    in a row (the head of a document) stay as they are."""
    factor = 500 / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(np.int16)
    red = ((small[:, :, 0] - np.maximum(small[:, :, 1], small[:, :, 2])) > RED // 2).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(red, np.ones((3, 3), np.uint8)))
    cleaned = picture
    for left, top, width, height, _ in stats[1:count]:
        share = max(width, height) / small.shape[1]
        if not (SEAL[0] <= share <= SEAL[1] and SQUARE[0] <= width / height <= SQUARE[1]):
            continue
        if cleaned is picture:
            cleaned = picture.copy()
        rows = slice(max(0, int((top - 1) / factor)), int((top + height + 1) / factor))
        columns = slice(max(0, int((left - 1) / factor)), int((left + width + 1) / factor))
        window = cleaned[rows, columns].astype(np.int16)
        is_red = window[:, :, 0] - window[:, :, 1:].max(axis=2) > FAINT_RED
        brightest = window.max(axis=2)
        cleaned[rows, columns] = np.where(is_red, np.minimum(255, brightest * 255 // INK), brightest)[:, :, None]
    return cleaned


def _even_light(picture: Picture) -> Picture:
    """Grey on white: the paper's own brightness divided out, watermarks paler than any letter gone."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(grey, np.maximum(paper, 40), scale=255)
    dark = float(np.percentile(even, 1))
    stretched = (even.astype(np.float32) - dark) * (255 / max(60.0, PAPER - dark)) if dark < PAPER - 60 else even
    return cv2.cvtColor(np.clip(stretched, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2RGB)  # type: ignore[return-value]


# ------------------------------------------------------------------------------------------------------ photographs

SHEET = (0.35, 0.97)  # share of a photograph that the sheet of paper in it takes


def _flattened(page: Upright) -> Upright:
    """A sheet photographed on something darker, cut out and made rectangular; anything else as it is."""
    height, width = page.picture.shape[:2]
    factor = 500 / max(height, width)
    grey = cv2.cvtColor(cv2.resize(page.picture, None, fx=factor, fy=factor), cv2.COLOR_RGB2GRAY)
    grey = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))  # letters gone
    edge = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    bright = float(np.median(grey))
    if float(np.median(edge)) > bright - 40:
        return page  # the paper goes to the edges
    _, sheet = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    contours, _ = cv2.findContours(sheet, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(contours, key=cv2.contourArea, default=None)
    if largest is None or not SHEET[0] <= cv2.contourArea(largest) / grey.size <= SHEET[1]:
        return page
    corners = cv2.approxPolyDP(largest, 0.02 * cv2.arcLength(largest, True), True).reshape(-1, 2) / factor
    if len(corners) != 4:
        return page
    return _rectangular(page, corners.astype(np.float32))


def _rectangular(page: Upright, corners: Quad) -> Upright:
    sums, differences = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    ordered = corners[[sums.argmin(), differences.argmin(), sums.argmax(), differences.argmax()]]
    width = max(np.linalg.norm(ordered[1] - ordered[0]), np.linalg.norm(ordered[2] - ordered[3]))
    height = max(np.linalg.norm(ordered[3] - ordered[0]), np.linalg.norm(ordered[2] - ordered[1]))
    there = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    how = cv2.getPerspectiveTransform(ordered, there)
    picture = cv2.warpPerspective(page.picture, how, (round(width), round(height)), flags=cv2.INTER_CUBIC)
    return Upright(picture, page.back @ np.linalg.inv(how), page.size)  # type: ignore[arg-type]
