"""Pages and their cursors, ETags, streams, exports, the documentation."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.ui.homes import tell
from tests.ui.rest.sites import Open, Site
from ui.app.people import Person, Role
from ui.rest import verbs
from ui.rest.routes.described import FILES, PAGE, START

PAGED = [
    ("/v1/list/Project", "entities", {}),
    ("/v1/documents", "documents", {}),
    ("/v1/targets", "targets", {}),
    ("/v1/mentions", "documents", {"name": "怀化国际陆港"}),
]
READ = [
    "/v1/search?query=港",
    "/v1/ask?question=怀化国际陆港哪个部门牵头?",
    "/v1/documents",
    "/v1/status",
    "/v1/show?name=怀化市",
]


@pytest.mark.parametrize(("path", "field", "given"), PAGED)
def test_pages_are_the_whole(site: Site, path: str, field: str, given: dict[str, Any]) -> None:
    headers = site.headers("reader")
    whole = site.client.get(path, params=given, headers=headers).json()
    assert whole["next"] is None
    assert len(whole[field]) > 1
    found, cursor = [], None
    for _ in range(100):
        page = site.client.get(path, params={**given, "limit": 1, "cursor": cursor}, headers=headers).json()
        assert len(page[field]) == 1
        found += page[field]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == whole[field]


def test_a_cursor_is_of_one_question_and_one_edition(changing: Site, tmp_path: Path) -> None:
    headers = changing.headers("reader")
    cursor = changing.client.get("/v1/list/Project?limit=1", headers=headers).json()["next"]
    other = changing.client.get("/v1/list/Park", params={"limit": 1, "cursor": cursor}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (400, "cursor_unreadable")
    (tmp_path / "2025.txt").write_text("怀化市2025年工作方案\n\n一、目标\n加快建设怀化国际陆港。\n", encoding="utf-8")
    changing.house.main.ingest([tmp_path / "2025.txt"], tell)
    late = changing.client.get("/v1/list/Project", params={"limit": 1, "cursor": cursor}, headers=headers)
    assert (late.status_code, late.json()["code"]) == (410, "cursor_outdated")


@pytest.mark.parametrize("path", [*READ, "/v1/export", "/v1/news.atom"])
def test_what_one_has_is_not_sent_again(site: Site, path: str) -> None:
    headers = site.headers("reader")
    first = site.client.get(path, headers=headers)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["vary"] == "Authorization, X-API-Key"
    for said in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = site.client.get(path, headers={**headers, "If-None-Match": said})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["vary"] == "Authorization, X-API-Key"
    assert site.client.get(path, headers={**headers, "If-None-Match": '"other"'}).status_code == 200


def test_a_tag_is_another_one_when_anything_else_is_read(changing: Site, tmp_path: Path) -> None:
    def tag(path: str = "/v1/documents") -> str:
        return changing.client.get(path, headers=changing.headers("reader")).headers["etag"]

    before = tag()
    changing.house.main.retitle("2023.txt#1", "另一个题目")
    titled = tag()
    (tmp_path / "2025.txt").write_text("怀化市2025年工作方案\n\n一、目标\n加快建设。\n", encoding="utf-8")
    changing.house.main.ingest([tmp_path / "2025.txt"], tell)
    assert len({before, titled, tag()}) == 3


def test_a_tag_tells_views_apart(site: Site) -> None:
    people = [Person("a", Role.READER, collections) for collections in (None, frozenset(), frozenset({"内部"}))]
    assert len({verbs.edition_tag(person, site.house.main) for person in people}) == 3


def test_an_answer_streams(site: Site) -> None:
    path = "/v1/ask/stream?question=怀化国际陆港哪个部门牵头?"
    with site.client.stream("GET", path, headers=site.headers("reader")) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        told = reply.read().decode()
    events = re.findall(r"event: (\w+)\ndata: (.+)\n\n", told)
    assert events[0] == ("progress", '{"stage": "waiting", "seconds": 0.0}')
    assert events[-1][0] == "result"
    whole = site.client.get(path.replace("/stream", ""), headers=site.headers("reader")).json()
    assert json.loads(events[-1][1]) == whole


def test_a_stream_ends_with_its_problem(open_site: Open) -> None:
    with open_site(is_empty=True) as empty:
        told = empty.client.get("/v1/ask/stream?question=谁?", headers=empty.headers("reader")).text
    event, line = told.strip().split("\n\n")[-1].split("\n")
    assert event == "event: problem"
    assert json.loads(line.removeprefix("data: "))["code"] == "nothing_yet"


@pytest.mark.parametrize("form", ["jsonl", "csv", "graphml", "cypher"])
def test_export_is_what_the_command_writes(site: Site, form: str, tmp_path: Path) -> None:
    reply = site.client.get("/v1/export", params={"format": form}, headers=site.headers("reader"))
    written = {path.name: path.read_bytes() for path in site.house.main.export(form, tmp_path)}
    with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == written
    again = site.client.get("/v1/export", params={"format": form}, headers=site.headers("editor"))
    assert again.content == reply.content


def test_an_export_leaves_nothing_behind(open_site: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with open_site() as site:
        assert site.client.get("/v1/export", headers=site.headers("reader")).content
    assert not list(tmp_path.glob("mailuo-*"))


def test_metrics(open_site: Open) -> None:
    with open_site() as site:
        for path in ("/v1/me", "/v1/me", "/v1/list/Planet", "/v1/whatever", "/v1/something"):
            site.client.get(path, headers=site.headers("reader"))
        site.client.get("/v1/me")
        told = site.client.get("/metrics", headers=site.headers("administrator")).text
    assert 'mailuo_requests_total{method="GET",route="/v1/me",status="200"} 2.0' in told
    assert 'mailuo_requests_total{method="any",route="other",status="401"} 1.0' in told
    assert 'mailuo_requests_total{method="any",route="other",status="404"} 2.0' in told  # not one line a path
    assert "mailuo_generation 1.0" in told
    assert "mailuo_documents 2.0" in told
    assert 'mailuo_request_seconds_bucket{le="0.04",method="GET",route="/v1/me"}' in told


def test_the_documentation_asks_no_other_machine(site: Site) -> None:
    page = site.client.get("/docs")
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert not re.search(r"https?:|//", PAGE + START)
    for name in re.findall(r'(?:src|href)="(.+?)"', PAGE):
        assert site.client.get(f"/{name}").status_code == 200, name
    assert FILES.is_dir()
    assert site.client.get("/docs/../gate.py").status_code in (401, 404)
    assert site.client.get("/docs/redoc.standalone.js").status_code == 404


def test_openapi_is_31_and_whole(site: Site) -> None:
    told = site.client.get("/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(told)))
    assert named <= told["components"]["schemas"].keys()
    ask = told["components"]["schemas"]["AskFields"]
    assert "phrased_by" not in ask["required"]
    assert "answer" in ask["required"]
