"""Over streamable HTTP: an application to be mounted at /mcp, behind the door of `ui.guard`.

Every request stands for itself and gets JSON: there are no sessions, so that any of several servers may answer. Who
asks is found out before the request is read.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import anyio.to_thread
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from graph.errors import MailuoError
from ui.app.house import House
from ui.app.journal import Journal
from ui.app.people import NotSignedIn, Person
from ui.app.signing_in import SignIn, TooManyTries
from ui.mcp.server import Context, make_server

PERSON = "mailuo.person"  # where the scope of a request holds who asks
SIGNED_IN_AT_ONCE = 2  # a password takes 64 MB
MOST_BYTES = 256 * 1024  # of a request
PROBLEM = "application/problem+json"


class Application:
    """An ASGI application; its `lifespan` is entered by the one that mounts it, once."""

    def __init__(self, house: House, sign_in: SignIn, journal: Journal) -> None:
        self._sign_in = sign_in
        self._signing_in = anyio.CapacityLimiter(SIGNED_IN_AT_ONCE)
        self._manager = StreamableHTTPSessionManager(
            make_server(house, _who, journal),
            json_response=True,
            stateless=True,
            # names and origins are looked at by the door in front of all that is mounted
            security_settings=TransportSecuritySettings(enable_dns_rebinding_protection=False),
            max_request_body_size=MOST_BYTES,
        )

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """While requests may come."""
        async with self._manager.run():
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the lifespan where a server runs this alone."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        async with self.lifespan():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if request.method != "POST":
            refused = _problem(405, "no streams are kept open here; send messages by POST", {"Allow": "POST"})
            await refused(scope, receive, send)
            return
        client = request.client.host if request.client else None
        try:
            # a password is proved by work
            person = await anyio.to_thread.run_sync(
                self._sign_in.person, request.headers, client, limiter=self._signing_in
            )
        except TooManyTries as error:
            await _problem(429, str(error), {"Retry-After": str(error.wait)})(scope, receive, send)
            return
        except NotSignedIn as error:
            refused = _problem(401, str(error), {"WWW-Authenticate": 'Bearer realm="mailuo"'})
            await refused(scope, receive, send)
            return
        except MailuoError as error:  # the file of users, the issuer of tokens
            logging.getLogger("mailuo.mcp").error("%s: %s", type(error).__name__, error)
            refused = _problem(503, "nobody can sign in now; the operator finds why in the server's log", {})
            await refused(scope, receive, send)
            return
        await self._manager.handle_request({**scope, PERSON: person}, receive, send)


def asgi(house: House, sign_in: SignIn, journal: Journal) -> Application:
    """What answers at /mcp."""
    return Application(house, sign_in, journal)


def _who(context: Context) -> Person:
    person = context.request.scope[PERSON] if context.request else None
    assert isinstance(person, Person)  # no request comes past `Application`
    return person


def _problem(status: int, detail: str, headers: dict[str, str]) -> Response:
    return JSONResponse({"status": status, "detail": detail}, status, headers, PROBLEM)
