"""Every verb: the JSON of the command line, who may ask, what is refused, what is noted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ui.rest.sites import Site
from ui.app.people import Role
from ui.cli.main import app as command_line

PARK = "怀化高新区"
DOCUMENT = "2023.txt#1"

# verb, method, path, parameters
GETS: list[tuple[str, str, dict[str, Any]]] = [
    ("search", "/v1/search", {"query": "国际陆港"}),
    ("ask", "/v1/ask", {"question": "怀化国际陆港哪个部门牵头?"}),
    ("ask", "/v1/ask/stream", {"question": "怀化国际陆港哪个部门牵头?"}),
    ("mentions", "/v1/mentions", {"name": PARK}),
    ("find", "/v1/find", {"text": "gaoxin"}),
    ("show", "/v1/show", {"name": PARK}),
    ("trace", "/v1/trace", {"name": "惠科显示模组生产线"}),
    ("path", "/v1/path", {"a": PARK, "b": "惠科显示模组生产线"}),
    ("targets", "/v1/targets", {}),
    ("list", "/v1/list/Project", {}),
    ("compare", "/v1/compare", {"a": DOCUMENT, "b": "2024.txt#1"}),
    ("ledger", "/v1/ledger", {}),
    ("news", "/v1/news", {}),
    ("news", "/v1/news.atom", {}),
    ("documents", "/v1/documents", {}),
    ("documents", f"/v1/documents/{DOCUMENT.replace('#', '%23')}", {}),
    ("documents", f"/v1/documents/{DOCUMENT.replace('#', '%23')}/text", {}),
    ("documents", f"/v1/documents/{DOCUMENT.replace('#', '%23')}/outline", {}),
    ("show-text", "/v1/text", {"source": "2023.txt"}),
    ("decisions", "/v1/decisions", {}),
    ("status", "/v1/status", {}),
    ("doctor", "/v1/doctor", {}),
    ("export", "/v1/export", {}),
    ("jobs", "/v1/jobs", {}),
    ("log", "/v1/log", {}),
    ("me", "/v1/me", {}),
    ("metrics", "/metrics", {}),
]
OTHERS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("ask", "POST", "/v1/ask", {"json": {"question": "怀化国际陆港哪个部门牵头?"}}),
    ("ingest", "POST", "/v1/documents", {"files": {"files": ("2025.txt", "怀化市2025年工作方案\n\n一、目标\n")}}),
    ("remove", "DELETE", "/v1/documents", {"params": {"source": "2023.txt"}}),
    ("merge", "POST", "/v1/decisions", {"json": {"kind": "merge", "a": PARK, "b": "鹤城区"}}),
    ("split", "POST", "/v1/decisions", {"json": {"kind": "split", "a": PARK, "b": "怀化国际陆港"}}),
    ("correct", "POST", "/v1/decisions", {"json": {"kind": "correct", "fact": "thing", "of": [PARK], "to": {}}}),
    ("undo", "DELETE", "/v1/decisions/none", {}),
]
# of the command line's verbs, those that have no route
ELSEWHERE = {
    "ui": "serves pages",
    "serve": "is this server",
    "mcp": "serves language models",
    "backup": "writes where the operator says, on the server's disk",
    "restore": "makes an empty home anew, which nobody serves yet",
    "user": "who may ask is said on the server itself",
    "key": "who may ask is said on the server itself",
    "collection": "who may read what is said on the server itself; sent files name their collection",
}
ADMINISTRATORS = ("/v1/doctor", "/v1/log", "/metrics")
EDITORS = ("ingest", "remove", "merge", "split", "correct", "undo")


def test_every_command_has_a_route_or_a_reason() -> None:
    commands = {one.name or one.callback.__name__ for one in command_line.registered_commands if one.callback}
    commands |= {group.name for group in command_line.registered_groups if group.name}
    asked = {verb for verb, *_ in GETS} | {verb for verb, *_ in OTHERS}
    assert not commands - asked - ELSEWHERE.keys()


def test_every_route_stands_in_these_tables(site: Site) -> None:
    told = {(method, path) for path, verbs in site.app.openapi()["paths"].items() for method in verbs}
    asked = {("get", _template(path)) for _, path, _ in GETS} | {(m.lower(), _template(p)) for _, m, p, _ in OTHERS}
    assert told - asked == {("get", "/health"), ("get", "/ready"), ("get", "/v1/jobs/{id}")}


def test_the_page_on_routes_names_each() -> None:
    page = (Path(__file__).parents[3] / "docs" / "rest.md").read_text(encoding="utf-8")
    paths = [path for _, path, _ in GETS] + [path for _, _, path, _ in OTHERS]
    assert not [path for path in paths if f"`{'/'.join(path.split('/')[:3])}" not in page]


def _template(path: str) -> str:
    if path.startswith("/v1/documents/"):
        return "/v1/documents/{document_id}" + (f"/{path.split('/')[4]}" if path.count("/") > 3 else "")
    return {"/v1/list/Project": "/v1/list/{type}", "/v1/decisions/none": "/v1/decisions/{id}"}.get(path, path)


@pytest.mark.parametrize(("verb", "path", "given"), GETS, ids=[path for _, path, _ in GETS])
def test_reads(site: Site, verb: str, path: str, given: dict[str, Any]) -> None:
    reply = site.client.get(path, params=given, headers=site.headers("administrator"))
    assert reply.status_code == 200, reply.text
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.content


@pytest.mark.parametrize("path", [path for _, path, _ in GETS])
def test_nobody_reads_without_signing_in(site: Site, path: str) -> None:
    _refused(site.client.get(path), 401, "not_signed_in")
    _refused(site.client.get(path, headers={"Authorization": "Bearer mlk_wrong"}), 401, "not_signed_in")


@pytest.mark.parametrize(("verb", "method", "path", "given"), OTHERS, ids=[verb for verb, *_ in OTHERS])
def test_nobody_changes_without_signing_in(
    site: Site, verb: str, method: str, path: str, given: dict[str, Any]
) -> None:
    _refused(site.client.request(method, path, **given), 401, "not_signed_in")


@pytest.mark.parametrize("path", ADMINISTRATORS)
@pytest.mark.parametrize("role", ["reader", "editor"])
def test_some_is_for_administrators(site: Site, path: str, role: str) -> None:
    _refused(site.client.get(path, headers=site.headers(role)), 403, "not_allowed")


@pytest.mark.parametrize("one", [one for one in OTHERS if one[0] in EDITORS], ids=lambda one: one[0])
def test_readers_change_nothing(site: Site, one: tuple[str, str, str, dict[str, Any]]) -> None:
    _, method, path, given = one
    _refused(site.client.request(method, path, headers=site.headers("reader"), **given), 403, "not_allowed")


@pytest.mark.parametrize(
    "one", [one for one in OTHERS if one[0] in EDITORS and one[0] != "undo"], ids=lambda one: one[0]
)
def test_nothing_changes_where_all_is_read_only(read_only: Site, one: tuple[str, str, str, dict[str, Any]]) -> None:
    _, method, path, given = one
    _refused(read_only.client.request(method, path, headers=read_only.headers("editor"), **given), 403, "read_only")


@pytest.fixture(scope="module")
def read_only(open_site):
    with open_site(read_only=True) as opened:
        yield opened


def test_only_administrators_forget_everything(site: Site) -> None:
    reply = site.client.delete("/v1/documents", params={"all": True}, headers=site.headers("editor"))
    _refused(reply, 403, "not_allowed")


LONG = "港" * 2001
JSON = {"content-type": "application/json"}
NO_TARGET = {"kind": "correct", "fact": "target", "of": ["x"], "verdict": "wrong"}
BAD: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("GET", "/v1/search", {}, 422, "input_wrong"),
    ("GET", "/v1/search", {"params": {"query": LONG}}, 422, "input_wrong"),
    ("GET", "/v1/search", {"params": {"query": "港", "top": 0}}, 422, "input_wrong"),
    ("GET", "/v1/search", {"params": {"query": "港", "mode": "magic"}}, 422, "input_wrong"),
    ("GET", "/v1/search", {"params": {"query": "港", "year": 10**30}}, 422, "input_wrong"),
    ("GET", "/v1/search", {"params": {"query": "港", "source": "none.txt"}}, 404, "source_unknown"),
    ("GET", "/v1/search", {"params": {"query": "港", "region": "亚特兰蒂斯"}}, 404, "region_unknown"),
    ("GET", "/v1/search", {"params": {"query": "港" * 1900 + "?" * 16000}}, 422, "input_wrong"),
    ("GET", "/v1/ask", {}, 422, "input_wrong"),
    ("GET", "/v1/ask/stream", {}, 422, "input_wrong"),
    ("POST", "/v1/ask", {"json": {}}, 422, "input_wrong"),
    ("POST", "/v1/ask", {"content": b'{"question": "\\ud800"}', "headers": JSON}, 422, "input_wrong"),
    ("POST", "/v1/ask", {"content": b"{", "headers": JSON}, 400, "json_unreadable"),
    ("POST", "/v1/ask", {"json": {"question": "x" * (1 << 20)}}, 413, "body_too_large"),
    ("GET", "/v1/mentions", {"params": {"name": "无名"}}, 404, "name_unknown"),
    ("GET", "/v1/show", {"params": {"name": "无名"}}, 404, "name_unknown"),
    ("GET", "/v1/trace", {"params": {"name": "无名"}}, 404, "name_unknown"),
    ("GET", "/v1/path", {"params": {"a": PARK, "b": "无名"}}, 404, "name_unknown"),
    ("GET", "/v1/targets", {"params": {"year": "soon"}}, 422, "input_wrong"),
    ("GET", "/v1/list/Planet", {}, 422, "input_wrong"),
    ("GET", "/v1/list/Park", {"params": {"cursor": "中"}}, 400, "cursor_unreadable"),
    ("GET", "/v1/list/Park", {"params": {"cursor": "WzFd"}}, 400, "cursor_unreadable"),
    ("GET", "/v1/compare", {"params": {"a": "none", "b": "none"}}, 404, "document_unknown"),
    ("GET", "/v1/find", {}, 422, "input_wrong"),
    ("GET", "/v1/ledger", {"params": {"sort": "luck"}}, 422, "input_wrong"),
    ("GET", "/v1/news", {"params": {"since": "yesterday"}}, 422, "input_wrong"),
    ("GET", "/v1/news.atom", {"params": {"address": "javascript:alert()"}}, 422, "input_wrong"),
    ("GET", "/v1/documents", {"params": {"limit": 100000}}, 422, "input_wrong"),
    ("GET", "/v1/documents/none", {}, 404, "source_unknown"),
    ("GET", "/v1/documents/none/text", {}, 404, "source_unknown"),
    ("GET", "/v1/documents/none/outline", {}, 404, "source_unknown"),
    ("GET", "/v1/documents/2023.txt%231/text", {"params": {"start": 5, "end": 2}}, 422, "input_wrong"),
    ("GET", "/v1/documents/2023.txt%231/text", {"params": {"end": 99999}}, 422, "input_wrong"),
    ("GET", "/v1/text", {"params": {"source": "none"}}, 404, "source_unknown"),
    ("GET", "/v1/jobs/none", {}, 404, "job_unknown"),
    ("GET", "/v1/export", {"params": {"format": "xlsx"}}, 422, "input_wrong"),
    ("GET", "/v1/nothing", {}, 404, "nothing_here"),
    ("PUT", "/v1/search", {}, 405, "method_not_allowed"),
    ("POST", "/v1/documents", {}, 400, "form_unreadable"),
    ("POST", "/v1/documents", {"files": {"file": ("a.txt", "a")}}, 400, "form_unreadable"),
    ("POST", "/v1/documents", {"files": {"files": ("..", "a")}}, 400, "form_unreadable"),
    (
        "POST", "/v1/documents",
        {"content": b"--x\r\nbroken", "headers": {"content-type": "multipart/form-data; boundary=x"}},
        400, "form_unreadable",
    ),
    ("DELETE", "/v1/documents", {}, 422, "input_wrong"),
    ("DELETE", "/v1/documents", {"params": {"source": "none.txt"}}, 404, "source_unknown"),
    ("DELETE", "/v1/documents", {"params": {"source": "2023.txt", "all": True}}, 422, "input_wrong"),
    ("POST", "/v1/decisions", {"json": {"kind": "wish"}}, 422, "input_wrong"),
    ("POST", "/v1/decisions", {"json": {"kind": "merge", "a": PARK, "b": "无名"}}, 404, "name_unknown"),
    ("POST", "/v1/decisions", {"json": {"kind": "merge", "a": PARK, "b": PARK}}, 422, "not_decidable"),
    ("POST", "/v1/decisions", {"json": {"kind": "correct", "fact": "thing", "of": [PARK]}}, 422, "input_wrong"),
    ("POST", "/v1/decisions", {"json": NO_TARGET}, 404, "not_there"),
    ("DELETE", "/v1/decisions/none", {}, 404, "not_there"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "given", "status", "code"), BAD)
def test_bad_input(site: Site, method: str, path: str, given: dict[str, Any], status: int, code: str) -> None:
    headers = {**site.headers("administrator"), **given.get("headers", {})}
    _refused(site.client.request(method, path, **{**given, "headers": headers}), status, code)


def test_nothing_is_there_yet(open_site) -> None:
    with open_site(is_empty=True) as empty:
        assert empty.client.get("/health").json() == {"state": "alive"}
        for path in ("/ready", "/v1/search?query=港", "/v1/documents", "/v1/export"):
            reply = empty.client.get(path, headers=empty.headers("reader"))
            _refused(reply, 503, "nothing_yet")
            assert reply.headers["retry-after"] == "30"
        assert empty.client.get("/v1/status", headers=empty.headers("reader")).json()["documents"] == 0


def test_strangers_are_refused(site: Site) -> None:
    for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
        _refused(site.client.get("/health", headers=headers), 403, "host_refused")


def test_each_way_of_signing_in(site: Site) -> None:
    key = site.keys["reader"]
    basic = ("reader", "long enough a password")
    for given in ({"headers": {"X-API-Key": key}}, {"headers": site.headers("reader")}, {"auth": basic}):
        assert site.client.get("/v1/me", **given).json() == {"name": "reader", "role": "reader", "collections": None}
    reply = site.client.get("/v1/me", auth=("reader", "wrong"))
    _refused(reply, 401, "not_signed_in")
    assert "Bearer" in reply.headers["www-authenticate"]


def test_the_log_is_read_by_who_and_what(site: Site) -> None:
    site.client.get("/v1/find?text=gaoxin", headers=site.headers("reader"))
    given: dict[str, str | int] = {"who": "reader", "verb": "find", "limit": 1}
    told = site.client.get("/v1/log", params=given, headers=site.headers("administrator")).json()
    assert [(note["who"], note["asked"]) for note in told["notes"]] == [("reader", {"text": "gaoxin", "top": 12})]


def test_without_users_it_is_who_is_here(open_site) -> None:
    with open_site(asks=False) as opened:
        assert opened.client.get("/v1/me").json()["role"] == Role.ADMINISTRATOR


@pytest.mark.parametrize(("verb", "path", "given"), GETS[:2])
def test_what_is_shown_is_noted(site: Site, verb: str, path: str, given: dict[str, Any]) -> None:
    site.client.get(path, params=given, headers=site.headers("reader"))
    note = next(iter(site.journal.read()))
    assert (note["who"], note["verb"], note["through"]) == ("reader", verb, "rest")
    assert note["asked"].items() >= given.items()
    assert "2023.txt#1" in note["documents"]


def test_it_is_the_json_of_the_command_line(site: Site) -> None:
    workspace = site.house.main
    for path, wanted in (
        ("/v1/search?query=国际陆港", workspace.search("国际陆港")),
        ("/v1/ask?question=怀化国际陆港哪个部门牵头?", workspace.ask("怀化国际陆港哪个部门牵头?")),
        (f"/v1/show?name={PARK}", workspace.show(PARK)),
        ("/v1/status", workspace.status()),
    ):
        assert site.client.get(path, headers=site.headers("reader")).json() == json.loads(json.dumps(wanted))


def _refused(reply, status: int, code: str) -> None:
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json"), reply.text
    told = reply.json()
    assert (told["status"], told["code"], told["type"]) == (status, code, f"urn:mailuo:problem:{code}")
    assert told["title"]
    assert told["detail"]
    assert "Traceback" not in reply.text
