"""What industries a sentence says that a park has: LEADING_INDUSTRY and FEATURED_INDUSTRY of running text.

    怀化高新区形成以新材料和电子信息为主导产业、以生物医药为特色产业的格局;主导产业为…;将…确定为主导产业
    经开区要重点发展钢铁、有色、新材料等产业;高新区主攻信息技术           what it is to develop first
    绿色石化产业以南港工业区为重要承载地                                  where an industry stands
    通海五金机电特色园区                                                  what a park is called after

The park is the one, or the list, named before in the sentence; else the title's. A project that is to have industries
(规划制造城建设。聚焦智能制造、电子信息等领域) belongs to them: IN_INDUSTRY.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.lexicon.wordings import wordings
from graph.records import EntityType, Relation, RelationType
from graph.writing.sentence_ends import ENDS, LINE, last_end
from ingest.entities.industries import is_industry
from ingest.facts.area_marks import areas_then
from ingest.facts.groups import by_themselves, clause_end, clause_start, groups_of, in_clauses
from ingest.facts.marks import Mark, MarkedText
from ingest.facts.topics import MAX_RUN_IN, RUNNING, title_of
from ingest.rules import Example, rule

any_of = wordings("relating").any_of

LEADING, FEATURED = RelationType.LEADING_INDUSTRY, RelationType.FEATURED_INDUSTRY
AS = r"(?:等)?(?:产业)?(?:确定|明确|定位|列|作)?(?:为|作为)"
INDUSTRIES_OF_PARK = (
    (LEADING, re.compile(rf"(?:以|将|把)(?P<list>[^。;以]{{2,60}}?){AS}(?:其|核心|重点|本地|园区)?(?:主导|首位|主特)")),
    (FEATURED, re.compile(rf"(?:以|将|把)(?P<list>[^。;以]{{2,60}}?){AS}(?:其|地方|优势|本地|园区)?特色产业")),
    (LEADING, re.compile(r"(?:主导|首位|主特)产业(?:定位)?(?:为|是|包括|有|:)(?P<list>[^。;:特]{2,60})")),
    (FEATURED, re.compile(r"特色产业(?:定位)?(?:为|是|包括|有|:)(?P<list>[^。;:主]{2,60})")),
    (
        LEADING,
        re.compile(
            r"以(?P<list>[^。;以]{2,60}?)(?:等)?(?:产业)?为(?:主|主体|重点)的(?:[^,。;、]{0,8})产业(?:体系|格局|集群|结构)"
        ),
    ),
)
# What a park does to the industries that it is to have before others.
DEVELOPS = re.compile(
    r"^[”\"》]?(?:园区|管委会)?(?:要|将|应|则|主要|进一步)*"
    f"(?:{any_of('with_force')}+{any_of('develops')}+|主攻|聚焦(?:发展)?|专注(?:发展)?|主打)"
)
IS_DEVELOPED = re.compile(f"{any_of('with_force')}*{any_of('develops_of_title')}")
ENDS_ON_INDUSTRY = re.compile(r"(?:等)?(?:[^,。;、]{0,6}产业(?:链|集群)?|行业)?$")
FOCUSES = re.compile(f"^{any_of('focuses')}")
FIELD = re.compile(r"[”\"》]?(?:等)?(?:[\d一二三四五六七八九十]+[个大])?(?:重点)?(?:领域|方向|赛道)")
SPECIAL = re.compile(r"(?P<industry>[\u4e00-\u9fff]{2,12}?)特色(?:专业|工业|产业|农业)*(?:园区?|集聚区|基地)$")
SITE = re.compile(rf"^(?:产业)?{any_of('lies_with')}[“\"]?$")
SITED = re.compile(
    rf"^[”\"》]?(?:等)?(?:为|作为)(?:重要|主要|核心|重点)*{any_of('bears')}|^[”\"》]?(?:等)?(?:布局|集聚|发展)"
)
MAX_LIST = 80  # characters of a list of industries


INDUSTRY_OF_PARK = rule(
    "sentence:industry-of-park",
    LEADING,
    FEATURED,
    says="以…为主导产业, 特色产业为…: of the park, or the parks, named before or right behind, else of the title's",
    example=Example(
        "怀化经开区以现代服务业为主导产业、以文化旅游为特色产业,",
        "怀化经开区 → 现代服务业|怀化经开区 → 文化旅游",
    ),
    counter=Example("怀化经开区发展现代服务业、文化旅游,"),
)


def industries_of_park(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“A以X、Y为主导产业”, “A主导产业为X、Y”, “以X为主导产业的A”."""
    for rel, pattern in INDUSTRIES_OF_PARK:
        for match in pattern.finditer(marked.text, start, end):
            industries = marked.outermost(marked.within(*match.span("list"), EntityType.INDUSTRY))
            parks = parks_around(marked, start, *match.span(), end) if industries else ()
            for park in parks:
                for industry in industries:
                    yield marked.relation(park.mention, rel, industry.mention, INDUSTRY_OF_PARK)


