"""How the time of each stage of extraction grows with the length of a text: n, 2n and 4n, for every rule.

    .venv/bin/python benchmarks/growth.py               all, some minutes; writes benchmarks/growth.md
    .venv/bin/python benchmarks/growth.py park 括号     only texts whose name holds one of the words; writes nothing

The texts are made: each rule's own example repeated, on lines of its own and on one line without a stop, and texts that
were thought of as hard. Sentences of more than 1,000 characters are read in parts (`ingest.form.parts`), here too: what
grows faster inside a part is bounded by it and seen in the seconds per 100 KB. A growth is flagged where twice the text
takes more than 2.4 times as long.
"""

from __future__ import annotations

import itertools
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import write_report
from graph.lexicon.divisions import Divisions
from graph.lexicon.lexicon import word_list
from graph.records import Block, BlockKind, EntityType, Mention, Row, Source, Structure, Table
from graph.resolve.decisions import Decisions
from graph.resolve.links import find_links
from graph.resolve.resolution import resolve
from ingest.echoes import with_echoes
from ingest.entities.mentions import companies_in, find_mentions
from ingest.entities.programmes import without_programmes
from ingest.entities.sure_names import with_sure_names
from ingest.extract import found_in, in_order
from ingest.facts.areas_in_names import imply_borne
from ingest.facts.attributes import find_attributes
from ingest.facts.document_references import find_references
from ingest.facts.relations import find_relations
from ingest.facts.stages import with_stages
from ingest.facts.targets import find_targets
from ingest.facts.told_projects import with_told
from ingest.form.structure import read_structure
from ingest.rules import REGISTRY, Example
from tests.ingest.plan import cell_of

SHORT = 3000  # characters of the shortest of the three texts
DOUBLINGS = (1, 2, 4)
MOST_GROWTH = 2.4  # of one doubling: n log n, with room for noise
FEW_NAMES = 1500
TOO_LONG = 20.0  # seconds after which a text is not doubled again
LEAST_SECONDS = 0.25  # of the longest text: below, the growth is noise
HEAD = "怀化市2023年工作方案\n一、主要目标\n"
AREAS = sorted(name for name in Divisions.load().book.named if len(name) > 2)
STOP = re.compile(r"[。;；,，\n]+")


@dataclass(frozen=True)
class Made:
    """A kind of text: its name, and the document of about so many characters."""

    name: str
    document: Callable[[int], tuple[Source, Structure]]


def of_text(text: str) -> tuple[Source, Structure]:
    source = Source("plan.txt", text, "", "txt")
    structures = read_structure(source)
    return source, max(structures, key=lambda structure: structure.document.end - structure.document.start)


