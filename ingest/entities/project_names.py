"""Whether an item of a list is the name of a project, and what the full name is.

In: an item's place in a stretch; out: its place without verbs and 等, its name, or that it is none. The word lists
lie in graph/lexicon/gazetteers.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.lexicon.divisions import Divisions
from graph.lexicon.ontology import Ontology
from graph.lexicon.wordings import wordings
from graph.records import EntityType
from ingest.entities.cutting import cut, without_aside
from ingest.entities.heads import before_head, words
from ingest.entities.signs import closings
from ingest.entities.stretches import Stretch

any_of = wordings("names").any_of

DIVISIONS = Divisions.load()
MAX_NAME = 60
COUNTED = re.compile(
    rf"^(?:约|近|共|新增|完成|建成)?(?:\d[\d.,]*|[一二三四五六七八九十百千几两多]+)(?:余|多)?{any_of('count_units')}"
)
# zones that are built all the same, though 区 and 农村 end what is no project
ZONE_BUILT = re.compile(rf"({any_of('zones_built')})$")
BUILDING = any_of("building_words")
RANKED = re.compile(r"[国省市]级(?!重点|重大|以上|及).{5,}")


@lru_cache(maxsize=1)
def generic() -> frozenset[str]:
    """Words that are said of projects and name none."""
    return Ontology.load().entities[EntityType.PROJECT].generic


def ends_like_project(name: str) -> bool:
    """Whether the name ends in what is built, bought, run or renovated."""
    return bool(words("project_heads", after=r'(?:\([^()]*\))?["”]?$').search(name, before_head(name, "project_heads")))


def is_whole(name: str) -> bool:
    """Whether the name could stand alone, so that “和” behind it begins another."""
    last = before_head(name, "project_whole_heads")
    return bool(words("project_whole_heads", after=r"(?:\([^()]*\))?$").search(name, last))


def is_line(text: str) -> bool:
    """Whether a list's last item names a road, line, works or plant, whose kind the others share."""
    return bool(words("line_heads", after=rf"{BUILDING}*(?:\([^()]*\){BUILDING}*)?$").search(text))


def could_be_project(name: str, *, listed: bool = False) -> bool:
    """Not a campaign, a count, a bare kind or a clause; `listed` among ten projects, a rank is part of the name."""
    if name in generic() or len(name) > MAX_NAME or COUNTED.match(name):
        return False
    if words("project_vague", "^").match(name) and not (listed and RANKED.match(name)):
        return False
    if words("project_verbs").search(name) or "《" in name:
        return False
    if words("project_not_tails", after="$").search(name) and not ZONE_BUILT.search(name):
        return False
    return name.count("(") == sum(1 for place in closings(name) if name[place] == "(")


def is_area(stretch: Stretch, start: int, end: int) -> bool:
    """An area's name alone, or a chain of them, is no project; “安化—溆浦” in a list of roads is one."""
    at = 0
    for hit in DIVISIONS.find(stretch.text[start:end]):
        if hit.start != at:
            return False
        at = hit.end
    return at == end - start


def split_items(stretch: Stretch, start: int, end: int) -> list[tuple[int, int]]:
    """The list's items; a 、 may have been lost before an area's name."""
    parts = cut(stretch, start, end, EntityType.PROJECT)
    return [part for item in parts for part in split_lost_sign(stretch.text, *item)]


# 国家杂交水稻工程研究中心|怀化|分中心: a house's branch at a place is named behind it
BRANCH = re.compile(any_of("branches"))


def split_lost_sign(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """“鹤城区5G改造沅陵县5G建设” lost a 、: an area's name right behind a complete name begins the next."""
    for hit in DIVISIONS.find(text[start:end]) if end - start >= 12 else ():
        at = start + hit.start
        if (
            hit.start >= 6
            and end - at >= 6
            and text[at - 1] != ")"
            and not BRANCH.match(text, start + hit.end)
            and is_whole(text[start:at])
            and ends_like_project(text[at:end])
        ):
            return [(start, at), *split_lost_sign(text, at, end)]
    return [(start, end)]


MEASURE_ASIDE = re.compile(r"[(〈]\d[\d.,]*[^\d()]{0,6}\)$")  # 山西大同|(60万千瓦)


def trim(stretch: Stretch, start: int, end: int, *, last: bool) -> tuple[int, int]:
    """Cuts what is not the name: verbs before it, 等 and “前期工作” behind it."""
    text = stretch.text
    start, end = cut_etc(text, start, end)
    while start < end:
        lead = words("project_leads", "^").match(text[start:end]) or words("project_cues", "^").match(text[start:end])
        if not lead or lead.end() >= end - start - 2 or not stretch.begins_word(start + lead.end()):
            break
        if re.match(r"项目|工程|路|区|站", text[start + lead.end() : end]):
            break
        start += lead.end()
    core = without_aside(MEASURE_ASIDE.sub("", text[start:end]))
    if last and core.endswith("建设") and len(core) > 4:
        core = without_aside(core.removesuffix("建设"))
    if len(core) >= 3:
        end = start + len(core)
    # 国内首个风光火储一体化工程——|陇东到山东特高压直流工程: what it is the first of is said before its name
    if (dash := text.rfind("——", start, end)) > start and ends_like_project(text[dash + 2 : end]):
        start = dash + 2
    if text[start:end].startswith("“") and text[start:end].count("“") > text[start:end].count("”"):
        start += 1
    return start, end


def cut_etc(text: str, start: int, end: int) -> tuple[int, int]:
    """Drops a trailing 等 and full stop."""
    while end > start and text[end - 1] in "等。;,":
        end -= 1
    return start, end
