"""Indicator tables → targets: each figure of a row with the year its column stands for.

A row that was put together for sure gives a figure under its header. Of a row that was not, the figures are taken
only where it does not matter which column they stand in: a single figure belongs to the plan's last year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.lexicon.wordings import wordings
from graph.records import (
    Cell,
    EntityType,
    Mention,
    Row,
    Span,
    Structure,
    Table,
    Target,
    TargetKind,
)
from ingest.facts.cell_figures import CellFigure, read_figures
from ingest.facts.header_years import YEAR, Years, is_result, year_of_column, years_of
from ingest.facts.indicator_mentions import indicator_mention
from ingest.facts.indicator_words import ending
from ingest.form.column_kinds import VALUES, unit_form
from ingest.form.columns import EMPTY
from ingest.form.indicator_tables import ATTRIBUTE, GROWTH, VALUE, WORDED
from ingest.rules import Example, rule

any_of = wordings("indicators").any_of

UNIT = re.compile(rf"(?:\((?P<unit>[^()]{{1,10}})\)?|(?P<bare>%|‰|{any_of('units_in_header')})\)?)$")
LONGEST_UNIT = 12  # characters of a unit in its brackets
CLOSED = re.compile(r"(?<=[^(])(?P<unit>%)\)$")
LABEL = re.compile(
    r"^(?:(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、．](?!\d)|[#※*—-]+)*(?:其中[:：])?)"
)
UNITS = re.compile(f"%|{any_of('units_in_cell')}")
GRADE = "等"  # 耕地质量(等)
# What is saved is planned as a share of what it was: [16] of 单位GDP能耗 is 16 %.
SAVED = re.compile(any_of("saved_in_tables"))
RATE = re.compile("(?:增长|增速|增幅)(?:率|幅度?)?(?:目标|计划|预期|任务|指标)?(?:值|数)?$")
CHANGING = re.compile(any_of("changing"))
LONGEST_PART = 3  # characters of a name that only says which part of the group is meant
FOOTNOTE = re.compile(r"(?<![*※★①-⑳])[*※★①-⑳]+$")


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


def _row_targets(structure: Structure, table: Table, row: Row, years: Years) -> list[tuple[Target, Mention]]:
    name = _name_cell(row)
    if name is None:
        return []
    group = next((cell for cell in row.cells if cell.kind == "group"), None)
    indicator, unit = read_indicator(name.text)
    if group is not None:
        over, group_unit = read_indicator(group.text)
        unit = unit or group_unit
        if len(indicator) <= LONGEST_PART and not ending().search(indicator) and not SAVED.search(over):
            indicator = f"{over}({indicator})"  # 城镇 under 居民收入
    nature = next((cell.text for cell in row.cells if cell.text in ("预期性", "约束性")), None)
    about = Asked(indicator, unit, nature, years)
    found: list[tuple[Target, Mention]] = []
    if row.sure:
        for cell in row.cells:
            if cell is not name and cell.kind in VALUES and (table.is_given or _is_timed(cell.header)):
                found += _cell_targets(structure, table, name, cell, cell.header, about)
    else:
        cells = [cell for cell in row.cells if cell.start > name.start and _is_figure(cell.text)]
        headers = _headers_of_unsure(table, cells, indicator)
        for cell, header in zip(cells, headers, strict=False):
            found += _cell_targets(structure, table, name, cell, header, about)
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
    match = CLOSED.search(folded, max(0, len(folded) - 2)) if folded.count("%") == 1 else None
    match = match or UNIT.search(folded, max(1, len(folded) - LONGEST_UNIT))
    if match is None:
        return FOOTNOTE.sub("", folded), None
    unit = match.groupdict().get("unit") or match.groupdict().get("bare")
    if unit is None or not (UNITS.search(unit) or unit == GRADE or unit_form().fullmatch(unit)):
        return folded, None
    return FOOTNOTE.sub("", folded[: match.start()]), unit


def _cell_targets(
    structure: Structure, table: Table, name: Cell, cell: Cell, header: str, about: Asked
) -> Iterator[tuple[Target, Mention]]:
    document = structure.document
    year = year_of_column(header, about.years, document)
    reached = is_result(document, table, year, header, about.years)
    for figure in read_figures(cell.text):
        basis = _basis(header, figure)
        indicator = _full_name(about.indicator, header, basis, figure)
        yield (
            Target(
                source=document.source,
                document_id=document.id,
                start=min(name.start, cell.start),
                end=max(name.end, cell.end),
                indicator=indicator,
                value=figure.value,
                unit=_unit_of(figure, cell, about, basis),
                year=year,
                comparator=figure.comparator,
                kind=TargetKind.RESULT if reached else TargetKind.TARGET,
                region=document.region,
                rule=TARGET_TABLE.name,
                basis=basis,
                nature=about.nature,
            ),
            indicator_mention(structure, Span(name.start, name.end), indicator, INDICATOR_TABLE),
        )


def _basis(header: str, figure: CellFigure) -> str | None:
    if figure.is_total or ("累计" in header and "年均" not in header):
        return "累计"
    return "年均" if "年均" in header else None


def _full_name(indicator: str, header: str, basis: str | None, figure: CellFigure) -> str:
    """The indicator with what the figure does to it: 地区生产总值 under 年均增长 is its 增长."""
    if figure.change:
        return figure.name_of(indicator)
    is_rate = figure.is_number and not figure.is_total and (basis == "年均" or RATE.search(header))
    return indicator + "增长" if is_rate and not CHANGING.search(indicator) else indicator


def _unit_of(figure: CellFigure, cell: Cell, about: Asked, basis: str | None) -> str | None:
    if not figure.is_number:
        return None
    unit = figure.unit or cell.unit or about.unit
    if unit == "个百分点" or figure.unit:
        return unit
    if basis == "年均" or (cell.kind == "rate" and basis is None) or figure.change:
        return "%"
    if basis == "累计" and SAVED.search(about.indicator) and _is_share(cell, unit, figure.value):
        return "%"
    return unit


def _is_share(cell: Cell, unit: str | None, value: str) -> bool:
    """Whether what is saved is a share, for all that the name says of tons: [5] of 化学需氧量(吨) is 5 %."""
    return cell.unit is None and (not unit or "/" in unit or float(value.split("-")[-1]) <= 100)
