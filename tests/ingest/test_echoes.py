"""A name that one text taught is found wherever it stands, and only that name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.records import EntityType, Extraction, Mention, Source, Structure
from ingest.echoes import KNOWN_NAME, with_echoes
from tests.ingest.plan import structure_of

HUAIHUA, SHAOYANG, HUNAN = "431200", "430500", "430000"


def extraction_of(name: str, text: str, region: str, known: tuple[str, ...] = ()) -> Extraction:
    """A source in which the rules found only the known names, each at its first place."""
    structure = structure_of(text, region_code=region)
    structure = replace(structure, document=replace(structure.document, id=f"{name}#1", source=name))
    mentions = tuple(mention_of(structure, written) for written in known)
    return Extraction(Source(name, text, "", "txt"), (structure,), mentions, (), ())


def mention_of(structure: Structure, written: str) -> Mention:
    start = structure.text.index(written)
    return Mention(
        structure.document.source, structure.document.id, start, start + len(written), written,
        EntityType.PARK if written.endswith("经开区") else EntityType.PROJECT, written, "made",
    )  # fmt: skip


def heard(teaching: str, known: str, text: str, region: str = HUAIHUA) -> str:
    """The text with every mention that was added in brackets."""
    first = extraction_of("a.txt", teaching, HUAIHUA, (known,))
    own = tuple(name for name in ("怀化国际陆港经开区",) if name in text)
    _, second = with_echoes([first, extraction_of("b.txt", text, region, own)])
    found = [m for m in second.mentions if m.rule == KNOWN_NAME.name]
    for mention in sorted(found, key=lambda m: -m.start):
        assert text[mention.start : mention.end] == mention.surface
        text = f"{text[: mention.start]}【{mention.surface}】{text[mention.end :]}"
    return text


CASES = [
    # passing mentions, white space in a name
    ("怀化国际陆港", "全力推动怀化国际陆港能级提升。", "全力推动【怀化国际陆港】能级提升。"),
    (
        "怀化国际陆港",
        "全市上下要以怀化国际 陆港为战略支点推进高水平对外开放。",
        "全市上下要以【怀化国际 陆港】为战略支点推进高水平对外开放。",
    ),
    # common words, and yet one thing with its place
    ("怀化市水资源配置工程", "怀化市水资源配置工程前期工作。", "【怀化市水资源配置工程】前期工作。"),
    # a longer name keeps what stands in it
    ("怀化国际陆港", "由怀化国际陆港经开区牵头。", "由怀化国际陆港经开区牵头。"),
    # names that any area has, and what is no name of a thing
    ("市中医医院", "支持市中医医院创建基地。", "支持市中医医院创建基地。"),
    ("怀化学院", "依托怀化学院培养人才。", "依托怀化学院培养人才。"),
    ("封山育林", "落实封山育林措施。", "落实封山育林措施。"),
]


@pytest.mark.parametrize(("known", "text", "expected"), CASES)
def test_known_names_are_heard(known: str, text: str, expected: str) -> None:
    assert heard(f"加快{known}建设。", known, text) == expected


@pytest.mark.parametrize(("region", "is_heard"), [(HUAIHUA, True), (HUNAN, True), ("431202", True), (SHAOYANG, False)])
def test_a_name_is_heard_in_its_area(region: str, is_heard: bool) -> None:
    found = heard("加快湖天双拥公园建设。", "湖天双拥公园", "湖天双拥公园开放。", region)
    assert ("【" in found) == is_heard


def test_a_passing_mention_tells_no_stage() -> None:
    teaching = extraction_of("a.txt", "加快怀化国际陆港建设。", HUAIHUA, ("怀化国际陆港",))
    text = "推进以怀化国际陆港为支点的开放。怀化国际陆港建成投用。怀化国际陆港、怀化港开工建设。"
    _, second = with_echoes([teaching, extraction_of("b.txt", text, HUAIHUA)])
    assert [mention.stage and mention.stage.name for mention in second.mentions] == [None, "投用", "开工"]


def test_one_source_alone_hears_its_own_names_once() -> None:
    text = "加快怀化国际陆港建设。发挥怀化国际陆港作用。"
    [extraction] = with_echoes([extraction_of("a.txt", text, HUAIHUA, ("怀化国际陆港",))])
    assert [mention.start for mention in extraction.mentions] == [2, text.rindex("怀化国际陆港")]


def test_without_any_name_nothing_changes() -> None:
    extraction = extraction_of("a.txt", "全面推进依法行政。", HUAIHUA)
    assert with_echoes([extraction]) == [extraction]
