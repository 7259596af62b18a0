"""Lines of a flattened table → cells under their columns.

A table copied from a web page has one cell a line; empty cells and cells merged with the one above have vanished,
and a cell may be broken over several lines. The lines are laid over the columns at the least cost: a line may join
the one before it, a cell may be empty, and what stands in a cell speaks for its column (`fit`).
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.lexicon.wordings import wordings

any_of = wordings("form").any_of

LONGEST_CELL = 4  # lines a broken cell may have
BROKEN = 4.0  # cost of a line that goes on with the cell before it, without a sign that it does
GOES_ON = 0.0  # … with a sign
TORN = 6.0  # cost of a new cell where the text plainly goes on
VANISHED = 4.0  # cost of an empty cell
NEVER_EMPTY = {"field": 5.0, "text": 4.5}
MERGED = {"topic": 2.5, "park": 1.5, "category": 0.5, "type": 0.5, "serial": 1.0}  # … that may be merged downwards
SURE = 5.0  # a row that costs more is not sure

EMPTY = re.compile(r"^[—–\-－/]+$")
PARK = re.compile(rf"({any_of('park_ends')})(\([^)]{{2,8}}\))?$")
PROJECT = re.compile(any_of("project_words"))
UNDERTAKING = re.compile("项目|工程$|生产线|建设$|年产")
DOING = re.compile(any_of("doings"))
DEPARTMENT = re.compile(f"({any_of('department_ends')})$")
PLACE = re.compile(r"(县|市|区|镇|乡|街道|新区)$")
ENUMERATION = re.compile(r"[、,;]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, and what its cells look like."""

    header: str
    kind: str


@dataclass(frozen=True, slots=True)
class Laid:
    """A row as laid out: for each column the first line and the line after the last one, or None."""

    cells: tuple[tuple[int, int] | None, ...]
    sure: bool


# How the cheapest way came to a state: over an empty cell, from the end of a row, or over a cell of so many lines.
LEFT_EMPTY, NEXT_ROW = 254, 255


def lay_out(lines: Sequence[str], columns: Sequence[Column]) -> list[Laid]:
    """The rows of the cheapest layout of folded lines over the columns."""
    width = len(columns)
    goes_on = [False] + [_goes_on(before, line) for before, line in itertools.pairwise(lines)]
    kinds = [column.kind if column.kind in _FITS else "text" for column in columns]
    different = dict.fromkeys(kinds)
    # of two cells as good as empty, the later one
    gaps = [MERGED.get(one.kind, NEVER_EMPTY.get(one.kind, VANISHED)) - c / 100 for c, one in enumerate(columns)]
    # ahead[k][c]: the cheapest way on which k lines from here are laid, the next cell to fill is c of the current row
    ahead = [[math.inf] * (width + 1) for _ in range(LONGEST_CELL + 1)]
    came = [bytearray(width + 1) for _ in range(len(lines) + 1)]
    ahead[0][0] = 0.0
    opened: list[float] = []  # what it costs to begin a row at each line
    for i in range(len(lines) + 1):
        here = ahead[0]
        _leave_empty(here, came[i], gaps if i else [VANISHED * 2] * width)
        opened.append(here[0])
        torn = TORN if goes_on[min(i, len(lines) - 1)] else 0.0
        for taken in range(1, min(LONGEST_CELL, len(lines) - i) + 1):
            if taken > 1:
                torn += GOES_ON if goes_on[i + taken - 1] else BROKEN
            text = "".join(lines[i : i + taken])
            fits = {kind: _FITS[kind](text) for kind in different}
            _fill(here, ahead[taken], came[i + taken], taken, [torn, *(fits[kind] for kind in kinds)])
        ahead = [*ahead[1:], [math.inf] * (width + 1)]
    return _walk_back(came, opened, here[width], width)


def _leave_empty(here: list[float], came: bytearray, gaps: Sequence[float]) -> None:
    """Empty cells at the end of a row, then those at the start of the next."""
    for _ in range(2):
        for c, gap in enumerate(gaps):
            if (cost := here[c] + gap) < here[c + 1]:
                here[c + 1] = cost
                came[c + 1] = LEFT_EMPTY
        if here[-1] < here[0]:
            here[0] = here[-1]
            came[0] = NEXT_ROW


def _fill(here: Sequence[float], behind: list[float], came: bytearray, taken: int, costs: Sequence[float]) -> None:
    """A cell of so many lines in each column; `costs`: of its torn lines, then of its text in each column."""
    torn = costs[0]
    for c in range(len(costs) - 1):
        if (cost := here[c] + torn + costs[c + 1]) < behind[c + 1]:
            behind[c + 1] = cost
            came[c + 1] = taken


