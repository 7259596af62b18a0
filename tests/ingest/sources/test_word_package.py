"""Packages that are whole, strict, flat, careless, damaged, protected, or no Word file at all."""

from __future__ import annotations

import struct

import pytest

from graph.errors import MailuoError
from ingest.sources import word_flow, word_package
from ingest.sources.zips import MOST_LIST_BYTES
from tests.ingest.sources.word_files import (
    NAMESPACES,
    PACKAGE,
    RELATIONS,
    document,
    lines,
    p,
    packed,
    row,
    table,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_parts_are_found_by_their_relations() -> None:
    raw = zipped(
        {
            "_rels/.rels": PACKAGE.replace("word/document.xml", "/main/plan.xml"),
            "main/plan.xml": document(p("甲", '<w:pStyle w:val="x"/>')),
            "main/_rels/plan.xml.rels": f'<R><X Type="{RELATIONS}/styles" Target="../looks.xml"/></R>',
            "looks.xml": f'<w:styles {NAMESPACES}><w:style w:type="paragraph" w:styleId="x"><w:rPr><w:vanish/></w:rPr>'
            "</w:style></w:styles>",
        }
    )
    assert lines(raw) == []


@pytest.mark.parametrize("relations", ["", "<x/>", "<broken", PACKAGE.replace("word/document", "word/none")])
def test_a_package_that_does_not_say_where_its_document_is(relations: str) -> None:
    assert lines(zipped({"_rels/.rels": relations, "word/document.xml": document(p("甲"))})) == ["甲"]


def test_iso_strict() -> None:
    strict = document(p("甲") + table(row("乙"))).replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    relations = PACKAGE.replace(RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    assert lines(zipped({"_rels/.rels": relations, "word/document.xml": strict})) == ["甲", "乙"]


def test_a_package_in_one_file() -> None:
    flat = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        f'<pkg:package xmlns:pkg="{word_package.FLAT}">'
        f'<pkg:part pkg:name="/_rels/.rels"><pkg:xmlData>{PACKAGE}</pkg:xmlData></pkg:part>'
        f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{document(p("甲"))}</pkg:xmlData></pkg:part>'
        '<pkg:part pkg:name="/word/media/1.png"><pkg:binaryData>AA==</pkg:binaryData></pkg:part></pkg:package>'
    )
    assert lines(flat.encode()) == ["甲"]


WHOLE = packed(p("甲" * 200))
AT = WHOLE.index("甲".encode())
FAULTS = [
    ("no zip", b"PK\x03\x04 nothing", "not a readable .docx"),
    ("cut off", WHOLE[: len(WHOLE) // 2], "not a readable .docx"),
    ("a byte changed", WHOLE[:AT] + bytes([WHOLE[AT] ^ 1]) + WHOLE[AT + 1 :], "not a readable .docx"),
    ("protected", OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    ("an old .doc", OLE + "WordDocument".encode("utf-16-le"), "an old .doc"),
    ("no document", zipped({"readme.txt": "甲"}), "holds no Word document"),
    ("another root", zipped({"word/document.xml": "<a/>"}), "holds no Word document"),
    ("no body", zipped({"word/document.xml": f'<w:document xmlns:w="{W}"/>'}), "without a body"),
    ("broken XML", zipped({"word/document.xml": "<w:document"}), "not a readable .docx"),
    ("broken styles", packed(p("甲"), styles="<w:style"), "not a readable .docx"),
    ("deeper than XML goes", packed("<w:customXml>" * 300 + "</w:customXml>" * 300), "not a readable .docx"),
]


@pytest.mark.parametrize(("raw", "says"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_faults_are_one_line(raw: bytes, says: str) -> None:
    with pytest.raises(MailuoError, match=says) as fault:
        lines(raw)
    assert "\n" not in str(fault.value)


def test_a_part_that_is_encrypted() -> None:
    central = WHOLE.index(b"PK\x01\x02")
    with pytest.raises(MailuoError, match="password"):
        lines(WHOLE[: central + 8] + b"\x01" + WHOLE[central + 9 :])


# b holds c twelve times, that d twelve times …
BLOWN_UP = "".join(
    f'<!ENTITY {name} "{held * 12}">'
    for name, held in zip("hgfedcb", ["甲", *map("&{};".format, "hgfedc")], strict=True)
)
ENTITIES = [
    ('<!ENTITY b "甲甲">', "乙&b;丙"),  # of the file's own
    ('<!ENTITY a "甲"><!ENTITY b "&a;&a;">', "乙&b;丙"),
    ('<!ENTITY b SYSTEM "file:///etc/hostname">', None),  # of others
    ("", None),
    (BLOWN_UP, None),
]


@pytest.mark.parametrize(("declared", "text"), ENTITIES)
def test_entities_cut_no_text_and_are_not_blown_up(declared: str, text: str | None) -> None:
    part = f"<!DOCTYPE a [{declared}]>" + document("<w:p><w:r><w:t>乙&b;丙</w:t></w:r></w:p>")
    if text is not None:
        assert lines(zipped({"word/document.xml": part})) == ["乙甲甲丙"]
        return
    with pytest.raises(MailuoError, match="damaged"):
        lines(zipped({"word/document.xml": part}))


def test_a_list_of_millions_of_parts_is_not_read() -> None:
    entry = b"PK\1\2" + bytes(24) + b"\1" + bytes(17) + b"a"
    count = MOST_LIST_BYTES // len(entry) + 1
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count & 0xFFFF, count & 0xFFFF, count * len(entry), 0, 0)
    with pytest.raises(MailuoError, match="too many parts"):
        lines(entry * count + end)


def test_more_than_any_document_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_package, "MOST_PART_BYTES", 100)
    with pytest.raises(MailuoError, match="unpacked"):
        lines(WHOLE)
    monkeypatch.undo()
    monkeypatch.setattr(word_package, "MOST_TAGS", 10)
    with pytest.raises(MailuoError, match="too many elements"):
        lines(WHOLE)
    monkeypatch.undo()
    monkeypatch.setattr(word_flow, "MOST_PARAGRAPHS", 3)
    with pytest.raises(MailuoError, match="more paragraphs"):
        lines(packed(p("甲") * 4))


def test_tables_nested_too_deep() -> None:
    nested = p("甲")
    for _ in range(20):
        nested = table(f"<w:tr><w:tc>{nested}</w:tc></w:tr>")
    with pytest.raises(MailuoError, match="deeper nested"):
        lines(packed(nested))
