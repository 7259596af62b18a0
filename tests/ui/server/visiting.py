"""A visit to the pages without a browser: what a page's script does, by hand, and what a forger would do."""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

BOUNDARY = "----mailuo"


@dataclass(frozen=True)
class Reply:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(site: str, method: str, path: str, *headers: tuple[str, str], body: bytes = b"") -> Reply:
    """One request with just these headers; a Host is only there where they say one."""
    where = urlsplit(site)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=20)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers:
        connection.putheader(name, value.encode("latin-1", "replace"))
    connection.endheaders(body or None)
    reply = connection.getresponse()
    found = Reply(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
    connection.close()
    return found


def say(site: str, text: str) -> bytes:
    """Whatever bytes, sent as they are; the first answer that comes back."""
    where = urlsplit(site)
    with socket.create_connection((where.hostname or "", where.port or 80), 20) as line:
        line.sendall(text.encode("latin-1"))
        answer = line.recv(65536)
        while (missing := _missing(answer)) and (more := line.recv(65536 if missing < 0 else missing)):
            answer += more
        return answer


def _missing(answer: bytes) -> int:
    """How many bytes an answer lacks; -1 while its head is not all there."""
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end:
        return -1 if answer else 0
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return max(0, int(length[1]) - len(body)) if length else 0


@dataclass
class Visit:
    """An open page."""

    site: str
    line: ClientConnection
    token: str
    identifier: str = ""
    messages: list[ForwardMsg] = field(default_factory=list)

    def run(self, page: str = "", states: WidgetStates | None = None, query: str = "") -> list[ForwardMsg]:
        """Has the page drawn, as after a click; what came of it."""
        wish = BackMsg()
        wish.rerun_script.query_string = query
        wish.rerun_script.page_name = page
        if states is not None:
            wish.rerun_script.widget_states.CopyFrom(states)
        self.line.send(wish.SerializeToString())
        return self.listen()

    def listen(self) -> list[ForwardMsg]:
        """What comes until the page is drawn."""
        self.messages = []
        while True:
            told = ForwardMsg()
            raw = self.line.recv(timeout=30)
            assert isinstance(raw, bytes)
            told.ParseFromString(raw)
            self.messages.append(told)
            if told.WhichOneof("type") == "new_session":
                self.identifier = told.new_session.initialize.session_id
            if told.WhichOneof("type") == "script_finished":
                return self.messages

    def texts(self) -> str:
        """All that the page was told, as text."""
        return "\n".join(str(message) for message in self.messages)

    def element(self, kind: str, key: str) -> str:
        """The identifier of a drawn element of ours."""
        drawn = (message.delta.new_element for message in self.messages if message.WhichOneof("type") == "delta")
        found = (str(getattr(element, kind).id) for element in drawn if element.WhichOneof("type") == kind)
        return next(identifier for identifier in found if identifier.endswith(f"-{key}"))

    def upload(self, file: str, name: bytes, content: bytes, *headers: tuple[str, str]) -> Reply:
        """Sends a file under a number."""
        head = b'Content-Disposition: form-data; name="file"; filename="' + name + b'"'
        body = b"\r\n".join(
            (f"--{BOUNDARY}".encode(), head, b"Content-Type: text/plain", b"", content, f"--{BOUNDARY}--".encode(), b"")
        )
        usual = (
            ("Host", urlsplit(self.site).netloc),
            ("Cookie", f"_streamlit_xsrf={self.token}"),
            ("X-Xsrftoken", self.token),
            ("Content-Type", f"multipart/form-data; boundary={BOUNDARY}"),
            ("Content-Length", str(len(body))),
        )
        kept = [pair for pair in usual if pair[0].lower() not in {name.lower() for name, _ in headers}]
        return ask(self.site, "PUT", f"/_stcore/upload_file/{self.identifier}/{file}", *kept, *headers, body=body)


@contextmanager
def visit(site: str, signed_in: str = "") -> Iterator[Visit]:
    """Opens the start page. signed_in: the cookie of who signed in."""
    where = urlsplit(site).netloc
    cookie = ask(site, "GET", "/_stcore/health", ("Host", where)).headers["set-cookie"]
    token = cookie.partition("=")[2].partition(";")[0]
    with connect(
        f"ws://{where}/_stcore/stream",
        origin=Origin(site),
        subprotocols=[Subprotocol("streamlit"), Subprotocol(token)],
        additional_headers={"Cookie": "; ".join(filter(None, (f"_streamlit_xsrf={token}", signed_in)))},
        max_size=None,
        proxy=None,
    ) as line:
        visitor = Visit(site, line, token)
        visitor.run()
        yield visitor
