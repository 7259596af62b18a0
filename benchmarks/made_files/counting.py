"""What was read of a made file against what was written into it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from rapidfuzz.distance import Levenshtein

from benchmarks.made_files.plans import ABOVE, LEFT, MadeTable, Plan
from graph.records import Cell, Extraction, PartKind, RelationType, Row, Source, Structure
from ingest.form.columns import EMPTY

LIKE = 0.95  # of recognised lines: this much of one must be right
DECIMAL = re.compile(r"-?\d+\.\d+")  # workbooks are read without the zeros at the end of 62.00
LED = (RelationType.LED_BY, RelationType.RESPONSIBLE)


@dataclass
class Count:
    """So many right of all; and what is not, in words."""

    right: int = 0
    all: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Count) -> None:
        self.right += other.right
        self.all += other.all
        self.wrong += other.wrong

    def see(self, is_right: bool, what: str) -> None:
        self.all += 1
        self.right += is_right
        if not is_right:
            self.wrong.append(what)


def plain(text: str) -> str:
    """Without blanks, signs folded."""
    folded = unicodedata.normalize("NFKC", re.sub(r"\s+", "", text))
    if DECIMAL.fullmatch(folded):
        return folded.rstrip("0").rstrip(".")
    return folded.translate(str.maketrans("〔〕【】—–−―·～“”‘’", "[][]----.~\"\"''"))


# ------------------------------------------------------------------------------------------------------- lines


def written_lines(plan: Plan, format: str) -> list[str]:
    """The lines outside tables that the file holds."""
    if format == "csv":
        return []
    return [plain(line.shown) for line in plan.lines]


def written_tables(plan: Plan, format: str) -> list[MadeTable]:
    """The tables that the file holds."""
    return plan.tables[:1] if format == "csv" else plan.tables


def read_lines(source: Source) -> list[str]:
    parts = [part for part in source.layout.parts if part.kind is not PartKind.FURNITURE]
    return [plain(source.text[part.start : part.end]) for part in parts]


def count_lines(written: Sequence[str], read: Sequence[str], *, is_recognised: bool = False) -> Count:
    """Lines that are there, whole, alone and in their order."""
    if is_recognised:
        read = [next((line for line in written if alike(line, one)), one) for one in read]
    count = Count()
    kept = in_their_order(written, read)
    for at, line in enumerate(written):
        near = "" if at in kept else max(read, key=lambda one: Levenshtein.normalized_similarity(line, one), default="")
        count.see(at in kept, f"line {line[:40]}…{line[-12:]} ({len(line)}) | {near[:60]}…{near[-20:]} ({len(near)})")
    return count


def in_their_order(written: Sequence[Hashable], read: Sequence[Hashable]) -> set[int]:
    """Which of what was written was read too, in the same order."""
    blocks = SequenceMatcher(None, written, read, autojunk=False).get_matching_blocks()
    return {at for block in blocks for at in range(block.a, block.a + block.size)}


def alike(a: str, b: str) -> bool:
    return abs(len(a) - len(b)) < 0.1 * len(a) + 3 and Levenshtein.normalized_similarity(a, b) > LIKE


def character_errors(written: Sequence[str], read: Sequence[str]) -> Count:
    """Of all characters outside tables, those recognised right."""
    whole, found = "".join(written), "".join(read)
    return Count(max(0, len(whole) - Levenshtein.distance(whole, found)), len(whole))


# ---------------------------------------------------------------------------------------------------- headings


def count_headings(plan: Plan, structures: Iterable[Structure]) -> Count:
    """Headings that are sections under the right heading, in their order."""
    above: dict[int, str] = {}
    written: list[tuple[str, str]] = []
    for line in plan.lines:
        if line.level:
            above[line.level] = plain(line.shown)
            written.append((plain(line.shown), above.get(line.level - 1, "")))
    known = {heading for heading, _ in written}
    read: list[tuple[str, str]] = []
    for structure in structures:
        for section in structure.sections:
            path = [plain(heading) for heading in section.path]
            over = next((heading for heading in reversed(path[:-1]) if heading in known), "")
            read.append((plain(section.heading), over))
    read = [one for one in read if one[0] in known]
    count = Count()
    kept = in_their_order(written, read)
    for at, (heading, over) in enumerate(written):
        found = [one for one in read if one[0] == heading]
        count.see(at in kept, f"heading {heading} under {over or 'none'} | {found}")
    return count


# ------------------------------------------------------------------------------------------------------- cells


def expanded(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Every place of a table with what stands there, merged cells at each of their places."""
    full: list[list[str]] = []
    for row, texts in enumerate(rows):
        full.append([])
        for column, text in enumerate(texts):
            said = full[row - 1][column] if text == ABOVE else full[row][column - 1] if text == LEFT else plain(text)
            full[row].append(said)
    return full


def count_places(plan: Plan, source: Source, format: str) -> Count:
    """Cells as the reader gives them: text, row and column, spans. A row counts where most of it stands."""
    found: list[list[str]] = []
    for grid in source.layout.grids:
        places: dict[tuple[int, int], str] = {}
        for cell in grid.cells:
            text = plain(source.text[cell.start : cell.end])
            for row in range(cell.row, cell.row + min(cell.rows, 2000)):
                places |= {(row, column): text for column in range(cell.column, cell.column + cell.columns)}
        high, wide = max((row for row, _ in places), default=-1), max((column for _, column in places), default=-1)
        found += [[places.get((row, column), "") for column in range(wide + 1)] for row in range(high + 1)]
    count = Count()
    for table in written_tables(plan, format):
        rows = table.rows
        if format == "csv":
            rows = [["" if text in (LEFT, ABOVE) else text for text in row] for row in rows]
        for wanted in expanded(rows):
            best = max(found, key=lambda one, wanted=wanted: same(wanted, one), default=[])  # type: ignore[misc]
            for at, text in enumerate(wanted):
                is_right = at < len(best) and best[at] == text
                count.see(is_right, f"place [{table.layout}] {text} in {wanted} | {best}")
    return count


