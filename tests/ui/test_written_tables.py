"""Tables that are taken along: no text is run as a formula, numbers stay numbers."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from ui.app.tables import Value, as_csv, as_excel, csv_line, harmless

FORMULAS = [
    *('=HYPERLINK("http://x","y")', "=1+1", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1,2)", "−1+1"),
    *(
        "＝1+1",
        "＋A1",
        "－A1",
        "＠SUM(1)",
        "﹦1+1",
        "﹢A1",
        "﹫A1",
        "\t=1",
        "\r=1",
        "\n=1",
        "\r\n+1",
        "  =1",
        "\u3000=1",
    ),
    *(
        "\xa0=1",
        "\ufeff=1",
        "\u200b=1",
        '"=1',
        "'=1",
        "“=1”",
        "‘+A1",
        "「@A1",
        " ' =1",
        "\x01=1",
        "-5亿元",
        "- 一项",
        "--1",
    ),
    *("+86 13800000000", "\t一", "\n二", "-1-1", "=cmd|' /C calc'!A0.txt"),
]
TEXTS = [
    *(
        "",
        "-",
        "=",
        "—",
        "一=二",
        "2026年",
        "-5",
        "-5%",
        "−5%",
        "－5％",
        "+3.2",
        "+8%",
        "-1,234.5",
        "-1e5",
        " -5 ",
        "(二)",
    ),
    *("“互联网+”行动", "5-3", "http://x?a=b", "'", "  ", "*/", "·", "①", "+", "@"),
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_is_said_to_be_a_text(text: str) -> None:
    assert harmless(text) == f"'{text}"
    [header, row] = csv.reader(io.StringIO(as_csv([text], [[text]]).decode("utf-8-sig"), newline=""))
    assert header == row == [f"'{text}"]


@pytest.mark.parametrize("text", TEXTS)
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text
    [row] = csv.reader(io.StringIO(csv_line([text, "x"]), newline=""))
    assert row == [text, "x"]


@pytest.mark.parametrize("value", [-5, -0.5, 0, 3, None, True])
def test_numbers_are_numbers(value: float | None) -> None:
    assert harmless(value) is value


LINES = [
    (["a", 1, None], "a,1,\n"),
    (["a,b", 'say "so"'], '"a,b","say ""so"""\n'),
    # where tables are cut at semicolons or tabs, a formula would stand behind one
    (["a;=1+1", "a\t=1+1"], '"a;=1+1","a\t=1+1"\n'),
    # a line break of any kind would begin a row of its own
    (["a\r=1", "a\n=1", "a\u2028=1"], '"a\r=1","a\n=1","a\u2028=1"\n'),
    (["a\0b"], "ab\n"),
    ([""], '""\n'),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "line"), LINES)
def test_a_cell_stays_one_cell(cells: list[str | int | None], line: str) -> None:
    assert csv_line(cells) == line


def test_a_name_that_is_no_text_is_written_too() -> None:
    assert "计划\\udce4.txt" in as_csv(["source"], [["计划\udce4.txt"]]).decode("utf-8-sig")
    assert as_excel({"表": (["source"], [["计划\udce4.txt"]])})


def test_a_sheet_holds_texts_and_no_formulas() -> None:
    rows: list[list[Value]] = [[text, -5, 0.5] for text in FORMULAS]
    book = load_workbook(io.BytesIO(as_excel({"表": (["=1+1", "数", "率"], rows)})))
    cells = [cell for row in book["表"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [book["表"].cell(1, 1).value, book["表"].cell(2, 1).value] == ["=1+1", FORMULAS[0]]
    assert book["表"].cell(2, 1).quotePrefix
    assert [book["表"].cell(2, place).value for place in (2, 3)] == [-5, 0.5]
