"""A column's header and what stands under it → what the column holds: project, place, investment, year, unit …

The header's words tell most of it (graph/lexicon/columns.yaml). Where they say too little or the cells speak against
them, the shape of the cells decides: 单位 over 亿元 and % is a unit, over names of bodies it is a department.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from graph.data_files import read_yaml
from graph.lexicon.lexicon import FOLDER
from graph.lexicon.wordings import wordings
from graph.records import Cell, Table
from ingest.form.columns import DEPARTMENT, EMPTY, PLACE, UNDERTAKING
from ingest.form.indicator_tables import ATTRIBUTE, VALUE, WORDED

any_of = wordings("form").any_of

WHOLE_YEAR = re.compile(rf"(?:19|20)\d\d年?[底末]?(?:\(.{{2,6}}\)|{any_of('year_headers')})?")
YEAR = re.compile(rf"(?<!\d)((?:19|20)\d\d)(?:年|$|(?={any_of('year_headers')}))")
IN_BRACKETS = re.compile(r"[(\[〔【](?:计量)?(?:单位:?)?[±+-]{0,3}([^()\[\]【】:]{1,10})[)\]〕】]")
FOOTNOTE = re.compile(r"(?<![*※★①-⑳])[*※★①-⑳]+$|\[\d{1,2}\]$")
BARE_PERCENT = re.compile(r"(?<=[\u4e00-\u9fff])[,:、]?[±+-]{0,3}([%‰])$")  # 增长%, 比上年±%
REMARK = re.compile(r"\([^()]{6,}\)")  # 责任单位(排第一的为牵头单位)
FIRM = re.compile(any_of("firms"))
NATURE = re.compile(f"(?:拟|计划)?{any_of('natures')}(?:项目|类|工程)?")
PERIOD = re.compile(r"(?:19|20)\d\d(?:[年.]\d{0,2}月?)?[-—–~至到](?:(?:19|20)?\d\d)?(?:[年.]\d{0,2}月?)?年?")
MOST = 0.6  # of the cells must have a shape for it to decide
NAMING = ("indicator", "project", "task", "enterprise", "industry", "park")  # columns that say what a row is about
VALUES = ("year", "rate", "number")
UNTIMED = ("", "number", "category", "indicator", "time", "task")  # kinds that a year in the header makes one of years
MONEY = ("investment", "yearly", "done")


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The kinds of columns with what their headers hold, in the order in which they are tried."""
    kinds: dict[str, list[str]] = read_yaml(FOLDER / "columns.yaml")
    return tuple((kind, re.compile("|".join(forms))) for kind, forms in kinds.items())


@cache
def unit_form() -> re.Pattern[str]:
    """A unit: 亿元, %, 平方米/人, 吨标准煤/万元."""
    words = wordings("indicators").words
    units = {*words("measured"), *words("counted"), "级", "分", "床", "标准煤", "℃"}
    one = rf"(?:[百千万亿]{{0,2}}(?:{'|'.join(map(re.escape, sorted(units, key=len, reverse=True)))})(?:标准煤)?)"
    return re.compile(rf"{one}(?:[/每·]{{1,2}}{one}{{1,2}})*|万|亿")


def plain(header: str) -> tuple[str, str | None]:
    """A line of a header without blanks, footnote signs and its unit in brackets; and the unit."""
    folded = FOOTNOTE.sub("", "".join(header.split()))
    for match in IN_BRACKETS.finditer(folded):
        if unit_form().fullmatch(match[1]):
            return FOOTNOTE.sub("", folded.replace(match[0], "", 1)), match[1]
    if bare := BARE_PERCENT.search(folded):
        return folded[: bare.start()], bare[1]
    return folded, None


def kind_by_header(lines: Sequence[str]) -> str:
    """The kind that a header's words tell, "" where they tell none; `lines`: from the group down to the last."""
    whole = "".join(lines)
    last = _kind_of_words(lines[-1])
    if len(lines) == 1:
        return last
    over = _kind_of_words(whole)
    if last not in MONEY and _kind_of_words(lines[0]) == "funds":
        return "funds"  # 市县 under 资金来源
    if last == "year" and over in MONEY:
        return over  # 2024年计划 under 投资
    return over or last if last in ("", "number") else last  # 数值 under 2025年目标


