"""Texts whose clauses, orders and stages once took exponential or quadratic time: finding them grows with the text."""

from __future__ import annotations

import pytest

from graph.lexicon.lead_clauses import find_clauses
from graph.lexicon.orders import find_orders
from graph.lexicon.stage_words import stage_between
from tests.timing import quiet_seconds

SECONDS = 2.0  # of a quiet machine; each takes a tenth or less
CLAUSES = {
    "words of duty": "由市财政局" + "各自职责分工" * 40 + "x。",
    "bodies": "。(市财政局" + "、各部门" * 40 + "、" + "x" * 20 + ")",
    "many brackets": "(牵头" * 50_000,
    "leaders alone": "由市财政局牵头、市教育局," * 12_000,
    "numerals": "。责任单位:市财政局" + "一" * 60_000,
    "clauses of two kinds": "(市财政局牵头)由市教育局牵头," * 4_000,
}
ORDERS = {"blank lines": "\n" * 40_000 + "甲"}
STAGES = {"years": "到2025年" * 8_000 + "。项目"}


@pytest.mark.parametrize("text", CLAUSES.values(), ids=CLAUSES)
def test_clauses_are_found_in_time(text: str) -> None:
    assert quiet_seconds(lambda: find_clauses(text), enough=SECONDS) < SECONDS


@pytest.mark.parametrize("text", ORDERS.values(), ids=ORDERS)
def test_orders_are_found_in_time(text: str) -> None:
    assert quiet_seconds(lambda: find_orders(text), enough=SECONDS) < SECONDS


@pytest.mark.parametrize("text", STAGES.values(), ids=STAGES)
def test_stages_are_found_in_time(text: str) -> None:
    assert quiet_seconds(lambda: stage_between(text, "开工"), enough=SECONDS) < SECONDS
