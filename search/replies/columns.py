"""Lists in a column of a table: “电子元器件的重点扶持企业” → the cell under that header in the row of that thing.

In: a plan and the knowledge base. Out: the members of the cells, each with its row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.lexicon.wordings import wordings
from graph.records import Cell, Row, Span, Table
from graph.writing.foldings import fold_text
from search.plan.plan import Plan
from search.replies.contract import Base, Item, Proof, Reply
from search.replies.enumerations import say_items
from search.replies.members import WHICH
from search.texts.flat import flatten
from search.texts.joints import split_members
from search.wanted import Wanted, find_wanted

any_of = wordings("answers").any_of

READ_PASSAGES = 8
LEAST_HEADER = 3  # characters
LONGEST_HEADING = 200
SAID = 0.6  # share of what is asked that the row and the table's title must say
NEAR_BEST = 0.02


@dataclass(frozen=True, slots=True)
class ColumnCell:
    """A cell whose header is asked for, with its row and table."""

    source: str
    table: Table
    row: Row
    cell: Cell
    share: float


def reply_with_column(plan: Plan, base: Base) -> Reply | None:
    """The members of the cells that fit best."""
    cells = find_cells(plan, base)
    proof = Proof()
    items: list[Item] = []
    for one in cells:
        proof.add(base.cite(one.source, heading_of(one.table)))
        place = proof.add(base.cite(one.source, Span(one.row.start, one.row.end)))
        for name in members_of(one, base):
            if name not in {item.text for item in items}:
                items.append(Item(name, proof=(place,)))
    if not items:
        return None
    return Reply(say_items(plan, items), tuple(proof.citations), tuple(items), sure=0.9)


def find_cells(plan: Plan, base: Base) -> list[ColumnCell]:
    """Cells under a header that the question names, in the rows that say most of the rest of it."""
    text = fold_text(WHICH.sub("", plan.question.text)).replace("的", "")
    drafts = []
    for document_id in dict.fromkeys(one.document.id for one in base.find(plan.question.text, top=READ_PASSAGES)):
        source = base.documents[document_id].source
        for table, row, cell in _under_header(text, base.tables(document_id)):
            drafts.append((source, table, row, cell))
    if not drafts:
        return []
    rest = text
    for header in dict.fromkeys(fold_text(cell.header) for *_, cell in drafts):
        rest = rest.replace(header, ",")
    wanted = Wanted(find_wanted(replace(plan.question, text=re.sub(ASKING, ",", rest))), base.rarity)
    said = [fold_text(_other_cells(row, cell)) for _, _, row, cell in drafts]
    shares = wanted.share_said(wanted.presence(said))
    more = [sum(share > 0 for share in _by_cell(wanted, row, cell)) for _, _, row, cell in drafts]
    titles = wanted.share_said(wanted.presence([fold_text(table.title) for _, table, _, _ in drafts]))
    found = [
        ColumnCell(*draft, float(share) + 0.1 * (cells - 1))
        for draft, share, cells in zip(drafts, shares, more, strict=True)
        if share >= SAID
    ]
    rows, whole = max((one.share for one in found), default=0.0), float(max(titles))
    if whole >= SAID and whole > rows:  # a whole table is of what is asked: 电子信息产业重点引进哪些企业
        return [ColumnCell(*draft, float(share)) for draft, share in zip(drafts, titles, strict=True) if share >= SAID]
    return [one for one in found if one.share >= rows - NEAR_BEST]


ASKING = any_of("asking_column")


def _under_header(text: str, tables: Sequence[Table]) -> Iterator[tuple[Table, Row, Cell]]:
    for table in tables:
        for row in table.rows:
            for cell in row.cells if row.sure else ():
                header = fold_text(cell.header)
                if len(header) >= LEAST_HEADER and header in text and cell.text:
                    yield table, row, cell


def _other_cells(row: Row, cell: Cell) -> str:
    return "\n".join(one.text for one in row.cells if one is not cell and one.header != cell.header)


def _by_cell(wanted: Wanted, row: Row, cell: Cell) -> list[float]:
    others = [fold_text(one.text) for one in row.cells if one is not cell and len(one.text) < 30]
    return [float(share) for share in wanted.share_said(wanted.presence(others))] if others else []


def heading_of(table: Table) -> Span:
    """The title and the headers of a table, which say what its cells are."""
    first = min(row.start for row in table.rows)
    return Span(table.start, max(table.start + 1, min(first, table.start + LONGEST_HEADING)))


def members_of(one: ColumnCell, base: Base) -> list[str]:
    """The cell cut at 、 outside of brackets, without 等."""
    flat = flatten(base.text_of(one.source), Span(one.cell.start, one.cell.end))
    return split_members(flat)