def of_rows(example: Example, size: int) -> tuple[Source, Structure]:
    """A table of a file with the example's row again and again."""
    headers, words = example.header.split("|"), example.text.split("|")
    lines, rows, at = [], [], 0
    for _ in range(max(2, size // (len(example.text) + 1))):
        cells = []
        for header, word in zip(headers, words, strict=True):
            cells.append(cell_of(header, word, 0, 0))
            cells[-1] = replace(cells[-1], start=at, end=at + len(word))
            at += len(word) + 1
        rows.append(Row(cells[0].start, cells[-1].end, tuple(cells)))
        lines.append("\n".join(words))
    text = "\n".join(lines)
    source, structure = of_text(text)
    heads = tuple(cell.header for cell in rows[0].cells)
    table = Table(structure.document.id, None, "", 0, len(text), heads, tuple(rows), True)
    document = replace(structure.document, region_code=example.region)
    blocks = (Block(BlockKind.TABLE, 0, len(text), None),)
    return source, replace(structure, document=document, blocks=blocks, tables=(table,))


def repeated(unit: str, between: str) -> Callable[[int], tuple[Source, Structure]]:
    return lambda size: of_text(HEAD + between.join([unit] * max(2, size // (len(unit) + len(between)))) + "\n")


def of_rules() -> Iterator[Made]:
    """The texts of every rule's example: on lines of its own, on one line, on one line without a stop; rows."""
    for name, rule in sorted(REGISTRY.items()):
        example, text = rule.example, rule.example.text.replace("|", "\n")
        if example.header:
            yield Made(f"{name}: rows", partial(of_rows, example))
        else:
            yield Made(f"{name}: lines", repeated(text, "\n\n"))
        yield Made(f"{name}: one line", repeated(text.replace("\n", ""), ""))
        yield Made(f"{name}: no stop", repeated(STOP.sub("", text), ""))


def mixed(words: Sequence[str], between: str) -> Callable[[int], tuple[Source, Structure]]:
    """The words in an order of chance that is always the same."""

    def text(size: int) -> tuple[Source, Structure]:
        chance, parts, length = random.Random(16), list[str](), 0
        while length < size:
            parts.append(chance.choice(words))
            length += len(parts[-1]) + len(between)
        return of_text(HEAD + between.join(parts) + "\n")

    return text


def cells(size: int) -> tuple[Source, Structure]:
    rows = "".join(f"{i}\n指标{i}\n%\n5\n6\n" for i in range(size // 14))
    return of_text(f"{HEAD}表1 主要指标\n序号\n指标\n单位\n2020年\n2025年\n{rows}")


def contents(size: int) -> tuple[Source, Structure]:
    return of_text("目录\n" + "".join(f"第{i}章推进项目建设……{i}\n" for i in range(size // 16)) + HEAD)


def of_hard() -> Iterator[Made]:
    """Texts that were thought of as hard."""
    companies = sorted(word_list("companies"))
    plain = [
        "推进",
        "建设",
        "创新",
        "平台",
        "人才",
        "机制",
        "发展",
        "优化",
        "环境",
        "全面",
        "提升",
        "服务",
        "能力",
        "就是",
    ]
    yield Made("cells one a line", cells)
    yield Made("contents", contents)
    for word in (
        "项目完成开工",
        "完成开工",
        "9",
        "1.",
        "9,999",
        "等",
        "的",
        "年",
        "2023年",
        "元",
        "亿元",
        "5%",
        "增长5%",
    ):
        yield Made(f"{word} again and again", repeated(word, ""))
    for word in "和及与、(“《)”至—以-":
        yield Made(f"{word} between names", repeated("沅江水库", word))
        yield Made(f"{word} alone", repeated(word, ""))
    for between in ("", "、", "和", "\n"):
        sign = between.replace("\n", "⏎") or "nothing"
        yield Made(f"areas, {sign} between", mixed(AREAS[::7], between))
        yield Made(f"companies, {sign} between", mixed(companies, between))
        yield Made(f"plain words, {sign} between", mixed(plain, between))
    units = ["亿元", "万亩", "个", "公里", "%", "人", "家", "千伏", "倍"]
    yield Made("figures and units", mixed([f"{i}{unit}" for i in range(1, 9) for unit in units], ""))
    yield Made("units", mixed(units, ""))
    yield Made("years", mixed([f"{year}年" for year in range(2000, 2035)], ""))
    yield Made("brackets in brackets", lambda size: of_text(HEAD + "(" * (size // 2) + "水库" + ")" * (size // 2)))
    for words in ("责任单位:市发展改革委、", "牵头单位:", "(责任单位:市财政局", "到2025年,", "其中", "分别增长5%、6%"):
        yield Made(f"{words} again and again", repeated(words, ""))


# ------------------------------------------------------------------------------------------------------------ timing


Found = TypeVar("Found")


class Clock:
    """Processor seconds of each stage, in their order."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def of(self, stage: str, work: Callable[[], Found]) -> Found:
        begun = time.process_time()
        found = work()
        self.seconds[stage] = time.process_time() - begun
        return found


def walk(made: Made, size: int) -> dict[str, float]:
    """Each stage of extraction; what is remembered of a text is forgotten before."""
    clock = Clock()
    companies_in.cache_clear()
    source, structure = clock.of("structure", lambda: made.document(size))
    by_rules = clock.of("mentions", lambda: find_mentions(structure))
    named = clock.of("sure names", lambda: with_sure_names(structure, by_rules, by_rules))
    kept = clock.of("programmes", lambda: without_programmes(structure, named))
    told = clock.of("told projects", lambda: with_told(structure, kept))
    found = in_order(clock.of("states", lambda: with_stages(structure, told)))
    relations = clock.of("relations", lambda: find_relations(structure, found))
    clock.of("areas in names", lambda: imply_borne(structure, found, relations))
    clock.of("targets", lambda: find_targets(structure))
    clock.of("attributes", lambda: find_attributes(structure, found))
    clock.of("references", lambda: find_references(structure))
    companies_in.cache_clear()
    whole = clock.of("whole", lambda: found_in(source, (structure,)))
    clock.of("echoes", lambda: with_echoes([whole]))
    return clock.seconds


NAMES: dict[str, Callable[[int], str]] = {
    "numbered": lambda i: f"怀化高新区第{i}标准厂房项目",
    "coined": lambda i: f"{chr(0x4E00 + i % 9000)}{chr(0x5000 + i % 7001)}{chr(0x5800 + i % 5003)}水库",
    "of many areas": lambda i: f"{AREAS[i % len(AREAS)]}{'一二三四五六七八九'[i // len(AREAS) % 9]}号水库",
    "one in another": lambda i: "沅江" + "新城" * (i % 40) + f"{i}号路网工程",
}


def resolving(kind: str, count: int) -> dict[str, float]:
    """Joining so many names of one kind to entities, and linking them, each in a document of its own hundred."""
    clock, documents, mentions = Clock(), [], []
    document = of_text(HEAD + "推进建设。\n")[1].document
    for number in range(count):
        if number % 100 == 0:
            documents.append(replace(document, id=f"d{number}", source=f"s{number}", region_code="431200"))
        name = NAMES[kind](number)
        at = documents[-1]
        mentions.append(Mention(at.source, at.id, 0, len(name), name, EntityType.PROJECT, name, "project-object"))
    resolution = clock.of("resolving", lambda: resolve(mentions, documents, Decisions()))
    texts = dict.fromkeys((one.source for one in documents), "推进建设。")
    clock.of("linking", lambda: find_links(resolution, mentions, [], documents, texts))
    return clock.seconds


# ------------------------------------------------------------------------------------------------------------- table


@dataclass(frozen=True)
class Grown:
    """Seconds of one stage on one kind of text, by its lengths."""

    what: str
    stage: str
    lengths: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def growth(self) -> float:
        """How many times as long the last doubling took."""
        return self.seconds[-1] / max(self.seconds[-2], 1e-3)

    @property
    def per_length(self) -> float:
        """Seconds per 100 KB of text (of 3 bytes a character), or per 33,333 names."""
        return self.seconds[-1] / self.lengths[-1] * 100_000 / 3

    @property
    def is_flagged(self) -> bool:
        return self.seconds[-1] > LEAST_SECONDS and self.growth > MOST_GROWTH


def measured(what: str, seconds_of: Callable[[int], dict[str, float]], shortest: int) -> list[Grown]:
    """All stages on one kind of text; longer ones are left out where a shorter took more than TOO_LONG."""
    lengths, runs = [], []
    for times in DOUBLINGS:
        lengths.append(shortest * times)
        runs.append(seconds_of(lengths[-1]))
        if sum(runs[-1].values()) > TOO_LONG and len(runs) > 1:
            break
    grown = [Grown(what, stage, tuple(lengths), tuple(run[stage] for run in runs)) for stage in runs[0]]
    worst = max(grown, key=lambda one: one.seconds[-1])
    flagged = "; ".join(f"{one.stage} × {one.growth:.1f}, {one.seconds[-1]:.2f} s" for one in grown if one.is_flagged)
    print(
        f"{what}: {worst.stage} {worst.per_length:.2f} s per 100 KB{'  FLAGGED ' if flagged else ''}{flagged}",
        flush=True,
    )
    return grown


def table(grown: Sequence[Grown]) -> Iterator[str]:
    """One row a stage, then one a flagged text."""
    yield "| stage | texts | flagged | most growth of a doubling | slowest, s per 100 KB | on |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for stage in dict.fromkeys(one.stage for one in grown):
        own = [one for one in grown if one.stage == stage]
        long = [one.growth for one in own if one.seconds[-1] > LEAST_SECONDS]
        slowest = max(own, key=lambda one: one.per_length)
        growth = f"{max(long):.1f}" if long else "–"
        flagged = sum(one.is_flagged for one in own)
        yield f"| {stage} | {len(own)} | {flagged} | {growth} | {slowest.per_length:.2f} | {slowest.what} |"
    flagged_rows = [one for one in grown if one.is_flagged]
    if flagged_rows:
        yield from ("", "| flagged | stage | characters | seconds | growth |", "| --- | --- | --- | --- | --- |")
    for one in flagged_rows:
        seconds = ", ".join(f"{value:.2f}" for value in one.seconds)
        yield f"| {one.what} | {one.stage} | {', '.join(map(str, one.lengths))} | {seconds} | {one.growth:.1f} |"


def main() -> None:
    words = sys.argv[1:]
    texts = [made for made in itertools.chain(of_hard(), of_rules()) if not words or any(w in made.name for w in words)]
    walk(Made("", repeated("推进沅江水库建设,总投资5亿元。", "")), SHORT)  # opens the word lists
    grown = [one for made in texts for one in measured(made.name, partial(walk, made), SHORT)]
    for kind in NAMES:
        if not words or any(word in kind for word in words):
            grown += measured(f"names, {kind}", partial(resolving, kind), FEW_NAMES)
    lines = list(table(grown))
    if words:
        print("", *lines, sep="\n")
        return
    said = (
        "Processor seconds. `benchmarks/growth.py` writes this file and says what is "
        f"measured. Texts of {SHORT:,}, {2 * SHORT:,} and {4 * SHORT:,} characters ({FEW_NAMES:,} names and so on); "
        f"flagged is what takes over {LEAST_SECONDS} s and more than {MOST_GROWTH} times as long on the doubled text."
    )
    write_report("growth", "How extraction grows with the length of a text", said, lines)


if __name__ == "__main__":
    main()
