"""`make bench`: every benchmark is run, or said to be left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import bench
from benchmarks.machine import table
from benchmarks.made_corpora.memory import ActFailed, run

FOLDER = Path(bench.__file__).parent
BY_HAND = {"bench", "extraction_sample", "stages_sample", "compare_sample"}  # samples are drawn for a person to read


def test_every_benchmark_has_its_line() -> None:
    scripts = {path.stem for path in FOLDER.glob("*.py") if "\ndef main(" in path.read_text(encoding="utf-8")}
    assert sorted(script.name for script in bench.SCRIPTS) == sorted(scripts - BY_HAND)


def test_the_page_on_benchmarks_names_each() -> None:
    page = (FOLDER.parent / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert [script.name for script in bench.SCRIPTS if f"`{script.name}`" not in page] == []


def test_a_table_is_markdown() -> None:
    assert table(["page", "ms"], [["Overview", 49]]) == ["| page | ms |", "| --- | --- |", "| Overview | 49 |"]


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(ActFailed, match="no such act"):
        run(["sh", "-c", "echo no such act >&2; exit 3"], {}, tmp_path)
    assert run(["echo", "done"], {}, tmp_path).output == "done\n"