def same(a: Sequence[str], b: Sequence[str]) -> int:
    return sum(one == other for one, other in zip(a, b, strict=False))


def count_cells(plan: Plan, structures: Iterable[Structure], format: str) -> Count:
    """Cells under the right header, in the row of the right name, with the right unit."""
    by_key: dict[str, list[Row]] = {}
    for structure in structures:
        for given in structure.tables:
            for row in given.rows:
                for cell in row.cells:
                    by_key.setdefault(plain(cell.text), []).append(row)
    count = Count()
    for table in written_tables(plan, format):
        for texts in expanded(table.body):
            if is_aside(texts, table):
                continue
            rows = by_key.get(texts[table.key], [])
            unit = next((texts[at] for at, one in enumerate(table.columns) if one.kind == "unit"), None)
            for at, column in enumerate(table.columns):
                if not texts[at] or EMPTY.match(texts[at]):
                    continue
                said = column.unit or (unit if column.kind == "year" else None)
                fits = any(is_under(cell, texts[at], column.header, said) for row in rows for cell in row.cells)
                seen = [f"{cell.header}:{cell.text}[{cell.unit}]" for row in rows[:1] for cell in row.cells]
                count.see(
                    fits, f"cell [{table.layout}] {texts[table.key]}/{column.header}={texts[at]}[{said}] | {seen}"
                )
    return count


def is_aside(texts: Sequence[str], table: MadeTable) -> bool:
    """A row over all columns, or a sum over the first two."""
    return len(set(texts)) == 1 or texts[0] in ("小计", "合计") or texts[table.key] == ""


def is_under(cell: Cell, text: str, header: Sequence[str], unit: str | None) -> bool:
    if plain(cell.text) != text or (unit and cell.unit and plain(cell.unit) != plain(unit)):
        return False
    said = re.sub(r"[(\[（](?:单位:)?[^()\[\]]{1,10}[)\]）]$", "", plain(cell.header))
    whole, last = plain("".join(header)), plain(header[-1])
    wanted = {whole, last, re.sub(r"\[.*\]$", "", whole)}
    is_named = said in wanted or plain(cell.header) in wanted
    has_unit = not unit or cell.unit is not None or plain(unit) in plain(cell.header)
    return is_named and has_unit


# ------------------------------------------------------------------------------------------------------- facts


def count_aims(plan: Plan, extraction: Extraction, format: str) -> tuple[Count, Count]:
    """Targets of the tables that were found, and of those found in tables the ones that are right."""
    tables = written_tables(plan, format)
    aims = [
        (plain(a.indicator), plain(a.value), plain(a.unit), a.year, a.region) for table in tables for a in table.aims
    ]
    found = [
        (plain(t.indicator), plain(t.value.replace(",", "")), plain(t.unit or ""), t.year, t.region)
        for t in extraction.targets
        if t.rule in ("target.table", "target.area-table")
    ]
    count, sure = Count(), Count()
    for aim in aims:
        near = [one for one in found if one[0] == aim[0] or one[1] == aim[1]][:3]
        count.see(aim in found, f"target {aim} | {near}")
    known = set(aims)
    allowed = {plain(text) for table in tables for row in table.body for text in row}
    for one in found:
        is_base = one in known or one[1] in rates(tables, one[2]) or is_sum(one, tables)
        sure.see(is_base, f"false target {one}{'' if one[1] in allowed else ' of no cell'}")
    return count, sure


def rates(tables: Iterable[MadeTable], unit: str) -> set[str]:
    """Figures of growth, or of what is summed up in brackets; their indicator's name is not asked for."""
    cells = [
        row[at] for table in tables for row in table.body for at, one in enumerate(table.columns) if one.kind == "rate"
    ]
    return {plain(cell.strip("[]")) for cell in cells if unit in ("%", "") or cell.startswith("[")}


def is_sum(target: tuple[str, str, str, int | None, str | None], tables: Iterable[MadeTable]) -> bool:
    """A figure of a row of sums, of the whole region."""
    return any(target[1] in map(plain, row) for table in tables for row in table.body if row[0].endswith("合计"))


def count_works(plan: Plan, extraction: Extraction, format: str) -> tuple[Count, Count]:
    """Projects with their department and total investment: found of all, right of those found."""
    tables = written_tables(plan, format)
    leads = {(plain(r.head.surface), plain(r.tail.surface)) for r in extraction.relations if r.rel in LED}
    leads |= {(tail, head) for head, tail in leads}
    money = {
        (plain(a.project.surface), plain(a.value.replace(",", "")), plain(a.unit or ""))
        for a in extraction.attributes
        if a.kind == "total_investment"
    }
    names = Counter(plain(m.surface) for m in extraction.mentions if m.type == "Project")
    count, sure = Count(), Count()
    works = {plain(work.name): work for table in tables for work in table.works}
    for name, work in works.items():
        has_lead = (name, plain(work.department)) in leads
        has_money = (name, plain(work.investment), plain(work.unit)) in money
        what = f"project {name} named {names[name]}, department {has_lead}, investment {has_money}"
        count.see(bool(names[name]) and has_lead and has_money, what)
    for name, value, unit in sorted(money):
        of = works.get(name)
        sure.see(
            of is not None and (value, unit) == (plain(of.investment), plain(of.unit)),
            f"false investment {name} {value}{unit}",
        )
    return count, sure
