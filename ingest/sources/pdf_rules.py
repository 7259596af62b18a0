"""The drawn rules of a page → its ruled tables: cells with their spans, by which edges are drawn between them.

Level and upright rules that touch make a net. Its lines, put in order, cut it into fields; two fields without a rule
between them belong to one cell. Where a table is open at its sides, or ends with the page, its edge is supplied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.sources.boxes import Box, holds
from ingest.sources.joined_fields import join_fields
from ingest.sources.pdf_shapes import Rule

NEAR = 3.0  # points: rules that are closer are one
TOUCH = 4.0  # points that may lack where two rules should meet
OPEN_SIDE = 12.0  # points that level rules reach beyond the last upright one where a side is open
MOST_FIELDS = 20_000
COVERED = 0.6  # share of a field's edge that must be drawn


@dataclass(slots=True)
class Net:
    """Rules that hang together."""

    levels: list[Box] = field(default_factory=list)
    uprights: list[Box] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a ruled table: where it begins, how far it reaches, its box."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table: the places of its lines and its cells."""

    across: tuple[float, ...]  # the left and right edges of its columns
    down: tuple[float, ...]
    slots: tuple[Slot, ...]

    @property
    def box(self) -> Box:
        """Around all cells."""
        return self.across[0], self.down[0], self.across[-1], self.down[-1]


def ruled_tables(rules: Sequence[Rule]) -> list[Ruled]:
    """The nets of more than one field, from the top down."""
    tables = [table for net in _nets(rules) if (table := _ruled(net)) is not None]
    tables.sort(key=lambda table: table.box[1])
    return [table for table in tables if not any(_has_in_cell(other, table) for other in tables)]


def _has_in_cell(outer: Ruled, inner: Ruled) -> bool:
    """Whether a table lies in another's cell: what it holds is read as that cell's text."""
    return outer is not inner and len(outer.slots) > 1 and holds(outer.box, inner.box)


def merged(rules: Iterable[Rule], is_level: bool) -> list[Box]:
    """Rules of one direction with those put together that continue each other on one line."""
    side = 1 if is_level else 0
    along = 1 - side
    found = sorted(
        (rule.box for rule in rules if rule.is_level == is_level),
        key=lambda box: (round((box[side] + box[side + 2]) / 2 / NEAR), box[along]),
    )
    kept: list[list[float]] = []
    for box in found:
        last = kept[-1] if kept else None
        at = (box[side] + box[side + 2]) / 2
        if last and abs((last[side] + last[side + 2]) / 2 - at) < NEAR and box[along] <= last[along + 2] + TOUCH:
            last[along + 2] = max(last[along + 2], box[along + 2])
        else:
            kept.append(list(box))
    return [(box[0], box[1], box[2], box[3]) for box in kept]


def _nets(rules: Sequence[Rule]) -> list[Net]:
    levels, uprights = merged(rules, True), merged(rules, False)
    parent = list(range(len(levels) + len(uprights)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for at, level in enumerate(levels):
        for other, upright in enumerate(uprights):
            if _touch(level, upright):
                parent[root(at)] = root(len(levels) + other)
    nets: dict[int, Net] = defaultdict(Net)
    for at, box in enumerate(levels):
        nets[root(at)].levels.append(box)
    for at, box in enumerate(uprights):
        nets[root(len(levels) + at)].uprights.append(box)
    return [net for net in nets.values() if net.levels and net.uprights]


def _touch(level: Box, upright: Box) -> bool:
    x, y = (upright[0] + upright[2]) / 2, (level[1] + level[3]) / 2
    return level[0] - TOUCH <= x <= level[2] + TOUCH and upright[1] - TOUCH <= y <= upright[3] + TOUCH


def _ruled(net: Net) -> Ruled | None:
    across = _places([(rule[0] + rule[2]) / 2 for rule in net.uprights])
    down = _places([(rule[1] + rule[3]) / 2 for rule in net.levels])
    across = _with_open_ends(across, min(rule[0] for rule in net.levels), max(rule[2] for rule in net.levels))
    down = _with_open_ends(down, min(rule[1] for rule in net.uprights), max(rule[3] for rule in net.uprights))
    fields = (len(across) - 1) * (len(down) - 1)
    if len(across) < 3 or len(down) < 2 or fields > MOST_FIELDS:
        return None  # a box around text
    if len(net.levels) < 3 and len(net.uprights) < 2:
        return None  # a rule between two columns of text
    return Ruled(tuple(across), tuple(down), tuple(_slots(net, across, down)))


def _places(values: Iterable[float]) -> list[float]:
    """The distinct ones, those within `NEAR` as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > NEAR:
            places.append(value)
    return places


def _with_open_ends(places: list[float], first: float, last: float) -> list[float]:
    before = [first] if places and places[0] - first > OPEN_SIDE else []
    behind = [last] if places and last - places[-1] > OPEN_SIDE else []
    return before + places + behind


def _slots(net: Net, across: Sequence[float], down: Sequence[float]) -> Iterator[Slot]:
    """Fields with those put together that no rule parts; a shape that is no rectangle falls back to its fields."""
    uprights, levels = [_near(net.uprights, x, 0) for x in across[1:-1]], [_near(net.levels, y, 1) for y in down[1:-1]]
    beside = [[_is_drawn(rules, *stretch) for rules in uprights] for stretch in pairwise(down)]
    below = [[_is_drawn(rules, *stretch) for stretch in pairwise(across)] for rules in levels]
    for fields in join_fields(beside, below):
        rows, columns = [row for row, _ in fields], [column for _, column in fields]
        top, left, height, width = min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
        if height * width == len(fields):
            yield Slot(top, left, height, width, (across[left], down[top], across[left + width], down[top + height]))
        else:
            for row, column in fields:
                yield Slot(row, column, 1, 1, (across[column], down[row], across[column + 1], down[row + 1]))


def _near(rules: Iterable[Box], at: float, side: int) -> list[tuple[float, float]]:
    """From where to where the rules at that place run."""
    along = 1 - side
    return [(rule[along], rule[along + 2]) for rule in rules if abs((rule[side] + rule[side + 2]) / 2 - at) <= NEAR]


def _is_drawn(rules: Iterable[tuple[float, float]], start: float, end: float) -> bool:
    """Whether the rules cover the stretch from `start` to `end`."""
    covered = sum(max(0.0, min(end, last) - max(start, first)) for first, last in rules)
    return covered >= COVERED * (end - start)
