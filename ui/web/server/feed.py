"""The feed of what is new, at /news.atom, beside the pages: for programs that look in from time to time."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from graph.errors import MailuoError
from ui.app.people import Person
from ui.web.server.door import refuse_programs


async def tell_news(request: Request) -> Response:
    """The feed, with links to the address by which it was asked for."""
    address = str(request.url).partition("?")[0].removesuffix("news.atom")
    person = await refuse_programs(request)
    if isinstance(person, Response):
        return person
    try:
        made = await run_in_threadpool(_feed_of, person, address)
    except MailuoError as error:
        return PlainTextResponse(f"{error}\n", status_code=503)
    return Response(made, media_type="application/atom+xml")


def _feed_of(person: Person, address: str) -> bytes:
    from ui.web.session import open_house  # imported late: with it come the pages

    return open_house().of(person).feed(address)
