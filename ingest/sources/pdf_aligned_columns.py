"""Where pieces of lines stand against columns, and what is free between lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import east_asian_width

from ingest.sources.pdf_shapes import Piece

PieceRow = list[Piece]
Span = tuple[float, float]
LEAST_PART = 2  # characters of what stands in one of the columns; 合 计 is one word


def overlap(one: Span, two: Span) -> bool:
    """Whether one stands over the other."""
    return one[0] < two[1] and two[0] < one[1]


def white(above: PieceRow, below: PieceRow) -> float:
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


def cut_apart(row: PieceRow, columns: Sequence[Span]) -> PieceRow:
    """The pieces of a line, one that fills several narrow columns cut at its blanks: 城北水库除 龙江 over 项目名称 and
    建设地点."""
    return [part for piece in row for part in _parts(piece, columns)] if len(row) > 1 else row


def _parts(piece: Piece, columns: Sequence[Span]) -> Iterator[Piece]:
    touched = touched_by(piece, columns)
    texts = piece.text.split(" ")
    if len(touched) < 2 or len(texts) != len(touched) or min(map(len, texts)) < LEAST_PART:
        yield piece
        return
    left, top, right, bottom = piece.box
    width = (right - left) / (_width(piece.text) or 1)
    for text in texts:
        end = left + width * _width(text)
        yield replace(piece, text=text, box=(left, top, min(end, right), bottom))
        left = end + width * _width(" ")


def _width(text: str) -> int:
    """In halves of a Chinese character."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
