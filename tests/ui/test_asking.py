"""Asking through the application and the command line: follow-ups, parts, and what is printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import search.proposing
from tests.ui.mailuo_without_model import CountingEncoder
from ui.app.batch import BatchUnreadable, read_batch
from ui.app.settings import Settings
from ui.app.workspace import Workspace
from ui.cli.main import app

PLANS = {
    "2023.txt": "衢州市2023年工作方案\n\n一、主要目标\n地区生产总值增长7%以上,粮食播种面积稳定在460万亩。\n",
    "2026.txt": "衢州市2026年工作方案\n\n一、主要目标\n地区生产总值增长6%左右,粮食播种面积稳定在462万亩。\n",
}
TARGET = "衢州2023年地区生产总值增长目标是多少?"
ABSENT = "衢州2023年星河显示生产线总投资多少?"

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(Workspace, "_encoder", CountingEncoder())
    monkeypatch.setattr(Workspace, "_tagger", None)
    monkeypatch.setattr(Workspace, "_reader", None)
    monkeypatch.setenv("MAILUO_HOME", str(tmp_path / "home"))
    for name, text in PLANS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    runner = CliRunner()
    assert runner.invoke(app, ["ingest", *(str(tmp_path / name) for name in PLANS)]).exit_code == 0
    return lambda *arguments: runner.invoke(app, ["ask", *map(str, arguments)])


def test_a_question_goes_on_from_the_one_before(run: Run) -> None:
    found = json.loads(run("那2026年呢?", "--after", TARGET, "--json").stdout)
    assert found["short"] == "6%左右"
    assert found["read_as"]["whole"] == ["衢州2026年地区生产总值增长目标是多少?"]
    assert found["read_as"]["filters"]["years"] == "2026年"
    chained = json.loads(run("粮食播种面积呢?", "--after", TARGET, "--after", "那2026年呢?", "--json").stdout)
    assert "2026年" in chained["read_as"]["text"]
    assert json.loads(run(TARGET, "--json").stdout)["read_as"]["whole"] == [TARGET]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", None), ("\udce6\udce6", None), (f"\udce6{TARGET}", "7%以上"), ("😀\x00", None)],
)
def test_whatever_a_terminal_passes_on_is_heard(run: Run, tmp_path: Path, typed: str, said: str | None) -> None:
    workspace = Workspace.open(Settings.read({"MAILUO_HOME": str(tmp_path / "home")}))
    assert workspace.ask(typed)["short"] == said
    workspace.close()


def test_lines_of_a_batch_go_on_from_others(run: Run, tmp_path: Path) -> None:
    lines = [
        {"id": 1, "question": TARGET},
        {"id": 2, "question": "那2026年呢?", "after": TARGET},
        {"id": 3, "question": "那2026年呢?", "after": [TARGET]},
    ]
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    found = [json.loads(line) for line in run("--batch", batch, "--json").stdout.splitlines()]
    assert [(one["id"], one["short"]) for one in found] == [(1, "7%以上"), (2, "6%左右"), (3, "6%左右")]
    batch.write_text('{"question": "那2026年呢?", "after": 7}', encoding="utf-8")
    with pytest.raises(BatchUnreadable, match="after"):
        read_batch(batch, "question")


def test_the_answer_stands_first_and_each_quote_on_one_line(run: Run) -> None:
    first, *rest = run(TARGET).stdout.splitlines()
    assert first == "7%以上"
    assert rest[-1].startswith("[1] “")
    assert "[2023.txt " in rest[-1]


def test_how_a_question_was_read_is_said_in_words(run: Run) -> None:
    said = run("那2026年呢?", "--after", TARGET, "--explain").stdout
    assert said.startswith("Read as: 查衢州的地区生产总值增速目标(2026年)  [number]")
    assert "  question: 衢州2026年地区生产总值增长目标是多少?" in said
    assert "  place: 衢州市" in said


def test_where_nothing_is_said_the_nearest_passages_are_shown(run: Run) -> None:
    found = json.loads(run(ABSENT, "--json").stdout)
    assert (found["answer"], found["short"], found["items"]) == (None, None, None)
    assert found["passages"]
    said = run(ABSENT).stdout.splitlines()
    assert said[0] == "The documents do not answer this. 文档中没有找到依据。"
    assert said[1].startswith("  ~ ")


def test_the_parts_of_a_question(run: Run, tmp_path: Path) -> None:
    workspace = Workspace.open(Settings.read({"MAILUO_HOME": str(tmp_path / "home")}))
    (years,) = (part for part in workspace.parts(TARGET) if part["name"] == "years")
    assert years["without"] == "衢州地区生产总值增长目标是多少?"
    assert years["others"] == [{"text": "2026年", "question": "衢州2026年地区生产总值增长目标是多少?"}]


PROPOSED = {"kind": "number", "subject": "", "asked": "粮食播种面积", "years": [2026], "places": ["衢州"]}


def test_a_question_that_the_language_model_read_is_marked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = "衢州2026年粮食那块"
    monkeypatch.setattr(search.proposing, "ask_model", lambda *given: json.dumps(PROPOSED))
    monkeypatch.setattr("search.phrasing.ask_model", lambda *given: None)
    monkeypatch.setattr("search.respond.answer_question", lambda *given: EMPTY)
    home = {"MAILUO_HOME": str(tmp_path / "home")}
    ours = Workspace.open(Settings.read(home)).ask(typed)
    assert ours["answer"] is None
    assert "by" not in ours["read_as"]
    model = {"MAILUO_LLM_BASE_URL": "http://127.0.0.1:9/v1", "MAILUO_LLM_MODEL": "m"}
    read = Workspace.open(Settings.read(home | model)).ask(typed)
    assert read["short"] is not None
    assert "462万亩" in read["short"]
    assert read["read_as"]["by"] == "model"
    assert read["question"] == typed


class Nothing:
    """An answer of the sentences that there is none."""

    text = None
    citations = ()
    nearest = ()


EMPTY = Nothing()
