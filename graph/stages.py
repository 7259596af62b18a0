"""How far a project has come, as the clause around its mention says: 谋划, 前期, 开工, 在建, 建成, 投用.

In: a document's structure and its mentions. Out: the same mentions, those of projects and parks with their stage.
The words lie in ``ontology/stages.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from graph.model import EntityType, Mention, Structure

CLAUSE_END = re.compile(r"[。;;!?!?\n]")
FARTHEST = 160  # characters looked at on each side
# A word in front of a list governs all of it up to the next verb; a word behind it must close the clause.
BEHIND = re.compile(r"[,,。;;]|$")


@lru_cache(maxsize=1)
def stage_words() -> tuple[tuple[str, str], ...]:
    """(word, stage), longest word first, so that 开工建设 is read before 建设."""
    pairs = []
    for line in (Path(__file__).parent / "ontology" / "stages.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            stage, words = line.split("\t")
            pairs += [(word, stage) for word in words.split()]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


@lru_cache(maxsize=1)
def stage_pattern() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word, _ in stage_words()))


def stage_at(text: str, start: int, end: int) -> str | None:
    """The stage that the clause gives to what stands at text[start:end].

    What is said right behind the name (“…建成投用”, “…前期工作”) counts before the verb in front of it.
    """
    stages = dict(stage_words())
    clause_start, clause_end = clause_around(text, start, end)
    behind = text[end:clause_end]
    stop = re.search(r"[,,]", behind)
    after = stage_pattern().search(behind[: stop.start()] if stop else behind)
    if (after and stages[after[0]] in ("投用", "建成", "前期", "开工")) or (after and "、" not in behind[: after.start()]):
        return stages[after[0]]
    before = list(stage_pattern().finditer(text, clause_start, start))
    return stages[before[-1][0]] if before else None


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """From the last sentence or semicolon before the name to the next one behind it."""
    first = max(0, start - FARTHEST)
    begin = max((match.end() for match in CLAUSE_END.finditer(text, first, start)), default=first)
    finish = CLAUSE_END.search(text, end, min(len(text), end + FARTHEST))
    return begin, finish.start() if finish else min(len(text), end + FARTHEST)


def with_stages(structure: Structure, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, those of projects and parks with the stage their clause says."""
    staged = (EntityType.PROJECT, EntityType.PARK)
    return [
        replace(mention, stage=stage_at(structure.text, mention.start, mention.end))
        if mention.type in staged and not mention.implied
        else mention
        for mention in mentions
    ]
