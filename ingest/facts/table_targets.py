"""Indicator tables → targets: each figure of a row with the year its column stands for.

A row that was put together for sure gives a figure under its header. Of a row that was not, the figures are taken
only where it does not matter which column they stand in: a single figure belongs to the plan's last year.
"""

from __future__ import annotations

import re

from graph.records import Cell, Comparator, EntityType, Mention, Row, Structure, Table, Target, TargetKind
from ingest.form.columns import EMPTY
from ingest.form.indicator_tables import ATTRIBUTE, GROWTH, VALUE, WORDED
from ingest.form.view import View
from ingest.rules import Example, rule

NAME = re.compile(
    r"(?P<name>.+?)(?:\((?P<unit>[^()]{1,10})\)?|(?P<bare>%|‰|亿元|万元|万吨|万人|亿美元|元|人|件|个|张)\)?)$"
)
CLOSED = re.compile(r"(?P<name>[^%]*[^(%])(?P<unit>%)\)$")
FIGURE = re.compile(
    r"[\[〔]?(?P<sign>[≥≤<>]?)(?P<number>[-+]?\d[\d,]*(?:\.\d+)?)(?P<unit>[^\d\]以左]{0,8})(?P<limit>以上|以下|以内|左右)?"
)
YEAR = re.compile(r"((?:19|20)\d\d)年")
UNITS = re.compile("%|微克|毫克|亿|万|吨|元|人|个|件|公里|平方|立方|公顷|亩|岁|张|户|家|项|分")
# What is saved is planned as a share of what it was: [16] of 单位GDP能耗 is 16 %.
SAVED = re.compile("耗|排放|需氧量|氨氮|二氧化硫|氮氧化物|建设用地|污染物")
CHANGE = re.compile("下降|降低|减少|增长|提高|增加")


TARGET_TABLE = rule(
    "target.table",
    Target,
    says="a figure of an indicator table, with the year of its column",
    example=Example("城镇化率(%)|47.18|57", "城镇化率 47.18%|城镇化率 57%", header="指标名称|2020年|2025年"),
    counter=Example("城镇化率(%)|47.18|57", header="名称|2020年|2025年"),
)
INDICATOR_TABLE = rule(
    "indicator.table",
    EntityType.INDICATOR,
    says="the indicator of a row of an indicator table",
    example=Example("城镇化率(%)|57", "城镇化率", header="指标名称|2025年"),
    counter=Example("城镇化率(%)|预期性", header="指标名称|属性"),
)


def find_table_targets(structure: Structure) -> tuple[list[Target], list[Mention]]:
    targets: list[Target] = []
    mentions: list[Mention] = []
    for table in structure.tables:
        if not any("指标" in header for header in table.headers):
            continue
        for row in table.rows:
            found = _row_targets(structure, table, row)
            targets += [target for target, _ in found]
            mentions += [mention for _, mention in found]
    return targets, mentions


def _row_targets(structure: Structure, table: Table, row: Row) -> list[tuple[Target, Mention]]:
    name = _name_cell(row)
    if name is None:
        return []
    group = next((cell for cell in row.cells if cell.header == "指标类别"), None)
    indicator, unit = _read_indicator(name.text)
    if unit is None and group is not None:
        unit = _read_indicator(group.text)[1]
    years = [int(match.group(1)) for header in table.headers if (match := YEAR.search(header))]
    if not years:
        return []
    found: list[tuple[Target, Mention]] = []
    if row.sure:
        for cell in row.cells:
            if cell is not name and (YEAR.search(cell.header) or "年均" in cell.header or "累计" in cell.header):
                found += _cell_targets(structure, table, row, name, cell, cell.header, indicator, unit, max(years))
    else:
        cells = [cell for cell in row.cells if cell.start > name.start and _is_figure(cell.text)]
        headers = _headers_of_unsure(table, cells, indicator)
        for cell, header in zip(cells, headers, strict=False):
            found += _cell_targets(structure, table, row, name, cell, header, indicator, unit, max(years))
    return found


def _is_figure(text: str) -> bool:
    return (VALUE.match(text) or WORDED.match(text)) is not None and not EMPTY.match(text)


