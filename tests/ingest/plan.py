"""Small plan texts for tests: a text goes in, its structure as one document with the given region comes out."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.records import Block, BlockKind, Cell, Row, Source, Structure, Table
from ingest.form.structure import read_structure


def structure_of(text: str, *, region_code: str | None = None) -> Structure:
    """The text's structure; `region_code` overrides what its own words tell."""
    [structure] = read_structure(Source("plan.txt", text, "", "txt"))
    return replace(structure, document=replace(structure.document, region_code=region_code))


def row_of(text: str, header: str, *, region_code: str | None = None) -> Structure:
    """A document that is one row of a table: “|” parts the cells, and their headers."""
    structure = structure_of(text, region_code=region_code)
    headers, end = tuple(header.split("|")), len(text)
    places = [match.span() for match in re.finditer(r"[^|]+", text)]
    cells = tuple(Cell(over, text[a:b], a, b) for over, (a, b) in zip(headers, places, strict=True))
    table = Table(structure.document.id, None, "", 0, end, headers, (Row(0, end, cells),))
    return replace(structure, blocks=(Block(BlockKind.TABLE, 0, end, None),), tables=(table,))
