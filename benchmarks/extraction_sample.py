"""Draws what extraction finds in other documents, to be read by a person: `python -m benchmarks.extraction_sample`.

Plans come from MAILUO_MORE_PLANS (default ../shared/more-plans); for each type a hundred mentions, and a hundred
targets, are drawn with a fixed seed and written as lines of type, name, rule, document and 【place】 in its sentence.
The tagger takes part. The shares that were right are kept in extraction-read.md. `--seed N` draws others.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import defaultdict
from pathlib import Path

from graph.records import EntityType, Extraction
from ingest.extract import extract
from ingest.sources.read import read_source
from ingest.tagger.tagger import Tagger
from search.model_files import prepare_model
from ui.app.settings import Settings

SEED = 20261126
EACH = 100
AROUND = 30  # characters shown on each side


def found_in(extraction: Extraction) -> list[tuple[str, str]]:
    """Every mention and target as its type and the line to read."""
    text = extraction.source.text
    lines = [
        (m.type.value, f"{m.name}\t{m.rule} {m.confidence:.2f}\t{place(m.source, text, m.start, m.end)}")
        for m in extraction.mentions
        if m.type is not EntityType.INDICATOR
    ]
    for t in extraction.targets:
        said = f"{t.indicator}={t.value}{t.unit or ''}@{t.year}"
        lines.append(("Target", f"{said}\t{t.rule}\t{place(t.source, text, t.start, t.end)}"))
    return lines


def place(source: str, text: str, start: int, end: int) -> str:
    """The passage around a mention, on one line."""
    shown = f"{text[max(0, start - AROUND) : start]}【{text[start:end]}】{text[end : end + AROUND]}"
    return f"{source}\t{''.join(shown.split())}"


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seed", type=int, default=SEED)
    seed = asked.parse_args().seed
    folder = Path(os.environ.get("MAILUO_MORE_PLANS", "../shared/more-plans"))
    cache = Settings.read().cache
    tagger = Tagger(lambda: prepare_model(cache))
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.glob("*.txt")):
        for kind, line in found_in(extract(read_source(path, path.name), tagger)):
            found[kind].append(line)
    chance = random.Random(seed)
    for kind in sorted(found):
        lines = chance.sample(found[kind], min(EACH, len(found[kind])))
        sys.stdout.writelines(f"{kind}\t{line}\n" for line in lines)


if __name__ == "__main__":
    main()
