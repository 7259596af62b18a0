"""Files of questions and names → lines with their ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.app.batch import BatchUnreadable, Line, read_batch

READ = [
    ("question", '{"id": "q1", "question": "甲?"}\n\n{"id": 2, "question": "乙?"}\n', "utf-8"),
    ("question", '{"id": "q1", "question": "甲?"}\r\n{"id": 2, "question": "乙?"}', "utf-8-sig"),
    ("name", '{"id": "q1", "name": "甲?"}\n{"id": 2, "name": "乙?"}', "gb18030"),
]


@pytest.mark.parametrize(("field", "text", "encoding"), READ)
def test_json_lines(tmp_path: Path, field: str, text: str, encoding: str) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_bytes(text.encode(encoding))
    assert read_batch(path, field) == [Line("甲?", {"id": "q1"}), Line("乙?", {"id": 2})]


TABLES = [
    ("name\n甲\n乙\n", "utf-8-sig", [Line("甲", {}), Line("乙", {})]),
    ("id,name\n1,甲\n2,\n3,乙\n", "utf-8", [Line("甲", {"id": "1"}), Line("乙", {"id": "3"})]),
    ("序号;名称\n1;甲\n", "gb18030", [Line("甲", {})]),
    ('Name\n"甲,乙"\n', "utf-16", [Line("甲,乙", {})]),
    (
        "項目名稱\n沅陵車坪抽水蓄能項目\n懷化國際陸港\n",
        "big5",
        [Line("沅陵車坪抽水蓄能項目", {}), Line("懷化國際陸港", {})],
    ),
    ("某市重点项目表,\nid,项目名称\n1,甲\n", "utf-8", [Line("甲", {"id": "1"})]),
]


@pytest.mark.parametrize(("text", "encoding", "lines"), TABLES)
def test_a_table_of_names(tmp_path: Path, text: str, encoding: str, lines: list[Line]) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes(text.encode(encoding))
    assert read_batch(path, "name") == lines


WRONG = [
    ("question", '{"id": 1, "question": "甲"}\nnot json\n', "line 2: not JSON"),
    ("question", '{"id": 1}\n', "line 1: not an object with a text “question”"),
    ("question", "[1]\n", "line 1: not an object"),
    ("name", "县区\n甲\n", "no column “name”"),
]


@pytest.mark.parametrize(("field", "text", "message"), WRONG)
def test_what_cannot_be_read_is_named(tmp_path: Path, field: str, text: str, message: str) -> None:
    path = tmp_path / "batch"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BatchUnreadable, match=message):
        read_batch(path, field)
