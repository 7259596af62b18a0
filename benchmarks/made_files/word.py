"""Plans → Word files: heading styles, automatic numbers, merged cells, text boxes, tracked changes."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from benchmarks.made_files.plans import Line, MadeTable, Plan, each_cell

LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"))
MADE_OF = 'w:author="张三" w:date="2024-01-02T00:00:00Z"'


def write_word(plan: Plan, chance: random.Random, path: Path, traits: frozenset[str]) -> Path:
    """`traits`: styles, numbers, outline, headers (header rows repeated), box, changes."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "仿宋", Pt(16)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
    title = document.add_paragraph(plan.title)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.runs[0].font.size = Pt(22)
    title.runs[0].bold = True
    numbering = _numbering(document) if "numbers" in traits else 0
    for at, part in enumerate(plan.flow):
        if isinstance(part, MadeTable):
            _table(document, part, traits)
        else:
            _line(document, part, numbering, traits, chance)
        if at == 4 and "box" in traits:
            _box(document, "专栏：本页文本框所写，是正文以外的说明，亦应读入。")
            plan.flow.insert(5, Line("专栏：本页文本框所写，是正文以外的说明，亦应读入。"))
            traits -= {"box"}
    document.sections[0].header.paragraphs[0].text = "内部资料 注意保存"
    document.save(str(path))
    return path


def _line(document: Any, line: Line, numbering: int, traits: frozenset[str], chance: random.Random) -> None:
    if not line.level:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(32)
        _runs(paragraph, line.text, "changes" in traits and chance.random() < 0.4, chance)
        return
    typed = line.text if numbering else line.shown
    if "styles" in traits:
        paragraph = document.add_heading(typed, line.level)
    else:
        paragraph = document.add_paragraph()
        paragraph.add_run(typed).font.name = "黑体"
    if "outline" in traits:
        level = f'<w:outlineLvl {nsdecls("w")} w:val="{line.level - 1}"/>'
        paragraph._p.get_or_add_pPr().append(parse_xml(level))
    if numbering:
        number = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{line.level - 1}"/><w:numId w:val="{numbering}"/></w:numPr>'
        properties = paragraph._p.get_or_add_pPr()
        properties.insert(1 if properties.pStyle is not None else 0, parse_xml(number))


def _runs(paragraph: Any, text: str, is_changed: bool, chance: random.Random) -> None:
    """The text in several runs, as Word leaves it; or with an insertion and a deletion."""
    cut = chance.randint(10, len(text) - 10)
    paragraph.add_run(text[:cut])
    if is_changed:
        inserted, rest = text[cut : cut + 6], text[cut + 6 :]
        paragraph._p.append(
            parse_xml(f'<w:ins {nsdecls("w")} w:id="{cut}" {MADE_OF}><w:r><w:t>{inserted}</w:t></w:r></w:ins>')
        )
        paragraph._p.append(
            parse_xml(
                f'<w:del {nsdecls("w")} w:id="{cut + 9000}" {MADE_OF}><w:r><w:delText>旧有文字18%</w:delText>'
                "</w:r></w:del>"
            )
        )
        paragraph.add_run(rest)
    else:
        paragraph.add_run(text[cut:]).italic = False


def _numbering(document: Any) -> int:
    """A list of two levels, 一、 and （一）, as Word writes it; its number."""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for at, (form, text) in enumerate(LEVELS)
    )
    root = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )
    root.insert(0, abstract)
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    return 77


def _table(document: Any, table: MadeTable, traits: frozenset[str]) -> None:
    for text in (table.caption, table.unit_line):
        if text:
            document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    rows = table.rows
    drawn = document.add_table(len(rows), len(rows[0]))
    drawn.style = "Table Grid"
    each_cell(rows, lambda row, column, high, wide, text: _cell(drawn, (row, column), (high, wide), text))
    if "headers" in traits:
        for row in drawn.rows[: len(table.header)]:
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for text in table.notes:
        document.add_paragraph(text)


def _cell(drawn: Any, at: tuple[int, int], size: tuple[int, int], text: str) -> None:
    cell = drawn.cell(*at)
    if size != (1, 1):
        cell = cell.merge(drawn.cell(at[0] + size[0] - 1, at[1] + size[1] - 1))
    cell.paragraphs[0].add_run(text).font.size = Pt(10)


def _box(document: Any, text: str) -> None:
    """A text box as Word 2007 writes it."""
    shape = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape style="width:300pt;height:60pt">'
        f"<v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.add_paragraph()._p.append(parse_xml(shape))
