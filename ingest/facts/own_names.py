"""What a name says by itself: a project's or park's mark goes in, the companies, zones and areas in it come out.

Asked of the mentions that stand inside the name; where a list lends a name its beginning (赤峰打造锂产业基地和有色
产业集聚区), of the mentions around it whose words the full name bears; where no rule of mentions has found any, of the
name's beginning. Nothing here depends on which rule found a mention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from graph.lexicon.divisions import DivisionHit, Divisions
from graph.lexicon.lexicon import alternation, word_list
from graph.records import EntityType, Level, Mention
from ingest.entities.counties import name_of
from ingest.entities.enterprises import AREA_TRADE
from ingest.entities.name_parts import company_in, zone_in
from ingest.facts.marks import Mark, MarkedText
from ingest.rules import Example, rule

DIVISIONS = Divisions.load()
# What a name that joins places is named by: a line lies in all of them, what runs on one lies in none.
JOINTS = r"至到—–~·\-"
ENDS = re.compile(rf"[{JOINTS}]|经(?=[\u4e00-\u9fff]{{2,}}[{JOINTS}])")
RUNS = re.compile(r"班列|专列|列车|航线|航班|班轮|内陆港|无水港")
# The station an area's name is part of stands where it stands: 防城南至企沙铁路.
# What a line's name says behind its last end; 巴彦 of 银川至巴彦浩特 is none.
LINE_GOES_ON = re.compile(
    r"[县市区旗州]?(?:$|[(\d]|[一二三]级|高等?级|高速|高铁|铁路|公路|城际|快速|支线|复线|段|新建|改|扩|特高压|直流|交流|输|送"
    r"|天然气|油气|成品油|原油|管|航道|大道|道路|国道|省道|旅游|沿|互联互通|通道|电)"
)
STATION = re.compile(rf"[东南西北]站?(?=[{JOINTS}])")
ROAD_NUMBER = re.compile(r"[GSXYC]\d{2,4}(?:线)?")
DEPTHS = {Level.COUNTY: 2, Level.CITY: 1, Level.PROVINCE: 0}
# A company called by an area and its works lies there: 青岛港, 海南电网; 云南铝业集团 may build anywhere.
WORKS = re.compile(r"(?:港|机场|电厂|电站|电网|油田|地铁|医院|大学|学院)$")
NAMED_AFTER = re.compile(
    r"合作组织|平原|盆地|高原|[江河湖山峡海湾岭岛溪洋]|[东南西北中]?(?:大道|路(?!网)|街|桥|大桥)|大河"
)
# Behind two syllables these are ends of a line: 潮南高速 is no road of 潮南.
HALF = re.compile(r"高速|高铁|城际|通道|大道|铁路|公路|航道")
LINES = re.compile(r"高速|高铁|铁路|城际|线|航道|运河")
# A house and its parts: 邵阳市中医医院|门诊楼、住院楼.
HOUSE = re.compile(r"(?:医院|学院|大学|中学|学校|高中|公园|景区)(?=.{2})")
PART_OF_HOUSE = re.compile(r"(?:楼|病房|校区|宿舍|院区|康养中心|救治中心|实训中心|实验室|食堂)$")
MAX_BARE = 7  # characters of an item that shares its head with a list
MAX_ITEM = 40  # characters of the item before
MAX_COMPANY = 20  # characters of a company's name
AREA_WORKS = re.compile(
    r"港(?![区口珠])|机场|电厂|核电|火电|[县市](?!场|区)|段"
)  # 水富港 is of 水富, 水富 in 江水富集 of nothing
SENTENCE_SIGNS = "。;!?\n"
SHORTEST_LENT = 2  # characters that a name must share with what it was lent by


def companies_of(marked: MarkedText, project: Mark) -> list[Mark]:
    """The companies in the name, or all it says; else those it is lent by its list; else what it begins with."""
    inside = [c for c in marked.within(project.start, project.end, EntityType.ENTERPRISE) if is_company(marked, c)]
    if inside or (inside := lent(marked, project, EntityType.ENTERPRISE)):
        return marked.outermost(inside)
    if known := known_company(marked, project):
        return [known]
    part = company_in(marked.text[project.start : project.end])
    return [part_mark(marked, project, part, EntityType.ENTERPRISE)] if part else []


KNOWN_COMPANY = rule(
    "name:known-company",
    EntityType.ENTERPRISE,
    says="a company at the head of a project's name, or all it says, that the document names elsewhere as one",
    example=Example("支持远大、红豆等企业。推进怀化红豆商务中心项目建设,", "红豆"),
    counter=Example("支持远大、春兰等企业。推进怀化红豆商务中心项目建设,"),
)


def known_company(marked: MarkedText, project: Mark) -> Mark | None:
    """利民制药 at the head of 利民制药新生线, or behind the areas there, where another sentence has it as a company."""
    name = marked.text[project.start : project.end]
    heads = {0, *(area.end - project.start for area in marked.within(project.start, project.end, EntityType.COUNTY))}
    heads |= {zone.end - project.start for zone in marked.within(project.start, project.end, EntityType.PARK)}
    for at in sorted(heads):
        for length in range(min(MAX_COMPANY, len(name) - at), 1, -1):
            known = marked.companies.get(name[at : at + length])
            is_area = known and areas_then(marked).called(name[at : at + length])
            if known and not is_area and is_company(marked, known) and not AREA_TRADE.match(name, at):
                start, end = project.start + at, project.start + at + length
                mention = marked.mention_at(start, end, EntityType.ENTERPRISE, known.mention.name, KNOWN_COMPANY)
                return Mark(mention, start, end)
    return None


def is_company(marked: MarkedText, company: Mark) -> bool:
    """怀化 and 新材料 are none, whatever the mention says; 金川 may be, where no mention has it as an area."""
    name = marked.text[company.start : company.end]
    areas = marked.within(company.start, company.end, EntityType.COUNTY)
    return not any(area.end == company.end for area in areas) and name not in word_list("industries")


def parks_of(marked: MarkedText, project: Mark) -> list[Mark]:
    """The parks in the name before its end; else those it is lent by its list; else the zone it begins with."""
    inside = [
        park for park in marked.within(project.start, project.end, EntityType.PARK) if goes_on(marked, park, project)
    ]
    if inside or (inside := lent(marked, project, EntityType.PARK)):
        return marked.outermost(inside)
    part = zone_in(marked.text[project.start : project.end])
    return [part_mark(marked, project, part, EntityType.PARK)] if part else []


def goes_on(marked: MarkedText, park: Mark, project: Mark) -> bool:
    """Whether the full name goes on behind the park: 甘泉堡经开区 of the list 甘泉堡经开区、上库高新区零碳园区."""
    return (park.end < project.end and marked.text[park.end] != "(") or is_more(project, park)


def is_in_name(area: Mark, mark: Mark) -> bool:
    """Whether the name is more than the area: 郓城 in 大唐郓城, 铜仁 of the list 铜仁、思南等水库."""
    return (area.start, area.end) != (mark.start, mark.end) or is_more(mark, area)


def is_more(mark: Mark, part: Mark) -> bool:
    """Whether the full name of a thing begins with what stands there, and is longer."""
    name = mark.mention.name
    return name != part.mention.name and name.startswith(part.mention.surface) and name != part.mention.surface


PART = {
    EntityType.ENTERPRISE: rule(
        "name:enterprise",
        EntityType.ENTERPRISE,
        says="the company that a project's name begins with, where no other rule found one",
        example=Example("加快溆浦县福香柑桔农民专业合作社科技创新中心建设,", "溆浦县福香柑桔农民专业合作社"),
        counter=Example("加快溆浦县柑桔科技创新中心建设,"),
    ),
    EntityType.PARK: rule(
        "name:park",
        EntityType.PARK,
        says="the zone that a project's name begins with, where no other rule found one",
        example=Example("加快怀化市鹤城区省级工业集中区智能制造产业园建设,", "怀化市鹤城区省级工业集中区"),
        counter=Example("加快怀化市鹤城区智能制造产业园建设,"),
    ),
}
NAME_AREA = rule(
    "name:area",
    EntityType.COUNTY,
    says="the area a name begins with or joins to another, where no other rule found it",
    example=Example("加快会同石煤综合利用项目建设,", "会同县"),
    counter=Example("会同有关部门加快怀化国际陆港项目建设,"),
)


def part_mark(marked: MarkedText, whole: Mark, part: tuple[int, int], kind: EntityType) -> Mark:
    """A new mark for a part of a name that no rule of mentions has found."""
    start, end = whole.start + part[0], whole.start + part[1]
    return Mark(marked.mention_at(start, end, kind, marked.text[start:end], PART[kind]), start, end)


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
    start = max(text.rfind(sign, 0, mark.start) for sign in SENTENCE_SIGNS) + 1
    ends = [at for sign in SENTENCE_SIGNS if (at := text.find(sign, mark.end)) >= 0]
    return start, min(ends, default=len(text))


def areas_of(marked: MarkedText, mark: Mark, companies: Sequence[Mark]) -> list[Mention]:
    """Where the name says the thing lies: all places it joins, else the innermost; not the short form in 怀化轩琪."""
    text = marked.text
    areas = [
        area
        for area in marked.within(mark.start, mark.end, EntityType.COUNTY)
        if is_in_name(area, mark)
        and (not is_by_chance(text, area) or is_joined(text, mark, area))
        and not any(is_part_of_company(marked, area, company) for company in companies)
    ]
    name = text[mark.start : mark.end]
    parts = ENDS.split(name)
    joined = [area for area in areas if is_joined(text, mark, area)] or areas or own_parts(marked, mark, parts)
    if len(parts) > 1 and joined:
        if RUNS.search(name):
            return []
        areas = by_place([*joined, *(a for a in areas if a not in joined), *far_ends(marked, mark, parts, joined)])
        areas = [area for area in areas if not STATION.match(text, area.end)]
        sections = [area for area in areas if area not in joined and text[area.end : area.end + 1] == "段"]
        return list({area.mention.name: area.mention for area in sections or areas}.values())
    areas = areas or lent(marked, mark, EntityType.COUNTY) or leading_area(marked, mark, companies)
    areas = areas or carried_area(marked, mark)
    return innermost(text, areas)


def by_place(areas: Sequence[Mark]) -> list[Mark]:
    """In order of place."""
    return sorted(areas, key=lambda area: (area.start, area.end))


def is_part_of_company(marked: MarkedText, area: Mark, company: Mark) -> bool:
    """怀化 in 怀化轩琪 says who; 长沙 in 长沙惠科, where 惠科 is named as well, and 青岛 in 青岛港 say where."""
    if not (company.start <= area.start and area.end <= company.end and is_short(area)):
        return False
    own = marked.within(area.end, company.end, EntityType.ENTERPRISE)
    return not own and not WORKS.search(marked.text[area.end : company.end])


def is_joined(text: str, mark: Mark, area: Mark) -> bool:
    """Whether a joint stands right before or behind the area in the name."""
    before = text[area.start - 1 : area.start] if area.start > mark.start else ""
    after = text[area.end : mark.end]
    return bool((before and ENDS.match(before)) or ENDS.match(after) or re.match(rf"[县市区](?=[{JOINTS}])", after))


def own_parts(marked: MarkedText, mark: Mark, parts: Sequence[str]) -> list[Mark]:
    """The parts of a name that are areas of the document's own city: 会同 of 飞山—会同—牌楼输送通道."""
    region = marked.structure.document.region_code
    city = DIVISIONS.at_level(region, Level.CITY) if region and len(parts) > 1 else None
    found, at = list[Mark](), mark.start
    for part in parts:
        start = marked.text.index(part, at)
        at = start + len(part)
        for area in area_mark(marked, start, at) if city and part else ():
            if DIVISIONS.is_within(area.mention.code or "", city.code):
                found.append(area)
    return found


