"""The ledger of projects for the faces: what is asked of it, rows as fields, and as a table to take along.

In: the knowledge base and what the rows must hold. Out: `LedgerFields`, or rows of plain values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from graph.store.ledger import SORTED, LedgerAsked, LedgerRow, Other
from ui.app import shapes
from ui.app.fields import LedgerFields, LedgerRowFields, NamedFields, StageSaidFields
from ui.app.opened import Opened
from ui.app.stages import stage_of
from ui.app.tables import Value

COLUMNS = ("place", "park", "industry", "lead", "investment", "stage", "year", "documents", "mentions")
AT_FIRST = ("place", "industry", "lead", "investment", "stage", "year", "documents")
MOST = 1_000_000  # rows of a table to take along
Say = Callable[..., str]


def ledger(
    opened: Opened, asked: LedgerAsked, *, sort: str = "documents", is_up: bool | None = None, skip: int = 0,
    limit: int = 50,
) -> LedgerFields:  # fmt: skip
    """Some rows. sort: one of `SORTED`; is_up: from the smallest, None: as is usual for it."""
    by = sort if sort in SORTED else "documents"
    page = opened.store.ledger.page(asked, sort=by, is_up=is_up, skip=skip, limit=limit)
    return {"total": page.total, "skip": skip, "sort": by, "projects": [_row(opened, row) for row in page.rows]}


def _row(opened: Opened, row: LedgerRow) -> LedgerRowFields:
    return {
        "id": row.id,
        "type": "Project",
        "name": row.name,
        "places": _named(row.others.get("place", ())),
        "parks": _named(row.others.get("park", ())),
        "industries": _named(row.others.get("industry", ())),
        "leads": _named(row.others.get("lead", ())),
        "investment": row.investment,
        "invested": row.invested,
        "told": _told(opened, row),
        "documents": row.documents,
        "mentions": row.mentions,
    }


def _named(others: Sequence[Other]) -> list[NamedFields]:
    return [{"id": one.id, "name": one.name} for one in others]


def _told(opened: Opened, row: LedgerRow) -> StageSaidFields | None:
    stage = stage_of(row.told, opened) if row.told else None
    if stage is None or row.told is None:
        return None
    document = opened.documents[row.told.document_id]
    return {
        **stage,
        "document_id": document.id,
        "title": document.title,
        "said_in": document.year or document.written,
        **shapes.standing(document.id, opened),
    }


def plain_rows(found: LedgerFields, columns: Sequence[str], say: Say) -> Iterator[list[Value]]:
    """A row of texts and numbers for each project: its name, then the columns."""
    for row in found["projects"]:
        cells = _cells(row, say)
        yield [row["name"], *(cells[column] for column in columns)]


def _cells(row: LedgerRowFields, say: Say) -> Mapping[str, Value]:
    told = row["told"]
    return {
        "place": names_of(row["places"]),
        "park": names_of(row["parks"]),
        "industry": names_of(row["industries"]),
        "lead": names_of(row["leads"]),
        "investment": row["investment"],
        "stage": say(f"stage.{'planned.' if told['planned'] else ''}{told['stage']}") if told else "",
        "year": year_of(told),
        "documents": row["documents"],
        "mentions": row["mentions"],
    }


def names_of(others: Sequence[NamedFields]) -> str:
    """All of them on one line."""
    return "、".join(one["name"] for one in others)


def year_of(told: StageSaidFields | None) -> int | None:
    """Of the fact, else of the document that says it."""
    return (told["year"] or told["said_in"]) if told else None
