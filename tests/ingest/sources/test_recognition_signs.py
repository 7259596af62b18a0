"""Signs that recognition confuses, put right only where nothing else can be meant."""

from __future__ import annotations

import pytest

from ingest.sources.recognition_signs import mend


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("增长１２．５％", "增长12.5%"),
        ("2O23年", "2023年"),
        ("投资1l5亿元", "投资115亿元"),
        ("投资12O亿元", "投资120亿元"),
        ("12·5%", "12.5%"),
        ("12. 5%", "12.5%"),
        ("怀政办发[2023]4号", "怀政办发〔2023〕4号"),
        ("怀政发（2023）14号", "怀政发〔2023〕14号"),
        ("湘政函【2024】4号", "湘政函〔2024〕4号"),
        ("加快发展,提高质量", "加快发展，提高质量"),
        ("主要目标:地区", "主要目标：地区"),
        ("一一民生保障更加有力", "——民生保障更加有力"),
        ("失业率(⁰)", "失业率(%)"),
        ("比例(%。)", "比例(%)"),
        ("好于ⅢⅢ类水体", "好于Ⅲ类水体"),
        # what could be meant as it is stays
        ("一一对应", "一一对应"),
        ("1,000万元", "1,000万元"),
        ("09:51", "09:51"),
        ("G5O", "G5O"),
        ("Oil", "Oil"),
        ("(2023)年", "(2023)年"),
        ("第一、二、三产业", "第一、二、三产业"),
    ],
)
def test_confusions_are_put_right(seen: str, meant: str) -> None:
    text, sure = mend(seen, tuple(0.9 for _ in seen))
    assert text == meant
    assert len(sure) == len(text)


def test_what_was_put_right_is_no_surer_than_it_was() -> None:
    text, sure = mend("增2O23", (0.9, 0.9, 0.4, 0.9, 0.9))
    assert (text, sure) == ("增2023", (0.9, 0.9, 0.4, 0.9, 0.9))
