"""What an answer says that recognition was not sure of: never without a word."""

from __future__ import annotations

import pytest

from search.doubts import DOUBTED, says_doubted, with_mark
from search.replies.contract import LONGEST_SHORT
from search.respond import respond
from tests.search.made_base import MadeBase

REPORT = """一、2022年工作回顾
建成标准厂房41万平方米。居民人均可支配收入达到5.2万元。
二、2023年工作安排
粮食总产量稳定在196万吨。
"""


def base(*doubted: str) -> MadeBase:
    made = MadeBase(doubted=doubted)
    return made.add("2023年衢州市政府工作报告", REPORT, region="衢州市", year=2023)


@pytest.mark.parametrize(
    ("doubted", "short"),
    [
        ((), "41万平方米"),
        (("41万",), f"41万平方米{DOUBTED}"),
        (("5.2万",), "41万平方米"),
    ],
)
def test_a_doubted_figure_is_said_with_a_word(doubted: tuple[str, ...], short: str) -> None:
    made = base(*doubted)
    response = respond(made.understand("衢州2022年建成标准厂房多少万平方米"), made)
    assert response.reply is not None
    assert response.reply.short == short
    assert response.text is not None
    assert response.text.startswith(short)
    assert response.text.count(DOUBTED) == short.count(DOUBTED)


def test_quoted_sentences_bear_the_word_too() -> None:
    made = base("5.2万")
    response = respond(made.understand("衢州居民收入怎么样"), made)
    assert response.text is None or "5.2" not in response.text or DOUBTED in response.text


@pytest.mark.parametrize(
    ("text", "doubted", "says"),
    [
        ("41万平方米", ["41万"], True),
        ("141万平方米", ["41万"], False),
        ("1,200亿元", ["1,200亿"], True),
        ("沅陵县", ["沅陵县"], True),
        ("沅陵县", ["县"], False),
        ("41万平方米", [], False),
    ],
)
def test_what_says_a_doubted_thing(text: str, doubted: list[str], says: bool) -> None:
    assert says_doubted(text, doubted) is says


def test_the_word_fits_into_a_short_answer() -> None:
    assert len(with_mark("41" + "万" * 200, ["41"], LONGEST_SHORT)) == LONGEST_SHORT
