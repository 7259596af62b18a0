"""A chart of figures by year and place, as a picture (SVG) that is read, searched, clicked and taken along as it is.

In: points, each with its words and where it leads. Out: the picture. Every point is a link that says itself to readers;
it bears its value where there is room for it, else the number of its row in the table below. Lines join points of one
series alone. A place keeps its colour whatever else is drawn.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

WIDTH, HEIGHT = 1120, 380
TOP, BOTTOM, RIGHT = 30, 34, 24
FONT = 12
LETTER = 0.58  # widths as shares of the font's size
WIDE = 1.02  # of a Chinese sign
LINE = 15  # a line of the legend
SIZE = 5  # half of a point
TICKS = 5
GREY = "#5b6770"
# of Okabe and Ito, then of Tol: apart for every kind of colour vision as far as sixteen can be
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B07A00", "#56B4E9", "#000000", "#8C8C00",
           "#332288", "#117733", "#882255", "#44AA99", "#AA4499", "#999933", "#CC6677", "#6699CC")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """A figure. shown: its value in words; says: all of it in words; to: where it leads; row: of the table; `is_main`:
    what a line goes through where several figures are given for one year."""

    year: int
    value: float
    place: str
    kind: str  # “target” or “result”
    shown: str
    says: str
    to: str
    row: int
    is_main: bool = True


@dataclass(frozen=True, slots=True)
class Style:
    """How a place looks; hollow: the second round through the colours."""

    colour: str
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Legend:
    """The words of a chart."""

    title: str
    target: str
    result: str


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        """Whether the two have room in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def styles_of(places: Sequence[str]) -> dict[str, Style]:
    """A style for every place of a knowledge base; places: in an order that lasts."""
    return {
        place: Style(COLOURS[at % len(COLOURS)], hollow=at // len(COLOURS) % 2 == 1) for at, place in enumerate(places)
    }


def draw_chart(
    points: Sequence[Point], years: Sequence[int], places: Sequence[str], styles: Mapping[str, Style], legend: Legend
) -> str:
    """The picture. years: of the axis; places: side by side in a year, in this order."""
    keys, rows = _legend(places, styles, legend)
    scale = _Scale.of(points, years, places, TOP + rows * LINE)
    spots = [(point, scale.x(point), scale.y(point.value)) for point in points]
    parts = [
        f"<title>{escape(legend.title)}</title><rect width='{WIDTH}' height='{HEIGHT}' fill='#fff'/>",
        f"<text x='8' y='18' font-size='14' font-weight='600' fill='#1f2933'>{escape(legend.title)}</text>",
        *keys,
        *scale.axes(),
        *_lines(spots, styles),
        *_marks(spots, styles),
    ]
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' "
        f"viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}' role='group' "
        f"aria-label='{escape(legend.title, quote=True)}' "
        f"font-family=\"system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif\" font-size='{FONT}'>"
        f"{''.join(parts)}</svg>"
    )


# -------------------------------------------------------------------------------------------------------------- scales


@dataclass(frozen=True, slots=True)
class _Scale:
    years: Sequence[int]
    places: Sequence[str]
    ticks: Sequence[float]
    left: float
    top: float

    @classmethod
    def of(cls, points: Sequence[Point], years: Sequence[int], places: Sequence[str], top: float) -> _Scale:
        ticks = nice_ticks(min(point.value for point in points), max(point.value for point in points))
        left = 18 + max(width_of(_written(tick)) for tick in ticks)
        return cls(years, places, ticks, left, top)

    @property
    def band(self) -> float:
        return (WIDTH - RIGHT - self.left) / len(self.years)

    def x(self, point: Point) -> float:
        step = min(26.0, self.band * 0.72 / len(self.places))
        beside = (self.places.index(point.place) - (len(self.places) - 1) / 2) * step
        return self.left + (self.years.index(point.year) + 0.5) * self.band + beside

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - BOTTOM - self.top)

    def axes(self) -> Iterator[str]:
        for tick in self.ticks:
            x, y = self.left, self.y(tick)
            yield f"<line x1='{x:.1f}' x2='{WIDTH - RIGHT}' y1='{y:.1f}' y2='{y:.1f}' stroke='#e3e7eb'/>"
            yield f"<text x='{x - 8:.1f}' y='{y + 4:.1f}' text-anchor='end' fill='{GREY}'>{_written(tick)}</text>"
        for at, year in enumerate(self.years):
            x = self.left + (at + 0.5) * self.band
            yield f"<text x='{x:.1f}' y='{HEIGHT - 12}' text-anchor='middle' fill='{GREY}'>{year}</text>"
            if at:
                edge = self.left + at * self.band
                yield (
                    f"<line x1='{edge:.1f}' x2='{edge:.1f}' y1='{self.top:.1f}' y2='{HEIGHT - BOTTOM}' "
                    "stroke='#f0f2f5'/>"
                )


