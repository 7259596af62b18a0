"""Documents with tables as files have them, for tests: lines go in, a source with its grids comes out.

A run of lines with “|” is a table, a row a line; “^” is a cell merged with the one above it, “<” with the one to its
left, nothing between two bars an empty cell.
"""

from __future__ import annotations

from graph.records import Source
from ingest.sources.reading import CellDraft, Writing


def source_of(text: str, name: str = "plan.docx") -> Source:
    """The source whose text and tables are written in `text`."""
    writing = Writing()
    rows: list[list[str]] = []
    for line in [*text.strip("\n").split("\n"), ""]:
        if "|" in line:
            rows.append([cell.strip() for cell in line.split("|")])
            continue
        if rows:
            writing.grid(cells_of(rows))
            rows = []
        writing.line(line.strip())
    reading = writing.reading("docx")
    return Source(name, reading.text, "", "docx", reading.layout)


def cells_of(rows: list[list[str]]) -> list[CellDraft]:
    """The cells of a table given as texts."""
    drafts: dict[tuple[int, int], CellDraft] = {}
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text == "<" and (over := drafts[row, column - 1]):
                over.columns = column - over.column + 1
            elif text == "^" and (over := drafts[row - 1, column]):
                over.rows = row - over.row + 1
            else:
                over = CellDraft(row, column, [text])
            drafts[row, column] = over
    return list({id(cell): cell for cell in drafts.values()}.values())
