"""What the doctor finds in a base that is whole, and in one that is not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ingest.generations import Generations
from ingest.tagger.tagger import Tagger
from search.reader.reader import Reader
from tests.ui.mailuo_without_model import CountingEncoder
from ui.app.doctor import examine
from ui.app.settings import Settings
from ui.app.workspace import Workspace

PLAN = "某市2023年工作方案\n\n一、主要目标\n粮食播种面积稳定在460万亩。\n"


def tell(stage: str, done: int, total: int, what: str = "") -> None:
    pass


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workspace, "_encoder", CountingEncoder())
        patch.setattr(Workspace, "_tagger", None)
        patch.setattr(Workspace, "_reader", None)
        Workspace(Settings.read({"MAILUO_HOME": str(folder / "home")})).ingest([folder / "plan.txt"], tell)
    return folder / "home"


@pytest.fixture
def home(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a whole base, to be damaged."""
    monkeypatch.setattr(Workspace, "_encoder", CountingEncoder())
    monkeypatch.setattr(Workspace, "_tagger", None)
    monkeypatch.setattr(Workspace, "_reader", None)
    return Path(shutil.copytree(made, tmp_path / "home"))


def states(home: Path) -> dict[str, str]:
    """The worst state of each thing looked at."""
    worst: dict[str, str] = {}
    for finding in examine(Settings.read({"MAILUO_HOME": str(home)})):
        order = ["ok", "note", "wrong"]
        worst[finding["about"]] = max(worst.get(finding["about"], "ok"), finding["state"], key=order.index)
        assert finding["state"] == "ok" or finding["mend"]
    return worst


def test_a_whole_base_is_ok(home: Path) -> None:
    found = states(home)
    assert (found.pop("tagger"), found.pop("reader")) == ("note", "note")  # these tests do without
    assert set(found.values()) == {"ok"}


def test_the_tagger_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "_tagger", Tagger(Path))
    found = {finding["about"]: finding for finding in examine(Settings.read({"MAILUO_HOME": str(home)}))}
    assert found["tagger"] == {"about": "tagger", "state": "ok", "says": Tagger(Path).stamp}
    # what was read by rules alone would be read anew
    assert found["library"]["state"] == "note"


def test_the_reader_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "_reader", Reader(Path))
    found = {finding["about"]: finding for finding in examine(Settings.read({"MAILUO_HOME": str(home)}))}
    assert found["reader"] == {"about": "reader", "state": "ok", "says": Reader(Path).stamp}


def test_no_base_yet_is_no_fault(tmp_path: Path, home: Path) -> None:
    assert states(tmp_path / "nowhere")["home"] == "note"


def test_another_model_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "_encoder", CountingEncoder("other@2"))
    monkeypatch.setattr(Workspace, "_tagger", None)
    monkeypatch.setattr(Workspace, "_reader", None)
    assert states(home)["model"] == "wrong"


def test_a_torn_switch_is_found(home: Path) -> None:
    (home / "CURRENT").write_text("5\n")
    assert states(home)["home"] == "wrong"


DAMAGE = [
    ("library.sqlite", "library"),
    ("names.sqlite", "names"),
    ("graph.sqlite", "graph"),
    ("index/index.json", "index"),
]


@pytest.mark.parametrize(("file", "about"), DAMAGE)
def test_a_missing_part_is_found(home: Path, file: str, about: str) -> None:
    (home / "generations" / "1" / file).unlink()
    assert states(home)[about] == "wrong"


@pytest.mark.parametrize(("file", "about"), DAMAGE)
def test_a_damaged_part_is_found(home: Path, file: str, about: str) -> None:
    path = home / "generations" / "1" / file
    path.unlink()
    path.write_bytes(b"damaged" * 2000)
    assert states(home)[about] == "wrong"


@pytest.mark.parametrize(
    ("file", "about"),
    [
        ("library.sqlite.1", "library"),
        ("names.sqlite.1", "names"),
        ("graph.sqlite.1", "graph"),
        ("index/parts/1/near.faiss", "index"),
        ("index/terms/meta.json", "index"),
    ],
)
def test_a_lost_file_of_a_stack_is_said_of_what_it_belongs_to(home: Path, file: str, about: str) -> None:
    generation = Generations(home).at(1)
    held = json.loads(generation.noted.read_text())
    held["parts"][file] = {"bytes": 1, "sha256": "ab" * 32}
    generation.noted.write_text(json.dumps(held))
    assert states(home)[about] == "wrong"


def test_a_line_that_is_no_decision_is_found(home: Path) -> None:
    (home / "decisions.jsonl").write_text("what?\n")
    assert states(home)["decisions"] == "wrong"
