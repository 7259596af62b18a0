"""The campaigns in short, and that they see what they are for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture import watching
from tests.torture.boundaries import BOUNDARIES, Act, Boundary
from tests.torture.commands import Done
from tests.torture.faults import Case, drawn, unnamed_acts
from tests.torture.judging import of_decisions, of_message, of_state
from tests.torture.trial import NOTHING, View, unnumbered

ROOT = Path(__file__).parents[2]
OLD = View({"entities.jsonl": b"1"}, {"documents": 1}, "", "")
NEW = View({"entities.jsonl": b"12"}, {"documents": 2}, "", "")


def run(campaign: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", f"tests.torture.{campaign}", *arguments],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.commands
def test_a_few_kills_cost_nothing() -> None:
    assert "0 complaints" in run("kills", "--kills", "3", "--seed", "4")


@pytest.mark.commands
def test_a_few_faults_cost_nothing() -> None:
    assert "struck 4" in run("faults", "--commands", "merge", "model", "--cases", "4", "--disks", "0")


@pytest.mark.parametrize(
    ("event", "path"),
    [
        ("open", "home/strange"),
        ("open", "home/generations/2.draft/new-part"),
        ("os.rename", "home/decisions.jsonl"),
        ("os.remove", "home/decisions.jsonl"),
        ("sqlite3.connect", "home/other.sqlite"),
        ("os.mkdir", "home/folder"),
    ],
)
def test_what_no_boundary_names_is_seen(event: str, path: str) -> None:
    assert list(unnamed_acts({(event, path)}))


def test_every_boundary_is_met_somewhere_and_has_a_name_of_its_own() -> None:
    assert all(boundary.commands for boundary in BOUNDARIES)
    assert len({boundary.name for boundary in BOUNDARIES}) == len(BOUNDARIES)
    assert all(boundary.function for boundary in BOUNDARIES if boundary.act is Act.CALL)


def test_every_act_is_seen_by_the_interpreter_or_wrapped() -> None:
    audited = {act for acts in watching.AUDITED.values() for act in acts}
    assert set(Act) - audited == {Act.FLUSH}


@pytest.mark.parametrize(
    ("status", "said", "is_clear"),
    [
        (1, "mailuo: /home/library.sqlite: cannot be written (disk full)\n", True),
        (1, "mailuo: stopped; the knowledge base is whole: as it was before, or with all that is new\n", True),
        (-9, "", True),
        (1, "mailuo: No space left on device\n", False),
        (1, "", False),
        (1, "mailuo: one\nmailuo: two\n", False),
        (1, "mailuo: unexpected ValueError: /home (run it with --debug and report it)\n", False),
        (-15, "Exception ignored in: <function>\n", False),
        (70, "mailuo: /home: broken\n", False),
    ],
)
def test_one_clear_line_is_told_from_others(status: int, said: str, is_clear: bool) -> None:
    assert bool(list(of_message(Done(("ingest",), status, "", said, 1.0)))) != is_clear


@pytest.mark.parametrize(("seen", "is_allowed"), [(OLD, True), (NEW, True), (NOTHING, False)])
def test_neither_old_nor_new_is_seen(seen: View, is_allowed: bool) -> None:
    assert bool(list(of_state(seen, (OLD, NEW), "now"))) != is_allowed


@pytest.mark.parametrize(
    ("before", "now", "said", "is_kept"),
    [
        (["a"], ["a", "b"], True, True),
        (["a"], ["a"], False, True),
        (["a"], ["a"], True, False),
        (["a"], ["b"], False, False),
        (["a"], [], False, False),
    ],
)
def test_a_lost_decision_is_seen(before: list[str], now: list[str], said: bool, is_kept: bool) -> None:
    assert bool(list(of_decisions(before, now, said))) != is_kept


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("generations/12", "generations/N"),
        ("generations/12/index/parts/4/near.faiss", "generations/N/index/parts/N/near.faiss"),
        ("generations/12/index/parts/4", "generations/N/index/parts/N"),
        ("generations/3/index/terms/0123456789abcdef0123456789abcdef.fast", "generations/N/index/terms/segments"),
        ("generations/3/index/terms/0123456789abcdef0123456789abcdef.7.del", "generations/N/index/terms/segments"),
        ("originals/4", "originals/4"),
    ],
)
def test_what_is_counted_through_has_one_name_in_all_homes(path: str, named: str) -> None:
    assert unnumbered(Path(path)) == named


def test_cases_are_drawn_over_all_boundaries() -> None:
    import random

    cases = [Case("add", boundary.name, fault, 1) for boundary in BOUNDARIES for fault in boundary.faults]
    chosen = drawn(cases, len(BOUNDARIES), random.Random(1))
    assert {case.boundary for case in chosen} == {boundary.name for boundary in BOUNDARIES}


@pytest.mark.parametrize("boundary", BOUNDARIES, ids=lambda boundary: boundary.name)
def test_a_boundary_covers_nothing_that_is_kept(boundary: Boundary) -> None:
    """A pattern that would cover a decided or finished file by accident hides what is written there."""
    if boundary.act is Act.WRITE and not boundary.files.startswith("home/decisions"):
        assert not boundary.covers("home/decisions.jsonl")
        assert not boundary.covers("home/CURRENT")
        assert not boundary.covers("home/generations/1/library.sqlite")
