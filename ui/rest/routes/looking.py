"""Find, show, trace, path, targets, list, compare, ledger, news: look at what is known."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from graph.records import STAGES, EntityType
from graph.store.ledger import SORTED, LedgerAsked
from ui.app.fields import (
    CompareFields,
    FindFields,
    LedgerFields,
    NewsFields,
    PathFields,
    ShowFields,
    TraceFields,
)
from ui.rest.fields import ListPageFields, TargetsPageFields
from ui.rest.limits import LONGEST_TEXT
from ui.rest.routes.parameters import Cursor, Filter, Limit, Name, Piece, Type, Year
from ui.rest.verbs import Asked, answers, edition_tag, has_it, person_of, private, reading, service_of

router = APIRouter(tags=["Look"])
MOMENT = r"^(\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(\+00:00)?)?)?$"
Sort = StrEnum("Sort", {name.upper(): name for name in SORTED})  # type: ignore[misc]
Stage = StrEnum("Stage", {name: name for name in STAGES})  # type: ignore[misc]
Document = Annotated[
    str, Query(min_length=1, max_length=LONGEST_TEXT, description="A document: its identifier, file or title.")
]


@reading(router, "/v1/find", FindFields)
def find(
    asked: Asked,
    text: Annotated[str, Query(min_length=1, max_length=200, description="A name, a piece of one, pinyin, initials.")],
    type: Type = None,
    top: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 12,
) -> FindFields:
    """The things that may be meant, best first."""
    return asked.workspace.find(text, types=[type] if type else (), limit=top)


@reading(router, "/v1/show", ShowFields)
def show(asked: Asked, name: Name, type: Type = None) -> ShowFields:
    """The entity's page: names, relations with evidence, documents, links."""
    return asked.workspace.show(name, kind=type)


@reading(router, "/v1/trace", TraceFields)
def trace(asked: Asked, name: Name, type: Type = None) -> TraceFields:
    """The entity through the documents in order of time, with linked entities of other plans."""
    return asked.workspace.trace(name, kind=type)


@reading(router, "/v1/path", PathFields)
def path(asked: Asked, a: Name, b: Name) -> PathFields:
    """The shortest ways from A to B in the graph, with evidence."""
    return asked.workspace.path(a, b)


@reading(router, "/v1/targets", TargetsPageFields)
def targets(
    asked: Asked,
    indicator: Filter = None,
    year: Year = None,
    region: Filter = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> TargetsPageFields:
    """Targets and results by indicator, place and year."""
    found = asked.workspace.targets(indicator or None, year=year, region=region or None)
    figures, behind = asked.page(limit, cursor).cut(found["targets"])
    return {**found, "targets": figures, "next": behind}


@reading(router, "/v1/list/{type}", ListPageFields)
def list_entities(
    asked: Asked,
    type: Annotated[EntityType, Path()],
    limit: Limit = 100,
    cursor: Cursor = None,
) -> ListPageFields:
    """Entities of a type, most mentioned first."""
    page = asked.page(limit, cursor)
    # one more than the page, so that it is known whether there is another
    found = asked.workspace.list(type, limit=page.first + limit + 1)
    entities, behind = page.cut(found["entities"])
    return {**found, "entities": entities, "next": behind}


@reading(router, "/v1/compare", CompareFields)
def compare(asked: Asked, a: Document, b: Document) -> CompareFields:
    """What is new, gone or changed from document A to document B: projects, targets, tasks, each with both quotes."""
    return asked.workspace.compare(a, b)


@reading(router, "/v1/ledger", LedgerFields)
def ledger(  # noqa: PLR0913 - a filter each
    asked: Asked,
    text: Piece = "",
    place: Piece = "",
    park: Piece = "",
    industry: Piece = "",
    lead: Piece = "",
    stage: Stage | None = None,
    planned: Annotated[bool | None, Query(description="Only stages that are planned, or that are reached.")] = None,
    year: Year = None,
    least: Annotated[float | None, Query(ge=0, description="Investment of at least so many 亿元.")] = None,
    sort: Sort = Sort.DOCUMENTS,  # type: ignore[attr-defined]
    up: Annotated[bool | None, Query(description="From the smallest, or from the largest.")] = None,
    top: Annotated[int, Query(ge=1, le=1000, description="How many rows.")] = 50,
    skip: Annotated[int, Query(ge=0, le=1_000_000, description="How many of the first are left out.")] = 0,
) -> LedgerFields:
    """All projects as one table: place, park, industry, lead, investment, latest stage, documents."""
    wanted = LedgerAsked(text, place, park, industry, lead, "" if stage is None else str(stage), planned, year, least)
    return asked.workspace.ledger(wanted, sort=str(sort), is_up=up, skip=skip, limit=top)


@reading(router, "/v1/news", NewsFields)
def news(
    asked: Asked,
    since: Annotated[str, Query(pattern=MOMENT, description="A date or a time in UTC: 2026-11-01T08:00.")] = "",
) -> NewsFields:
    """What came since a time: documents, things first mentioned, figures that are set otherwise."""
    return asked.workspace.news(since)


_FEED = {
    200: {"description": "An Atom feed", "content": {"application/atom+xml": {"schema": {"type": "string"}}}},
    304: {"description": "What If-None-Match names is still what is there"},
    "default": answers(NewsFields)["default"],
}


@router.get("/v1/news.atom", responses=_FEED, response_model=None, response_class=Response)  # type: ignore[arg-type]
async def feed(
    request: Request,
    address: Annotated[
        str,
        Query(max_length=200, pattern=r"^https?://[!-~]*$", description="Where the pages are served, for the links."),
    ] = "http://localhost:8501/",
) -> Response:
    """The documents that came, as a feed."""
    service, person = service_of(request), person_of(request)

    def work() -> Response:
        workspace = service.house.of(person)
        tag = edition_tag(person, workspace)
        unchanged = has_it(request, tag)
        service.journal.note(person.name, "feed", {"unchanged": True} if unchanged else {})
        if unchanged:
            return Response(status_code=304, headers=private(tag))
        written = workspace.feed(address if address.endswith("/") else f"{address}/")
        return Response(written, headers=private(tag), media_type="application/atom+xml")

    return await service.turns.take(person.name, work, service.limits.seconds)
