"""Lists of names that a person brings: read, or refused in a line."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from openpyxl import Workbook

from ui.app.batch import BatchUnreadable
from ui.app.name_lists import MOST_ROWS, read_names


def workbook(*rows: tuple[str, ...]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("raw", "called", "names"),
    [
        ("甲\n乙\n".encode(), "a.txt", ["甲", "乙"]),
        ("序号,项目名称\n1,甲\n".encode("gb18030"), "a.csv", ["甲"]),
        (workbook(("序号", "名称"), ("1", "甲"), ("2", "乙")), "a.XLSX", ["甲", "乙"]),
        (workbook(("甲",), ("乙",)), "a.xlsx", ["甲", "乙"]),
        (workbook(("序号", "名称"), ("1",)), "a.xlsx", []),
    ],
)
def test_names_are_read(raw: bytes, called: str, names: list[str]) -> None:
    assert read_names(raw, called) == names


def test_a_long_list_is_read_as_far_as_it_is_used() -> None:
    assert len(read_names("甲\n".encode() * (MOST_ROWS + 9), "a.txt")) == MOST_ROWS


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("raw", "called", "said"),
    [
        (b"", "a.xlsx", "no Excel workbook"),
        (b"PK\x03\x04", "a.xlsx", "no Excel workbook"),
        (packed(a=b"x"), "a.xlsx", "no Excel workbook"),
        (packed(a=bytes(60 << 20)), "a.xlsx", "unpacks to 60 MB"),
        (workbook(), "a.xlsx", "first sheet is empty"),
        (b'name,x\n"' + b"a" * 200_000, "a.csv", "no table"),
        (b'{"id": 1, "name": ' + b"[" * 100_000, "a.csv", "not JSON"),
        (b"a,b\n1,2\n", "a.csv", "no column"),
    ],
)
def test_what_is_no_list_is_refused_in_a_line(raw: bytes, called: str, said: str) -> None:
    with pytest.raises(BatchUnreadable, match=said) as refused:
        read_names(raw, called)
    assert str(refused.value).startswith(called)
    assert "/tmp" not in str(refused.value)


def test_a_damaged_workbook_breaks_nothing() -> None:
    whole = workbook(("序号", "名称"), ("1", "甲"))
    chance = random.Random(16)
    for _ in range(60):
        spoilt = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        try:
            read_names(bytes(spoilt), "a.xlsx")
        except BatchUnreadable:
            continue
