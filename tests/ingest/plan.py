"""Small plan texts for tests: a text goes in, its structure as one document with the given region comes out."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.lexicon.divisions import Divisions
from graph.records import Block, BlockKind, Cell, EntityType, Mention, Row, Source, Structure, Table
from ingest.entities.departments import find_departments
from ingest.facts.relations import find_relations
from ingest.form.column_kinds import kind_of_column, plain
from ingest.form.structure import read_structure


def structure_of(text: str, *, region_code: str | None = None) -> Structure:
    """The text's structure; `region_code` overrides what its own words tell."""
    [structure] = read_structure(Source("plan.txt", text, "", "txt"))
    return replace(structure, document=replace(structure.document, region_code=region_code))


def row_of(text: str, header: str, *, region_code: str | None = None) -> Structure:
    """A document that is one row of a table: “|” parts the cells, and their headers."""
    structure = structure_of(text, region_code=region_code)
    headers, end = header.split("|"), len(text)
    places = [match.span() for match in re.finditer(r"[^|]+", text)]
    cells = tuple(cell_of(over, text, *place) for over, place in zip(headers, places, strict=True))
    row = Row(0, end, cells)
    table = Table(structure.document.id, None, "", 0, end, tuple(cell.header for cell in cells), (row,), True)
    return replace(structure, blocks=(Block(BlockKind.TABLE, 0, end, None),), tables=(table,))


def cell_of(header: str, text: str, start: int, end: int) -> Cell:
    """A cell under its header, as a file's table gives it."""
    words, unit = plain(header)
    return Cell(words, text[start:end], start, end, kind_of_column([words], [text[start:end]]), unit)


KINDS = {
    "P": EntityType.PROJECT,
    "K": EntityType.PARK,
    "I": EntityType.INDUSTRY,
    "C": EntityType.COUNTY,
    "E": EntityType.ENTERPRISE,
}
MARK = re.compile(r"([PKICE])<|>")


def relations_of(marked: str, *, region_code: str = "431200") -> set[str]:
    """What a text states between the mentions written into it, as “物流园 LOCATED_IN 鹤城区”; bodies are found.

    P<怀化E<惠科>生产线> is a project with a company in its name; P<陆港=怀化陆港> is written 陆港 and means 怀化陆港;
    K a park, I an industry, C an area.
    """
    text, mentions = read_marked(marked)
    structure = structure_of(text, region_code=region_code)
    document, areas = structure.document, Divisions.load(structure.document.written)
    found = find_departments(structure)
    for start, end, kind, name in mentions:
        area = areas.nearest(name, region_code) if kind is EntityType.COUNTY else None
        full, code = (area.name, area.code) if area else (name, None)
        surface = text[start:end]
        found.append(Mention(document.source, document.id, start, end, surface, kind, full, "given", code))
    return {f"{r.head.name} {r.rel} {r.tail.name}" for r in find_relations(structure, found)}


def read_marked(marked: str) -> tuple[str, list[tuple[int, int, EntityType, str]]]:
    """The text without the marks, and where each mention stands with its type and full name."""
    text, opened, mentions, at = "", list[tuple[int, str]](), list[tuple[int, int, EntityType, str]](), 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        if match[1]:
            opened.append((len(text), match[1]))
            continue
        start, kind = opened.pop()
        surface, _, name = text[start:].partition("=")
        text = text[:start] + surface
        mentions.append((start, len(text), KINDS[kind], name or surface))
    return text + marked[at:], mentions