def nice_ticks(low: float, high: float) -> list[float]:
    """Round numbers from below the lowest to above the highest, with room for labels."""
    spread = (high - low) or abs(high) or 1.0
    low, high = low - spread * 0.12, high + spread * 0.15
    raw = (high - low) / TICKS
    power = 10 ** math.floor(math.log10(raw))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= raw)
    first = math.floor(low / step)
    return [round(number * step, 10) for number in range(first, math.ceil(high / step) + 1)]


def _written(value: float) -> str:
    return f"{value:,.10g}"


def width_of(text: str) -> float:
    """About how wide a text is drawn."""
    return FONT * sum(WIDE if ord(sign) > 0x2E7F else LETTER for sign in text)


# --------------------------------------------------------------------------------------------------------------- marks


def _legend(places: Sequence[str], styles: Mapping[str, Style], legend: Legend) -> tuple[list[str], int]:
    """The places in their colours and the two kinds in their shapes, over as many rows as they need."""
    keys: list[tuple[str, str]] = [
        (f"<g fill='none' stroke='{GREY}' stroke-width='1.6'>{_shape('target', 0, 0)}</g>", legend.target),
        (f"<g fill='{GREY}'>{_shape('result', 0, 0)}</g>", legend.result),
    ]
    keys += [(_mark(styles[place], "result", 0, 0), place) for place in places] if len(places) > 1 else []
    parts, x, row = [], 12.0, 1
    for sign, words in keys:
        room = 26 + width_of(words)
        if x + room > WIDTH - RIGHT and x > 12:
            x, row = 12.0, row + 1
        y = TOP - 2 + row * LINE - LINE / 2
        said = f"<text x='11' y='4' fill='#1f2933'>{escape(words)}</text>"
        parts.append(f"<g transform='translate({x:.1f} {y:.1f})'>{sign}{said}</g>")
        x += room
    return parts, row + 1


def _lines(spots: Sequence[tuple[Point, float, float]], styles: Mapping[str, Style]) -> Iterator[str]:
    """One a series: a place's targets, or its results."""
    series: dict[tuple[str, str], list[tuple[Point, float, float]]] = defaultdict(list)
    for spot in spots:
        if spot[0].is_main:
            series[spot[0].place, spot[0].kind].append(spot)
    for (place, kind), held in series.items():
        dash = " stroke-dasharray='5 4'" if kind == "target" else ""
        for (_, x1, y1), (_, x2, y2) in pairwise(sorted(held, key=lambda spot: spot[0].year)):
            yield (
                f"<line class='{kind}' x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}' "
                f"stroke='{styles[place].colour}' stroke-width='1.6' opacity='.5'{dash}/>"
            )


def _marks(spots: Sequence[tuple[Point, float, float]], styles: Mapping[str, Style]) -> Iterator[str]:
    """Each point as a link, with its value, or the number of its row where there is no room for that."""
    taken = [_Box(x - SIZE, y - SIZE, x + SIZE, y + SIZE) for _, x, y in spots]
    for point, x, y in spots:
        label = ""
        for text in (point.shown, f"#{point.row}"):
            place = next((box for box in _around(text, x, y) if not any(box.meets(other) for other in taken)), None)
            if place is not None:
                taken.append(place)
                colour = "#1f2933" if text == point.shown else GREY
                label = f"<text x='{place.left:.1f}' y='{place.bottom - 3:.1f}' fill='{colour}'>{escape(text)}</text>"
                break
        says = escape(point.says, quote=True)
        yield (
            f"<a class='go point' href='{escape(point.to, quote=True)}' aria-label='{says}'><title>{says}</title>"
            f"<circle cx='{x:.1f}' cy='{y:.1f}' r='11' fill='transparent'/>"
            f"{_mark(styles[point.place], point.kind, x, y)}{label}</a>"
        )


def _around(text: str, x: float, y: float) -> Iterable[_Box]:
    """Where a label may stand: above, right, below, left, and a little farther off."""
    wide, high = width_of(text), FONT + 2
    for far in (SIZE + 3, SIZE + 11):
        yield _Box(x - wide / 2, y - far - high, x + wide / 2, y - far)
        yield _Box(x + far, y - high / 2, x + far + wide, y + high / 2)
        yield _Box(x - wide / 2, y + far, x + wide / 2, y + far + high)
        yield _Box(x - far - wide, y - high / 2, x - far, y + high / 2)


def _mark(style: Style, kind: str, x: float, y: float) -> str:
    fill = "#fff" if style.hollow else style.colour
    return f"<g fill='{fill}' stroke='{style.colour}' stroke-width='1.6'>{_shape(kind, x, y)}</g>"


def _shape(kind: str, x: float, y: float) -> str:
    """A diamond for a target, a dot for a result."""
    if kind == "target":
        far = SIZE + 1
        return f"<path d='M{x:.1f} {y - far:.1f}l{far} {far}l-{far} {far}l-{far} -{far}z'/>"
    return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{SIZE}'/>"
