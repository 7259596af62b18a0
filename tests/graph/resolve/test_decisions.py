"""The file of decisions: appended to, read back, kept when a line is broken."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph.records import EntityType
from graph.resolve.decisions import (
    Decision,
    DecisionNotRecorded,
    Decisions,
    DecisionsUnreadable,
    Named,
    Verdict,
    record,
)

MERGE = Decision(
    Named(EntityType.ENTERPRISE, "正清集团", None), Named(EntityType.ENTERPRISE, "正清制药", "431200"), Verdict.SAME
)
SPLIT = Decision(MERGE.b, MERGE.a, Verdict.DIFFERENT)


def test_no_file_no_decisions(tmp_path: Path) -> None:
    assert Decisions.read(tmp_path / "decisions.jsonl").made == ()


def test_decisions_are_appended_and_read_in_order(tmp_path: Path) -> None:
    path = tmp_path / "home" / "decisions.jsonl"
    for decision in (MERGE, SPLIT, MERGE):
        before = path.read_bytes() if path.exists() else b""
        record(path, decision)
        assert path.read_bytes().startswith(before)
    assert Decisions.read(path).made == (MERGE, SPLIT, MERGE)


def test_a_line_without_its_end_does_not_spoil_the_next(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    record(path, MERGE)
    path.write_bytes(path.read_bytes().rstrip())
    record(path, SPLIT)
    assert Decisions.read(path).made == (MERGE, SPLIT)


def test_what_a_crash_cut_off_is_no_decision_and_stands_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    record(path, MERGE)
    one = path.read_bytes()
    for cut in range(1, len(one) - 1):
        path.write_bytes(one + one[:cut])
        assert Decisions.read(path).made == (MERGE,)
        record(path, SPLIT)
        assert Decisions.read(path).made == (MERGE, SPLIT)


@pytest.mark.parametrize("line", ["{", "[]", '{"a": {}}', '{"a": 1, "b": 2, "verdict": "same"}', "[" * 9000])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "decisions.jsonl"
    record(path, MERGE)
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(DecisionsUnreadable, match="line 2"):
        Decisions.read(path)


def test_a_line_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    record(path, MERGE)
    path.write_bytes(path.read_bytes() + b"\xff\xfe\n")
    with pytest.raises(DecisionsUnreadable, match="line 2"):
        Decisions.read(path)


def test_a_decision_that_cannot_be_flushed_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "decisions.jsonl"
    record(path, MERGE)

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(DecisionNotRecorded, match="No space"):
        record(path, SPLIT)
    assert Decisions.read(path).made == (MERGE,)


def test_what_several_decide_at_once_is_all_there(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"

    def decide(number: int) -> None:
        for ordinal in range(20):
            record(path, Decision(MERGE.a, Named(EntityType.ENTERPRISE, f"{number}-{ordinal}", None), Verdict.SAME))

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(decide, range(8)))
    assert len({decision.b.name for decision in Decisions.read(path).made}) == 160
