"""Which documents mention a term, and questions after yes or no."""

import pytest

from graph.records import Evidence, Link, LinkKind
from search.replies.documents import reply_with_documents
from search.replies.judging import reply_with_judgement
from tests.search.made_base import MadeBase

THINGS = {
    "project-1": ["青溪垃圾焚烧发电项目"],
    "project-2": ["云青铁路"],
    "park-1": ["溪口经开区"],
    "park-2": ["溪口国际陆港经开区"],
    "park-3": ["云岭高新区"],
    "project-3": ["星河显示生产线"],
}
LINK = Link("park-1", "park-2", LinkKind.RENAMED, 1.0, "2023年起改称", (Evidence("made-1.txt", 0, 5),))


def made() -> MadeBase:
    base = MadeBase(THINGS, links=(LINK,))
    base.add(
        "2021年金华市政府工作报告",
        "一、2020年工作回顾\n青溪垃圾焚烧发电项目并网发电。云青铁路前期工作加快推进。推进“五好”园区建设。\n"
        "溪口经开区成功晋升国家级经济技术开发区。打好防范风险狙击仗。抓好星河显示生产线。\n",
        region="金华市",
        year=2021,
    )
    base.add(
        "2023年金华市政府工作报告",
        "一、2022年工作回顾\n溪口国际陆港经开区提质,云岭高新区扩区。打好防范风险阻击仗。办好“村晚”。\n",
        region="金华市",
        year=2023,
    )
    return base.add("2023年衢州市政府工作报告", "办好“村晚”,建设五好园区。\n", region="衢州市", year=2023)


DOCUMENTS = [
    ("哪些文件提到了村晚", ["2023年金华市政府工作报告", "2023年衢州市政府工作报告"]),
    ("“五好园区”在哪几份材料里出现过", ["2021年金华市政府工作报告", "2023年衢州市政府工作报告"]),
    ("2023年各市政府工作报告里提到“村晚”的是哪几个市", ["金华", "衢州"]),
    ("金华的哪些报告提到了村晚", ["2023年金华市政府工作报告"]),
]


@pytest.mark.parametrize(("question", "items"), DOCUMENTS)
def test_lists_the_documents_that_mention_a_term(question: str, items: list[str]) -> None:
    base = made()
    reply = reply_with_documents(base.plan(question), base)
    assert reply is not None
    assert reply.items is not None
    assert [item.text for item in reply.items] == items
    assert len(reply.citations) == len(items)


def test_says_that_no_document_mentions_it() -> None:
    base = made()
    reply = reply_with_documents(base.plan("哪些文件提到了核电站"), base)
    assert reply is not None
    assert reply.short == "没有提到“核电站”"
    assert not reply.citations


JUDGED = [
    ("青溪的垃圾焚烧发电项目已经发电了吗", "是"),
    ("云青铁路开工了吗", "否"),
    ("溪口经开区是不是国家级的", "是"),
    ("金华有没有核电站项目", "没有提到"),
    ("金华有没有搞村晚", "有"),
    ("防范风险“狙击仗”和“阻击仗”是一回事吗", "是"),
    ("溪口经开区和溪口国际陆港经开区是同一个园区吗", "是"),
    ("溪口国际陆港经开区和云岭高新区是一回事吗", "否"),
    ("2023年金华的报告里还提到星河显示生产线了吗", "否"),
    ("2021年金华的报告里提到星河显示生产线了吗", "是"),
]


@pytest.mark.parametrize(("question", "begins"), JUDGED)
def test_begins_with_yes_or_no(question: str, begins: str) -> None:
    base = made()
    reply = reply_with_judgement(base.plan(question), base)
    assert reply is not None
    assert reply.short.startswith(begins), reply.short


def test_leaves_open_what_no_sentence_decides() -> None:
    base = made()
    assert reply_with_judgement(base.plan("云青铁路会经过衢州吗"), base) is None
