"""Where a table keeps its names: below which row, in which column.

In: rows of texts, as a sheet or a CSV has them; a title may stand above the header, and columns before the names. Out:
the header's row and the column of names; None where nothing says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.writing.characters import plain_text

Rows = Sequence[Sequence[str]]

LOOKED_AT = 20  # rows, until the header
SAMPLE = 60  # rows by which a column without a header is judged
# best first; the header is half-width, without blanks and without what stands in brackets
HEADS = (
    re.compile(r"name|名称"),
    re.compile(r".{1,8}名称?|(?:project|entity|full|company|park)[ _]?name"),
    re.compile(r"项目|工程|园区|企业|公司|单位|部门|project|entity|company|park"),
)
_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[\u4e00-\u9fff]{2}|[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class NameColumn:
    """header: the row of the heads, None for a table without one; column: counted from 0, None where none is sure."""

    header: int | None
    column: int | None


def find_name_column(rows: Rows) -> NameColumn:
    """Under the first row with a head that says “name”; else the one column that holds words of its own."""
    for head in HEADS:
        for number, row in enumerate(rows[:LOOKED_AT]):
            for column, cell in enumerate(row):
                # a title over the table stands alone in its row
                is_alone = sum(bool(one.strip()) for one in row) == 1 and len(row) > 1
                if not is_alone and head.fullmatch(_folded(cell)):
                    return NameColumn(number, column)
    filled = sorted({column for row in rows[:SAMPLE] for column, cell in enumerate(row) if cell.strip()})
    likely = filled if len(filled) == 1 else [column for column in filled if _holds_names(rows[:SAMPLE], column)]
    return NameColumn(None, likely[0] if len(likely) == 1 else None)


def _folded(cell: str) -> str:
    return _BRACKETS.sub("", re.sub(r"\s", "", plain_text(cell))).casefold()


def _holds_names(rows: Rows, column: int) -> bool:
    """Mostly words, mostly different ones."""
    cells = [row[column] for row in rows if len(row) > column and row[column].strip()]
    words = [cell for cell in cells if _WORD.search(cell) and len(cell) <= 60]
    return len(cells) > 1 and len(words) >= 0.8 * len(cells) and len(set(words)) >= 0.8 * len(words)
