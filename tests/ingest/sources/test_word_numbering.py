"""Numbers that Word computes stand in the text as if they had been typed."""

from __future__ import annotations

import pytest

from graph.writing.numerals import numeral
from ingest.sources.word_numbering import typed
from tests.ingest.sources.word_files import (
    cell,
    lines,
    listed,
    lists,
    num,
    numbered,
    p,
    packed,
    parts,
    r,
    read,
    row,
    style,
    styled,
    table,
)

PLAN = [("chineseCounting", "%1、", ""), ("chineseCounting", "（%2）", ""), ("decimal", "%3.", "")]
CHAPTERS = [("chineseCountingThousand", "第%1章", ""), ("decimal", "%1.%2", "<w:isLgl/>"), ("decimal", "%1.%2.%3", "")]


@pytest.mark.parametrize(
    ("format", "number", "printed"),
    [
        ("decimal", 7, "7"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 101, "一〇一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 203, "二百零三"),
        ("japaneseCounting", 12, "十二"),
        ("taiwaneseCountingThousand", 15, "十五"),
        ("ideographDigital", 20, "二〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographLegalTraditional", 3, "參"),
        ("ideographTraditional", 2, "乙"),
        ("ideographZodiac", 3, "寅"),
        ("ideographEnclosedCircle", 2, "㊁"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedParen", 4, "⑷"),
        ("decimalEnclosedFullstop", 5, "⒌"),
        ("upperRoman", 9, "IX"),
        ("lowerRoman", 14, "xiv"),
        ("upperLetter", 27, "AA"),
        ("lowerLetter", 3, "c"),
        ("numberInDash", 2, "-2-"),
        ("noSuchFormat", 2, "2"),
        ("bullet", 2, ""),
        ("none", 2, ""),
        ("chineseCounting", 100_000_000, "100000000"),
    ],
)
def test_formats(format: str, number: int, printed: str) -> None:
    assert numeral(number, format) == printed


@pytest.mark.parametrize(
    ("label", "text", "is_close", "line"),
    [
        ("一、", "工作目标", False, "一、工作目标"),
        ("（一）", "  产业项目", False, "（一）产业项目"),
        ("1.", "加快公路建设", False, "1.加快公路建设"),
        ("1.", "2025年目标", False, "1. 2025年目标"),
        ("1.1", "总体目标", False, "1.1 总体目标"),
        ("1.1", "2025年", True, "1.1 2025年"),
        ("第一章", "总则", False, "第一章 总则"),
        ("第一条", "为了发展", True, "第一条为了发展"),
        ("①", "抓项目", False, "①抓项目"),
        ("㉑", "抓项目", False, "㉑抓项目"),
        ("一是", "抓项目", False, "一是抓项目"),
        ("", "抓项目", False, "抓项目"),
    ],
)
def test_a_number_before_its_text(label: str, text: str, is_close: bool, line: str) -> None:
    assert typed(label, text, is_close) == line


CASES = [
    (
        "levels of one list, and sub-levels that start anew",
        "".join(
            listed(text, 1, level)
            for text, level in [
                ("目标", 0),
                ("任务", 0),
                ("产业", 1),
                ("公路", 2),
                ("水利", 2),
                ("民生", 1),
                ("保障", 0),
            ]
        ),
        lists(PLAN),
        ["-一、目标", "-二、任务", "-（一）产业", "-1.公路", "-2.水利", "-（二）民生", "-三、保障"],
    ),
    (
        "two lists that share an abstract one count on; one that starts anew does not",
        listed("甲", 1) + listed("乙", 2) + p("正文") + listed("丙", 3) + listed("丁", 3),
        lists(
            PLAN,
            nums=num(1, 0)
            + num(2, 0)
            + num(3, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
        ),
        ["-一、甲", "-二、乙", "正文", "-五、丙", "-六、丁"],
    ),
    (
        "a list that gives a level another form",
        listed("甲", 1) + listed("乙", 2),
        lists(
            PLAN,
            nums=num(1, 0)
            + num(
                2,
                0,
                '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
                '<w:lvlText w:val="%1)"/></w:lvl></w:lvlOverride>',
            ),
        ),
        ["-一、甲", "-2)乙"],
    ),
    (
        "chapters in plain digits below",
        listed("总则", 1) + listed("目标", 1, 1) + listed("附则", 1) + listed("解释", 1, 1) + listed("细目", 1, 2),
        lists(CHAPTERS),
        ["-第一章 总则", "-1.1 目标", "-第二章 附则", "-2.1 解释", "-二.1.1 细目"],
    ),
    (
        "a level that never starts anew, and one that only the first lets start anew",
        "".join(listed("条", 1, level) for level in (0, 1, 2, 0, 1, 2, 1, 2)),
        lists(
            [
                ("decimal", "%1编", ""),
                ("decimal", "%2章", '<w:lvlRestart w:val="0"/>'),
                ("decimal", "%3节", '<w:lvlRestart w:val="1"/>'),
            ]
        ),
        ["-1编 条", "-1章 条", "-1节 条", "-2编 条", "-2章 条", "-1节 条", "-3章 条", "-2节 条"],
    ),
    (
        "bullets are no numbers, and levels without a text have none",
        listed("甲", 1) + listed("乙", 1, 1) + listed("丙", 1, 2),
        lists([("bullet", "●", ""), ("decimal", "", ""), ("none", "附：", "")]),
        ["-甲", "-乙", "-附：丙"],
    ),
    (
        "a level that is used before the one above it",
        listed("甲", 1, 1) + listed("乙", 1),
        lists([("decimal", "%1.", ""), ("decimal", "%1.%2", "")]),
        ["-1.1 甲", "-1.乙"],
    ),
    (
        "a list that is not there, a number that is none",
        listed("甲", 9) + listed("乙", 0) + p("丙", '<w:numPr><w:numId w:val="九"/></w:numPr>'),
        lists(PLAN),
        ["甲", "乙", "丙"],
    ),
    (
        "no blank behind a number that nothing follows",
        listed("总则", 1),
        lists([("chineseCounting", "第%1编", '<w:suff w:val="nothing"/>')]),
        ["-第一编总则"],
    ),
    (
        "a deleted paragraph is not counted; an empty one is, without a line",
        listed("甲", 1)
        + p("<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>", numbered(1) + "<w:rPr><w:del/></w:rPr>")
        + listed("丙", 1)
        + p("", numbered(1))
        + listed("丁", 1),
        lists(PLAN),
        ["-一、甲", "-二、丙", "-四、丁"],
    ),
    (
        "digits of a form of their own",
        listed("甲", 1),
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="8"/><mc:AlternateContent>'
        '<mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="项目%1："/>'
        "</w:lvl></w:abstractNum>" + num(1, 0),
        ["-项目008：甲"],
    ),
]


@pytest.mark.parametrize(
    ("body", "numbering", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_lists(body: str, numbering: str, expected: list[str]) -> None:
    assert parts(packed(body, numbering=numbering)) == expected


def test_headings_are_numbered_by_their_styles() -> None:
    """The list stands in the styles: in the style itself, in one it is based on, or by the level that names it."""
    styles = (
        style("1", "heading 1", '<w:outlineLvl w:val="0"/><w:numPr><w:numId w:val="1"/></w:numPr>')
        + style("2", "heading 2", '<w:outlineLvl w:val="1"/><w:numPr><w:ilvl w:val="1"/></w:numPr>', "1")
        + style("3", "三级", '<w:outlineLvl w:val="2"/><w:numPr><w:numId w:val="1"/></w:numPr>')
        + style("own", "目标标题", "", "1")
        + style("plain", "无编号", '<w:numPr><w:numId w:val="0"/></w:numPr>', "1")
    )
    levels = [*PLAN[:2], ("decimal", "%3.", '<w:pStyle w:val="3"/>')]
    body = (
        styled("1", "目标")
        + styled("own", "任务")
        + styled("2", "产业")
        + styled("3", "公路")
        + styled("plain", "附录")
        + styled("1", "结语", '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + styled("1", "保障")
    )
    raw = packed(body, styles=styles, numbering=lists(levels))
    assert parts(raw) == ["#一、目标", "#二、任务", "##（一）产业", "###1.公路", "#附录", "#结语", "#三、保障"]
    assert [part.label for part in read(raw).layout.parts] == ["一、", "二、", "（一）", "1.", "", "", "三、"]


def test_a_list_style_leads_to_the_list_that_defines_it() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="4"><w:numStyleLink w:val="公文"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="5"><w:styleLink w:val="公文"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="公文"><w:name w:val="公文"/>'
        '<w:pPr><w:numPr><w:numId w:val="8"/></w:numPr></w:pPr></w:style>'
    )
    raw = packed(listed("甲", 7) + listed("乙", 7), styles=styles, numbering=numbering + num(7, 4) + num(8, 5))
    assert parts(raw) == ["-一、甲", "-二、乙"]


def test_a_column_of_serial_numbers() -> None:
    """Cells whose only content is their number say it; the lower cells of a merged one are not counted."""
    serial = cell(p("", numbered(1)))
    body = table(
        row("序号", "项目"),
        row(cell(p("", numbered(1)), '<w:vMerge w:val="restart"/>'), "甲"),
        row(cell(p("", numbered(1)), "<w:vMerge/>"), "乙"),
        row(serial, "丙"),
    )
    assert lines(packed(body, numbering=lists([("decimal", "%1", "")]))) == ["序号", "项目", "1", "甲", "乙", "2", "丙"]


def test_typed_and_computed_numbers_give_the_same_text() -> None:
    labels = [("一、", 0), ("（一）", 1), ("1.", 2), ("2.", 2), ("（二）", 1), ("二、", 0)]
    computed = "".join(listed(f"任务{at}", 1, level) for at, (_, level) in enumerate(labels))
    by_hand = "".join(p(r(f"{label}任务{at}")) for at, (label, _) in enumerate(labels))
    assert read(packed(computed, numbering=lists(PLAN))).text == read(packed(by_hand)).text
