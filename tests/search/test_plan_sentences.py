"""Which of several sentences asks: the others are blanked, so that what is left keeps its place."""

from __future__ import annotations

import pytest

from search.plan.sentences import asking_sentence, sentence_spans

ASKING = [  # what is typed, and what is left but for blanks
    ("谁牵头青溪电站?我看2004年的报告还在说加快建设", "谁牵头青溪电站"),
    ("我看2004年报告说加快建设。青溪电站通车了没有?", "青溪电站通车了没有"),
    ("衢州抓十大项目;分别是哪几个", "分别是哪几个"),
    ("牵头部门有哪些?配合部门有哪些?", "牵头部门有哪些"),
    # the second sentence only goes on with the first
    ("衢州和丽水哪个市最高?是多少?", "衢州和丽水哪个市最高?是多少"),
    ("衢州和丽水哪个市最高?分别是多少?", "衢州和丽水哪个市最高?分别是多少"),
    ("衢州、丽水有哪些高企?两市各有多少家?", "衢州、丽水有哪些高企?两市各有多少家"),
    ("我看了报告。哪个市最高?是多少?谢谢。", "哪个市最高?是多少"),
    ("哪个市最高?我没看到。是多少?", "哪个市最高"),
    # one sentence, or none that asks, stays as it is
    ("青溪电站到哪一步了?", "青溪电站到哪一步了?"),
    ("加快建设青溪电站。加快建设长岭水库。", "加快建设青溪电站。加快建设长岭水库。"),
    # brackets count where they ask
    ("青溪电站(2011年开工)到哪一步了", "青溪电站         到哪一步了"),
    ("青溪电站(谁投资的)到哪一步了", "青溪电站(谁投资的)到哪一步了"),
]


@pytest.mark.parametrize(("text", "left"), ASKING)
def test_the_sentence_that_asks_is_left_in_its_place(text, left):
    read = asking_sentence(text)
    assert read.strip() == left
    assert read.index(left) == (text.index(left) if left in text else 0)


SENTENCES = [
    ("衢州谁牵头?归谁管?", ["衢州谁牵头", "归谁管"]),
    ("推进青溪电站;。;推进长岭水库", ["推进青溪电站", "推进长岭水库"]),
    (" ?", []),
]


@pytest.mark.parametrize(("text", "sentences"), SENTENCES)
def test_sentences_are_cut_at_their_end_marks(text, sentences):
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences
