"""What people think of answers is appended to a file and read back."""

from __future__ import annotations

from pathlib import Path

from tests.ui.made_pages import NOTHING_SAID
from ui.app.fields import AskFields
from ui.app.marks import FILE, Word, read_marks, record_mark


def test_marks_are_appended_with_what_the_answer_was(tmp_path: Path) -> None:
    answered: AskFields = {**NOTHING_SAID, "answer": "7%", "short": "7%"}
    answered["read_as"] = {**NOTHING_SAID["read_as"], "kind": "number", "whole": ["甲", "乙"]}
    record_mark(tmp_path / "home", answered, Word.USEFUL, 3)
    record_mark(tmp_path / "home", NOTHING_SAID, Word.WRONG, None)
    with (tmp_path / "home" / FILE).open("a", encoding="utf-8") as file:
        file.write('[1]\n{"question": "cut')
    record_mark(tmp_path / "home", answered, Word.WRONG, 4)
    marks = read_marks(tmp_path / "home")
    assert [(m["question"], m["kind"], m["said"], m["generation"], m["mark"]) for m in marks] == [
        ("甲 → 乙", "number", "7%", 3, "useful"),
        ("", "none", "", None, "wrong"),
        ("甲 → 乙", "number", "7%", 4, "wrong"),
    ]
    assert marks[0]["at"].endswith("+00:00")
