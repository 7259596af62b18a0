"""Windows cover a text without gaps, in whole sentences where they fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.tagger.windows import MOST, windows

SIGNS = st.sampled_from("项目建设。;、,工程")


@given(st.text(SIGNS, max_size=900))
def test_windows_cover_the_text_and_none_is_longer_than_may_be(text: str) -> None:
    found = windows(text)
    assert "".join(text[start:end] for start, end in found) == text
    assert all(0 < end - start <= MOST for start, end in found)


def test_sentences_are_kept_whole() -> None:
    text = "甲" * 150 + "。" + "乙" * 150 + "。"
    assert windows(text) == [(0, 151), (151, 302)]


def test_a_long_sentence_is_cut_at_a_sign_of_its_list() -> None:
    text = "甲" * 200 + "、" + "乙" * 100
    assert windows(text) == [(0, 201), (201, 301)]


def test_part_of_a_text() -> None:
    assert windows("一二三。四五六。七", 2, 7) == [(2, 7)]
