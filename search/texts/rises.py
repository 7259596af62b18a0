"""From what to what a figure went: 由2110公里增至3055公里, 从26.7%提高到52.1%."""

from __future__ import annotations

import re

from graph.records import Span

ASKED = re.compile(
    r"(?:从|由)[^,。?]{0,6}(?:多少|几|哪)[^,。?]{0,8}(?:到|至|升|增|降)|头尾|期初|两个数|前后各|一头一尾|起点"
)
NUMBER = r"\d(?:[\d.∶:]|[,，](?=\d{3}))*"
MOMENT = r"(?:(?:19|20)\d\d\s*年[末底初度]?(?:的)?|[上去今本]年的?|“?十[一二三四五六]五”?[末初]?的?)"
RISE = re.compile(
    rf"(?:从|由)[^，,。；;]{{0,14}}?{NUMBER}[^，,。；;\d]{{0,8}}?"
    r"(?:提高|增加|增长|提升|上升|扩大|下降|降低|缩小|减少|压缩|压减|扩|增|升|降|缩|减)"
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
