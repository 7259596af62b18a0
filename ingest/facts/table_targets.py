"""Indicator tables → targets: each figure of a row with the year its column stands for.

A row that was put together for sure gives a figure under its header. Of a row that was not, the figures are taken
only where it does not matter which column they stand in: a single figure belongs to the plan's last year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.records import (
    Cell,
    Comparator,
    Document,
    EntityType,
    Mention,
    Row,
    Span,
    Structure,
    Table,
    Target,
    TargetKind,
)
from ingest.form.column_kinds import VALUES
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
LABEL = re.compile(
    r"^(?:(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、．](?!\d)|[#※*—-]+)*(?:其中[:：])?)"
)
UNITS = re.compile("%|微克|毫克|亿|万|吨|元|人|个|件|公里|平方|立方|公顷|亩|岁|张|户|家|项|分")
# What is saved is planned as a share of what it was: [16] of 单位GDP能耗 is 16 %.
SAVED = re.compile("耗|排放|需氧量|氨氮|二氧化硫|氮氧化物|建设用地|污染物")
CHANGE = re.compile("下降|降低|减少|增长|提高|增加")
BASE = re.compile("现状|基期|基准|基础|基数")
RATE = re.compile("(?:增长|增速|增幅)(?:率|幅度)?$")
LONGEST_WORDED = 16  # 持续改善, 完成省下达任务: longer words without a figure are no value


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
    """The targets of all indicator tables, and the mentions of their indicators."""
    targets: list[Target] = []
    mentions: list[Mention] = []
    for table in structure.tables:
        if not any("指标" in header for header in table.headers) and not table.is_given:
            continue
        years = years_of(table, structure.document)
        for row in table.rows:
            for target, mention in _row_targets(structure, table, row, years) if years else ():
                targets.append(target)
                mentions.append(mention)
    return targets, mentions


@dataclass(frozen=True, slots=True)
class Years:
    """The years of a table: `last` is the one it plans for; `base` the one it starts from, where it shows several."""

    last: int | None
    base: int | None


def years_of(table: Table, document: Document) -> Years | None:
    """The years that the headers name; without any, a table whose file shows its columns is of its document's."""
    years = [int(match.group(1)) for header in table.headers if (match := YEAR.search(header))]
    if years:
        return Years(max(years), min(years) if len(set(years)) > 1 else None)
    titled = YEAR.search(table.title)
    last = int(titled.group(1)) if titled else document.years[1] if document.years else document.year
    return Years(last, None) if table.is_given else None


