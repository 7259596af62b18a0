"""Documents for Word in the layout of Chinese official papers (GB/T 9704-2012): headed paragraphs, tables, sources.

In: a title, blocks in their order, and the sources that “[1]” in the text refers to. Out: the bytes of a .docx file.
Fonts are named as offices have them, each with one that every Word has beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section
    from docx.shared import Length
    from docx.styles.style import ParagraphStyle
    from docx.table import _Row as Row
    from docx.text.paragraph import Paragraph

# GB/T 9704-2012: A4, the type area is 156 by 225 mm; 三号 is 16 points, 二号 22, 小四 12
MARGINS_MM = {"top": 37, "bottom": 35, "left": 28, "right": 26}
PAGE_MM = (210, 297)
TITLE_POINTS, BODY_POINTS, SMALL_POINTS, PAGE_POINTS = 22, 16, 12, 14
LINE_POINTS = 28
TITLE_FONT, BODY_FONT, LATIN_FONT = "方正小标宋简体", "仿宋_GB2312", "Times New Roman"
HEADING_FONTS = {1: "黑体", 2: "楷体_GB2312", 3: "仿宋_GB2312"}
# what Word takes where the office's font is missing
INSTEAD = {"方正小标宋简体": "宋体", "仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体"}
_REFERENCE = re.compile(r"(\[\d+\])")
# the signs that XML cannot hold
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Heading:
    """level: 1 to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; “[1]” in it is set as a reference to the first of the sources."""

    text: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a document, set in and small; `of`: whence they are."""

    text: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a row of headers. widths: what share of the line each column takes; none: all the same."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()


Block = Heading | Text | Quotation | Grid


def document(
    title: str,
    blocks: Sequence[Block],
    *,
    sources: Sequence[str] = (),
    sources_heading: str = "资料来源",
    note: str = "",
) -> bytes:
    """The file. note: a line under the title, as the date; sources: numbered from 1 at the end, under their heading."""
    from docx import Document

    made = Document()
    _set_page(made.sections[0])
    _set_fonts(made)
    made.core_properties.title = _fit(title)
    made.core_properties.author = made.core_properties.comments = ""
    made.add_paragraph(_fit(title), style="Title")
    if note:
        made.add_paragraph(_fit(note), style="Subtitle")
    for block in blocks:
        _add(made, block)
    if sources:
        _add(made, Heading(sources_heading))
        for number, source in enumerate(sources, 1):
            made.add_paragraph(_fit(f"[{number}] {source}"), style="List Number")
    held = BytesIO()
    made.save(held)
    return held.getvalue()


def _add(made: WordDocument, block: Block) -> None:
    if isinstance(block, Heading):
        made.add_paragraph(_fit(block.text), style=f"Heading {min(max(block.level, 1), len(HEADING_FONTS))}")
    elif isinstance(block, Text):
        _write(made.add_paragraph(style="Normal"), block.text)
    elif isinstance(block, Quotation):
        _write(made.add_paragraph(style="Quote"), block.text + (f" ({block.of})" if block.of else ""))
    else:
        _add_grid(made, block)


def _write(paragraph: Paragraph, text: str) -> None:
    """The text, its references above the line."""
    for piece in _REFERENCE.split(_fit(text)):
        if piece:
            paragraph.add_run(piece).font.superscript = bool(_REFERENCE.fullmatch(piece)) or None


