"""The park and the company a project's name begins with: a name goes in, the places of these parts come out.

Asked where no rule of mentions has found a park or company in the name.

    怀化市鹤城区省级工业集中区|智能制造产业园       the zone at the beginning is where the project lies
    沅陵县|增辉物流|三级配送中心                   a word no dictionary knows and the tail of a company's name
    溆浦县福香柑桔农民专业合作社|…科技创新中心      a name of a legal form, whatever its words
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.lexicon.divisions import Divisions
from graph.lexicon.lexicon import alternation
from graph.lexicon.wordings import wordings
from ingest.entities.names import is_proper_word

any_of = wordings("names").any_of

DIVISIONS = Divisions.load()
# Zones are run by a body of their own; what is built in them is not they. A 产业园 is as often the project itself.
ZONE = re.compile(rf"^[^、,和至]{{2,18}}?{any_of('zones_with_bodies')}(?=.{{3}})(?!建设|扩容|扩区|调区|提质|创建|升级)")
LEGAL_FORM = re.compile(r"^[\u4e00-\u9fff]{4,24}?(?:有限公司|股份公司|集团公司|合作社|公司)(?=.{2})")
GROUP = re.compile(r"^[\u4e00-\u9fff]{2,6}集团(?=.{2})")
# What a company builds goes on with its scale or its works; what goes on otherwise is a place of that trade (物流园).
WORKS = re.compile(rf"^{any_of('company_works')}|^[\u4e00-\u9fff]{{2,12}}(?:生产线|产线|生产项目|生产基地|改扩建)")
MAX_COINED = 4  # characters of the coined word before a company's tail: 增辉, 鑫德正, 轩琪


@lru_cache(maxsize=1)
def tails() -> re.Pattern[str]:
    """Finds what a company's name may go on with behind the word of its own."""
    return re.compile(rf"(?:进出口|国际|生物|农业)?(?:{alternation('company_tails')})")


def zone_in(name: str) -> tuple[int, int] | None:
    """The place in the name of the zone it begins with."""
    found = ZONE.match(name)
    return (0, found.end()) if found else None


def company_in(name: str) -> tuple[int, int] | None:
    """The place in the name of the company it begins with; a full area's name before it is no part of it."""
    if formal := formal_company(name):
        return formal
    at = after_areas(name)
    for length in range(2, MAX_COINED + 1):
        tail = tails().match(name, at + length)
        if tail and is_coined(name[at : at + length]) and WORKS.match(name[tail.end() :]):
            return company_start(name, at), tail.end()
    return None


def formal_company(name: str) -> tuple[int, int] | None:
    """The place of a company with its legal form, or of a group."""
    if form := LEGAL_FORM.match(name):
        return form.span()
    at = after_areas(name)
    group = GROUP.match(name[at:])
    return (at, at + group.end()) if group else None


def is_coined(word: str) -> bool:
    """轩琪, 增辉; not 蓝色, 蟒塘溪水 (a stretch of nature before 资源)."""
    return bool(re.fullmatch(r"[\u4e00-\u9fff]{2,4}", word)) and is_proper_word(word) and not DIVISIONS.find(word)


def after_areas(name: str) -> int:
    """Where the name goes on after the areas it begins with."""
    at = 0
    for hit in DIVISIONS.find(name):
        if hit.start != at:
            break
        at = hit.end
    return at


def company_start(name: str, at: int) -> int:
    """怀化轩琪 is a company's name with its town; 沅陵县 before 增辉物流 is the site."""
    hits = [hit for hit in DIVISIONS.find(name[:at]) if hit.end == at]
    return hits[0].start if hits and hits[0].is_short else at
