"""The gate before the pages: every request is let in or refused in a plain line, and every answer says the headers."""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.server.headers import page_headers, speaking
from ui.web.server.hosts import Host, Names, read_host
from ui.web.server.waiting import WaitingRoom, visit_of

# what the pages need of Streamlit's own addresses; all others are closed, metrics and those still to come too
_OPEN = re.compile(r"/_stcore/(health|host-config|stream|upload_file/[^/]+/[^/]+)")
_CLOSED = re.compile(r"/+(_stcore|component|app/static|auth|oauth2callback)(/.*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a request that is not let in is told."""

    status: int
    line: str
    location: str = ""  # where to go instead


@dataclass(frozen=True, slots=True)
class Gate:
    """Who may ask for what."""

    names: Names
    base_path: str = ""  # below which all lies, as /mailuo
    headers: dict[str, str] = field(default_factory=page_headers)
    waiting: WaitingRoom = field(default_factory=WaitingRoom)

    async def lead(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Leads a request to the pages, or away."""
        if scope["type"] not in ("http", "websocket"):
            await app(scope, receive, send)
            return
        send = speaking(send, self.headers)
        headers = Headers(scope=scope)
        path = below(self.base_path, scope["path"])
        visit, length = visit_of(scope.get("method", ""), path) if path else None, _length(headers)
        if refusal := self._refuse(scope, headers, path, visit, length):
            await _answer(refusal, scope, send)
            return
        with self.waiting.receive(visit, length or 0) if visit else nullcontext():
            await app(scope, receive, send)

    def _refuse(
        self, scope: Scope, headers: Headers, path: str | None, visit: str | None, length: int | None
    ) -> Refusal | None:
        server = scope.get("server")
        if stranger := refuse_stranger(self.names, headers, server[0] if server else None):
            return stranger
        if path is None:
            line = f"the pages are at {self.base_path}/"
            if self.base_path and scope["path"] in ("/", self.base_path):
                query = scope.get("query_string", b"").decode("latin-1")
                return Refusal(308, line, f"{self.base_path}/{query and '?'}{query}")
            return Refusal(404, f"there is nothing here; {line}")
        if not is_open(path):
            return Refusal(404, "there is nothing here")
        if visit is None:
            return None
        if length is None:
            return Refusal(411, "the length of the file must be said (Content-Length)")
        why = self.waiting.why_not(visit, length)
        return Refusal(413, why) if why else None


def refuse_stranger(names: Names, headers: Headers, reached_at: str | None) -> Refusal | None:
    """Whoever calls the server by a name that is not its own, or asks from a page that is not ours."""
    host = _only(headers, "host")
    called = read_host(host) if host is not None else None
    if called is None or not names.has_host(called, reached_at):
        return Refusal(403, f"Mailuo does not answer to {_said(called)}; its operator can allow it with MAILUO_HOSTS")
    origins = headers.getlist("origin")
    if origins and (len(origins) > 1 or not names.has_origin(origins[0], called)):
        return Refusal(403, "Mailuo does not answer to pages of other addresses")
    return None


def below(base_path: str, path: str) -> str | None:
    """A path without the one below which all lies: /mailuo/ask → /ask; None for what does not lie there."""
    return path.removeprefix(base_path) if path.startswith(f"{base_path}/") else None


def is_open(path: str) -> bool:
    """Whether something is served there."""
    return path.startswith("/") and (not _CLOSED.fullmatch(path) or bool(_OPEN.fullmatch(path)))


def _only(headers: Headers, name: str) -> str | None:
    values = headers.getlist(name)
    return values[0] if len(values) == 1 else None


def _said(called: Host | None) -> str:
    return f"the name “{called.name}”" if called else "this Host"


def _length(headers: Headers) -> int | None:
    value = _only(headers, "content-length")
    return int(value) if value is not None and value.isascii() and value.isdigit() else None


async def _answer(refusal: Refusal, scope: Scope, send: Send) -> None:
    body = f"{refusal.line}\n".encode()
    prefix = "websocket." if scope["type"] == "websocket" else ""
    if prefix and "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1008, "reason": "refused"})
        return
    start: Message = {
        "type": f"{prefix}http.response.start",
        "status": refusal.status,
        "headers": [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode("ascii")),
            (b"cache-control", b"no-store"),
            (b"connection", b"close"),  # what else it sends is not read
            *([(b"location", refusal.location.encode("latin-1"))] if refusal.location else ()),
        ],
    }
    await send(start)
    await send({"type": f"{prefix}http.response.body", "body": body})
