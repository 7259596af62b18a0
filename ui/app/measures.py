"""What a figure measures, so that figures of different measure never stand on one line.

In: a figure. Out: its measure: the unit as it is compared, its basis (年均, 累计, 比重 …), whether it is a level or a
growth. A goal and a result of one measure are told apart by the figure's own kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from graph.lexicon.wordings import wordings
from ui.app.fields import TargetFields

POINTS = ("个百分点", "百分点", "个点")  # by which a share moves: never the share itself


class Movement(StrEnum):
    """Whether a figure says how much there is, or by how much it moves."""

    LEVEL = "level"
    GROWTH = "growth"


@dataclass(frozen=True, slots=True, order=True)
class Measure:
    """What the figures of one chart have in common. The basis is that of the figure, or of its indicator's wording."""

    movement: Movement
    basis: str
    unit: str


BASES = ("累计", "年均", "比重", "占比", "人均")


def measure_of(figure: TargetFields) -> Measure:
    """The measure of a figure."""
    unit, wording = figure["unit"] or "", figure["indicator"]
    basis = figure["basis"] or next((word for word in BASES if word in wording), "")
    grows = unit in POINTS or wording.endswith(_growth()) or (figure["basis"] == "年均" and unit == "%")
    return Measure(Movement.GROWTH if grows else Movement.LEVEL, basis, unit)


def number_of(value: str) -> float | None:
    """The figure as a number; None for one that is none (a range, 翻番)."""
    try:
        return float(value.replace(",", "").replace("，", ""))
    except ValueError:
        return None


@cache
def _growth() -> tuple[str, ...]:
    return wordings("indicators").words("growth")
