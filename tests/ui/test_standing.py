"""Drafts, what was superseded, and copies, in all that the workspace gives."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.ui.mailuo_without_model import do_without_model
from ui.app.facets import Filters
from ui.app.opened import SourceUnknown
from ui.app.settings import Settings
from ui.app.workspace import Workspace

FINAL = """溆浦县“十四五”规划纲要
一、目标
到2025年，全县粮食播种面积稳定在76万亩以上。
二、项目
加快建设溆浦县低空经济产业园。
"""
DRAFT = FINAL.replace("纲要", "纲要（征求意见稿）").replace("76", "78")
FILES = {"a-draft.txt": DRAFT, "b-final.txt": FINAL, "c-copy.txt": FINAL.replace("\n", "\r\n")}
DRAFT_ID, FINAL_ID = "a-draft.txt#1", "b-final.txt#1"
MARK = "征求意见稿,已被《溆浦县“十四五”规划纲要》取代"


def tell(stage: str, done: int, total: int, what: str = "") -> None:
    pass


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("standing")
    for name, text in FILES.items():
        (folder / name).write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        do_without_model(patch.setattr)
        done = Workspace.open(Settings.read({"MAILUO_HOME": str(folder / "home")})).ingest([folder], tell)
    assert done["copies"] == [{"name": "c-copy.txt", "of": "b-final.txt"}]
    return folder


@pytest.fixture
def workspace(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    do_without_model(monkeypatch.setattr)
    shutil.copytree(made / "home", tmp_path / "home")
    return Workspace.open(Settings.read({"MAILUO_HOME": str(tmp_path / "home")}))


def test_passages_figures_and_mentions_bear_the_mark_behind_what_holds(workspace: Workspace) -> None:
    passages = workspace.search("粮食播种面积")["passages"]
    figures = workspace.targets("粮食播种面积")["targets"]
    documents = workspace.mentions("溆浦县低空经济产业园")["documents"]
    for found in (passages, figures, documents):
        assert [one["document_id"] for one in found][:1] == [FINAL_ID]
        stand = {one["document_id"]: (one["standing"], one["superseded_by"], one["mark"]) for one in found}
        assert stand == {FINAL_ID: ("in_force", None, ""), DRAFT_ID: ("draft", FINAL_ID, MARK)}
    assert {step["mark"] for step in workspace.trace("溆浦县低空经济产业园")["steps"]} == {"", MARK}


def test_documents_tell_their_links_and_copies(workspace: Workspace) -> None:
    draft, final = workspace.documents()
    assert (draft["mark"], draft["copies"]) == (MARK, [])
    assert (final["mark"], final["copies"]) == ("", ["c-copy.txt"])
    [link] = workspace.document_links(DRAFT_ID)
    assert (link["kind"], link["direction"], link["other"]["document_id"]) == ("draft_of", "out", FINAL_ID)
    assert link["quote"] == DRAFT.split("\n", maxsplit=1)[0]
    [seen] = workspace.document_links(FINAL_ID)
    assert (seen["direction"], seen["other"]["mark"]) == ("in", MARK)
    assert workspace.status()["document_links"] == 1


def test_a_copy_is_known_under_both_names(workspace: Workspace) -> None:
    assert workspace.status()["copies"] == [{"name": "c-copy.txt", "of": "b-final.txt"}]
    assert workspace.text_of("c-copy.txt") == FINAL
    only = [Filters(source=name) for name in list(FILES)[1:]]
    found = [{p["document_id"] for p in workspace.search("粮食", filters=one)["passages"]} for one in only]
    assert found == [{FINAL_ID}, {FINAL_ID}]
    with pytest.raises(SourceUnknown, match=r"c-copy\.txt"):
        workspace.remove(["d.txt"], tell)
    assert workspace.remove(["b-final.txt"], tell)["removed"] == ["b-final.txt"]
    assert [one["document_id"] for one in workspace.documents()] == [DRAFT_ID, "c-copy.txt#1"]
    assert workspace.status()["copies"] == []


def test_the_export_holds_standings_and_links(workspace: Workspace, tmp_path: Path) -> None:
    workspace.export("jsonl", tmp_path / "out")
    rows = {
        name: [json.loads(line) for line in (tmp_path / "out" / f"{name}.jsonl").read_text("utf-8").splitlines()]
        for name in ("documents", "document_links")
    }
    assert [(row["standing"], row["superseded_by"]) for row in rows["documents"]] == [
        ("draft", FINAL_ID),
        ("in_force", None),
    ]
    assert [(row["a_id"], row["b_id"], row["kind"], row["quote"]) for row in rows["document_links"]] == [
        (DRAFT_ID, FINAL_ID, "draft_of", DRAFT.split("\n", maxsplit=1)[0])
    ]
