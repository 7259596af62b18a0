"""Attributes of projects that a table states: a row with one project says what its columns are called for.

项目名称 | 建设性质 | 建设规模及内容 | 建设年限 | 总投资(万元) | 2024年计划投资(万元) | 形象进度. The unit of a sum
stands in its cell, in the header, or in a line over the table (单位:万元); a row that sums up others (合计) is no
project's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from graph.records import Attribute, AttributeKind, Cell, EntityType, Mention, Row, Span
from graph.writing.foldings import folded
from ingest.facts.attribute_words import MONEY, Value, load_words, money_of, money_pattern
from ingest.facts.marks import MarkedText
from ingest.form.column_kinds import kind_by_header, plain
from ingest.form.columns import EMPTY
from ingest.form.grid_rows import LEADING
from ingest.rules import Example, rule

YEAR = re.compile(r"(?:19|20)\d\d")
TIME = re.compile(r"(?:19|20)\d\d|\d个?[年月天]|[一二三四五六七八九十两]+个?[年月]")
LONGEST_NATURE = 8
KINDS = {
    "investment": AttributeKind.TOTAL_INVESTMENT,
    "yearly": AttributeKind.YEAR_INVESTMENT,
    "done": AttributeKind.DONE_INVESTMENT,
    "content": AttributeKind.SCALE,
    "period": AttributeKind.PERIOD,
    "nature": AttributeKind.NATURE,
    "progress": AttributeKind.PROGRESS,
}  # by what a column holds: graph/lexicon/columns.yaml

TABLE_MONEY = rule(
    "attribute.table-money",
    AttributeKind.TOTAL_INVESTMENT,
    AttributeKind.YEAR_INVESTMENT,
    AttributeKind.DONE_INVESTMENT,
    says="a sum of a row's only project, with the unit and year of its column",
    example=Example("阳塘冷链物流园项目|120000", "阳塘冷链物流园项目 120000万元", header="项目名称|总投资(万元)"),
    counter=Example("阳塘冷链物流园项目|120000", header="项目名称|其中:中央资金(万元)"),
)
TABLE_WORDS = rule(
    "attribute.table-words",
    AttributeKind.SCALE,
    AttributeKind.PERIOD,
    AttributeKind.NATURE,
    AttributeKind.PROGRESS,
    says="scale, years, kind and progress of a row's only project",
    example=Example(
        "阳塘冷链物流园项目|新建|2023-2025",
        "阳塘冷链物流园项目 新建|阳塘冷链物流园项目 2023-2025",
        header="项目名称|建设性质|建设年限",
    ),
    counter=Example("阳塘冷链物流园项目|新建|—", "阳塘冷链物流园项目 —", header="项目名称|备注|建设年限"),
)


def table_attributes(marked: MarkedText) -> Iterator[Attribute]:
    """What all tables of a document say of their projects."""
    for table in marked.structure.tables:
        for row in table.rows:
            found = project_of(marked, row) if row.sure else None
            if found is not None:
                name, project = found
                for cell in row.cells:
                    if cell is not name:
                        yield from _attributes(marked, name, project, cell)


def project_of(marked: MarkedText, row: Row) -> tuple[Cell, Mention] | None:
    """The cell that names a row's only project, and the mention in it; None: the row has none, several, or sums up."""
    if any(load_words().sums.search(folded(cell.text)) for cell in row.cells[:3] if cell.kind not in LEADING):
        return None
    names = [cell for cell in row.cells if column_of(cell) == "project"]
    if len(names) != 1:
        return None
    projects = marked.outermost(marked.in_place(names[0].start, names[0].end, EntityType.PROJECT))
    return (names[0], projects[0].mention) if len(projects) == 1 else None


def column_of(cell: Cell) -> str:
    """What the cell's column holds; tables put together from flat text know less of it than its header says."""
    if cell.kind in KINDS or cell.kind == "project":
        return cell.kind
    return _kind_of_header(cell.header)


@lru_cache(maxsize=1024)
def _kind_of_header(header: str) -> str:
    """Kept, for all rows of a table have the same headers."""
    return kind_by_header([plain(folded(header))[0]])


def _attributes(marked: MarkedText, name: Cell, project: Mention, cell: Cell) -> Iterator[Attribute]:
    header, text = folded(cell.header), folded(cell.text)
    kind = KINDS.get(column_of(cell))
    if kind is None or not text or EMPTY.match(text) or load_words().not_headers.search(plain(header)[0]):
        return
    read = _money(text, cell.unit or plain(header)[1]) if kind in MONEY else _words(text, kind)
    if read is None:
        return
    year = YEAR.search(header) if kind in MONEY else None
    spoken = marked.structure.document.year if kind is AttributeKind.YEAR_INVESTMENT else None
    rule_of = TABLE_MONEY if kind in MONEY else TABLE_WORDS
    evidence = Span(min(name.start, cell.start), max(name.end, cell.end))
    yield marked.attribute(project, kind, read, rule_of, evidence, int(year.group()) if year else spoken)


def _money(text: str, unit: str | None) -> Value | None:
    match = money_pattern().match(text)
    if match is None:
        return None
    money = money_of(match)
    return replace(money, unit=money.unit or unit)


def _words(text: str, kind: AttributeKind) -> Value | None:
    if kind is AttributeKind.PERIOD and not TIME.search(text):
        return None
    if kind is AttributeKind.NATURE and len(text) > LONGEST_NATURE:
        return None
    return Value(text)
