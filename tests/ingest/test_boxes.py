"""Boxes (专栏) begin at their title and end where the text around them goes on."""

from __future__ import annotations

import pytest

from ingest.form.boxes import find_boxes

LIST = "生物医药。依托企业开展种质资源评价与利用研究。\n\n种子种苗。重点开展高档优质稻新品种选育技术攻关。"

# (text, label, title, how the body ends)
ENDS = [
    (f"专栏11  关键技术攻关行动\n\n{LIST}\n\n2. 加强科技成果转化。突出优势。", "专栏11", "关键技术攻关行动", "攻关。"),
    (f"专栏11 攻关行动\n\n{LIST}\n\n第二节提升企业创新能力", "专栏11", "攻关行动", "攻关。"),
    (f"专栏 3-1 攻关行动\n{LIST}\n专栏 3-2 别的行动\n甲。", "专栏3-1", "攻关行动", "攻关。"),
    # the box has numbers of its own; the text around it goes on with its own
    ("专栏1 基础理论\n1.大数据理论。\n2.跨媒体理论。\n2.建立技术体系。围绕。", "专栏1", "基础理论", "跨媒体理论。"),
    ("专栏三 推广工程\n打造场景:\n1.床位:依托传感器。\n2.乐园:鼓励。\n(二)完善", "专栏三", "推广工程", "乐园:鼓励。"),
    # run-in heads with a colon, then a paragraph without one
    (
        "专栏一  系统解决方案\n水泥行业:形成方案。\n玻璃行业:形成方案。\n创新一批使用场景。构建体系。",
        "专栏一",
        "系统解决方案",
        "玻璃行业:形成方案。",
    ),
    ("专栏1 重点规划\n1. 文化规划;\n2. 科技规划;\n第二节强化实施", "专栏1", "重点规划", "科技规划;"),
]


@pytest.mark.parametrize(("text", "label", "title", "ending"), ENDS)
def test_a_box_ends_where_the_text_around_it_goes_on(text: str, label: str, title: str, ending: str) -> None:
    box = find_boxes(text, 0, len(text))[0]
    assert (box.label, box.title, box.kind) == (label, title, "list")
    assert text[box.start : box.end].endswith(ending)


NO_BOXES = [
    "专栏3所列园区要加快建设。",
    "按照专栏3、专栏4的要求推进。",
    "表示热烈祝贺。",
    "开设宣传专栏12个。",
]


@pytest.mark.parametrize("text", NO_BOXES)
def test_words_about_a_box_are_no_box(text: str) -> None:
    assert find_boxes(text, 0, len(text)) == []


def test_places_count_from_the_start_of_the_text() -> None:
    text = f"前言。\n专栏1 攻关行动\n{LIST}"
    box = find_boxes(text, 4, len(text))[0]
    assert text[box.start : box.title_end] == "专栏1 攻关行动"


def test_notes_under_a_table_belong_to_its_box() -> None:
    cells = ["专栏2 主要指标", "指标名称", "2020", "2025", "城镇化率(%)", "47", "57"]
    text = "\n\n".join([*cells, "注:1.[]表示累计数;\n  2.为预计数", "第二篇"])
    box = find_boxes(text, 0, len(text))[0]
    assert box.kind == "table"
    assert text[box.start : box.end].endswith("2.为预计数")
    assert [text[note.start : note.end] for note in box.notes] == ["注:1.[]表示累计数;", "2.为预计数"]
