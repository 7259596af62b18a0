"""Where pieces of lines stand against columns, and what is free between lines."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.sources.pdf_shapes import Piece

Row = list[Piece]
Span = tuple[float, float]


def overlap(one: Span, two: Span) -> bool:
    """Whether one stands over the other."""
    return one[0] < two[1] and two[0] < one[1]


def white(above: Row, below: Row) -> float:
    """What is free between two lines."""
    return min(piece.box[1] for piece in below) - max(piece.box[3] for piece in above)


def touched_by(piece: Piece, columns: Sequence[Span]) -> list[int]:
    """The columns that a piece stands in."""
    return [at for at, span in enumerate(columns) if overlap(span, (piece.box[0], piece.box[2]))]


def headed_by(piece: Piece, columns: Sequence[Span]) -> list[int]:
    """The columns that a piece of a header stands over; one in the white between two stands over both."""
    touched = touched_by(piece, columns)
    x = (piece.box[0] + piece.box[2]) / 2
    if len(touched) > 1 or any(span[0] <= x <= span[1] for span in columns):
        return touched
    behind = sum(span[1] < x for span in columns)
    return [behind - 1, behind] if 0 < behind < len(columns) else touched


def column_of(piece: Piece, columns: Sequence[Span]) -> int:
    """The column that a piece stands in or begins in; the nearest where it stands in none."""
    touched = touched_by(piece, columns)
    if touched:
        return touched[0]
    x = (piece.box[0] + piece.box[2]) / 2
    return min(range(len(columns)), key=lambda at: abs((columns[at][0] + columns[at][1]) / 2 - x))
