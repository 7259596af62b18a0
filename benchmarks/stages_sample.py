"""Draws what is said of how far projects have come, to be read by a person: `python -m benchmarks.stages_sample`.

Plans come from MAILUO_MORE_PLANS (default ../shared/more-plans); two hundred stages are drawn with a seed, written as
lines of stage, year, how sure, its words, document, and the 【name】 in its sentence. The tagger takes part. The shares
that were right are kept in stages-read.md. `--seed N` draws others, `--of N` so many.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from pathlib import Path

from graph.records import Document, Extraction, Mention
from ingest.extract import extract
from ingest.sources.read import read_source
from ingest.tagger.tagger import Tagger
from search.model_files import prepare_model
from ui.app.settings import Settings

SEED, EACH = 77, 200
AROUND = 34  # characters shown on each side


def lines_of(extraction: Extraction) -> list[str]:
    """Every stage as the line to read."""
    documents = {structure.document.id: structure.document for structure in extraction.structures}
    return [
        line_of(mention, documents[mention.document_id], extraction.source.text)
        for mention in extraction.mentions
        if mention.stage
    ]


def line_of(mention: Mention, document: Document, text: str) -> str:
    stage = mention.stage
    assert stage is not None
    name = f"{'拟' if stage.is_planned else ''}{stage.name}"
    first = max(0, min(mention.start - AROUND, stage.start - AROUND // 3))
    last = max(mention.end + AROUND, stage.end + AROUND // 3)
    sentence = f"{text[first : mention.start]}【{text[mention.start : mention.end]}】{text[mention.end : last]}"
    words = "".join(text[stage.start : stage.end].split())
    about = f"{document.kind} {document.year or ''} {document.source}"
    return "\t".join((name, str(stage.year or ""), f"{stage.confidence:.2f}", words, about, "".join(sentence.split())))


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--of", type=int, default=EACH)
    given = asked.parse_args()
    folder = Path(os.environ.get("MAILUO_MORE_PLANS", "../shared/more-plans"))
    cache = Settings.read().cache
    tagger = Tagger(lambda: prepare_model(cache))
    found: list[str] = []
    for path in sorted(folder.glob("*.txt")):
        found += lines_of(extract(read_source(path, path.name), tagger))
    drawn = random.Random(given.seed).sample(found, min(given.of, len(found)))
    sys.stdout.writelines(f"{line}\n" for line in drawn)


if __name__ == "__main__":
    main()
