"""The XML of Word files: names of its elements, values of its attributes, and the wrappers that only wrap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Element = Any  # lxml gives no types

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

VAL = f"{W}val"
OFF = frozenset({"0", "false", "off"})
ALTERNATE = f"{MC}AlternateContent"
SDT = f"{W}sdt"
TEXT_BOX = f"{W}txbxContent"
# What only wraps what a reader sees: accepted insertions, links, tags, direction.
WRAPPERS = frozenset(
    [
        f"{W}{name}"
        for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "dir", "bdo", "sdtContent", "body")
    ]
)
DROPPED = frozenset({f"{W}del", f"{W}moveFrom"})


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of that name, then its first child of the next name …; None where one is missing."""
    for name in names:
        if element is None:
            return None
        element = element.find(W + name)
    return element


def value(element: Element | None, *names: str) -> str | None:
    """The w:val of a child (of a child …)."""
    found = child(element, *names)
    return None if found is None else found.get(VAL)


def number(text: str | None) -> int | None:
    """A whole number of at most nine digits; None for anything else."""
    digits = (text or "").strip()
    return int(digits) if digits.removeprefix("-").isdecimal() and digits.isascii() and len(digits) < 10 else None


def is_on(element: Element | None, *names: str) -> bool | None:
    """Whether a switch (w:vanish) is on; None where it is not there."""
    found = child(element, *names)
    return None if found is None else found.get(VAL) not in OFF


def unwrapped(parent: Element) -> Iterator[Element]:
    """The children a reader sees: wrappers opened, deleted stretches left out, one of several alternatives taken."""
    for element in parent:
        tag = element.tag
        if tag in WRAPPERS:
            yield from unwrapped(element)
        elif tag == SDT:
            content = child(element, "sdtContent")
            if content is not None:
                yield from unwrapped(content)
        elif tag == ALTERNATE:
            chosen = alternative(element)
            if chosen is not None:
                yield from unwrapped(chosen)
        elif tag not in DROPPED and isinstance(tag, str):
            yield element


def alternative(element: Element) -> Element | None:
    """Of the same thing said for newer and for older programs the first that holds text, else the first."""
    ways = [way for way in element if way.tag in (f"{MC}Choice", f"{MC}Fallback")]
    return next((way for way in ways if next(way.iter(f"{W}t"), None) is not None), ways[0] if ways else None)


def text_boxes(element: Element) -> Iterator[Element]:
    """The contents of the text boxes of a drawing, each once; boxes inside boxes come with the outer one."""
    for inner in element:
        if inner.tag == TEXT_BOX:
            yield inner
        elif inner.tag == ALTERNATE:
            chosen = alternative(inner)
            if chosen is not None:
                yield from text_boxes(chosen)
        else:
            yield from text_boxes(inner)
