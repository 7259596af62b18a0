"""Characters that stand in no alphabet: those of symbol fonts, raised digits, equations → text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from graph.data_files import read_yaml
from ingest.sources.word_xml import Element, M, W

CODE = re.compile(r"[0-9a-fA-F]{2,4}")
USUAL_FONT = "Symbol"
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@cache
def _fonts() -> dict[str, dict[int, str]]:
    return {
        font: {int(str(code), 16): sign for code, sign in signs.items()}
        for font, signs in read_yaml(Path(__file__).parent / "word_symbols.yaml").items()
    }


def symbol(font: str, code: str) -> str:
    """The character of a symbol font by its code (F0A3); nothing for one that is not known."""
    if not CODE.fullmatch(code):
        return ""
    at = int(code, 16)
    if at >= 0x100 and not _is_private(chr(at)):
        return chr(at)  # a font of letters
    return _fonts().get(font, {}).get(at & 0xFF, "")


def without_private(text: str, font: str) -> str:
    """Text with the characters of symbol fonts read as what they show."""
    if text.isascii() or not any(_is_private(sign) for sign in text):
        return text
    signs = _fonts().get(font or USUAL_FONT, {})
    return "".join(signs.get(ord(sign) & 0xFF, "") if _is_private(sign) else sign for sign in text)


def _is_private(sign: str) -> bool:
    return "\uf020" <= sign <= "\uf0ff"  # where symbol fonts have their characters


def raised(text: str) -> str:
    """Raised digits: m² stays a unit, and the sign of a note never becomes a digit of the figure before it."""
    return text.translate(RAISED)


def equation(element: Element) -> str:
    """An equation in one line: a fraction with a stroke, powers raised."""
    tag = element.tag
    if tag in (f"{M}t", f"{W}t"):
        return element.text or ""
    if tag == f"{M}f":
        return f"{_inner(element.find(f'{M}num'))}/{_inner(element.find(f'{M}den'))}"
    if tag == f"{M}sSup":
        return _inner(element.find(f"{M}e")) + raised(_inner(element.find(f"{M}sup")))
    if tag == f"{M}rad":
        return f"√{_inner(element.find(f'{M}e'))}"
    return _inner(element)


def _inner(element: Element | None) -> str:
    text = ""
    for each in element if element is not None else ():
        text += equation(each)
    return text
