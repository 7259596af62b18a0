"""Plans → OFD (GB/T 33190): text and rules at their places, pages in a package."""

from __future__ import annotations

import zipfile
from html import escape
from pathlib import Path

from benchmarks.made_files.plans import MadeTable, Plan, each_cell

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
WIDTH, HEIGHT, LEFT, TOP, FOOT = 210.0, 297.0, 28.0, 30.0, 265.0  # millimetres
BODY, SMALL, LINE = 4.2, 3.2, 7.0  # sizes of print, and from line to line
PER_LINE = int((WIDTH - 2 * LEFT) / BODY)
ROW = 9.0  # of a table


class Sheets:
    """Pages while they are filled."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self.y = TOP
        self.number = 10

    def room(self, height: float) -> None:
        """Begin a page where there is less room than that."""
        if self.y + height > FOOT:
            self.pages.append([])
            self.y = TOP

    def text(self, x: float, y: float, text: str, size: float) -> None:
        self.number += 1
        width = size * len(text)
        self.pages[-1].append(
            f'<ofd:TextObject ID="{self.number}" Boundary="{x} {y} {width + 1} {size * 1.2}" Font="3" Size="{size}">'
            f'<ofd:TextCode X="0" Y="{size}" DeltaX="g {len(text) - 1} {size}">{escape(text)}</ofd:TextCode>'
            "</ofd:TextObject>"
        )

    def rule(self, x: float, y: float, to_x: float, to_y: float) -> None:
        self.number += 1
        wide, high = max(0.3, to_x - x), max(0.3, to_y - y)
        self.pages[-1].append(
            f'<ofd:PathObject ID="{self.number}" Boundary="{x} {y} {wide} {high}" LineWidth="0.25">'
            f"<ofd:AbbreviatedData>M 0 0 L {to_x - x} {to_y - y}</ofd:AbbreviatedData></ofd:PathObject>"
        )


def write_ofd(plan: Plan, path: Path) -> Path:
    """Ruled tables; a page number on each page."""
    sheets = Sheets()
    _centred(sheets, plan.title, 6.0)
    for part in plan.flow:
        if isinstance(part, MadeTable):
            _table(sheets, part)
        else:
            _paragraph(sheets, part.shown)
    for number, page in enumerate(sheets.pages, 1):
        kept, sheets.pages[-1:] = sheets.pages[-1:], [page]
        sheets.text(WIDTH / 2, 280.0, str(number), SMALL)
        sheets.pages[-1:] = kept
    _pack(sheets, path)
    return path


def _centred(sheets: Sheets, text: str, size: float) -> None:
    sheets.room(LINE)
    sheets.text(WIDTH / 2 - size * len(text) / 2, sheets.y, text, size)
    sheets.y += LINE + size / 2


def _paragraph(sheets: Sheets, text: str) -> None:
    first, rest = text[: PER_LINE - 2], text[PER_LINE - 2 :]
    lines = [first, *(rest[at : at + PER_LINE] for at in range(0, len(rest), PER_LINE))]
    for number, line in enumerate(lines):
        sheets.room(LINE)
        sheets.text(LEFT + (2 * BODY if number == 0 else 0), sheets.y, line, BODY)
        sheets.y += LINE


def _table(sheets: Sheets, table: MadeTable) -> None:
    for text in (table.caption, table.unit_line):
        if text:
            sheets.room(LINE + 4 * ROW)
            _centred(sheets, text, BODY)
    count = len(table.columns)
    longest = [max(min(len(row[at]), 14) for row in table.rows) for at in range(count)]
    share = (WIDTH - 2 * LEFT) / sum(max(3, one) for one in longest)
    across = [LEFT]
    for one in longest:
        across.append(across[-1] + max(3, one) * share)
    down: list[tuple[int, float]] = []  # page and place of each row
    for _ in table.rows:
        sheets.room(ROW)
        down.append((len(sheets.pages) - 1, sheets.y))
        sheets.y += ROW

    def draw(row: int, column: int, high: int, wide: int, text: str) -> None:
        page = down[row][0]
        high = max(at for at in range(1, high + 1) if down[row + at - 1][0] == page)
        top, bottom = down[row][1], down[row + high - 1][1] + ROW
        left, right = across[column], across[column + wide]
        kept = sheets.pages
        sheets.pages = [kept[page]]
        for edge in (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ):
            sheets.rule(*edge)
        fits = max(1, int((right - left - 1) / 2.2))
        lines = [text[at : at + fits] for at in range(0, len(text), fits)]
        start = (top + bottom) / 2 - 2.5 * len(lines) / 2
        for at, line in enumerate(lines):
            sheets.text((left + right) / 2 - 2.2 * len(line) / 2, start + 2.5 * at, line, 2.2)
        sheets.pages = kept

    each_cell(table.rows, draw)
    sheets.y += 3
    for text in table.notes:
        _paragraph(sheets, text)


def _pack(sheets: Sheets, path: Path) -> None:
    pages = "".join(f'<ofd:Page ID="{at + 100000}" BaseLoc="Pages/P{at}.xml"/>' for at in range(len(sheets.pages)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "OFD.xml",
            f'<ofd:OFD {SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>'
            "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        package.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>200000</ofd:MaxUnitID><ofd:PageArea>"
            f"<ofd:PhysicalBox>0 0 {WIDTH} {HEIGHT}</ofd:PhysicalBox></ofd:PageArea>"
            f"<ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>",
        )
        package.writestr(
            "Doc_0/Res.xml",
            f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="SimSun"/></ofd:Fonts></ofd:Res>',
        )
        for at, page in enumerate(sheets.pages):
            package.writestr(
                f"Doc_0/Pages/P{at}.xml",
                f'<ofd:Page {SPACE}><ofd:Content><ofd:Layer ID="{at + 150000}">{"".join(page)}</ofd:Layer>'
                "</ofd:Content></ofd:Page>",
            )
