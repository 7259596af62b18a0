"""Files sent and forgotten, decisions made and undone: each as a job that is followed to its end."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any

import pytest

from tests.ui.rest.sites import Open, Site
from ui.app.workspace import Workspace
from ui.rest.limits import Limits

PLAN = "怀化市2025年工作方案\n\n一、主要目标\n粮食播种面积稳定在470万亩。\n加快建设怀化国际陆港。\n"


def follow(site: Site, reply, role: str = "editor") -> dict[str, Any]:
    assert reply.status_code == 202, reply.text
    told: dict[str, Any] = reply.json()
    assert reply.headers["location"] == f"/v1/jobs/{told['id']}"
    for _ in range(500):
        told = site.client.get(reply.headers["location"], headers=site.headers(role)).json()
        if told["state"] in ("done", "failed"):
            return told
        time.sleep(0.01)
    raise AssertionError(told)


def test_files_are_sent_and_forgotten(changing: Site) -> None:
    editor = changing.headers("editor")
    sent = [("files", ("2025.txt", PLAN)), ("files", ("folder/空.txt", ""))]
    done = follow(changing, changing.client.post("/v1/documents", files=sent, headers=editor))
    assert (done["kind"], done["who"], done["names"]) == ("ingest", "editor", ["2025.txt", "空.txt"])
    assert done["state"] == "done"
    assert done["result"]["added"] == ["2025.txt"]
    assert [failure["source"] for failure in done["result"]["failures"] + done["result"]["skipped"]]
    listed = changing.client.get("/v1/documents", headers=editor).json()
    assert "2025.txt" in {one["source"] for one in listed["documents"]}
    found = changing.client.get("/v1/targets?year=2025", headers=editor).json()
    assert [one["value"] for one in found["targets"]] == ["470"]

    gone = follow(changing, changing.client.delete("/v1/documents?source=2025.txt", headers=editor))
    assert gone["result"]["removed"] == ["2025.txt"]
    assert changing.client.get("/v1/documents/2025.txt%231", headers=editor).status_code == 404


def test_files_are_put_in_a_collection(changing: Site) -> None:
    editor, sent = changing.headers("editor"), {"files": ("2025.txt", PLAN)}
    follow(changing, changing.client.post("/v1/documents", files=sent, data={"collection": "内部"}, headers=editor))
    assert changing.house.main.collections.counts() == {"内部": 1}


def test_only_who_began_a_job_and_administrators_follow_it(changing: Site) -> None:
    reply = changing.client.delete("/v1/documents?source=2023.txt", headers=changing.headers("editor"))
    follow(changing, reply)
    where = reply.headers["location"]
    assert changing.client.get(where, headers=changing.headers("reader")).json()["code"] == "job_unknown"
    assert changing.client.get(where, headers=changing.headers("administrator")).status_code == 200
    for role, count in (("reader", 0), ("editor", 1), ("administrator", 1)):
        assert len(changing.client.get("/v1/jobs", headers=changing.headers(role)).json()["jobs"]) == count


def test_names_are_merged_signed_and_undone(changing: Site) -> None:
    editor = changing.headers("editor")
    said = {"kind": "merge", "a": "惠科显示模组生产线", "b": "惠科显示模组生产线二期项目", "why": "同一条线"}
    done = follow(changing, changing.client.post("/v1/decisions", json=said, headers=editor))
    assert (done["state"], done["result"]["verdict"]) == ("done", "same")
    (kept,) = changing.client.get("/v1/decisions?standing=true", headers=editor).json()["decisions"]
    assert (kept["who"], kept["why"], kept["kind"]) == ("editor", "同一条线", "same")
    shown = changing.client.get("/v1/show?name=惠科显示模组生产线", headers=editor).json()
    assert "惠科显示模组生产线二期项目" in shown["entities"][0]["aliases"]

    undone = follow(changing, changing.client.delete(f"/v1/decisions/{kept['id']}?why=不是", headers=editor))
    assert undone["result"]["decision"]["kind"] == "undo"
    assert changing.client.get("/v1/decisions?standing=true", headers=editor).json()["decisions"] == []
    assert len(changing.client.get("/v1/decisions", headers=editor).json()["decisions"]) == 2


CORRECTED = [
    {"fact": "thing", "of": ["怀化国际陆港"], "to": {"type": "Park"}},
    {"fact": "title", "of": ["2023.txt#1"], "to": {"title": "工作方案"}},
    {"fact": "mention", "of": ["2023.txt#1", "G209提质改造项目"], "verdict": "wrong"},
]


@pytest.mark.parametrize("said", CORRECTED, ids=lambda said: said["fact"])
def test_facts_are_put_right(changing: Site, said: dict[str, Any]) -> None:
    editor = changing.headers("editor")
    done = follow(changing, changing.client.post("/v1/decisions", json={"kind": "correct", **said}, headers=editor))
    assert done["state"] == "done", done
    assert done["result"]["decision"]["who"] == "editor"


def test_a_job_that_fails_tells_why(changing: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "/secret")

    monkeypatch.setattr(Workspace, "remove", fail)
    done = follow(changing, changing.client.delete("/v1/documents?source=2023.txt", headers=changing.headers("editor")))
    assert (done["state"], done["problem"]["code"], done["problem"]["detail"]) == (
        "failed", "storage_failed", "No space left on device",
    )  # fmt: skip


def test_a_job_that_fails_by_our_mistake_ends_too(changing: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Workspace, "remove", fail)
    editor = changing.headers("editor")
    done = follow(changing, changing.client.delete("/v1/documents?source=2023.txt", headers=editor))
    assert (done["state"], done["problem"]["code"]) == ("failed", "unexpected")
    monkeypatch.undo()


def test_only_so_many_jobs_wait(open_site: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    monkeypatch.setattr(Workspace, "remove", lambda *_: go.wait(5) and {})
    with open_site(replace(Limits(), rate=0, jobs=2)) as site:
        said = [site.client.delete("/v1/documents?source=2023.txt", headers=site.headers("editor")) for _ in range(3)]
        go.set()
    assert [one.status_code for one in said] == [202, 202, 503]
    assert said[-1].json()["code"] == "too_busy"
    assert said[-1].headers["retry-after"]


def test_what_is_too_large_is_refused(open_site: Open) -> None:
    with open_site(replace(Limits(), rate=0, upload_bytes=1000)) as site:
        editor = site.headers("editor")
        told = site.client.post("/v1/documents", files={"files": ("a.txt", "x" * 2000)}, headers=editor)
        assert (told.status_code, told.json()["code"]) == (413, "body_too_large")

        def parts():
            yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
            for _ in range(100):
                yield b"x" * 100

        headers = {**editor, "Content-Type": "multipart/form-data; boundary=x"}
        told = site.client.post("/v1/documents", content=parts(), headers=headers)  # no length is said
        assert (told.status_code, told.json()["code"]) == (413, "body_too_large")


def test_an_answer_that_takes_too_long(open_site: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "search", lambda *_, **__: time.sleep(0.3))
    with open_site(replace(Limits(), rate=0, seconds=0.05)) as site:
        reply = site.client.get("/v1/search?query=x", headers=site.headers("reader"))
    assert (reply.status_code, reply.json()["code"]) == (504, "took_too_long")
    assert reply.headers["retry-after"]


def test_reading_and_changing_is_noted(changing: Site) -> None:
    editor = changing.headers("editor")
    said = {"kind": "split", "a": "怀化国际陆港", "b": "G209提质改造项目"}
    follow(changing, changing.client.post("/v1/decisions", json=said, headers=editor))
    follow(changing, changing.client.delete("/v1/documents?source=2023.txt", headers=editor))
    noted = [(note["verb"], note["who"]) for note in changing.journal.read()]
    assert noted[:2] == [("remove", "editor"), ("decide", "editor")]  # how far a job is shows no document
