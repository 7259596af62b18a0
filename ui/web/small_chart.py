"""A small chart of figures by year as HTML: columns from zero, one colour a series. The table beside it says the same,
so that readers of the screen pass it over.
"""

from __future__ import annotations

from collections.abc import Sequence

from ui.app.layout import Point
from ui.web.look import SERIES
from ui.web.markup import plain

MOST = 16  # columns


def chart(points: Sequence[Point]) -> str:
    """The columns in order of years; "" without points, or with too many."""
    if not points or len(points) > MOST:
        return ""
    ordered = sorted(points, key=lambda point: point.year)
    most = max(point.value for point in ordered) or 1.0
    kinds = sorted({point.series for point in ordered})
    columns = "".join(
        "".join(_column(point, most, SERIES[kinds.index(point.series) % len(SERIES)]) for point in held)
        or f"<span class='column'><span class='year'>{year}</span></span>"
        for year, held in _by_year(ordered)
    )
    legend = "".join(
        f"<span class='key'><span style='background:{SERIES[place % len(SERIES)]}'></span>{plain(kind)}</span>"
        for place, kind in enumerate(kinds)
        if kind and len(kinds) > 1
    )
    return f"<div class='small-chart' aria-hidden='true'><div class='columns'>{columns}</div>{legend}</div>"


def _by_year(ordered: Sequence[Point]) -> list[tuple[int, list[Point]]]:
    """Each year with its figures; also those between of which nothing is said, unless they are many."""
    said = [point.year for point in ordered]
    every = range(said[0], said[-1] + 1)
    years = every if len(every) <= MOST else sorted(set(said))
    return [(year, [point for point in ordered if point.year == year]) for year in years]


def _column(point: Point, most: float, colour: str) -> str:
    share = f"--share:{point.value / most:.3f};--colour:{colour}"
    return (
        f"<span class='column'><span class='value'>{plain(point.said)}</span>"
        f"<span class='height' style='{share}'></span><span class='year'>{point.year}</span></span>"
    )
