"""Pairs of documents → the link between them, and how each stands."""

from __future__ import annotations

import pytest

from graph.records import DocumentLink, DocumentLinkKind, DocumentStanding, Source, Standing
from graph.resolve.document_links import link_documents
from ingest.facts.document_references import find_references
from ingest.form.structure import read_structure

Files = dict[str, str]

BODY = "一、发展目标\n到2025年，全县粮食播种面积稳定在{}万亩以上。\n二、保障措施\n加强组织领导，强化督查考核。\n"


def plan(title: str, figure: int = 76, head: str = "") -> str:
    """A plan of that title; `head`: lines between the title and its text."""
    return f"{title}\n{head}{BODY.format(figure)}"


def read(files: Files) -> tuple[list[DocumentLink], list[DocumentStanding]]:
    structures = [s for name, text in files.items() for s in read_structure(Source(name, text, "", "txt"))]
    references = [reference for structure in structures for reference in find_references(structure)]
    return link_documents([structure.document for structure in structures], references, files)


# ------------------------------------------------------------------------------------------------- drafts and finals

DRAFTS = [  # name and text of the draft, name and text of the final
    ("a.txt", plan("溆浦县“十四五”农业发展规划（征求意见稿）"), "b.txt", plan("溆浦县“十四五”农业发展规划", 78)),
    (
        "a.txt",
        plan("桃江县文化旅游发展规划（2021—2025年）（草案）"),
        "b.txt",
        plan("桃江县文化旅游发展规划（2021-2025年）"),
    ),
    (
        "a.txt",
        plan("昭通市推进新型工业化行动方案（送审稿）"),
        "b.txt",
        plan("昭通市人民政府办公室关于印发《昭通市推进新型工业化行动方案》的通知", head="各县市区人民政府:\n"),
    ),
    ("a.txt", plan("《大余县养老服务体系建设规划》（讨论稿）"), "b.txt", plan("大余县养老服务体系建设规划")),
    ("a.txt", plan("会昌县数字经济发展三年行动计划征求意见稿"), "b.txt", plan("会昌县数字经济发展三年行动计划")),
    (
        "a.txt",
        plan("永嘉县国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要（草案）"),
        "b.txt",
        plan("永嘉县“十四五”规划纲要"),
    ),
    ("a.txt", plan("靖州县茯苓产业发展规划", head="（征求意见稿）\n"), "b.txt", plan("靖州县茯苓产业发展规划", 80)),
    (
        "a.txt",
        plan("平江县电子信息产业发展规划", head="（2021年3月 第二次征求意见稿）\n"),
        "b.txt",
        plan("平江县电子信息产业发展规划", 80),
    ),
    (
        "a.txt",
        plan("泸溪县椪柑产业发展规划", head="此件为内部讨论稿，请勿外传\n"),
        "b.txt",
        plan("泸溪县椪柑产业发展规划", 80),
    ),
    (
        "规划（征求意见稿）.txt",
        plan("云阳县农产品加工业发展规划"),
        "规划（定稿）.txt",
        plan("云阳县农产品加工业发展规划", 80),
    ),
    (
        "丹寨县旅游规划-初稿.txt",
        plan("丹寨县全域旅游发展规划"),
        "丹寨县旅游规划.txt",
        plan("丹寨县全域旅游发展规划", 80),
    ),
    (
        "a.txt",
        plan("关于《安化县黑茶产业发展规划（征求意见稿）》公开征求意见的公告"),
        "b.txt",
        plan("安化县黑茶产业发展规划"),
    ),
    ("a.txt", plan("耒阳市水利发展规划[报批稿]"), "b.txt", plan("耒阳市水利发展规划")),
    ("a.txt", plan("鹤庆县2024年政府工作要点（审议稿）"), "b.txt", plan("鹤庆县2024年政府工作要点")),
    (
        "z.txt",
        plan("荔波县民宿业发展若干措施(代拟稿)"),
        "b.txt",
        plan("荔波县人民政府关于印发荔波县民宿业发展若干措施的通知"),
    ),
    # other words in the title, one text
    ("a.txt", plan("石门县柑橘产业高质量发展规划（征求意见稿）", 70), "b.txt", plan("石门县柑橘产业发展规划", 71)),
]


@pytest.mark.parametrize(("draft_name", "draft", "final_name", "final"), DRAFTS)
def test_a_draft_is_linked_to_its_final_text(draft_name: str, draft: str, final_name: str, final: str) -> None:
    links, standings = read({draft_name: draft, final_name: final})
    assert [(link.a_id, link.b_id, link.kind) for link in links] == [
        (f"{draft_name}#1", f"{final_name}#1", DocumentLinkKind.DRAFT_OF)
    ]
    assert standings == [DocumentStanding(f"{draft_name}#1", Standing.DRAFT, f"{final_name}#1")]
    assert links[0].quote == draft[links[0].start : links[0].end]


