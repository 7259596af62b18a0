"""From what to what a figure went: 由2110公里增至3055公里, 从26.7%提高到52.1%."""

from __future__ import annotations

import re

from graph.lexicon.wordings import wordings
from graph.records import Span

any_of = wordings("quantities").any_of

ASKED = re.compile(any_of("asks_both_ends"))
NUMBER = r"\d(?:[\d.∶:]|[,，](?=\d{3}))*"
MOMENT = any_of("moments_of_rise")
RISE = re.compile(
    rf"(?:从|由)[^，,。；;]{{0,14}}?{NUMBER}[^，,。；;\d]{{0,8}}?"
    f"{any_of('rises')}"
    rf"[^，,。；;\d]{{0,4}}(?:到|至|为){MOMENT}?[^，,。；;\d]{{0,4}}{NUMBER}"
    r"(?:多|余)?\s*(?:[万亿千百]{0,3}(?:%|％|‰|个百分点|[^，,。；;、\d（(]{0,4})"
    r"(?:以[上内下]|左右)?)"
)
BEFORE, BEHIND = 40, 30  # characters around a figure in which it is said what it rose from, or to


def asks_for_rise(question: str) -> bool:
    """Whether both ends are asked: 从多少到多少, 头尾各是多少."""
    return ASKED.search(question) is not None


def rise_around(text: str, figure: Span, within: Span) -> Span | None:
    """The stretch that says from what to what a figure went; `within`: the sentence, or what was read."""
    found = RISE.search(text, max(within.start, figure.start - BEFORE), figure.end + BEHIND)
    if found is None or not found.start() <= figure.start <= found.end():
        return None
    return Span(found.start(), found.end())
