"""Tables → workbooks and tables in text."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font

from benchmarks.made_files.plans import ABOVE, LEFT, MadeTable, Plan, each_cell

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def write_workbook(plan: Plan, path: Path, traits: frozenset[str]) -> Path:
    """A sheet a table, its caption above; `traits`: frozen, numbers (figures as numbers, else as texts), together."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheet: Any = None
    top = 1
    for number, table in enumerate(plan.tables, 1):
        if sheet is None or "together" not in traits:
            sheet, top = book.create_sheet(f"表{number}"), 1
        top = _write(sheet, table, top, plan.title if number == 1 or "together" not in traits else "", traits)
        if "frozen" in traits and "together" not in traits:
            sheet.freeze_panes = sheet.cell(top - len(table.body) - len(table.notes) - 1, 1)
    book.save(path)
    return path


def _write(sheet: Any, table: MadeTable, top: int, title: str, traits: frozenset[str]) -> int:
    """Write a table from a row on; the row after it and a blank one."""
    width = len(table.columns)
    for text in (title, table.caption, table.unit_line):
        if text:
            sheet.cell(top, 1, text).font = Font(bold=True)
            if "merged-titles" in traits:
                sheet.merge_cells(start_row=top, start_column=1, end_row=top, end_column=width)
            top += 1

    def draw(row: int, column: int, high: int, wide: int, text: str) -> None:
        cell = sheet.cell(top + row, 1 + column)
        decimals = len(text.partition(".")[2])
        if row >= len(table.header) and "numbers" in traits and NUMBER.fullmatch(text):
            cell.value = float(text) if "." in text else int(text)
            cell.number_format = f"0.{'0' * decimals}" if decimals else "0"
        else:
            cell.value = text or None
        cell.alignment = Alignment(horizontal="center", wrap_text=True)
        if (high, wide) != (1, 1):
            sheet.merge_cells(
                start_row=cell.row,
                start_column=cell.column,
                end_row=cell.row + high - 1,
                end_column=cell.column + wide - 1,
            )

    each_cell(table.rows, draw)
    top += len(table.rows)
    for text in table.notes:
        sheet.cell(top, 1, text)
        top += 1
    return top + 1


def write_csv(plan: Plan, path: Path, traits: frozenset[str]) -> Path:
    """The first table in text, merged cells blank but for their first; `traits`: gbk, tab, title."""
    table = plan.tables[0]
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t" if "tab" in traits else ",")
    for text in (plan.title if "title" in traits else "", table.unit_line):
        if text:
            writer.writerow([text])
    for row in table.rows:
        writer.writerow(["" if text in (LEFT, ABOVE) else text for text in row])
    path.write_bytes(out.getvalue().encode("gb18030" if "gbk" in traits else "utf-8-sig"))
    return path
