"""A question understood → its plan. Cues live in ``graph/lexicon/plans.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from search.plan.plan import Kind, Plan, Scope
from search.question import Question


@dataclass(frozen=True, slots=True)
class Cues:
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...]


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """The cues of ``plans.yaml``, compiled."""
    words = yaml.safe_load((resources.files("graph") / "lexicon" / "plans.yaml").read_text(encoding="utf-8"))
    return Cues(tuple((Kind(cue["kind"]), re.compile(cue["cue"])) for cue in words["kinds"]))


def read_plan(question: Question) -> Plan:
    """What the question wants, by the first cue that matches."""
    kind = next((kind for kind, cue in load_cues().kinds if cue.search(question.text)), Kind.ANYTHING)
    return Plan(kind, question, subjects=question.known, scope=Scope(question.years, question.periods))
