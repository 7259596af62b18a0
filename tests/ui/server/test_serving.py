"""The web server as `mailuo ui` starts it: whom it answers, what it says with every answer, and that it asks nobody.

One server for all tests. It listens everywhere, as a server does that looked for its outer address, and Streamlit's
own variables try to take the protection away.
"""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import streamlit as st
from streamlit import net_util
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.ui.browsing import serve
from tests.ui.server.visiting import Visit, ask, say, visit
from ui.guard.hosts import Names
from ui.web.server import serving
from ui.web.server.gate import Gate

pytestmark = pytest.mark.commands

UNPROTECTED = {
    "STREAMLIT_SERVER_ENABLE_CORS": "false",
    "STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false",
    "STREAMLIT_SERVER_ENABLE_AGENT_API": "true",
    "STREAMLIT_SERVER_ENABLE_STATIC_SERVING": "true",
    "STREAMLIT_SERVER_SCRIPT_HEALTH_CHECK_ENABLED": "true",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
    "STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE": "false",
}
# written beside the server's own code: what it opens, asks and sends, a line each
LISTENER = """
import json, os, sys
HEARD = os.open(os.environ["MAILUO_TEST_HEARD"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
WHERE = {"socket.bind": 1, "socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}
def hear(event, arguments):
    if event in WHERE:
        os.write(HEARD, (json.dumps([event, str(arguments[WHERE[event]])]) + "\\n").encode())
sys.addaudithook(hear)
"""
HEADERS = (
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
)
PLACES = (
    ("GET", "/"),
    ("GET", "/documents"),
    ("HEAD", "/"),
    ("GET", "/_stcore/health"),
    ("GET", "/_stcore/host-config"),
    ("GET", "/_stcore/stream"),
    ("GET", "/_stcore/metrics"),
    ("GET", "/_stcore/script-health-check"),
    ("POST", "/_stcore/agent/interact"),
    ("PUT", "/_stcore/upload_file/visit/file"),
    ("OPTIONS", "/_stcore/upload_file/visit/file"),
    ("GET", "/media/nothing.csv"),
    ("GET", "/component/nothing/index.html"),
    ("GET", "/static/js/nothing.js"),
    ("GET", "//evil.com"),
    ("GET", "/documents/"),
)


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server asked of other machines, a line each."""
    return tmp_path_factory.mktemp("heard") / "heard.jsonl"


@pytest.fixture(scope="module")
def site(heard: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "sitecustomize.py").write_text(LISTENER, encoding="utf-8")
    variables = {**UNPROTECTED, "PYTHONPATH": str(folder), "MAILUO_TEST_HEARD": str(heard)}
    names = ("--host", "0.0.0.0", "--allow-host", "mailuo.example.org")
    with serve(folder / "home", folder / "log.txt", *names, variables=variables) as address:
        yield address


@pytest.fixture
def visitor(site: str) -> Iterator[Visit]:
    with visit(site) as opened:
        yield opened


def own(site: str) -> tuple[str, str]:
    return "Host", urlsplit(site).netloc


# ------------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(("method", "path"), PLACES)
def test_a_foreign_name_is_refused_everywhere(method: str, path: str, site: str) -> None:
    port = urlsplit(site).port
    for host in ("evil.com", f"localhost.evil.com:{port}", "2130706433", f"127.0.0.1.nip.io:{port}"):
        reply = ask(site, method, path, ("Host", host), ("X-Forwarded-Host", "localhost"))
        assert reply.status == 403, host
        assert method == "HEAD" or re.fullmatch(rb"Mailuo does not answer to [^<>\n]+\n", reply.body)
        assert reply.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(("method", "path"), PLACES)
def test_a_foreign_page_is_refused_everywhere(method: str, path: str, site: str) -> None:
    for origin in ("http://evil.com", "null", "http://localhost:1", f"{site}.evil.com"):
        reply = ask(site, method, path, own(site), ("Origin", origin))
        assert reply.status == 403, origin
        assert "access-control-allow-origin" not in reply.headers


def test_its_own_names_are_answered(site: str) -> None:
    port = urlsplit(site).port
    for host in ("localhost", f"LOCALHOST:{port}", "localhost.", "127.0.0.1", "[::1]", "mailuo.example.org"):
        reply = ask(site, "GET", "/_stcore/health", ("Host", host), ("X-Forwarded-Host", "evil.com"))
        assert (reply.status, reply.body) == (200, b"ok"), host
    for origin in (site, "https://mailuo.example.org"):
        assert ask(site, "GET", "/", own(site), ("Origin", origin)).status == 200


@pytest.mark.parametrize(
    "request_",
    [
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: localhost\r\nHost: evil.com\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: evil.com\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost, evil.com\r\n\r\n",
        "GET http://evil.com/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET http://localhost/_stcore/metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\xe9\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_what_names_nobody_or_two_is_refused(request_: str, site: str) -> None:
    assert re.match(rb"HTTP/1.1 4\d\d ", say(site, request_))


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("evil.com", None),
        ("evil.com", "http://evil.com"),
        ("localhost.evil.com", "http://localhost.evil.com"),
        ("localhost", "http://evil.com"),
        ("localhost", "null"),
        ("localhost", "http://localhost:1"),
    ],
)
def test_the_line_to_a_page_is_not_opened_for_others(host: str, origin: str | None, site: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        dial(site, f"{host}:{urlsplit(site).port}", origin)
    said = refused.value.response
    assert said.status_code == 403
    assert (said.body or b"").startswith(b"Mailuo does not answer to ")
    assert set(HEADERS) <= {name.lower() for name in said.headers}


def test_the_line_to_a_page_is_opened_for_ours(site: str) -> None:
    netloc = urlsplit(site).netloc
    for host, origin in ((netloc, site), (netloc.upper(), site), ("mailuo.example.org", "https://mailuo.example.org")):
        dial(site, host, origin)


def dial(site: str, host: str, origin: str | None) -> None:
    """Opens the line that a page opens, by a name."""
    where = urlsplit(site)
    line = socket.create_connection((where.hostname or "", where.port or 80), 20)
    with line, connect(f"ws://{host}/_stcore/stream", origin=Origin(origin) if origin else None, sock=line, proxy=None):
        pass


# ----------------------------------------------------------------------------------------------------------- answers


@pytest.mark.parametrize(("method", "path"), PLACES)
def test_every_answer_says_the_headers(method: str, path: str, site: str) -> None:
    for host in (urlsplit(site).netloc, "evil.com"):
        said = ask(site, method, path, ("Host", host)).headers
        assert set(HEADERS) <= set(said), path
        assert said["x-frame-options"] == "DENY"
        assert said["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in said["content-security-policy"]
        assert "access-control-allow-origin" not in said or said["access-control-allow-origin"] == site


def test_the_policy_opens_no_door(site: str) -> None:
    policy = ask(site, "GET", "/", own(site)).headers["content-security-policy"]
    assert "http:" not in policy
    assert "https:" not in policy
    assert "*" not in policy
    assert "'unsafe-eval'" not in policy
    scripts = next(rule for rule in policy.split("; ") if rule.startswith("script-src"))
    assert "'unsafe-inline'" not in scripts
    assert "'sha256-" in scripts


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore/metrics?families=x",
        "/%5fstcore/metrics",
        "/_stcore/script-health-check",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/component/x/index.html",
        "/app/static/app.py",
    ],
)
def test_what_no_page_needs_is_closed(path: str, site: str) -> None:
    assert ask(site, "GET", path, own(site)).status == 404


# ----------------------------------------------------------------------------------------------------------- uploads


def test_a_file_is_taken_for_a_visit_that_proves_itself(visitor: Visit) -> None:
    assert visitor.upload("1", b"plan.txt", b"plan").status == 204
    assert visitor.upload("2", b"plan.txt", b"plan", ("X-Xsrftoken", "no")).status == 403
    assert visitor.upload("2", b"plan.txt", b"plan", ("Origin", "http://evil.com")).status == 403
    assert visitor.upload("2", b"plan.txt", b"plan", ("Host", "evil.com")).status == 403
    visitor.identifier = "nobody"
    assert visitor.upload("2", b"plan.txt", b"plan").status == 400


def test_a_file_that_is_too_large_or_hides_its_length_is_refused_before_it_comes(site: str) -> None:
    netloc = urlsplit(site).netloc
    head = f"PUT /_stcore/upload_file/visit/file HTTP/1.1\r\nHost: {netloc}\r\n"
    assert b" 413 " in say(site, f"{head}Content-Length: {202 << 20}\r\n\r\n")
    assert b"200 MB" in say(site, f"{head}Content-Length: {202 << 20}\r\n\r\n")
    assert b" 411 " in say(site, f"{head}Transfer-Encoding: chunked\r\n\r\n")


def forged(uploader: str, button: str, *files: str) -> WidgetStates:
    """What a page's script says when files were chosen and the button was pressed."""
    states = WidgetStates()
    chosen = states.widgets.add(id=uploader)
    for file in files:
        chosen.file_uploader_state_value.uploaded_file_info.add(file_id=file, name=file, size=4)
    states.widgets.add(id=button, trigger_value=True)
    return states


