"""Bytes and an ending → what a file really is, and what is said where the two disagree."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path

import pytest

from graph.errors import MailuoError
from ingest.sources.kinds import kind_of, kinds
from ingest.sources.read import READERS, read_source

PLAN = "某县2025年计划\n地区生产总值增长6%，粮食产量12万吨。\n"
PAGE = "<!DOCTYPE html>\n<html><head><title>计划</title></head><body><p>地区生产总值增长6%。</p></body></html>"


def zipped(*names: str, mime: str = "") -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        if mime:
            archive.writestr("mimetype", mime)
        for name in names:
            archive.writestr(name, "x")
    return raw.getvalue()


def compound(*streams: str, inside: str = "") -> bytes:
    """A compound file with streams at its top, and with a folder that holds one more."""
    names = ["Root Entry", *streams, *(["ObjectPool", inside] if inside else [])]
    none = 0xFFFFFFFF
    entries = []
    for number, name in enumerate(names):
        text = name.encode("utf-16-le")
        last = len(streams) + bool(inside)
        right = number + 1 if 0 < number < last else none
        child = 1 if number == 0 else number + 1 if inside and number == last else none
        entries.append(struct.pack("<64sHBBIII", text, len(text) + 2, 1, 1, none, right, child).ljust(128, b"\0"))
    directory = b"".join(entries)
    sectors = -(-len(directory) // 512)
    table = struct.pack("<I", 0xFFFFFFFD) + b"".join(
        struct.pack("<I", at + 1 if at < sectors else 0xFFFFFFFE) for at in range(1, sectors + 1)
    )
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[none] * 108)
    return bytes(header) + table.ljust(512, b"\xff") + directory.ljust(sectors * 512, b"\0")


CASES = [
    (PLAN.encode(), ".txt", "txt"),
    (PLAN.encode("gb18030"), ".pdf", "txt"),
    (PLAN.encode("utf-16"), ".txt", "txt"),
    (PLAN.encode("utf-16-le") * 9, ".txt", "txt"),
    ("發展計劃，全縣經濟。\n".encode("big5") * 9, ".doc", "txt"),
    (PLAN.encode(), ".md", "md"),
    (b"# <html> in Markdown", ".md", "md"),
    (PLAN.encode(), "", "txt"),
    ("项目\t总投资\n路\t3\n".encode(), ".xls", "csv"),
    ("项目,总投资\n路,3\n".encode(), ".csv", "csv"),
    (b'{"a": 1}', ".json", "code"),
    (b"[InternetShortcut]\r\nURL=http://x\r\n", ".url", "shortcut"),
    (PAGE.encode(), ".doc", "html"),
    (PAGE.encode("utf-16"), ".doc", "html"),
    (PAGE.encode(), ".xls", "html"),
    (b"\xef\xbb\xbf<?xml version='1.0'?>\n" + PAGE.encode(), ".docx", "html"),
    (PAGE.encode(), ".txt", "html"),
    ("<p>没有头的网页</p>".encode(), ".shtml", "html"),
    ("没有标记".encode(), ".html", "txt"),
    (b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument/>", ".doc", "wordxml"),
    (b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook/>", ".xls", "officexml"),
    (b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", ".doc", "mht"),
    (b"From: a@b\r\nSubject: x\r\n\r\nhello", ".eml", "mail"),
    (b"{\\rtf1 x}", ".doc", "rtf"),
    (b"\r\n\r\n%PDF-1.4\n", ".txt", "pdf"),
    (zipped("[Content_Types].xml", "word/document.xml"), ".wps", "docx"),
    (zipped("xl/workbook.xml"), ".docx", "xlsx"),
    (zipped("ppt/presentation.xml"), ".pptx", "pptx"),
    (zipped("OFD.xml", "Doc_0/Document.xml"), ".zip", "ofd"),
    (zipped("content.xml", mime="application/vnd.oasis.opendocument.text"), ".docx", "odt"),
    (zipped("content.xml", mime="application/vnd.oasis.opendocument.spreadsheet"), ".ods", "ods"),
    (zipped("plans/a.docx", "b.docx"), ".docx", "zip"),
    (b"PK\x03\x04 cut off", ".docx", "docx"),
    (b"PK\x03\x04 cut off", ".bak", "zip"),
    (compound("WordDocument", "1Table"), ".wps", "doc"),
    (compound("WordDocument", inside="Workbook"), ".doc", "doc"),
    (compound("WORKBOOK", inside="WordDocument"), ".doc", "xls"),
    (compound("PowerPoint Document"), ".dps", "ppt"),
    (compound("EncryptionInfo", "EncryptedPackage"), ".docx", "locked"),
    (compound("Contents"), ".doc", "doc"),
    (compound("Contents"), ".xyz", "ole"),
    (compound("WordDocument")[:600], ".doc", "doc"),
    (b"\x89PNG\r\n\x1a\n\0\0", ".docx", "png"),
    (b"\xff\xd8\xff\xe0", ".pdf", "jpeg"),
    (b"II*\0\x08\0", ".tif", "tiff"),
    (b"BM\x46\0\0\0\0\0\0\0", ".bmp", "bmp"),
    (b"RIFF\x24\0\0\0WEBPVP8 ", ".jpg", "webp"),
    (b"GIF89a\1\0\1\0\0\0\0", ".gif", "gif"),
    ("GIF89a是图片的开头几个字节。".encode(), ".txt", "txt"),
    (b"Rar!\x1a\x07\0", ".doc", "rar"),
    (b"7z\xbc\xaf\x27\x1c\0\4", ".7z", "7z"),
    (b"\0\0\0\x18ftypmp42\0\0", ".mp4", "film"),
    (b"AC1032\0\0\0\0", ".dwg", "plan"),
    (b"MZ\x90\0\3\0", ".pdf", "program"),
    (bytes(900), ".docx", "zeros"),
    (bytes(range(256)) * 9, ".docx", "docx"),
    (bytes(range(256)) * 9, ".what", "binary"),
]


@pytest.mark.parametrize(("raw", "ending", "kind"), CASES)
def test_a_file_is_what_its_bytes_say(raw: bytes, ending: str, kind: str) -> None:
    assert kind_of(io.BytesIO(raw), ending) == kind


def test_every_reader_reads_a_kind_and_every_kind_has_its_words() -> None:
    assert READERS.keys() <= kinds().keys()
    assert all(len(kind.names) == 2 and all(kind.names) for kind in kinds().values())


def test_the_page_on_formats_names_what_is_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    assert not [kind for kind in READERS if not re.search(rf"\| [^|]*\{kinds()[kind].endings[0]}\b", page)]


def read(tmp_path: Path, name: str, raw: bytes) -> tuple[str, list[str]]:
    (tmp_path / name).write_bytes(raw)
    source = read_source(tmp_path / name, name)
    return source.format, [remark.why for remark in source.layout.remarks]


@pytest.mark.parametrize(
    ("name", "raw", "format", "remarks"),
    [
        ("计划.txt", PLAN.encode(), "txt", []),
        ("计划.TXT", PLAN.encode(), "txt", []),
        ("计划", PLAN.encode(), "txt", []),
        ("网页.htm", PAGE.encode(), "html", []),
        ("计划.pdf", PLAN.encode(), "txt", ["misnamed"]),
        ("网页.docx", PAGE.encode(), "html", ["misnamed"]),
        ("计划.旧版", PLAN.encode(), "txt", ["ending_unknown"]),
    ],
)
def test_a_wrong_ending_is_read_and_said(
    tmp_path: Path, name: str, raw: bytes, format: str, remarks: list[str]
) -> None:
    assert read(tmp_path, name, raw) == (format, remarks)


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("方案.docx", zipped("a.docx"), "is named “.docx” but is an archive, which is not read; unpack it first"),
        ("录像.mp4", b"\0\0\0\x18ftypmp42\0\0", "is a film, which is not read; write down what it says"),
        ("方案.docx", compound("EncryptedPackage"), "is protected by a password"),
        ("方案.docx", bytes(900), "holds nothing but zero bytes"),
    ],
)
def test_what_is_not_read_is_named_with_what_helps(tmp_path: Path, name: str, raw: bytes, says: str) -> None:
    with pytest.raises(MailuoError, match=says):
        read(tmp_path, name, raw)
