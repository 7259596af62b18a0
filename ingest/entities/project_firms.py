"""The company that a project's name begins with, or consists of: a name goes in, the company's place comes out.

Plans call what a company builds by the company: its short name, and behind it the product, the works or nothing at all.
What stands there is as often a place (前房子一期), so each way asks for evidence of its own:

    溆浦县福香柑桔农民专业合作社|…科技创新中心     a legal form, a group (ingest/entities/name_parts.py)
    永州|紫金锂业, 韶钢|节能减排技改               a company of companies.txt
    宁乡|圣钘科技|新一代锂电池, 萱嘉医药           a coined word and what only companies' names end in
    丹霞冶炼厂|改扩建, 广东联通|BPO一期             a works of a trade, a company of which a province has one
    邵阳|邵虹|基板玻璃, 科元|ABS装置               a coined word and what only companies make
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import rjieba

from graph.lexicon.lexicon import alternation, word_list
from graph.lexicon.wordings import wordings
from ingest.entities.enterprises import PROVINCE_BEFORE, REGION
from ingest.entities.name_parts import DIVISIONS, after_areas, company_in, formal_company, is_coined, tails, zone_in
from ingest.entities.names import is_proper_word

NAMES = wordings("names")
any_of = NAMES.any_of

Place = tuple[int, int]
OPENING = ("“", '"', "《")
MAX_KNOWN = 10  # characters of the longest name in companies.txt
# Behind a word that is a company's name as well, these say that it is none here: 兰州石化产业园, 大唐文化园, 金山镇.
OTHER_THING = re.compile(any_of("other_things"))
# Works of a town that are called after the company beside them: 首钢农场片区规划道路, 鞍钢小区改造.
OF_A_TOWN = re.compile(rf"{any_of('town_things')}(?:建设|改造|整治|提升|工程|项目)*$")
NATURAL = re.compile(rf"[{NAMES.words('place_signs')[0]}关滩崖井营铺梁塔]$")
NATURE_BEHIND = re.compile(r"[山江河湖溪塘岭坪镇乡村洲湾桥坝寺庄堡店屯峡沟寨滩崖塔]")  # 补连|塔煤矿
# What no company has a name for: lines, public houses, what a state does.
PUBLIC = re.compile(any_of("public_things"))
# The companies that each province has one of: 广东联通, 海南农垦; not 广东移动互联网
PROVINCIAL = re.compile(rf"{any_of('provincial_companies')}(?=.{{2}})(?!产业|集团|公司|[园区])")
PLANT = re.compile(
    rf"[\u4e00-\u9fff]{{2,10}}?{any_of('plant_trades')}[一二三四五六]?总?厂(?=的|[“\"]|[一二三四五六]期|改|扩|技|搬|年产)"
)


def firm_in(name: str) -> Place | None:
    """The company's place in the name of a project, by the first way that finds one."""
    return next((found for way in WAYS if (found := way(name))), None)


def known_firm(name: str) -> Place | None:
    """紫金锂业 in 永州紫金锂业; one whose name is also a word (大唐, 上海石化) where no place or trade is meant."""
    if OF_A_TOWN.search(name):
        return None
    for start in starts(name):
        for length in range(min(MAX_KNOWN, len(name) - start), 1, -1):
            word, end = name[start : start + length], start + length
            if word not in word_list("companies"):
                continue
            if word in word_list("company_words") and not is_meant(name, start, end):
                return None
            return start, with_tail(name, end)
    return None


def with_tail(name: str, end: int) -> int:
    """Where the company's name ends, when what its name ends in stands behind and then what it builds: 台泥|水泥."""
    longer = company_in(name)
    is_tail = longer is not None and longer[1] > end and tails().fullmatch(name, end, longer[1])
    return longer[1] if longer and is_tail else end


def is_meant(name: str, start: int, end: int) -> bool:
    """Whether the word is the company here: 大唐 of 大唐郓城; not of 大唐文化园, and never 统一, a verb."""
    word = name[start:end]
    is_name = not rjieba.has_word(word) or not rjieba.tag(word)[0][1].startswith(("v", "a", "d"))
    return is_name and not OTHER_THING.match(name, end) and is_whole(name, start, end)


