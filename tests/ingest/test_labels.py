"""Labels by their form, and what only looks like one."""

from __future__ import annotations

import pytest

from ingest.form.labels import label_at, lost_part_at


@pytest.mark.parametrize(
    ("line", "kind", "number", "text"),
    [
        ("第二篇加快构建", "part", 2, "第二篇"),
        ("第三编 地区", "part", 3, "第三编"),
        ("第十二章 总则", "chapter", 12, "第十二章"),
        ("第 三 节 筑牢", "section", 3, "第三节"),
        ("第二十一条 本办法", "article", 21, "第二十一条"),
        ("一、主要目标", "cn", 1, "一、"),
        ("十一、组织", "cn", 11, "十一、"),
        ("(三)推进", "cn_paren", 3, "(三)"),
        ("二)推进", "cn_paren", 2, "二)"),
        ("4. 建设", "digit", 4, "4."),
        ("12、建设", "digit", 12, "12、"),
        ("(5)建设", "digit_paren", 5, "(5)"),
        ("③建设", "circled", 3, "③"),
        ("——安全", "dash", 0, "——"),
        ("--安全", "dash", 0, "--"),
    ],
)
def test_labels_are_told_by_form(line: str, kind: str, number: int, text: str) -> None:
    label = label_at(line, 0, len(line))
    assert label is not None
    assert (label.kind, label.number, label.text) == (kind, number, text)


@pytest.mark.parametrize(
    "line",
    [
        "一、二、三产业融合",
        "二、三线城市",
        "5.0中性硼硅",
        "2021年,",
        "第一产业增加值",
        "第三方物流",
        "第一章程",
        "——",
        "- 3 -",
    ],
)
def test_what_is_no_label(line: str) -> None:
    assert label_at(line, 0, len(line)) is None


@pytest.mark.parametrize(
    ("line", "found"), [("第九坚持绿色发展", True), ("第一产业增长", False), ("第二届博览会", False)]
)
def test_a_part_that_lost_its_word(line: str, found: bool) -> None:
    assert (lost_part_at(line, 0, len(line)) is not None) is found
