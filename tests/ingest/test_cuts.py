"""Long stretches are cut behind the coarsest sign, put together up to the size, and lose nothing but blanks."""

from __future__ import annotations

import itertools

import pytest

from ingest.form.cuts import cut_stretch, visible_length

# cuts are written 甲|乙
CASES = [
    ("甲乙丙。丁戊己。庚辛", 8, "甲乙丙。丁戊己。|庚辛"),
    ("甲乙丙丁,戊己庚辛。壬癸。", 6, "甲乙丙丁,|戊己庚辛。|壬癸。"),
    ("甲乙丙丁戊己庚辛", 3, "甲乙丙|丁戊己|庚辛"),
    ("甲乙丙。\n\n  \n丁戊己。", 5, "甲乙丙。|丁戊己。"),
    ("甲 乙 丙 丁", 2, "甲 乙|丙 丁"),
    ("  甲乙  ", 9, "甲乙"),
    (" \n ", 9, ""),
]


@pytest.mark.parametrize(("text", "size", "cut"), CASES)
def test_stretches_are_cut(text: str, size: int, cut: str) -> None:
    assert "|".join(text[span.start : span.end] for span in cut_stretch(text, 0, len(text), size)) == cut


@pytest.mark.parametrize("size", [3, 20, 290])
def test_nothing_visible_is_lost(size: int) -> None:
    text = "一、总体要求。 坚持以项目建设为中心,加快;推进!\n\n全年完成投资12.5亿元:增长8%以上、其中\t工业5%" * 9
    spans = list(cut_stretch(text, 7, len(text), size))
    assert sum(visible_length(text[span.start : span.end]) for span in spans) == visible_length(text[7:])
    assert all(visible_length(text[span.start : span.end]) <= size for span in spans)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))
