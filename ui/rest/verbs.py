"""How a verb is asked over HTTP: a plain function of what is asked becomes a route.

In: a function of `Asked` and of parameters as FastAPI reads them, giving a dictionary of fields. Out: a route that
checks the person's role, takes its turn, answers 304 where the person has what is there, notes what was shown.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import partial
from typing import Any, TypeVar, get_type_hints

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import Response

from ui.app.people import Person, Role
from ui.app.workspace import Workspace
from ui.rest import schemas
from ui.rest.cursors import Paging
from ui.rest.fields import ProblemFields
from ui.rest.gate import PERSON
from ui.rest.problems import MEDIA_TYPE
from ui.rest.service import Service
from ui.rest.written import written

ACCEPTED = 202
VARY = "Authorization, X-API-Key"
PAGED = ("cursor", "limit")
Find = TypeVar("Find", bound=Callable[..., object])


class Tag(StrEnum):
    """What an ETag is of."""

    EDITION = "edition"  # of what is read: known before it is read
    CONTENT = "content"  # of the answer: for what changes without a new edition
    NONE = "none"  # an answer of its own each time


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was let in. tag: of the edition that is read, as this person may see it."""

    service: Service
    person: Person
    workspace: Workspace
    tag: str
    question: str  # a mark of route and parameters, without those of the page

    def page(self, limit: int, cursor: str | None, *, beside: str = "") -> Paging:
        """Which part of a list is asked for. beside: what else it changes with."""
        return Paging(f"{self.tag}{beside}", self.question, limit, cursor)


def person_of(request: Request) -> Person:
    """Who asks, as the gate has found out."""
    person = request.scope[PERSON]
    assert isinstance(person, Person)
    return person


