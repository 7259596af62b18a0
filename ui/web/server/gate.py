"""The gate before the pages: every request is let in or refused in a plain line, and every answer says the headers."""

from __future__ import annotations

import logging
import re
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from ui.app.accounts import UsersUnreadable
from ui.guard.hosts import Names
from ui.guard.speaking import speaking
from ui.guard.strangers import Refusal, length_of, only, refuse_stranger
from ui.web.server.door import HEADER, Door, ask_who
from ui.web.server.headers import page_headers
from ui.web.server.waiting import WaitingRoom, visit_of

# what the pages need of Streamlit's own addresses; all others are closed, metrics and those still to come too
_OPEN = re.compile(r"/_stcore/(health|host-config|stream|upload_file/[^/]+/[^/]+)")
_CLOSED = re.compile(r"/+(_stcore|component|app/static|auth|oauth2callback)(/.*)?", re.DOTALL)

# where one signs in and out; the feed asks by itself, as programs have no cookie
_SIGNING = ("/sign-in", "/sign-out")
_FEED = "/news.atom"
_BESIDE = re.compile(r"/(_stcore|media|static|component)/")  # what is no page that could be shown after signing in


@dataclass(frozen=True, slots=True)
class Gate:
    """Who may ask for what."""

    names: Names
    base_path: str = ""  # below which all lies, as /mailuo
    headers: dict[str, str] = field(default_factory=page_headers)
    waiting: WaitingRoom = field(default_factory=WaitingRoom)
    door: Door | None = None  # where people sign in; None: nobody is asked

    async def lead(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Leads a request to the pages, or away."""
        if scope["type"] not in ("http", "websocket"):
            await app(scope, receive, send)
            return
        send = speaking(send, self.headers)
        headers = Headers(scope=scope)
        path = below(self.base_path, scope["path"])
        visit, length = visit_of(scope.get("method", ""), path) if path else None, length_of(headers)
        if refusal := self._refuse(scope, headers, path, visit, length):
            await _answer(refusal, scope, send)
            return
        if self.door is not None and path is not None:
            try:
                scope, answer = _let_in(self.door, scope, headers, path)
            except UsersUnreadable as error:  # spoiled while the server runs: nobody comes in
                logging.getLogger("mailuo").error("%s", error)
                answer = Refusal(503, "the file of users cannot be read; its administrator must look at it")
            if isinstance(answer, Refusal):
                await _answer(answer, scope, send)
                return
            if answer is not None:
                await answer(scope, receive, send)
                return
        token = Headers(scope=scope).get(HEADER) if self.door is not None else None
        if scope["type"] == "websocket" and self.door is not None and token:
            receive = _while_signed_in(self.door, token, receive)
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


def _while_signed_in(door: Door, token: str, receive: Receive) -> Receive:
    """What a page that is open says. Once who opened it is signed in no more, whatever it says draws the whole page,
    which asks who it is for: parts of pages, buttons and downloads do not.
    """

    async def receive_while() -> Message:
        message = await receive()
        if message["type"] == "websocket.receive" and not _is_signed_in(door, token):
            return {"type": "websocket.receive", "bytes": _drawing_all(message.get("bytes") or b"")}
        return message

    return receive_while


def _drawing_all(said: bytes) -> bytes:
    """A message of a page without what was pressed, chosen or asked for."""
    drawn = BackMsg()
    drawn.rerun_script.SetInParent()
    with suppress(DecodeError):
        before = BackMsg.FromString(said).rerun_script
        drawn.rerun_script.page_script_hash = before.page_script_hash
        drawn.rerun_script.query_string = before.query_string
    return bytes(drawn.SerializeToString())


def _is_signed_in(door: Door, token: str) -> bool:
    try:
        return door.person(token) is not None
    except UsersUnreadable as error:
        logging.getLogger("mailuo").error("%s", error)
        return False


def _let_in(door: Door, scope: Scope, headers: Headers, path: str) -> tuple[Scope, HTMLResponse | Refusal | None]:
    """The request as the pages may see it, with who asks; and what is answered in their place where nobody is known."""
    client = scope["client"][0] if scope.get("client") else None
    by_itself = (path == _FEED and scope["type"] == "http") or (path in _SIGNING and scope.get("method") == "POST")
    token = None if by_itself or not door.asks else door.token_of(headers, client)
    inner = MutableHeaders(raw=[one for one in scope["headers"] if one[0].lower() != HEADER.encode("ascii")])
    scheme = only(headers, "x-forwarded-proto")
    if scheme == "https" and door.is_proxy(client):
        scope = {**scope, "scheme": "wss" if scope["type"] == "websocket" else "https"}
    if token is not None:
        inner[HEADER] = token
    seen = {**scope, "headers": inner.raw}
    if token is not None or not door.asks or by_itself or path == "/_stcore/health":
        return seen, None
    if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and not _BESIDE.match(path):
        status, page = ask_who(
            headers, "/" if path in _SIGNING else path, scope.get("query_string", b"").decode("latin-1")
        )
        return seen, HTMLResponse(page, status, {"Cache-Control": "no-store"})
    return seen, Refusal(401, "sign in first")


def below(base_path: str, path: str) -> str | None:
    """A path without the one below which all lies: /mailuo/ask → /ask; None for what does not lie there."""
    return path.removeprefix(base_path) if path.startswith(f"{base_path}/") else None


def is_open(path: str) -> bool:
    """Whether something is served there."""
    return path.startswith("/") and (not _CLOSED.fullmatch(path) or bool(_OPEN.fullmatch(path)))


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
