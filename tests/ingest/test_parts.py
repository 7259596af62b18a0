"""A sentence longer than any is read in parts, and the document says so."""

from __future__ import annotations

import pytest

from graph.records import Source
from ingest.extract import extract
from ingest.form.parts import LONGEST_SENTENCE, parts

HALF = LONGEST_SENTENCE // 2
CASES = [
    ("", 1),
    ("水" * LONGEST_SENTENCE, 1),
    (f"{'水' * (LONGEST_SENTENCE - 1)}。" * 30, 1),  # much text, no long sentence
    ("水" * (LONGEST_SENTENCE + 1), 2),
    (f"建设。{'水' * (2 * LONGEST_SENTENCE + 1)}。建设。", 3),
]


@pytest.mark.parametrize(("text", "count"), CASES)
def test_only_a_long_sentence_is_cut_and_nothing_is_lost(text: str, count: int) -> None:
    found = parts(text)
    assert len(found) == count
    assert "".join(text[start:end] for start, end in found) == text


def test_it_is_cut_behind_a_sign() -> None:
    text = f"{'水' * (HALF + 9)}、{'山' * LONGEST_SENTENCE}"
    assert parts(text)[0] == (0, HALF + 10)


@pytest.mark.parametrize("place", ["start", "end"])
def test_what_stands_in_a_part_is_found_and_the_cut_is_said(place: str) -> None:
    filling = "统筹" * LONGEST_SENTENCE
    said = "推动怀化国际陆港建设,"
    line = f"{said}{filling}" if place == "start" else f"{filling},{said}"
    found = extract(Source("plan.txt", f"怀化市工作方案\n\n{line}\n", "", "txt"))
    assert "怀化国际陆港" in {mention.name for mention in found.mentions}
    assert [(remark.why, dict(remark.values)["count"]) for remark in found.source.layout.remarks] == [
        ("sentences_long", "1")
    ]
    assert extract(found.source).source.layout.remarks == found.source.layout.remarks  # once, however often it is read


def test_an_ordinary_document_has_no_such_remark() -> None:
    source = Source("plan.txt", "怀化市工作方案\n\n推动怀化国际陆港建设。\n", "", "txt")
    assert extract(source).source is source
