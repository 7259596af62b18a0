"""Titles that a person puts right are decisions: the last one that stands holds, each is undone alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.records import Document
from graph.resolve.decisions import Decisions, DecisionsUnreadable, Signature, Undoing, read_entries, record
from ui.app.decisions import AllDecisions, entry_fields
from ui.app.titles import LONGEST, TitleRefused, retitled, title_choice

NAMED = Document(
    "a.txt#1", "a.txt", "文件下载", "notice", None, None, None, 2023, None, None, 0, 9, title_guess="file name"
)


def test_the_last_word_on_a_title_holds_until_it_is_undone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "decisions.jsonl"
    record(path, title_choice("a.txt#1", "某市\n 行动方案"), Signature("李四", "封面"))
    record(path, title_choice("b.txt#1", "别的"))
    second = record(path, title_choice("a.txt#1", "又一个"))
    made = AllDecisions(read_entries(path))
    assert made.titles == {"a.txt#1": "又一个", "b.txt#1": "别的"}
    assert [entry.said for entry in made.on_title("b.txt#1")] == [title_choice("b.txt#1", "别的")]
    record(path, Undoing(second.id))
    titles = AllDecisions(read_entries(path)).titles
    called = retitled(NAMED, titles)
    assert (called.title, called.title_guess) == ("某市 行动方案", None)
    record(path, title_choice("a.txt#1", ""))
    titles = AllDecisions(read_entries(path)).titles
    assert titles == {"b.txt#1": "别的"}
    assert retitled(NAMED, titles) is NAMED
    assert Decisions.read(path) == Decisions()  # nothing is derived from them


def test_a_title_is_shown_with_who_and_why(tmp_path: Path) -> None:
    entry = record(tmp_path / "decisions.jsonl", title_choice("a.txt#1", "某市方案"), Signature("李四", "封面"))
    shown = entry_fields(entry)
    assert (shown["kind"], shown["about"], shown["to"], shown["document_id"]) == (
        "title",
        "a.txt",
        "某市方案",
        "a.txt#1",
    )
    assert (shown["who"], shown["why"]) == ("李四", "封面")


def test_the_first_titles_come_before_all_decisions(tmp_path: Path) -> None:
    first, path = tmp_path / "titles.jsonl", tmp_path / "decisions.jsonl"
    lines = '{"document_id": "a.txt#1", "title": "甲"}\n{"document_id": "b.txt#1", "title": "乙"}\n'
    first.write_text(lines + '{"document_id": "c', encoding="utf-8")  # the last one was cut off
    record(path, title_choice("a.txt#1", "丙"))
    made = AllDecisions(read_entries(path, first))
    assert made.titles == {"a.txt#1": "丙", "b.txt#1": "乙"}
    record(path, Undoing(made.on_title("b.txt#1")[0].id))
    assert AllDecisions(read_entries(path, first)).titles == {"a.txt#1": "丙"}


@pytest.mark.parametrize("line", ['["no title"]', "{}", '{"title": 3, "document_id": "a"}'])
def test_a_line_that_is_no_title_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "titles.jsonl"
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(DecisionsUnreadable, match="line 1"):
        read_entries(path)


def test_a_title_has_a_length() -> None:
    with pytest.raises(TitleRefused, match="too long"):
        title_choice("a.txt#1", "长" * (LONGEST + 1))
