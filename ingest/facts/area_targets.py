"""Tables that give each area its figures → targets: rows are areas, columns are indicators.

“县市区 | 粮食播种面积(万亩) | 粮食总产量(万吨)” under 2024年粮食生产目标任务分解表. The year stands in
a header, in the table's title, or is the document's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.lexicon.divisions import Divisions
from graph.records import Cell, Comparator, EntityType, Mention, Row, Structure, Table, Target, TargetKind
from ingest.facts.table_targets import FIGURE, YEAR, read_indicator
from ingest.form.column_kinds import NAMING, is_figure
from ingest.rules import Example, rule

ALL = re.compile("全(?:省|市|县|区|州|旗)|合计|总计|总量")
RESULT = re.compile("完成情况|统计|实际|实绩|现状|完成数|完成值")
# What a header says beside its indicator: the year, and that it is a goal.
BESIDE = re.compile(r"(?:19|20)\d\d年度?(?:底)?|目标任务数?|(?:计划|目标|任务|指标|完成|实际|分解)(?:数|值|量|任务)?$")

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
    """The targets of all tables whose rows are areas, and the mentions of their indicators."""
    found = [
        pair
        for table in structure.tables
        if table.is_given and not any(cell.kind in NAMING for row in table.rows for cell in row.cells)
        for row in table.rows
        for pair in _row_targets(structure, table, row)
    ]
    return [target for target, _ in found], [mention for _, mention in found]


def _row_targets(structure: Structure, table: Table, row: Row) -> Iterator[tuple[Target, Mention]]:
    place = next((cell for cell in row.cells if cell.kind == "place"), None)
    region = _region(structure, place.text) if place else None
    if place is None or region is None:
        return
    for cell in row.cells:
        if cell.kind in ("", "rate", "number", "year") and cell.header and is_figure(cell.text):
            yield from _targets(structure, table, place, cell, region)


def _region(structure: Structure, said: str) -> str | None:
    document = structure.document
    if ALL.fullmatch(said):
        return document.region
    areas = Divisions.load(document.written)
    near = areas.nearest(said, document.region_code)
    return near.name if near else None


def _targets(
    structure: Structure, table: Table, place: Cell, cell: Cell, region: str
) -> Iterator[tuple[Target, Mention]]:
    document = structure.document
    indicator, named_unit = read_indicator(BESIDE.sub("", cell.header))
    figure = FIGURE.search(cell.text)
    if not re.search("[\u4e00-\u9fff]{2}", indicator) or figure is None:
        return
    year = YEAR.search(cell.header) or YEAR.search(table.title) or YEAR.search(document.title)
    is_result = RESULT.search(cell.header) or (RESULT.search(table.title) and "目标" not in table.title)
    limit = {"以上": Comparator.AT_LEAST, "左右": Comparator.ABOUT}.get(figure["limit"] or "", Comparator.EQUAL)
    start, end = min(place.start, cell.start), max(place.end, cell.end)
    yield (
        Target(
            source=document.source,
            document_id=document.id,
            start=start,
            end=end,
            indicator=indicator,
            value=figure["number"].replace(",", ""),
            unit=figure["unit"] or cell.unit or named_unit,
            year=int(year.group(1)) if year else document.year,
            comparator=limit,
            kind=TargetKind.RESULT if is_result else TargetKind.TARGET,
            region=region,
            rule=AREA_TARGET.name,
        ),
        Mention(
            source=document.source,
            document_id=document.id,
            start=cell.start,
            end=cell.end,
            surface=structure.text[cell.start : cell.end],
            type=EntityType.INDICATOR,
            name=indicator,
            rule=AREA_INDICATOR.name,
            place=document.region_code,
            implied=True,  # its name stands in the header, not in the row
        ),
    )
