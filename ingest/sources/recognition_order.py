"""The lines and ruled tables of a page → its blocks in reading order. Geometry alone, no engine."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.sources.recognition_columns import reading_columns
from ingest.sources.recognition_frame import find_furniture
from ingest.sources.recognition_lines import Block, Line, PageTable, Paragraph, Standing, join_row, rows_of
from ingest.sources.recognition_loose import take_loose_tables
from ingest.sources.recognition_paragraphs import paragraphs_of


def blocks_of(lines: Sequence[Line], ruled: Sequence[PageTable], page_height: float) -> list[Block]:
    """All that stands on a page; furniture comes last."""
    frame = find_furniture(lines, ruled, page_height)
    rest, loose = take_loose_tables([line for line in lines if line not in frame])
    blocks = [block for column in reading_columns([*rest, *ruled, *loose]) for block in _blocks_of_column(column)]
    return [*blocks, *(Paragraph((line,), is_furniture=True) for line in frame)]


def _blocks_of_column(column: Sequence[Standing]) -> list[Block]:
    lines = [one for one in column if isinstance(one, Line)]
    tables = [one for one in column if isinstance(one, PageTable)]
    rows = [join_row(row) for row in rows_of(lines)]
    blocks: list[Block] = list(paragraphs_of(rows))
    for table in tables:
        before = [at for at, block in enumerate(blocks) if _top(block) < table.box[1]]
        blocks.insert(before[-1] + 1 if before else 0, table)
    return blocks


def _top(block: Block) -> float:
    return block.box[1] if isinstance(block, PageTable) else block.lines[0].top
