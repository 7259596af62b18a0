"""Whether `mailuo mentions` finds every document: for each labelled project and park, the documents that hold one of
its labelled names, and how many of them the entity of that name is found in.

Labels come from MAILUO_EVAL (default ../shared/eval/dev). An occurrence inside a longer name of another thing
(怀化国际陆港 in 怀化国际陆港经开区) is none of this one. Prints the share, and with `--misses` what was not found.

    .venv/bin/python benchmarks/mentions.py --misses
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from graph.records import Entity, EntityMention, Extraction, Knowledge
from graph.resolve.decisions import Decisions
from graph.writing.foldings import normal_form
from ingest.extract import extract
from ingest.knowledge import gather
from ingest.sources.read import read_source

THINGS = ("Project", "Park")


def main() -> None:
    labels = ROOT / os.environ.get("MAILUO_EVAL", "../shared/eval/dev")
    extractions = [extract(read_source(path, path.name)) for path in sorted((ROOT / "corpus").glob("*.txt"))]
    report(labelled_names(labels), extractions, gather(extractions, Decisions()), misses="--misses" in sys.argv)


def labelled_names(folder: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Type and names of each labelled thing, each thing once."""
    lines = [line for path in sorted(folder.glob("entities*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    rows = [json.loads(line) for line in lines if line.strip()]
    return sorted({(row["type"], (row["name"], *row.get("aliases", ()))) for row in rows if row["type"] in THINGS})


def report(
    labelled: Sequence[tuple[str, tuple[str, ...]]],
    extractions: Sequence[Extraction],
    knowledge: Knowledge,
    *,
    misses: bool,
) -> None:
    bearers: defaultdict[str, list[Entity]] = defaultdict(list)
    for entity in knowledge.entities:
        for name in {normal_form(name) for name in (entity.name, *entity.aliases)}:
            bearers[name].append(entity)
    by_source: defaultdict[str, list[EntityMention]] = defaultdict(list)
    for mention in knowledge.mentions:
        by_source[mention.source].append(mention)
    type_of = {entity.id: entity.type for entity in knowledge.entities}
    wanted = found = whole = 0
    for kind, names in labelled:
        things = {e.id for name in names for e in bearers[normal_form(name)] if e.type in THINGS}
        places: defaultdict[str, list[bool]] = defaultdict(list)
        for extraction in extractions:
            mentions = [m for m in by_source[extraction.source.name] if type_of[m.entity_id] in THINGS]
            for name in names:
                for start, end in occurrences(name, extraction.source.text):
                    over = [m for m in mentions if m.start <= start and end <= m.end]
                    if any(m.end - m.start > end - start and m.entity_id not in things for m in over):
                        continue
                    document = next(
                        s.document.id for s in extraction.structures if s.document.start <= start < s.document.end
                    )
                    places[document].append(any(m.entity_id in things for m in over))
        complete = [any(hits) for hits in places.values()]
        wanted, found, whole = wanted + len(complete), found + sum(complete), whole + all(complete)
        if misses and not all(complete):
            print(kind, names[0], "not found in", *(document for document, hits in places.items() if not any(hits)))
    print(f"documents found {found} of {wanted} ({found / wanted:.3f}); complete {whole} of {len(labelled)} things")


def occurrences(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a name stands, whatever white space is between its characters."""
    pattern = r"\s*".join(map(re.escape, "".join(name.split())))
    return (match.span() for match in re.finditer(pattern, text))


if __name__ == "__main__":
    main()
