"""The XML parts of archives → others that are still XML: elements doubled, lost, moved and nested, values and texts
changed. What is broken as bytes is refused by the parser; this goes on to the reader behind it."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

import lxml.etree

Element = Any  # lxml gives no types

ODD = "\u202e\u2066\u200d\u200b\ufeff\u0301\u3099\ue000\U0001f600\U00020000\u2028\u0085\x7f\ufffd⽣㈠"
VALUES = (
    "",
    "0",
    "-1",
    "1",
    "2147483647",
    "99999999999999999999",
    "1e308",
    "NaN",
    "true",
    "A1:XFD1048576",
    "一",
    "x" * 5000,
)
MOST_TIMES = 40  # that an element is doubled or nested


def broken_tree(raw: bytes, chance: random.Random) -> bytes | None:
    """The part in another form; None where it is no XML."""
    try:
        root = lxml.etree.fromstring(raw, lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except (lxml.etree.XMLSyntaxError, ValueError):
        return None
    for _ in range(chance.choice((1, 1, 2, 4, 10))):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        chance.choice(_CHANGES)(chance.choice(elements), chance.choice(elements), chance)
    return bytes(lxml.etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _lose(element: Element, other: Element, chance: random.Random) -> None:
    if element.getparent() is not None:
        element.getparent().remove(element)


def _double(element: Element, other: Element, chance: random.Random) -> None:
    if element.getparent() is not None and len(element) < 200:
        for _ in range(chance.choice((1, 3, MOST_TIMES))):
            element.addnext(copy.deepcopy(element))


def _move(element: Element, other: Element, chance: random.Random) -> None:
    if element is not other and element not in other.iterancestors():
        other.insert(chance.randrange(len(other) + 1), element)


def _nest(element: Element, other: Element, chance: random.Random) -> None:
    if len(element) < 200:
        for _ in range(chance.choice((1, 5, MOST_TIMES))):
            inner = lxml.etree.Element(element.tag, dict(element.attrib))
            inner.extend(list(element))
            inner.text, element.text = element.text, None
            element.append(inner)


def _rename(element: Element, other: Element, chance: random.Random) -> None:
    element.tag = other.tag


def _value(element: Element, other: Element, chance: random.Random) -> None:
    names = list(element.attrib) or list(other.attrib)
    if names:
        own = element.get(names[0]) or ""
        element.set(chance.choice(names), chance.choice((*VALUES, own * 9, chance.choice(ODD))))


def _text(element: Element, other: Element, chance: random.Random) -> None:
    signs = "".join(chance.choice(ODD) for _ in range(chance.choice((1, 4))))
    element.text = chance.choice(
        (signs, *VALUES, (element.text or "") + signs, other.text, (element.text or "") * MOST_TIMES)
    )


_CHANGES: tuple[Callable[[Element, Element, random.Random], None], ...] = (
    *(_lose, _double, _move, _nest, _rename),
    *(_value, _value, _value, _text, _text),
)
