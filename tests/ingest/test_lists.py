"""Lists are cut into their items: 甲|乙."""

import pytest

from ingest.entities.lists import restore_tails, split_list, split_outside

CASES = [
    ("甲项目、乙项目、丙项目", "甲项目|乙项目|丙项目"),
    ("怀洪公路(安江至洪江、黔城)、沅水航道", "怀洪公路(安江至洪江、黔城)|沅水航道"),
    ("“甲、乙”平台、丙", "“甲、乙”平台|丙"),
    ("核心园区标准化、智能化升级改造、监控平台", "核心园区标准化、智能化升级改造|监控平台"),
    ("甲中心、乙中心和丙中心", "甲中心|乙中心|丙中心"),
    ("甲中心、和平大道", "甲中心|和平大道"),
    ("仓储(一期、二级中心", "仓储(一期|二级中心"),  # the bracket was never closed
]


@pytest.mark.parametrize(("text", "cut"), CASES)
def test_a_list_is_cut_into_items(text: str, cut: str) -> None:
    assert "|".join(text[a:b] for a, b in split_list(text)) == cut


def test_signs_inside_brackets_do_not_split() -> None:
    text = "推进甲(乙,丙),推进丁"
    assert [text[a:b] for a, b in split_outside(text, ",")] == ["推进甲(乙,丙)", "推进丁"]


TAILS = [
    (["沅陵", "芷江", "中方工业集中区"], ["沅陵工业集中区", "芷江工业集中区", "中方工业集中区"]),
    (["沅陵工业园", "中方工业园"], ["沅陵工业园", "中方工业园"]),
    (["沅陵", "芷江"], ["沅陵", "芷江"]),
]


@pytest.mark.parametrize(("items", "restored"), TAILS)
def test_items_get_the_tail_of_the_last(items: list[str], restored: list[str]) -> None:
    assert restore_tails(items, ["工业集中区", "工业园"]) == restored
