"""Names whose form alone says what they are, so that nothing weighs them: a document's mentions go in, the same with
those names added come out where none of them stands yet.

怀化—长沙图定班列, 中老、中越等国际联运班列              trains that run, by the ends they run between
赤峰商贸服务型国家物流枢纽                            national hubs, of each of whose kinds a city has one
怀化高新区科技企业孵化器                              incubators with the name of their zone or area
智慧怀化                                              a city's “smart city”
支持中方县绿色新型建材产业园建设                      a zone that the rules took for a project and weighing for none
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from graph.lexicon.divisions import Divisions
from graph.lexicon.lexicon import alternation
from graph.lexicon.link_words import kinds
from graph.lexicon.wordings import wordings
from graph.records import BlockKind, EntityType, Mention, Structure
from ingest.entities.areas import home, is_near
from ingest.entities.mentions import mention_of, stretches_of
from ingest.entities.parks import find_parks
from ingest.entities.places import Places
from ingest.entities.stretches import Finding, Stretch
from ingest.rules import Example, rule

any_of = wordings("names").any_of

DIVISIONS = Divisions.load()
NAMED = (EntityType.PROJECT, EntityType.PARK)
JOINT = "(?:—|-|~|–|―|至|到)+"
# what a train carries and how it runs, between its ends and the word for it
CARRIES = rf"{any_of('train_loads')}*"
RUN = re.compile(rf"{any_of('train_verbs')}[^,。;]{{0,6}}$")
LONGEST_RUN = 8  # characters of a verb and what stands behind it


@lru_cache(maxsize=1)
def ends() -> str:
    """What a train may run from and to, beside the areas of China."""
    countries = {name for name, _ in kinds("train_ends")}
    return "|".join([*sorted(countries, key=lambda name: (-len(name), name)), alternation("macro_regions")])


@lru_cache(maxsize=1)
def line_between() -> re.Pattern[str]:
    """“怀化—北部湾港”铁海联运班列, 怀化至老挝铁铁联运国际班列, 怀化东盟铁海联运通道."""
    end = r"[\u4e00-\u9fff]{2,6}?(?:港|站)?"
    body = rf"(?P<a>{end}){JOINT}(?P<b>{end}(?:{JOINT}{end})?)[”\"]?{CARRIES}(?:班列|专列)"
    joined = rf"(?P<from>[\u4e00-\u9fff]{{2,5}}?)(?P<to>{ends()})(?:铁海|铁铁|公铁|海铁|江海)联运(?:物流)?大?通道"
    return re.compile(rf"[“\"]?(?:{body}|{joined})")


TRAIN = rule(
    "project-train",
    EntityType.PROJECT,
    says="a train that runs, or a line of combined transport, by the two ends it runs between",
    example=Example(
        "“怀化—北部湾港”班列常态化运行,开行中老、中越等国际联运班列", "“怀化—北部湾港”班列|中越国际联运班列"
    ),
    counter=Example("提升中欧班列、中老班列运营水平,开行国际班列300列"),
)


def trains(stretch: Stretch) -> Iterator[Finding]:
    """The end on the left is an area, or a country or region; a name begins with its last area before the joint."""
    text = stretch.text
    if "班列" not in text and "专列" not in text and "通道" not in text:
        return
    for match in line_between().finditer(text):
        side = "a" if match["a"] else "from"
        start = first_end(text, *match.span(side))
        if start is not None:
            start -= text[start - 1 : start] in '“"' if start else 0
            yield Finding(start, match.end(), EntityType.PROJECT, text[start : match.end()], TRAIN)


def first_end(text: str, start: int, stop: int) -> int | None:
    """Where the area or region begins that the piece ends in: “开通|怀化”; None where it ends in none."""
    for at in range(start, stop - 1):
        name = text[at:stop].removesuffix("港").removesuffix("站")
        if DIVISIONS.called(name) or re.fullmatch(ends(), name):
            return at
    return None


@lru_cache(maxsize=1)
def trains_abroad() -> re.Pattern[str]:
    """中老、中越等国际联运班列, 中老班列."""
    signs = "".join(sorted({sign for _, sign in kinds("train_ends")}))
    one = rf"中[{signs}](?![{signs}])"
    return re.compile(rf"(?P<list>{one}(?:[、和]{one})*)等?(?P<tail>{CARRIES}班列)")


def trains_to_countries(stretch: Stretch) -> Iterator[Finding]:
    """Only where they are run: “常态化开行中老、中越等国际联运班列”, not “提升中老班列运营水平”."""
    for match in trains_abroad().finditer(stretch.text):
        if not RUN.search(stretch.text, max(0, match.start() - LONGEST_RUN), match.start()):
            continue
        items = list(re.finditer(r"中[\u4e00-\u9fff]", match["list"]))
        for number, item in enumerate(items):
            start, is_last = match.start() + item.start(), number == len(items) - 1
            end = match.end() if is_last and "等" not in match[0] else match.start() + item.end()
            yield Finding(start, end, EntityType.PROJECT, item[0] + match["tail"], TRAIN)


HUB = rule(
    "project-national-hub",
    EntityType.PROJECT,
    says="a national hub of logistics, of each of whose kinds a city has one",
    example=Example("打造一个商贸服务型国家物流枢纽", "商贸服务型国家物流枢纽"),
    counter=Example("打造5个商贸服务型国家物流枢纽,完善“五型”国家物流枢纽"),
)
HUBS = re.compile(rf"{any_of('hub_kinds')}型国家物流枢纽(?!城市|网络|承载|布局)")
MANY = re.compile(r"(?:[\d二两三四五六七八九十多几][个座]|一批|各类|等)$")


def hubs(stretch: Stretch) -> Iterator[Finding]:
    """With the area before it; without one only in the documents of a city or county."""
    for match in HUBS.finditer(stretch.text):
        start = area_before(stretch.text, match.start())
        own = home(stretch.region, stretch.year)
        is_local = own is not None and not own.code.endswith("0000")
        if not MANY.search(stretch.text, max(0, start - 2), start) and (start < match.start() or is_local):
            yield Finding(start, match.end(), EntityType.PROJECT, stretch.text[start : match.end()], HUB)


def area_before(text: str, end: int) -> int:
    """Where the area's name begins that ends there; `end` where none does."""
    low = max(0, end - 12)
    return next((low + hit.start for hit in DIVISIONS.find(text[low:end]) if low + hit.end == end), end)


