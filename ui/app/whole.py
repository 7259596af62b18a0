"""The whole at a glance: where the projects lie and what they are of, as two lists of things and how many projects each
two share.

In: an opened generation and what the rows are. Out: `WholeFields`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import islice

from graph.records import EntityType, Level
from graph.store.ledger import Crossing, Share
from ui.app.fields import ShareFields, WholeFields
from ui.app.opened import Opened

MOST_ROWS = 24
MOST_COLUMNS = 14
FEWEST_PLACES = 4  # of a level that says something; else its places are told one level lower
CLOSEST = 3  # what is drawn for a thing at least: those that it shares most projects with
LEVELS: Mapping[str, Level] = {"province": Level.PROVINCE, "city": Level.CITY, "county": Level.COUNTY}
KINDS: Mapping[str, EntityType] = {
    **dict.fromkeys(LEVELS, EntityType.COUNTY), "park": EntityType.PARK, "lead": EntityType.DEPARTMENT
}  # fmt: skip


def whole(opened: Opened, by: str | None = None) -> WholeFields:
    """The things with most projects and the industries with most, and what they share. by: one of `KINDS`; None for the
    widest level of places that has several."""
    ledger = opened.store.ledger
    held = {kind: _shares(opened, kind) for kind in KINDS}
    chosen = by if by is not None and by in KINDS else _widest(held)
    rows, columns = held[chosen], ledger.shares("industry")
    crossings = ledger.crossings(_column(chosen), "industry", [r.id for r in rows], [c.id for c in columns])
    # a row of no industry could show nothing
    shown = _most(rows, {c.one_id for c in crossings}, MOST_ROWS)
    across = _most(columns, _widely_shared(crossings, shown), MOST_COLUMNS)
    kept = [c for c in crossings if c.one_id in shown and c.other_id in across]
    shown = {one: share for one, share in shown.items() if any(c.one_id == one for c in kept)}
    close = _closest(kept)
    return {
        "by": chosen,
        "kinds": [kind for kind, shares in held.items() if shares],
        "rows": [_share(one, KINDS[chosen]) for one in shown.values()],
        "columns": [_share(one, EntityType.INDUSTRY) for one in across.values()],
        "crossings": [
            {"row_id": c.one_id, "column_id": c.other_id, "projects": c.projects, "is_close": c in close} for c in kept
        ],
        "rows_found": len(rows),
        "columns_found": len(columns),
    }


def _shares(opened: Opened, kind: str) -> list[Share]:
    return opened.store.ledger.shares(_column(kind), LEVELS.get(kind))


def _column(kind: str) -> str:
    return "place" if kind in LEVELS else kind


def _widest(held: Mapping[str, Sequence[Share]]) -> str:
    several = (level for level in LEVELS if len(held[level]) >= FEWEST_PLACES)
    return next(several, max(LEVELS, key=lambda level: len(held[level])))


def _widely_shared(crossings: Sequence[Crossing], rows: Container[str]) -> set[str]:
    """The industries of a table: what each row has most projects of, and what is shared most."""
    inside = [c for c in crossings if c.one_id in rows]  # most first
    own = dict.fromkeys({c.one_id: c.other_id for c in reversed(inside)}.values())
    return {*islice(dict.fromkeys((*own, *(c.other_id for c in inside))), MOST_COLUMNS)}


def _most(shares: Iterable[Share], crossing: Container[str], most: int) -> dict[str, Share]:
    return {one.id: one for one in [share for share in shares if share.id in crossing][:most]}


def _closest(crossings: Sequence[Crossing]) -> set[Crossing]:
    """The crossings that are among the largest of one of their two things: what a drawing has room for."""
    times: Counter[str] = Counter()
    close = set()
    for crossing in crossings:  # most first
        if min(times[crossing.one_id], times[crossing.other_id]) < CLOSEST:
            close.add(crossing)
            times.update((crossing.one_id, crossing.other_id))
    return close


def _share(one: Share, kind: EntityType) -> ShareFields:
    return {"id": one.id, "type": kind.value, "name": one.name, "projects": one.projects}
