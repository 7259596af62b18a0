"""The documents: listed, read, sent, forgotten."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from ingest.intake import Progress
from ui.app.fields import CountedDocumentFields, SummaryFields
from ui.app.opened import SourceUnknown
from ui.app.people import Role
from ui.app.sent_files import FILE_BYTES, MOST_FILES, UploadFailed, safe_name
from ui.app.workspace import ReadOnly, Workspace
from ui.rest.fields import (
    DocumentsPageFields,
    DocumentTextFields,
    JobFields,
    OutlineFields,
    TextFields,
)
from ui.rest.gate import BodyTooLarge
from ui.rest.jobs import Job
from ui.rest.limits import LONGEST_NAME
from ui.rest.problems import InputWrong
from ui.rest.routes.parameters import Cursor, DocumentId, Filter, Limit, Year
from ui.rest.verbs import ACCEPTED, Asked, answers, changing, job_address, person_of, private, reading, service_of
from ui.rest.written import as_json

LONGEST_STRETCH = 20_000  # characters of a text that are read at once
router = APIRouter(tags=["Documents"])


class FormUnreadable(InputWrong):
    """What was sent is no form with files."""


@reading(router, "/v1/documents", DocumentsPageFields)
def documents(  # noqa: PLR0913 - a filter each
    asked: Asked,
    source: Filter = None,
    year: Year = None,
    region: Filter = None,
    kind: Filter = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> DocumentsPageFields:
    """The documents, in the order of their files; year, region and kind as they are said of a document itself."""
    wanted = {"source": source, "year": year, "region": region, "kind": kind}
    chosen = {name: value for name, value in wanted.items() if value is not None}
    found = [one for one in asked.workspace.documents() if all(one[name] == chosen[name] for name in chosen)]  # type: ignore[literal-required]
    page, behind = asked.page(limit, cursor).cut(found)
    return {"documents": page, "found": len(found), "next": behind}


@reading(router, "/v1/documents/{document_id:path}/text", DocumentTextFields)
def document_text(
    asked: Asked,
    document_id: DocumentId,
    start: Annotated[int | None, Query(ge=0, le=1 << 40)] = None,
    end: Annotated[int | None, Query(ge=0, le=1 << 40)] = None,
) -> DocumentTextFields:
    """A stretch of a document, by default its beginning; the places count in the text of its source."""
    document = _known(asked.workspace, document_id)
    first = document["start"] if start is None else start
    last = min(document["end"], first + LONGEST_STRETCH) if end is None else end
    if not document["start"] <= first <= last <= document["end"]:
        raise InputWrong(
            f"{document_id} stands at {document['start']}–{document['end']} of its source; {first}–{last} is not in it"
        )
    if last - first > LONGEST_STRETCH:
        raise InputWrong(f"at most {LONGEST_STRETCH:,} characters are read at once; ask for {first}–{last} in parts")
    source = document["source"]
    above = [one for one in asked.workspace.outline(document_id) if one["start"] <= first < one["end"]]
    return {
        "document_id": document_id,
        "source": source,
        "title": document["title"],
        "section": [one["heading"] for one in sorted(above, key=lambda one: one["depth"])],
        "start": first,
        "end": last,
        "text": asked.workspace.text_of(source)[first:last],
        "places": asked.workspace.places(source, first, last),
    }


@reading(router, "/v1/documents/{document_id:path}/outline", OutlineFields)
def document_outline(asked: Asked, document_id: DocumentId) -> OutlineFields:
    """The headings of a document."""
    _known(asked.workspace, document_id)
    return {"document_id": document_id, "sections": list(asked.workspace.outline(document_id))}


@reading(router, "/v1/documents/{document_id:path}", CountedDocumentFields)
def document(asked: Asked, document_id: DocumentId) -> CountedDocumentFields:
    """One document."""
    return _known(asked.workspace, document_id)


@reading(router, "/v1/text", TextFields)
def show_text(asked: Asked, source: Annotated[str, Query(min_length=1, max_length=LONGEST_NAME)]) -> TextFields:
    """The stored text of a source: what `start` and `end` count in."""
    return {"source": source, "text": asked.workspace.text_of(source)}


def _known(workspace: Workspace, document_id: str) -> CountedDocumentFields:
    found = workspace.document(document_id)
    if found is None:
        raise SourceUnknown(f"no document has the identifier “{document_id}”")
    return found


# ----------------------------------------------------------------------------------------------------- send, forget

_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": MOST_FILES,
                            "items": {"type": "string", "format": "binary"},
                        },
                        "collection": {"type": "string", "maxLength": LONGEST_NAME},
                    },
                }
            }
        },
    }
}


@router.post(
    "/v1/documents",
    status_code=202,
    responses=answers(JobFields, status=202),
    response_model=None,
    openapi_extra=_FORM,
)
async def ingest(request: Request) -> Response:
    """Send files (form field `files`, several times); the job that takes them in is followed at /v1/jobs/{id}. A file
    replaces the one of its name. `collection`: who may read them; without it they stay in that in which they are."""
    # read by hand: nothing of it before it is known who sends
    service, person = service_of(request), person_of(request)
    person.must_be(Role.EDITOR)
    must_change(service.house.of(person))
    service.jobs.make_room()
    async with request.form(max_files=MOST_FILES, max_fields=10) as form:
        sent = [one for one in form.getlist("files") if isinstance(one, UploadFile)]
        collection = form.get("collection")
        if not sent or not isinstance(collection, str | None):
            raise FormUnreadable("send a form (multipart/form-data) with one or more files named “files”")
        folder, names, paths = await service.turns.take(
            person.name, partial(_keep, sent), service.limits.export_seconds
        )
    workspace = service.house.of(person)

    def work(progress: Progress) -> SummaryFields:
        with folder:
            return workspace.take_in(paths, progress, collection=collection)

    job = service.jobs.start(Job("ingest", names, person.name), work)
    service.journal.note(person.name, "ingest", {"files": names, "collection": collection}, names)
    return as_json(job.fields(), ACCEPTED, {**private(), "Location": job_address(request, job.id)})


def _keep(sent: Sequence[UploadFile]) -> tuple[TemporaryDirectory[str], list[str], list[Path]]:
    """The files in a folder of their own; who takes them in cleans it up, the end of the server does so too."""
    names = []
    for one in sent:
        name = safe_name(one.filename or "")
        if name is None:
            raise FormUnreadable("a file has no name")
        if (one.size or 0) > FILE_BYTES:
            raise BodyTooLarge(f"{name}: a file may have {FILE_BYTES >> 20} MB")
        names.append(name)
    folder = TemporaryDirectory(prefix="mailuo-upload-", ignore_cleanup_errors=True)
    paths = []
    try:
        for number, (one, name) in enumerate(zip(sent, names, strict=True)):
            path = Path(folder.name) / str(number) / name  # two may have one name
            path.parent.mkdir()
            with path.open("wb") as to:
                shutil.copyfileobj(one.file, to)
            paths.append(path)
    except OSError as error:
        with suppress(OSError):
            folder.cleanup()
        raise UploadFailed(f"what was sent could not be kept: {error.strerror}") from error
    return folder, names, paths


def must_change(workspace: Workspace) -> None:
    """Raises `ReadOnly` where nothing is changed."""
    if workspace.read_only:
        raise ReadOnly("this server was started for reading only")


@changing(router, "DELETE", "/v1/documents", JobFields)
def remove(
    asked: Asked,
    source: Annotated[
        list[Annotated[str, Query(max_length=LONGEST_NAME)]],
        Query(max_length=MOST_FILES, description="The sources to forget, several times."),
    ] = [],  # noqa: B006 - FastAPI copies it
    all: Annotated[bool, Query(description="Forget everything; for administrators.")] = False,
) -> JobFields:
    """Forget source files and all that came from them alone; the job is followed at /v1/jobs/{id}."""
    workspace, jobs = asked.workspace, asked.service.jobs
    if all == bool(source):
        raise InputWrong("name the sources to forget, or say all=true")
    if all:
        asked.person.must_be(Role.ADMINISTRATOR)
    must_change(workspace)
    known = workspace.opened.source_names()
    for one in source:
        if one not in known:
            raise SourceUnknown(f"no source is called “{one}”")
    jobs.make_room()
    wanted = None if all else source
    return jobs.start(
        Job("remove", source, asked.person.name), lambda progress: workspace.remove(wanted, progress)
    ).fields()
