"""Homes that earlier versions made go on: of commit a808034 (texts without layout, no list of files, no checksums), and
as commit db45b94 made them (`tests.ui.older_homes`).

`home-a808034.tar.xz` holds the plans of `tests.ui.homes`, one decision, and vectors of the model that needs no weights.
"""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest

from graph.errors import MailuoError
from tests.ui.homes import PLANS
from tests.ui.mailuo_without_model import CountingEncoder
from tests.ui.older_homes import make_older
from ui.app.doctor import examine
from ui.app.settings import Settings
from ui.app.workspace import Workspace

DECISION = {
    "a": {"name": "惠科显示模组生产线", "place": "431200", "type": "Project"},
    "b": {"name": "惠科显示模组生产线二期项目", "place": "431200", "type": "Project"},
    "verdict": "different",
}


def tell(stage: str, done: int, total: int, what: str = "") -> None:
    pass


@pytest.fixture(autouse=True)
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "_encoder", CountingEncoder())
    monkeypatch.setattr(Workspace, "_tagger", None)
    monkeypatch.setattr(Workspace, "_reader", None)


@pytest.fixture(params=["a808034", "db45b94"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "db45b94":
        fresh(tmp_path / "older", (json.dumps(DECISION, ensure_ascii=False) + "\n").encode())
        make_older(tmp_path / "older" / "home")
        return tmp_path / "older" / "home"
    with tarfile.open(Path(__file__).with_name("home-a808034.tar.xz")) as packed:
        packed.extractall(tmp_path, filter="data")
    return tmp_path / "home-a808034"


def opened(home: Path) -> Workspace:
    return Workspace(Settings.read({"MAILUO_HOME": str(home)}))


def exported(workspace: Workspace, folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in workspace.export("jsonl", folder)}


def fresh(folder: Path, decisions: bytes) -> Workspace:
    (folder / "plans").mkdir(parents=True)
    for name, text in PLANS.items():
        (folder / "plans" / name).write_text(text, encoding="utf-8")
    (folder / "home").mkdir()
    (folder / "home" / "decisions.jsonl").write_bytes(decisions)
    workspace = opened(folder / "home")
    workspace.ingest([folder / "plans"], tell)
    return workspace


def test_it_is_said_what_it_is_and_what_helps(home: Path) -> None:
    assert opened(home).status()["documents"] == 2
    with pytest.raises(MailuoError, match="another version of Mailuo; to renew it, run “mailuo ingest --rebuild”"):
        opened(home).show("怀化高新区")
    wrong = [finding for finding in examine(Settings.read({"MAILUO_HOME": str(home)})) if finding["state"] == "wrong"]
    assert wrong
    assert {finding.get("mend") for finding in wrong} == {"run “mailuo ingest --rebuild”"}


@pytest.mark.parametrize("rebuild", [True, False])
def test_it_becomes_what_a_fresh_ingestion_makes(home: Path, tmp_path: Path, *, rebuild: bool) -> None:
    workspace = opened(home)
    summary = workspace.ingest([], tell, rebuild=rebuild)
    assert (summary["changed"], summary["failures"]) == (sorted(PLANS), [])
    decisions = (home / "decisions.jsonl").read_bytes()
    assert json.loads(decisions)["verdict"] == "different"
    made = fresh(tmp_path / "fresh", decisions)
    assert exported(workspace, tmp_path / "a") == exported(made, tmp_path / "b")
    assert all(finding["state"] != "wrong" for finding in examine(Settings.read({"MAILUO_HOME": str(home)})))


def test_its_files_are_known_again(home: Path, tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    for name, text in PLANS.items():
        (tmp_path / "plans" / name).write_text(text, encoding="utf-8")
    summary = opened(home).ingest([tmp_path / "plans"], tell)
    assert (summary["added"], summary["changed"], summary["documents"]) == ([], sorted(PLANS), 2)
