"""Replies of what the reader marks: members, figures, sides, states and places; and what keeps it from being said."""

import pytest

from graph.records import Span
from search.answer import Found
from search.evidence import Scored
from search.replies.contract import Item, Reply
from search.replies.marked import plainly, rather, reply_with_marked
from search.replies.marked_sides import reply_with_marked_sides
from search.replies.marked_states import reply_with_marked_place, reply_with_marked_state
from search.respond import respond
from tests.search.made_base import MadeBase, said

REPORT = """一、2022年工作回顾
建成沙湾水库、石桥水库和南山水库,全市水库达到41座。石桥大道通车。
二、2023年工作安排
推动清河科技园落户云山县,争取设立跨境电商综合试验区。城镇居民人均可支配收入增长6%。
"""


def made(marked, region="衢州市", year=2023, text=REPORT):
    return MadeBase(marked=marked).add(f"{year}年{region}政府工作报告", text, region=region, year=year)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("４１座", "41座"),
        ("，清河\n科技园。", "清河科技园"),
        ("“三无”县", "“三无”县"),
        ("“创本", "创本"),
        ("水库)", "水库"),
        ("水库(中型)", "水库(中型)"),
    ],
)
def test_a_stretch_is_said_plainly(text, plain):
    assert plainly(text) == plain


def test_members_of_a_row_are_said_together():
    base = made({"沙湾水库": 4.0, "石桥水库": -1.5, "南山水库": 3.0, "石桥大道": -2.9})
    reply = reply_with_marked(base.plan("衢州2022年建成了哪些水库"), base)
    assert reply is not None
    assert reply.items is not None
    assert [item.text for item in reply.items] == ["沙湾水库", "石桥水库", "南山水库"]  # the middle one is filled in
    assert all("建成沙湾水库" in reply.citations[item.proof[0]].quote for item in reply.items)


def test_one_figure_is_said_where_one_is_asked():
    base = made({"41座": 3.5, "6%": 1.2})
    assert said(reply_with_marked(base.plan("衢州的水库有多少座了"), base)) == "41座"


@pytest.mark.parametrize("marked", [{}, {"41座": 0.2}])
def test_nothing_unsure_is_said(marked):
    base = made(marked)
    assert reply_with_marked(base.plan("衢州的水库有多少座了"), base) is None


def test_a_figure_of_others_is_not_said():
    base = made({"6%": 5.0})
    assert said(reply_with_marked(base.plan("衢州2023年城镇居民收入增长多少"), base)) == "6%"
    assert reply_with_marked(base.plan("衢州2023年农村居民收入增长多少"), base) is None


def listed(base, *names, sure=0.8):
    quote = base.cite("made-1.txt", Span(REPORT.index("建成沙湾"), REPORT.index("石桥大道")))
    return Reply("、".join(names), (quote,), tuple(Item(name, proof=(0,)) for name in names), sure=sure)


@pytest.mark.parametrize(
    ("names", "sure", "kept"),
    [
        (("沙湾水库", "石桥水库", "南山水库"), 0.8, True),  # the same list
        (("石桥大道",), 0.8, False),  # another
        (("石桥大道",), 0.95, True),  # the graph knows it
    ],
)
def test_a_list_gives_way_only_to_what_is_surely_another(names, sure, kept):
    base = made({"沙湾水库": 5.0, "石桥水库": 5.0, "南山水库": 5.0})
    reply = listed(base, *names, sure=sure)
    chosen = rather(base.plan("衢州2022年建成了哪些水库"), reply, base)
    assert (chosen is reply) is kept


def test_sides_are_read_one_by_one():
    base = made({"16.5%": 3.0}, text="全市研发投入强度2022年达到16.5%。\n")
    base.add("2023年丽水市政府工作报告", "全市研发投入强度2022年达到12.5%。\n", region="丽水市", year=2023)
    base.marked["12.5%"] = 3.0
    reply = reply_with_marked_sides(base.plan("衢州和丽水2022年研发投入强度谁更高"), base)
    assert said(reply) == "衢州更高:衢州16.5%;丽水12.5%"


@pytest.mark.parametrize(
    ("question", "marked", "verdict"),
    [
        ("衢州石桥大道通车了吗", "通车", "是,"),
        ("衢州的跨境电商综合试验区批下来了吗", "争取设立", "否,"),
    ],
)
def test_the_clause_that_is_marked_decides(question, marked, verdict):
    base = made({marked: 2.0})
    assert said(reply_with_marked_state(base.plan(question), base)).startswith(verdict)


def test_a_place_is_said_as_marked_or_as_its_document():
    base = made({"云山县": 2.0})
    assert said(reply_with_marked_place(base.plan("清河科技园落在哪个县"), base)) == "云山县"
    base = made({})
    base.marked = {"不在文中": 1.0}  # a reader that marks nothing
    assert said(reply_with_marked_place(base.plan("清河科技园落户在哪个市"), base)) == "衢州市"


def test_without_a_reader_sentences_answer_as_before():
    base = made({})
    response = respond(base.understand("衢州石桥大道怎么样了"), base)
    assert response.text is not None
    assert isinstance(base.ranked(response.plan.question, 3)[0], Scored)
    assert isinstance(base.find("石桥大道", top=1)[0], Found)
