"""Where documents begin in a file, and what their heads say."""

from __future__ import annotations

import pytest

from graph.records import Document, Source
from ingest.form.documents import find_documents
from tests.ingest.grids import source_of

BODY = "围绕重点领域加大工作力度,统筹推进各项任务落实,确保全年目标任务如期完成,经济社会平稳健康发展。" * 4

NOTICE = f"""怀化市人民政府办公室关于印发《怀化市打好发展“六仗”总体方案》的通知

发布时间:2023-02-09 09:51信息来源:怀化市人民政府办公室

怀政办发〔20234号

怀化市人民政府办公室

关于印发《怀化市打好发展“六仗”

总体方案》的通知

各县市区人民政府,市直机关各单位:

现印发给你们,请认真抓好组织实施。

2023年1月30日

一、指导思想

{BODY}

附件:1.打好经济增长主动仗工作方案

2.打好科技创新攻坚仗工作方案

附件1

打好经济增长主动仗工作方案

{BODY}

附件2

打好科技创新攻坚仗

工作方案

{BODY}
"""

DIGEST = f"""-
鹤城区规模工业企业全面复产彰显区域活力
2021年,湖南省怀化市鹤城区企业已全部恢复生产。{BODY}
2025-07-02
-
2022年邵阳市政府工作报告
2022年邵阳市政府工作报告2021年12月30日在邵阳市第十七届人民代表大会第一次会议上代市长华学健各位代表:现在报告工作。{BODY}
2025-07-02
有想补充的信息?点我投稿

- 联系我们
- 企业入驻
"""


def documents_of(text: str, name: str = "plan.txt") -> list[Document]:
    return find_documents(Source(name, text, "", "txt"))


def test_a_notice_and_its_annexes() -> None:
    notice, first, second = documents_of(NOTICE)
    assert notice.title == "怀化市人民政府办公室关于印发《怀化市打好发展“六仗”总体方案》的通知"
    assert (notice.kind, notice.issuer, notice.doc_number) == (
        "action_plan",
        "怀化市人民政府办公室",
        "怀政办发〔2023〕4号",
    )
    assert (notice.published, notice.year, notice.region, notice.region_code) == (
        "2023-02-09",
        2023,
        "怀化市",
        "431200",
    )
    assert [first.title, second.title] == ["打好经济增长主动仗工作方案", "打好科技创新攻坚仗工作方案"]
    assert {annex.parent_id for annex in (first, second)} == {notice.id} == {"plan.txt#1"}
    assert {annex.kind for annex in (first, second)} == {"annex"}
    assert (second.region, second.year) == (notice.region, notice.year)
    assert NOTICE[first.start : first.end].startswith("附件1\n")
    assert NOTICE[: notice.end].endswith("2.打好科技创新攻坚仗工作方案")


def test_a_list_of_annexes_without_their_text_is_no_document() -> None:
    text = NOTICE[: NOTICE.index("附件1\n")]
    assert len(documents_of(text)) == 1


def test_articles_one_after_the_other() -> None:
    news, report = documents_of(DIGEST)
    assert (news.title, news.kind) == ("鹤城区规模工业企业全面复产彰显区域活力", "news")
    assert (news.published, news.year, news.region) == ("2025-07-02", 2021, "鹤城区")
    assert (report.title, report.kind, report.region) == ("2022年邵阳市政府工作报告", "work_report", "邵阳市")
    assert (report.published, report.year, report.issuer) == ("2021-12-30", 2022, "邵阳市人民政府")
    assert "投稿" not in DIGEST[report.start : report.end]
    assert DIGEST[report.end :].lstrip().startswith("有想补充")


