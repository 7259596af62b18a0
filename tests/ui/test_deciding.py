"""What a person decides with `merge` and `split`: it wins, lasts, and is undone by the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.resolve.decisions import Verdict
from tests.ui.mailuo_without_model import CountingEncoder
from ui.app.deciding import NotDecidable
from ui.app.settings import Settings
from ui.app.workspace import Workspace

PLAN = """怀化市2023年工作方案

一、重点工作
怀化国家高新技术产业开发区重点发展电子信息产业。怀化高新区加快建设惠科显示模组生产线。(市商务局牵头)
"""
LATER = """怀化市2026年工作方案

一、重点工作
怀化高新区加快发展。(市发展改革委、市发改委、市发展和改革委员会负责)建成投产彩虹特种玻璃生产线。(市商务局、市财政局牵头)
"""


def tell(stage: str, done: int, total: int, what: str = "") -> None:
    pass


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "later.txt").write_text(LATER, encoding="utf-8")
    (corpus / "plan.txt").write_text(PLAN, encoding="utf-8")
    monkeypatch.setattr(Workspace, "_encoder", CountingEncoder())
    monkeypatch.setattr(Workspace, "_tagger", None)
    monkeypatch.setattr(Workspace, "_reader", None)
    opened = Workspace.open(Settings.read({"MAILUO_HOME": str(tmp_path / "home")}))
    opened.ingest([corpus], tell)
    return opened


def entity_ids(workspace: Workspace, *names: str) -> list[set[str]]:
    return [{entity["id"] for entity in workspace.mentions(name)["entities"]} for name in names]


def are_one(workspace: Workspace, a: str, b: str) -> bool:
    first, second = entity_ids(workspace, a, b)
    return bool(first & second)


# Two names that are apart, of every kind that people merge; the department's full name stands in no text.
APART = [
    ("惠科显示模组生产线", "彩虹特种玻璃生产线"),
    ("市商务局", "市财政局"),
    ("怀化市商务局", "怀化市财政局"),
]
# Names that are one without anybody's decision.
TOGETHER = [
    ("怀化国家高新技术产业开发区", "怀化高新区"),
    ("怀化高新区", "怀化国家高新技术产业开发区"),
]


@pytest.mark.parametrize(("a", "b"), APART)
def test_a_merge_lasts_and_a_split_undoes_it(workspace: Workspace, tmp_path: Path, a: str, b: str) -> None:
    assert not are_one(workspace, a, b)
    workspace.merge(a, b, tell)
    assert are_one(workspace, a, b)
    workspace.ingest([tmp_path / "corpus"], tell, rebuild=True)
    assert are_one(workspace, a, b)
    workspace.split(b, a, tell)
    assert not are_one(workspace, a, b)
    workspace.merge(b, a, tell)
    assert are_one(workspace, a, b)


@pytest.mark.parametrize(("a", "b"), TOGETHER)
def test_a_split_lasts_and_a_merge_undoes_it(workspace: Workspace, tmp_path: Path, a: str, b: str) -> None:
    before = entity_ids(workspace, a)
    assert are_one(workspace, a, b)
    workspace.split(a, b, tell)
    assert not are_one(workspace, a, b)
    workspace.ingest([tmp_path / "corpus"], tell, rebuild=True)
    assert not are_one(workspace, a, b)
    workspace.merge(a, b, tell)
    assert are_one(workspace, a, b)
    assert entity_ids(workspace, a) == before


@pytest.mark.parametrize(("a", "b"), TOGETHER)
def test_what_is_not_derived_yet_can_be_taken_back(workspace: Workspace, a: str, b: str) -> None:
    workspace.decide(a, b, Verdict.DIFFERENT)
    assert are_one(workspace, a, b)
    workspace.decide(b, a, Verdict.SAME)(tell)
    assert are_one(workspace, a, b)
    with pytest.raises(NotDecidable, match="already"):
        workspace.decide(a, b, Verdict.SAME)


def test_a_decision_waits_while_its_document_is_gone(workspace: Workspace, tmp_path: Path) -> None:
    a, b = APART[0]
    workspace.merge(a, b, tell)
    workspace.remove(["later.txt"], tell)
    assert workspace.mentions(a)["entities"]
    workspace.ingest([tmp_path / "corpus" / "later.txt"], tell)
    assert are_one(workspace, a, b)


def test_a_merge_is_shown_with_its_reason(workspace: Workspace) -> None:
    a, b = APART[0]
    workspace.merge(a, b, tell)
    merges = workspace.show(a)["entities"][0]["merges"]
    assert [(merge["rule"], merge["score"]) for merge in merges if merge["rule"] == "decision"] == [("decision", 1.0)]


def test_identifiers_may_stand_for_names(workspace: Workspace) -> None:
    (a,), (b,) = entity_ids(workspace, *APART[0])
    workspace.merge(a, b, tell)
    assert are_one(workspace, *APART[0])


@pytest.mark.parametrize(
    ("verb", "a", "b", "message"),
    [
        ("merge", "怀化高新区", "怀化国家高新技术产业开发区", "already"),
        ("merge", "怀化高新区", "市商务局", "only things of one type"),
        ("split", "怀化高新区", "怀化高新区", "one name"),
    ],
)
def test_what_cannot_be_decided_is_refused(workspace: Workspace, verb: str, a: str, b: str, message: str) -> None:
    with pytest.raises(NotDecidable, match=message):
        getattr(workspace, verb)(a, b, tell)
    assert not (workspace.home / "decisions.jsonl").exists()


def test_another_name_of_the_thing_undoes_a_split_as_well(workspace: Workspace) -> None:
    whole, short, other = "市发展和改革委员会", "市发改委", "市发展改革委"
    workspace.split(whole, short, tell)
    assert are_one(workspace, whole, other)
    workspace.merge(other, short, tell)
    assert are_one(workspace, whole, short)


def test_two_names_told_apart_from_a_third_can_be_one(workspace: Workspace) -> None:
    whole, short, other = "市发展和改革委员会", "市发改委", "市发展改革委"
    workspace.split(whole, short, tell)
    workspace.split(whole, other, tell)
    workspace.merge(short, other, tell)
    assert are_one(workspace, short, other)
    assert not are_one(workspace, whole, other)
