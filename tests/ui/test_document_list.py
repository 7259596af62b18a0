"""A thousand documents as a list: searched, narrowed down, sorted, page by page; and what is covered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pytest

from graph.records import Document
from graph.store.found import DocumentCount
from tests.timing import quiet_seconds
from ui.app.document_list import NOWHERE, PAGE, DocumentList, Wanted
from ui.app.opened import Opened


def document(number: int, title: str, kind: str, year: int, code: str | None, **more: Any) -> Document:
    names = {"431200": "怀化市", "430500": "邵阳市", "431202": "鹤城区", "530000": "云南省"}
    source = f"f{number}.txt"
    region = names.get(code or "")
    return Document(f"{source}#1", source, title, kind, None, None, None, year, region, code, 0, 9, **more)


class Made:
    """A generation of these documents."""

    def __init__(self, documents: list[Document]) -> None:
        self.documents: Mapping[str, Document] = {one.id: one for one in documents}
        self.passage_counts = {one.id: number for number, one in enumerate(documents)}
        self.standings: dict[str, object] = {}
        self.store = self

    def copies_of(self, source: str) -> list[str]:
        return ["副本.docx"] if source == "f1.txt" else []

    def mark_of(self, document_id: str) -> str:
        return ""

    def document_counts(self) -> list[DocumentCount]:
        return [DocumentCount("f2.txt#1", 3, 40), DocumentCount("f3.txt#1", 7, 4)]


DOCUMENTS = [
    document(1, "中方县方案", "action_plan", 2023, "431202"),
    document(2, "怀化市五年规划", "five_year_plan", 2021, "431200", years=(2021, 2025)),
    document(3, "邵阳市政府工作报告", "work_report", 2022, "430500"),
    document(4, "云南省计划", "five_year_plan", 2001, "530000"),
    document(5, "智能制造发展规划", "five_year_plan", 2021, None),
]


def listed(*documents: Document) -> DocumentList:
    return DocumentList(cast(Opened, Made(list(documents or DOCUMENTS))))


FOUND = [
    (Wanted(), "12345"),
    (Wanted(text="怀化"), "2"),  # 鹤城区 lies in 怀化市, and does not say so
    (Wanted(text="规划 2021"), "25"),
    (Wanted(text="副本.DOCX"), "1"),
    (Wanted(text="没有的"), ""),
    (Wanted(place="430000"), "123"),
    (Wanted(place="431200"), "12"),
    (Wanted(place=NOWHERE), "5"),
    (Wanted(year=2023), "12"),  # a plan of 2021 to 2025 speaks for 2023
    (Wanted(kind="five_year_plan", year=2021), "25"),
    (Wanted(source="f3.txt"), "3"),
    (Wanted(sort="title"), "23451"),  # by sound: hua, shao, yun, zhi, zhong
    (Wanted(sort="title", descending=True), "15432"),
    (Wanted(sort="region"), "32145"),  # by the order of the divisions; of the whole country last
    (Wanted(sort="targets", descending=True), "23"),
    (Wanted(sort="year"), "42531"),
    (Wanted(sort="no such column"), "12345"),
]


@pytest.mark.parametrize(("wanted", "found"), FOUND)
def test_a_list_is_searched_narrowed_down_and_sorted(wanted: Wanted, found: str) -> None:
    numbers = "".join(one["document_id"][1] for one in listed().find(wanted)["documents"])
    assert numbers.startswith(found) if wanted.sort == "targets" else numbers == found


def test_what_is_left_to_choose_from_is_counted_without_its_own_filter() -> None:
    found = listed().find(Wanted(kind="five_year_plan", place="530000"))
    assert {one["value"]: one["count"] for one in found["kinds"]} == {"five_year_plan": 1}
    places = [(one["code"], one["name"], one["depth"], one["count"]) for one in found["places"]]
    assert places == [
        ("430000", "湖南省", 0, 1),
        ("431200", "怀化市", 1, 1),
        ("530000", "云南省", 0, 1),
        (NOWHERE, "", 0, 1),
    ]


def test_ten_thousand_documents_are_read_page_by_page() -> None:
    many = listed(*(document(n, f"第{n}号方案", "action_plan", 2000 + n % 30, "431200") for n in range(10_000)))
    many.find(Wanted())  # what is compared is made ready
    wanted = Wanted(text="方案", sort="title", page=3)
    assert quiet_seconds(lambda: many.find(wanted), enough=0.5) < 0.5
    found = many.find(wanted)
    assert (found["found"], found["pages"], found["page"], len(found["documents"])) == (10_000, 200, 3, PAGE)
    assert many.find(Wanted(page=999))["page"] == 200
    assert many.find(Wanted(text="第7号", page=2))["page"] == 1


def test_coverage_counts_what_lies_inside() -> None:
    covered = {one["code"]: one for one in listed().coverage()}
    assert covered["430000"]["years"] == {2021: 1, 2022: 2, 2023: 2, 2024: 1, 2025: 1}
    assert covered["430000"]["own"] == {}
    assert covered["431200"]["own"][2023] == 1
    assert [one["depth"] for one in covered.values()][:3] == [0, 1, 1]
