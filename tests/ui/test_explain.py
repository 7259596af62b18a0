"""What `mailuo search --explain` says of the rankers."""

import json

import pytest
from typer.testing import CliRunner

from tests.ui.mailuo_without_model import do_without_model
from ui.cli.main import app


@pytest.fixture
def search(tmp_path, monkeypatch):
    do_without_model(monkeypatch.setattr)
    monkeypatch.setenv("MAILUO_HOME", str(tmp_path / "home"))
    (tmp_path / "plan.txt").write_text("怀化市工作方案\n\n粮食播种面积460万亩。\n", encoding="utf-8")
    runner = CliRunner()
    assert runner.invoke(app, ["ingest", str(tmp_path / "plan.txt")]).exit_code == 0
    return lambda *options: runner.invoke(app, ["search", "粮食播种", *options]).stdout


def test_each_ranker_and_feature_is_named(search):
    (passage, *_) = json.loads(search("--explain", "--json"))["passages"]
    assert {"dense", "words", "pairs"} >= set(passage["explain"]["rankers"]) >= {"words", "pairs"}
    assert all(ranker["rank"] == 1 for ranker in passage["explain"]["rankers"].values())
    assert passage["explain"]["features"]["said"] > 0
    said = " ".join(search("--explain").split())
    assert "words #1" in said
    assert "features: meaning" in said


def test_nothing_is_explained_unasked(search):
    assert "explain" not in json.loads(search("--json"))["passages"][0]
    assert "rankers" not in search()
