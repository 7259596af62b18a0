"""The file of decisions: appended to, read back, kept when a line is broken."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from graph.records import AttributeKind, Comparator, EntityType, RelationType, TargetKind
from graph.resolve.corrections import (
    AttributeCorrection,
    Correction,
    Figure,
    Ground,
    MentionCorrection,
    NameChoice,
    RelationCorrection,
    TargetCorrection,
    ThingNamed,
    TypeCorrection,
    Value,
)
from graph.resolve.decisions import (
    Decision,
    DecisionNotRecorded,
    Decisions,
    DecisionsUnreadable,
    Named,
    Signature,
    TitleChoice,
    Undoing,
    Verdict,
    read_entries,
    record,
)

MERGE = Decision(
    Named(EntityType.ENTERPRISE, "正清集团", None), Named(EntityType.ENTERPRISE, "正清制药", "431200"), Verdict.SAME
)
SPLIT = Decision(MERGE.b, MERGE.a, Verdict.DIFFERENT)

GROUND = Ground("plan.txt#1", 4, 9, "460万亩")
THING = ThingNamed(EntityType.PROJECT, ("国际陆港", "陆港"), "431200")
FIGURE = Figure("粮食", "460", "万亩", 2023, None, TargetKind.TARGET, Comparator.EQUAL, None)
VALUE = Value(AttributeKind.SCALE, "9", None, None, Comparator.ABOUT)
CORRECTIONS: list[Correction] = [
    TypeCorrection(THING, EntityType.PARK),
    TypeCorrection(THING, None),
    NameChoice(THING, "怀化国际陆港"),
    MentionCorrection(GROUND, EntityType.PARK, "园区", True, "稳定在460万亩。", 3),
    RelationCorrection((GROUND, GROUND), THING, RelationType.LED_BY, THING, None),
    RelationCorrection((GROUND,), THING, RelationType.LED_BY, THING, RelationType.RESPONSIBLE),
    TargetCorrection(GROUND, FIGURE, None),
    TargetCorrection(GROUND, FIGURE, FIGURE),
    AttributeCorrection(GROUND, THING, VALUE, VALUE),
]
ME = Signature("李四", "见附件2")


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_a_correction_is_read_as_it_was_written(tmp_path: Path, correction: Correction) -> None:
    path = tmp_path / "decisions.jsonl"
    written = record(path, correction, ME)
    assert read_entries(path) == [written]
    assert written.signature == ME
    assert written.when.endswith("Z")
    assert Decisions.read(path).corrections == (correction,)


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_what_lacks_a_field_is_no_correction(tmp_path: Path, correction: Correction) -> None:
    path = tmp_path / "decisions.jsonl"
    record(path, correction)
    line = json.loads(path.read_text(encoding="utf-8"))
    for name in line.keys() - {"id", "when"}:
        path.write_text(json.dumps({key: value for key, value in line.items() if key != name}), encoding="utf-8")
        with pytest.raises(DecisionsUnreadable, match="line 1"):
            read_entries(path)
        path.write_text(json.dumps({**line, name: [7]}), encoding="utf-8")
        with pytest.raises(DecisionsUnreadable, match="line 1"):
            read_entries(path)


def test_a_title_choice_is_read_with_its_kind_and_without(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    chosen = TitleChoice("plan.txt#1", "怀化市国际陆港建设方案")
    record(path, chosen)
    line = json.loads(path.read_text(encoding="utf-8"))
    del line["kind"]  # as the first ones were written
    path.write_text(path.read_text(encoding="utf-8") + json.dumps(line) + "\n", encoding="utf-8")
    assert [entry.said for entry in read_entries(path)] == [chosen, chosen]


def test_a_decision_says_when_it_was_made_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    now = datetime(2024, 5, 6, 7, 30, tzinfo=timezone(timedelta(hours=8)))
    assert record(path, MERGE, now=now).when == "2024-05-05T23:30:00Z"
    before = datetime.now(UTC).replace(microsecond=0)
    made = datetime.strptime(record(path, SPLIT).when, "%Y-%m-%dT%H:%M:%S%z")
    assert before <= made <= datetime.now(UTC)


def test_of_two_undoings_of_one_line_the_last_is_the_one_that_counts(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    merge = record(path, MERGE)
    first, last = record(path, Undoing(merge.id)), record(path, Undoing(merge.id))
    assert read_entries(path)[0].undone_by == last.id
    record(path, Undoing(last.id))
    assert read_entries(path)[0].undone_by == first.id


def test_one_decision_is_undone_and_the_undoing_too(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    first, second = record(path, CORRECTIONS[0], ME), record(path, MERGE)
    undoing = record(path, Undoing(first.id), ME)
    assert Decisions.read(path) == Decisions((MERGE,), ())
    assert [entry.undone_by for entry in read_entries(path)] == [undoing.id, None, None]
    record(path, Undoing(undoing.id))
    assert Decisions.read(path) == Decisions((MERGE,), (CORRECTIONS[0],))
    record(path, Undoing(second.id))
    assert Decisions.read(path) == Decisions((), (CORRECTIONS[0],))


def test_a_line_of_an_earlier_version_is_undone_by_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    old = {"a": {"type": "Park", "name": "甲", "place": None}, "b": {"type": "Park", "name": "乙", "place": None}}
    line = json.dumps({**old, "verdict": "same"}, ensure_ascii=False)
    path.write_text(f"{line}\n{line}\n", encoding="utf-8")
    one, other = read_entries(path)
    assert one.id != other.id
    assert (one.when, one.signature) == ("", Signature())
    record(path, Undoing(one.id))
    assert [entry.undone_by is None for entry in read_entries(path)] == [False, True, True]
    path.write_text("\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert [entry.undone_by is None for entry in read_entries(path)] == [False, True, True]


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


BROKEN = [
    "{",
    "[]",
    '{"a": {}}',
    '{"a": 1, "b": 2, "verdict": "same"}',
    '{"title": "怀化市国际陆港建设方案"}',  # of which document?
    '{"document_id": "plan.txt#1"}',  # under which title?
    '{"kind": "undo", "of": 7}',
    "[" * 9000,
]


@pytest.mark.parametrize("line", BROKEN)
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
