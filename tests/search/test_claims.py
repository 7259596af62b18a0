"""What a language model says, held against quotes: false texts are refused, true ones pass."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from search.claims.believing import is_plain, is_true_to
from search.claims.evidence import Evidence

GROUPS = yaml.safe_load((Path(__file__).parent / "statements.yaml").read_text(encoding="utf-8"))
LEAST_TRUE = 0.85


def believed(group: dict, text: str) -> bool:
    years = group.get("years", [None] * len(group["quotes"]))
    quotes = [Evidence(quote, year=year) for quote, year in zip(group["quotes"], years, strict=True)]
    items = [Evidence(item, is_item=True) for item in group.get("items", ())]
    return is_plain(text) and is_true_to(text, group["question"], [*quotes, *items], group.get("short", ""))


FALSE = [(group, text) for group in GROUPS for text in group["refused"]]
TRUE = [(group, text) for group in GROUPS for text in group["believed"]]


@pytest.mark.parametrize(("group", "text"), FALSE, ids=[text for _, text in FALSE])
def test_no_false_text_is_believed(group, text):
    assert not believed(group, text)


def test_most_true_texts_are_believed():
    refused = [text for group, text in TRUE if not believed(group, text)]
    assert len(refused) <= (1 - LEAST_TRUE) * len(TRUE), refused