def test_names_of_files_are_changed_or_refused_in_words(visitor: Visit) -> None:
    visitor.run("documents")
    uploader = visitor.element("file_uploader", "upload-0")
    names = (b"a\0b.txt", b"../../up.txt", b"", "长".encode() * 100 + b".txt", b"x\xe2\x80\xaey.txt", b"CON.txt")
    for number, name in enumerate(names):
        assert visitor.upload(str(number), name, b"plan").status == 204
    states = forged(uploader, "no button", *map(str, range(len(names))))
    told = "\n".join(str(message) for message in visitor.run("documents", states))
    assert "Traceback" not in told
    assert told.count("<li>") == len(names)


def test_what_was_left_on_a_page_is_let_go_with_it(visitor: Visit) -> None:
    def is_kept() -> bool:
        return "<li>" in "\n".join(str(message) for message in visitor.run("documents", states))

    visitor.run("documents")
    states = forged(visitor.element("file_uploader", "upload-0"), "no button", "1")
    assert visitor.upload("1", b"CON.txt", b"plan").status == 204
    assert is_kept()
    visitor.run("ask")
    assert not is_kept()


def test_reading_only_takes_no_forged_word(visitor: Visit, tmp_path: Path) -> None:
    visitor.run("documents")
    uploader, button = visitor.element("file_uploader", "upload-0"), visitor.element("button", "take in")
    with (
        serve(tmp_path / "home", tmp_path / "log.txt", "--read-only") as closed,
        visit(closed) as forger,
    ):
        assert "--read-only" in "\n".join(str(message) for message in forger.run("documents", query="lang=en"))
        assert forger.upload("1", b"plan.txt", b"plan").status == 204
        told = "\n".join(str(message) for message in forger.run("documents", forged(uploader, button, "1")))
    assert "file_uploader" not in told
    assert "class='job" not in told
    assert not any((tmp_path / "home").glob("*"))