def _name_cell(row: Row) -> Cell | None:
    if row.sure:
        return next(
            (
                cell
                for cell in row.cells
                if cell.header
                and "指标" in cell.header
                and "类别" not in cell.header
                and "属性" not in cell.header
                and "性质" not in cell.header
            ),
            None,
        )
    before: Cell | None = None
    for cell in row.cells:
        if _is_figure(cell.text) and before is not None and not cell.text.isdigit():
            break
        if cell.text.isdigit() and before is not None and not before.text.isdigit() and len(before.text) > 4:
            break
        if ATTRIBUTE.match(cell.text):
            break
        before = cell
    return before if before is not None and not _is_figure(before.text) else None


def _headers_of_unsure(table: Table, cells: list[Cell], indicator: str) -> list[str]:
    """The headers of a row's figures where the doubt is only between a year and the growth up to it."""
    yearly = [header for header in table.headers if YEAR.search(header)]
    rates = [header for header in table.headers if "年均" in header or "累计" in header]
    if len(yearly) > 2 or len(rates) > 1 or not yearly:
        return []
    last = yearly[-1]
    if len(cells) == 1:
        return [rates[-1] if rates and GROWTH.search(indicator) else last]
    if len(cells) == 2 and len(yearly) == 2:
        return [yearly[0], rates[-1] if rates and GROWTH.search(indicator) else last]
    return []


def _read_indicator(text: str) -> tuple[str, str | None]:
    text = "".join(text.split())
    folded = View.of(text, []).text or text
    folded = folded.replace("（", "(").replace("）", ")").replace("％", "%")
    match = CLOSED.match(folded) or NAME.match(folded)
    if match is None:
        return folded, None
    unit = match.groupdict().get("unit") or match.groupdict().get("bare")
    if unit is None or not (UNITS.search(unit) or unit in ("年", "倍")):
        return folded, None
    return match["name"], unit


def _cell_targets(
    structure: Structure,
    table: Table,
    row: Row,
    name: Cell,
    cell: Cell,
    header: str,
    indicator: str,
    unit: str | None,
    last_year: int,
) -> list[tuple[Target, Mention]]:
    document = structure.document
    text = "".join(cell.text.split())
    match = FIGURE.search(YEAR.sub("", re.sub(r"^(?:比|较)?(?:19|20)\d\d年", "", text)))
    header_year = YEAR.search(header)
    year = int(header_year.group(1)) if header_year else last_year
    is_total = text.startswith(("[", "〔"))
    basis = "累计" if is_total else "年均" if "年均" in header else None
    is_result = _is_result(document.years, document.year, year, header)
    change = CHANGE.search(text)
    if match is None:
        value, own_unit, comparator = text, None, Comparator.EQUAL
    else:
        value, own_unit = match["number"].replace(",", "").lstrip("+"), match["unit"] or unit
        comparator = _comparator(match["sign"], match["limit"], text)
        if basis == "年均":
            own_unit = "%"
        if basis == "累计" and SAVED.search(indicator):
            own_unit = "%"
    if change and match is not None and (match["unit"] or "").startswith("%"):
        indicator = indicator + change.group()
    elif basis == "年均" and not GROWTH.search(indicator):
        indicator = indicator + "增长"
    target = Target(
        source=document.source,
        document_id=document.id,
        start=min(name.start, cell.start),
        end=max(name.end, cell.end),
        indicator=indicator,
        value=value,
        unit=own_unit,
        year=year,
        comparator=comparator,
        kind=TargetKind.RESULT if is_result else TargetKind.TARGET,
        region=document.region,
        rule=TARGET_TABLE.name,
        basis=basis,
    )
    mention = Mention(
        source=document.source,
        document_id=document.id,
        start=name.start,
        end=name.end,
        surface=structure.text[name.start : name.end],
        type=EntityType.INDICATOR,
        name=indicator,
        rule=INDICATOR_TABLE.name,
        place=document.region_code,
    )
    return [(target, mention)]


def _is_result(years: tuple[int, int] | None, given: int | None, year: int, header: str) -> bool:
    if "目标" in header or "规划" in header:
        return False
    if any(word in header for word in ("实现", "完成", "实际", "现状")):
        return True
    first = years[0] if years else given
    return first is not None and year < first


def _comparator(sign: str, limit: str | None, text: str) -> Comparator:
    if sign in ("≥", ">") or limit == "以上":
        return Comparator.AT_LEAST
    if sign in ("≤", "<") or limit in ("以下", "以内") or text.startswith(("下降到", "控制在", "降至")):
        return Comparator.AT_MOST
    return Comparator.ABOUT if limit == "左右" else Comparator.EQUAL
