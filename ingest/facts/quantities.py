"""Folded text → the quantities in it: digits as written, unit as written, what limits them (以上, 左右, 以内).

Not a quantity: years and dates, ordinals (第3位, 前10名), names (5G, 3A级, G209), and what is part of a longer noun
(“5个百亿产业”, “85%以上的行政村”): there a noun follows the unit. Figures side by side share the unit of the last
(1409万、1305万人次; 3个和4个百分点), and an index or coefficient has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.lexicon.wordings import wordings
from graph.records import Comparator
from ingest.entities.places import Places

any_of = wordings("indicators").any_of

COUNTED = frozenset(wordings("indicators").words("counted"))

LIMITS = {
    "以上": Comparator.AT_LEAST,
    "以内": Comparator.AT_MOST,
    "以下": Comparator.AT_MOST,
    "之内": Comparator.AT_MOST,
    "内": Comparator.AT_MOST,
    "左右": Comparator.ABOUT,
    "上下": Comparator.ABOUT,
}
AFTER = re.compile(f"$|[、,;。:!?)]|{any_of('behind_unit')}|[(][^()]*[)]|,|”|,")
MULTIPLE = wordings("quantities").any_of("multiples")
JOINTS = ("、", "和", "与", "及", "以及")
UNITLESS = re.compile(
    rf"(?:指数|系数)(?:\([^()]*\))?{any_of('behind_index')}{{0,8}}"
    r"(?P<number>\d+(?:\.\d+)?)(?P<limit>以上|以下|以内|之内|左右)?(?=$|[、,;。)和及])"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """``text[start:end]`` of a folded text; `is_free` when no noun follows that it would belong to."""

    start: int
    end: int
    value: str
    unit: str
    comparator: Comparator
    is_free: bool
    counted: bool  # a count of things, not a measure


@cache
def _pattern() -> re.Pattern[str]:
    number = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    units = f"{any_of('measured')}|{any_of('counted')}"
    many = f"(?:{MULTIPLE})?[多余]?"
    per = f"(?:/{any_of('per_units')})?"
    between = f"(?:%|{any_of('units_between')})?"
    return re.compile(
        rf"(?<![\dA-Za-z.·第前])(?P<number>-?{number})(?:{between}[-—–~至到](?P<upto>{number}))?"
        rf"(?:[多余几])?(?:(?P<unit>{many}(?P<base>{units}){per})(?:\([户套间台处件块]\))?"
        rf"(?P<limit>及?{any_of('bounds_behind')}|内(?=$|[、,;。]))?|(?P<cut>{MULTIPLE}|(?=(?:[、和]\d[\d.]*)+(?:%|个百分点)))(?=[、和与及]|以及))"
    )


def find_quantities(text: str) -> Iterator[Quantity]:
    """The quantities from left to right; what stands in parentheses is passed over."""
    hidden = Places(_parentheses(text))
    found = [*_with_units(text), *_without_unit(text)]
    for quantity in sorted(found, key=lambda quantity: quantity.start):
        if not hidden.overlap(quantity.start, quantity.start + 1):
            yield quantity


def _with_units(text: str) -> list[Quantity]:
    """From right to left, so that a figure whose unit is cut short takes what the next one has."""
    found: list[Quantity] = []
    for match in reversed(list(_pattern().finditer(text))):
        if match["cut"] is None and (_is_date(text, match) or _is_generation(match)):
            continue
        shared = found[-1] if found and text[match.end() : found[-1].start] in JOINTS else None
        unit, counted = _unit(match, shared)
        if not unit:
            continue
        value = match["number"].replace(",", "")
        if match["upto"]:
            value = f"{value}-{match['upto'].replace(',', '')}"
        limit = LIMITS.get((match["limit"] or "").lstrip("及"), Comparator.EQUAL)
        is_free = AFTER.match(text, match.end()) is not None
        found.append(Quantity(match.start(), match.end(), value, unit, limit, is_free, counted))
    return found


def _unit(match: re.Match[str], shared: Quantity | None) -> tuple[str, bool]:
    """The unit and whether it counts things; "" where the words give none."""
    if match["cut"] is not None:
        return (match["cut"] + re.sub(f"^(?:{MULTIPLE})", "", shared.unit), shared.counted) if shared else ("", False)
    if match["unit"] == "个" and shared and shared.unit == "个百分点":
        return shared.unit, False
    return match["unit"].replace("多", "").replace("余", ""), match["base"] in COUNTED


def _without_unit(text: str) -> Iterator[Quantity]:
    for match in UNITLESS.finditer(text):
        limit = LIMITS.get(match["limit"] or "", Comparator.EQUAL)
        yield Quantity(match.start("number"), match.end(), match["number"], "", limit, True, False)


def _parentheses(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\([^()]*\)", text)] if "(" in text else []


def _is_date(text: str, match: re.Match[str]) -> bool:
    """“2025年” and “3个月1日” are times, not measures."""
    if match["base"] == "年":
        return len(match["number"]) == 4
    return text.startswith(("年", "月"), match.end()) and match["base"] == "个"


def _is_generation(match: re.Match[str]) -> bool:
    """5G, 4G: a name."""
    return match["base"] == "G" and re.fullmatch("[2-6]", match["number"]) is not None