@pytest.mark.parametrize(
    ("head", "title", "kind", "years"),
    [
        (
            "怀化市国民经济和社会发展第十四个\n\n五年规划和二〇三五年远景目标纲要\n\n某次会议批准)",
            "怀化市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要",
            "five_year_plan",
            (2021, 2025),
        ),
        (
            "山东省服务业数字化转型行动方案\uff082021—2023年\uff09",
            "山东省服务业数字化转型行动方案\uff082021—2023年\uff09",
            "action_plan",
            (2021, 2023),
        ),
        (
            "筑府办发〔2020〕5号市人民政府办公厅关于有序推进企业复工复产的通知 各区: ",
            "市人民政府办公厅关于有序推进企业复工复产的通知",
            "notice",
            None,
        ),
        ("某县关于促进消费的若干措施\n\n各乡镇人民政府:", "某县关于促进消费的若干措施", "policy", None),
        (
            "政府工作报告\n——2021年1月25日在贵州省第十三届人民代表大会第四次会议上",
            "2021年贵州省政府工作报告",
            "work_report",
            None,
        ),
        (
            "下载\n打印\n【字号:\n2026年湖南省政府工作报告\n来源:湖南日报",
            "2026年湖南省政府工作报告",
            "work_report",
            None,
        ),
        (
            "绥宁县2024年国民经济和社会发展计划\n一、主要目标\n",
            "绥宁县2024年国民经济和社会发展计划",
            "action_plan",
            None,
        ),
        ("为进一步促进消费,现制定本方案。", "plan", "action_plan", None),
        ("各位代表:\n现在,我代表市人民政府向大会报告工作。\n2008年工作回顾", "plan", "work_report", None),
    ],
)
def test_titles_kinds_and_years(head: str, title: str, kind: str, years: tuple[int, int] | None) -> None:
    gap = "" if head.endswith(" ") else "\n\n"
    (document,) = documents_of(f"{head}{gap}{BODY}")
    assert (document.title, document.kind, document.years) == (title, kind, years)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("湖南省怀化市鹤城区发展方案\n\n" + BODY, "鹤城区"),
        ("绥宁县实施“八大行动”总体方案\n\n根据《邵阳市实施方案》,结合我县实际,制定本方案。" + BODY, "绥宁县"),
        ("长沙以“强省会”战略为引领领跑中部\n\n长沙市" + BODY, "长沙市"),
        (
            "各位代表:现在,我代表市人民政府向大会报告工作。齐齐哈尔、讷河市、克山县、龙江县的产业园区开工。" + BODY,
            "齐齐哈尔市",
        ),
        ("国务院关于促进消费的意见\n\n支持北京市、上海市、广州市先行。" + BODY, None),
        ("“十四五”智能制造发展规划\n\n我国智能制造取得长足进步,我国已转向高质量发展阶段。" + BODY, None),
    ],
)
def test_region_is_the_place_the_document_speaks_for(text: str, region: str | None) -> None:
    assert documents_of(text)[0].region == region


def test_a_report_of_december_speaks_for_the_next_year() -> None:
    text = "政府工作报告\n——2021年12月30日在怀化市第六届人民代表大会第一次会议上\n\n" + BODY
    (report,) = documents_of(text)
    assert (report.published, report.year) == ("2021-12-30", 2022)


def test_an_undated_report_is_dated_by_the_year_it_looks_back_on() -> None:
    text = "各位代表:\n现在,我代表市人民政府向大会报告工作。\n\n一、2013年工作回顾\n\n鹤壁市" + BODY
    assert documents_of(text)[0].year == 2014


def test_a_table_between_a_document_and_its_annex_belongs_to_the_document() -> None:
    rows = "\n".join(f"{number}|青溪{number}号水库扩建工程项目|{number * 100}" for number in range(1, 13))
    source = source_of(
        f"某县2025年计划\n一、目标\n现将计划印发,请认真组织实施。\n序号|项目名称|总投资（万元）\n{rows}\n附件1\n重点项目表\n"
        f"序号|项目名称|总投资（万元）\n{rows}"
    )
    first, second = find_documents(source)
    assert source.text[first.end - 4 : first.end] == "1200"
    assert source.text[second.start :].startswith("附件1")