# ------------------------------------------------------------------------------------------------------ other machines


def test_nothing_is_asked_of_other_machines(site: str, heard: Path, visitor: Visit) -> None:
    for page in ("ask", "graph", "trace", "mentions", "targets", "documents"):
        visitor.run(page)
    # Streamlit itself would look up this machine's addresses to know this page
    dial(site, urlsplit(site).netloc, "https://mailuo.example.org")
    calls = [json.loads(line) for line in heard.read_text(encoding="utf-8").splitlines()]
    asked = [call for call in calls if call[0] != "socket.bind"]
    assert len(asked) < len(calls), "nothing was heard, not even where it listens"
    assert [call for call in asked if not any(near in call[1] for near in ("localhost", "127.0.0.1", "::1"))] == []


def test_streamlit_knows_no_address_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask_out(*_: object, **__: object) -> None:
        pytest.fail("it asks another machine")

    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)
    monkeypatch.setattr(net_util, "get_internal_ip", net_util.get_internal_ip)
    monkeypatch.setattr(net_util, "_make_blocking_http_get", ask_out)
    serving.stay_at_home()
    assert net_util.get_external_ip() is None
    from streamlit.web.server.server_util import is_url_from_allowed_origins

    assert not is_url_from_allowed_origins("http://evil.com")


# -------------------------------------------------------------------------------------------------------------- hook


def test_every_option_is_one_of_streamlit_s() -> None:
    from streamlit import config

    known = set(config._config_options_template)
    assert set(serving.options("localhost", 8501, ())) <= known


def test_the_gate_stands_outside_of_streamlit() -> None:
    assert serving.Guarded.__call__ is not st.App.__call__
    guarded = serving.Guarded(serving.PAGES, Gate(Names("localhost")))
    assert isinstance(guarded, st.App)
