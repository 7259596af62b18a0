"""Plans that nobody wrote: texts of the corpus under headings of the corpus, with made tables between.

In: a seeded random generator. Out: `Plan`s, which the writers beside this module turn into files, and which say what
a reader should find in them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

CORPUS = Path(__file__).parent.parent.parent / "corpus"
LEFT, ABOVE = "<", "^"  # in a table: goes on from the left, from above
NUMERALS = "一二三四五六七八九十"
HEADING = re.compile(
    r"(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+[章节篇])([^。,，;:；：\d]{6,20})"
)
WIDE = str.maketrans(",:;?!()", "，：；？！（）")


@dataclass(frozen=True)
class Line:
    """A paragraph or heading; `level` 0: running text."""

    text: str
    level: int = 0
    label: str = ""  # 一、

    @property
    def shown(self) -> str:
        return self.label + self.text


@dataclass(frozen=True)
class Column:
    """A column of a table: its header from the group down, and what it holds."""

    header: tuple[str, ...]
    kind: str
    unit: str | None = None  # that the header or a line above says


@dataclass(frozen=True)
class Aim:
    """A figure as a user should find it."""

    indicator: str
    value: str
    unit: str
    year: int
    region: str | None


@dataclass(frozen=True)
class Work:
    """A project as a user should find it."""

    name: str
    department: str
    investment: str
    unit: str


@dataclass
class MadeTable:
    """A table with its header rows and rows as they are drawn, and what they mean."""

    layout: str
    columns: list[Column]
    header: list[list[str]]
    body: list[list[str]]
    key: int  # the column that names what a row is about
    caption: str = ""
    unit_line: str = ""
    notes: list[str] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)

    @property
    def rows(self) -> list[list[str]]:
        return [*self.header, *self.body]


@dataclass
class Plan:
    """What a file is made of."""

    title: str
    region: str
    flow: list[Line | MadeTable] = field(default_factory=list)

    @property
    def tables(self) -> list[MadeTable]:
        return [part for part in self.flow if isinstance(part, MadeTable)]

    @property
    def lines(self) -> list[Line]:
        """All lines in their order, those around tables too."""
        found = [Line(self.title)]
        for part in self.flow:
            if isinstance(part, Line):
                found.append(part)
            else:
                found += [Line(text) for text in (part.caption, part.unit_line, *part.notes) if text]
        return found


def each_cell(rows: Sequence[Sequence[str]], draw: Callable[[int, int, int, int, str], None]) -> None:
    """Draw every cell of a table: row, column, rows and columns that it spans, text."""
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text in (LEFT, ABOVE):
                continue
            wide = 1
            while column + wide < len(texts) and texts[column + wide] == LEFT:
                wide += 1
            high = 1
            while row + high < len(rows) and rows[row + high][column] == ABOVE:
                high += 1
            draw(row, column, high, wide, text)


@cache
def paragraphs() -> tuple[str, ...]:
    """Paragraphs of the corpus that begin with no number, signs as in print."""
    found: list[str] = []
    for path in sorted(CORPUS.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = re.sub(r"\s+", "", line)
            if 70 <= len(text) <= 420 and text.endswith("。") and re.match(r"[\u4e00-\u9fff]{8}", text):
                found.append(printed(text))
    return tuple(found)


def printed(text: str) -> str:
    """Signs as they are printed between Chinese characters."""
    return re.sub(r"(?<!\d)[,:;?!()]|[,:;?!()](?!\d)", lambda match: match[0].translate(WIDE), text)


@cache
def titles() -> tuple[str, ...]:
    """Words of headings of the corpus, without their numbers."""
    found: set[str] = set()
    for path in sorted(CORPUS.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = re.sub(r"\s+", "", line)
            if match := HEADING.fullmatch(text):
                found.add(match[1])
    return tuple(sorted(found))


def outline(chance: random.Random, sections: int, each: int) -> Iterator[Line]:
    """Headings of two levels with paragraphs under them; some paragraphs are lists of points."""
    words = chance.sample(titles(), sections * 3 + 2)
    texts = chance.choices(paragraphs(), k=sections * 3 * each + sections)
    for number in range(sections):
        yield Line(words.pop(), 1, f"{NUMERALS[number]}、")
        yield Line(texts.pop())
        for below in range(chance.choice([0, 2, 3])):
            if len(words) <= sections - number:
                break
            yield Line(words.pop(), 2, f"（{NUMERALS[below]}）")
            for _ in range(chance.randint(1, each)):
                yield Line(texts.pop())
