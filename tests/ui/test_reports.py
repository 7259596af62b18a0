"""Clippings as a Word file: one list of sources, each place once, numbered as the text refers to them."""

from __future__ import annotations

import io

from docx import Document as open_word

from ui.app.clippings import CitedFields, ClippingFields, cell
from ui.app.reports import Entry, Labels, as_word

TRAP = "[1] 不是出处"


def clipping(kind: str, title: str, *, said: str = "", places: tuple[int, ...] = (0,)) -> ClippingFields:
    cited: list[CitedFields] = [
        {"source": "a.txt", "start": place, "end": place + 2, "quote": f"引文{place}", "document_id": "a.txt#1",
         "about": f"《方案》,第{place}节"}
        for place in places
    ]  # fmt: skip
    return {
        "kind": kind, "title": title, "said": cell(said, [1]), "headers": [], "rows": [], "cited": cited, "address": ""
    }  # fmt: skip


def lines(made: bytes) -> list[str]:
    return [paragraph.text for paragraph in open_word(io.BytesIO(made)).paragraphs if paragraph.text]


def test_sources_of_several_are_one_list_and_each_place_stands_once() -> None:
    figures = clipping("answer", "历年目标", places=(5, 0))
    figures["headers"] = ["年份", "数字"]
    figures["rows"] = [[cell("2022年"), cell("8%", [1])], [cell("2023年"), cell("7%", [2])]]
    listed = clipping("answer", "有哪些项目", said="2个", places=(0, 9))
    listed["rows"] = [[cell("甲", [2])], [cell(TRAP)]]
    made = as_word("手册", [Entry(listed, "自己的话"), Entry(figures)], Labels("出处", "2026年"))
    assert lines(made)[:7] == ["手册", "2026年", "有哪些项目", "2个[1]", "1. 甲[2]", f"2. {TRAP}", "自己的话"]
    assert lines(made)[-4:] == [
        "出处",
        "[1] 《方案》,第0节:“引文0”",
        "[2] 《方案》,第9节:“引文9”",
        "[3] 《方案》,第5节:“引文5”",
    ]
    table = open_word(io.BytesIO(made)).tables[0]
    assert [[one.text for one in row.cells] for row in table.rows] == [
        ["年份", "数字"], ["2022年", "8%[3]"], ["2023年", "7%[1]"]
    ]  # fmt: skip


def test_a_clipping_alone_has_the_title_once() -> None:
    assert lines(as_word("某问", [Entry(clipping("answer", "某问", said="答"))])).count("某问") == 1
