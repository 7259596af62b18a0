"""What a person puts right: it holds in graph, answers and export, lasts, and is undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.records import EntityType
from graph.resolve.decisions import Signature
from tests.ui.mailuo_without_model import CountingEncoder
from ui.app.fields import TargetFields
from ui.app.righting import RIGHT, WRONG, Choice, NotRightable, other
from ui.app.settings import Settings
from ui.app.statements import NotThere, ref_of
from ui.app.workspace import Workspace

PLAN = """怀化市2023年工作方案

一、重点工作
怀化高新区加快建设惠科显示模组生产线,总投资12.5亿元。(市商务局牵头)
粮食播种面积稳定在460万亩。推进鹤中片区焕新行动。怀化国际陆港开工建设。
"""
LATER = """怀化市2024年工作方案

一、重点工作
怀化国际陆港建成投用。粮食播种面积达到462万亩。鹤中片区焕新行动全面完成。
"""
ME = Signature("李四", "见附件2")


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


# ------------------------------------------------------------------------------- what is put right, and how that shows


def figure(workspace: Workspace, document: str = "plan.txt#1") -> list[TargetFields]:
    return [one for one in workspace.targets("粮食播种面积")["targets"] if one["document_id"] == document]


def grain(workspace: Workspace) -> str:
    return ref_of("target", figure(workspace)[0]["id"])


def thing(name: str) -> Callable[[Workspace], str]:
    return lambda workspace: ref_of("thing", name)


def lead(workspace: Workspace) -> str:
    return ref_of("relation", "惠科显示模组生产线", "LED_BY", "怀化市商务局")


def investment(workspace: Workspace) -> str:
    (one,) = workspace.show("惠科显示模组生产线")["entities"][0]["attributes"]
    return ref_of("attribute", one["entity_id"], one["id"])


def place(words: str, document: str = "plan.txt") -> Callable[[Workspace], str]:
    def found(workspace: Workspace) -> str:
        start = workspace.text_of(document).index(words)
        return ref_of("mention", start, start + len(words), f"{document}#1")

    return found


def missed(workspace: Workspace) -> str:
    return ref_of("missed", "plan.txt#1")


def types(name: str) -> Callable[[Workspace], object]:
    return lambda workspace: sorted({one["type"] for one in workspace.mentions(name, must_exist=False)["entities"]})


def shown_name(name: str) -> Callable[[Workspace], object]:
    return lambda workspace: [one["name"] for one in workspace.mentions(name, must_exist=False)["entities"]]


def relations(name: str) -> Callable[[Workspace], object]:
    return lambda workspace: sorted(
        (one["rel"], one["other"]["name"]) for one in workspace.show(name)["entities"][0]["relations"]
    )


def figures(workspace: Workspace) -> object:
    return [(one["value"], one["unit"], one["year"]) for one in figure(workspace)]


def attributes(workspace: Workspace) -> object:
    return [one["value"] for one in workspace.show("惠科显示模组生产线")["entities"][0]["attributes"]]


def mentioned_in(name: str) -> Callable[[Workspace], object]:
    return lambda workspace: sorted(one["source"] for one in workspace.mentions(name, must_exist=False)["documents"])


LED = ("LED_BY", "怀化市商务局")
OTHERS = [("LOCATED_IN", "怀化高新区"), ("UNDERTAKES", "惠科")]
CASES = [
    (thing("怀化国际陆港"), other(type="Park"), types("怀化国际陆港"), ["Project"], ["Park"]),
    (thing("怀化国际陆港"), WRONG, types("怀化国际陆港"), ["Project"], []),
    (thing("怀化国际陆港"), other(name="国际陆港"), shown_name("怀化国际陆港"), ["怀化国际陆港"], ["国际陆港"]),
    (lead, WRONG, relations("惠科显示模组生产线"), [LED, *OTHERS], OTHERS),
    (lead, other(rel="RESPONSIBLE"), relations("惠科显示模组生产线"), [LED, *OTHERS],
     [OTHERS[0], ("RESPONSIBLE", LED[1]), OTHERS[1]]),
    (grain, other(value="461", year="2022"), figures, [("460", "万亩", 2023)], [("461", "万亩", 2022)]),
    (grain, WRONG, figures, [("460", "万亩", 2023)], []),
    (investment, other(value="21.5"), attributes, ["12.5"], ["21.5"]),
    (investment, WRONG, attributes, ["12.5"], []),
    (place("怀化国际陆港"), WRONG, mentioned_in("怀化国际陆港"), ["later.txt", "plan.txt"], ["later.txt"]),
    # what was missed is heard in the other document too
    (missed, other(words="鹤中片区焕新行动", type="Project"), mentioned_in("鹤中片区焕新行动"), [],
     ["plan.txt"]),
]  # fmt: skip


@pytest.mark.parametrize(("ref", "choice", "seen", "before", "after"), CASES)
def test_holds_lasts_and_is_undone(
    workspace: Workspace,
    tmp_path: Path,
    ref: Callable[[Workspace], str],
    choice: Choice,
    seen: Callable[[Workspace], object],
    before: object,
    after: object,
) -> None:
    assert seen(workspace) == before
    done = workspace.put_right(ref(workspace), choice, ME)(tell)
    assert seen(workspace) == after
    entry = workspace.decisions()[0]
    assert (entry["who"], entry["why"], entry["is_grounded"]) == ("李四", "见附件2", True)
    workspace.ingest([tmp_path / "corpus"], tell, rebuild=True)
    assert seen(workspace) == after
    # words put in front move all places
    text = tmp_path / "corpus" / "plan.txt"
    text.write_text(PLAN.replace("一、重点工作\n", "一、重点工作\n本方案经市政府同意。\n"), encoding="utf-8")
    workspace.ingest([text], tell)
    assert seen(workspace) == after
    workspace.undo(done["decision"]["id"], ME)(tell)
    assert seen(workspace) == before
    assert workspace.decisions(standing=True) == []


@pytest.mark.parametrize(("ref", "choice", "seen", "before", "after"), CASES)
def test_a_fresh_ingestion_exports_the_same(
    workspace: Workspace,
    tmp_path: Path,
    ref: Callable[[Workspace], str],
    choice: Choice,
    seen: Callable[[Workspace], object],
    before: object,
    after: object,
) -> None:
    workspace.put_right(ref(workspace), choice, ME)(tell)
    workspace.export("jsonl", tmp_path / "step")
    workspace.ingest([tmp_path / "corpus"], tell, rebuild=True)
    workspace.export("jsonl", tmp_path / "fresh")
    held = {path.name: path.read_bytes() for path in (tmp_path / "step").iterdir()}
    assert held == {path.name: path.read_bytes() for path in (tmp_path / "fresh").iterdir()}


def test_an_answer_says_what_was_put_right(workspace: Workspace) -> None:
    asked = "2023年粮食播种面积是多少?"
    assert "460" in str(workspace.ask(asked)["short"])
    workspace.put_right(grain(workspace), other(value="461"), ME)(tell)
    assert workspace.ask(asked)["short"] == "461万亩(人工更正,原文460万亩)"


def test_without_ground_a_correction_waits(workspace: Workspace, tmp_path: Path) -> None:
    workspace.put_right(grain(workspace), other(value="461"), ME)(tell)
    text = tmp_path / "corpus" / "plan.txt"
    text.write_text(PLAN.replace("460万亩", "470万亩"), encoding="utf-8")
    workspace.ingest([text], tell)
    assert workspace.decisions()[0]["is_grounded"] is False
    assert figures(workspace) == [("470", "万亩", 2023)]
    text.write_text(PLAN, encoding="utf-8")
    workspace.ingest([text], tell)
    assert workspace.decisions()[0]["is_grounded"] is True
    assert figures(workspace) == [("461", "万亩", 2023)]


def test_what_is_not_derived_yet_says_so(workspace: Workspace) -> None:
    workspace.put_right(grain(workspace), other(value="461"), ME)
    assert workspace.decisions()[0]["is_grounded"] is None
    shown = figure(workspace)[0]
    entry = workspace.all_decisions.on_target(shown)
    assert entry is not None
    assert entry.signature == ME


def test_the_mark_stays_on_what_was_put_right(workspace: Workspace) -> None:
    workspace.put_right(grain(workspace), other(value="461"), ME)(tell)
    marked = [workspace.all_decisions.on_target(one) for one in workspace.targets("粮食播种面积")["targets"]]
    assert [entry is not None for entry in marked] == [
        one["value"] == "461" for one in workspace.targets("粮食播种面积")["targets"]
    ]
    workspace.put_right(thing("怀化国际陆港")(workspace), other(name="国际陆港"), ME)(tell)
    assert workspace.all_decisions.on_thing("Project", ["国际陆港"]) is not None
    assert workspace.all_decisions.on_thing("Project", ["惠科显示模组生产线"]) is None


def test_of_two_corrections_the_later_holds(workspace: Workspace) -> None:
    for value in ("461", "463"):
        workspace.put_right(grain(workspace), other(value=value), ME)(tell)
    assert figures(workspace) == [("463", "万亩", 2023)]
    workspace.undo(workspace.decisions()[0]["id"], ME)(tell)
    assert figures(workspace) == [("461", "万亩", 2023)]


def test_an_undoing_can_be_undone(workspace: Workspace) -> None:
    done = workspace.put_right(grain(workspace), WRONG, ME)(tell)
    undone = workspace.undo(done["decision"]["id"], ME)(tell)
    assert figures(workspace)
    workspace.undo(undone["decision"]["id"], ME)(tell)
    assert not figures(workspace)


def test_a_merge_is_listed_and_undone_singly(workspace: Workspace) -> None:
    a, b = "惠科显示模组生产线", "怀化国际陆港"
    workspace.merge(a, b, tell)
    (entry,) = workspace.decisions()
    assert (entry["kind"], entry["about"], entry["to"]) == ("same", a, b)
    workspace.undo(entry["id"], ME)(tell)
    first, second = (workspace.mentions(name)["entities"][0]["id"] for name in (a, b))
    assert first != second


@pytest.mark.parametrize(
    ("ref", "choice", "says"),
    [
        (thing("怀化国际陆港"), other(type="County"), "nothing can be made"),
        (thing("怀化国际陆港"), other(type="Project"), "already"),
        (thing("怀化国际陆港"), other(name="怀化国际陆港"), "already"),
        (thing("怀化国际陆港"), other(type="Castle"), "no type"),
        (lead, other(rel="PART_OF"), "does not join"),
        (grain, other(value="460"), "already"),
        (grain, other(value="许多"), "no figure"),
        (grain, other(year="23"), "no year"),
        (grain, other(colour="红"), "it has no colour"),
        (missed, other(words="没有的话", type="Project"), "does not stand"),
        (missed, other(words="怀化国际陆港", type="Project"), "already"),
        (place("推进"), WRONG, "nothing is named"),
    ],
)
def test_what_says_nothing_is_refused(
    workspace: Workspace, ref: Callable[[Workspace], str], choice: Choice, says: str
) -> None:
    with pytest.raises(NotRightable, match=says):
        workspace.put_right(ref(workspace), choice, ME)
    assert not (workspace.home / "decisions.jsonl").exists()


@pytest.mark.parametrize("ref", ["", "castle*1", "target*plan.txt#1:0-1/1", "mention*a*b*c", "relation*a*b"])
def test_what_is_no_fact_is_said(workspace: Workspace, ref: str) -> None:
    with pytest.raises((NotThere, NotRightable)):
        workspace.statement(ref)


@pytest.mark.parametrize("ref", [thing("怀化国际陆港"), lead, grain, investment, place("怀化国际陆港"), missed])
def test_a_fact_is_shown_with_its_sentence(workspace: Workspace, ref: Callable[[Workspace], str]) -> None:
    shown = workspace.statement(ref(workspace))
    text = workspace.text_of(shown["document_id"].partition("#")[0])
    assert text[shown["start"] : shown["end"]] == shown["quote"]
    assert f"{shown['before']}{shown['quote']}{shown['after']}" in text
    assert shown["ref"].startswith(ref(workspace).split("*")[0])


def test_the_file_holds_it_as_a_line(workspace: Workspace) -> None:
    workspace.put_right(grain(workspace), other(value="461"), ME)
    line: dict[str, Any] = json.loads((workspace.home / "decisions.jsonl").read_text(encoding="utf-8"))
    assert (line["kind"], line["who"], line["why"], line["to"]["value"]) == ("target", "李四", "见附件2", "461")
    assert line["at"]["quote"] == figure(workspace)[0]["quote"]
    assert line == workspace.decisions()[0]["line"]


def test_right_as_it_was_read_takes_the_doubt_away(workspace: Workspace) -> None:
    workspace.put_right(grain(workspace), RIGHT, ME)(tell)
    assert figures(workspace) == [("460", "万亩", 2023)]
    held = workspace.opened.store.targets_in("plan.txt")
    assert [one.target.rule for one in held if one.target.value == "460"] == ["decision"]
    assert EntityType.INDICATOR.value in types("粮食播种面积")(workspace)  # type: ignore[operator]
