"""Words that may follow one another: the same texts as before, in one way only."""

from __future__ import annotations

import re

import pytest

from graph.lexicon.repetition import forms_of, repeated
from tests.timing import quiet_seconds

CASES = [
    (["前期", "工作", "前期工作"], ["前期", "工作"]),
    (["战略性?新兴", "新兴"], ["新兴", "战略性新兴", "战略新兴"]),
    (["战略", "性", "新兴", "战略性?新兴"], ["性", "战略", "新兴"]),
    ([r"\d+", "大"], [r"\d++", "大"]),
]


@pytest.mark.parametrize(("words", "kept"), CASES)
def test_what_others_make_up_is_left_out(words: list[str], kept: list[str]) -> None:
    assert sorted(repeated(words).split("|")) == sorted(kept)


def test_each_form_of_a_word_with_something_that_may_be_missing() -> None:
    assert set(forms_of("千亿级?")) == {"千亿级", "千亿"}


@pytest.mark.parametrize("words", [["新建", "改扩建", "新建改扩建"], ["特色", "优势", "特色优势"], [r"\d+", "重点"]])
def test_the_same_texts_in_little_time(words: list[str]) -> None:
    before, now = (re.compile(f"(?:{inner})*。") for inner in ("|".join(words), repeated(words)))
    samples = [word.replace(r"\d+", "12") for word in words]
    for text in ("".join(samples) + "。", samples[0] + "。", samples[-1] * 3 + "!", "。"):
        assert bool(before.fullmatch(text)) is bool(now.fullmatch(text))
    long = "".join(samples) * 100 + "!"
    assert not now.match(long)  # 2ⁿ ways would not end
    assert quiet_seconds(lambda: now.match(long), enough=1) < 1
