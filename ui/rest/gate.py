"""The gate before the verbs: who is let in is no stranger, brings not too much, has signed in, asks not too often.

It stands outside of FastAPI, so that nothing of a request's body is read for whoever is not let in. What is mounted
beside the verbs asks its people itself.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.errors import MailuoError
from ui.app.people import Person
from ui.app.signing_in import SignIn
from ui.guard.hosts import Names
from ui.guard.speaking import safe_headers, speaking
from ui.guard.strangers import length_of, refuse_stranger
from ui.rest import problems
from ui.rest.limits import Limits, Rates
from ui.rest.turns import Turns

OPEN = ("/health", "/ready", "/openapi.json", "/docs")  # to whoever reaches the server
UPLOAD = ("POST", "/v1/documents")
PERSON = "mailuo.person"  # in a request's scope
# the page of the documentation draws itself with its own scripts and styles
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}


class HostRefused(MailuoError):
    """Called by a name that is not its own, or from a page that is not ours."""


class BodyTooLarge(MailuoError):
    """More than may be sent at once."""


class TooManyRequests(problems.WaitFirst):
    """One person asks too often."""


@dataclass(frozen=True, slots=True)
class Door:
    """What the gate knows."""

    names: Names
    sign_in: SignIn
    limits: Limits
    rates: Rates
    signing_in: Turns
    mounts: Collection[str] = ()


class Gate:
    """An ASGI callable around another."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door
        self._said = safe_headers(POLICY)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1008, "reason": "refused"})
            return
        send = speaking(send, self._said)
        try:
            most = self._check(scope)
            if not self._is_open(scope["path"]):
                scope[PERSON] = await self._person(scope)
        except MailuoError as error:
            await problems.answer(error, is_known=False)(scope, receive, send)
            return
        await self._app(scope, _bounded(receive, most), send)

    def _check(self, scope: Scope) -> int:
        """How many bytes it may bring."""
        headers, limits, server = Headers(scope=scope), self._door.limits, scope.get("server")
        if stranger := refuse_stranger(self._door.names, headers, server[0] if server else None):
            raise HostRefused(stranger.line)
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string", b"")) > limits.address_bytes:
            raise problems.InputWrong(f"the address is longer than {limits.address_bytes >> 10} KB")
        most = limits.upload_bytes if (scope["method"], scope["path"]) == UPLOAD else limits.body_bytes
        if (length_of(headers) or 0) > most:
            raise BodyTooLarge(_too_large(most))
        return most

    def _is_open(self, path: str) -> bool:
        return any(path == one or path.startswith(f"{one}/") for one in (*OPEN, *self._door.mounts))

    async def _person(self, scope: Scope) -> Person:
        door, headers = self._door, Headers(scope=scope)
        client = scope["client"][0] if scope.get("client") else None
        if door.sign_in.asks:
            # a password takes a while: not on the loop that serves all others
            person = await door.signing_in.take(
                client or "", lambda: door.sign_in.person(headers, client), door.limits.seconds
            )
        else:
            person = door.sign_in.person(headers, client)
        if wait := door.rates.wait(person.name):
            raise TooManyRequests(
                f"{person.name} may ask {door.limits.rate} times a minute; try again in {math.ceil(wait)} seconds",
                math.ceil(wait),
            )
        return person


def _too_large(most: int) -> str:
    return f"at most {most >> 20} MB may be sent here at once"


def _bounded(receive: Receive, most: int) -> Receive:
    """`receive` that ends a body which says no length and grows too long."""
    got = 0

    async def receive_bounded() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise HTTPException(413, _too_large(most))  # what reads bodies passes this one on
        return message

    return receive_bounded
