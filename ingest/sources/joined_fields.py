"""Fields that the rules of a table part → its cells: fields without a border between them belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

Field = tuple[int, int]  # row, column
Borders = Sequence[Sequence[bool]]


def join_fields(beside: Borders, below: Borders) -> Iterator[list[Field]]:
    """The fields of each cell, cells in the order of their first ones.

    `beside`: for each row, whether a border stands behind each of its fields but the last; `below`: for each row but
    the last, whether one stands under each of its fields.
    """
    seen: set[Field] = set()
    for first in product(range(len(beside)), range(len(beside[0]) + 1)):
        if first not in seen:
            yield _reached_from(first, beside, below, seen)


def _reached_from(first: Field, beside: Borders, below: Borders, seen: set[Field]) -> list[Field]:
    """The fields that can be reached from one without crossing a border; they are seen then."""
    found, waiting = [], [first]
    seen.add(first)
    while waiting:
        field = waiting.pop()
        found.append(field)
        for near in _open_sides(*field, beside, below):
            if near not in seen:
                seen.add(near)
                waiting.append(near)
    return found


def _open_sides(row: int, column: int, beside: Borders, below: Borders) -> Iterator[Field]:
    """The fields that no border parts from this one."""
    if column < len(beside[row]) and not beside[row][column]:
        yield row, column + 1
    if column > 0 and not beside[row][column - 1]:
        yield row, column - 1
    if row < len(below) and not below[row][column]:
        yield row + 1, column
    if row > 0 and not below[row - 1][column]:
        yield row - 1, column
