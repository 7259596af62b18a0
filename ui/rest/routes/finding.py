"""Search, ask, mentions: find passages, answers and places."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from graph.errors import MailuoError
from ui.app.facets import Filters, Order
from ui.app.fields import AskFields, SearchFields
from ui.app.people import Person
from ui.rest import problems, schemas
from ui.rest.fields import STREAMED, MentionsPageFields, ProgressFields
from ui.rest.limits import LONGEST_TEXT
from ui.rest.routes.parameters import After, Cursor, Filter, Limit, Name, Question, Type, Year
from ui.rest.service import Service
from ui.rest.verbs import Asked, answers, asking, documents_in, person_of, private, reading, service_of

BEAT = 1.0  # seconds between two lines of progress
router = APIRouter(tags=["Find"])


class Mode(StrEnum):
    """How passages are ranked."""

    HYBRID = "hybrid"
    DENSE = "dense"
    LEXICAL = "lexical"


class Kind(StrEnum):
    """Of documents."""

    FIVE_YEAR_PLAN = "five_year_plan"
    ACTION_PLAN = "action_plan"
    WORK_REPORT = "work_report"
    NEWS = "news"
    NOTICE = "notice"
    ANNEX = "annex"
    POLICY = "policy"
    OTHER = "other"


class Questioned(BaseModel):
    """A question with what it goes on from."""

    question: str = Field(min_length=1, max_length=LONGEST_TEXT)
    after: list[Annotated[str, Field(max_length=LONGEST_TEXT)]] = Field([], max_length=10)


@reading(router, "/v1/search", SearchFields)
def search(  # noqa: PLR0913 - a filter each
    asked: Asked,
    query: Annotated[str, Query(min_length=1, max_length=LONGEST_TEXT, description="What to look for.")],
    top: Annotated[int, Query(ge=1, le=1000, description="How many passages.")] = 10,
    mode: Mode = Mode.HYBRID,
    source: Filter = None,
    year: Year = None,
    region: Filter = None,
    kind: Kind | None = None,
    type: Type = None,
    sort: Order = Order.FIT,
    explain: Annotated[bool, Query(description="Say what each ranker gave each passage.")] = False,
) -> SearchFields:
    """Passages, best first."""
    filters = Filters(source, year, region, None if kind is None else kind.value, type=type)
    return asked.workspace.search(query, top=top, mode=mode.value, filters=filters, order=sort, explain=explain)


@reading(router, "/v1/ask", AskFields)
def ask(asked: Asked, question: Question, after: After = []) -> AskFields:  # noqa: B006 - FastAPI copies it
    """An answer with citations, or null where the documents do not say it."""
    return asked.workspace.ask(question, after=after)


@asking(router, "/v1/ask", AskFields)
def ask_by_post(asked: Asked, body: Questioned) -> AskFields:
    """The same, for what is not to stand in an address."""
    return asked.workspace.ask(body.question, after=body.after)


@reading(router, "/v1/mentions", MentionsPageFields)
def mentions(
    asked: Asked,
    name: Name,
    type: Type = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> MentionsPageFields:
    """The documents and passages that mention the entity, under all its names."""
    found = asked.workspace.mentions(name, kind=type)
    documents, behind = asked.page(limit, cursor).cut(found["documents"])
    return {**found, "documents": documents, "next": behind}


_EVENT = {
    "type": "object",
    "properties": {
        "event": {"enum": list(STREAMED)},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
    "required": ["event", "data"],
}
_EVENTS = ", ".join(f"{name}: {kind.__name__}" for name, kind in STREAMED.items())
_STREAM = {
    200: {
        "description": f"Server-sent events, the last one “result” or “problem”; data: {_EVENTS}.",
        "content": {"text/event-stream": {"schema": _EVENT}},
    },
    "default": answers(ProgressFields)["default"],
}
for _kind in STREAMED.values():
    schemas.ref(_kind)


@router.get("/v1/ask/stream", responses=_STREAM, response_model=None, response_class=StreamingResponse)  # type: ignore[arg-type]
async def ask_stream(request: Request, question: Question, after: After = []) -> StreamingResponse:  # noqa: B006 - as above
    """The same as server-sent events: how far it is, then the answer."""
    told = _tell(service_of(request), person_of(request), question, after)
    return StreamingResponse(told, media_type="text/event-stream", headers=private())


async def _tell(service: Service, person: Person, question: str, after: Sequence[str]) -> AsyncIterator[str]:
    loop, began, started = asyncio.get_running_loop(), time.monotonic(), asyncio.Event()

    def work() -> AskFields:
        loop.call_soon_threadsafe(started.set)
        said = service.house.of(person).ask(question, after=after)
        service.journal.note(person.name, "ask", {"question": question, "after": list(after)}, documents_in(said))
        return said

    task = asyncio.ensure_future(service.turns.take(person.name, work, service.limits.seconds))
    begins = asyncio.ensure_future(started.wait())
    try:
        yield _event("progress", {"stage": "waiting", "seconds": 0.0})
        await asyncio.wait({task, begins}, return_when=asyncio.FIRST_COMPLETED)
        while not task.done():
            progress: ProgressFields = {"stage": "asking", "seconds": round(time.monotonic() - began, 2)}
            yield _event("progress", progress)
            await asyncio.wait({task}, timeout=BEAT)
        yield _result(task)
    finally:
        task.cancel()
        begins.cancel()


def _result(task: asyncio.Future[AskFields]) -> str:
    error = task.exception()
    if error is None:
        return _event("result", task.result())
    if not isinstance(error, MailuoError | OSError):
        task.get_loop().call_exception_handler({"message": "an answer failed", "exception": error})
    return _event("problem", problems.fields_of(error))


def _event(name: str, told: object) -> str:
    """One event; JSON holds no ends of lines."""
    return f"event: {name}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"
