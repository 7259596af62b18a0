"""The feed of what is new, at /news.atom, beside the pages: for programs that look in from time to time."""

from __future__ import annotations

from functools import cache

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from graph.errors import MailuoError
from ui.app.settings import Settings
from ui.app.workspace import Workspace


@cache
def _workspace() -> Workspace:
    """One of its own: the pages open theirs when the first visit comes."""
    settings = Settings.read()
    return Workspace.open(settings, read_only=True)


async def tell_news(request: Request) -> Response:
    """The feed, with links to the address by which it was asked for."""
    address = str(request.url).partition("?")[0].removesuffix("news.atom")
    try:
        made = await run_in_threadpool(_workspace().feed, address)
    except MailuoError as error:
        return PlainTextResponse(f"{error}\n", status_code=503)
    return Response(made, media_type="application/atom+xml")
