"""How far a project has come, as the clause around its mention says: 谋划, 前期, 开工, 在建, 建成, 投用.

In: a document's structure and its mentions. Out: the same mentions, those of projects and parks with their stage.
What a clause says is read in ``graph/lexicon/stage_words.py``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from graph.lexicon.stage_words import SENTENCE_END, stage_between
from graph.records import EntityType, Mention, Structure
from graph.resolve.names import normal_form

FARTHEST = 160  # characters looked at on each side
STAGED = (EntityType.PROJECT, EntityType.PARK)


def stage_at(text: str, start: int, end: int) -> str | None:
    """The stage that the sentence gives to what stands at text[start:end]."""
    before = normal_form(text[max(0, start - FARTHEST) : start])
    after = normal_form(text[end : end + FARTHEST])
    stops = list(SENTENCE_END.finditer(before))
    sentence = before[stops[-1].end() :] if stops else before
    stop = SENTENCE_END.search(after)
    return stage_between(sentence, after[: stop.start()] if stop else after)


def with_stages(structure: Structure, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, those of projects and parks with the stage their sentence says; a block is not left."""
    starts = [block.start for block in structure.blocks]

    def staged(mention: Mention) -> Mention:
        place = bisect_right(starts, mention.start) - 1
        if mention.type not in STAGED or mention.implied or place < 0:
            return mention
        block = structure.blocks[place]
        first = max(block.start, mention.start - FARTHEST)
        text = structure.text[first : min(max(block.end, mention.end), mention.end + FARTHEST)]
        return replace(mention, stage=stage_at(text, mention.start - first, mention.end - first))

    return [staged(mention) for mention in mentions]
