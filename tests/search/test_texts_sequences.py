"""Members set out over clauses and paragraphs, by headings, and by their class alone."""

import pytest

from graph.records import Section, Span
from search.texts.classes import find_class_members
from search.texts.enumeration import Enumeration
from search.texts.flat import flatten
from search.texts.outlines import find_outlines
from search.texts.sequences import find_sequences

# text, rule, members
CASES = [
    ("主要抓好三件事:一是修路;二是架桥,改善交通;三是办学。", "一是", "修路|架桥,改善交通|办学"),
    (
        "总体思路。“一”就是以发展统揽全局。“二”就是守好两条底线,坚持优先。",
        "“一”",
        "以发展统揽全局|守好两条底线,坚持优先",
    ),
    (
        "办好三方面实事。\n1.医疗卫生方面。新增床位。\n2.养老帮困方面。提高标准。\n3.交通出行方面。修路。",
        "1.",
        "医疗卫生方面|养老帮困方面|交通出行方面",
    ),
    (
        "开展“三个保障”行动\n\n保障公平竞争。落实审查制度。\n\n保障公正监管。推行双随机。\n\n保障政务诚信。清理拖欠。",
        "leads",
        "保障公平竞争|保障公正监管|保障政务诚信",
    ),
    (
        "平台实现三项功能:统一门户,支持登录;统一用户,支持分级;统一认证,支持口令。",
        "clauses",
        "统一门户|统一用户|统一认证",
    ),
    ("要求如下:①早谋划;②早开工;③早见效。", "①", "早谋划|早开工|早见效"),
]


@pytest.mark.parametrize(("text", "rule", "members"), CASES)
def test_members_one_after_the_other(text: str, rule: str, members: str) -> None:
    found = [names(one) for one in find_sequences(text, Span(0, len(text))) if one.rule == rule]
    assert members in found


def names(one: Enumeration) -> str:
    return "|".join(member.text for member in one.members)


def test_the_number_that_leads_in_is_read() -> None:
    text = "平台实现两项功能:统一门户,支持登录;统一用户,支持分级。"
    (found,) = [one for one in find_sequences(text, Span(0, len(text))) if one.rule == "clauses"]
    assert found.number == 2


def test_members_are_asked_for_by_their_marks() -> None:
    text = "思路。“一”就是统揽全局。“二”就是守好底线。"
    (found,) = [one for one in find_sequences(text, Span(0, len(text))) if one.rule == "“一”"]
    assert [member.of for member in found.members] == ["一", "二"]


def test_names_of_a_class_behind_one_verb() -> None:
    text = "围绕“三大中心”建设,加快发展。打造岭中商贸中心。做精市区商业中心。打造区域物流中心。打造岭中旅游副中心。"
    found = find_class_members(flatten(text, Span(0, len(text))), "中心", 3, "三大中心")
    assert "岭中商贸中心|区域物流中心|岭中旅游副中心" in [names(one) for one in found]


def test_headings_of_one_style_below_a_heading() -> None:
    text = "三、重点工作\n办好两方面实事。\n1.医疗方面。\n2.养老方面。\n(一)其他。"

    def section(number: int, label: str, title: str, depth: int, parent: str | None) -> Section:
        start = text.index(label + title)
        end = len(text) if depth == 1 else start + len(label + title) + 1
        return Section(f"s{number}", "d", parent, depth, label, title, start, start + len(label + title), end, ())

    sections = (
        section(1, "三、", "重点工作", 1, None),
        section(2, "1.", "医疗方面", 2, "s1"),
        section(3, "2.", "养老方面", 2, "s1"),
        section(4, "(一)", "其他", 2, "s1"),
    )
    (found,) = find_outlines(text, sections)
    assert names(found) == "医疗方面|养老方面"
    assert "两方面实事" in found.before
    assert found.number == 2
