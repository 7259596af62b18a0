"""The lines of a flattened table → rows under their headers.

In: the lines under a box's title. Out: the headers in full and the rows with their cells, each in its place.

Header names are completed and spelt as in `lexicon/gazetteers/table_headers.tsv`: 主攻方向, 重点突破领域,
重点扶持企业, 重点引进企业, 重点建设项目, 重点支持园区, 园区名称, 产业类型, 产业类别, 指标名称, …; a year is written
2025年, under a group 规划目标2020年; “年均增速 [累计]” is 年均增速[累计]. A cell merged over several rows is repeated
in each row it covers, with its own place; empty cells (also “——”) are left out. A row that cannot be rebuilt for sure
has ``sure=False`` and its cells have no header. Other text under a table (“注:”) is given back as notes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from graph.lexicon.lexicon import FOLDER
from graph.lexicon.wordings import wordings
from graph.records import Cell, Row, Span
from ingest.form.columns import EMPTY, MERGED, Column, Laid, lay_out
from ingest.form.indicator_tables import LONGEST_SHARED, read_indicator_rows
from ingest.form.lines import Line

any_of = wordings("form").any_of

NOTE = re.compile(r"注\d*[:.、]|备注:|说明:|数据来源")
MOST_COLUMNS = 30  # and lines that name them: a longer run of such words is no header
MOST_HEADER_LINES = 90
YEAR = re.compile(rf"((?:19|20)\d\d)年?({any_of('year_column_ends')})?$")


@dataclass(frozen=True, slots=True)
class Flattened:
    """A table put together again."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[Span, ...]


@cache
def header_kinds() -> dict[str, str]:
    """Every known header with the kind of its column, in the order of the file."""
    path = FOLDER / "gazetteers" / "table_headers.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[0]: line.split("\t")[1] for line in lines if line and not line.startswith("#")}


def read_table(lines: Sequence[Line]) -> Flattened | None:
    """The table that the lines make up, or None where they open with no headers."""
    texts = [line.text.replace(" ", "") for line in lines]
    columns, used = read_headers(texts)
    if not 2 <= len(columns) <= MOST_COLUMNS or used > MOST_HEADER_LINES:
        return None
    end = next((i for i in range(used, len(texts)) if NOTE.match(texts[i])), len(texts))
    notes = tuple(Span(line.start, line.end) for line in lines[end:])
    if any(column.kind == "indicator" for column in columns):
        rows = read_indicator_rows(lines[used:end], columns)
    else:
        rows = _rows(lines[used:end], lay_out(texts[used:end], columns), columns)
    return Flattened(tuple(column.header for column in columns), tuple(rows), notes)


def read_headers(texts: Sequence[str]) -> tuple[list[Column], int]:
    """The columns that the first lines name, and how many lines name them."""
    columns: list[Column] = []
    used = 0
    group = ""
    while used < len(texts) and used <= MOST_HEADER_LINES:
        column, taken = _header_at(texts, used)
        if column is None:
            break
        used += taken
        if column.kind == "group":
            group = column.header
        elif column.kind == "rate" and columns and columns[-1].kind == "rate" and "累计" in column.header:
            columns[-1] = replace(columns[-1], header=columns[-1].header + column.header)
        else:
            columns.append(column)
    return (_grouped(texts[:used], columns) if group else columns), used


def _header_at(texts: Sequence[str], at: int) -> tuple[Column | None, int]:
    for taken in (3, 2, 1):
        text = "".join(texts[at : at + taken])
        if text in header_kinds() and all(texts[at : at + taken]):
            return Column(text, header_kinds()[text]), taken
    text = texts[at]
    if match := YEAR.match(text):
        return Column(f"{match.group(1)}年{match.group(2) or ''}", "year"), 1
    if len(text) >= 3:
        for name, kind in header_kinds().items():
            if name.startswith(text):
                return Column(name, kind), 1
    return None, 1


def _grouped(texts: Sequence[str], columns: Sequence[Column]) -> list[Column]:
    """Columns under group headers (规划目标: 2020, 年均增速): the groups stand in a row above their columns."""
    groups = [text for text in texts if header_kinds().get(text) == "group"]
    first = next((i for i, text in enumerate(texts) if text in groups), 0)
    before = [column for column in columns if column.kind not in ("year", "rate", "attribute")]
    attributes = [column for column in columns if column.kind == "attribute"]
    years = [column for column in columns if column.kind in ("year", "rate")]
    standing = sum(1 for text in texts[:first] if YEAR.match(text))
    under = years[standing:]
    share = max(1, len(under) // len(groups))
    grouped = [
        replace(column, header=groups[min(i // share, len(groups) - 1)] + column.header)
        for i, column in enumerate(under)
    ]
    return [*before, *years[:standing], *grouped, *attributes[-1:]]


def _rows(lines: Sequence[Line], laid: Sequence[Laid], columns: Sequence[Column]) -> list[Row]:
    rows: list[Row] = []
    above: list[Cell | None] = [None] * len(columns)
    for row in laid:
        own = [cell for cell in row.cells if cell is not None]
        if not own:
            continue
        above = _cells(lines, row, columns, above)
        if row.sure:
            kept = [cell for cell in above if cell is not None and not EMPTY.match(cell.text)]
        else:
            kept = [_cell(lines[first:last], "") for first, last in own]
        rows.append(Row(lines[own[0][0]].start, lines[own[-1][1] - 1].end, tuple(kept), row.sure))
    return rows


def _cells(
    lines: Sequence[Line], row: Laid, columns: Sequence[Column], above: Sequence[Cell | None]
) -> list[Cell | None]:
    """A cell for each column; before the row's first own cell, that of the row above where it may stand for both."""
    first = next(place for place, at in enumerate(row.cells) if at is not None)
    shared = [
        cell if column.kind in MERGED and _is_shared(cell) else None
        for column, cell in zip(columns, above, strict=True)
    ]
    return [
        _cell(lines[at[0] : at[1]], column.header, column.kind) if at else shared[place] if place < first else None
        for place, (column, at) in enumerate(zip(columns, row.cells, strict=True))
    ]


def _is_shared(cell: Cell | None) -> bool:
    """Whether a cell may stand for those below it too."""
    return cell is not None and len(cell.text) <= LONGEST_SHARED


def _cell(lines: Sequence[Line], header: str, kind: str = "") -> Cell:
    text = "".join(line.text for line in lines)
    return Cell(header, text, lines[0].start, lines[-1].end, kind)
