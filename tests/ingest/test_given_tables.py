"""Tables as planning offices make them, each with what is right: tests/ingest/given_tables.txt.

A case is its name (“# …”), its document in the notation of tests/ingest/grids.py, and lines of what is right:
    r  a row, cell by cell: kind, text, unit (number and remark left out)     n  no table at all
    t  a target: year, indicator, value, kind, with @ the area (all targets; “none”)
    P  all projects (“none”)      a  an attribute of a project      d, x  a relation that is there, that is not
"""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.records import Cell, Extraction, Target
from ingest.extract import extract
from tests.ingest.grids import source_of

UNSAID = ("serial", "remark", "")
MARKS = ("r", "t", "P", "d", "x", "a", "n")
Case = tuple[str, list[str]]


def cases() -> dict[str, Case]:
    """The document of each case, and its lines of what is right."""
    found: dict[str, Case] = {}
    text = Path(__file__).with_name("given_tables.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n"):
        name, *lines = block.strip("\n").split("\n")
        right = [line for line in lines if line == "n" or (line[0] in MARKS and line[1:2] == " ")]
        found[name.removeprefix("# ")] = ("\n".join(line for line in lines if line not in right), right)
    return found


CASES = cases()


def said(cell: Cell) -> str:
    return " ".join(filter(None, (cell.kind, cell.text, cell.unit)))


def aimed(target: Target, with_area: bool) -> str:
    area = f"@{target.region} " if with_area else ""
    value = f"{target.comparator}{target.value}{target.unit or ''}"
    return f"{area}{target.year} {target.indicator} {value} {target.kind}"


def rows_of(found: Extraction) -> list[str]:
    rows = [row for structure in found.structures for table in structure.tables for row in table.rows]
    return [" ; ".join(said(cell) for cell in row.cells if cell.kind not in UNSAID) for row in rows]


def is_stated(found: Extraction, line: str) -> bool:
    head, tail, *kinds = line.replace("->", " ").split()
    return any(
        relation.head.name == head and relation.tail.name == tail and (not kinds or relation.rel == kinds[0])
        for relation in found.relations
    )


def attributes_of(found: Extraction) -> set[str]:
    parts = [(one.project.name, one.kind, one.value, one.unit, one.year) for one in found.attributes]
    return {" ".join(str(part) for part in row if part is not None)[:200] for row in parts}


@pytest.mark.parametrize("name", CASES)
def test_a_table_says_what_its_columns_mean(name: str) -> None:
    text, right = CASES[name]
    assert right
    found = extract(source_of(text))
    by_mark = {mark: [line[2:] for line in right if line[0] == mark] for mark in MARKS}
    if by_mark["r"] or by_mark["n"]:
        assert rows_of(found) == [row for row in by_mark["r"] if row]
    if by_mark["t"]:
        with_area = any(line.startswith("@") for line in by_mark["t"])
        assert {aimed(target, with_area) for target in found.targets} == set(by_mark["t"]) - {"none"}
    if by_mark["P"]:
        named = {mention.name for mention in found.mentions if mention.type == "Project"}
        assert named == set(by_mark["P"][0].split(";")) - {"none"}
    for line in by_mark["a"]:
        assert any(one == line or one.startswith(line + " ") for one in attributes_of(found))
    for line in (*by_mark["d"], *by_mark["x"]):
        assert is_stated(found, line) == (line in by_mark["d"])
