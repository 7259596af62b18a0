"""What a command imports before it answers: what needs no model starts without arrays, networks and pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graph.store.store import Store
from ingest.library import Library
from tests.ui.mailuo_without_model import do_without_model
from ui.app.settings import Settings
from ui.app.workspace import Workspace

HEAVY = ("torch", "faiss", "tantivy", "pandas", "numpy", "streamlit", "sentence_transformers", "rjieba", "rapidfuzz")
RUN = """
import json, sys
sys.argv = ["mailuo", *json.loads(sys.argv[1])]
from ui.cli.main import main
try:
    main()
finally:
    print(json.dumps([name for name in json.loads(sys.stdin.read()) if name in sys.modules]), file=sys.stderr)
"""
COMMANDS = (["--help"], ["status"], ["show", "惠科显示模组生产线"], ["list", "Project"], ["targets", "粮食播种面积"])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("starting")
    plan = folder / "plan.txt"
    plan.write_text(
        "怀化市2023年工作方案\n\n一、主要目标\n粮食播种面积稳定在460万亩以上。\n二、重点工作\n加快建设惠科显示模组生产线。\n",
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_encoder", "_tagger", "_reader"):
            patch.setattr(Workspace, name, getattr(Workspace, name))
        do_without_model()
        workspace = Workspace.open(Settings.read({"MAILUO_HOME": str(folder / "home")}))
        workspace.ingest([plan], lambda *_: None)
        workspace.close()
    return folder / "home"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_command_that_needs_no_model_imports_nothing_heavy(command: list[str], home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(command)],
        input=json.dumps(HEAVY), env={**os.environ, "MAILUO_HOME": str(home)}, capture_output=True, text=True,
        encoding="utf-8", timeout=60, check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert (done.returncode, json.loads(done.stderr.splitlines()[-1])) == (0, []), done.stderr


def test_what_is_asked_for_is_read_and_no_more(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither all passages nor all sources, nor all names, for a page of one thing."""
    read: list[str] = []
    for of, name in ((Library, "passages"), (Library, "sources"), (Store, "names"), (Store, "targets")):
        verb = getattr(of, name)

        def noting(self: object, *given: object, _verb: Any = verb, _name: str = name, **named: object) -> object:
            if not given and not any(named.values()):
                read.append(_name)
            return _verb(self, *given, **named)

        monkeypatch.setattr(of, name, noting)
    workspace = Workspace.open(Settings.read({"MAILUO_HOME": str(home)}))
    try:
        [page] = workspace.show("惠科显示模组生产线")["entities"]
        assert workspace.mentions("惠科显示模组生产线")["documents"][0]["passages"]
        assert workspace.documents()[0]["passages"] == len(list(workspace.opened.passages_of("plan.txt#1")))
        assert workspace.figures_of(document_id="plan.txt#1") == workspace.targets()["targets"]
        assert [place["years"] for place in workspace.coverage()]
        passages = list(workspace.opened.all_passages())
        assert [workspace.opened.passage(one.id) for one in passages] == passages
    finally:
        workspace.close()
    assert page["documents"]
    assert read == ["targets"]  # which was asked for by name
