"""Areas that only stand in another thing's name: all that a document mentions goes in, it comes out with them implied.

怀化 in 怀化高新区, 怀化海关 and 怀化学院 names the zone, the office and the school. Relations were read before, so that
怀化高新区 lies in 怀化市 all the same; but the place is no mention of the city. In a project's name it is one:
怀化 in 怀化机场二期.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from graph.lexicon.lexicon import alternation
from graph.lexicon.wordings import wordings
from graph.records import EntityType, Mention, Relation, Structure
from ingest.facts.line_ends import is_by_chance
from ingest.facts.marks import Mark, MarkedText

any_of = wordings("relating").any_of

NAMES = (EntityType.PROJECT, EntityType.PARK, EntityType.ENTERPRISE, EntityType.DEPARTMENT)
LONGEST_NAME = 60  # characters of a name that may hold an area's
BEHIND = 30  # characters behind an area's name that tell what bears it
# 枣庄|国家可持续发展议程创新示范区; what an area does before such a word, or shares with others, is no name
NO_NAME = any_of("not_in_name")
TRIAL_ZONE = (
    rf"(?:(?!{NO_NAME})[\u4e00-\u9fff]|创新|新(?=旧|能|材|型|一代)){{0,14}}?"
    f"{any_of('zones_called_after')}(?!创建)"
)
# 东兴—芒街|跨境经济合作区
JOINT = r"(?:[—-]{1,2}[\u4e00-\u9fff]{2,4}?)?"
LINE = re.compile(r"(?:高速(?!公路?口|口|出|入|连接)|线(?![上下]))")


def imply_borne(
    structure: Structure, mentions: Sequence[Mention], relations: Sequence[Relation]
) -> tuple[list[Mention], list[Relation]]:
    """Mentions and relations in which the areas that other things' names hold are implied."""
    ends = (end for relation in relations for end in (relation.head, relation.tail))
    borne = set(borne_areas(MarkedText.of(structure, list(dict.fromkeys([*mentions, *ends])))))

    def told(mention: Mention) -> Mention:
        return replace(mention, implied=True) if mention in borne else mention

    related = [replace(one, head=told(one.head), tail=told(one.tail)) for one in relations]
    return [told(mention) for mention in mentions], related


def borne_areas(marked: MarkedText) -> Iterator[Mention]:
    """The areas that no place in the text names for themselves."""
    for area in marked.of_type(EntityType.COUNTY):
        if is_of_line(marked.text, area) or is_of_thing(marked, area):
            yield area.mention


def is_of_thing(marked: MarkedText, area: Mark) -> bool:
    """Whether the shortest name around it is no project's, or, where none is around it, something bears its name."""
    holder = closest_name(marked, area)
    if holder is None:
        return is_of_institution(marked.text, area)
    return holder.type is not EntityType.PROJECT


def closest_name(marked: MarkedText, area: Mark) -> Mark | None:
    """The shortest longer name around the area; a project's before another of the same length."""
    around = [
        mark
        for mark in marked.within(max(0, area.end - LONGEST_NAME), area.start + LONGEST_NAME, *NAMES)
        if mark.start <= area.start and area.end <= mark.end and mark.end - mark.start > area.end - area.start
    ]
    return min(around, key=lambda mark: (mark.end - mark.start, mark.type is not EntityType.PROJECT), default=None)


def is_of_line(text: str, area: Mark) -> bool:
    """潮南 in 潮南高速 is two syllables of its ends; 义乌 in 义乌高铁站 is the place."""
    is_end = text[area.start - 1 : area.start] in ("至", "到", "—", "-")
    return not is_end and is_by_chance(text, area) and bool(LINE.match(text, area.end))


def is_of_institution(text: str, area: Mark) -> bool:
    """Whether a school, office, company or zone that no rule found is called by the area."""
    return bool(borne_by().match(text, area.end, area.end + BEHIND))


@lru_cache(maxsize=1)
def borne_by() -> re.Pattern[str]:
    """What goes on right behind an area's name that another thing bears."""
    words, heads = alternation("area_zone_words"), alternation("park_heads")
    zone = rf"{JOINT}\)?(?:市|县|区|省)?(?:(?:{words}){{0,4}}(?:{heads}|新区)|{TRIAL_ZONE})"
    return re.compile(f"(?:{alternation('area_institutions')}|{zone})")
