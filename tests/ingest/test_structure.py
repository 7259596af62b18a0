"""Whole documents: sections nest, blocks hold every character once, and a box is a section of its own."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from graph.records import BlockKind, Source, Structure
from ingest.form.lines import fold_signs
from ingest.form.structure import read_structure
from ingest.sources.read import read_source

CORPUS = Path(__file__).parents[2] / "corpus"
BODY = "围绕重点领域加大工作力度,统筹推进各项任务落实,确保全年目标任务如期完成,经济社会平稳健康发展。"

PLAN = f"""某市发展规划
发布时间:2021-06-07 11:48信息来源:某市人民政府

第一篇 指导思想

{BODY}

——产业迈上新台阶。{BODY}

专栏1  能源保障重点工程

风力发电工程。重点推进甲县风电场建设。

光伏发电工程。重点推进乙县光伏电站建设。

第二篇 主要任务

1.抓好项目。{BODY}
"""


def structures_of(text: str) -> tuple[Structure, ...]:
    return read_structure(Source("plan.txt", text, "", "txt"))


def check(structure: Structure) -> None:
    """Sections nest, blocks follow each other and leave out nothing but blanks."""
    document, text = structure.document, structure.text
    by_id = {section.id: section for section in structure.sections}
    for section in structure.sections:
        assert document.start <= section.start < section.heading_end <= section.end <= document.end
        assert section.path[-1] == section.heading
        if section.parent_id is not None:
            parent = by_id[section.parent_id]
            assert parent.start < section.start
            assert section.end <= parent.end
            assert section.depth == parent.depth + 1
            assert section.path[:-1] == parent.path
    starts = [section.start for section in structure.sections]
    assert starts == sorted(set(starts))
    flat = fold_signs(text)  # where blanks of all kinds and left-over tags are blank
    at = document.start
    for block in structure.blocks:
        assert at <= block.start
        assert not flat[at : block.start].strip()
        assert block.start < block.end
        if block.section_id is not None:
            section = by_id[block.section_id]
            assert section.start <= block.start
            assert block.end <= section.end
        at = block.end
    assert not flat[at : document.end].strip()


def test_blocks_and_sections_of_a_plan() -> None:
    (structure,) = structures_of(PLAN)
    check(structure)
    kinds = [(block.kind, PLAN[block.start : block.end].split("。")[0][:12]) for block in structure.blocks]
    assert kinds[:2] == [(BlockKind.HEADING, "某市发展规划"), (BlockKind.FURNITURE, "发布时间:2021-06")]
    assert (BlockKind.BOX_TITLE, "专栏1  能源保障重点工") in kinds
    assert kinds.count((BlockKind.BOX_TEXT, "风力发电工程")) == 1
    headings = [(section.depth, section.label, section.title) for section in structure.sections]
    assert headings == [
        (1, "第一篇", "指导思想"),
        (2, "——", "产业迈上新台阶"),
        (2, "专栏1", "能源保障重点工程"),
        (1, "第二篇", "主要任务"),
        (2, "1.", "抓好项目"),
    ]


def test_windows_line_ends_and_odd_blanks_keep_their_places() -> None:
    text = PLAN.replace("\n", "\r\n").replace("第二篇 ", "\u3000\u3000第二篇\u2002")
    (structure,) = structures_of(text)
    check(structure)
    section = next(section for section in structure.sections if section.label == "第二篇")
    assert text[section.start : section.heading_end] == "第二篇\u2002主要任务"
    assert section.title == "主要任务"


def test_paragraphs_set_in_narrow_lines_are_one_block() -> None:
    lines = [
        "\u3000\u3000智能制造是制造强国建设的主攻方向,其发展程度直接关乎我国",
        "制造业质量水平。发展智能制造对于巩固实体经济根基,建成现代",
        "产业体系具有重要作用。",
    ]
    text = "\n".join(["一、现状与形势", *lines * 10])
    (structure,) = structures_of(text)
    check(structure)
    assert [block.kind for block in structure.blocks] == [BlockKind.HEADING] + [BlockKind.PARAGRAPH] * 10


def test_tags_of_a_web_page_are_kept_in_the_text_and_part_its_lines() -> None:
    text = f'"<divclass="title"><h2>2004年某市政府工作报告</h2></div><p>一、工作回顾</p><p>{BODY}</p>'
    text += f"<p>二、主要任务</p><p>{BODY}</p>"
    (structure,) = structures_of(text)
    assert [section.title for section in structure.sections] == ["工作回顾", "主要任务"]
    assert structure.document.title == "2004年某市政府工作报告"


def test_an_annex_has_its_own_numbering() -> None:
    text = (
        f"某市发展方案\n\n一、目标\n\n{BODY}\n\n二、任务\n\n{BODY}\n\n附件1\n\n某仗工作方案\n\n一、目标\n\n{BODY * 4}"
    )
    first, annex = structures_of(text)
    check(first)
    check(annex)
    assert [section.heading for section in annex.sections] == ["一、 目标"]
    assert annex.sections[0].id == "plan.txt#2§1"


@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.glob("*.txt")))
def test_the_corpus_keeps_the_rules_of_structure(name: str) -> None:
    structures = read_structure(read_source(CORPUS / name, name))
    for structure in structures:
        check(structure)


@pytest.mark.parametrize("seed", range(30))
def test_any_mixture_of_lines_keeps_the_rules_of_structure(seed: int) -> None:
    chance = random.Random(seed)
    pieces = [
        "一、目标",
        "二、任务",
        "(一)投资。" + BODY,
        "(二)消费",
        "1.项目。" + BODY,
        "3.园区",
        "第二章 总则",
        "第一条 " + BODY,
        "——增长。" + BODY,
        "专栏2  重点工程",
        "风电工程。" + BODY,
        "附件1",
        "附件:1.方案",
        "表1 主要指标",
        "指标",
        "2025年",
        "7.5",
        "-",
        "目 录",
        "一、目标.....3",
        "- 4 -",
        BODY,
        BODY * 40,
        "各位代表:",
        "抄送:市委",
        "2023年1月30日",
        "\u3000\u3000 ",
        "<p>",
        "第九坚持绿色",
    ]
    text = "".join(chance.choice(pieces) + chance.choice(["\n", "\n\n", "\r\n", " ", ""]) for _ in range(60))
    for structure in structures_of(text):
        check(structure)