def starts(name: str) -> list[int]:
    """Where a company's name may begin: at once, behind the zone, behind any of the areas; behind “ as well."""
    zone = zone_in(name)
    behind = zone[1] if zone else 0
    places = {0, behind, *area_ends(name, 0), *area_ends(name, behind)}
    return sorted({at + 1 if name[at : at + 1] in OPENING else at for at in places})


def area_ends(name: str, start: int) -> list[int]:
    """Where each of the areas ends that the name goes on with: 永州|紫金|锂业, as 紫金 is a county too."""
    ends = [start]
    for hit in DIVISIONS.find(name[start:]):
        if start + hit.start == ends[-1]:
            ends.append(start + hit.end)
    return ends[1:]


def with_province(name: str, start: int) -> int:
    """A province before it is part of a company's name (青海辉源); a town says where it builds."""
    province = PROVINCE_BEFORE.search(name[:start])
    return province.start() if province else start


def is_whole(name: str, start: int, end: int) -> bool:
    """Whether no word of the name runs over the end: 中建|总部, not 中|建成."""
    at = start
    for word in rjieba.cut(name[start:], True):
        if at < end < at + len(word) and rjieba.has_word(word):
            return False
        at += len(word)
    return True


def plant_firm(name: str) -> Place | None:
    """丹霞冶炼厂 in 丹霞冶炼厂改扩建一期; not 污水处理厂扩建."""
    found = PLANT.match(name)
    return found.span() if found else None


def provincial_firm(name: str) -> Place | None:
    """广东联通 in 广东联通BPO一期."""
    start = next((at for at in starts(name) if at and PROVINCIAL.match(name, at)), None)
    found = PROVINCIAL.match(name, start) if start else None
    return (0, found.end()) if found and start == after_areas(name) else None


@lru_cache(maxsize=1)
def sure_tails() -> re.Pattern[str]:
    """What only companies' names end in."""
    return re.compile(alternation("company_sure_tails"))


def tailed_firm(name: str) -> Place | None:
    """圣钘科技 in 宁乡圣钘科技新一代锂电池; not 茅岭矿业 in 茅岭矿业物流园."""
    for at in starts(name)[::-1]:
        for length in (2, 3, 4):
            tail = sure_tails().match(name, at + length)
            if tail and is_firms_word(name, at, at + length) and not OTHER_THING.match(name, tail.end()):
                return with_province(name, at), tail.end()
    return None


@lru_cache(maxsize=1)
def goods() -> re.Pattern[str]:
    """What companies make, and do to their works."""
    return re.compile(alternation("company_goods"))


def making_firm(name: str) -> Place | None:
    """邵虹 in 邵阳邵虹基板玻璃, 科元 in 科元ABS装置; not 前房子 in 前房子一期."""
    for at in starts(name)[::-1]:
        for length in (2, 3):
            if is_firms_word(name, at, at + length) and goods().match(name, at + length):
                return with_province(name, at), at + length
    return None


def is_firms_word(name: str, start: int, end: int) -> bool:
    """A coined word that holds no word of plans and is neither nature, nor a region, nor a piece of a word."""
    word = name[start:end]
    return (
        is_coined(word)
        and is_whole(name, start, end)
        and not (
            NATURAL.search(word) or NATURE_BEHIND.match(name, end) or REGION.fullmatch(word) or PUBLIC.search(name)
        )
        and word not in word_list("macro_regions")
        and not any(len(piece) > 1 and not is_proper_word(piece) and rjieba.has_word(piece) for piece in pieces(word))
    )


@lru_cache(maxsize=1 << 12)
def pieces(word: str) -> tuple[str, ...]:
    """The words it is cut into without guessing new ones."""
    return tuple(rjieba.cut(word, False))


WAYS: tuple[Callable[[str], Place | None], ...] = (
    formal_company,
    known_firm,
    company_in,
    plant_firm,
    provincial_firm,
    tailed_firm,
    making_firm,
)
