"""The label a heading opens with: 第二篇, 一、, (三), 4., ①, ——: its kind and its number.

A label is recognised by its form alone, in text with folded signs; whether it opens a heading is for the outline to
say, which knows the numbers before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.writing.numerals import CIRCLED, number_of_label

# The kinds from the coarsest to the finest, as GB/T 9704-2012 and the habit of plans order them.
KINDS = ("part", "chapter", "section", "article", "cn", "cn_paren", "digit", "digit_paren", "circled", "dash")
RANK = {kind: rank for rank, kind in enumerate(KINDS)}

CN = "[〇○零一二三四五六七八九十百]"
NUMBER = rf"{CN}{{1,9}}"  # 二百二十三; a longer run of them is none

FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第 *({NUMBER}|\d{{1,3}}) *[篇编]|第 *({NUMBER}) *部分")),
    ("chapter", re.compile(rf"第 *({NUMBER}|\d{{1,3}}) *章(?!程)")),
    ("section", re.compile(rf"第 *({NUMBER}|\d{{1,3}}) *节(?![课点能日庆目])")),
    ("article", re.compile(rf"第 *({NUMBER}|\d{{1,3}}) *条(?![例件款线])")),
    ("cn_paren", re.compile(rf"[(〔【] *({CN}{{1,4}}) *[)〕】]|({CN}{{1,3}}) *\)")),
    ("cn", re.compile(rf"({CN}{{1,4}}) *[、.](?! *{CN}{{1,3}} *[、产线])")),
    ("digit_paren", re.compile(r"\( *(\d{1,3}) *\)|(\d{1,2}) *\)")),
    ("digit", re.compile(r"(\d{1,3}) *[.、](?! ?\d)")),
    ("circled", re.compile(f"([{CIRCLED}])")),
    ("dash", re.compile(r"(?:[—―─–-]{2,}|[—―─])(?=[^ —―─–\-\d)])")),
)
NO_FIGURE = "[^ 篇编章节条〇○零一二三四五六七八九十百、,届次批名位个产季人年期代轮大中小要步类款项方医]"
LOST_PART = re.compile(rf"第({CN}{{1,3}})(?={NO_FIGURE})")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at a place of the text; `text` has no blanks, `number` is 0 for a dash."""

    kind: str
    number: int
    text: str
    start: int
    end: int


def label_at(flat: str, start: int, end: int) -> Label | None:
    """The label that opens the folded text at `start`, if there is one."""
    for kind, form in FORMS:
        if match := form.match(flat, start, end):
            number = next((group for group in match.groups() if group), "")
            return Label(kind, number_of_label(number), match.group().replace(" ", ""), match.start(), match.end())
    return None


def lost_part_at(flat: str, start: int, end: int) -> Label | None:
    """A 篇 that lost its 篇 (“第九坚持绿色发展”)."""
    match = LOST_PART.match(flat, start, end)
    return match and Label("part", number_of_label(match.group(1)), match.group(), match.start(), match.end())
