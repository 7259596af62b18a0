"""Passages hold all content, keep to their section, box and row, and have a size that can be searched."""

from __future__ import annotations

import pytest

from graph.records import Block, BlockKind, Cell, Document, Passage, Row, Section, Table
from ingest.form.passages import LONG, SHORT, cut_passages

SENTENCE = "加快推进产业园区建设,力争全年完成投资一百亿元,新增规模以上工业企业五十家。"


def document(text: str) -> Document:
    return Document("d#1", "d", "方案", "action_plan", None, None, None, None, None, None, 0, len(text))


def section(order: int, parent: int | None, title: str, start: int, text: str, end: int) -> Section:
    depth = 1 if parent is None else 2
    path = (title,) if parent is None else ("上级", title)
    parent_id = None if parent is None else f"d#1§{parent}"
    return Section(f"d#1§{order}", "d#1", parent_id, depth, "", title, start, start + len(title), end, path)


def cut(
    parts: list[tuple[str, BlockKind, int | None]], tree: list[tuple[int, int | None]]
) -> tuple[str, list[Passage]]:
    """Lays the parts out one a line; `tree` gives each section's parent, its heading is its first part."""
    text, blocks = "", []
    for part, kind, owner in parts:
        blocks.append(Block(kind, len(text), len(text) + len(part), None if owner is None else f"d#1§{owner}"))
        text += part + "\n"
    sections = []
    for order, parent in tree:
        own = [block for block in blocks if block.section_id == f"d#1§{order}"]
        title = text[own[0].start : own[0].end]
        sections.append(section(order, parent, title, own[0].start, text, own[-1].end))
    return text, cut_passages(document(text), text, sections, blocks, [])


HEAD, PARA, FURNITURE = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.FURNITURE


def test_long_text_is_cut_at_sentences_into_even_passages() -> None:
    text, passages = cut([("一、工业", HEAD, 1), (SENTENCE * 30, PARA, 1)], [(1, None)])
    assert len(passages) >= 4
    assert all(SHORT <= passage.end - passage.start <= LONG for passage in passages)
    assert all(text[passage.end - 1] == "。" for passage in passages)
    assert passages[0].start == 0
    assert "".join(text[passage.start : passage.end] for passage in passages) == text.strip()


def test_text_without_any_stop_is_cut_all_the_same() -> None:
    _, passages = cut([("区" * 2000, PARA, None)], [])
    assert max(passage.end - passage.start for passage in passages) <= LONG
    assert sum(passage.end - passage.start for passage in passages) == 2000


def test_short_paragraphs_of_a_section_share_a_passage_and_sections_do_not() -> None:
    text, passages = cut(
        [
            ("上级", HEAD, 1),
            ("甲", HEAD, 2),
            (SENTENCE, PARA, 2),
            (SENTENCE * 4, PARA, 2),
            ("乙", HEAD, 3),
            (SENTENCE * 5, PARA, 3),
        ],
        [(1, None), (2, 1), (3, 1)],
    )
    assert [passage.section for passage in passages] == [("上级", "甲"), ("上级", "乙")]
    assert text[passages[0].start :].startswith("上级\n甲")  # the chain of headings goes with the first text


def test_short_siblings_share_a_passage_under_their_parents_path() -> None:
    _, passages = cut(
        [("上级", HEAD, 1), *[(part, kind, n) for n in (2, 3, 4) for part, kind in ((f"{n}", HEAD), (SENTENCE, PARA))]],
        [(1, None), (2, 1), (3, 1), (4, 1)],
    )
    # the first carries its parent's heading and stays alone
    assert [passage.section for passage in passages] == [("上级", "2"), ("上级",)]


def test_furniture_is_in_no_passage_and_parts_what_stands_around_it() -> None:
    text, passages = cut([("甲" * 20, PARA, None), ("目录……1", FURNITURE, None), ("乙" * 20, PARA, None)], [])
    assert [text[passage.start : passage.end] for passage in passages] == ["甲" * 20, "乙" * 20]


TOP = [("上", HEAD, 1), ("话", PARA, 1)]
FIRST, SECOND = [("题", HEAD, 2), ("甲", PARA, 2)], [("题", HEAD, 3), ("甲", PARA, 3)]
CONTENTS = ("目录……1", FURNITURE, None)
PARTED = [
    # heading and text, and sections side by side, are joined; but not over a stretch of furniture
    (TOP, [(1, None)], 1),
    ([TOP[0], CONTENTS, TOP[1]], [(1, None)], 2),
    ([*TOP, *FIRST, *SECOND], [(1, None), (2, 1), (3, 1)], 2),
    ([*TOP, *FIRST, CONTENTS, *SECOND], [(1, None), (2, 1), (3, 1)], 3),
]


@pytest.mark.parametrize(("parts", "tree", "expected"), PARTED)
def test_furniture_parts_headings_and_sections(
    parts: list[tuple[str, BlockKind, int | None]], tree: list[tuple[int, int | None]], expected: int
) -> None:
    assert len(cut(parts, tree)[1]) == expected


@pytest.mark.parametrize(("length", "expected"), [(20, 1), (120, 2), (200, 4)])
def test_rows_stay_whole_and_short_ones_are_joined(length: int, expected: int) -> None:
    rows, text = [], "表头\n\n"
    for letter in "甲乙丙丁":
        start = len(text)
        text += letter * length + "\n\n"
        cell = Cell("项目", letter * length, start, start + length)
        rows.append(Row(start, start + length, (cell,)))
    table = Table("d#1", None, "表", 0, len(text), ("项目",), tuple(rows))
    block = Block(BlockKind.TABLE, 0, len(text), None)
    passages = cut_passages(document(text), text, [], [block], [table])
    assert len(passages) == expected
    assert {passage.kind for passage in passages} == {"row"}
    assert passages[0].start == 0  # the header stands with the first row
    assert all(text[passage.end - 1] in "甲乙丙丁" for passage in passages)
