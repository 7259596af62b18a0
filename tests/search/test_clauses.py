import pytest

from search.clauses import LONG, cut_to_clauses
from search.question import understand

BEFORE = "推进基础设施建设,推进公共服务建设,推进生态环境建设,推进社会治理建设,"
BEHIND = ",推进城乡融合建设,推进营商环境建设,推进安全生产建设,推进法治政府建设"
REST = "推进干部队伍建设," * 10


def cut(question, text):
    span = cut_to_clauses(understand(question), text, lambda pair: 1.0)
    return text[span.start : span.end]


def test_the_clauses_with_the_words_and_the_figure_are_kept_with_their_neighbours():
    text = REST + BEFORE + "粮食产量30万吨" + BEHIND
    assert cut("粮食产量多少万吨?", text) == "推进社会治理建设,粮食产量30万吨,推进城乡融合建设,推进营商环境建设,"


def test_a_figure_that_comes_later_is_kept():
    assert "30万吨" in cut("粮食产量多少万吨?", REST + "粮食产量稳步提高,全年达到30万吨" + BEHIND)


WHOLE = [
    ("粮食产量多少万吨?", BEFORE + "粮食产量30万吨"),  # short
    ("要种哪些粮食?", REST + BEFORE + "种粮食" + BEHIND),  # a list may run through it all
    ("粮食产量多少万吨?", REST + BEFORE + "粮食产量稳步提高" + BEHIND),  # no figure
    ("粮食产量多少万吨?", "字" * LONG + "粮食产量30万吨"),  # one clause
]


@pytest.mark.parametrize(("question", "text"), WHOLE)
def test_nothing_is_cut(question, text):
    assert cut(question, text) == text


def test_a_parenthesis_is_not_cut_through():
    said = cut("粮食产量多少万吨?", REST + "粮食产量30万吨(早稻,中稻,晚稻,再生稻)" + BEHIND)
    assert "(早稻,中稻,晚稻,再生稻)" in said
