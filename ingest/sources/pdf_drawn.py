"""A page of PDFium → what is drawn on it: level and upright rules, and how much of it a picture fills."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.sources.boxes import Box
from ingest.sources.pdf_glyphs import View
from ingest.sources.pdf_shapes import Rule

THICKEST_RULE = 3.5  # points; a filled rectangle of more is a surface
SHORTEST_RULE = 3.0
MOST_RULES = 6_000  # a page with more is a drawing or a map
MOST_OBJECTS = 40_000
DEEPEST_FORM = 4
WHITE = 250  # a rule of this brightness is not seen

Matrix = tuple[float, float, float, float, float, float]
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page beside its text."""

    rules: list[Rule] = field(default_factory=list)
    picture: float = 0.0  # share of the page that its largest picture fills
    shapes: int = 0  # how many paths there are


def read_drawn(page: pypdfium2.PdfPage) -> Drawn:
    """The rules and pictures of the page, as seen."""
    view, drawn = View(page), Drawn()
    area = max(1.0, (view.right - view.left) * (view.top - view.bottom))
    for part, matrix in _objects(page):
        kind = pdfium.FPDFPageObj_GetType(part)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, top, right, bottom = _seen(_bounds(part), matrix, view)
            drawn.picture = max(drawn.picture, (right - left) * (bottom - top) / area)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and len(drawn.rules) <= MOST_RULES:
            drawn.shapes += 1
            drawn.rules.extend(Rule(_seen(box, matrix, view)) for box in _path_rules(part))
    if len(drawn.rules) > MOST_RULES:
        drawn.rules.clear()
    return drawn


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix]]:
    count = min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)
    waiting = [(pdfium.FPDFPage_GetObject(page, at), UNMOVED, 0) for at in range(count - 1, -1, -1)]
    seen = 0
    while waiting and seen < MOST_OBJECTS:
        part, matrix, depth = waiting.pop()
        seen += 1
        if pdfium.FPDFPageObj_GetType(part) != pdfium.FPDF_PAGEOBJ_FORM:
            yield part, matrix
        elif depth < DEEPEST_FORM:
            inner = _times(_matrix(part), matrix)
            many = min(pdfium.FPDFFormObj_CountObjects(part), MOST_OBJECTS)
            waiting += [(pdfium.FPDFFormObj_GetObject(part, at), inner, depth + 1) for at in range(many)]


def _matrix(part: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(part, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    return x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]


def _seen(box: Box, matrix: Matrix, view: View) -> Box:
    (x, y), (other_x, other_y) = _moved(box[0], box[1], matrix), _moved(box[2], box[3], matrix)
    return view.box(x, y, other_x, other_y)


def _bounds(part: pdfium.FPDF_PAGEOBJECT) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(part, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


def _path_rules(part: pdfium.FPDF_PAGEOBJECT) -> Iterator[Box]:
    """The level and upright lines of a path: its thin surfaces, and the edges of what is stroked."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(part, filled, stroked)
    is_stroked = bool(stroked.value) and _is_dark(part, pdfium.FPDFPageObj_GetStrokeColor)
    is_filled = bool(filled.value) and _is_dark(part, pdfium.FPDFPageObj_GetFillColor)
    box = _bounds(part)
    width, height = box[2] - box[0], box[3] - box[1]
    if min(width, height) <= THICKEST_RULE:
        if (is_stroked or is_filled) and max(width, height) >= SHORTEST_RULE:
            yield box
    elif is_stroked or is_filled:
        matrix = _matrix(part)
        for shape in _shapes(part, matrix):
            yield from _edges(shape, is_stroked)


def _is_dark(part: pdfium.FPDF_PAGEOBJECT, ask: object) -> bool:
    colours = [ctypes.c_uint() for _ in range(4)]
    if not callable(ask) or not ask(part, *colours):
        return True
    red, green, blue, opacity = (colour.value for colour in colours)
    return opacity > 0 and min(red, green, blue) < WHITE


def _shapes(part: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of each of a path's shapes; one with a curve is left out."""
    corners: list[tuple[float, float]] = []
    is_curved = False
    for at in range(min(pdfium.FPDFPath_CountSegments(part), MOST_RULES)):
        segment = pdfium.FPDFPath_GetPathSegment(part, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if not is_curved:
                yield corners
            corners, is_curved = [], False
        is_curved = is_curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        corners.append(_moved(x.value, y.value, matrix))
        if pdfium.FPDFPathSegment_GetClose(segment):
            corners.append(corners[0])
    if not is_curved:
        yield corners


def _edges(corners: list[tuple[float, float]], is_stroked: bool) -> Iterator[Box]:
    """A thin shape as one rule, a stroked one as its level and upright edges."""
    if len(corners) < 2:
        return
    across, along = [x for x, _ in corners], [y for _, y in corners]
    box = min(across), min(along), max(across), max(along)
    if min(box[2] - box[0], box[3] - box[1]) <= THICKEST_RULE:
        yield box
    elif is_stroked:
        for (x, y), (next_x, next_y) in pairwise(corners):
            if min(abs(x - next_x), abs(y - next_y)) < 1 and max(abs(x - next_x), abs(y - next_y)) >= SHORTEST_RULE:
                yield min(x, next_x), min(y, next_y), max(x, next_x), max(y, next_y)
