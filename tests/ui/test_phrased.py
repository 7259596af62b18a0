"""Asking with a language model set: its words when they keep to the citations, else the quotes."""

import pytest

import search.phrasing
from tests.ui.mailuo_without_model import do_without_model
from ui.app.settings import Settings
from ui.app.workspace import Workspace

PLAN = "怀化市2023年工作方案\n\n一、主要目标\n粮食播种面积稳定在460万亩以上。\n"
QUESTION = "怀化2023年粮食播种面积多少万亩?"
SAID = [("播种面积460万亩以上。", "播种面积460万亩以上。"), ("播种面积470万亩。", None), (None, None)]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("phrased")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        do_without_model(patch.setattr)
        workspace = Workspace.open(Settings.read({"MAILUO_HOME": str(folder / "home")}))
        workspace.ingest([folder / "plan.txt"], lambda stage, done, total, what="": None)
    return folder / "home"


@pytest.mark.parametrize(("said", "answer"), SAID)
def test_the_model_is_heard_only_when_it_keeps_to_the_citations(said, answer, home, monkeypatch):
    do_without_model(monkeypatch.setattr)
    asked = []
    monkeypatch.setattr(search.phrasing, "ask_model", lambda *given: asked.append(given) or said)
    environment = {"MAILUO_HOME": str(home)}
    quoted = Workspace.open(Settings.read(environment)).ask(QUESTION)
    assert "460万亩" in str(quoted["answer"])
    assert asked == []  # off by default
    model = {"MAILUO_LLM_BASE_URL": "http://127.0.0.1:9/v1", "MAILUO_LLM_MODEL": "m"}
    phrased = Workspace.open(Settings.read(environment | model)).ask(QUESTION)
    assert phrased == quoted | ({"answer": answer, "phrased_by": "model"} if answer else {})
    assert len(asked) == 1
