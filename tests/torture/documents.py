"""Small made documents: a few paragraphs of corpus/, with names and numbers of their own.

In: a source of chance. Out: texts, and a folder of plans that changes step by step.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACES = ("怀化市", "鹤城区", "中方县", "洪江市", "沅陵县", "溆浦县")
MAKERS = ("惠科", "正大", "骏泰", "恒光", "湘维", "金诺", "海联", "补天")
THINGS = ("显示模组生产线", "生物质发电项目", "冷链物流园", "氯碱扩建项目", "新能源电池项目", "陆港二期工程")
SHORTEST, LONGEST = 30, 160  # characters of a paragraph that is taken


@cache
def _paragraphs() -> tuple[str, ...]:
    lines = (line.strip() for path in sorted((ROOT / "corpus").glob("*.txt")) for line in _lines(path))
    return tuple(line for line in lines if SHORTEST <= len(line) <= LONGEST)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").splitlines()


def make_document(chance: random.Random) -> str:
    """A plan of a few paragraphs."""
    place, year = chance.choice(PLACES), chance.randint(2021, 2027)
    works = [chance.choice(MAKERS) + chance.choice(THINGS) for _ in range(2)]
    borrowed = [re.sub(r"\d", lambda _: str(chance.randint(1, 9)), chance.choice(_paragraphs())) for _ in range(2)]
    return (
        f"{place}{year}年工作方案\n\n一、主要目标\n地区生产总值增长{chance.randint(3, 12)}%以上,"
        f"粮食播种面积稳定在{chance.randint(100, 500)}万亩。\n\n二、重点工作\n"
        f"(一)抓好产业项目。加快建设{works[0]}和{works[1]}。(市工业和信息化局牵头,市商务局负责)\n"
        f"(二)其他工作。{borrowed[0]}\n{borrowed[1]}\n"
    )


def as_page(text: str) -> str:
    """The same as HTML, whose file is kept beside its text."""
    title, *lines = [line for line in text.splitlines() if line]
    inside = "".join(f"<p>{escape(line)}</p>\n" for line in lines)
    return f"<html><head><title>{escape(title)}</title></head><body><h1>{escape(title)}</h1>\n{inside}</body></html>\n"


@dataclass(slots=True)
class Plans:
    """A folder of documents; `pages`: the share of them that are HTML."""

    folder: Path
    chance: random.Random
    pages: float = 0.25
    _made: int = field(default=0)

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if path.stat().st_size)

    def add(self) -> str:
        self._made += 1
        name = f"plan-{self._made}.{'html' if self.chance.random() < self.pages else 'txt'}"
        self._write(name)
        return name

    def add_unreadable(self) -> None:
        """An empty file, which an ingestion names and leaves out."""
        self._made += 1
        (self.folder / f"empty-{self._made}.txt").write_bytes(b"")

    def change(self, name: str) -> None:
        self._write(name)

    def take_away(self, name: str) -> None:
        (self.folder / name).unlink()

    def _write(self, name: str) -> None:
        text = make_document(self.chance)
        (self.folder / name).write_text(as_page(text) if name.endswith(".html") else text, encoding="utf-8")
