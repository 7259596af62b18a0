"""Random steps in the life of a knowledge base: files added, changed and removed, names merged and split, all anew.

In: the folder of plans and what the knowledge base holds. Out: `Step`s, the folder brought to where each wants it.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from tests.torture.documents import Plans
from tests.torture.trial import View

FEWEST, MOST = 2, 6  # documents
# kinds of steps, with how often each comes among so many
SHARES = {"add": 6, "change": 5, "remove": 3, "merge": 4, "split": 3, "rebuild": 3, "remove all": 1}


@dataclass(frozen=True, slots=True)
class Step:
    """What is done. `command` is given; where it is no ingestion, `after` is what a next run may be once it is done."""

    kind: str
    command: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def decides(self) -> bool:
        return self.kind in ("merge", "split")


def next_step(chance: random.Random, plans: Plans, held: View) -> Step:
    """`held`: what the knowledge base holds now."""
    ingest = ("ingest", str(plans.folder))
    names = plans.names()
    kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
    if len(names) < FEWEST or not held.export:
        kind = "add"
    elif kind == "add" and len(names) >= MOST:
        kind = "change"
    if kind in ("merge", "split"):
        pair = _two_names(chance, held, kind)
        if pair is not None:
            return Step(kind, (kind, *pair), ingest)
        kind = "rebuild"
    if kind == "remove all":
        for name in names:
            plans.take_away(name)
        return Step(kind, ("remove", "--all", "--yes"), ("remove", "--all", "--yes"))
    if kind == "remove":
        gone = chance.sample(names, chance.randint(1, len(names) - 1))
        for name in gone:
            plans.take_away(name)
        return Step(kind, ("remove", *gone), ingest)
    if kind == "rebuild":
        return Step(kind, (ingest[0], "--rebuild", *ingest[1:]), ingest)
    _bring(chance, plans, kind, names)
    return Step(kind, ingest, ingest)


def _bring(chance: random.Random, plans: Plans, kind: str, names: list[str]) -> None:
    """Add or change files."""
    if kind == "change":
        for name in chance.sample(names, chance.randint(1, min(2, len(names)))):
            plans.change(name)
        return
    for _ in range(chance.randint(1, 2)):
        plans.add()
    if chance.random() < 0.2:
        plans.add_unreadable()


def _two_names(chance: random.Random, held: View, kind: str) -> tuple[str, str] | None:
    """Of two things of one type, or two names of one thing."""
    entities = [json.loads(line) for line in held.export["entities.jsonl"].splitlines()]
    if kind == "split":
        pairs = [tuple(one["aliases"][:2]) for one in entities if len(one["aliases"]) > 1]
    else:
        by_type = defaultdict(list)
        for entity in entities:
            if entity["type"] in ("Project", "Department", "Enterprise"):
                by_type[entity["type"]].append(entity["name"])
        pairs = [pair for names in by_type.values() for pair in combinations(sorted(set(names)), 2)]
    return chance.choice(sorted(pairs)) if pairs else None
