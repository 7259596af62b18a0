"""The files of deploy/ for nginx and Caddy, in front of the real server of the pages: below a path, over TLS.

Where a proxy is not installed its file is read alone, and the tests say that it was left out.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

from tests.deploy.proxying import (
    COMMANDS,
    DEPLOY,
    NAME,
    PAGES,
    PROGRAMS,
    directives,
    nginx_command,
    program,
    running,
    server_command,
    untrusting,
)
from tests.ui.browsing import BrowserMissing, free_port, keep_picture, open_browser, settle, wait_until
from tests.ui.homes import PLANS, Home

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Page

pytestmark = pytest.mark.commands

INSTALLED: list[object] = [name for name in COMMANDS if program(name)]
QUESTION = "怀化市2024年地区生产总值增长目标是多少?"
NEEDED = f"none of {', '.join(COMMANDS)} is installed: their files are only read"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """The ports of the pages, which lie below /mailuo, and for programs."""
    folder = tmp_path_factory.mktemp("pages")
    home = Home(folder / "home", None)
    (folder / "plans").mkdir()
    for name, text in PLANS.items():
        (folder / "plans" / name).write_text(text, encoding="utf-8")
    assert home.run("ingest", str(folder / "plans")).returncode == 0
    pages, programs = free_port(), free_port()
    # one file of settings for both, as with systemd
    variables = {"MAILUO_HOME": str(folder / "home"), "MAILUO_BASE_PATH": "/mailuo", "MAILUO_HOSTS": NAME}
    with (
        running(server_command(PAGES, pages), pages, folder / "pages.txt", **variables),
        running(server_command(PROGRAMS, programs), programs, folder / "programs.txt", **variables),
    ):
        yield pages, programs


@pytest.fixture(scope="module", params=INSTALLED or [pytest.param("", marks=pytest.mark.skip(reason=NEEDED))])
def secure(
    request: pytest.FixtureRequest, servers: tuple[int, int], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    """The port of the proxy."""
    folder, port = tmp_path_factory.mktemp("proxy"), free_port()
    command = COMMANDS[request.param](folder, port, *servers)
    with running(command, port, folder / "log.txt", HOME=str(folder), XDG_CONFIG_HOME=str(folder)):
        yield port


def connection(port: int, source: str = "127.0.0.1") -> http.client.HTTPConnection:
    line = http.client.HTTPConnection(NAME, port)
    bare = socket.create_connection(("127.0.0.1", port), 20, (source, 0))
    line.sock = untrusting().wrap_socket(bare, server_hostname=NAME)
    return line


def get(
    port: int, path: str, *, source: str = "127.0.0.1", method: str = "GET", **headers: str
) -> tuple[int, str, str]:
    """Status, Location, body."""
    line = connection(port, source)
    line.request(method, path, headers={"Host": f"{NAME}:{port}", **headers})
    reply = line.getresponse()
    found = reply.status, reply.headers.get("Location", ""), reply.read().decode("utf-8", "replace")
    line.close()
    return found


def test_the_pages_lie_below_their_path_and_nothing_beside_it(secure: int) -> None:
    assert get(secure, "/mailuo/")[0] == 200
    assert get(secure, "/mailuo?lang=en")[:2] == (308, "/mailuo/?lang=en")
    assert get(secure, "/mailuo/documents/")[:2] == (301, "/mailuo/documents")
    assert get(secure, "/mailuo/_stcore/health")[0] == 200
    for closed in ("/", "/news.atom", "/_stcore/health", "/mailuo/_stcore/metrics", "/mailuos/"):
        assert get(secure, closed)[0] == 404, closed


def test_a_foreign_name_is_refused_behind_a_proxy_too(secure: int) -> None:
    status, _, said = get(secure, "/mailuo/", Origin="https://evil.example")
    assert (status, said.strip()) == (403, "Mailuo does not answer to pages of other addresses")


def test_the_feed_leads_to_the_address_that_people_have(secure: int) -> None:
    links = re.findall(r'href="([^"]*)"', get(secure, "/mailuo/news.atom")[2])
    assert len(links) == 1 + len(PLANS)
    assert all(link.startswith(f"https://{NAME}:{secure}/mailuo/") for link in links), links


def test_the_numbers_of_the_server_are_not_for_everybody(secure: int) -> None:
    assert get(secure, "/mailuo/api/metrics")[0] == 200
    assert get(secure, "/mailuo/api/metrics", source="127.0.0.2")[0] == 403


def test_programs_are_answered_below_the_path(secure: int) -> None:
    assert json.loads(get(secure, "/mailuo/api/health")[2]) == {"state": "alive"}
    described = json.loads(get(secure, "/mailuo/api/openapi.json")[2])
    assert described["servers"] == [{"url": "/mailuo/api"}]
    found = get(secure, f"/mailuo/api/v1/search?query={quote('地区生产总值')}")
    assert json.loads(found[2])["passages"]
    assert get(secure, "/mailuo/api/v1/status", Origin="https://evil.example")[0] == 403


def test_a_stream_comes_bit_by_bit(secure: int) -> None:
    """What is told while an answer is looked for is not held back until it is found."""
    line = connection(secure)
    line.request("GET", f"/mailuo/api/v1/ask/stream?question={quote(QUESTION)}", headers={"Host": f"{NAME}:{secure}"})
    reply = line.getresponse()
    assert reply.headers["content-type"].startswith("text/event-stream")
    came = [(time.monotonic(), said.decode()) for said in reply if said.startswith(b"event:")]
    line.close()
    assert came[0][1].strip() == "event: progress"
    assert came[-1][1].strip() == "event: result"
    assert came[-1][0] - came[0][0] > 0.5


def test_tools_of_language_models_are_reached_below_the_path(secure: int) -> None:
    line = connection(secure)
    body = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }
    said = {"Host": f"{NAME}:{secure}", "Content-Type": "application/json"}
    said["Accept"] = "application/json, text/event-stream"
    line.request("POST", "/mailuo/api/mcp", body=json.dumps(body), headers=said)
    reply = line.getresponse()
    text = reply.read().decode()
    line.close()
    assert reply.status == 200, text
    assert "serverInfo" in text


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(secure: int) -> None:
    sent = {"Content-Length": str(300 << 20), "Expect": "100-continue"}
    assert get(secure, "/mailuo/_stcore/upload_file/a/b", method="PUT", **sent)[0] in (411, 413)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    try:
        with open_browser() as opened:
            yield opened
    except BrowserMissing as missing:
        if os.environ.get("MAILUO_REQUIRE_BROWSER"):
            pytest.fail(f"{missing}, and MAILUO_REQUIRE_BROWSER forbids leaving these tests out", pytrace=False)
        pytest.skip(f"no browser: {missing}")


@pytest.fixture
def page(browser: Browser, secure: int, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of the site; afterwards every request has gone below its path, the WebSocket too."""
    context = browser.new_context(ignore_https_errors=True, viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    lines: list[str] = []
    context.on("request", lambda one: asked.append(one.url))
    opened = context.new_page()
    opened.on("websocket", lambda one: lines.append(one.url))
    yield opened
    if request.session.testsfailed:
        keep_picture(opened, f"failed-{request.node.name}")
    context.close()
    below = f"https://{NAME}:{secure}/mailuo/"
    assert not [one for one in asked if not one.startswith((below, "data:", "blob:"))]
    assert set(lines) == {f"wss://{NAME}:{secure}/mailuo/_stcore/stream"}


@pytest.mark.browser
def test_a_person_finds_their_way_below_the_path(page: Page, secure: int, request: pytest.FixtureRequest) -> None:
    site = f"https://{NAME}:{secure}/mailuo"
    page.goto(f"{site}/")
    settle(page)
    keep_picture(page, f"below-a-path-{request.node.callspec.id}")
    links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    assert len(links) > 10
    assert all(link.startswith(f"{site}/") for link in links), links
    # by one of our links, back, by an address of a friend, and into the other language
    page.locator("[data-testid=stMain] a.go[href*='ask?']").first.click()
    wait_until(page, "location.pathname === '/mailuo/ask'")
    settle(page)
    page.get_by_text("6%左右").first.wait_for()
    keep_picture(page, f"answer-below-a-path-{request.node.callspec.id}")
    page.go_back()
    wait_until(page, "location.pathname === '/mailuo/'")
    page.goto(f"{site}/documents?lang=en")
    settle(page)
    page.locator(".language a").click()
    wait_until(page, "location.search.includes('lang=zh')")
    assert urlsplit(page.url).path == "/mailuo/documents"


@pytest.mark.browser
def test_the_description_for_programs_draws_itself_below_the_path(browser: Browser, secure: int) -> None:
    context = browser.new_context(ignore_https_errors=True)
    failed: list[str] = []
    context.on("response", lambda one: failed.append(one.url) if one.status >= 400 else None)
    opened = context.new_page()
    opened.goto(f"https://{NAME}:{secure}/mailuo/api/docs")
    opened.get_by_text("/v1/search").first.wait_for()
    keep_picture(opened, "described-below-a-path")
    context.close()
    assert failed == []


@pytest.mark.browser
def test_a_file_is_taken_in_below_the_path(page: Page, secure: int) -> None:
    page.goto(f"https://{NAME}:{secure}/mailuo/documents?lang=en")
    settle(page)
    text = "怀化市2025年工作方案\n\n一、主要目标\n地区生产总值增长8%以上。\n".encode()
    sent: FilePayload = {"name": "2025.txt", "mimeType": "text/plain", "buffer": text}
    with page.expect_response(re.compile(r"/mailuo/_stcore/upload_file/")) as answered:
        page.set_input_files("[data-testid=stMain] input[type=file]", sent)
    assert answered.value.status == 204
    page.get_by_text("2025.txt").first.wait_for(state="attached")


def test_the_files_say_what_the_servers_need() -> None:
    """Also where no proxy is installed."""
    nginx = directives((DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    for line in (
        "proxy_set_header Host              $http_host;",
        "proxy_set_header Upgrade    $http_upgrade;",
        "client_max_body_size 202m;",
        "location /mailuo/ {",
        "proxy_buffering off;",
    ):
        assert line in nginx, line
    assert sum(line.count("{") - line.count("}") for line in nginx) == 0
    caddy = directives((DEPLOY / "Caddyfile").read_text(encoding="utf-8"))
    assert {"handle_path /mailuo/api/* {", "flush_interval -1", "max_size 202MB"} <= set(caddy)


@pytest.mark.skipif(not program("nginx"), reason=NEEDED)
def test_nginx_finds_a_mistake_in_its_file(tmp_path: Path) -> None:
    command = nginx_command(tmp_path, free_port(), 8501, 8502)
    assert subprocess.run([*command, "-t"], capture_output=True, check=False).returncode == 0
    site = tmp_path / "site.conf"
    site.write_text(site.read_text(encoding="utf-8").replace("proxy_pass", "proxy_past", 1), encoding="utf-8")
    assert subprocess.run([*command, "-t"], capture_output=True, check=False).returncode == 1