def _kind_of_words(words: str) -> str:
    words = REMARK.sub("", words) or words
    kind = next((kind for kind, form in patterns() if form.search(words)), "")
    return "year" if YEAR.search(words) and kind in UNTIMED else kind


def kind_of_column(lines: Sequence[str], cells: Sequence[str]) -> str:
    """What the column holds; `cells`: the folded texts that stand in it."""
    kind = kind_by_header(lines)
    filled = [cell for cell in cells if cell and not EMPTY.match(cell)]
    if not filled:
        return kind
    if kind in ("unit", "department", "owner") and "".join(lines).endswith("单位"):
        return unit_or_body(kind, "".join(lines), filled)
    figures = share(filled, is_figure)
    if kind in VALUES and figures < 0.5 and share(filled, is_sentence) >= 0.3:
        return "task"  # 2024年目标: “完成主体工程建设”
    if kind == "task" and share(filled, is_plain_figure) == 1:
        return "number"  # 目标任务: 20000
    if kind == "number" and not figures:
        return "task"  # 目标任务: 主体封顶
    if kind in MONEY and not figures:
        return "content"
    if kind in ("", "category", "attribute"):
        return shape_of(filled) or ("category" if kind == "attribute" else kind)
    return kind


def shape_of(cells: Sequence[str]) -> str:
    """The kind that the cells' own shape tells, "" where it tells none."""
    return next((kind for kind, fits in SHAPES if share(cells, fits) >= MOST), "")


def unit_or_body(kind: str, header: str, cells: Sequence[str]) -> str:
    """单位: of measure, a body of government, or a firm."""
    if share(cells, is_unit) >= MOST:
        return "unit"
    if kind != "unit" and len(header) > 2:
        return kind
    return "owner" if share(cells, FIRM.search) >= 0.5 else "department"


def share(cells: Sequence[str], fits: Callable[[str], object]) -> float:
    """Which share of the cells fits, none of no cells."""
    return sum(bool(fits(cell)) for cell in cells) / max(1, len(cells))


def is_unit(cell: str) -> bool:
    """亿元, %, 平方米/人."""
    return unit_form().fullmatch(cell) is not None


@lru_cache(maxsize=4096)
def is_figure(cell: str) -> bool:
    """A figure, or words with one: 9%以上, [16.5], 12.5亿元, 完成省下达任务."""
    if VALUE.match(cell) or WORDED.match(cell):
        return True
    figure = re.fullmatch(r"[≥≤<>约]?\d[\d.,]*(?:[-—~至]\d[\d.,]*)?(\D{0,8}?)(?:以上|左右|以下|以内)?", cell)
    return figure is not None and is_unit(figure[1])


def is_plain_figure(cell: str) -> bool:
    """A figure with nothing but its unit."""
    return VALUE.match(cell) is not None


def is_sentence(cell: str) -> bool:
    """Words of what is done."""
    return len(cell) > 12 and re.search("[,。;、]|建|完成|开工|实施|推进", cell) is not None


def is_year(cell: str) -> bool:
    """2025年, 2025年末, 2023年(实际), 2024."""
    return WHOLE_YEAR.fullmatch(cell) is not None


SHAPES: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("attribute", ATTRIBUTE.match),
    ("nature", NATURE.fullmatch),
    ("period", PERIOD.fullmatch),
    ("unit", is_unit),
)
# What the rules of extraction know a column by: one name for each kind.
STANDARD_HEADERS = {
    "project": "项目名称",
    "department": "责任单位",
    "lead": "牵头单位",
    "owner": "建设单位",
    "place": "建设地点",
    "enterprise": "企业名称",
    "indicator": "指标名称",
    "content": "建设内容",
}
NAMES: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("project", UNDERTAKING.search),
    ("department", DEPARTMENT.search),
    ("place", PLACE.search),
)


def known_header(table: Table, cell: Cell) -> str:
    """The header of a cell by the name that the rules know; a header of a table that was guessed stays as it is."""
    return STANDARD_HEADERS.get(cell.kind, cell.header) if table.is_given else cell.header
