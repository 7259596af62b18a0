"""Titles that a person puts right: they hold at once, after a rebuild, and are taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.records import Document
from ui.app.titles import (
    LONGEST,
    TitleRefused,
    TitlesUnreadable,
    read_titles,
    record_title,
    retitled,
    stamp_of_titles,
)

NAMED = Document(
    "a.txt#1", "a.txt", "文件下载", "notice", None, None, None, 2023, None, None, 0, 9, title_guess="file name"
)


def test_the_last_word_on_a_title_holds(tmp_path: Path) -> None:
    path = tmp_path / "home" / "titles.jsonl"
    assert read_titles(path) == {}
    before = stamp_of_titles(path)
    record_title(path, "a.txt#1", "某市\n 行动方案")
    record_title(path, "b.txt#1", "别的")
    assert stamp_of_titles(path) != before
    called = retitled(NAMED, read_titles(path))
    assert (called.title, called.title_guess) == ("某市 行动方案", None)
    record_title(path, "a.txt#1", "")
    assert read_titles(path) == {"b.txt#1": "别的"}
    assert retitled(NAMED, read_titles(path)) is NAMED


def test_a_line_that_was_cut_off_is_none_and_another_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "titles.jsonl"
    record_title(path, "a.txt#1", "某市行动方案")
    path.write_bytes(path.read_bytes() + b'{"document_id": "b')
    assert read_titles(path) == {"a.txt#1": "某市行动方案"}
    path.write_text('["no title"]\n', encoding="utf-8")
    with pytest.raises(TitlesUnreadable, match="line 1"):
        read_titles(path)


def test_a_title_has_a_length(tmp_path: Path) -> None:
    with pytest.raises(TitleRefused, match="too long"):
        record_title(tmp_path / "titles.jsonl", "a.txt#1", "长" * (LONGEST + 1))
