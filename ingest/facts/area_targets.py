"""Tables whose figures are not beside the name of an indicator → targets.

Rows are areas or years and columns are indicators (县市区 | 粮食播种面积(万亩)), rows are areas and columns years of
what the caption names, rows are indicators and columns are areas, or one row of figures stands under indicators. The
year stands in the row, a header, the table's title, or is the document's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.lexicon.divisions import Divisions
from graph.lexicon.wordings import wordings
from graph.records import Cell, Document, EntityType, Mention, Row, Span, Structure, Table, Target, TargetKind
from ingest.facts.cell_figures import read_figures
from ingest.facts.header_years import YEAR, is_report, told_by_words, year_named
from ingest.facts.indicator_mentions import indicator_mention
from ingest.facts.indicator_words import ending
from ingest.facts.table_targets import read_indicator
from ingest.form.column_kinds import NAMING, is_figure
from ingest.rules import Example, rule

any_of = wordings("indicators").any_of

ALL = re.compile(any_of("all_areas"))
# What a header says beside its indicator: the year, and that it is a goal.
BESIDE = re.compile(
    r"(?:19|20)\d\d年?度?(?:底)?|目标任务数?|(?<=[值额数入资积量])(?:总量|绝对[值额量]|数额)$"
    f"|{any_of('plain_header')}(?:数|值|量|任务)?$"
)
# What a caption says beside the indicator whose figures the table holds.
CAPTION = re.compile(
    r"^(?:附?[表件]\d{0,2}[-.]?\d{0,2}[:.、]?)|\(.*?\)|(?:19|20)\d\d年?(?:[-—–~至](?:19|20)\d\d年)?度?"
    f"|{any_of('title_words')}*(?:表|清单|方案)?$"
)
COLUMNS = ("", "rate", "number", "year", "measure")
NAMED = re.compile("[\u4e00-\u9fff]{2}|GDP")
LEAST_AREAS = 2  # columns headed by areas

AREA_TARGET = rule(
    "target.area-table",
    Target,
    says="a figure of an area's row, under the header of an indicator",
    example=Example("湘潭县|150.2", "粮食播种面积 150.2万亩", header="县市区|粮食播种面积(万亩)"),
    counter=Example("湘潭县|150.2", header="县市区|总投资(万元)"),
)
AREA_INDICATOR = rule(
    "indicator.area-table",
    EntityType.INDICATOR,
    says="the header of a column of figures, in a table whose rows are areas",
    example=Example("湘潭县|150.2", "粮食播种面积", header="县市区|粮食播种面积(万亩)"),
    counter=Example("湘潭县|150.2", header="县市区|总投资(万元)"),
)


def find_area_targets(structure: Structure) -> tuple[list[Target], list[Mention]]:
    """The targets of all such tables, and the mentions of their indicators."""
    found = [pair for table in structure.tables if table.is_given for pair in _table_targets(structure, table)]
    return [target for target, _ in found], [mention for _, mention in found]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a figure is of: its indicator, area and year, and the cells that say so."""

    indicator: str
    unit: str | None
    region: str | None
    year: int | None
    by: tuple[Cell, ...]


def _table_targets(structure: Structure, table: Table) -> Iterator[tuple[Target, Mention]]:
    kinds = {cell.kind for row in table.rows for cell in row.cells}
    if "indicator" in kinds:
        areas = {header: region for header in table.headers if (region := _region(structure, header))}
        for row in table.rows if len(areas) >= LEAST_AREAS else ():
            yield from _of_areas_across(structure, table, row, areas)
    elif not kinds & set(NAMING):
        for row in table.rows:
            yield from _of_row(structure, table, row)


def _of_areas_across(
    structure: Structure, table: Table, row: Row, areas: dict[str, str]
) -> Iterator[tuple[Target, Mention]]:
    """指标 | 永定区 | 慈利县: each column an area."""
    name = next((cell for cell in row.cells if cell.kind == "indicator"), None)
    unit = next((cell.text for cell in row.cells if cell.kind == "unit"), None)
    for cell in row.cells if name else ():
        if name and cell.header in areas and is_figure(cell.text):
            indicator, own_unit = read_indicator(name.text)
            year = _year(structure.document, table, name.text)
            said = _Said(indicator, own_unit or unit or cell.unit, areas[cell.header], year, (name,))
            yield from _targets(structure, table, cell, said)


