"""Radicals, traditional characters and signs without width → the usual characters, one for one."""

from __future__ import annotations

import pytest

from graph.writing.characters import plain_text, radicals, usual_text

CASES = [
    ("国⺠经济增⻓，粮⻝播种⾯积，⼾籍，⻔⼾", "国民经济增长，粮食播种面积，户籍，门户"),
    ("橫縣二〇二四年國民經濟和社會發展計劃，徵收後", "横县二〇二四年国民经济和社会发展计划，征收后"),
    ("乾安县、於潜镇、鑫昇公司、著名", "乾安县、於潜镇、鑫昇公司、著名"),
    ("６．５％①ＧＤＰ", "６．５％①ＧＤＰ"),
    ("縣\U00020bb7", "县\U00020bb7"),
]


@pytest.mark.parametrize(("text", "usual"), CASES)
def test_each_character_keeps_its_place(text: str, usual: str) -> None:
    assert usual_text(text) == usual
    assert len(usual_text(text)) == len(text)


def test_radicals_are_no_radicals_any_more() -> None:
    assert all(len(radical) == len(usual) == 1 for radical, usual in radicals().items())
    assert not set(radicals()) & set(radicals().values())
    assert {chr(code) for code in range(0x2E80, 0x2EF4)} - set(radicals()) == {"\u2e9a"}  # not assigned


def test_plain_text_is_half_width_and_without_signs_that_are_nothing() -> None:
    assert plain_text("２０\u200b２４年增\u00ad⻓６％\ufeff，縣") == "2024年增长6%,县"