def service_of(request: Request) -> Service:
    """What the server's verbs share."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


@dataclass(frozen=True, slots=True)
class Verb:
    """How a route is asked. gives: the fields it answers; role: of who may ask."""

    method: str
    path: str
    gives: type
    tag: Tag = Tag.NONE
    role: Role = Role.READER
    status: int = 200


def reading(
    router: APIRouter, path: str, gives: type, *, tag: Tag = Tag.EDITION, role: Role = Role.READER
) -> Callable[[Find], Find]:
    """A verb that reads, by GET."""
    return partial(_register, router, Verb("GET", path, gives, tag, role))


def asking(router: APIRouter, path: str, gives: type) -> Callable[[Find], Find]:
    """A verb that reads, by POST."""
    return partial(_register, router, Verb("POST", path, gives))


def changing(router: APIRouter, method: str, path: str, gives: type) -> Callable[[Find], Find]:
    """A verb of editors that changes something, and is answered before that is done."""
    return partial(_register, router, Verb(method, path, gives, role=Role.EDITOR, status=ACCEPTED))


def _register(router: APIRouter, verb: Verb, find: Find) -> Find:
    async def endpoint(request: Request, **given: object) -> Response:
        person, service = person_of(request), service_of(request)
        person.must_be(verb.role)
        work = partial(_answer, verb, find, request, given)
        return await service.turns.take(person.name, work, service.limits.seconds)

    endpoint.__signature__ = _signature(find)  # type: ignore[attr-defined]
    router.add_api_route(
        verb.path,
        endpoint,
        methods=[verb.method],
        name=find.__name__,
        operation_id=find.__name__,
        description=inspect.getdoc(find),
        status_code=verb.status,
        response_model=None,
        responses=answers(verb.gives, status=verb.status, tagged=verb.tag is not Tag.NONE),
    )
    return find


def answers(gives: type, *, status: int = 200, tagged: bool = False) -> dict[int | str, dict[str, Any]]:
    """What a route answers, for the OpenAPI document."""
    said: dict[int | str, dict[str, Any]] = {
        status: {
            "description": inspect.getdoc(gives) or "",
            "content": {"application/json": {"schema": schemas.ref(gives)}},
        },
        "default": {
            "description": "Why it failed",
            "content": {MEDIA_TYPE: {"schema": schemas.ref(ProblemFields)}},
        },
    }
    if tagged:
        said[304] = {"description": "What If-None-Match names is still what is there"}
    return said


def _signature(find: Callable[..., object]) -> inspect.Signature:
    hints = get_type_hints(find, include_extras=True)
    _, *own = inspect.signature(find).parameters.values()
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
    return inspect.Signature(
        [request, *(one.replace(annotation=hints[one.name], kind=inspect.Parameter.KEYWORD_ONLY) for one in own)]
    )


def _answer(verb: Verb, find: Callable[..., object], request: Request, given: Mapping[str, object]) -> Response:
    """In a thread: nothing here may wait for the loop."""
    service, person = service_of(request), person_of(request)
    workspace = service.house.of(person)
    edition = edition_tag(person, workspace) if verb.tag is Tag.EDITION else ""
    said = told(given)
    if edition and has_it(request, edition):
        service.journal.note(person.name, find.__name__, {**said, "unchanged": True})
        return Response(status_code=304, headers=private(edition))
    question = _mark((request.url.path, sorted((name, value) for name, value in said.items() if name not in PAGED)))
    shown = find(Asked(service, person, workspace, edition, question), **given)
    if verb.tag is not Tag.NONE or verb.method != "GET":  # how far a job is shows no document
        service.journal.note(person.name, find.__name__, said, documents_in(shown))
    body = written(shown)
    tag = hashlib.sha256(body).hexdigest()[:24] if verb.tag is Tag.CONTENT else edition
    if verb.tag is Tag.CONTENT and has_it(request, tag):
        return Response(status_code=304, headers=private(tag))
    headers = private(tag)
    if verb.status == ACCEPTED and isinstance(shown, dict):
        headers["Location"] = job_address(request, shown["id"])
    return Response(body, status_code=verb.status, headers=headers, media_type="application/json")


def job_address(request: Request, identifier: str) -> str:
    """Where a job is followed."""
    return f"{request.scope.get('root_path', '')}/v1/jobs/{identifier}"


def edition_tag(person: Person, workspace: Workspace) -> str:
    """Another one whenever what this person may read may be another."""
    collections = None if person.collections is None else sorted(person.collections)
    decided = workspace.all_decisions.entries
    home, assigned = str(workspace.home), workspace.collections.stamp
    last = decided[-1].id if decided else ""
    return _mark((home, assigned, workspace.edition, collections, person.role.value, len(decided), last))


def has_it(request: Request, tag: str) -> bool:
    """Whether the person has said that they have this."""
    said = request.headers.get("if-none-match", "")
    return any(one.strip().removeprefix("W/") in (f'"{tag}"', "*") for one in said.split(","))


def private(tag: str = "") -> dict[str, str]:
    """How an answer may be kept."""
    kept = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"} if tag else {"Cache-Control": "no-store"}
    return {**kept, "Vary": VARY}


def told(given: Mapping[str, object]) -> dict[str, object]:
    """What was asked, as it is noted: without what was not said."""
    return {name: _plain(value) for name, value in given.items() if value not in (None, "", False, [])}


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return told(value.model_dump())
    return value.value if isinstance(value, Enum) else value


def documents_in(shown: object) -> Iterable[str]:
    """The documents that are spoken of in an answer, each once; a source's name where nothing else is said."""
    return dict.fromkeys(_documents_in(shown))


def _documents_in(shown: object) -> Iterator[str]:
    if isinstance(shown, dict):
        named = shown.get("document_id") or shown.get("source")
        if isinstance(named, str):
            yield named
        for value in shown.values():
            if isinstance(value, dict | list):
                yield from _documents_in(value)
    elif isinstance(shown, list):
        for value in shown:
            yield from _documents_in(value)


def _mark(of: object) -> str:
    return hashlib.sha256(repr(of).encode("utf-8", "backslashreplace")).hexdigest()[:24]
