"""Labels as places: what a person found in a stretch of a document, without the document's words.

In: labels.jsonl, and the folder in which the documents lie. Out: a `Labelled` for each stretch whose document is there.
A line of the file names a stretch (`source`, the SHA-256 of its file, `start`, `end`, the `types` that were looked for)
and then what stands in it: [start, end, type, name or null where it is the text itself, 1 where doubtful], and what the
text relates: [relation, number of the head's label, number of the tail's].
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.records import EntityType, RelationType

LABELS = Path(__file__).parent / "labels.jsonl"


@dataclass(frozen=True, slots=True)
class Label:
    """`name`: in full, where the text shortens it (an item of a list); `doubtful`: neither right nor wrong."""

    start: int
    end: int
    type: EntityType
    name: str | None
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Labelled:
    """A stretch in which every thing of the types was labelled; places count characters of the source's stored text."""

    source: str
    sha256: str
    start: int
    end: int
    types: tuple[EntityType, ...]
    labels: tuple[Label, ...]
    relations: tuple[tuple[RelationType, int, int], ...] = ()  # with the numbers of head and tail among the labels


def read_labels(path: Path = LABELS) -> Iterator[Labelled]:
    """Every stretch of the file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Labelled(
            row["source"],
            row["sha256"],
            row["start"],
            row["end"],
            tuple(EntityType(kind) for kind in row["types"]),
            tuple(Label(a, b, EntityType(kind), name, bool(doubt)) for a, b, kind, name, doubt in row["labels"]),
            tuple((RelationType(rel), head, tail) for rel, head, tail in row["relations"]),
        )


def write_labels(stretches: Sequence[Labelled], path: Path = LABELS) -> None:
    """A line a stretch."""
    rows = (
        {
            "source": one.source,
            "sha256": one.sha256,
            "start": one.start,
            "end": one.end,
            "types": [kind.value for kind in one.types],
            "labels": [[la.start, la.end, la.type.value, la.name, int(la.doubtful)] for la in one.labels],
            "relations": [[rel.value, head, tail] for rel, head, tail in one.relations],
        }
        for one in stretches
    )
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def find_source(labelled: Labelled, folders: Sequence[Path]) -> Path | None:
    """The labelled file where one of the folders holds it, unchanged."""
    for folder in folders:
        path = folder / labelled.source
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == labelled.sha256:
            return path
    return None
