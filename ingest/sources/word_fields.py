"""Fields of Word: codes that compute what is shown. The result is text, the code is none, and some results are none.

A field may reach over many runs and paragraphs, and fields stand in fields: their state outlives a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.writing.numerals import circled

NO_TEXT = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})  # their results belong to the page, not to the text
CONTENTS = frozenset({"TOC", "INDEX"})
LONGEST_CODE = 400
CIRCLED = re.compile(r"\\o\s*(?:\\a[clr]\s*)?\(\s*[○◯〇]\s*[,，;]\s*([^()\s]{1,3})\s*\)", re.IGNORECASE)
OVER = re.compile(r"\\o\s*(?:\\a[cdlr]\s*)?\(.*?\)\s*[,，;]\s*([^()]+)\)\s*$", re.IGNORECASE)  # its reading over a word


@dataclass(slots=True)
class Field:
    """A field that has begun and not ended."""

    code: str = ""
    in_result: bool = False
    is_silent: bool = False

    @property
    def name(self) -> str:
        """What it computes: PAGE, TOC, SEQ …"""
        words = self.code.split(maxsplit=1)
        return words[0].upper() if words else ""


@dataclass(slots=True)
class Fields:
    """The fields that are open, the outermost first."""

    open: list[Field] = field(default_factory=list)

    @property
    def is_silent(self) -> bool:
        """Whether what comes now is a code, or the result of a field that is no text."""
        return bool(self.open) and any(each.is_silent or not each.in_result for each in self.open)

    @property
    def in_contents(self) -> bool:
        """Whether what comes now belongs to a contents page or an index."""
        return any(each.name in CONTENTS for each in self.open)

    def end_paragraph(self) -> None:
        """Forget fields that lost their end: a code, or a page number, is over where its paragraph is."""
        while self.open and (self.open[-1].is_silent or not self.open[-1].in_result):
            self.open.pop()

    def end_contents(self) -> None:
        """Forget contents pages: a heading follows, which stands in none."""
        self.open = [each for each in self.open if each.name not in CONTENTS]

    def code(self, text: str) -> None:
        """Take up a piece of the code of the innermost field."""
        if self.open and not self.open[-1].in_result and len(self.open[-1].code) < LONGEST_CODE:
            self.open[-1].code += text[:LONGEST_CODE]

    def mark(self, kind: str | None) -> str:
        """Begin, separate or end a field; gives the text that a field without a result stands for."""
        if kind == "begin":
            self.open.append(Field())
        elif kind == "separate" and self.open:
            self.open[-1].in_result = True
            self.open[-1].is_silent = is_silent_code(self.open[-1].name)
        elif kind == "end" and self.open:
            ended = self.open.pop()
            return "" if ended.in_result or self.is_silent else shown_by_code(ended.code)
        return ""


def is_silent_code(name: str) -> bool:
    """Whether the result of such a field is no text."""
    return name in NO_TEXT


def shown_by_code(code: str) -> str:
    r"""What a formula shows that has no result: EQ \o\ac(○,3) is ③."""
    if not code.strip().upper().startswith("EQ"):
        return ""
    match = CIRCLED.search(code)
    if match:
        inner = match.group(1)
        return circled(int(inner)) if inner.isdecimal() else f"({inner})"
    match = OVER.search(code)
    return match.group(1).strip() if match else ""
