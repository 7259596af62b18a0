"""Whether a figure of a statement is that of a quote: number, unit, bound, direction, and of what both are."""

from __future__ import annotations

import re

from search.claims.evidence import Asked, Evidence
from search.claims.reading import EMPTY_TAGS, Figure, tagged
from search.claims.words import load_claim_words

COMPARES = re.compile("同比|比上年|较上年|比去年|环比")
REACHES = re.compile("(?:完成|实现|控制|稳定|保持|达到|达|在|到)+$")  # a verb right before its figure


def fits(said: Figure, quoted: Figure, asked: Asked, evidence: Evidence, *, dated: bool) -> bool:
    """Whether both give the same; what a figure is said of is looked at later. dated: the statement gives a year."""
    if said.numbers != quoted.numbers or not _same_unit(said, quoted):
        return False
    if said.bound != quoted.bound and (quoted.bound, said.bound) != ("more than", "at least"):
        return False
    if quoted.replaced and not (dated or re.search("[从由原]", said.name)):
        return False
    if said.direction:
        if quoted.direction:
            return said.direction == quoted.direction and said.level == quoted.level
        return evidence.is_item and not said.level and asked.direction == said.direction
    return not quoted.direction or quoted.level or asked.direction == quoted.direction


def _same_unit(said: Figure, quoted: Figure) -> bool:
    if said.unit == quoted.unit:
        return True
    return said.dimension == quoted.dimension == "count" and "个" in (said.unit, quoted.unit)


def name_words(name: str) -> list[str]:
    """The words of a figure's name that say of what it is: without verbs of reaching, directions, times."""
    words = load_claim_words()
    plain = words.patterns["aims"].sub("", re.sub(r"[\d.]+", "", name))
    plain = REACHES.sub("", COMPARES.sub("", plain))
    kept = []
    for word, tag in tagged(plain) if plain else ():
        says = any(words.patterns[one].search(word) for one in ("negations", "hedges"))
        if says or (word not in words.sets["droppable"] and word not in words.sets["free"] and tag not in EMPTY_TAGS):
            kept.append(word)
    return kept


def noun_words(noun: str) -> list[str]:
    """The words of what a figure counts, unless a verb follows it (投资5亿元建设…)."""
    words = tagged(noun) if noun else ()
    if not words or words[0][1] in ("v", "p", "c", "d"):
        return []
    first = [word for word, tag in words if tag not in EMPTY_TAGS]
    return [word for word in first if word not in load_claim_words().sets["droppable"]]
