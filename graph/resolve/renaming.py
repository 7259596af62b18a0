"""Renamings that a text says outright: “鹤城产业开发区(原鹤城工业集中区)”, “怀化经开区更名为怀化国际陆港经开区”.

In: all mentions, resolved, and the texts. Out: links of kind `renamed`, the older name first.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.lexicon.link_words import words
from graph.records import EntityType, Evidence, Link, LinkKind, Mention
from graph.resolve.resolution import Resolution
from graph.writing.foldings import normal_form

RENAMED = (EntityType.PROJECT, EntityType.PARK, EntityType.ENTERPRISE, EntityType.DEPARTMENT)
PRAISED = re.compile("首个|首家|唯一|第一个")  # 高新区升格为全省首个国家高新区: what it became, not how it is called
FARTHEST = 10  # characters between the two names


@dataclass(frozen=True, slots=True)
class Renaming:
    """Two mentions of which a text says that the one is the older name of the other."""

    old: Mention
    new: Mention
    cue: str

    def as_link(self, old_id: str, new_id: str) -> Link:
        """The link between the entities that the names stand for."""
        quotes = tuple(Evidence(m.source, m.start, m.end) for m in (self.old, self.new))
        reason = f"原文写明改名:“{self.old.name}”“{self.cue}”“{self.new.name}”"
        return Link(old_id, new_id, LinkKind.RENAMED, 0.98, reason, quotes)


def find_renamings(resolution: Resolution, mentions: Sequence[Mention], texts: Mapping[str, str]) -> Iterator[Link]:
    """Links for what texts say was renamed."""
    for renaming in renamings(mentions, texts):
        old, new = resolution.entity_of[renaming.old], resolution.entity_of[renaming.new]
        if old != new:
            yield renaming.as_link(old, new)


def renamings(mentions: Sequence[Mention], texts: Mapping[str, str]) -> Iterator[Renaming]:
    """Neighbouring mentions of one type with nothing but words for renaming between them."""
    named = sorted(
        {m for m in mentions if m.type in RENAMED and not m.implied}, key=lambda m: (m.source, m.start, -m.end, m.name)
    )
    for one, other in itertools.pairwise(named):
        if one.source != other.source or one.type is not other.type or not 0 < other.start - one.end <= FARTHEST:
            continue
        if PRAISED.search(one.name) or PRAISED.search(other.name):
            continue
        between = normal_form(texts[one.source][one.end : other.start])
        if between in words("renamed_to"):
            yield Renaming(one, other, between)
        elif between in words("renamed_from"):
            yield Renaming(other, one, between)