def _walk_back(came: Sequence[bytearray], opened: Sequence[float], after: float, width: int) -> list[Laid]:
    """The rows of the way that ends behind the last line; `after`: what all of it costs."""
    rows: list[Laid] = []
    i, c = len(came) - 1, width
    cells: list[tuple[int, int] | None] = [None] * width
    while i or c:
        how = came[i][c]
        if c == 0:
            if any(cells):
                rows.append(Laid(tuple(cells), after - opened[i] <= SURE))
            cells = [None] * width
            after = opened[i]
            c = width
            continue
        c -= 1
        if how != LEFT_EMPTY:
            cells[c] = (i - how, i)
            i -= how
    if any(cells):
        rows.append(Laid(tuple(cells), after - opened[0] <= SURE))
    return rows[::-1]


def _goes_on(before: str, line: str) -> bool:
    """The second line plainly goes on with the first."""
    first = ENUMERATION.split(line, maxsplit=1)[0]
    torn_word = len(first) == 1 and len(line) > 1 and not first.isdigit() and not EMPTY.match(before)
    open_list = before.endswith(("、", ",", "(", "“", "及", "和", "与"))
    return torn_word or open_list or line.startswith((")", "(", "、", ",", "”")) or _open_brackets(before) > 0


def _open_brackets(text: str) -> int:
    return text.count("(") - text.count(")")


@lru_cache(maxsize=4096)
def _items(text: str) -> tuple[str, ...]:
    return tuple(item for item in ENUMERATION.split(text.removesuffix("等")) if item)


@lru_cache(maxsize=4096)
def _share(pattern: re.Pattern[str], text: str) -> float:
    items = _items(text)
    return sum(1 for item in items if pattern.search(item)) / len(items) if items else 0.0


def _listed(text: str) -> bool:
    return text.endswith("等") or text.count("、") >= 2


def _fit_topic(text: str) -> float:
    if EMPTY.match(text):
        return 5.0
    cost = 3.0 if text.endswith("等") else 0.0
    cost += 1.5 * max(0, text.count("、") - 1) + (4.0 if len(text) > 20 else 0.0)
    return cost + (4.0 if _share(PARK, text) > 0.5 else 0.0)


def _fit_field(text: str) -> float:
    if EMPTY.match(text):
        return 0.5
    cost = 0.0 if _listed(text) or len(text) > 20 else 2.0
    return cost + (4.0 if _share(PARK, text) > 0.5 else 3.0 if text.count("项目") > 1 else 0.0)


def _fit_enterprise(text: str) -> float:
    if EMPTY.match(text):
        return 0.0
    cost = 0.0 if _listed(text) else 1.0
    if DOING.match(text) or len(text) > 16 * len(_items(text)):
        cost += 1.5
    return cost + (4.0 if _share(PARK, text) > 0.5 else 3.0 if _share(UNDERTAKING, text) >= 0.4 else 0.0)


def _fit_project(text: str) -> float:
    if EMPTY.match(text):
        return 0.0
    if _share(PARK, text) > 0.9 and "项目" not in text:
        return 3.0
    return 0.0 if _share(PROJECT, text) >= 0.4 else 3.0


def _fit_park(text: str) -> float:
    if EMPTY.match(text):
        return 0.0
    return 0.0 if _share(PARK, text) >= 0.75 else 5.0


def _fit_type(text: str) -> float:
    return 0.0 if len(text) <= 6 and text.endswith(("产业", "类", "型", "建", "新建", "级")) else 4.0


def _fit_name(text: str) -> float:
    if _share(PARK, text) > 0.5:
        return 4.0
    return 3.0 if text in ("主导产业", "特色产业", "首位产业", "支柱产业") else 0.0 if len(text) <= 30 else 2.0


def _fit_department(text: str) -> float:
    return 0.0 if EMPTY.match(text) or _share(DEPARTMENT, text) >= 0.5 else 3.0


def _fit_place(text: str) -> float:
    return 0.0 if EMPTY.match(text) or _share(PLACE, text) >= 0.5 else 2.0


def _fit_serial(text: str) -> float:
    return 0.0 if text.strip("().、").isdigit() else 6.0


def _fit_category(text: str) -> float:
    return 1.0 if len(text) <= 12 and not any(letter.isdigit() for letter in text) else 5.0


def _fit_number(text: str) -> float:
    return 0.0 if EMPTY.match(text) or text[:1].isdigit() else 3.0


def _fit_text(text: str) -> float:
    return 0.0


_FITS: dict[str, Callable[[str], float]] = {
    "topic": _fit_topic,
    "field": _fit_field,
    "enterprise": _fit_enterprise,
    "project": _fit_project,
    "park": _fit_park,
    "type": _fit_type,
    "name": _fit_name,
    "department": _fit_department,
    "place": _fit_place,
    "serial": _fit_serial,
    "category": _fit_category,
    "number": _fit_number,
    "text": _fit_text,
}
