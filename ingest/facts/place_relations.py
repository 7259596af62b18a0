"""Where a sentence says that things lie: the text between places and projects goes in, LOCATED_IN comes out.

在鹤城区建设城东冷链物流园;沅陵县:五强溪扩机工程           before
支持赤峰建设作物种质资源库,包头、通辽打造铝后加工基地         who builds it
芷江、新晃两县集中供水工程;怀化高新区的惠科项目              right before
铜镍项目落户企沙工业区;光热发电项目分别在格尔木、德令哈开工   behind
芙蓉新区全面提速,综合客运枢纽一期、城投商务中心完工           the park that the sentence is about
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

from graph.lexicon.wordings import wordings
from graph.records import EntityType, Relation, RelationType
from ingest.facts.groups import Group, adverbs, build_verbs, by_themselves, clause_end, clause_start, groups_of
from ingest.facts.marks import Mark, MarkedText
from ingest.facts.own_names import has_own_place, parks_of
from ingest.rules import Example, Rule, rule

any_of = wordings("relating").any_of

PLACES = (EntityType.PARK, EntityType.COUNTY)
# The list may begin with places that no rule knows: 在经开区、|高新区|规划建设.
UNKNOWN = r"(?:[^,。;:在]{2,30}[、和及])?[“\"《]?$"
HERE = re.compile(rf"(?:在|位于|坐落于|依托){UNKNOWN}")
SUPPORTED = re.compile(f"{any_of('helps')}{UNKNOWN}")
MEANS = f"(?:{any_of('by_means_of')}[^,。;:]{{1,30}},?)?"
# 怀化高新区|的|惠科项目, 怀化高新区|重点项目:|惠科项目、…, 位于怀化高新区|、总投资10亿元的|惠科项目
BELONGS = re.compile(rf"^[”\"》]?{any_of('bounds_of_place')}?(?:、?[^,。;:、]{{0,12}}的)?[“\"《]?$")
ITS_PROJECTS = re.compile(
    rf"^[”\"》]?的?(?:[\d一二三四五六七八九十两]+[个大])?{any_of('ranks_of_projects')}*(?:项目|工程)[:有]$"
)
SETTLED = re.compile(
    rf"^[”\"》]?(?:建设)?(?:项目|工程)?{any_of('way_to_settle')}*"
    rf"{any_of('settles')}(?:在|于|到)?[“\"《]?$"
)
AT = re.compile(rf"^[”\"》]?(?:建设)?(?:项目|工程)?{any_of('way_to_happen_at')}*在$")
HAPPENS = re.compile(f"^{any_of('way_to_happen')}*{any_of('happens')}")
WORKS_ON = re.compile(f"^(?:建设|开发)?{any_of('way_of_works')}*{any_of('works_go_on')}")
JOINT = re.compile(r"[-—–~至到]")  # 北京-|雄安|科创走廊 lies in both or in neither
MAX_BETWEEN = 40  # characters between a thing and its place


def places_of(marked: MarkedText, start: int, end: int) -> list[Group]:
    """The areas and parks that the sentence names by themselves."""
    return groups_of(marked, start, end, *PLACES)


def things(marked: MarkedText, start: int, end: int) -> list[Mark]:
    """Projects, and parks that are no place of one."""
    return by_themselves(marked, start, end, EntityType.PROJECT, EntityType.PARK)


def located(marked: MarkedText, places: Sequence[Mark], found: Sequence[Mark], by: Rule) -> Iterator[Relation]:
    """Each thing in each place; a park only in areas; none whose name says otherwise."""
    for thing in found:
        for place in places:
            if may_lie(marked, thing, place):
                yield marked.relation(thing.mention, RelationType.LOCATED_IN, place.mention, by)


def may_lie(marked: MarkedText, thing: Mark, place: Mark) -> bool:
    """A park lies in areas only. What bears an area in its name may be said to lie in a park of it."""
    if place.type is EntityType.PARK:
        return thing.type is EntityType.PROJECT and not parks_of(marked, thing)
    return not has_own_place(marked, thing)


PLACE_BEFORE = rule(
    "sentence:place-before",
    RelationType.LOCATED_IN,
    says="在…建设 a project, or an area with a colon before the projects",
    example=Example("在鹤城区建设阳塘冷链物流园,", "阳塘冷链物流园 → 鹤城区"),
    counter=Example("在鹤城区召开会议,加快阳塘冷链物流园建设,"),
)


def place_before(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“在鹤城区、洪江区规划建设冷链物流园”, “沅陵县:五强溪扩机工程、…”; up to the next place."""
    text = marked.text
    groups = places_of(marked, start, end)
    for group, following in zip_longest(groups, groups[1:]):
        stop = following.start if following else end
        is_title = group.start == start and text[group.end : group.end + 1] == ":"
        is_site = HERE.search(text, start, group.start) and builds().match(text[group.end : stop])
        if is_title or is_site:
            found = things(marked, group.end, end if is_title else stop)
            if is_site and found:
                found = [thing for thing in found if thing.start < clause_end(text, found[0].end, stop)]
            yield from located(marked, group.marks, found, PLACE_BEFORE)


@lru_cache(maxsize=1)
def builds() -> re.Pattern[str]:
    """What is done in a place, behind 在鹤城区."""
    return re.compile(rf"^[^,。;:]{{0,6}}?{adverbs()}{build_verbs()}")