def parks_around(marked: MarkedText, start: int, at: int, behind: int, end: int) -> Sequence[Mark]:
    """The last list of parks before the words; the park of which they are said (…的A); the title's."""
    if before := groups_of(marked, start, at, EntityType.PARK):
        return before[-1].marks
    for after in groups_of(marked, behind, end, EntityType.PARK)[:1]:
        if re.match(r"^(?:产业)?的[^,。;、]{0,6}$", marked.text[behind : after.start]):
            return after.marks
    over = title_of(marked, start)
    return (over.mark,) if over and over.mark and over.mark.type is EntityType.PARK else ()


PARK_DEVELOPS = rule(
    "sentence:park-develops",
    LEADING,
    says="the industries that a park is to develop first: 重点发展, 加快发展, 主攻",
    example=Example("怀化高新区要重点发展文化旅游、生物医药等产业,", "怀化高新区 → 文化旅游|怀化高新区 → 生物医药"),
    counter=Example("支持怀化高新区发展,重点发展文化旅游、生物医药等产业,"),
)


def park_develops(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“经开区要重点发展钢铁、有色等产业”: the park is the subject of the clause."""
    text = marked.text
    for group in groups_of(marked, start, end, EntityType.PARK):
        verb = DEVELOPS.match(text[group.end : end])
        before = text[clause_start(text, group.start, start) : group.start]
        if not verb or not re.fullmatch(rf"{any_of('support_of_park')}?[“\"《]?", before):
            continue
        at = group.end + verb.end()
        for industry in first_list(marked, at, clause_end(text, at, end)):
            for park in group.marks:
                yield marked.relation(park.mention, LEADING, industry.mention, PARK_DEVELOPS)


PARK_OF_TITLE = rule(
    "section:park-develops",
    LEADING,
    says="the industries that the text under a title that is a park says are to be developed: 集中打造…产业",
    example=Example("怀化高新区。集中打造文化旅游产业。", "怀化高新区 → 文化旅游产业"),
    counter=Example("怀化高新区。举办文化旅游产业大会。"),
)


def park_of_title(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“济南高新区。…集中打造面向海洋卫星通信的新兴信息产业”: the list that a clause ends with."""
    text = marked.text
    for begin, stop in in_clauses(text, start, end):
        if not IS_DEVELOPED.match(text[begin:stop]):
            continue
        found = groups_of(marked, begin, stop, EntityType.INDUSTRY)
        over = title_of(marked, start) if found and ENDS_ON_INDUSTRY.match(text[found[-1].end : stop]) else None
        if over and over.mark and over.mark.type is EntityType.PARK:
            for industry in found[-1].marks:
                yield marked.relation(over.mark.mention, LEADING, industry.mention, PARK_OF_TITLE)


def first_list(marked: MarkedText, start: int, end: int) -> Sequence[Mark]:
    """The list of industries that begins there."""
    found = groups_of(marked, start, min(end, start + MAX_LIST), EntityType.INDUSTRY)
    return found[0].marks if found and "、" not in marked.text[start : found[0].start] else ()


SITE_OF_INDUSTRY = rule(
    "sentence:site-of-industry",
    LEADING,
    says="the park that an industry has as its site: X产业以A为重要承载地",
    example=Example("现代物流产业以怀化高新区为重要承载地,", "怀化高新区 → 现代物流产业"),
    counter=Example("现代物流产业以怀化高新区为例,"),
)


def site_of_industry(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“绿色石化产业以南港工业区为重要承载地”."""
    text = marked.text
    industries = by_themselves(marked, start, end, EntityType.INDUSTRY)
    for group in groups_of(marked, start, end, EntityType.PARK):
        industry = next((i for i in reversed(industries) if i.end <= group.start), None)
        if industry and SITE.match(text[industry.end : group.start]) and SITED.match(text[group.end : end]):
            for park in group.marks:
                yield marked.relation(park.mention, LEADING, industry.mention, SITE_OF_INDUSTRY)


NAMED_AFTER_INDUSTRY = rule(
    "name:featured-industry",
    EntityType.INDUSTRY,
    FEATURED,
    says="the industry that a park is called after, when it is called 特色 as well",
    example=Example(
        "推进洪江精细化工、中方箱包皮具等特色专业园区建设,",
        "洪江精细化工特色专业园区 → 精细化工|中方箱包皮具特色专业园区 → 箱包皮具|精细化工|箱包皮具",
    ),
    counter=Example("推进洪江精细化工、中方箱包皮具等专业园区建设,"),
)


def featured_by_name(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“通海五金机电特色园区”, and each item of “南雄精细化工、乳源氯碱化工等特色专业园区”, by its full name."""
    for park in by_themselves(marked, start, end, EntityType.PARK):
        special = SPECIAL.match(park.mention.name)
        name = without_area(marked, special["industry"]) if special else ""
        at = marked.text.find(name, park.start, park.end) if is_industry(name) else -1
        if at < 0:
            continue
        given = marked.within(at, at + len(name), EntityType.INDUSTRY)
        made = marked.mention_at(at, at + len(name), EntityType.INDUSTRY, name, NAMED_AFTER_INDUSTRY)
        industry = given[0].mention if given else made
        yield marked.relation(park.mention, FEATURED, industry, NAMED_AFTER_INDUSTRY)


def without_area(marked: MarkedText, name: str) -> str:
    """五金机电 of 通海五金机电."""
    while hits := [hit for hit in areas_then(marked).find(name)[:1] if hit.start == 0]:
        name = name[hits[0].end :]
    return name


PROJECT_FOCUS = rule(
    "sentence:focus-of-project",
    RelationType.IN_INDUSTRY,
    says="the industries that a project is to have, as the sentence behind the short one that names it says",
    example=Example(
        "加快怀化国际陆港物流园建设。聚焦文化旅游、生物医药等产业,引进企业。",
        "怀化国际陆港物流园 → 文化旅游|怀化国际陆港物流园 → 生物医药",
    ),
    counter=Example("加快怀化国际陆港物流园建设。引进企业,聚焦文化旅游、生物医药等产业。"),
)


def focus_of_project(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“规划防城港制造城建设。聚焦智能制造、电子信息等领域”, “聚焦新材料、氢能等领域,谋划建设制造城”."""
    text = marked.text
    verb = FOCUSES.match(text[start:end])
    if not verb:
        return
    at = start + verb.end()
    industries = first_list(marked, at, clause_end(text, at, end))
    is_field = industries and FIELD.match(text, industries[-1].end)
    named = told_before(marked, start) or (by_themselves(marked, at, end, EntityType.PROJECT) if is_field else [])
    for industry in industries if len(named) == 1 else ():
        yield marked.relation(named[0].mention, RelationType.IN_INDUSTRY, industry.mention, PROJECT_FOCUS)


def told_before(marked: MarkedText, start: int) -> list[Mark]:
    """The projects of the sentence before, when it is a short one of the same paragraph."""
    text = marked.text
    begin = last_end(text, ENDS + LINE, 0, start - 1)
    if start - begin > MAX_RUN_IN or RUNNING.search(text, begin, start - 1) or "\n" in text[begin:start]:
        return []
    return by_themselves(marked, begin, start, EntityType.PROJECT)


PARK_FINDERS = (industries_of_park, park_develops, park_of_title, site_of_industry, featured_by_name, focus_of_project)
