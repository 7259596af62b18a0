"""Whether lists are read as people read them: the labelled surfaces go in as spans, the restored names are compared.

    .venv/bin/python benchmarks/coordination.py [--misses]

Labels come from ingest/tagger/labels.jsonl, their documents from MAILUO_MORE_PLANS (default ../shared/more-plans), and
from MAILUO_EVAL with the folder beside it (default ../shared/eval/dev and ../shared/eval/others: the sentences of
labelled entities). Told for each type: the share of list items whose name is right; of those that share a head or front
(“shared”) and those that do not (“own”); the share of lists that come back item by item when all their items arrive as
one span (“lists cut”), and of single names with 和 or 、 in them that stay whole (“kept whole”). A doubtful label is
neither right nor wrong. Writes benchmarks/coordination.md.
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.labelled import Labelled, Paragraph, read_quotes, read_stretches
from graph.records import BlockKind, EntityType
from ingest.entities.coordination import read_items
from ingest.entities.stretches import Stretch
from ingest.form.view import View

TYPES = (EntityType.PROJECT, EntityType.PARK, EntityType.INDUSTRY, EntityType.ENTERPRISE, EntityType.DEPARTMENT)
BEFORE = re.compile(r"(?:[、和及与]|以及)$")
BEHIND = re.compile(r"[、和及与等]|以及|\d+[个条座项]|[两三四五六七八九十]+大?[个条座项大]")
JOINT = re.compile(r"[、和及与]")
GAP = re.compile(r"[、和及与]|以及")
Counts = dict[str, list[int]]


def main() -> None:
    evals = Path(os.environ.get("MAILUO_EVAL", ROOT / "../shared/eval/dev"))
    documents = Path(os.environ.get("MAILUO_MORE_PLANS", ROOT / "../shared/more-plans"))
    sources = {
        "label stretches": list(read_stretches(documents)),
        **{folder.name: list(read_quotes(folder)) for folder in (evals, evals.parent / "others") if folder.is_dir()},
    }
    whole: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for source, paragraphs in sources.items():
        counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for paragraph in paragraphs:
            for kind, right in judged(paragraph, misses="--misses" in sys.argv):
                for key in (kind, kind.split(":")[-1].strip()):
                    counts[key][0] += right
                    counts[key][1] += 1
        for key, (hits, all_) in sorted(counts.items()):
            whole[key][0] += hits
            whole[key][1] += all_
            print(f"{source:16} {key:28} {hits}/{all_} {hits / all_:.3f}")
    page = written(whole)
    (ROOT / "benchmarks" / "coordination.md").write_text(page, encoding="utf-8")
    print(page)


def written(counts: Counts) -> str:
    commit = subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    lines = [
        "# Reading lists",
        "",
        f"Measured {datetime.date.today()} at {commit} on all labels. `benchmarks/coordination.py` writes this file.",
        "",
        "| type | what | right | of | share |",
        "| --- | --- | --- | --- | --- |",
    ]
    for key, (right, all_) in sorted(counts.items()):
        kind, _, what = key.rpartition(": ")
        lines.append(f"| {kind or 'all'} | {what} | {right} | {all_} | {right / all_:.3f} |")
    return "\n".join(lines) + "\n"


def judged(paragraph: Paragraph, *, misses: bool) -> Iterator[tuple[str, bool]]:
    """What is counted, and whether it is right."""
    stretch = Stretch.of(View(paragraph.text, ()), BlockKind.PARAGRAPH, None)
    for kind in TYPES:
        labels = outermost(m for m in paragraph.mentions if m.type is kind)
        items = {(i.start, i.end): i.name for i in read_items(stretch, [(m.start, m.end) for m in labels], kind)}
        for label in labels:
            if label.is_doubtful or not in_list(paragraph.text, label):
                continue
            name = items.get((label.start, label.end), "")
            right = same(name, label)
            shared = label.name != paragraph.text[label.start : label.end]
            yield f"{kind.value}: names", right
            yield f"{kind.value}: {'shared' if shared else 'own'}", right
            if misses and not right:
                around = paragraph.text[max(0, label.start - 30) : label.start]
                here, behind = paragraph.text[label.start : label.end], paragraph.text[label.end : label.end + 45]
                print(f"{paragraph.source[:8]} {kind.value} {around}【{here}】{behind} = {label.name} ≠ {name}")
        for label in labels:
            if not label.is_doubtful and JOINT.search(paragraph.text[label.start : label.end]):
                kept = len(read_items(stretch, [(label.start, label.end)], kind)) == 1
                yield f"{kind.value}: kept whole", kept
                if misses and not kept:
                    print(f"{paragraph.source[:8]} {kind.value} not kept {paragraph.text[label.start : label.end]}")
        for run in runs(paragraph.text, labels):
            whole = [i.name for i in read_items(stretch, [(run[0].start, run[-1].end)], kind)]
            right = len(whole) == len(run) and all(map(same, whole, run))
            yield f"{kind.value}: lists cut", right
            if misses and not right:
                print(
                    f"{paragraph.source[:8]} {kind.value} cut {paragraph.text[run[0].start : run[-1].end + 15]} {whole}"
                )


def same(name: str, label: Labelled) -> bool:
    return name in (label.name, *label.aliases)


def outermost(labels: Iterable[Labelled]) -> list[Labelled]:
    kept: list[Labelled] = []
    for label in sorted(labels, key=lambda m: (m.start, -m.end)):
        if not kept or label.start >= kept[-1].end:
            kept.append(label)
    return kept


def in_list(text: str, label: Labelled) -> bool:
    return bool(BEFORE.search(text[: label.start]) or BEHIND.match(text, label.end))


def runs(text: str, labels: list[Labelled]) -> Iterator[list[Labelled]]:
    """Items of one list, none of them doubtful."""
    run: list[Labelled] = []
    for label in labels:
        if run and not GAP.fullmatch(text[run[-1].end : label.start]):
            if len(run) > 1 and not any(m.is_doubtful for m in run):
                yield run
            run = []
        run.append(label)
    if len(run) > 1 and not any(m.is_doubtful for m in run):
        yield run


if __name__ == "__main__":
    main()
