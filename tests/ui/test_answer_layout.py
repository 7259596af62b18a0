"""What stands above an answer and in which form its items stand below."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.ui.made_pages import IN_FORCE, NOTHING_SAID
from ui.app.fields import AskFields, CitationFields, ItemFields, ReadAsFields
from ui.app.layout import Form, lay_out


def cited(document_id: str) -> CitationFields:
    return {
        **IN_FORCE, "source": "a.txt", "document_id": document_id, "title": document_id, "section": [], "start": 0,
        "end": 1, "quote": "甲", "year": 2023, "published": None, "places": [],
    }  # fmt: skip


def reply(kind: str, short: str | None, items: Sequence[str], *, answer: str = "", years: str = "") -> AskFields:
    """items: “2022年|8%” or “甲”, each with a citation of its own."""
    shaped: list[ItemFields] = []
    for number, item in enumerate(items, 1):
        of, _, text = item.rpartition("|")
        shaped.append({"text": text, "citations": [number], "of": of} if of else {"text": text, "citations": [number]})
    citations = [cited(f"d{number % 2}") for number in range(1, max(len(items), answer.count("\n") + 1) + 1)]
    read: ReadAsFields = {
        **NOTHING_SAID["read_as"],
        "kind": kind,
        "subject": "六仗",
        "filters": {"years": years} if years else {},
    }
    said = short if short is not None else answer
    return {
        **NOTHING_SAID, "short": short, "answer": said, "items": shaped or None, "citations": citations, "read_as": read
    }  # fmt: skip


FORMS = [
    ("number", "300列以上", [], Form.NOTHING, "300列以上"),
    ("leader", "市发展改革委牵头", ["市发展改革委"], Form.NOTHING, "市发展改革委牵头"),
    ("list", "3个:甲、乙、丙", ["甲", "乙", "丙"], Form.LIST, "3个"),
    ("led", "12项:甲、乙等", ["方案|甲", "方案|乙", "方案|丙"], Form.LIST, "12项"),
    ("led", "3项:甲、乙等", ["甲", "乙", "丙"], Form.LIST, "3项"),
    ("trend", "2022年8%;2023年7%", ["2022年|8%", "2023年|7%"], Form.YEARS, "2022年8%;2023年7%"),
    ("trend", "2022年8%;2023年7%;2026年6%", ["2022年|8%", "2023年|7%", "2026年|6%"], Form.YEARS, "2026年 6%"),
    ("compare", "甲市最高:甲市8%;乙市7%", ["甲市|8%", "乙市|7%"], Form.SIDES, "甲市最高:甲市8%;乙市7%"),
    ("compare", "丁最高:…", ["甲|8%", "乙|7%", "丙|6%", "丁|9%"], Form.TABLE, "丁最高:…"),
    ("status", "2026年:在建;此前2022年:前期", ["2022年|前期", "2026年|在建"], Form.STEPS, "2026年:在建"),
    ("status", "甲:在建;乙:建成", ["甲|在建", "乙|建成"], Form.TABLE, "甲:在建;乙:建成"),
    ("definition", "2个:甲、乙", ["甲", "乙"], Form.DEFINITION, "2个"),
]


@pytest.mark.parametrize(("kind", "short", "items", "form", "headline"), FORMS)
def test_form_and_headline(kind: str, short: str, items: list[str], form: Form, headline: str) -> None:
    layout = lay_out(reply(kind, short, items))
    assert (layout.form, layout.headline) == (form, headline)
    assert layout.is_newest is (headline == "2026年 6%")
    # what the headline says has its proof behind it, else each item has its own
    assert bool(layout.proof) is (form is Form.NOTHING)


def test_sentences_each_have_their_own_number() -> None:
    layout = lay_out(reply("anything", None, [], answer="甲句\n乙句"))
    assert layout.form is Form.SENTENCES
    assert [(item["text"], item["citations"]) for item in layout.items] == [("甲句", [1]), ("乙句", [2])]
    assert lay_out(reply("anything", None, [], answer="甲句")).headline == "甲句"


@pytest.mark.parametrize(
    ("said", "moment"), [("2023年", "2023年"), ("2023", "2023"), ("全部年份", ""), ("2021年、2022年", "")]
)
def test_moment_is_the_one_that_was_asked_for(said: str, moment: str) -> None:
    assert lay_out(reply("number", "7%", [], years=said)).moment == moment


def test_documents_stand_once() -> None:
    papers = lay_out(reply("list", "3个:甲、乙、丙", ["甲", "乙", "丙"])).papers
    assert [(paper.number, paper.citation["document_id"]) for paper in papers] == [(1, "d1"), (2, "d0")]


CHARTS = [
    (["2022年|8%以上", "2023年|7.5%以上"], [(2022, 8.0, ""), (2023, 7.5, "")]),
    (["2022年目标|460万亩", "2022年实际|46万公顷", "2023年|1亿元"], []),  # no common unit
    (["2022年|8%"], []),  # one year alone
    (
        ["2022年目标|8%", "2022年实际|6%", "2023年目标|7%"],
        [(2022, 8.0, "目标"), (2022, 6.0, "实际"), (2023, 7.0, "目标")],
    ),
    (["2022年|8%", "十四五(2021—2025)年均|7.5%", "2023年|7%"], [(2022, 8.0, ""), (2023, 7.0, "")]),
    (["2022年|-1.5%", "2023年|7%"], []),  # none can stand below zero
    (["2022年|未提到", "2023年|7%", "2024年|6%"], [(2023, 7.0, ""), (2024, 6.0, "")]),
]


@pytest.mark.parametrize(("items", "points"), CHARTS)
def test_points_of_the_small_chart(items: list[str], points: list[tuple[int, float, str]]) -> None:
    found = lay_out(reply("trend", "…", [*items, "2031年|多"])).points
    assert [(point.year, point.value, point.series) for point in found] == points
