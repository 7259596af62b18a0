"""Facets count what every choice would leave, with the other choices held."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from graph.records import Document, EntityType
from tests.ui.mailuo_without_model import CountingEncoder
from ui.app.areas import speaks_for
from ui.app.facets import Filters, Order, Sifted, agreeing, count_facets
from ui.app.settings import Settings
from ui.app.workspace import Workspace
from ui.cli.main import app


def document(name: str, kind: str, year: int, place: tuple[str, str], years: tuple[int, int] | None = None) -> Document:
    return Document(name, f"{name}.txt", name, kind, None, None, None, year, *place, 0, 9, years)


HUAIHUA, HECHENG, SHAOYANG = ("怀化市", "431200"), ("鹤城区", "431202"), ("邵阳市", "430500")
DOCUMENTS = [
    document("五年", "five_year_plan", 2021, HUAIHUA, (2021, 2025)),
    document("报告", "work_report", 2023, HUAIHUA),
    document("区方案", "action_plan", 2023, HECHENG),
    document("邵阳", "work_report", 2022, SHAOYANG),
]
PARK = frozenset([EntityType.PARK])

SPOKEN: list[tuple[str, int | None, bool]] = [
    ("五年", 2020, False),
    ("五年", 2021, True),
    ("五年", 2025, True),
    ("五年", 2026, False),
]
SPOKEN += [("报告", 2022, False), ("报告", 2023, True), ("报告", None, True)]


@pytest.mark.parametrize(("name", "year", "speaks"), SPOKEN)
def test_a_document_speaks_for_its_year_and_those_it_plans_for(name: str, year: int | None, speaks: bool) -> None:
    (one,) = [document for document in DOCUMENTS if document.id == name]
    assert speaks_for(one, year) is speaks


CASES: list[tuple[Filters, dict[str, dict[str, int]]]] = [
    (
        Filters(),
        {
            "year": {"2023": 3, "2022": 2, "2021": 1},  # the five years' plan counts in each
            "region": {"怀化市": 3, "邵阳市": 1, "鹤城区": 1},  # a city counts with its districts
            "kind": {"work_report": 2, "action_plan": 1, "five_year_plan": 1},
            "document": {"五年": 1, "报告": 1, "区方案": 1, "邵阳": 1},
            "type": {"Park": 3},
        },
    ),
    (
        Filters(year=2023, kind="work_report"),
        {
            "year": {"2023": 1, "2022": 1},  # of work reports
            "kind": {"work_report": 1, "five_year_plan": 1, "action_plan": 1},  # of 2023
            "region": {"怀化市": 1},
        },
    ),
    (Filters(region="邵阳市"), {"region": {"怀化市": 3, "邵阳市": 1, "鹤城区": 1}, "year": {"2022": 1}}),
]


@pytest.mark.parametrize(("filters", "counts"), CASES)
def test_each_choice_is_counted_with_the_others_held(filters: Filters, counts: dict[str, dict[str, int]]) -> None:
    def hits(chosen: Filters) -> list[Sifted]:
        return [Sifted(one, PARK if one.id != "邵阳" else frozenset()) for one in agreeing(DOCUMENTS, chosen)]

    found = {facet["name"]: facet for facet in count_facets(hits, filters, counts)}
    for name, wanted in counts.items():
        told = len(wanted) > 1 or filters.chosen(name) is not None
        assert (name in found) is told, name
        if told:
            assert {value["value"]: value["count"] for value in found[name]["values"]} == wanted
            assert found[name]["chosen"] == filters.chosen(name)
    if "year" in found:
        years = [value["value"] for value in found["year"]["values"]]
        assert years == sorted(years, reverse=True)


PLANS = {
    "old.txt": "衢州市2023年工作方案\n\n一、主要目标\n粮食播种面积稳定在460万亩。\n"
    "二、衢州高新区\n加快衢州高新区粮食加工。\n",
    "new.txt": "衢州市2026年政府工作报告\n\n一、主要目标\n粮食播种面积稳定在462万亩。\n",
}
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(Workspace, "_encoder", CountingEncoder())
    for part in ("_tagger", "_reader"):
        monkeypatch.setattr(Workspace, part, None)
    monkeypatch.setenv("MAILUO_HOME", str(tmp_path / "home"))
    for name, text in PLANS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    runner = CliRunner()
    assert runner.invoke(app, ["ingest", *(str(tmp_path / name) for name in PLANS)]).exit_code == 0
    return lambda *arguments: runner.invoke(app, list(map(str, arguments)))


def test_search_is_narrowed_sorted_and_taken_along(run: Run, tmp_path: Path) -> None:
    def sources(*options: str) -> list[str]:
        return [one["source"] for one in json.loads(run("search", "粮食", "--json", *options).stdout)["passages"]]

    assert set(sources()) == {"old.txt", "new.txt"}
    assert sources("--sort", "date") == sorted(sources(), reverse=False, key=lambda name: name != "new.txt")
    assert set(sources("--kind", "work_report")) == {"new.txt"}
    assert set(sources("--type", "园区")) == {"old.txt"}
    assert run("search", "粮食", "--kind", "novel").exit_code == 2
    rows = list(csv.DictReader(io.StringIO(run("search", "粮食", "--csv", "--year", "2026").stdout)))
    assert {(row["query"], row["source"], row["year"], row["kind"]) for row in rows} == {
        ("粮食", "new.txt", "2026", "work_report")
    }
    workspace = Workspace.open(Settings.read({"MAILUO_HOME": str(tmp_path / "home")}))
    sifted = workspace.sift("粮食", Filters(type=EntityType.PARK), order=Order.FIT)
    assert {one["source"] for one in sifted["passages"]} == {"old.txt"}
    types = next(facet for facet in sifted["facets"] if facet["name"] == "type")
    assert types["chosen"] == "Park"
    assert {value["value"] for value in types["values"]} >= {"Park", "County"}  # without the choice of a type
    for query, is_said in (("粮食播种面积", True), ("高速铁路客运", False)):
        sifted = workspace.sift(query, Filters(), order=Order.FIT)
        assert sifted["is_said"] is is_said
        held = {
            value["value"]: value["count"] for f in sifted["facets"] if f["name"] == "kind" for value in f["values"]
        }
        for kind, count in held.items() if is_said else ():
            chosen = workspace.sift(query, Filters(kind=kind), order=Order.FIT)
            assert len(chosen["passages"]) == count  # a facet counts what its choice shows
            assert all("粮食播种面积" in one["text"] for one in chosen["passages"])
    asked = workspace.ask("衢州粮食播种面积目标是多少?", filters=Filters(year=2023))
    assert asked["short"] == "460万亩(2023年目标)"
    assert {one["source"] for one in asked["citations"]} == {"old.txt"}
    workspace.close()