def far_ends(marked: MarkedText, mark: Mark, parts: Sequence[str], areas: Sequence[Mark]) -> list[Mark]:
    """The other ends of a line of which one is an area that was found: 安化 of 安化—溆浦高速公路, far as it may lie."""
    found: list[Mark] = []
    at = mark.start
    for part in parts:
        start = marked.text.index(part, at)
        at = start + len(part)
        if any(start <= area.start and area.end <= at for area in areas):
            continue
        for hit in areas_then(marked).find(part)[:1]:
            if is_far_end(part, hit, is_last=part is parts[-1]):
                found += area_mark(marked, start + hit.start, start + hit.end)
    return found


def is_far_end(part: str, hit: DivisionHit, *, is_last: bool) -> bool:
    """Whether the part of the name begins with the area, or a part that another follows ends with it."""
    number = ROAD_NUMBER.match(part)
    is_whole = (hit.start, hit.end) == (0, len(part))
    is_ordinary = part[hit.start : hit.end] in word_list("division_words")
    if not is_whole and (is_ordinary or not LINE_GOES_ON.match(part, hit.end)):
        return False
    return hit.start == (number.end() if number else 0) or (hit.end == len(part) and not is_last)


def area_mark(marked: MarkedText, start: int, end: int) -> list[Mark]:
    """The area that the words mean in this document, as a new mark."""
    area = areas_then(marked).nearest(marked.text[start:end], marked.structure.document.region_code)
    if area is None:
        return []
    return [Mark(marked.mention_at(start, end, EntityType.COUNTY, name_of(area), NAME_AREA, area.code), start, end)]