def _add_grid(made: WordDocument, grid: Grid) -> None:
    """The row of headers comes again on each page; no row is torn by the end of one."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Mm

    count = len(grid.headers)
    table = made.add_table(rows=1, cols=count, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    line = PAGE_MM[0] - MARGINS_MM["left"] - MARGINS_MM["right"]
    shares = list(grid.widths) or [1.0] * count
    widths = [Mm(line * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _fill(table.rows[0], grid.headers, widths)
    _mark(table.rows[0], "tblHeader")
    for run in (run for cell in table.rows[0].cells for run in cell.paragraphs[0].runs):
        run.bold = True
    for values in grid.rows:
        _fill(table.add_row(), values, widths)
    made.add_paragraph(style="Table Text")


def _fill(row: Row, values: Sequence[str], widths: Sequence[Length]) -> None:
    _mark(row, "cantSplit")
    for cell, value, width in zip(row.cells, values, widths, strict=True):
        cell.width = width
        cell.paragraphs[0].style = "Table Text"
        _write(cell.paragraphs[0], value)


def _mark(row: Row, name: str) -> None:
    from docx.oxml.parser import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))


# ---------------------------------------------------------------------------------------------------- page and fonts


def _set_page(section: Section) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    section.page_width, section.page_height = Mm(PAGE_MM[0]), Mm(PAGE_MM[1])
    section.top_margin, section.bottom_margin = Mm(MARGINS_MM["top"]), Mm(MARGINS_MM["bottom"])
    section.left_margin, section.right_margin = Mm(MARGINS_MM["left"]), Mm(MARGINS_MM["right"])
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("— ")
    _add_page_number(footer)
    footer.add_run(" —")
    for run in footer.runs:
        run.font.size = Pt(PAGE_POINTS)


def _add_page_number(paragraph: Paragraph) -> None:
    """Word counts it."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    run = paragraph.add_run("1")
    field.append(run._r)


def _set_fonts(made: WordDocument) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt

    styles = made.styles
    normal = styles["Normal"]
    _set_style(normal, BODY_FONT, BODY_POINTS)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = Pt(LINE_POINTS)
    normal.paragraph_format.first_line_indent = Pt(2 * BODY_POINTS)
    normal.paragraph_format.space_after = Pt(0)
    title = styles["Title"]
    _set_style(title, TITLE_FONT, TITLE_POINTS, indent=0)
    _drop(title, "pBdr")
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing = Pt(LINE_POINTS + 6)
    title.paragraph_format.space_after = Pt(LINE_POINTS / 2)
    _set_style(styles["Subtitle"], HEADING_FONTS[2], PAGE_POINTS, indent=0)
    styles["Subtitle"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Subtitle"].paragraph_format.space_after = Pt(LINE_POINTS / 2)
    for level, font in HEADING_FONTS.items():
        _set_style(styles[f"Heading {level}"], font, BODY_POINTS, is_bold=level == 3)
        styles[f"Heading {level}"].paragraph_format.space_before = Pt(0)
    _set_style(styles["Quote"], HEADING_FONTS[2], PAGE_POINTS, indent=2 * PAGE_POINTS)
    styles["Quote"].paragraph_format.left_indent = Pt(BODY_POINTS)
    _set_style(styles["List Number"], BODY_FONT, PAGE_POINTS, indent=0)
    _drop(styles["List Number"], "numPr")  # numbered by hand, as the text refers to the numbers
    small = styles.add_style("Table Text", 1)
    _set_style(small, BODY_FONT, SMALL_POINTS, indent=0)
    small.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    _name_substitutes(made)


def _set_style(
    style: ParagraphStyle, font: str, points: int, *, indent: int | None = None, is_bold: bool = False
) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = LATIN_FONT, Pt(points)
    style.font.bold, style.font.italic = is_bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), font)
    if indent is not None:
        style.paragraph_format.first_line_indent = Pt(indent)


def _drop(style: ParagraphStyle, name: str) -> None:
    from docx.oxml.ns import qn

    for found in list(style.element.iter(qn(f"w:{name}"))):
        found.getparent().remove(found)


def _name_substitutes(made: WordDocument) -> None:
    """Into the list of fonts, which python-docx leaves as it is."""
    part = next((p for p in made.part.package.iter_parts() if str(p.partname) == "/word/fontTable.xml"), None)
    if part is None:
        return
    listed = "".join(
        f"<w:font w:name={quoteattr(font)}><w:altName w:val={quoteattr(other)}/></w:font>"
        for font, other in INSTEAD.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", listed.encode() + b"</w:fonts>")


def _fit(text: str) -> str:
    return _UNFIT.sub("", text)
