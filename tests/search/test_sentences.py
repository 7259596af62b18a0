import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Span
from search.sentences import LONGEST, sentences_holding, split_sentences

CUTS = [  # | where a cut is expected
    "建成机场。|扩建车站!|",
    "一是修路;|二是架桥。|",
    "新建园区(总投资3亿元;占地百亩)三个。|其余另定。|",
    "打造“一核。”|建设两翼。|",
    "建设绿色矿山。|(市自然资源局牵头,市生态环境局配合)|",
    "建设市场。|(市商务局牵头)|整治河道。|(市水利局牵头)|",
    "括号未关(第一句。后一句。|",
    "没有句号",
]


@pytest.mark.parametrize("marked", CUTS)
def test_sentences(marked):
    text = marked.replace("|", "")
    found = [text[span.start : span.end] for span in split_sentences(text, 0, len(text))]
    assert found == [part for part in marked.split("|") if part]


def test_an_empty_line_ends_a_sentence_and_a_line_break_does_not():
    text = "重点工程\n\n 建设高\n铁。"
    assert [text[span.start : span.end] for span in split_sentences(text, 0, len(text))] == ["重点工程", "建设高\n铁。"]


def test_only_the_stretch_asked_for_is_cut():
    text = "甲甲。乙乙。丙丙。"
    assert [text[span.start : span.end] for span in split_sentences(text, 3, 6)] == ["乙乙。"]


def test_a_long_stretch_is_cut_at_commas():
    text = ",".join(["推进重点项目建设"] * 60) + "。"
    spans = split_sentences(text, 0, len(text))
    assert len(spans) > 1
    assert all(text[span.end - 1] in ",。" for span in spans)
    assert all(span.end - span.start <= LONGEST for span in spans)


def test_a_long_stretch_without_commas_is_cut_anyway():
    lengths = [span.end - span.start for span in split_sentences("字" * (2 * LONGEST + 5), 0, 2 * LONGEST + 5)]
    assert lengths == [LONGEST, LONGEST, 5]


@given(st.text(alphabet="建设。;(),、 \n!”", max_size=700))
def test_sentences_cover_all_that_is_not_blank_in_order(text):
    spans = split_sentences(text, 0, len(text))
    held = "".join(text[span.start : span.end] for span in spans)
    assert "".join(held.split()) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() for span in spans)


HOLDING = [  # [ ] around what is told, | around the sentences that hold it
    "建成机场。|扩建[车站]!|",
    "|园区[以电子。以医药]为主。|后句。",
    "[建成" + "机" * LONGEST + "场]。",
]


@pytest.mark.parametrize("marked", HOLDING)
def test_sentences_that_hold_a_stretch(marked):
    text = re.sub(r"[\[\]|]", "", marked)
    bare = marked.replace("|", "")
    told = Span(bare.index("["), bare.index("]") - 1)
    whole = re.sub(r"[\[\]]", "", marked).split("|")[1] if "|" in marked else text[told.start : told.end]
    found = sentences_holding(text, Span(0, len(text)), told)
    assert text[found.start : found.end] == whole
