"""Status, doctor, export, jobs, who I am; and what an operator's machines ask: health, readiness, metrics."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from enum import StrEnum
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from starlette.responses import Response, StreamingResponse

from graph.errors import MailuoError
from ui.app.fields import StatusFields
from ui.app.journal import Sought
from ui.app.people import Role
from ui.rest.archive import zipped
from ui.rest.fields import FindingsFields, HealthFields, JobFields, JobsFields, LogFields, PersonFields
from ui.rest.measures import MEDIA_TYPE, Measures
from ui.rest.routes.parameters import Filter, Limit
from ui.rest.service import Service
from ui.rest.verbs import Asked, Tag, answers, edition_tag, has_it, person_of, private, reading, service_of
from ui.rest.written import as_json

router = APIRouter(tags=["Keep"])


class Format(StrEnum):
    """What an export is written as."""

    JSONL = "jsonl"
    CSV = "csv"
    GRAPHML = "graphml"
    CYPHER = "cypher"


@reading(router, "/v1/status", StatusFields, tag=Tag.CONTENT)
def status(asked: Asked) -> StatusFields:
    """Documents, passages, entities and relations by type, engine, model, sizes; files that were not read."""
    return asked.workspace.status()


@reading(router, "/v1/doctor", FindingsFields, tag=Tag.CONTENT, role=Role.ADMINISTRATOR)
def doctor(asked: Asked) -> FindingsFields:
    """What the doctor says of model, engines, stores and index; for administrators."""
    # imported late: it looks at all there is
    from ui.app.doctor import examine

    return {"findings": examine(asked.service.house.settings)}


@reading(router, "/v1/log", LogFields, tag=Tag.NONE, role=Role.ADMINISTRATOR)
def log(  # noqa: PLR0913 - a filter each
    asked: Asked,
    who: Filter = None,
    verb: Filter = None,
    document: Filter = None,
    since: Annotated[str, Query(max_length=30, description="The beginning of a time in UTC: 2026-11.")] = "",
    until: Annotated[str, Query(max_length=30)] = "",
    limit: Limit = 100,
) -> LogFields:
    """Who asked what, when, and which documents they were shown, the newest first; for administrators."""
    sought = Sought(who, verb, document, since, until)
    return {"notes": list(islice(asked.service.journal.read(sought), limit))}


@reading(router, "/v1/jobs", JobsFields, tag=Tag.NONE)
def jobs(asked: Asked) -> JobsFields:
    """One's own last jobs, the newest first; an administrator's all."""
    return {"jobs": [job.fields() for job in asked.service.jobs.of(asked.person)]}


@reading(router, "/v1/jobs/{id}", JobFields, tag=Tag.NONE)
def job(asked: Asked, id: Annotated[str, InPath(min_length=1, max_length=100)]) -> JobFields:
    """How far a job is, and what it came to."""
    return asked.service.jobs.find(id, asked.person).fields()


@reading(router, "/v1/me", PersonFields, tag=Tag.NONE)
def me(asked: Asked) -> PersonFields:
    """Who asks, as the server knows them."""
    person = asked.person
    collections = None if person.collections is None else sorted(person.collections)
    return {"name": person.name, "role": person.role.value, "collections": collections}


# ----------------------------------------------------------------------------------------------------------- export

_ARCHIVE = {
    200: {
        "description": "A zip archive",
        "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
    },
    304: {"description": "What If-None-Match names is still what is there"},
    "default": answers(StatusFields)["default"],
}


@router.get("/v1/export", responses=_ARCHIVE, response_model=None, response_class=StreamingResponse)  # type: ignore[arg-type]
async def export(
    request: Request,
    format: Format = Format.JSONL,
    confidence: Annotated[float, Query(ge=0, le=1, description="Leave out mentions less sure than this.")] = 0.0,
) -> Response:
    """The whole graph as this person may see it, as a zip archive."""
    service, person = service_of(request), person_of(request)

    def work() -> Response:
        workspace = service.house.of(person)
        tag = edition_tag(person, workspace)
        said: dict[str, object] = {"format": format.value, "confidence": confidence}
        if has_it(request, tag):
            service.journal.note(person.name, "export", {**said, "unchanged": True})
            return Response(status_code=304, headers=private(tag))
        folder = TemporaryDirectory(prefix="mailuo-export-", ignore_cleanup_errors=True)
        files = workspace.export(format.value, Path(folder.name), least=confidence)
        service.journal.note(person.name, "export", said, workspace.opened.documents)
        headers = {**private(tag), "Content-Disposition": f'attachment; filename="mailuo-{format.value}.zip"'}
        return StreamingResponse(zipped(folder, files), headers=headers, media_type="application/zip")

    return await service.exporting.take(person.name, work, service.limits.export_seconds)


# ------------------------------------------------------------------------------------------------------- operating


@router.get("/health", responses=answers(HealthFields), response_model=None)
async def health() -> Response:
    """That the server answers; needs no sign-in."""
    return as_json({"state": "alive"}, headers={"Cache-Control": "no-store"})


@router.get("/ready", responses=answers(HealthFields), response_model=None)
async def ready(request: Request) -> Response:
    """That the knowledge base can be read; needs no sign-in."""
    service = service_of(request)
    await service.turns.take("", lambda: service.house.main.opened, service.limits.seconds)
    return as_json({"state": "ready"}, headers={"Cache-Control": "no-store"})


_NUMBERS = {
    200: {"description": "Numbers", "content": {"text/plain": {"schema": {"type": "string"}}}},
    "default": answers(HealthFields)["default"],
}


@router.get("/metrics", responses=_NUMBERS, response_model=None, response_class=Response)  # type: ignore[arg-type]
async def metrics(request: Request) -> Response:
    """What the server counts, for Prometheus; for administrators."""
    service = service_of(request)
    person_of(request).must_be(Role.ADMINISTRATOR)
    numbers = await service.turns.take("", service.measures.written, service.limits.seconds)
    return Response(numbers, headers={"Content-Type": MEDIA_TYPE, "Cache-Control": "no-store"})


def watch(measures: Measures, service: Service) -> None:
    """Have the numbers of the server looked at when they are asked for."""
    measures.watch(
        "generation", "The generation in use; 0 where there is none.", lambda: service.house.main.generation or 0
    )
    measures.watch("documents", "Documents in the knowledge base.", lambda: _documents(service))
    measures.watch("waiting", "Verbs that wait for their turn.", lambda: service.turns.waits)
    measures.watch("running", "Verbs that are being answered.", lambda: service.turns.runs)
    measures.watch("jobs", "Jobs that are not done.", lambda: service.jobs.waiting)


def _documents(service: Service) -> int:
    with suppress(MailuoError, OSError, sqlite3.Error):
        return len(service.house.main.opened.documents)
    return 0
