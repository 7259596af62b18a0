"""What a document without a title is called."""

from __future__ import annotations

import pytest

from ingest.form.guessed_titles import clean_file_name, guess_title

CASES = [
    (
        "  二〇〇一年是新的开始。根据《某省关于制定计划的建议》,编制《某省国民经济和社会发展第十个五年计划纲要》。",
        "file.txt",
        "某省国民经济和社会发展第十个五年计划纲要",
        "names itself",
    ),
    (
        "为贯彻落实国务院决策部署,加快发展智能制造,特制定本行动计划。\n一、总体要求\n",
        "sd-zn.txt",
        "加快发展智能制造行动计划",
        "purpose",
    ),
    (
        "为推动数字文化产业高质量发展,现提出如下意见。\n",
        "cn.txt",
        "关于推动数字文化产业高质量发展的意见",
        "purpose",
    ),
    ("“城市公共交通示范工程”是一项工程。\n", "b.txt", "城市公共交通示范工程", "term"),
    ("当前形势严峻\n一、总体要求\n坚持。\n二、智慧林业建设\n推进。\n", "c.txt", "智慧林业建设", "heading"),
    ("没有什么可说。\n", "upload/某县产业发展规划_印发稿(1).docx", "某县产业发展规划", "file name in words"),
    ("没有什么可说。\n", "文件下载.txt", "文件下载", "file name"),
    ("没有什么可说。\n", "2023-0012.txt", "2023-0012", "file name"),
]


@pytest.mark.parametrize(("text", "name", "title", "rule"), CASES)
def test_a_title_is_guessed_from_what_says_most(text: str, name: str, title: str, rule: str) -> None:
    assert guess_title(text, name) == (title, rule)


# a plan that tells of another one is not called by it; a heading that any plan has is none
NOT = [
    ("美国制定《国家研发战略计划》。\n一、总体要求\n", "us.txt"),
    ("为贯彻落实重要讲话精神,特制定本方案。\n一、指导思想\n二、保障措施\n", "x.txt"),
]


@pytest.mark.parametrize(("text", "name"), NOT)
def test_what_says_nothing_gives_no_title(text: str, name: str) -> None:
    assert guess_title(text, name)[1] == "file name"


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("附件2：重点项目表.xlsx", "重点项目表"),
        ("P020230115123456789012 某市方案.pdf", "某市方案"),
        ("%E6%9F%90%E5%B8%82%E6%96%B9%E6%A1%88.doc", "某市方案"),
        ("某市方案 (2) - 副本.docx", "某市方案"),
    ],
)
def test_a_files_name_is_read_as_a_title(name: str, cleaned: str) -> None:
    assert clean_file_name(name) == cleaned
