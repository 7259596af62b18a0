"""Clauses that say who leads: each form is read, what only looks like one is not."""

from __future__ import annotations

import pytest

from graph.lexicon.lead_clauses import Role, find_clauses

LEAD, RESPONSIBLE = Role.LEAD, Role.RESPONSIBLE

CASES = [
    ("建港。(市商务局牵头,市发展改革委等负责)", [(LEAD, "市商务局"), (RESPONSIBLE, "市发展改革委")]),
    ("(市商务局牵头负责)", [(LEAD, "市商务局")]),
    (
        "(市科技局、市人社局牵头,市委组织部等按职责分工负责)",
        [(LEAD, "市科技局|市人社局"), (RESPONSIBLE, "市委组织部")],
    ),
    ("(市交通局、市公安局依职责牵头,市财政局等配合)", [(LEAD, "市交通局|市公安局"), (RESPONSIBLE, "市财政局")]),
    ("(市财政局、市税务局等负责)", [(RESPONSIBLE, "市财政局|市税务局")]),
    ("(市政务服务中心,市工信局牵头)", [(LEAD, "市政务服务中心|市工信局")]),
    ("(牵头责任单位:市教育局)", [(LEAD, "市教育局")]),
    ("(牵头单位:市科技局;配合单位:市财政局、市教育局)", [(LEAD, "市科技局"), (RESPONSIBLE, "市财政局|市教育局")]),
    ("[责任单位:市国资委,各县(市)区政府]", [(RESPONSIBLE, "市国资委|各县(市)区政府")]),
    ("增产。责任单位:省工信厅、财政厅(二)减负。", [(RESPONSIBLE, "省工信厅|财政厅")]),
    ("(对接部门:区金融办;联系人:杨琴;联系电话:8849)", [(RESPONSIBLE, "区金融办")]),
    ("建立由市农牧业局牵头,市财政局参与的制度", [(LEAD, "市农牧业局")]),
    ("(体育总局及各地区按职责分工负责)", [(RESPONSIBLE, "体育总局|各地区")]),
    ("(青岛市高\n质量发展办公室负责)", [(RESPONSIBLE, "青岛市高\n质量发展办公室")]),
    ("(市商务局为牵头单位,市财政局为配合单位)", [(LEAD, "市商务局"), (RESPONSIBLE, "市财政局")]),
    ("(市商务局主责,市财政局协同)", [(LEAD, "市商务局"), (RESPONSIBLE, "市财政局")]),
    ("增产,责任单位:省工信厅、财政厅。", [(RESPONSIBLE, "省工信厅|财政厅")]),
    ("增产。(市农牧业局、市财政局)", [(RESPONSIBLE, "市农牧业局|市财政局")]),
    ("增产。(市农牧业局、市财政局,各区县)\n减负。", [(RESPONSIBLE, "市农牧业局|市财政局|各区县")]),
    ("增产。(市农牧业局、市财政局)数据来源:统计局", [(RESPONSIBLE, "市农牧业局|市财政局")]),
    ("增产。(市农牧业局、联席会议成员单位)——减负。", [(RESPONSIBLE, "市农牧业局|联席会议成员单位")]),
    ("增产。(市农牧业局、市财政局,列首的为牵头单位,下同)", [(LEAD, "市农牧业局"), (RESPONSIBLE, "市财政局")]),
    (
        "增产。〔责任单位:市农牧业局、市财政局;列首位的为牵头单位,下同。以下不再列出〕",
        [(LEAD, "市农牧业局"), (RESPONSIBLE, "市财政局")],
    ),
    ("由市商务局负责建设陆港", [(RESPONSIBLE, "市商务局")]),
    ("增产。市商务局牵头建设陆港,市财政局配合。", [(LEAD, "市商务局"), (RESPONSIBLE, "市财政局")]),
    ("建港。(牵头领导:张三;牵头单位:市商务局;责任单位:市财政局)", [(LEAD, "市商务局"), (RESPONSIBLE, "市财政局")]),
]


@pytest.mark.parametrize(("text", "parts"), CASES)
def test_reads_the_clause(text: str, parts: list[tuple[Role, str]]) -> None:
    [clause] = find_clauses(text)
    assert [(p.role, "|".join(text[a:b] for a, b in p.units)) for p in clause.parts] == parts


@pytest.mark.parametrize(
    "text",
    [
        "(即一名市级牵头领导、一套工作班子)",
        "对企业(牵头企业最高200万元)给予补助",
        "落实“菜篮子”(市长负责制)考核",
        "明确牵头单位、配合单位和责任人。",
        "(一)加强配合。各部门要各负其责。",
        "办公室设在牵头部门(市商务局),加快建设。",
        "增产。(全市农业、财政)",
        "增产。(见附件二)",
        "企业负责人要落实责任,各级政府负总责。",
    ],
)
def test_refuses_what_names_no_units(text: str) -> None:
    assert find_clauses(text) == []


def test_each_half_of_a_task_has_its_lead() -> None:
    text = "(工业企业由市工信局牵头、商贸企业由市商务局牵头,市应急局配合)"
    [clause] = find_clauses(text)
    assert [(p.topic, text[p.units[0][0] : p.units[0][1]]) for p in clause.parts] == [
        ("工业企业", "市工信局"),
        ("商贸企业", "市商务局"),
        ("", "市应急局"),
    ]


def test_halves_may_be_set_off_by_a_colon() -> None:
    text = "(陆港:市商务局牵头;水库:市水利局牵头)"
    [clause] = find_clauses(text)
    assert [(p.topic, text[p.units[0][0] : p.units[0][1]]) for p in clause.parts] == [
        ("陆港", "市商务局"),
        ("水库", "市水利局"),
    ]


def test_a_sentence_may_speak_of_several_in_turn() -> None:
    clauses = find_clauses("陆港由市商务局牵头建设,水库由市水利局负责实施。")
    assert [part.role for clause in clauses for part in clause.parts] == [LEAD, RESPONSIBLE]


def test_first_unit_leads_where_the_document_says_so() -> None:
    text = "甲。(市科技局、市财政局负责,列第一位者为牵头部门,下同)乙。(市教育局、市公安局负责)"
    assert [[(p.role, text[p.units[0][0] : p.units[0][1]]) for p in c.parts] for c in find_clauses(text)] == [
        [(LEAD, "市科技局"), (RESPONSIBLE, "市财政局")],
        [(LEAD, "市教育局"), (RESPONSIBLE, "市公安局")],
    ]
