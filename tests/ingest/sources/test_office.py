"""Old and foreign text files, read through LibreOffice or antiword where these are installed."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from graph.errors import MailuoError
from graph.records import Remark
from ingest.sources import office
from ingest.sources.compound import SIGNATURE
from ingest.sources.office import format_of, read_office
from tests.ingest.sources.word_files import document, p, packed, row, table, zipped

WORD = "WordDocument".encode("utf-16-le")
OLE = SIGNATURE + b"\0" * 504
DOC = OLE + b"\xec\xa5" + b"\0" * 510 + WORD
RTF = rb"{\rtf1\ansi\ansicpg936\outlinelevel0 \u19968?\u12289?\u30446?\u26631?\par \u22686?\u38271?7%\par}"
DOCX = packed(p("一、目标") + table(row("项目", "投资"), row("甲", "12")))

FORMATS = [
    ("a Word 97 document, of Word or of WPS Office", DOC, "doc"),
    ("stream names in another case", OLE + WORD.upper(), "doc"),
    ("Word 2", b"\xdb\xa5\x2d\0" + b"\0" * 99, "doc"),
    ("Works", OLE + office.WORKS_STREAM, "wps"),
    ("another OLE file", OLE + "Workbook".encode("utf-16-le"), None),
    ("RTF", RTF, "rtf"),
    ("RTF behind blanks", b"\r\n" + RTF, "rtf"),
    ("OpenDocument", zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "odt"),
    ("a .docx", DOCX, "docx"),
    ("a broken zip", b"PK\x03\x04 nothing", "docx"),
    ("XML of Word 2003", b'<?xml version="1.0"?><w:wordDocument xmlns:w="' + office.WORD_2003 + b'"/>', "xml"),
    (
        "a package in one file",
        b'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>',
        "docx",
    ),
    ("a web page", b"<html></html>", None),
]


@pytest.mark.parametrize(("raw", "format"), [each[1:] for each in FORMATS], ids=[each[0] for each in FORMATS])
def test_formats_are_told_by_their_bytes(raw: bytes, format: str | None) -> None:
    assert format_of(raw) == format


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all the path there is, but for the shell's own programs."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for needed in ("sh", "cat", "cp", "mkdir", "sleep"):
        (folder / needed).symlink_to(shutil.which(needed) or needed)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!{folder / 'sh'}\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


OUT = 'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; '  # where LibreOffice is to put what it makes


def test_libreoffice_makes_a_docx(programs: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(DOCX)
    install(programs, "libreoffice", f'{OUT} cp "{made}" "$2/file.docx"')
    install(programs, "antiword", "exit 1")
    reading = read_office(RTF, "计划.rtf")
    assert (reading.format, reading.text.split()) == ("rtf", ["一、目标", "项目", "投资", "甲", "12"])
    assert len(reading.layout.grids) == 1
    assert read_office(DOC, "计划.wps").format == "doc"


def test_antiword_where_libreoffice_is_missing(programs: Path) -> None:
    printed = "\n一、目标\n\n|项目    |投资           |\n|        |总投资|年度   |\n|甲      |12    |3      |\n\n结尾\n"
    install(programs, "antiword", f"cat <<'END'\n{printed}END")
    reading = read_office(DOC, "计划.doc")
    assert reading.text.split() == ["一、目标", "项目", "投资", "总投资", "年度", "甲", "12", "3", "结尾"]
    assert [(cell.row, cell.column, cell.columns) for cell in reading.layout.grids[0].cells] == [
        *((0, 0, 1), (0, 1, 2)),
        *((1, 0, 1), (1, 1, 1), (1, 2, 1)),
        *((2, 0, 1), (2, 1, 1), (2, 2, 1)),
    ]
    assert reading.layout.remarks == (Remark("antiword"),)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (DOC, "through LibreOffice or antiword: install"),
        (RTF, "through LibreOffice: install it"),
        (OLE, "damaged, or its ending is wrong"),
        (b"<html></html>", "damaged, or its ending is wrong"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + WORD, "protected by a password"),
        (OLE + b"\xec\xa5" + b"\0" * 9 + b"\x01" + b"\0" * 500 + WORD, "protected by a password"),
    ],
)
def test_what_helps_is_said(programs: Path, raw: bytes, says: str) -> None:
    with pytest.raises(MailuoError, match=says):
        read_office(raw, "计划.doc")


def test_a_docx_by_another_name_needs_no_program(programs: Path) -> None:
    assert read_office(DOCX, "计划.doc").text.startswith("一、目标")
    with pytest.raises(MailuoError, match="no Word document"):
        read_office(zipped({"xl/workbook.xml": document("")}), "表.doc")


def test_files_that_cannot_be_converted(programs: Path) -> None:
    install(programs, "soffice", "exit 1")
    with pytest.raises(MailuoError, match=r"damaged \.rtf file"):
        read_office(RTF, "计划.rtf")
    install(programs, "antiword", "exit 1")
    (programs / "soffice").unlink()
    with pytest.raises(MailuoError, match=r"damaged \.doc file"):
        read_office(DOC, "计划.doc")


def test_a_program_that_takes_too_long_is_ended_with_its_children(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = tmp_path / "late"
    install(programs, "soffice", f'(sleep 0.5; cat /dev/null > "{late}") & sleep 9')
    monkeypatch.setattr(office, "SECONDS", 0.1)
    with pytest.raises(MailuoError, match=r"more than 0\.1 seconds"):
        read_office(RTF, "计划.rtf")
    time.sleep(0.6)
    assert not late.exists()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_with_libreoffice_itself() -> None:
    reading = read_office(RTF, "计划.rtf")
    assert (reading.format, reading.text) == ("rtf", "一、目标\n增长7%")