def _of_row(structure: Structure, table: Table, row: Row) -> Iterator[tuple[Target, Mention]]:
    """A row of an area or a year, or the only row, with indicators as headers."""
    document = structure.document
    place = next((cell for cell in row.cells if cell.kind == "place"), None)
    when = next((cell for cell in row.cells if cell.kind == "when"), None)
    region = _region(structure, place.text) if place else document.region
    if region is None or (not place and not when and not _is_only_figures(table)):
        return
    by = tuple(cell for cell in (place, when) if cell is not None)
    for cell in row.cells:
        if cell in by or cell.kind not in COLUMNS or not cell.header or not is_figure(cell.text):
            continue
        indicator, unit = read_indicator(BESIDE.sub("", BESIDE.sub("", cell.header)))
        if not NAMED.search(indicator) and place is not None:
            indicator = _of_caption(document, table)
        year = (year_named(when.text) if when else None) or _year(document, table, cell.header)
        if NAMED.search(indicator):
            yield from _targets(structure, table, cell, _Said(indicator, unit or cell.unit, region, year, by))


def _is_only_figures(table: Table) -> bool:
    """One row, with a unit or a sign of one in nearly every column."""
    if len(table.rows) != 1:
        return False
    cells = [cell for cell in table.rows[0].cells if cell.kind not in ("serial", "remark")]
    united = sum(bool(cell.unit) or "%" in cell.text for cell in cells)
    return all(is_figure(cell.text) for cell in cells) and 2 * united > len(cells)


def _of_caption(document: Document, table: Table) -> str:
    """The indicator that a caption names: 粮食播种面积 of 粮食播种面积目标分解表(单位:万亩), "" where it names none."""
    title = "".join(table.title.split()).replace("（", "(").replace("）", ")")
    name = CAPTION.sub("", CAPTION.sub("", title).removeprefix(document.region or " "))
    return name if ending().search(name) and len(name) <= 20 else ""


def _year(document: Document, table: Table, header: str) -> int | None:
    titled = YEAR.search(table.title) or YEAR.search(document.title)
    named = year_named(header) or (int(titled[1]) if titled else None)
    return named or (document.years[1] if document.years else document.year)


def _region(structure: Structure, said: str) -> str | None:
    document = structure.document
    if ALL.fullmatch(said):
        return document.region
    near = Divisions.load(document.written).nearest(said, document.region_code)
    return near.name if near else None


def _targets(structure: Structure, table: Table, cell: Cell, said: _Said) -> Iterator[tuple[Target, Mention]]:
    document = structure.document
    start, end = min(c.start for c in (*said.by, cell)), max(c.end for c in (*said.by, cell))
    for figure in read_figures(cell.text):
        if not figure.is_number:
            continue
        yield (
            Target(
                source=document.source,
                document_id=document.id,
                start=start,
                end=end,
                indicator=figure.name_of(said.indicator),
                value=figure.value,
                unit=figure.unit or said.unit,
                year=said.year,
                comparator=figure.comparator,
                kind=TargetKind.RESULT if _is_result(document, table, cell, said.year, said.by) else TargetKind.TARGET,
                region=said.region,
                rule=AREA_TARGET.name,
            ),
            indicator_mention(structure, Span(cell.start, cell.end), said.indicator, AREA_INDICATOR, implied=True),
        )


def _is_result(document: Document, table: Table, cell: Cell, year: int | None, by: tuple[Cell, ...]) -> bool:
    told = told_by_words(cell.header)
    if told is None and by and by[-1].kind == "when":
        told = told_by_words(by[-1].text)  # 2020年(实际)
    if told is not None or is_report(document, table):
        return told is not False
    first = document.years[0] if document.years else document.year
    return first is not None and year is not None and year < first