PLACE_BUILDS = rule(
    "sentence:place-builds",
    RelationType.LOCATED_IN,
    says="what a place builds, as the subject of a clause or as the one that is supported",
    example=Example("支持鹤城区、中方县加快建设阳塘冷链物流园,", "阳塘冷链物流园 → 鹤城区|阳塘冷链物流园 → 中方县"),
    counter=Example("与鹤城区共同建设阳塘冷链物流园,"),
)


def place_builds(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“支持赤峰建设种质资源库”, “,包头、通辽打造铝后加工基地”: all things of the clause."""
    text = marked.text
    groups = places_of(marked, start, end)
    for group in groups:
        begin = clause_start(text, group.start, start)
        if begin < group.start and not SUPPORTED.search(text, begin, group.start):
            continue
        means = predicate().match(text, group.end, end)
        if means:
            stop = clause_end(text, means.end(), next_builder(text, groups, means.end(), end))
            found = things(marked, means.end(), stop)
            between = text[means.end() : found[0].start] if found else ""
            if found and len(between) <= 14 and "、" not in between:
                yield from located(marked, group.marks, found, PLACE_BUILDS)


def next_builder(text: str, groups: Sequence[Group], at: int, end: int) -> int:
    """Where the next place of the sentence stands that builds something itself: 沈阳建设…、大连建设…."""
    behind = (group for group in groups if group.start >= at)
    return next((group.start for group in behind if predicate().match(text, group.end, end)), end)


@lru_cache(maxsize=1)
def predicate() -> re.Pattern[str]:
    """What a place does that builds something, with what it does it by: 依托地热资源打造."""
    return re.compile(rf"[”\"》]?{adverbs()}{MEANS}{adverbs()}{build_verbs()}+")


PLACE_RIGHT_BEFORE = rule(
    "sentence:place-right-before",
    RelationType.LOCATED_IN,
    says="the place, or the list of places, right before a project's name, 的 or 两县 between them; before 重点项目:",
    example=Example("怀化高新区重点项目:惠科显示模组生产线竣工投产。", "惠科显示模组生产线 → 怀化高新区"),
    counter=Example("怀化高新区扩区:惠科显示模组生产线竣工投产。"),
)


def place_right_before(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“芷江、新晃两县集中供水工程”, “怀化高新区的惠科项目”, “位于怀化高新区、总投资10亿元的惠科项目”."""
    lists = groups_of(marked, start, end, EntityType.PROJECT, EntityType.PARK)
    for group in places_of(marked, start, end):
        told = next((t for t in lists if t.marks[-1].start >= group.end), None)
        if told is None:
            continue
        found = [thing for thing in told.marks if thing.start >= group.end]
        between = marked.text[group.end : found[0].start]
        if JOINT.match(marked.text, max(group.start - 1, start)):
            continue
        if ITS_PROJECTS.match(between):
            yield from located(marked, group.marks, found, PLACE_RIGHT_BEFORE)
        elif BELONGS.match(between):
            yield from located(marked, group.marks, found[:1], PLACE_RIGHT_BEFORE)


PLACE_AFTER_PROJECT = rule(
    "sentence:place-after-project",
    RelationType.LOCATED_IN,
    says="projects that settle, or are begun, in a place; a place in brackets right behind one",
    example=Example("东旭光电项目成功落户怀化高新区。", "东旭光电项目 → 怀化高新区"),
    counter=Example("推进阳塘冷链物流园项目,支持怀化高新区发展。"),
)


def place_after(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“铜镍项目落户企沙工业区”, “光热发电项目分别在格尔木、德令哈开工”, “城东冷链物流园(鹤城区)”."""
    text = marked.text
    groups = places_of(marked, start, end)
    for told in groups_of(marked, start, end, EntityType.PROJECT, EntityType.PARK):
        place = next((group for group in groups if 0 <= group.start - told.end <= MAX_BETWEEN), None)
        if place is None:
            continue
        between = text[told.end : place.start]
        is_bracketed = between == "(" and text[place.end : place.end + 1] == ")"
        is_there = AT.match(between) and HAPPENS.match(text[place.end : end])
        if is_bracketed:
            yield from located(marked, place.marks, told.marks[-1:], PLACE_AFTER_PROJECT)
        elif is_there or SETTLED.match(between):
            yield from located(marked, place.marks, told.marks, PLACE_AFTER_PROJECT)


PARK_OF_SENTENCE = rule(
    "sentence:park-it-is-about",
    RelationType.LOCATED_IN,
    says="the projects of a sentence that tells how the building of a park goes on",
    example=Example(
        "怀化高新区建设全面提速,阳塘冷链物流园、惠科显示模组生产线竣工投产。",
        "阳塘冷链物流园 → 怀化高新区|惠科显示模组生产线 → 怀化高新区",
    ),
    counter=Example("怀化高新区晋升为国家级高新区,阳塘冷链物流园竣工投产。"),
)


def park_of_sentence(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“芙蓉新区全面提速,综合客运枢纽一期完工”: up to the next place that the sentence names."""
    groups = places_of(marked, start, end)
    if not groups or groups[0].start != start or groups[0].marks[0].type is not EntityType.PARK:
        return
    if len(groups[0].marks) == 1 and WORKS_ON.match(marked.text[groups[0].end : end]):
        stop = groups[1].start if len(groups) > 1 else end
        projects = marked.outermost(marked.within(groups[0].end, stop, EntityType.PROJECT))
        unplaced = [project for project in projects if not has_own_place(marked, project)]
        yield from located(marked, groups[0].marks, unplaced, PARK_OF_SENTENCE)


PLACE_FINDERS = (place_before, place_builds, place_right_before, place_after, park_of_sentence)
