"""Word files made by hand for tests: the XML of their parts goes in, the bytes of a .docx come out."""

from __future__ import annotations

import io
import zipfile

from graph.records import PartKind
from ingest.sources.reading import Reading
from ingest.sources.word import read_docx

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def document(body: str) -> str:
    """The main part around its blocks."""
    return f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"


def packed(body: str, **parts: str) -> bytes:
    """A .docx; `parts` are the contents of styles, numbering, footnotes, endnotes."""
    return zipped(
        {
            "_rels/.rels": PACKAGE,
            "word/document.xml": document(body),
            **{f"word/{name}.xml": f"<w:{name} {NAMESPACES}>{content}</w:{name}>" for name, content in parts.items()},
        }
    )


def zipped(entries: dict[str, str]) -> bytes:
    """Files in a zip."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for path, content in entries.items():
            archive.writestr(path, content)
    return raw.getvalue()


def r(text: str, properties: str = "") -> str:
    """A run; | is a soft break, \\t a tab."""
    content = "".join(
        "<w:br/>" if piece == "|" else "<w:tab/>" if piece == "\t" else f'<w:t xml:space="preserve">{piece}</w:t>'
        for piece in text.replace("|", "\0|\0").replace("\t", "\0\t\0").split("\0")
        if piece
    )
    return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>"


def p(content: str = "", properties: str = "") -> str:
    """A paragraph of runs, or of plain text."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{content if content.startswith('<') or not content else r(content)}</w:p>"


def styled(style: str, text: str, more: str = "") -> str:
    """A paragraph of a style."""
    return p(text, f'<w:pStyle w:val="{style}"/>{more}')


def listed(text: str, list_id: int, level: int = 0) -> str:
    """A paragraph of a list."""
    return p(text, numbered(list_id, level))


def numbered(list_id: int, level: int = 0) -> str:
    """What puts a paragraph or a style into a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def style(identifier: str, name: str, properties: str = "", based: str = "", more: str = "") -> str:
    """A paragraph style."""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/><w:pPr>{properties}</w:pPr>{more}</w:style>'
    )


def lists(*abstract: list[tuple[str, str, str]], nums: str = "") -> str:
    """Abstract lists 0, 1 … of levels (format, text, more), and lists 1, 2 … that name them, unless `nums` does."""
    levels = [
        "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/>{more}'
            "</w:lvl>"
            for at, (format, text, more) in enumerate(each)
        )
        for each in abstract
    ]
    named = nums or "".join(num(at + 1, at) for at in range(len(abstract)))
    return "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{each}</w:abstractNum>' for at, each in enumerate(levels)
    ) + (named)


def num(identifier: int, abstract: int, overrides: str = "") -> str:
    """A list that names an abstract one."""
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'


def cell(content: str = "", properties: str = "") -> str:
    """A cell of blocks, or of plain text."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells, or of their plain texts."""
    inner = "".join(each if each.startswith("<") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """A table; widths of its grid in twentieths of a point."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def field(code: str, shown: str) -> str:
    """A field in runs of its own."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def read(raw: bytes) -> Reading:
    """What the reader makes of it."""
    return read_docx(raw, "计划.docx")


def lines(raw: bytes) -> list[str]:
    """The stored text, without its blank lines."""
    return [line for line in read(raw).text.split("\n") if line]


SIGNS = {PartKind.PARAGRAPH: "", PartKind.ITEM: "-", PartKind.BOX: "[]", PartKind.NOTE: "*", PartKind.FURNITURE: "~"}


def parts(raw: bytes) -> list[str]:
    """The parts, each with a sign before it: #… a heading of that level, - an item, [] a box, * a note, ~ furniture."""
    reading = read(raw)
    return [
        f"{'#' * (part.level or 0) if part.kind is PartKind.HEADING else SIGNS[part.kind]}"
        f"{reading.text[part.start : part.end]}"
        for part in reading.layout.parts
    ]


def grid(raw: bytes, at: int = 0) -> list[str]:
    """The cells of a grid: row,column text, with +rows,columns where it spans more than one."""
    reading = read(raw)
    return [
        f"{cell.row},{cell.column} {reading.text[cell.start : cell.end]}"
        + (f" +{cell.rows},{cell.columns}" if (cell.rows, cell.columns) != (1, 1) else "")
        for cell in reading.layout.grids[at].cells
    ]