def areas_then(marked: MarkedText) -> Divisions:
    """The areas as they were when the document was written."""
    return Divisions.load(marked.structure.document.written)


def leading_area(marked: MarkedText, mark: Mark, companies: Sequence[Mark]) -> list[Mark]:
    """The areas the name begins with, by their short forms or in full, when no mention was found there."""
    name = marked.text[mark.start : mark.end]
    if any(company.start == mark.start for company in companies):
        return []
    region = marked.structure.document.region_code
    found: list[Mark] = []
    at = 0
    for hit in areas_then(marked).find(name):
        if hit.start != at or is_no_site(name, hit.start, hit.end):
            break
        at = hit.end
        for area in area_mark(marked, mark.start + hit.start, mark.start + hit.end):
            if means_area(name, hit.start, hit.end, area.mention.code or "", region):
                found.append(area)
    return found


def is_by_chance(text: str, area: Mark) -> bool:
    """潮南 in 潮南高速, 临高 in 文临高速: two syllables that are a line's ends, or half of the word for it."""
    is_small = area.end - area.start == 2 and depth(area.mention) == DEPTHS[Level.COUNTY]
    return is_small and bool(LINES.match(text, area.end) or HALF.match(text, area.end - 1))


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


def is_no_site(name: str, start: int, end: int) -> bool:
    """芙蓉大道, 北江航道, 潮南高速: what is called after an area, or after the ends of a line by chance."""
    return bool(NAMED_AFTER.match(name, end)) or (end - start == 2 and bool(LINES.match(name, end)))


