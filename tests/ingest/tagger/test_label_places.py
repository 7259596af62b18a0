"""Labels as places: kept without the text, read back as they were, and found in the document again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from graph.records import EntityType
from ingest.form.structure import read_structure
from ingest.sources.read import read_source
from ingest.tagger.contract import FIRST, INSIDE, OUTSIDE, TYPES
from ingest.tagger.examples import UNKNOWN, examples_of
from ingest.tagger.labels import LABELS, Label, Labelled, find_source, read_labels, write_labels

TEXT = "某县2024年方案\n一、重点任务\n加快建设云岭水库、蓝湖电站,推进湖滨公园。\n"


def labelled(path: Path) -> Labelled:
    start = TEXT.index("云岭")
    project, doubtful = TEXT.index("蓝湖"), TEXT.index("湖滨")
    labels = (
        Label(start, start + 4, EntityType.PROJECT, None, False),
        Label(project, project + 4, EntityType.PROJECT, None, False),
        Label(doubtful, doubtful + 4, EntityType.PROJECT, None, True),
    )
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Labelled(path.name, sha256, TEXT.index("加快"), len(TEXT), (EntityType.PROJECT,), labels)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    document = tmp_path / "plan.txt"
    document.write_text(TEXT, encoding="utf-8")
    one = labelled(document)
    write_labels([one], tmp_path / "labels.jsonl")
    assert list(read_labels(tmp_path / "labels.jsonl")) == [one]
    assert "云岭" not in (tmp_path / "labels.jsonl").read_text(encoding="utf-8")
    assert find_source(one, [tmp_path]) == document
    document.write_text(TEXT + "改", encoding="utf-8")
    assert find_source(one, [tmp_path]) is None


def test_examples_know_what_is_doubtful_and_what_was_not_looked_for(tmp_path: Path) -> None:
    document = tmp_path / "plan.txt"
    document.write_text(TEXT, encoding="utf-8")
    (example,) = examples_of(list(read_structure(read_source(document, "plan.txt"))), labelled(document))
    projects = list(example.states[:, TYPES.index(EntityType.PROJECT)])
    assert example.text.startswith("加快建设云岭水库、蓝湖电站")
    assert projects[4:9] == [FIRST, INSIDE, INSIDE, INSIDE, OUTSIDE]
    assert projects[example.text.index("湖滨")] == UNKNOWN
    assert set(example.states[:, TYPES.index(EntityType.COUNTY)]) == {UNKNOWN}


def test_the_labels_of_the_repository_are_whole() -> None:
    stretches = list(read_labels(LABELS))
    assert len(stretches) >= 80
    assert len({one.source for one in stretches}) >= 60
    assert all(one.start <= label.start < label.end <= one.end for one in stretches for label in one.labels)
