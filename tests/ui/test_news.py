"""What is new since a time: documents, things first mentioned, figures set otherwise; also as a feed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from tests.ui.mailuo_without_model import CountingEncoder
from ui.app.arrivals import FILE, read_arrivals
from ui.app.workspace import Workspace
from ui.cli.main import app

PLAN = """衢州市{}年工作方案

一、主要目标
2026年粮食播种面积稳定在{}万亩。
二、重点工作
{}
"""
OLD = PLAN.format(2023, 460, "加快建设云杉新材料生产线项目。")
NEW = PLAN.format(2026, 462, "云杉新材料生产线项目建成投产。加快建设沙湾水库工程。")
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(Workspace, "_encoder", CountingEncoder())
    monkeypatch.setattr(Workspace, "_tagger", None)
    monkeypatch.setenv("MAILUO_HOME", str(tmp_path / "home"))
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, list(map(str, arguments)))


def test_news_since_a_time(run: Run, tmp_path: Path) -> None:
    assert run("ingest", tmp_path / "old.txt").exit_code == 0
    assert run("ingest", tmp_path / "old.txt").exit_code == 0  # nothing came
    first = read_arrivals(tmp_path / "home")
    assert [(one.added, one.changed, one.removed) for one in first] == [(("old.txt",), (), ())]
    time.sleep(1.1)
    assert run("ingest", tmp_path / "new.txt").exit_code == 0
    found = json.loads(run("news", "--since", first[0].at, "--json").stdout)
    assert [(one["source"], one["how"]) for one in found["documents"]] == [("new.txt", "added")]
    names = [one["name"] for one in found["things"]]
    assert any("沙湾水库" in name for name in names)
    assert not any("云杉" in name for name in names)  # the older plan mentions it
    figures = [(one["old"]["value"], one["new"]["value"], one["new"]["year"]) for one in found["figures"]]
    assert figures == [("460", "462", 2026)]
    (stage,) = found["stages"]
    assert "云杉" in stage["entity"]["name"]
    assert (stage["old"]["stage"], stage["new"]["source"]) == ("在建", "new.txt")
    assert stage["new"]["stage"] in ("建成", "投用")
    said = run("news", "--since", first[0].at).stdout
    assert "462万亩" in said
    assert "before: = 460万亩" in said
    assert [one["source"] for one in json.loads(run("news", "--json").stdout)["documents"]] == ["new.txt", "old.txt"]
    assert run("news", "--since", "gestern").exit_code == 2
    assert run("remove", "new.txt").exit_code == 0
    assert json.loads(run("news", "--since", first[0].at, "--json").stdout)["removed"] == ["new.txt"]


def test_news_as_a_feed(run: Run, tmp_path: Path) -> None:
    assert run("ingest", tmp_path / "new.txt").exit_code == 0
    assert run("news", "--feed", tmp_path / "news.atom", "--address", "http://plans.example").exit_code == 0
    feed = ElementTree.parse(tmp_path / "news.atom").getroot()
    atom = "{http://www.w3.org/2005/Atom}"
    assert [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")] == ["新增:衢州市2026年工作方案"]
    link = next(feed.iter(f"{atom}entry")).find(f"{atom}link")
    assert link is not None
    assert link.get("href") == "http://plans.example/documents?document=new.txt%231"


def test_what_came_is_told_however_the_file_of_arrivals_fares(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("graph.appending._write", fail)
    assert run("ingest", tmp_path / "new.txt").exit_code == 0
    assert json.loads(run("news", "--json").stdout)["documents"] == []
    (tmp_path / "home" / FILE).write_text('{"at": 3}\n[]\n{"at": "2026-01-01", "added": 3}\n', encoding="utf-8")
    assert read_arrivals(tmp_path / "home") == []
