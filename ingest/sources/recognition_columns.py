"""What stands on a page → its columns in the order they are read. Geometry alone, no engine."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ingest.sources.recognition_lines import Line, Standing, rows_of

LEAST_LINES = 3  # of a column
MOST_CROSSING = 0.4  # share of a page's lines that may run over a gutter: a title, a table
FILLED = 0.6  # of a column's width by its usual line; less is a list of words and figures, read row by row


def reading_columns(standing: Sequence[Standing]) -> list[list[Standing]]:
    """What stands on the page, cut into columns in the order they are read; rows from the top inside each."""
    gutter = find_gutter(standing)
    if gutter is None:
        return [sorted(standing, key=lambda one: one.box[1])] if standing else []
    columns: list[list[Standing]] = []
    left: list[Standing] = []
    right: list[Standing] = []
    for one in sorted(standing, key=lambda one: one.box[1]):
        if one.box[0] < gutter < one.box[2]:
            columns += [*reading_columns(left), *reading_columns(right)]
            left, right = [], []
            if columns and gutter_crossed(columns[-1], gutter):
                columns[-1].append(one)
            else:
                columns.append([one])
        else:
            (left if one.box[2] <= gutter else right).append(one)
    return [*columns, *reading_columns(left), *reading_columns(right)]


def gutter_crossed(column: Sequence[Standing], gutter: float) -> bool:
    """Whether all of it runs over the gutter."""
    return all(one.box[0] < gutter < one.box[2] for one in column)


def find_gutter(standing: Sequence[Standing]) -> float | None:
    """The middle of the white band between two columns, when there are two."""
    lines = [one for one in standing if isinstance(one, Line)]
    if len(lines) < 2 * LEAST_LINES:
        return None
    start, end = min(line.left for line in lines), max(line.right for line in lines)
    height = median(line.height for line in lines)
    found: list[tuple[int, float]] = []
    for edge in sorted({line.left for line in lines}):
        place = edge - 0.4 * height  # just before something begins
        crossing = sum(line.left < place < line.right for line in lines)
        left = [line for line in lines if line.right <= place]
        right = [line for line in lines if line.left >= place]
        if (
            crossing <= MOST_CROSSING * len(lines)
            and _is_column(left, place - start)
            and _is_column(right, end - place)
        ):
            found.append((crossing, place))
    return min(found)[1] if found else None


def _is_column(lines: Sequence[Line], width: float) -> bool:
    if len(rows_of(lines)) < LEAST_LINES or width <= 0:
        return False
    return median(line.right - line.left for line in lines) >= FILLED * width