INCUBATOR = rule(
    "project-incubator",
    EntityType.PROJECT,
    says="an incubator that bears the name of its zone",
    example=Example("怀化高新区科技企业孵化器升格为国家级", "怀化高新区科技企业孵化器"),
    counter=Example("新增国家级科技企业孵化器3家,认定科技企业孵化器"),
)
LONGEST_ZONE = 120  # characters of a park's name, and far more
INCUBATORS = re.compile(
    rf"{any_of('zones_of_incubators')}(?:国家级)?(?:科技企业|双创|创业|企业)?(?:孵化器|加速器|众创空间)(?!等?[\d一二三四五六七八九十两]+[家个])"
)


def incubators(stretch: Stretch) -> Iterator[Finding]:
    """怀化高新区科技企业孵化器: where a zone with a name of its own begins it."""
    parks = find_parks(stretch) if INCUBATORS.search(stretch.text) else []
    for match in INCUBATORS.finditer(stretch.text):
        zone = zone_over(parks, match.start())
        if zone is not None:
            yield Finding(
                zone.start, match.end(), EntityType.PROJECT, stretch.text[zone.start : match.end()], INCUBATOR
            )


def zone_over(parks: Sequence[Finding], at: int) -> Finding | None:
    """The first of the parks, which are in order of place, that begins before the place and ends behind it."""
    first = bisect_left(parks, at - LONGEST_ZONE, key=lambda park: park.start)
    near = itertools.takewhile(lambda park: park.start < at, itertools.islice(parks, first, None))
    return next((park for park in near if park.end > at), None)


SMART_CITY = rule(
    "project-smart-city",
    EntityType.PROJECT,
    says="a city's “smart city”, where it is built",
    example=Example("推进“智慧怀化”建设", "智慧怀化"),
    counter=Example("推进“智慧城市”建设,参加“智慧怀化”论坛"),
)
SMART = re.compile(r"“智慧(?P<area>[\u4e00-\u9fff]{2,4})”(?=建设|项目|工程|平台|一期|二期)")


def smart_cities(stretch: Stretch) -> Iterator[Finding]:
    """“智慧怀化”建设, in a plan of 怀化 or its counties."""
    for match in SMART.finditer(stretch.text):
        area = stretch.areas.nearest(match["area"], stretch.region)
        if area is not None and is_near(stretch.region, area, stretch.year):
            place = match.start() + 1, match.end() - 1
            yield Finding(*place, EntityType.PROJECT, stretch.text[slice(*place)], SMART_CITY)


FINDERS: tuple[Callable[[Stretch], Iterator[Finding]], ...] = (
    trains,
    trains_to_countries,
    hubs,
    incubators,
    smart_cities,
)


def with_sure_names(structure: Structure, found: Sequence[Mention], kept: Sequence[Mention]) -> list[Mention]:
    """`kept` with the names that are sure, where no project or park of it stands; `found`: all that rules found."""
    places = Places((m.start, m.end) for m in kept if m.type in NAMED)
    seen = {(m.start, m.end) for m in found if m.type is EntityType.PARK}
    added = [
        mention
        for stretch in stretches_of(structure)
        if stretch.kind is not BlockKind.TABLE
        for mention in sure_in(structure, stretch, seen)
        if not is_there(mention, places)
    ]
    return sorted({*kept, *added}, key=lambda m: (m.start, m.end, m.type.value, m.name, m.rule))


def sure_in(structure: Structure, stretch: Stretch, seen: set[tuple[int, int]]) -> Iterator[Mention]:
    """What is sure by its form, and the zones that a project's name hid."""
    for finder in FINDERS:
        yield from (mention_of(structure, stretch, found) for found in finder(stretch))
    for park in find_parks(stretch):
        mention = mention_of(structure, stretch, park)
        if (mention.start, mention.end) not in seen:
            yield mention


def is_there(mention: Mention, places: Places) -> bool:
    """Whether another name covers it, or half of it and more."""
    common = (
        min(mention.end, end) - max(mention.start, start) for start, end in places.near(mention.start, mention.end)
    )
    return any(2 * length > mention.end - mention.start for length in common)
