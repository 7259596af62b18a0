"""Whether extraction finds the same structure in paragraphs that say the same of other things.

    .venv/bin/python benchmarks/metamorphic.py [--misses 40]

In labelled paragraphs counties are exchanged for other counties, companies for other companies, numbers for other
numbers, and lists are made longer, shorter and put in another order (benchmarks/variants.py); the ordinary extraction
runs on original and variant, and what it finds must be the same but for the exchange. Paragraphs: those of the five
documents and of other places' that hold a labelled entity (MAILUO_EVAL, default ../shared/eval/dev, and the folder
others beside it), and a seeded choice of the labelled stretches (ingest/tagger/labels.jsonl). Writes
benchmarks/metamorphic.md.
"""

from __future__ import annotations

import datetime
import json
import os
import random
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.labelled import PARAGRAPH, folded, read_quotes, read_stretches
from benchmarks.variants import Pool, Variant, variants
from graph.lexicon.divisions import Divisions
from graph.records import BlockKind, EntityType, Extraction, Mention, Source
from ingest.extract import extract
from ingest.form.structure import read_structure
from ingest.sources.read import read_source
from ingest.tagger.labels import find_source, read_labels

EVAL = Path(os.environ.get("MAILUO_EVAL", ROOT / "../shared/eval/dev"))
MORE = Path(os.environ.get("MAILUO_MORE_PLANS", ROOT / "../shared/more-plans"))
SEED = 20261126
MOST = {"five documents": 400, "other places": 300, "label stretches": 300}  # paragraphs
NAMED = (EntityType.PROJECT, EntityType.PARK, EntityType.ENTERPRISE, EntityType.INDUSTRY)
READ = {BlockKind.PARAGRAPH, BlockKind.BOX_TEXT}  # a table without its lines is none
Fact = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph under a title that says which area its document speaks for."""

    text: str
    body: int  # where the paragraph begins

    @classmethod
    def of(cls, text: str, region: str | None) -> Paragraph:
        area = Divisions.load().by_code.get(region or "")
        title = f"{area.name if area else '全国'}工作方案\n\n"
        return cls(title + text.strip() + "\n", len(title))


def main() -> None:
    chance = random.Random(SEED)
    sets = {
        "five documents": quoted(EVAL, ROOT / "corpus"),
        "other places": quoted(EVAL.parent / "others", MORE),
        "label stretches": stretches(),
    }
    pool, read = Pool(), {}
    for company in labelled_companies():
        pool.learn_company(company)
    for name, paragraphs in sets.items():
        found = sorted(set(paragraphs), key=lambda p: p.text)
        chosen = chance.sample(found, min(MOST[name], len(found)))
        read[name] = [(p, extract(Source("plan.txt", p.text, "", "txt"))) for p in chosen]
        for _, extraction in read[name]:
            pool.learn_items(extraction)
    counts = {name: judged(pairs, pool, chance) for name, pairs in read.items()}
    page = written(counts)
    (ROOT / "benchmarks" / "metamorphic.md").write_text(page, encoding="utf-8")
    print(page)


def quoted(labels: Path, folder: Path) -> Iterator[Paragraph]:
    """The paragraphs in which a labelled entity is quoted."""
    quotes: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(labels.glob("entities*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            quotes[row["source"]].add(folded(row["quote"])[:24])
    for name, starts in sorted(quotes.items()):
        source = read_source(folder / name, name)
        for structure in read_structure(source):
            for block in (block for block in structure.blocks if block.kind in READ):
                text = source.text[block.start : block.end]
                if any(start in folded(text) for start in starts):
                    yield Paragraph.of(text, structure.document.region_code)


def labelled_companies() -> set[str]:
    """The companies of all labels, as they are written."""
    sets = (read_stretches(MORE), read_quotes(EVAL), read_quotes(EVAL.parent / "others"))
    return {
        paragraph.text[mention.start : mention.end]
        for paragraphs in sets
        for paragraph in paragraphs
        for mention in paragraph.mentions
        if mention.type is EntityType.ENTERPRISE and not mention.is_doubtful
    }


def stretches() -> Iterator[Paragraph]:
    """The paragraphs of labelled stretches, each under the area that its document speaks for."""
    for one in read_labels():
        path = find_source(one, [MORE])
        if path is None:
            continue
        source = read_source(path, path.name)
        for match in PARAGRAPH.finditer(source.text, one.start, one.end):
            if len(match[0]) >= 40:
                yield Paragraph.of(match[0], region_of(path))


@lru_cache(maxsize=256)
def region_of(path: Path) -> str | None:
    """The area that a document speaks for."""
    return read_structure(read_source(path, path.name))[0].document.region_code


def judged(
    pairs: Sequence[tuple[Paragraph, Extraction]], pool: Pool, chance: random.Random
) -> dict[str, tuple[int, int]]:
    """For each kind of variant, how many have the same structure, of how many."""
    same: Counter[str] = Counter()
    made: Counter[str] = Counter()
    shown = int(sys.argv[2]) if sys.argv[1:2] == ["--misses"] else 0
    for paragraph, original in pairs:
        for variant in variants(paragraph.text, original, pool, chance):
            found = extract(Source("plan.txt", variant.text, "", "txt"))
            expected = facts(original, variant, is_original=True)
            if variant.added:
                at, end, name = variant.added
                expected.add((variant.item_type, at + 1, end, name))
            got = facts(found, variant, is_original=False)
            expected, got = beside_the_new(expected, expected, variant), beside_the_new(got, expected, variant)
            made[variant.kind] += 1
            same[variant.kind] += expected == got
            if expected != got and shown:
                shown -= 1
                show(variant, expected, got)
    return {kind: (same[kind], made[kind]) for kind in made}


def facts(extraction: Extraction, variant: Variant, *, is_original: bool) -> set[Fact]:
    """What was found: mentions and targets by their place in the variant, relations by the names they join."""
    found: set[Fact] = set()
    for mention in extraction.mentions:
        place = placed(mention.start, mention.end, variant, is_original=is_original)
        if place and not mention.implied:
            name = named(mention, variant, is_original=is_original) if mention.type in NAMED else ""
            found.add((mention.type.value, *place, name))
    kept = {(m.type, m.name) for m in extraction.mentions if placed(m.start, m.end, variant, is_original=is_original)}
    for relation in extraction.relations:
        ends = (relation.head, relation.tail)
        if all(m.implied or (m.type, m.name) in kept for m in ends):
            names = tuple(named(m, variant, is_original=is_original) for m in ends)
            found.add((relation.rel.value, *(m.type.value for m in ends), *names))
    for target in extraction.targets:
        if place := placed(target.start, target.end, variant, is_original=is_original):
            indicator = exchanged(target.indicator, variant) if is_original else target.indicator
            found.add(("Target", *place, masked(indicator, variant), target.unit, target.year))
    return found


def placed(start: int, end: int, variant: Variant, *, is_original: bool) -> tuple[int, int] | None:
    return variant.place(start, end) if is_original else (start, end)


def named(mention: Mention, variant: Variant, *, is_original: bool) -> str:
    """The full name, as the exchange makes it."""
    if not is_original or mention.implied:
        return masked(mention.name, variant)
    place = variant.place(mention.start, mention.end)
    before, surface, behind = mention.name.partition(folded(mention.surface))
    if place is None or not surface or mention.type is EntityType.COUNTY:
        return masked(exchanged(mention.name, variant), variant)
    new = folded(variant.text[slice(*place)])
    return masked(exchanged(before, variant) + new + exchanged(behind, variant), variant)


def exchanged(text: str, variant: Variant) -> str:
    for old, put in sorted(variant.exchanged, key=lambda pair: -len(pair[0])):
        text = text.replace(old, f"<{put}>")  # an exchanged name is not exchanged again
    return text.replace("<", "").replace(">", "")


def masked(text: str, variant: Variant) -> str:
    """Where numbers were exchanged, one is as good as another."""
    return re.sub(r"\d", "0", text) if variant.kind == "numbers" else text


def beside_the_new(found: set[Fact], expected: set[Fact], variant: Variant) -> set[Fact]:
    """Of what lies in a new item only the item itself counts, and no relation of what it names."""
    if variant.added is None:
        return found
    at, end, name = variant.added
    related = {part for fact in expected if isinstance(fact[1], str) for part in fact[3:]}
    return {
        fact
        for fact in found
        if (fact[1:3] == (at + 1, end) and fact[3] == name)
        or (isinstance(fact[1], int) and not (fact[1] < end and at < int(str(fact[2]))))
        or (isinstance(fact[1], str) and set(fact[3:]) <= related)
    }


def show(variant: Variant, expected: set[Fact], got: set[Fact]) -> None:
    """What a variant lost (-) and won (+)."""
    changed = expected ^ got
    at = min((int(str(fact[1])) for fact in changed if isinstance(fact[1], int)), default=0)
    print(variant.kind, variant.exchanged, variant.added or "")
    print("   ", variant.text[max(0, at - 60) : at + 100].replace("\n", " "))
    for sign, some in (("-", expected - got), ("+", got - expected)):
        for fact in sorted(some, key=str)[:6]:
            here = variant.text[fact[1] : fact[2]] if isinstance(fact[1], int) and isinstance(fact[2], int) else ""
            print("   ", sign, fact[0], here, *(fact[3:]))


def written(counts: dict[str, dict[str, tuple[int, int]]]) -> str:
    commit = subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    lines = [
        "# Metamorphic check",
        "",
        f"Measured {datetime.date.today()} at {commit}, seed {SEED}. `benchmarks/metamorphic.py` writes this file: the",
        "share of variants of labelled paragraphs in which extraction finds the same structure as in the original.",
        "",
        "| paragraphs | variant | variants | same structure |",
        "| --- | --- | --- | --- |",
    ]
    for name, kinds in counts.items():
        for kind, (same, made) in kinds.items():
            lines.append(f"| {name} | {kind} | {made} | {same / made:.3f} |")
        same, made = (sum(column) for column in zip(*kinds.values(), strict=True))
        lines.append(f"| {name} | all | {made} | **{same / made:.3f}** |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
