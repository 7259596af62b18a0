"""The files of a run: which formats, in which traits, and by which writers."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.made_files import ofd, office, pages, scans, sheets, word
from benchmarks.made_files.making import make_plan, makers_in_turn
from benchmarks.made_files.plans import Plan
from benchmarks.made_files.tables import INDICATOR_TABLES, PROJECT_TABLES
from ingest.sources.read import READERS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WORD = (
    "styles",
    "styles numbers",
    "numbers outline",
    "styles headers box",
    "changes numbers styles",
    "outline changes",
    "",
)
PRINTED = (
    "ruled frame",
    "ruled",
    "three frame",
    "none frame",
    "ruled head frame outline",
    "three two frame",
    "ruled frame two",
    "none head",
    "three outline",
)
PAGES = ("named", "gbk named attached", "th", "th gbk attached", "named plain-headings", "plain-headings attached")
BOOKS = (
    "frozen numbers",
    "numbers merged-titles",
    "together",
    "merged-titles frozen",
    "numbers together merged-titles",
)
RULES = {"ruled": "tables ruled", "three": "level rules", "none": "no rules"}
TEXTS = ("gbk", "title", "tab", "gbk title")
SCANS = (("png", "skew blur"), ("jpg", "noise jpeg"), ("tif", "seal skew"), ("pdf", "seal noise jpeg blur"))


@dataclass(frozen=True)
class Made:
    """A file and what was written into it."""

    format: str
    path: Path
    plan: Plan
    traits: str
    pages: int | None = None  # where the file itself does not say
    asks_headings: bool = True


def make_files(seed: int, folder: Path, wanted: Sequence[str], browser: Browser | None) -> Iterator[Made]:
    """All files of the formats wanted."""
    for format, make in MAKERS.items():
        if not wanted or format in wanted:
            yield from make(random.Random(f"{seed} {format}"), folder, browser)


def _word(chance: random.Random, folder: Path, browser: Browser | None) -> Iterator[Made]:
    for number in range(10):
        yield _word_file("docx", chance, folder, number)


def _word_file(format: str, chance: random.Random, folder: Path, number: int) -> Made:
    plan = make_plan(chance, makers_in_turn(number, 2), chance.choice([4, 5, 6]))
    traits = WORD[number % len(WORD)]
    if format == "rtf":  # LibreOffice writes the sign of 一、 into the numbers of an RTF as a question mark
        traits = traits.replace("numbers", "").strip()
    path = word.write_word(plan, chance, folder / f"{format}-{number}.docx", frozenset(traits.split()))
    return Made(format, path, plan, traits, sum(len(line.shown) for line in plan.lines) // 600 + 1)


def _office_word(form: str, count: int) -> Callable[[random.Random, Path, Browser | None], Iterator[Made]]:
    def make(chance: random.Random, folder: Path, browser: Browser | None) -> Iterator[Made]:
        if office.office() is None:
            return
        made = [_word_file(form, chance, folder, number) for number in range(count)]
        paths = office.convert([one.path for one in made], "pdf" if form == "pdf-office" else form, folder)
        for one, path in zip(made, paths, strict=True):
            yield Made(form, path, one.plan, one.traits, None if form == "pdf-office" else one.pages)

    return make


def _ofd(chance: random.Random, folder: Path, browser: Browser | None) -> Iterator[Made]:
    if "ofd" not in READERS:
        return
    for number in range(4):
        plan = make_plan(chance, makers_in_turn(number + 6, 2), 4)
        path = ofd.write_ofd(plan, folder / f"ofd-{number}.ofd")
        with zipfile.ZipFile(path) as package:
            count = sum(name.startswith("Doc_0/Pages/") for name in package.namelist())
        yield Made("ofd", path, plan, "", count)


def _printed(chance: random.Random, folder: Path, browser: Browser | None) -> Iterator[Made]:
    if browser is None:
        return
    for number, traits in enumerate(PRINTED * 2):
        plan = make_plan(chance, makers_in_turn(number, 3), 5, 2 + number % 2)
        path = pages.print_page(browser, plan, folder / f"pdf-{number}.pdf", frozenset(traits.split()))
        yield Made(f"pdf, {RULES[traits.split()[0]]}", path, plan, traits)


def _scanned(chance: random.Random, folder: Path, browser: Browser | None) -> Iterator[Made]:
    if browser is None or find_spec("rapidocr") is None:
        return
    for number, (form, traits) in enumerate(SCANS):
        tables = PROJECT_TABLES if number % 2 else INDICATOR_TABLES
        plan = make_plan(chance, [tables[chance.randrange(9) % len(tables)]], 1, 1)
        plan.flow = plan.flow[:4] + [part for part in plan.flow[4:] if part in plan.tables]
        most = 1 if form in ("png", "jpg") else 2
        printed = pages.print_page(browser, plan, folder / f"scan-{number}-original.pdf", frozenset({"ruled"}))
        while scans.count_pages(printed) > most:  # what is cut off is not asked for
            table = plan.tables[0]
            gone = set(table.body.pop(-2))
            table.aims = [aim for aim in table.aims if aim.indicator not in gone and aim.value not in gone]
            table.works = [work for work in table.works if work.name not in gone]
            printed = pages.print_page(browser, plan, printed, frozenset({"ruled"}))
        path = scans.write_scan(printed, chance, folder / f"scan-{number}.{form}", frozenset(traits.split()), most)
        yield Made("scan", path, plan, f"{form} {traits}", min(most, scans.count_pages(printed)))


def _pages(form: str, count: int) -> Callable[[random.Random, Path, Browser | None], Iterator[Made]]:
    def make(chance: random.Random, folder: Path, browser: Browser | None) -> Iterator[Made]:
        for number in range(count):
            plan = make_plan(chance, makers_in_turn(number + 3, 2), 4)
            traits = PAGES[number % len(PAGES)]
            path = pages.write_page(plan, folder / f"page-{number}.{form}", frozenset(traits.split()))
            yield Made(form, path, plan, traits, 1)

    return make


def _books(form: str, count: int) -> Callable[[random.Random, Path, Browser | None], Iterator[Made]]:
    def make(chance: random.Random, folder: Path, browser: Browser | None) -> Iterator[Made]:
        made = []
        for number in range(count):
            plan = make_plan(chance, makers_in_turn(number * 3 + len(form), 3), 0)
            traits = BOOKS[number % len(BOOKS)]
            path = sheets.write_workbook(plan, folder / f"{form}-{number}.xlsx", frozenset(traits.split()))
            made.append(Made(form, path, plan, traits, 3, asks_headings=False))
        if form == "xlsx":
            yield from made
        elif office.office() is not None:
            for one, path in zip(made, office.convert([one.path for one in made], form, folder), strict=True):
                yield Made(form, path, one.plan, one.traits, 3, asks_headings=False)

    return make


def _texts(chance: random.Random, folder: Path, browser: Browser | None) -> Iterator[Made]:
    for number in range(6):
        plan = make_plan(chance, makers_in_turn(number * 2, 1), 0)
        traits = TEXTS[number % len(TEXTS)]
        if "title" not in traits:  # nothing says of which region it is
            plan.tables[0].aims = [
                replace(aim, region=None) if aim.region == plan.region else aim for aim in plan.tables[0].aims
            ]
        path = sheets.write_csv(plan, folder / f"csv-{number}.csv", frozenset(traits.split()))
        yield Made("csv", path, plan, traits, 1, asks_headings=False)


MAKERS: dict[str, Callable[[random.Random, Path, Browser | None], Iterator[Made]]] = {
    "docx": _word,
    "doc": _office_word("doc", 3),
    "rtf": _office_word("rtf", 3),
    "odt": _office_word("odt", 3),
    "pdf": _printed,
    "pdf-office": _office_word("pdf-office", 4),
    "ofd": _ofd,
    "xlsx": _books("xlsx", 7),
    "xls": _books("xls", 4),
    "ods": _books("ods", 3),
    "csv": _texts,
    "html": _pages("html", 8),
    "mht": _pages("mht", 3),
    "scan": _scanned,
}
