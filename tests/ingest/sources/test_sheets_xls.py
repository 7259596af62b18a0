from __future__ import annotations

import contextlib
import struct

import pytest

from ingest.sources.sheets import read_workbook
from ingest.sources.unreadable import Unreadable
from tests.ingest.sources.workbooks import (
    compound,
    grids_of,
    headers_of,
    record,
    remarks_of,
    spans_of,
    string,
    xls_of,
)

PERCENT, DAY = 1, 2  # cell styles
STYLES = (
    record(0x41E, struct.pack("<H", 164) + string('yyyy"年"m"月"'))
    + record(0xE0, struct.pack("<HH", 0, 0))
    + record(0xE0, struct.pack("<HH", 0, 10))
    + record(0xE0, struct.pack("<HH", 0, 164))
)


def text(row, column, value):
    return record(0x204, struct.pack("<HHH", row, column, 0) + string(value))


def number(row, column, value, style=0):
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def packed(row, column, bits, style=0):
    return record(0x27E, struct.pack("<HHHI", row, column, style, bits))


def formula(row, column, result):
    return record(0x06, struct.pack("<HHH", row, column, 0) + result + bytes(6))


HEAD = text(0, 0, "指标") + text(0, 1, "值")
VALUES = [
    (number(1, 1, 12.5), "12.5"),
    (number(1, 1, 0.125, PERCENT), "12.5%"),
    (number(1, 1, 45838, DAY), "2025年6月"),
    (packed(1, 1, (1250 << 2) | 3), "12.5"),
    (packed(1, 1, (-7 << 2) & 0xFFFFFFFF | 2), "-7"),
    (packed(1, 1, struct.unpack("<Q", struct.pack("<d", 1.5))[0] >> 32), "1.5"),
    (record(0xBD, struct.pack("<HHHIHIH", 1, 1, 0, (3 << 2) | 2, 0, (4 << 2) | 2, 2)), "3"),
    (formula(1, 1, struct.pack("<d", 7.0)), "7"),
    (formula(1, 1, b"\0\0\0\0\0\0\xff\xff") + record(0x207, string("合格")), "合格"),
    (formula(1, 1, b"\2\0\x07\0\0\0\xff\xff"), "#DIV/0!"),
    (record(0x205, struct.pack("<HHHBB", 1, 1, 0, 1, 0)), "TRUE"),
]


@pytest.mark.parametrize(("cell", "shown"), VALUES)
def test_cells_of_every_kind(cell, shown):
    reading = read_workbook(xls_of({"表": HEAD + text(1, 0, "甲") + cell}, STYLES), "a.xls")
    assert grids_of(reading)[0][1][:2] == ["甲", shown]
    assert reading.format == "xls"


def test_shared_strings_run_over_records():
    first = struct.pack("<II", 2, 2) + struct.pack("<HB", 4, 1) + "甲公".encode("utf-16-le")
    rest = b"\1" + "路线".encode("utf-16-le") + struct.pack("<HBH", 2, 8, 1) + b"AB" + bytes(4)
    shared = record(0xFC, first) + record(0x3C, rest)
    cells = record(0xFD, struct.pack("<HHHI", 0, 0, 0, 0)) + record(0xFD, struct.pack("<HHHI", 0, 1, 0, 1))
    assert grids_of(read_workbook(xls_of({"表": cells}, shared), "a.et")) == [[["甲公路线", "AB"]]]


def test_merges_frozen_panes_and_what_is_hidden():
    rows = HEAD + text(1, 0, "甲") + number(1, 1, 1) + text(2, 0, "乙") + number(2, 1, 2) + text(3, 1, "丙")
    rows += record(0x208, struct.pack("<HHHHHHHH", 2, 0, 2, 255, 0, 0, 0x20, 15))
    rows += record(0xE5, struct.pack("<HHHHH", 1, 1, 3, 0, 0))
    rows += record(0x23E, struct.pack("<HHH", 8, 0, 0)) + record(0x41, struct.pack("<HHHHH", 0, 1, 1, 0, 2))
    rows = text(4, 0, "丁") + text(4, 1, "戊") + rows
    reading = read_workbook(xls_of({"表": rows, "旧": HEAD}, hidden=["旧"]), "a.xls")
    assert grids_of(reading) == [[["指标", "值"], ["甲", "1"], ["丙"], ["丁", "戊"]]]
    assert (spans_of(reading), headers_of(reading)) == ({"甲": (2, 1)}, ["指标", "值"])
    assert set(remarks_of(reading.layout)) == {"hidden_rows", "hidden_sheets"}


REFUSED = [
    (xls_of({"表": HEAD}, record(0x2F, bytes(6))), "password"),
    (compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "password"),
    (compound({"WordDocument": b"x"}), "workbook"),
    (xls_of({"表": HEAD})[:700], "workbook"),
    (xls_of({"表": b""}), "no_text"),
]


@pytest.mark.parametrize(("raw", "why"), REFUSED)
def test_what_cannot_be_read_is_named(raw, why):
    with pytest.raises(Unreadable) as refused:
        read_workbook(raw, "a.xls")
    assert refused.value.why == why


def test_damage_anywhere_is_read_or_named():
    raw = bytearray(xls_of({"表": HEAD + number(1, 1, 0.5, PERCENT)}, STYLES))
    for at in range(0, len(raw), 23):
        damaged = raw[:at] + bytes([raw[at] ^ 0xA5]) + raw[at + 1 :]
        with contextlib.suppress(Unreadable):
            read_workbook(bytes(damaged), "a.xls")
