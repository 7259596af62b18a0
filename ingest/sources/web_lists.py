"""The lists of a web page → the number that a browser sets before an item, and that no text holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from graph.writing.numerals import count_in_chinese, roman

TYPED = re.compile(
    r"[(（]?(?:[一二三四五六七八九十百]{1,4}|\d{1,3}|[a-zA-Z])[)）、.．:：]|[①-⑳]|第[一二三四五六七八九十百\d]{1,4}[条章节款项]"
)
STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
KINDS = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
MOST = 9_999


@dataclass(slots=True)
class ListDraft:
    """A list while it is met: how it is numbered ("" for bullets), and the number of its next item."""

    kind: str
    next: int = 1
    step: int = 1


class Lists:
    """The lists around the place of a walk, and the number that is due before the next line."""

    def __init__(self) -> None:
        self.around: list[ListDraft] = []
        self.due = ""

    @property
    def inside(self) -> bool:
        """Whether the place is in a list."""
        return bool(self.around)

    def open(self, element: HtmlElement) -> None:
        """An element begins."""
        if element.tag in ("ul", "ol"):
            self.around.append(_draft(element))
        elif element.tag == "li" and self.around:
            draft = self.around[-1]
            draft.next = _number(element.get("value"), draft.next)
            self.due = _numbered(draft.next, draft.kind)
            draft.next += draft.step

    def close(self, element: HtmlElement) -> None:
        """An element ends."""
        if element.tag in ("ul", "ol") and self.around:
            self.around.pop()
        elif element.tag == "li":
            self.due = ""

    def label(self, text: str) -> str:
        """The number before this line: none where one is typed, or it was given to a line before."""
        due, self.due = self.due, ""
        return "" if TYPED.match(text) else due


def _draft(element: HtmlElement) -> ListDraft:
    if element.tag == "ul":
        return ListDraft("")
    style = STYLE.search(element.get("style") or "")
    kind = style[1].lower() if style else KINDS.get(element.get("type") or "1", "decimal")
    kind = "" if kind in ("none", "disc", "circle", "square") else kind
    count = sum(child.tag == "li" for child in element)
    if "reversed" in element.attrib:
        return ListDraft(kind, _number(element.get("start"), count), -1)
    return ListDraft(kind, _number(element.get("start"), 1))


def _number(said: str | None, otherwise: int) -> int:
    said = (said or "").strip()
    return int(said) if re.fullmatch(r"-?\d{1,4}", said) else otherwise


def _numbered(number: int, kind: str) -> str:
    if not kind or not 0 <= number <= MOST:
        return ""
    if kind in ("lower-alpha", "lower-latin", "upper-alpha", "upper-latin") and 1 <= number <= 26:
        return chr((ord("a") if kind.startswith("lower") else ord("A")) + number - 1) + "."
    if kind in ("lower-roman", "upper-roman") and 1 <= number < 40:
        said = roman(number)
        return (said if kind.startswith("lower") else said.upper()) + "."
    if kind in ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal") and 1 <= number < 100:
        return count_in_chinese(number) + "、"
    return f"{number}."
