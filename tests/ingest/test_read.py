"""Files of every kind → stored text, and the mistakes a person can mend."""

from __future__ import annotations

import io
import re
import string
from pathlib import Path

import docx
import pytest

from graph.errors import MailuoError
from ingest.sources import unreadable
from ingest.sources.read import MOST_TEXT_BYTES, read_source

PLAN = "怀化市国民经济和社会发展计划\r\n一、主要目标\r\n地区生产总值增长6%以上,社会消费品零售总额增长5%。\r\n"
TRADITIONAL = "發展計劃\n全市經濟社會發展的主要目標是實現生產總值增長,推動產業轉型,加強基礎設施建設,保障民生。\n"


def stored(tmp_path: Path, name: str, raw: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(raw)
    return read_source(path, name).text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (PLAN.encode("utf-8"), PLAN),
        (PLAN.encode("utf-8-sig"), PLAN),
        (PLAN.encode("utf-16"), PLAN),
        (PLAN.encode("gb18030"), PLAN),
        (TRADITIONAL.encode("big5"), TRADITIONAL),
        (TRADITIONAL.encode("gb18030"), TRADITIONAL),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "gb18030", "big5", "gb18030 traditional"],
)
def test_text_is_the_decoded_file(tmp_path: Path, raw: bytes, text: str) -> None:
    assert stored(tmp_path, "计划.txt", raw) == text


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \r\n ", "holds no text"),
        ("picture.txt", b"GIF89a\x01\0\x01\0\0\0\0", "is named “.txt” but is a picture"),
        ("noise.txt", bytes(range(256)) * 8, "not a text file"),
        ("broken.txt", "发展\n".encode() * 3 + b"\xff\xff\xff", "line 4"),
        ("slides.pptx", b"PK\x03\x04", "is a presentation, which is not read; export it as PDF"),
        ("table.xlsx", b"PK\x03\x04", "not a readable workbook"),
        ("broken.docx", b"PK\x03\x04 nothing", "not a readable .docx"),
        ("broken.pdf", b"%PDF-1.4 nothing", "not a readable PDF"),
        ("empty.html", b"<html><body><script>1</script></body></html>", "without an article"),
    ],
)
def test_mistakes_are_told_in_one_line(tmp_path: Path, name: str, raw: bytes, says: str) -> None:
    with pytest.raises(MailuoError, match=says) as mistake:
        stored(tmp_path, name, raw)
    assert str(mistake.value).startswith(name)
    assert "\n" not in str(mistake.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MailuoError, match="no such file"):
        read_source(tmp_path / "none.txt", "none.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(MailuoError, match="cannot be read"):
        read_source(tmp_path / "folder.txt", "folder.txt")


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.write(PLAN.encode() * 200)
        file.truncate(MOST_TEXT_BYTES + 1)
    with pytest.raises(MailuoError, match="at most 20 MB"):
        read_source(path, "large.txt")


def test_word_gives_paragraphs_and_cells_in_order(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("一、主要目标")
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["指标", "2025年", "粮食产量", "120万吨"], strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1))
    word.add_paragraph("二、保障措施")
    raw = io.BytesIO()
    word.save(raw)
    lines = [line for line in stored(tmp_path, "计划.docx", raw.getvalue()).split("\n") if line]
    assert lines == ["一、主要目标", "指标", "2025年", "粮食产量", "120万吨", "二、保障措施"]


def test_a_web_page_gives_its_main_content(tmp_path: Path) -> None:
    page = """<html><head><title>某县发展方案</title></head><body><nav><a href="/">首页</a></nav>
      <div class="side"><a href="1">要闻</a></div>
      <div class="article"><p>一、主要目标</p><p>全县经济平稳增长,项目建设加快推进,民生持续改善。</p>
      <table><tr><td>指标</td><td>目标</td></tr></table></div><footer>版权所有</footer></body></html>"""
    text = stored(tmp_path, "page.html", page.encode("gb18030").replace(b"<head>", b"<head><meta charset=gb2312>"))
    assert [line for line in text.split("\n") if line] == [
        "某县发展方案",
        "一、主要目标",
        "全县经济平稳增长,项目建设加快推进,民生持续改善。",
        "指标",
        "目标",
    ]


def values_for(why: str) -> dict[str, object]:
    """A value for each name that a reason leaves open: a number where it is written as one."""
    fields = [field for text in unreadable._reasons()[why] for field in string.Formatter().parse(text)]
    return {name: 3 if form else "x" for _, name, form, _ in fields if name}


@pytest.mark.parametrize("why", unreadable._reasons())
def test_every_reason_is_said_in_both_languages(why: str) -> None:
    chinese, english = (unreadable.reason(why, values_for(why), language) for language in unreadable.LANGUAGES)
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese)
    assert english.isascii() or "“" in english
    assert "{" not in chinese + english


def test_every_reason_that_the_readers_give_can_be_said() -> None:
    sources = Path(unreadable.__file__).parent
    given = {
        why
        for path in (*sources.glob("*.py"), sources.parent / "extracting.py")
        for why in re.findall(
            r'Unreadable\(\s*(?:self\.|task\.|file\.|source\.)?name, "(\w+)"', path.read_text("utf-8")
        )
    }
    assert len(given) > 40
    assert not given - set(unreadable._reasons())