def means_area(name: str, start: int, end: int, code: str, region: str | None) -> bool:
    """In the document's province, or a province or city itself; a word that is ordinary as well only in its city."""
    is_sure = place_followers().match(name, end) or AREA_WORKS.match(name, end)
    if name[start:end] in word_list("division_words") and not is_sure:
        city = DIVISIONS.at_level(region, Level.CITY) if region else None
        return city is not None and DIVISIONS.is_within(code, city.code)
    return region is None or code[:2] == region[:2]


@lru_cache(maxsize=1)
def place_followers() -> re.Pattern[str]:
    """What makes a word that is ordinary as well an area: 通道|县城."""
    return re.compile(alternation("place_followers"))


def innermost(text: str, areas: Sequence[Mark]) -> list[Mention]:
    """The innermost areas; of two short forms in a row (长沙宁乡) both; those in brackets before all others."""
    deepest = max((depth(area.mention) for area in areas), default=0)
    inner = [area for area in areas if depth(area.mention) == deepest]
    bracketed = [area for area in inner if is_bracketed(text, area)]
    kept = bracketed or listed(text, inner)
    outer = [a for a in areas if kept and a.end == kept[0].start and is_short(a) and is_short(kept[0])]
    return list({area.mention.name: area.mention for area in [*outer, *kept]}.values())


def listed(text: str, areas: Sequence[Mark]) -> list[Mark]:
    """The last area and those a list joins to it: both of 沅陵、辰溪, only 常德 of 深圳国际食品谷常德产业园."""
    chain = list(areas[-1:])
    for area in reversed(areas[:-1]):
        if text[area.end : chain[0].start] not in ("、", "和", "及", "与"):
            break
        chain.insert(0, area)
    return chain


def is_bracketed(text: str, area: Mark) -> bool:
    """Whether the area stands alone in brackets: 怀化国际陆港(新晃)物流园."""
    return text[area.start - 1 : area.start] == "(" and text[area.end : area.end + 1] == ")"


def is_short(area: Mark) -> bool:
    """Whether the area is written by its short form: 长沙, not 长沙市."""
    code = area.mention.code
    division = DIVISIONS.by_code.get(code) if code else None
    states = DIVISIONS.book.states[division.code] if division else ()
    return any(area.mention.surface == state.short for state in states)


def depth(area: Mention) -> int:
    """How far inside the country it lies: 0 a province, 1 a city, 2 a county."""
    division = DIVISIONS.by_code.get(area.code) if area.code else None
    return DEPTHS[division.level] if division else 1


def has_own_place(marked: MarkedText, thing: Mark) -> bool:
    """Whether the name says where it lies."""
    companies = companies_of(marked, thing) if thing.type is EntityType.PROJECT else []
    parks = parks_of(marked, thing) if thing.type is EntityType.PROJECT else []
    return bool(parks) or bool(areas_of(marked, thing, companies))
