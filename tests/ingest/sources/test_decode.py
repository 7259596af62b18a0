"""Bytes of text files → characters, or one line that says what is wrong with them and where."""

from __future__ import annotations

import pytest

from ingest.sources.decode import decode
from ingest.sources.unreadable import Unreadable

PLAN = "怀化市2024年重点项目建设计划\n一、主要目标\n地区生产总值增长6%以上,粮食播种面积稳定在460万亩以上。\n"
TRADITIONAL = "橫縣2024年國民經濟和社會發展計劃\n全區地區生產總值增長6%以上,固定資產投資增長5%。\n"
NAMES = "睢宁县、邳州市、沭阳县、泗洪县、涟水县、盱眙县"
UTF8, GBK, BIG5 = PLAN.encode(), PLAN.encode("gb18030"), TRADITIONAL.encode("big5")


def remarks(raw: bytes) -> list[str]:
    return [remark.why for remark in decode(raw, "a.txt").remarks]


@pytest.mark.parametrize("text", [PLAN, NAMES, "Plan 2024\nGDP 6%\n"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"]
)
def test_each_encoding_with_and_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (BIG5, TRADITIONAL),
        (PLAN.encode("hz"), PLAN),
        ((PLAN + "㙍䶮𠮷").encode("gb18030"), PLAN + "㙍䶮𠮷"),
        (b"tilde ~{ and more", "tilde ~{ and more"),
        ("联通".encode("gb18030"), "联通"),
    ],
    ids=["big5", "hz", "rare characters", "a tilde", "GBK that is nearly UTF-8"],
)
def test_the_encoding_that_makes_sense(raw: bytes, text: str) -> None:
    assert decode(raw, "a.txt").text == text


@pytest.mark.parametrize("zeros", [b"\0", b"\0\0\0"])
@pytest.mark.parametrize("raw", [UTF8, GBK])
def test_zero_bytes_at_the_end_are_left_out_and_said(raw: bytes, zeros: bytes) -> None:
    assert decode(raw + zeros, "a.txt").text == PLAN
    assert remarks(raw + zeros) == ["zero_bytes_dropped"]
    assert not remarks(raw)


@pytest.mark.parametrize(
    ("raw", "why", "values"),
    [
        (GBK[:60] + b"\xff" + GBK[60:], "encoding", {"encoding": "GB18030 (GBK)", "line": 3, "byte": 61}),
        (UTF8[:-1] + b"\xff\n", "encoding", {"encoding": "UTF-8", "line": 3, "byte": len(UTF8)}),
        (UTF8 + GBK, "mixed", {"first": "UTF-8", "second": "GB18030 (GBK)", "line": 4}),
        (GBK + UTF8, "mixed", {"first": "GB18030 (GBK)", "second": "UTF-8", "line": 4}),
        (BIG5 + UTF8, "mixed", {"first": "Big5", "second": "UTF-8", "line": 3}),
        (PLAN.replace("\n", "").encode() + PLAN.replace("\n", "").encode("gb18030"), "mixed", {"line": 1}),
        (UTF8.replace(b"\n", b"\r") + GBK.replace(b"\n", b"\r"), "mixed", {"line": 4}),
        (UTF8 + b"\0" + UTF8 * 20, "zero_byte", {"line": 4}),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary", {}),
        ("これは日本語のテキストです。".encode("shift_jis"), "no_encoding", {}),
    ],
)
def test_a_fault_is_named_with_its_place(raw: bytes, why: str, values: dict[str, object]) -> None:
    with pytest.raises(Unreadable) as mistake:
        decode(raw, "a.txt")
    assert mistake.value.why == why
    assert {name: mistake.value.values[name] for name in values} == values
    assert "\n" not in str(mistake.value)


def wrongly(text: str, really: str, read_as: str) -> bytes:
    return text.encode(really).decode(read_as, "replace").encode()


@pytest.mark.parametrize(
    ("raw", "why", "says"),
    [
        (wrongly(PLAN, "utf-8", "gb18030"), "garbled_lost", "UTF-8 was read as GB18030"),
        (wrongly("发展计划目标", "utf-8", "gb18030"), "garbled", "iconv -f UTF-8 -t GB18030 FILE > NEW"),
        (wrongly(PLAN, "utf-8", "latin-1"), "garbled", "-t ISO-8859-1 FILE > NEW"),
        (wrongly(PLAN, "utf-8", "cp1252"), "garbled_lost", "UTF-8 was read as CP1252"),
        (wrongly(PLAN, "gb18030", "cp1252"), "garbled", "-t CP1252 FILE | iconv -f GB18030"),
        (wrongly(TRADITIONAL, "big5", "gb18030"), "garbled", "BIG5 was read as GB18030"),
        (wrongly(PLAN, "gb18030", "big5"), "garbled", "GB18030 was read as BIG5"),
        (wrongly(PLAN, "utf-8", "gb18030").decode().replace("\ufffd", "").encode("gb18030"), "garbled_lost", "UTF-8"),
        (wrongly(wrongly(PLAN, "gb18030", "utf-8").decode(), "utf-8", "gb18030"), "lost", "锟斤拷"),
        (wrongly(PLAN, "gb18030", "utf-8"), "lost", "cannot come back"),
        (PLAN.encode("ascii", "replace"), "questions", "question marks"),
    ],
)
def test_text_that_was_decoded_wrongly_is_named(raw: bytes, why: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as mistake:
        decode(raw, "a.txt")
    assert mistake.value.why == why


def test_a_few_garbled_lines_and_lost_characters_are_said() -> None:
    garbled = wrongly(PLAN.split("\n")[2], "utf-8", "gb18030").decode().replace("\ufffd", "")
    decoded = decode((PLAN * 10 + garbled + "\n某\ufffd村\n").encode(), "a.txt")
    assert [(remark.why, dict(remark.values)) for remark in decoded.remarks] == [
        ("garbled_lines", {"lines": "31"}),
        ("lost_characters", {"count": "1"}),
    ]


@pytest.mark.parametrize(
    "text", ["これは計画の目標についてのテキストです。" * 3, "Größe über alles", "㐂㛃㜑㝧", "什么???真的"]
)
def test_what_is_only_rare_is_not_garbled(text: str) -> None:
    assert not remarks(text.encode())
