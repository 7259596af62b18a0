"""Texts whose clauses, orders and stages once took exponential or quadratic time: finding them grows with the text."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from graph.lexicon.lead_clauses import find_clauses
from graph.lexicon.orders import find_orders
from graph.lexicon.stage_words import stage_between

SECONDS = 10.0  # of processor time; each takes a tenth of a second or less, on a machine with much else to do more
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


def seconds_for(find: Callable[[str], object], text: str) -> float:
    begun = time.thread_time()
    find(text)
    return time.thread_time() - begun


@pytest.mark.parametrize("text", CLAUSES.values(), ids=CLAUSES)
def test_clauses_are_found_in_time(text: str) -> None:
    assert seconds_for(find_clauses, text) < SECONDS


@pytest.mark.parametrize("text", ORDERS.values(), ids=ORDERS)
def test_orders_are_found_in_time(text: str) -> None:
    assert seconds_for(find_orders, text) < SECONDS


@pytest.mark.parametrize("text", STAGES.values(), ids=STAGES)
def test_stages_are_found_in_time(text: str) -> None:
    assert seconds_for(lambda before: stage_between(before, "开工"), text) < SECONDS
