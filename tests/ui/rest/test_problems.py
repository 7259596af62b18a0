"""Every class of mistakes has a code and a status; what nobody foresaw tells nothing of itself."""

from __future__ import annotations

import ast
import sqlite3
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from graph.errors import MailuoError
from tests.ui.rest.sites import Open, Site
from ui.app.people import NotAllowed
from ui.app.workspace import Workspace
from ui.rest.limits import Limits
from ui.rest.problems import answer, code_of, fields_of, kind_of, kinds

ROOT = Path(__file__).parents[3]


@cache
def _families() -> set[str]:
    """The names of all classes of mistakes, as they stand in the files: importing all of them takes ten seconds."""
    bases: dict[str, set[str]] = {}
    for room in ("graph", "search", "ingest", "ui"):
        for path in (ROOT / room).rglob("*.py"):
            if "web" not in path.parts:  # what pages say of theirs is no answer of this server
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                    if isinstance(node, ast.ClassDef):
                        named = {ast.unparse(base).split(".")[-1] for base in node.bases}
                        bases.setdefault(node.name, set()).update(named)
    found = {"MailuoError"}
    while more := {name for name, of in bases.items() if of & found} - found:
        found |= more
    return found


def _code(name: str) -> str:
    return code_of(type(name, (MailuoError,), {}))


ABSTRACT = {"WaitFirst"}  # only those that are derived from it are raised


def test_every_class_has_a_code_of_its_own() -> None:
    families = _families()
    assert len(families) > 60
    missing = sorted({_code(name) for name in families - ABSTRACT} - kinds().keys())
    assert not missing, "say their status and title in ui/rest/problems.yaml"


def test_every_code_is_well_said() -> None:
    for code, kind in kinds().items():
        assert 400 <= kind.status < 600, code
        assert kind.title, code
        assert (kind.wait is not None) >= (kind.status in (429, 503, 504)), f"{code}: when may it be tried again?"


def test_no_code_stands_for_nothing() -> None:
    ours = {_code(name) for name in _families()}
    others = {"unexpected", "storage_failed", "nothing_here", "method_not_allowed", "json_unreadable"}
    assert kinds().keys() - ours - others == set()


def test_a_class_that_is_not_listed_is_told_as_the_one_it_is_of() -> None:
    class Newer(NotAllowed):
        pass

    assert kind_of(Newer("no")).code == "not_allowed"
    assert kind_of(RuntimeError()).code == "unexpected"
    assert kind_of(sqlite3.OperationalError()).code == "storage_failed"


def test_the_disks_paths_are_not_told() -> None:
    told = fields_of(PermissionError(13, "Permission denied", "/home/somebody/secret"))
    assert (told["detail"], told["code"]) == ("Permission denied", "storage_failed")


def test_lines_are_one_line() -> None:
    assert fields_of(MailuoError("a\n b"))["detail"] == "a b"
    assert answer(MailuoError("\ud800")).status_code == 500


def test_what_nobody_foresaw(
    open_site: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the secret of the house")

    with open_site() as site:
        monkeypatch.setattr(Workspace, "search", fail)
        reply = site.client.get("/v1/search?query=x", headers=site.headers("reader"))
    assert (reply.status_code, reply.json()["code"]) == (500, "unexpected")
    assert "secret" not in reply.text
    assert "ZeroDivisionError" not in reply.text
    assert "the secret of the house" in caplog.text


def test_a_damaged_disk_is_told(open_site: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise sqlite3.DatabaseError("malformed")

    with open_site() as site:
        monkeypatch.setattr(Workspace, "search", fail)
        reply = site.client.get("/v1/search?query=x", headers=site.headers("reader"))
    assert (reply.status_code, reply.json()["code"]) == (500, "storage_failed")


def test_a_person_who_asks_too_often(open_site: Open) -> None:
    with open_site(replace(Limits(), rate=3)) as site:
        said = [site.client.get("/v1/me", headers=site.headers("reader")) for _ in range(5)]
        assert [one.status_code for one in said] == [200, 200, 200, 429, 429]
        assert said[-1].json()["code"] == "too_many_requests"
        assert 1 <= int(said[-1].headers["retry-after"]) <= 20
        assert site.client.get("/v1/me", headers=site.headers("editor")).status_code == 200  # another person


def test_too_many_tries_of_one_name(site: Site) -> None:
    said = [site.client.get("/v1/me", auth=("somebody", "wrong")) for _ in range(12)]
    assert said[-1].status_code == 429
    assert int(said[-1].headers["retry-after"]) > 0
