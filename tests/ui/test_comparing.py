"""Two plans side by side: what is new, gone and changed, with both quotes; the same as Word and Excel."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.ui.mailuo_without_model import do_without_model
from ui.app.compared_files import as_sheets, as_word
from ui.app.comparing import DocumentUnknown
from ui.app.fields import ChangeFields, CompareFields
from ui.app.ledger import plain_rows
from ui.app.settings import Settings
from ui.app.workspace import Workspace
from ui.web.language import Language

OLD = """怀化市2023年重点工作方案
怀化市人民政府
一、主要目标
粮食播种面积稳定在460万亩以上。地区生产总值增长7%。
二、重点任务
加快推进怀化国际陆港建设。谋划建设辰溪渔潭电站。
推进农村公路提质改造,完成安防工程20公里,由市交通运输局牵头。
开展农贸市场整治专项行动,规范市场秩序。
"""
NEW = """怀化市2024年重点工作方案
怀化市人民政府
一、主要目标
粮食播种面积稳定在462万亩以上。地区生产总值增长7%。
二、重点任务
怀化国际陆港已建成投用。开工建设沅陵车坪抽水蓄能电站。
推进农村公路提质改造,完成安防工程35公里,由市交通运输局牵头。
实施中小学食堂改造提升工程,改善学生用餐条件。
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("plans")
    (folder / "old.txt").write_text(OLD, encoding="utf-8")
    (folder / "new.txt").write_text(NEW, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        do_without_model(patch.setattr)
        opened = Workspace.open(Settings.read({"MAILUO_HOME": str(tmp_path_factory.mktemp("home"))}))
        opened.ingest([folder], lambda stage, done, total, what="": None)
        return opened


@pytest.fixture(scope="module")
def found(workspace: Workspace) -> CompareFields:
    return workspace.compare("old.txt", "new.txt")


def _said(changes: Sequence[ChangeFields], change: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (one["name"], one["before"] and one["before"]["text"], one["after"] and one["after"]["text"])
        for one in changes
        if one["change"] == change
    ]


def test_a_figure_that_is_another(found: CompareFields) -> None:
    assert _said(found["targets"], "changed") == [
        ("粮食播种面积", "≥460万亩", "≥462万亩"),
        ("完成安防工程", "20公里", "35公里"),
    ]
    assert (_said(found["targets"], "new"), _said(found["targets"], "gone")) == ([], [])
    assert found["same"]["targets"] == 1


def test_projects_by_their_stages(found: CompareFields) -> None:
    assert _said(found["projects"], "changed") == [("怀化国际陆港", "在建", "投用")]
    assert [name for name, _, _ in _said(found["projects"], "gone")] == ["辰溪渔潭电站"]
    assert "沅陵车坪抽水蓄能电站" in [name for name, _, _ in _said(found["projects"], "new")]


def test_tasks_by_their_wording(found: CompareFields) -> None:
    [(_, before, after)] = [one for one in _said(found["tasks"], "changed") if "农村公路" in str(one[1])]
    assert ("20公里" in str(before), "35公里" in str(after)) == (True, True)
    assert any("食堂" in str(after) for _, _, after in _said(found["tasks"], "new"))
    assert any("农贸市场" in str(before) for _, before, _ in _said(found["tasks"], "gone"))


def test_every_quote_stands_in_its_document(workspace: Workspace, found: CompareFields) -> None:
    sides = [
        side
        for changes in (found["projects"], found["targets"], found["tasks"])
        for change in changes
        for side in (change["before"], change["after"])
        if side
    ]
    assert sides
    for side in sides:
        assert workspace.text_of(side["source"])[side["start"] : side["end"]] == side["quote"]


def test_nothing_changes_from_a_document_to_itself(workspace: Workspace) -> None:
    same = workspace.compare("old.txt", "old.txt")
    assert (same["projects"], same["targets"], same["tasks"]) == ([], [], [])
    assert same["same"]["tasks"] > 2


@pytest.mark.parametrize(("called", "message"), [("1999", "no document"), ("重点工作方案", "2 documents")])
def test_a_document_that_is_not_one(workspace: Workspace, called: str, message: str) -> None:
    with pytest.raises(DocumentUnknown, match=message):
        workspace.compare(called, "new.txt")


@pytest.mark.parametrize("code", ["zh", "en"])
def test_files_hold_every_change(found: CompareFields, code: str) -> None:
    say = Language(code).say
    book = load_workbook(BytesIO(as_sheets(found, say)))
    assert [sheet.max_row - 1 for sheet in book] == [len(found[part]) for part in ("projects", "targets", "tasks")]
    made = Document(BytesIO(as_word(found, say)))
    cells = "\n".join(cell.text for table in made.tables for row in table.rows for cell in row.cells)
    assert "≥462万亩" in cells
    sources = [paragraph.text for paragraph in made.paragraphs if paragraph.text.startswith("[1]")]
    assert len(sources) == 1


def test_a_ledger_answers_who_leads(workspace: Workspace) -> None:
    from graph.store.ledger import LedgerAsked

    found = workspace.ledger(LedgerAsked(text="陆港"))
    [row] = found["projects"]
    assert row["told"] is not None
    assert (row["told"]["stage"], row["told"]["planned"], row["told"]["said_in"]) == ("投用", False, 2024)
    assert workspace.text_of("new.txt")[row["told"]["start"] : row["told"]["end"]] == row["told"]["quote"]
    [cells] = plain_rows(found, ("stage", "year", "documents"), Language("en").say)
    assert cells == ["怀化国际陆港", "in use", 2024, 2]
