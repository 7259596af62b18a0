from __future__ import annotations

import pytest

from graph.writing.foldings import name_key

SAME = [
    ("怀化“国际陆港”", "怀化国际陆港"),
    (" 怀化 国际陆港\n", "怀化国际陆港"),
    ("Ｇ209提质改造", "g209提质改造"),
    ("怀化——芷江公路", "怀化-芷江公路"),
    ("《规划》", "规划"),
    ("懷化國際陸港", "怀化国际陆港"),
    ("⽣⻓基地", "生长基地"),
]


@pytest.mark.parametrize(("typed", "kept"), SAME)
def test_ways_of_typing_one_name_have_one_key(typed: str, kept: str) -> None:
    assert name_key(typed) == name_key(kept) == kept


@pytest.mark.parametrize(("one", "other"), [("洪江市", "洪江区"), ("一期", "二期"), ("A(B)", "AB")])
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_a_name_of_marks_alone_keeps_them() -> None:
    assert name_key("“”") == "“”"
