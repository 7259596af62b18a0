"""What is new since a time: documents, things first mentioned, figures set otherwise; also as a feed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from ingest.arrivals import note_arrival, read_arrivals
from tests.ui.mailuo_without_model import do_without_model
from ui.cli.main import app

PLAN = """衢州市{}年工作方案

一、主要目标
2026年粮食播种面积稳定在{}万亩。
二、重点工作
{}
"""
OLD = PLAN.format(2023, 460, "加快建设云杉新材料生产线项目。")
NEW = PLAN.format(2026, 462, "云杉新材料生产线项目建成投产。加快建设沙湾水库工程。")
FILE = "arrivals.jsonl"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    do_without_model(monkeypatch.setattr)
    monkeypatch.setenv("MAILUO_HOME", str(tmp_path / "home"))
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, list(map(str, arguments)))


def test_news_since_a_time(run: Run, tmp_path: Path) -> None:
    assert run("ingest", tmp_path / "old.txt").exit_code == 0
    assert run("ingest", tmp_path / "old.txt").exit_code == 0  # nothing came
    first = read_arrivals(tmp_path / "home" / FILE, 1)
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


def test_nothing_comes_that_is_not_noted(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("graph.appending._write", fail)
        failed = run("ingest", tmp_path / "new.txt")
    assert failed.exit_code == 1
    assert FILE in str(failed.exception)
    assert json.loads(run("status", "--json").stdout)["documents"] == 0
    assert run("ingest", tmp_path / "new.txt").exit_code == 0
    assert [one["source"] for one in json.loads(run("news", "--json").stdout)["documents"]] == ["new.txt"]


def test_what_came_with_a_switch_that_failed_is_told_by_the_run_that_takes_it_up(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr("ingest.generations.Generations.switch", fail)
        assert run("ingest", tmp_path / "new.txt").exit_code == 1
    assert run("ingest", tmp_path / "new.txt").exit_code == 0
    assert [one["source"] for one in json.loads(run("news", "--json").stdout)["documents"]] == ["new.txt"]


def test_arrivals_of_generations_that_are_there_are_told_and_the_last_note_of_each_counts(tmp_path: Path) -> None:
    path = tmp_path / FILE
    note_arrival(path, 1, ["a.txt"], [], [])
    note_arrival(path, 2, ["b.txt"], [], [])  # failed
    note_arrival(path, 2, [], ["a.txt"], [])
    note_arrival(path, 3, [], [], [])  # a decision
    note_arrival(path, 4, ["c.txt"], [], [])  # failed
    told = read_arrivals(path, 3)
    assert [(one.added, one.changed) for one in told] == [(("a.txt",), ()), ((), ("a.txt",))]


def test_lines_that_are_none_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"at": 3}\n[]\n{"at": "2026-01-01", "generation": 1, "added": 3}\n', encoding="utf-8")
    assert read_arrivals(tmp_path / FILE, 1) == []
