"""A page of PDFium → the glyphs printed on it, in the order of the file, with places on the page as it is seen."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.sources.boxes import Box
from ingest.sources.pdf_characters import REPLACEMENT, usual

MOST_GLYPHS = 60_000  # on one page; a full page of small print has 5,000
LONGEST_FONT_NAME = 200
BOLD_NAMES = ("bold", "black", "heavy", "simhei", "黑体", "xiaobiaosong", "小标宋", "-hei", "heiti")
FORCE_BOLD = 1 << 18  # flag of a font: ISO 32000-1, table 123
BOLD_RENDER = (pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP)
SLANT = 0.2  # how far from level or upright text may run, in radians; a watermark runs at more


class View:
    """The page's coordinates (upwards, before it is rotated) → points from the upper left of the page as seen."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.rotation = page.get_rotation() // 90

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page is seen."""
        match self.rotation:
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case 3:
                return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Where a box of the page is seen."""
        (x, y), (other_x, other_y) = self.point(left, bottom), self.point(right, top)
        return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)


@dataclass(frozen=True, slots=True)
class Style:
    """How the glyphs of one text object are printed."""

    size: float
    bold: bool
    turns: int | None  # quarter turns to the left that make it level; None: it runs aslant


@dataclass(frozen=True, slots=True)
class Print:
    """A glyph as printed."""

    text: str
    box: Box
    origin: tuple[float, float]
    style: Style
    spaced: bool


@dataclass(slots=True)
class Prints:
    """The glyphs of a page."""

    prints: list[Print] = field(default_factory=list)
    count: int = 0
    unknown: int = 0


def read_glyphs(page: pypdfium2.PdfPage) -> Prints:
    """What is printed on the page, in the file's order; blanks are kept as `spaced`."""
    view, read, styles = View(page), Prints(), Styles()
    textpage = page.get_textpage()
    try:
        spaced = False
        for at in range(min(textpage.count_chars(), MOST_GLYPHS)):
            text = chr(pdfium.FPDFText_GetUnicode(textpage, at))
            if text.isspace():
                spaced = spaced or not pdfium.FPDFText_IsGenerated(textpage, at)
                continue
            shown = _read_glyph(textpage, at, text, view, styles, spaced)
            if shown is not None:
                read.count += 1
                read.unknown += shown.text == REPLACEMENT
                read.prints.append(shown)
                spaced = False
    finally:
        textpage.close()
    return read


def _read_glyph(
    textpage: pypdfium2.PdfTextPage, at: int, text: str, view: View, styles: Styles, spaced: bool
) -> Print | None:
    style = styles.of(textpage, at, view)
    text = usual(text) if text != "\0" else REPLACEMENT
    if style is None or not text:
        return None
    if pdfium.FPDFText_HasUnicodeMapError(textpage, at) == 1:
        text = REPLACEMENT
    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetLooseCharBox(textpage, at, rect)
    pdfium.FPDFText_GetCharOrigin(textpage, at, x, y)
    box = view.box(rect.left, rect.bottom, rect.right, rect.top)
    return Print(text, box, view.point(x.value, y.value), style, spaced)


class Styles:
    """The styles of a page's text objects, each asked for once."""

    def __init__(self) -> None:
        self.known: dict[int, Style | None] = {}

    def of(self, textpage: pypdfium2.PdfTextPage, at: int, view: View) -> Style | None:
        """The style of a glyph; None of one that is not printed (PDFium adds blanks and line ends)."""
        drawn = pdfium.FPDFText_GetTextObject(textpage, at)
        if not drawn:
            return None
        key = ctypes.addressof(drawn.contents)
        if key not in self.known:
            self.known[key] = _style(textpage, at, drawn, view)
        return self.known[key]


def _style(textpage: pypdfium2.PdfTextPage, at: int, drawn: pdfium.FPDF_PAGEOBJECT, view: View) -> Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, at, matrix)
    size = pdfium.FPDFText_GetFontSize(textpage, at) * math.hypot(matrix.c, matrix.d)
    bold = pdfium.FPDFTextObj_GetTextRenderMode(drawn) in BOLD_RENDER or _is_bold(pdfium.FPDFTextObj_GetFont(drawn))
    (x, y), (from_x, from_y) = view.point(matrix.a, matrix.b), view.point(0, 0)
    angle = math.atan2(y - from_y, x - from_x)
    quarters = round(angle / (math.pi / 2))
    turns = quarters % 4 if abs(angle - quarters * math.pi / 2) < SLANT else None
    return Style(abs(size) or 1.0, bold, turns)


def _is_bold(font: pdfium.FPDF_FONT) -> bool:
    if not font:
        return False
    name = ctypes.create_string_buffer(LONGEST_FONT_NAME)
    pdfium.FPDFFont_GetBaseFontName(font, name, LONGEST_FONT_NAME)
    said = name.value.decode("utf-8", "replace").lower()
    flags = pdfium.FPDFFont_GetFlags(font)
    return any(part in said for part in BOLD_NAMES) or (flags > 0 and bool(flags & FORCE_BOLD))


def steps_down(prints: list[Print]) -> Iterator[bool]:
    """For each two glyphs that follow each other, whether the second stands under the first (vertical writing)."""
    for before, behind in pairwise(prints):
        size = before.style.size
        x, y = behind.origin[0] - before.origin[0], behind.origin[1] - before.origin[1]
        if abs(x) < 3 * size and abs(y) < 3 * size:
            yield abs(x) < 0.3 * size and 0.6 * size < y
