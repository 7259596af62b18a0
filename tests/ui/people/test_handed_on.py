"""Decisions handed on from one home to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.records import EntityType
from graph.resolve.decisions import (
    Decision,
    DecisionsUnreadable,
    Named,
    Signature,
    TitleChoice,
    Undoing,
    Verdict,
    record,
)
from ui.app.settings import Settings
from ui.app.workspace import ReadOnly, Workspace

SIDES = '"a": {"name": "甲", "place": null, "type": "Park"}, "b": {"name": "乙", "place": null, "type": "Park"}'
FIRST = f'{{{SIDES}, "verdict": "same"}}\n'


def home(folder: Path) -> Workspace:
    folder.mkdir()
    return Workspace(Settings.read({"MAILUO_HOME": str(folder)}))


def silent(stage: str, done: int, total: int, what: str = "") -> None:
    pass


def decide_something(folder: Path) -> None:
    """A line of an early version, which bears no identifier, and then what people say, undoings too."""
    path = folder / "decisions.jsonl"
    path.write_text(FIRST + FIRST, encoding="utf-8")
    (folder / "titles.jsonl").write_text('{"document_id": "a.txt#1", "title": "旧题"}\n', encoding="utf-8")
    sides = (Named(EntityType.PARK, "怀化高新区", None), Named(EntityType.PARK, "怀化高新技术产业开发区", None))
    made = record(path, Decision(*sides, Verdict.DIFFERENT), Signature("李四", "见附件"))
    record(path, TitleChoice("b.txt#1", "新题"), Signature("wang"))
    undone = record(path, Undoing(made.id), Signature("wang", "看错了"))
    record(path, Undoing(undone.id), Signature("李四"))


def test_a_round_trip_gives_the_same_export(tmp_path: Path) -> None:
    one, other = home(tmp_path / "one"), home(tmp_path / "other")
    decide_something(one.home)
    text = one.decisions_as_lines()
    assert text.count("\n") == 7
    file = tmp_path / "handed.jsonl"
    file.write_text(text, encoding="utf-8")
    added, derive = other.take_over_decisions(file)
    derive(silent)
    assert added == 7
    assert other.decisions_as_lines() == text
    assert other.all_decisions.decisions == one.all_decisions.decisions
    assert other.all_decisions.titles == one.all_decisions.titles
    # nothing is added twice, in either home
    assert other.take_over_decisions(file)[0] == 0
    assert one.take_over_decisions(file)[0] == 0
    assert one.decisions_as_lines() == other.decisions_as_lines() == text


def test_what_is_new_comes_behind_what_was_there(tmp_path: Path) -> None:
    one, other = home(tmp_path / "one"), home(tmp_path / "other")
    decide_something(one.home)
    own = record(other.home / "decisions.jsonl", TitleChoice("c.txt#1", "本地"), Signature("赵六"))
    file = tmp_path / "handed.jsonl"
    file.write_text(one.decisions_as_lines(), encoding="utf-8")
    assert other.take_over_decisions(file)[0] == 7
    assert other.all_decisions.entries[0].id == own.id
    assert [entry.id for entry in other.all_decisions.entries[1:]] == [entry.id for entry in one.all_decisions.entries]


def test_of_a_damaged_file_nothing_is_added(tmp_path: Path) -> None:
    one, other = home(tmp_path / "one"), home(tmp_path / "other")
    decide_something(one.home)
    file = tmp_path / "handed.jsonl"
    file.write_text(one.decisions_as_lines() + '{"kind": "odd"}\n', encoding="utf-8")
    with pytest.raises(DecisionsUnreadable, match="line 8"):
        other.take_over_decisions(file)
    assert other.decisions_as_lines() == ""


def test_readers_take_nothing_over(tmp_path: Path) -> None:
    with pytest.raises(ReadOnly):
        Workspace(Settings.read({"MAILUO_HOME": str(tmp_path)}), read_only=True).take_over_decisions(tmp_path / "x")
