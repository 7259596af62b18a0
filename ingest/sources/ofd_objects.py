"""A page of an OFD file → its glyphs, rules and pictures. Source: GB/T 33190-2016, 8 (graphics), 11 (text).

Lengths in the file are millimetres from the page's upper left; here they become points.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.etree

from ingest.sources.archive import local
from ingest.sources.boxes import Box
from ingest.sources.pdf_characters import REPLACEMENT, is_wide, usual
from ingest.sources.pdf_drawn import MOST_RULES, SHORTEST_RULE, THICKEST_RULE
from ingest.sources.pdf_glyphs import SLANT, Print, Prints, Style
from ingest.sources.pdf_pieces import ABOVE, BELOW
from ingest.sources.pdf_shapes import Rule, middle

POINTS = 72 / 25.4  # a millimetre
MOST_GLYPHS = 40_000  # of a page
DEEPEST_BLOCK = 20
BOLD = 600
USUAL_SIZE = 3.7  # millimetres, where the file says none that could be: 10.5 points, the usual body of a text
NARROW = 0.5  # of the size: a letter or digit whose width the file does not say
_PATH = re.compile(r"[MSLQBAC]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


@dataclass(slots=True)
class Objects:
    """What stands on one page."""

    prints: Prints = field(default_factory=Prints)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[tuple[str, Box]] = field(default_factory=list)  # identifier of the resource, and where
    shapes: int = 0


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an object's own coordinates lie on the page."""

    x: float
    y: float
    matrix: tuple[float, ...]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the object in points of the page."""
        a, b, c, d, e, f = self.matrix
        return (self.x + a * x + c * y + e) * POINTS, (self.y + b * x + d * y + f) * POINTS

    @property
    def scale(self) -> float:
        """How much larger things are shown."""
        a, b, c, d, _, _ = self.matrix
        return math.sqrt(abs(a * d - b * c)) or 1.0


def read_objects(root: lxml.etree._Element, objects: Objects) -> None:
    """Add what a page, or a template, holds."""
    for element in _graphics(root, 0):
        if element.get("Visible", "true") in ("false", "0"):
            continue
        kind = local(element)
        if kind == "TextObject":
            _read_text(element, objects.prints)
        elif kind == "PathObject":
            objects.shapes += 1
            if len(objects.rules) <= MOST_RULES:
                objects.rules.extend(Rule(box) for box in _rules(element))
        else:
            x, y, width, height = numbers(element.get("Boundary"), 4)
            box = (x * POINTS, y * POINTS, (x + width) * POINTS, (y + height) * POINTS)
            objects.pictures.append((element.get("ResourceID", ""), box))


def _graphics(element: lxml.etree._Element, depth: int) -> Iterator[lxml.etree._Element]:
    for child in element:
        kind = local(child)
        if kind in ("TextObject", "PathObject", "ImageObject"):
            yield child
        elif kind in ("Content", "Layer", "PageBlock") and depth < DEEPEST_BLOCK:
            yield from _graphics(child, depth + 1)


def numbers(text: str | None, count: int) -> list[float]:
    """So many numbers of a list; zeros for those that are missing or no numbers."""
    found = []
    for word in (text or "").replace(",", " ").split()[:count]:
        try:
            value = float(word)
        except ValueError:
            value = 0.0
        found.append(value if math.isfinite(value) and abs(value) < 1e7 else 0.0)
    return found + [0.0] * (count - len(found))


def _frame(element: lxml.etree._Element) -> Seat:
    x, y, _, _ = numbers(element.get("Boundary"), 4)
    matrix = numbers(element.get("CTM"), 6) if element.get("CTM") else [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    return Seat(x, y, tuple(matrix))


def _read_text(element: lxml.etree._Element, prints: Prints) -> None:
    frame = _frame(element)
    size = abs(numbers(element.get("Size"), 1)[0]) or USUAL_SIZE
    shown = size * frame.scale * POINTS or USUAL_SIZE * POINTS
    style = Style(shown, numbers(element.get("Weight"), 1)[0] >= BOLD, _turns(frame))
    stretch = numbers(element.get("HScale") or "1", 1)[0] or 1.0
    x = y = 0.0
    spaced = False
    for code in element.iter("{*}TextCode"):
        x = numbers(code.get("X"), 1)[0] if code.get("X") else x
        y = numbers(code.get("Y"), 1)[0] if code.get("Y") else y
        text = "".join(code.itertext()).strip("\r\n")
        across, down = deltas(code.get("DeltaX"), len(text)), deltas(code.get("DeltaY"), len(text))
        # letters and digits may all stand wide apart; only one that stands wider than the others has a gap behind it
        narrow = [step for sign, step in zip(text, across, strict=False) if not is_wide(sign)]
        usual_step = min(1.2 * middle(narrow), size * stretch)
        for at, sign in enumerate(text):
            natural = size * stretch * (1.0 if is_wide(sign) else NARROW)
            step = across[at] if at < len(across) else (0.0 if down else natural)
            if sign.isspace():
                spaced = True
            elif len(prints.prints) < MOST_GLYPHS:
                width = step if 0 < step <= max(natural, usual_step) else natural
                _print(sign, frame, (x, y, width, size), style, prints, spaced)
                spaced = False
            x, y = x + step, y + (down[at] if at < len(down) else 0.0)


def _print(
    sign: str, frame: Seat, place: tuple[float, float, float, float], style: Style, prints: Prints, spaced: bool
) -> None:
    x, y, width, size = place
    corners = [frame.point(x, y - ABOVE * size), frame.point(x + width, y + BELOW * size)]
    (left, top), (right, bottom) = corners
    box = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
    text = usual(sign)
    if text:
        prints.count += 1
        prints.unknown += text == REPLACEMENT
        prints.prints.append(Print(text, box, frame.point(x, y), style, spaced))


def _turns(frame: Seat) -> int | None:
    """Quarter turns to the left that make the text level; None where it runs aslant."""
    a, b, _, _, _, _ = frame.matrix
    quarters = math.atan2(b, a) / (math.pi / 2)
    return None if abs(quarters - round(quarters)) > SLANT / (math.pi / 2) else round(quarters) % 4


def deltas(text: str | None, most: int) -> list[float]:
    """The steps between characters: “10 10 5”, or in groups “g 2 10 5” (twice ten, then five)."""
    steps: list[float] = []
    words = (text or "").replace(",", " ").split()
    at = 0
    while at < len(words) and len(steps) < most:
        if words[at] == "g" and at + 2 < len(words):
            times = int(numbers(words[at + 1], 1)[0])
            steps += numbers(words[at + 2], 1) * max(0, min(times, most))
            at += 3
        else:
            steps += numbers(words[at], 1)
            at += 1
    return steps[:most]


def _rules(element: lxml.etree._Element) -> Iterator[Box]:
    """The level and upright lines of a path; a thin filled rectangle is one line."""
    frame = _frame(element)
    is_stroked = element.get("Stroke", "true") not in ("false", "0")
    is_filled = element.get("Fill", "false") in ("true", "1")
    for corners in _lines_of(element.findtext("{*}AbbreviatedData") or "", frame):
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        box = (min(xs), min(ys), max(xs), max(ys))
        if is_filled and min(box[2] - box[0], box[3] - box[1]) <= THICKEST_RULE:
            if max(box[2] - box[0], box[3] - box[1]) >= SHORTEST_RULE:
                yield box
        elif is_stroked:
            yield from _edges(corners)


def _edges(corners: list[tuple[float, float]]) -> Iterator[Box]:
    for (x, y), (other_x, other_y) in itertools.pairwise(corners):
        across, down = abs(other_x - x), abs(other_y - y)
        if min(across, down) <= 1.0 and max(across, down) >= SHORTEST_RULE:
            yield min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)


def _lines_of(data: str, frame: Seat) -> Iterator[list[tuple[float, float]]]:
    """The straight lines that a path draws without a break, each by its corners."""
    corners: list[tuple[float, float]] = []
    words = _PATH.findall(data)
    at = 0
    while at < len(words):
        order = words[at]
        count = _ARGUMENTS.get(order)
        if count is None:
            at += 1
            continue
        values = numbers(" ".join(words[at + 1 : at + 1 + count]), count)
        at += 1 + count
        if order == "C":
            corners = [*corners, *corners[:1]]
        elif order == "L":
            corners = [*corners, frame.point(*values)]
        else:  # a new beginning, or a curve, which is no rule
            if len(corners) > 1:
                yield corners
            corners = [frame.point(*values[-2:])]
    if len(corners) > 1:
        yield corners
