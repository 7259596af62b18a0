"""Renamings that a text says outright: “鹤城产业开发区(原鹤城工业集中区)”, “怀化经开区更名为怀化国际陆港经开区”.

In: all mentions, resolved, and the texts. Out: links of kind `renamed`, the older name first.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from graph.lexicon.link_words import words
from graph.records import EntityType, Evidence, Link, LinkKind, Mention
from graph.resolve.names import normal_form
from graph.resolve.resolution import Resolution

RENAMED = (EntityType.PROJECT, EntityType.PARK, EntityType.ENTERPRISE, EntityType.DEPARTMENT)
PRAISED = re.compile("首个|首家|唯一|第一个")  # 高新区升格为全省首个国家高新区: what it became, not how it is called
FARTHEST = 10  # characters between the two names


def find_renamings(resolution: Resolution, mentions: Sequence[Mention], texts: Mapping[str, str]) -> Iterator[Link]:
    """Neighbouring mentions of one type with nothing but words for renaming between them."""
    named = sorted(
        {m for m in mentions if m.type in RENAMED and not m.implied}, key=lambda m: (m.source, m.start, -m.end, m.name)
    )
    for one, other in itertools.pairwise(named):
        if one.source != other.source or one.type is not other.type or not 0 < other.start - one.end <= FARTHEST:
            continue
        between = normal_form(texts[one.source][one.end : other.start])
        a, b = resolution.entity_of[one], resolution.entity_of[other]
        if a == b or PRAISED.search(one.name) or PRAISED.search(other.name):
            continue
        if between in words("renamed_to"):
            yield as_link(a, b, one, other, between)
        elif between in words("renamed_from"):
            yield as_link(b, a, other, one, between)


def as_link(old: str, new: str, first: Mention, second: Mention, cue: str) -> Link:
    quotes = tuple(Evidence(m.source, m.start, m.end) for m in (first, second))
    return Link(old, new, LinkKind.RENAMED, 0.98, f"原文写明改名:“{first.name}”“{cue}”“{second.name}”", quotes)
