"""Attributes of projects that a table states: a row with one project says what its columns are called for.

项目名称 | 建设性质 | 建设规模及内容 | 建设年限 | 总投资(万元) | 2024年计划投资(万元) | 形象进度. The unit of a sum
stands in its cell, in the header, or in a line over the table (单位:万元); a row that sums up others (合计) is no
project's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.records import Attribute, AttributeKind, Cell, Comparator, EntityType, Mention, Row, Table
from ingest.facts.attribute_words import load_words, money_of, money_pattern
from ingest.facts.marks import MarkedText
from ingest.form.view import fold
from ingest.rules import Example, Rule, rule

MONEY = (AttributeKind.TOTAL_INVESTMENT, AttributeKind.YEAR_INVESTMENT, AttributeKind.DONE_INVESTMENT)
YEAR = re.compile(r"(?:19|20)\d\d")
UNIT = re.compile(r"[(:,]?(?:单位)?:?(?P<unit>(?:[百千]?[亿万])?(?:美元|欧元|元))\)?")
TIME = re.compile(r"(?:19|20)\d\d|\d个?[年月天]|[一二三四五六七八九十两]+个?[年月]")
LONGEST_NATURE = 8

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


@dataclass(frozen=True, slots=True)
class _Value:
    value: str
    unit: str | None = None
    comparator: Comparator = Comparator.EQUAL


def table_attributes(marked: MarkedText) -> Iterator[Attribute]:
    """What all tables of a document say of their projects."""
    for table in marked.structure.tables:
        for row in table.rows:
            found = project_of(marked, row) if row.sure else None
            if found is not None:
                name, project = found
                for cell in row.cells:
                    if cell is not name:
                        yield from _attributes(marked, table, name, project, cell)


def project_of(marked: MarkedText, row: Row) -> tuple[Cell, Mention] | None:
    """The cell that names a row's only project, and the mention in it; None: the row has none, several, or sums up."""
    words = load_words()
    if any(words.sums.search(folded(cell.text)) for cell in row.cells[:2]):
        return None
    names = [cell for cell in row.cells if words.project.search(folded(cell.header))]
    if len(names) != 1:
        return None
    projects = marked.outermost(marked.in_place(names[0].start, names[0].end, EntityType.PROJECT))
    return (names[0], projects[0].mention) if len(projects) == 1 else None


def kind_of(header: str) -> AttributeKind | None:
    """What a column is called for."""
    words, bare = load_words(), UNIT.sub("", header)
    if words.not_headers.search(bare):
        return None
    return next((kind for kind, pattern in words.headers.items() if pattern.search(YEAR.sub("", bare))), None)


def _attributes(marked: MarkedText, table: Table, name: Cell, project: Mention, cell: Cell) -> Iterator[Attribute]:
    header, text = folded(cell.header), folded(cell.text)
    kind = kind_of(header)
    if kind is None or load_words().nothing.search(text):
        return
    read = _money(text, header, cell, table) if kind in MONEY else _words(text, kind)
    if read is None:
        return
    year = YEAR.search(header) if kind in MONEY else None
    document = marked.structure.document
    yield Attribute(
        source=document.source,
        document_id=document.id,
        start=min(name.start, cell.start),
        end=max(name.end, cell.end),
        project=project,
        kind=kind,
        value=read.value,
        unit=read.unit,
        year=int(year.group()) if year else document.year if kind is AttributeKind.YEAR_INVESTMENT else None,
        comparator=read.comparator,
        rule=_rule_of(kind).name,
    )


def _rule_of(kind: AttributeKind) -> Rule:
    return TABLE_MONEY if kind in MONEY else TABLE_WORDS


def _money(text: str, header: str, cell: Cell, table: Table) -> _Value | None:
    match = money_pattern().match(text)
    if match is None:
        return None
    money = money_of(match)
    over = next(
        (
            found
            for place in (header, *map(folded, table.headers), folded(table.title))
            if (found := UNIT.search(place))
        ),
        None,
    )
    unit = money.unit or cell.unit or (over["unit"] if over else None)
    return _Value(money.value, unit, money.comparator)


def _words(text: str, kind: AttributeKind) -> _Value | None:
    if kind is AttributeKind.PERIOD and not TIME.search(text):
        return None
    if kind is AttributeKind.NATURE and len(text) > LONGEST_NATURE:
        return None
    return _Value(text)


def folded(text: str) -> str:
    """A cell's or header's text in half-width signs, without blanks."""
    return "".join(map(fold, text))
