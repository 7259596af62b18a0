"""Lists of names that a person brings: read, or refused in a line."""

from __future__ import annotations

import base64
import io
import random
import zipfile

import pytest
from openpyxl import Workbook

from ui.app.batch import BatchUnreadable
from ui.app.name_lists import MOST_ROWS, read_names, read_table
from ui.app.packed_names import pack, unpack


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


TABLES = [
    # a title row above the header, and a row of nothing
    ("某市2023年重点项目表,,\n,,\n序号,项目名称,总投资\n1,甲乙工程,3\n", 1, 1, ["甲乙工程"]),
    ("序号,建设单位,项目名称(全称)\n1,某局,甲乙工程\n", 0, 2, ["甲乙工程"]),
    ("序号,企业\n1,某某公司\n", 0, 1, ["某某公司"]),
    ("1,甲乙工程,3\n2,丙丁工程,4\n", None, 1, ["甲乙工程", "丙丁工程"]),  # no header
    ("甲乙工程,某市商务局\n丙丁工程,某市财政局\n", None, None, []),  # which of the two a person says
    ("项目\n甲乙工程\n甲乙工程\n", 0, 0, ["甲乙工程"]),
]


@pytest.mark.parametrize(("text", "header", "column", "names"), TABLES)
def test_the_column_of_names_is_found(text: str, header: int | None, column: int | None, names: list[str]) -> None:
    table = read_table(text.encode(), "a.csv")
    assert (table.header, table.column) == (header, column)
    if column is not None:
        assert table.names(column) == names


@pytest.mark.parametrize("names", [[], ["怀化国际陆港"], [f"某县第{n}个项目" for n in range(300)]])
def test_names_are_packed_into_an_address_and_out_again(names: list[str]) -> None:
    assert unpack(pack(names)) == names
    assert len(pack(names)) < 2000 + 12 * len(names)


@pytest.mark.parametrize("text", ["", "x", "没有", "e30", base64.urlsafe_b64encode(b"{}").decode()])
def test_an_address_that_holds_no_names_is_none(text: str) -> None:
    assert unpack(text) == []


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