NO_DRAFTS = [  # no link between them; whether the first is a draft
    (plan("通道县2023年重点项目计划（征求意见稿）"), plan("通道县2024年重点项目计划"), True),
    (plan("通道县旅游发展规划（征求意见稿）"), plan("靖州县旅游发展规划"), True),
    (plan("通道县旅游发展规划（2016-2020年）（草案）"), plan("通道县旅游发展规划（2021-2025年）"), True),
    (
        plan("关于通道县2023年国民经济和社会发展计划执行情况与2024年计划（草案）的报告"),
        plan("通道县2024年旅游发展规划"),
        False,
    ),
    (plan("通道县旅游发展规划（试行）"), plan("通道县农业发展规划"), False),
    (plan("通道县旅游发展规划（2021-2025年）"), plan("通道县农业发展规划"), False),
]


@pytest.mark.parametrize(("one", "other", "is_draft"), NO_DRAFTS)
def test_what_is_another_plan_is_no_final_text(one: str, other: str, is_draft: bool) -> None:
    links, standings = read({"a.txt": one, "b.txt": other.replace("粮食", "油菜").replace("督查考核", "工作落实")})
    assert links == []
    assert standings == ([DocumentStanding("a.txt#1", Standing.DRAFT)] if is_draft else [])


def test_of_several_final_texts_the_first_is_the_draft_s() -> None:
    title = "溆浦县农业发展规划"
    dates = {"b.txt": "2021年3月5日", "a.txt": "2022年9月5日"}
    files = {name: plan(title, head=f"{date}\n") for name, date in dates.items()}
    files["稿.txt"] = plan(f"{title}（征求意见稿）", head="2021年1月5日\n")
    links, _ = read(files)
    assert [(link.a_id, link.b_id) for link in links] == [("稿.txt#1", "b.txt#1")]


def test_of_several_earlier_texts_the_last_is_the_one_revised() -> None:
    title = "溆浦县农业发展规划"
    dates = {"b.txt": "2018年3月5日", "a.txt": "2020年9月5日", "c.txt": "2024年9月5日"}
    files = {name: plan(title, head=f"{date}\n") for name, date in dates.items()}
    files["新.txt"] = plan(f"{title}（修订版）", head="2023年1月5日\n")
    links, _ = read(files)
    assert [(link.a_id, link.b_id) for link in links] == [("新.txt#1", "a.txt#1")]


# --------------------------------------------------------------------------------------------- what is said of others

OLD = plan("怀化市推进新型城镇化实施方案", head="怀政办发〔2020〕5号\n2020年3月14日\n")
SAID = [  # title and text of the later document, what it is to the one in OLD, how that stands
    (
        "怀化市推进城市更新实施方案",
        "本方案自发布之日起施行，原《怀化市推进新型城镇化实施方案》同时废止。",
        "replaces",
        "superseded",
    ),
    (
        "怀化市推进城市更新实施方案",
        "《怀化市推进新型城镇化实施方案》（怀政办发〔2020〕5号）自2024年1月1日起停止执行。",
        "replaces",
        "superseded",
    ),
    ("怀化市推进城市更新实施方案", "怀政办发〔2020〕5号文件同时废止。", "replaces", "superseded"),
    ("怀化市人民政府关于废止《怀化市推进新型城镇化实施方案》的通知", "请遵照执行。", "replaces", "superseded"),
    ("怀化市推进城市更新实施方案", "本方案替代《怀化市推进新型城镇化实施方案》。", "replaces", "superseded"),
    (
        "怀化市推进城市更新实施方案",
        "《怀化市棚户区改造办法》《怀化市推进新型城镇化实施方案》（怀政办发〔2020〕5号）等文件不再执行。",
        "replaces",
        "superseded",
    ),
    (
        "怀化市推进新型城镇化实施方案",
        "本方案由市发展改革委解释，原《怀化市推进新型城镇化实施方案》同时废止。",
        "replaces",
        "superseded",
    ),
    ("怀化市推进新型城镇化实施方案（修订版）", "一、目标\n完成投资62亿元。", "adjusts", "superseded"),
    ("怀化市推进新型城镇化实施方案（2023年修订）", "一、目标\n完成投资62亿元。", "adjusts", "superseded"),
    ("怀化市推进新型城镇化实施方案调整方案", "完成投资调整为62亿元。", "adjusts", "adjusted"),
    (
        "怀化市人民政府关于废止部分规范性文件的决定",
        "经研究，现决定废止以下文件：\n1.《怀化市供水办法》\n2.《怀化市推进新型城镇化实施方案》（怀政办发〔2020〕5号）",
        "replaces",
        "superseded",
    ),
    ("怀化市城市更新专项规划", "本规划是《怀化市推进新型城镇化实施方案》在城市更新领域的细化。", "implements", None),
    ("关于调整《怀化市推进新型城镇化实施方案》部分指标的通知", "请遵照执行。", "adjusts", "adjusted"),
    (
        "怀化市人民政府关于修改若干文件的决定",
        "一、对《怀化市推进新型城镇化实施方案》作如下修改：第三条删去。",
        "adjusts",
        "adjusted",
    ),
    (
        "鹤城区推进新型城镇化工作计划",
        "根据《怀化市推进新型城镇化实施方案》，结合我区实际，制定本计划。",
        "implements",
        None,
    ),
    (
        "鹤城区推进新型城镇化工作计划",
        "为贯彻落实市人民政府办公室《关于印发怀化市推进新型城镇化实施方案的通知》（怀政办发〔2020〕5号）精神，"
        "制定如下措施。",
        "implements",
        None,
    ),
    ("鹤城区贯彻落实《怀化市推进新型城镇化实施方案》的工作方案", "一、目标\n完成投资6亿元。", "implements", None),
    (
        "鹤城区推进新型城镇化工作计划",
        "一、编制依据\n《怀化市推进新型城镇化实施方案》\n《城乡规划法》\n二、目标\n增长7%。",
        "implements",
        None,
    ),
    ("怀化市推进城市更新实施方案", "与《怀化市推进新型城镇化实施方案》做好衔接。", "cites", None),
    ("怀化市推进城市更新实施方案", "《怀化市推进新型城镇化实施方案》继续有效。", "cites", None),
    ("怀化市推进城市更新实施方案", "适时推动修订《怀化市推进新型城镇化实施方案》。", "cites", None),
]


