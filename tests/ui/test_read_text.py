"""The text as it is read for answers: blanks where a page ends within a paragraph, place for place."""

import pytest

from graph.records import Span
from ui.app.opened import blanked


@pytest.mark.parametrize(
    ("text", "hole", "read"),
    [
        ("稳定在23\n— 2 —\n.5万亩", "— 2 —", "稳定在23       .5万亩"),
        ("增加\n\n第 1 页\n值增长8%", "第 1 页", "增加        值增长8%"),
    ],
)
def test_a_page_end_within_a_sentence(text: str, hole: str, read: str) -> None:
    start = text.index(hole)
    found = blanked(text, [Span(start, start + len(hole))])
    assert found == read
    assert len(found) == len(text)
