"""Draws what extraction finds in other documents, to be read by a person: `python -m benchmarks.extraction_sample`.

Plans come from MAILUO_MORE_PLANS (default ../shared/more-plans); for each type a hundred mentions, and a hundred
targets, are drawn with a fixed seed and written as lines of type, name, rule, document and 【place】 in its sentence.
The shares that were right are kept in extraction-read.md.
"""

from __future__ import annotations

import os
import random
import sys
from collections import defaultdict
from pathlib import Path

from graph.records import Structure
from ingest.entities.mentions import find_mentions
from ingest.facts.targets import find_targets
from ingest.form.structure import read_structure
from ingest.sources.read import read_source

SEED = 20260501
EACH = 100
AROUND = 30  # characters shown on each side


def found_in(structure: Structure) -> list[tuple[str, str]]:
    """Every mention and target as its type and the line to read."""
    lines = [
        (m.type.value, f"{m.name}\t{m.rule}\t{place(structure, m.start, m.end)}") for m in find_mentions(structure)
    ]
    targets, _ = find_targets(structure)
    for t in targets:
        said = f"{t.indicator}={t.value}{t.unit or ''}@{t.year}"
        lines.append(("Target", f"{said}\t{t.rule}\t{place(structure, t.start, t.end)}"))
    return lines


def place(structure: Structure, start: int, end: int) -> str:
    """The passage around a mention, on one line."""
    text = structure.text
    shown = f"{text[max(0, start - AROUND) : start]}【{text[start:end]}】{text[end : end + AROUND]}"
    return f"{structure.document.source}\t{''.join(shown.split())}"


def main() -> None:
    folder = Path(os.environ.get("MAILUO_MORE_PLANS", "../shared/more-plans"))
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.glob("*.txt")):
        for structure in read_structure(read_source(path, path.name)):
            for kind, line in found_in(structure):
                found[kind].append(line)
    chance = random.Random(SEED)
    for kind in sorted(found):
        lines = chance.sample(found[kind], min(EACH, len(found[kind])))
        sys.stdout.writelines(f"{kind}\t{line}\n" for line in lines)


if __name__ == "__main__":
    main()