@pytest.mark.parametrize(("title", "text", "kind", "standing"), SAID)
def test_what_a_document_says_of_another(title: str, text: str, kind: str, standing: str | None) -> None:
    files = {"new.txt": f"{title}\n2023年5月6日\n{text}\n", "old.txt": OLD}
    links, standings = read(files)
    assert [(link.a_id, link.b_id, link.kind.value) for link in links] == [("new.txt#1", "old.txt#1", kind)]
    assert links[0].quote
    assert links[0].quote in files["new.txt"]
    assert [(one.document_id, one.standing.value, one.by) for one in standings] == (
        [("old.txt#1", standing, "new.txt#1")] if standing else []
    )


APART = [  # nothing links these to OLD
    "《邵阳市推进新型城镇化实施方案》同时废止。",
    "《怀化市推进新型城镇化实施方案》（怀政办发〔2023〕5号）同时废止。",
    "怀政办发〔2020〕15号文件同时废止。",
    "根据《湖南省推进新型城镇化实施方案》，制定本方案。",
    "根据《实施方案》，制定本方案。",
    "《怀化市推进城市更新实施方案》经市人民政府同意。",
]


@pytest.mark.parametrize("text", APART)
def test_another_place_or_number_is_another_document(text: str) -> None:
    links, standings = read({"new.txt": f"怀化市推进城市更新实施方案\n2023年5月6日\n{text}\n", "old.txt": OLD})
    assert (links, standings) == ([], [])


def test_a_notice_issues_the_plan_of_another_file_and_both_end_together() -> None:
    notice = (
        "鹤城区人民政府办公室关于印发《鹤城区推进城市更新实施方案》的通知\n鹤政办发〔2021〕7号\n"
        "现将《鹤城区推进城市更新实施方案》印发给你们，请认真贯彻执行。\n2021年3月1日\n"
    )
    later = "鹤城区城市更新办法\n2024年1月3日\n鹤政办发〔2021〕7号文件同时废止。\n"
    files = {"通知.txt": notice, "方案.txt": plan("鹤城区推进城市更新实施方案"), "新.txt": later}
    links, standings = read(files)
    found = {(link.a_id, link.b_id, link.kind.value) for link in links}
    assert found == {("通知.txt#1", "方案.txt#1", "issues"), ("新.txt#1", "通知.txt#1", "replaces")}
    assert {(one.document_id, one.by) for one in standings} == {("通知.txt#1", "新.txt#1"), ("方案.txt#1", "新.txt#1")}


def test_a_draft_ends_nothing_yet() -> None:
    title, text = "怀化市推进城市更新实施方案（征求意见稿）", "原《怀化市推进新型城镇化实施方案》同时废止。"
    links, standings = read({"new.txt": f"{title}\n{text}\n", "old.txt": OLD})
    assert [link.kind for link in links] == [DocumentLinkKind.REPLACES]
    assert standings == [DocumentStanding("new.txt#1", Standing.DRAFT)]


def test_a_report_that_tells_of_an_end_is_not_what_ends() -> None:
    report = "2023年怀化市政府工作报告\n各位代表：\n废止《怀化市推进新型城镇化实施方案》等文件。\n"
    links, standings = read({"new.txt": report, "old.txt": OLD})
    assert [link.kind for link in links] == [DocumentLinkKind.CITES]
    assert standings == []


def test_the_order_of_reading_changes_nothing() -> None:
    files = {"new.txt": f"鹤城区工作计划\n2023年5月6日\n{SAID[0][1]}\n", "old.txt": OLD, "a.txt": DRAFTS[0][1]}
    assert read(files) == read(dict(reversed(files.items())))