def _row_targets(structure: Structure, table: Table, row: Row, years: Years) -> list[tuple[Target, Mention]]:
    name = _name_cell(row)
    if name is None:
        return []
    group = next((cell for cell in row.cells if cell.kind == "group"), None)
    indicator, unit = read_indicator(name.text)
    if unit is None and group is not None:
        unit = read_indicator(group.text)[1]
    nature = next((cell.text for cell in row.cells if cell.text in ("预期性", "约束性")), None)
    about = Asked(indicator, unit, nature, years)
    found: list[tuple[Target, Mention]] = []
    if row.sure:
        for cell in row.cells:
            if cell is not name and cell.kind in VALUES and (table.is_given or _is_timed(cell.header)):
                found += _cell_targets(structure, name, cell, cell.header, about)
    else:
        cells = [cell for cell in row.cells if cell.start > name.start and _is_figure(cell.text)]
        headers = _headers_of_unsure(table, cells, indicator)
        for cell, header in zip(cells, headers, strict=False):
            found += _cell_targets(structure, name, cell, header, about)
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What a row says of all its figures: the indicator, its unit, its nature (预期性), the years of the table."""

    indicator: str
    unit: str | None
    nature: str | None
    years: Years


def _is_timed(header: str) -> bool:
    return YEAR.search(header) is not None or "年均" in header or "累计" in header


def _is_figure(text: str) -> bool:
    return (VALUE.match(text) or WORDED.match(text)) is not None and not EMPTY.match(text)


def _name_cell(row: Row) -> Cell | None:
    if row.sure:
        return next((cell for cell in row.cells if cell.kind == "indicator"), None)
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


def read_indicator(text: str) -> tuple[str, str | None]:
    """The name of an indicator without labels before it and its unit behind it; and that unit."""
    text = "".join(text.split())
    folded = LABEL.sub("", text.replace("（", "(").replace("）", ")").replace("％", "%")) or text
    match = CLOSED.match(folded) or NAME.match(folded)
    if match is None:
        return folded, None
    unit = match.groupdict().get("unit") or match.groupdict().get("bare")
    if unit is None or not (UNITS.search(unit) or unit in ("年", "倍")):
        return folded, None
    return match["name"], unit


def _cell_targets(
    structure: Structure, name: Cell, cell: Cell, header: str, about: Asked
) -> list[tuple[Target, Mention]]:
    document = structure.document
    text = "".join(View.of(cell.text, [Span(0, len(cell.text))]).text.split())
    match = FIGURE.search(YEAR.sub("", re.sub(r"^(?:比|较)?(?:19|20)\d\d年", "", text)))
    if match is None and not WORDED.match(text) and len(text) > LONGEST_WORDED:
        return []
    header_year = YEAR.search(header)
    year = int(header_year.group(1)) if header_year else _year_of(header, about.years)
    is_total = text.startswith(("[", "〔")) or ("累计" in header and "年均" not in header)
    basis = "累计" if is_total else "年均" if "年均" in header else None
    indicator = about.indicator
    change = CHANGE.search(text)
    if match is None:
        value, unit, comparator = text, None, Comparator.EQUAL
    else:
        value, unit = match["number"].replace(",", "").lstrip("+"), match["unit"] or cell.unit or about.unit
        comparator = _comparator(match["sign"], match["limit"], text)
        if basis == "年均" and unit != "个百分点":
            unit = "%"
        if basis == "累计" and SAVED.search(indicator) and _is_share(cell, unit, value):
            unit = "%"
    if change and match is not None and (match["unit"] or "").startswith("%"):
        indicator = indicator + change.group()
    elif (basis == "年均" or RATE.search(header)) and not GROWTH.search(indicator):
        indicator = indicator + "增长"
    target = Target(
        source=document.source,
        document_id=document.id,
        start=min(name.start, cell.start),
        end=max(name.end, cell.end),
        indicator=indicator,
        value=value,
        unit=unit,
        year=year,
        comparator=comparator,
        kind=TargetKind.RESULT if _is_result(document, year, header, about.years) else TargetKind.TARGET,
        region=document.region,
        rule=TARGET_TABLE.name,
        basis=basis,
        nature=about.nature,
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


def _is_share(cell: Cell, unit: str | None, value: str) -> bool:
    """Whether what is saved is a share, for all that the name says of tons: [5] of 化学需氧量(吨) is 5 %."""
    return cell.unit is None and (not unit or "/" in unit or float(value) <= 100)


def _year_of(header: str, years: Years) -> int | None:
    """The year of a column that names none: where the table starts from (现状值), or what it plans for."""
    return years.base if BASE.search(header) else years.last


def _is_result(document: Document, year: int | None, header: str, years: Years) -> bool:
    if "目标" in header or "规划" in header or "计划" in header:
        return False
    if any(word in header for word in ("实现", "完成", "实际")) or BASE.search(header):
        return True
    if year is None or (document.years is None and year == years.base):
        return True  # the first of several years, in a table without a plan's years
    first = document.years[0] if document.years else document.year
    return first is not None and year < first


def _comparator(sign: str, limit: str | None, text: str) -> Comparator:
    if sign in ("≥", ">") or limit == "以上":
        return Comparator.AT_LEAST
    if sign in ("≤", "<") or limit in ("以下", "以内") or text.startswith(("下降到", "控制在", "降至")):
        return Comparator.AT_MOST
    return Comparator.ABOUT if limit == "左右" else Comparator.EQUAL
