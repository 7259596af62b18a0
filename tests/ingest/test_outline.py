"""Lines → headings with their depth, as an indented tree."""

from __future__ import annotations

import pytest

from ingest.form.furniture import find_furniture
from ingest.form.lines import fold_signs, split_lines
from ingest.form.outline import find_headings

BODY = "围绕重点领域加大工作力度,统筹推进各项任务落实,确保全年目标任务如期完成,经济社会平稳健康发展。"


def tree(text: str, title: str = "") -> list[str]:
    flat = fold_signs(text)
    lines = split_lines(flat, 0, len(flat))
    furniture = find_furniture(lines)
    found = find_headings(text, flat, [line for line in lines if line.start not in furniture], title)
    return [f"{'>' * heading.depth} {heading.label} {heading.title}".replace("  ", " ") for heading in found]


def text_of(*lines: str) -> str:
    return "\n\n".join(line.replace("…", BODY) for line in lines)


CASES: dict[str, tuple[str, list[str]]] = {
    "篇 章 节 and a title over two lines, a 篇 that lost its 篇": (
        text_of(
            "第八篇繁荣文化,提高",
            "文化软实力",
            "第一章提高文明程度",
            "第一节理想信念",
            "1.党的理论。…",
            "第九坚持绿色发展",
        ),
        [
            "> 第八篇 繁荣文化,提高文化软实力",
            ">> 第一章 提高文明程度",
            ">>> 第一节 理想信念",
            ">>>> 1. 党的理论",
            "> 第九 坚持绿色发展",
        ],
    ),
    "一、 (一) 1. with run-in titles": (
        text_of(
            "一、主要目标", "…", "二、重点任务", "(一)扩大投资。…", "1.抓好项目。…", "2.抓好园区。…", "(二)扩大消费。…"
        ),
        [
            "> 一、 主要目标",
            "> 二、 重点任务",
            ">> (一) 扩大投资",
            ">>> 1. 抓好项目",
            ">>> 2. 抓好园区",
            ">> (二) 扩大消费",
        ],
    ),
    "numbers that run on through the sections above them": (
        text_of("一、投资", "(一)项目。…", "(二)园区。…", "二、消费", "(三)商贸。…", "(四)文旅。…"),
        ["> 一、 投资", ">> (一) 项目", ">> (二) 园区", "> 二、 消费", ">> (三) 商贸", ">> (四) 文旅"],
    ),
    "the order of kinds is the document's own": (
        text_of("1.总体要求", "(一)思想。…", "(二)原则。…", "2.任务", "(一)投资。…", "(二)消费。…", "3.保障"),
        ["> 1. 总体要求", ">> (一) 思想", ">> (二) 原则", "> 2. 任务", ">> (一) 投资", ">> (二) 消费", "> 3. 保障"],
    ),
    "both levels use 一、": (
        text_of(
            "一、工作回顾",
            "一、产业。…",
            "二、改革。…",
            "二、今后目标",
            "…",
            "三、重点工作",
            "一、陆港。…",
            "二、生态。…",
        ),
        [
            "> 一、 工作回顾",
            ">> 一、 产业",
            ">> 二、 改革",
            "> 二、 今后目标",
            "> 三、 重点工作",
            ">> 一、 陆港",
            ">> 二、 生态",
        ],
    ),
    "a title that ends a report stands outside": (
        text_of("一、回顾", "…", "二、重点", "一、产业。…", "二、改革。…", "三、加强政府自身建设", "…"),
        ["> 一、 回顾", "> 二、 重点", ">> 一、 产业", ">> 二、 改革", "> 三、 加强政府自身建设"],
    ),
    "—— items close at their line": (
        text_of("一、主要目标", "——经济增长。…", "—内需扩大。…", "——……", "二、任务"),
        ["> 一、 主要目标", ">> —— 经济增长", ">> — 内需扩大", "> 二、 任务"],
    ),
    "articles run on through chapters": (
        text_of(
            "第一章 总则",
            "第一条 目的。…",
            "第二条 范围。…",
            "第二章 申报",
            "第三条 条件。…",
            "(一)注册。…",
            "第四条 材料。…",
        ),
        [
            "> 第一章 总则",
            ">> 第一条 目的",
            ">> 第二条 范围",
            "> 第二章 申报",
            ">> 第三条 条件",
            ">>> (一) 注册",
            ">> 第四条 材料",
        ],
    ),
    "indents, full-width signs and digits": (
        text_of(
            "\u3000\u3000一、总体要求",
            "\u3000\u3000\uff08一\uff09发展思路。…",
            "\u3000\u3000\uff11\uff0e项目。…",
            "\uff12\uff0e园区。…",
        ),
        ["> 一、 总体要求", ">> (一) 发展思路", ">>> 1. 项目", ">>> 2. 园区"],
    ),
    "two headings on one line": (
        text_of("第三篇 产业  第十章 高技术产业", "第一节 电子。…", "一、重点任务安排1.谋划。…", "2.保障。…"),
        [
            "> 第三篇 产业",
            ">> 第十章 高技术产业",
            ">>> 第一节 电子",
            ">>>> 一、 重点任务安排",
            ">>>>> 1. 谋划",
            ">>>>> 2. 保障",
        ],
    ),
    "numbers that were lost": (
        text_of(
            "一、任务", "(一)投资。…", "(五)消费。…", "二、保障", "(二)资金。…", "7.一句没有题目也没有上文编号的话,…"
        ),
        ["> 一、 任务", ">> (一) 投资", ">> (五) 消费", "> 二、 保障", ">> (二) 资金"],
    ),
    "sentences that begin with a figure are no headings": (
        text_of("一、回顾", "…", "5.3%的增速居全省前列。…", "二、三产业融合发展。…", "2021年,全市…", "第一产业增长。…"),
        ["> 一、 回顾"],
    ),
    "the list of annexes under a notice": (
        text_of("一、要求", "…", "附件:1.投资方案", "2.消费方案", "3.改革方案"),
        ["> 一、 要求"],
    ),
    "a heading without a label": (
        text_of(
            "各位代表:",
            f"现在向大会报告工作。{BODY}",
            "2008年工作回顾",
            "…",
            "今年主要工作任务",
            "…",
            "一、抓产业",
            "…",
        ),
        ["> 2008年工作回顾", "> 今年主要工作任务", ">> 一、 抓产业"],
    ),
    "a contents page is set aside": (
        text_of("目 录", "一、现状.........1", "二、任务.........2", "一、现状", "…", "二、任务", "…"),
        ["> 一、 现状", "> 二、 任务"],
    ),
    "a contents page without dots or its word": (
        text_of(
            "第一篇 指导思想和目标",
            "第一章 发展环境 第二章 主要目标",
            "第二篇 农业农村发展",
            "序言",
            "第一篇 指导思想和目标",
            "…",
        ),
        ["> 第一篇 指导思想和目标"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_tree(case: str) -> None:
    text, headings = CASES[case]
    assert tree(text) == headings


def report(*pieces: str) -> str:
    return "".join(piece.replace("…", BODY * 12) for piece in pieces)


def test_a_report_fused_into_one_line() -> None:
    text = report(
        "2022年某市政府工作报告市长张三各位代表:现在报告工作,请予审议。 一、过去五年工作回顾市六届人大一次会议以来,…",
        " 二、今后五年目标任务今后五年,…重点抓好: 一、做大实体经济。…居全省第 三、第四。…市第 二、第四医院建成。…",
        " 二、扩大有效需求。…成功申创全省唯 一、全国首批试点。… 三、2022年主要工作2022年是开局之年,… 一、投资。…",
    )
    assert tree(text) == [
        "> 一、 过去五年工作回顾",
        "> 二、 今后五年目标任务",
        ">> 一、 做大实体经济",
        ">> 二、 扩大有效需求",
        "> 三、 2022年主要工作",
        ">> 一、 投资",
    ]


def test_a_notice_fused_into_one_line_with_blanks() -> None:
    text = report(
        "某市人民政府关于印发措施的通知 一、总体要求 坚持分区分级。…",
        " 二、强化金融支持 (一)加大信贷。…[责任单位:市财政局]",
        " (二)减免利息。…(市财政局) 三、稳定就业 (三)返还保费。…数据来源\u3000\u3000(四)发放补贴。…",
    )
    assert tree(text) == [
        "> 一、 总体要求",
        "> 二、 强化金融支持",
        ">> (一) 加大信贷",
        ">> (二) 减免利息",
        "> 三、 稳定就业",
        ">> (三) 返还保费",
        ">> (四) 发放补贴",
    ]


def test_the_own_title_is_no_heading() -> None:
    text = text_of("来源说明:某网站某年某月某日转载自某部门公开文件库。", "某省教育发展规划", "…", "一、总体要求", "…")
    assert tree(text, title="某省教育发展规划") == ["> 一、 总体要求"]


def test_titles_broken_over_narrow_lines_are_joined() -> None:
    narrow = ["智能装备作为智能制造的核心装备是工业六基的重要", "组成和产业基础高级化的重要领域已成为稳定生产的"]
    lines = narrow * 12 + ["二、加快推进关键核心技术攻关与产业化应用示范工程", "建设", *narrow]
    lines += [
        "(一)培育一批具有国际竞争力的骨干企业和优势产业",
        "集群。支持企业做大做强并提升智能制造装备的水平",
        *narrow,
    ]
    assert tree("\n".join(lines)) == [
        "> 二、 加快推进关键核心技术攻关与产业化应用示范工程建设",
        ">> (一) 培育一批具有国际竞争力的骨干企业和优势产业集群",
    ]
