"""What a list writes once for several names: a name's mark goes in, the place or company that it shares comes out.

赤峰打造锂产业基地和有色产业集聚区          the full names bear 赤峰, the second is written without it
通道三省坡、彭莫山、画笔山等风电场           bare names go on with the area of the first
"""

from __future__ import annotations

import re

from graph.lexicon.lexicon import word_list
from graph.lexicon.wordings import wordings
from graph.records import EntityType
from graph.writing.sentence_ends import ENDS, LINE, last_end, next_end
from ingest.facts.marks import Mark, MarkedText

any_of = wordings("relating").any_of

# A house and its parts: 邵阳市中医医院|门诊楼、住院楼.
HOUSE = re.compile(f"{any_of('houses')}(?=.{{2}})")
PART_OF_HOUSE = re.compile(f"{any_of('parts_of_house')}$")
MAX_BARE = 7  # characters of an item that shares its head with a list
MAX_ITEM = 40  # characters of the item before
SHORTEST_LENT = 2  # characters that a name must share with what it was lent by


def lent(marked: MarkedText, mark: Mark, *kinds: EntityType) -> list[Mark]:
    """Marks of its sentence, the nearest of each name, whose words stand in the full name but not where it stands."""
    written, name = marked.text[mark.start : mark.end], mark.mention.name
    if name in written or written == name:
        return []
    start, end = sentence_around(marked.text, mark)
    found: dict[str, Mark] = {}
    for other in sorted(marked.within(start, end, *kinds), key=lambda m: abs(m.start - mark.start)):
        words = marked.text[other.start : other.end]
        outside = other.end <= mark.start or other.start >= mark.end
        if outside and len(words) >= SHORTEST_LENT and words in name and words not in written:
            found.setdefault(other.mention.name, other)
    return sorted(found.values(), key=lambda m: m.start)


def sentence_around(text: str, mark: Mark) -> tuple[int, int]:
    """The sentence in which the mark stands."""
    return last_end(text, ENDS + LINE, 0, mark.start), next_end(text, ENDS + LINE, mark.end)


def is_more(mark: Mark, part: Mark) -> bool:
    """Whether the full name of a thing begins with what stands there, and is longer."""
    name = mark.mention.name
    return name != part.mention.name and name.startswith(part.mention.surface) and name != part.mention.surface


def carried_area(marked: MarkedText, mark: Mark) -> list[Mark]:
    """通道 for each item of 通道三省坡、彭莫山、画笔山等风电场; 邵阳 for the parts of 邵阳市中医医院门诊楼、住院楼.

    The item is a bare name, as those before it to the one that begins with the area; or they are parts of a house.
    """
    at, is_bare = mark, is_bare_name(marked, mark)
    if not is_bare and not PART_OF_HOUSE.search(marked.text[mark.start : mark.end]):
        return []
    while before := item_before(marked, at):
        areas = [a for a in marked.within(before.start, before.end, EntityType.COUNTY) if a.start == before.start]
        if is_bare and not is_bare_name(marked, before):
            return []
        if areas:
            rest = marked.text[areas[0].end : before.end]
            return areas[:1] if rest and (is_bare or HOUSE.search(rest)) else []
        at = before
    return []


def item_before(marked: MarkedText, mark: Mark) -> Mark | None:
    """The project that 、 joins to it from before."""
    if marked.text[mark.start - 1 : mark.start] != "、":
        return None
    near = marked.within(max(mark.start - MAX_ITEM, 0), mark.start - 1, EntityType.PROJECT)
    return next((other for other in near if other.end == mark.start - 1), None)


def is_bare_name(marked: MarkedText, mark: Mark) -> bool:
    """彭莫山, not 彭莫山水库: the head of the name is written once for the list."""
    name = marked.text[mark.start : mark.end]
    return len(name) <= MAX_BARE and not name.endswith(tuple(word_list("project_heads")))
