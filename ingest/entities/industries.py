"""Finds Industry mentions: a stretch goes in, the industries, chains and clusters it names come out.

An industry stands before 产业, 产业链, 产业集群 or 行业 (“绿色矿业、食品加工等传统产业”), in a column (主攻方向,
主导产业), or in gazetteers/industries.txt. “产业”, “特色产业”, “第一产业” name none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import ahocorasick
import rjieba

from graph.lexicon.divisions import Divisions
from graph.lexicon.lexicon import alternation, word_list
from graph.lexicon.ontology import Ontology
from graph.lexicon.repetition import repeated
from graph.lexicon.wordings import wordings
from graph.records import BlockKind, EntityType
from ingest.entities.cutting import cut, items_before
from ingest.entities.enterprises import automaton_of, longest
from ingest.entities.names import name_start
from ingest.entities.stretches import Finding, Stretch
from ingest.rules import Example, Rule, rule

any_of = wordings("names").any_of

DIVISIONS = Divisions.load()
COLUMN = re.compile(any_of("industry_headers"))
HEAD = re.compile(rf"产业(链(?!长|式|接|条)|集群)?(?!{alternation('industry_not_followed')}|、)")
KIND = rf"(?:{repeated(word_list('industry_list_kinds'))})*"
LISTED = re.compile(rf"等{KIND}(?:产业(?:链|集群)?|行业|集群|领域(?=产业|行业)|制造业)")
GENERIC = re.compile(
    rf"^(?:[一二三四五六七八九十\d]+[大条个])?(?:[第一二三][第一二三次、]*)?(?:{repeated(word_list('industry_generic'))})*$"
)
TAILS = ("产业链", "产业集群", "产业", "集群")


@lru_cache(maxsize=1)
def generic() -> frozenset[str]:
    """Words that are said of industries and name none."""
    return Ontology.load().entities[EntityType.INDUSTRY].generic


def finding(stretch: Stretch, start: int, end: int, by: Rule) -> Finding:
    """An industry at a place of the stretch, named as it is written."""
    return Finding(start, end, EntityType.INDUSTRY, stretch.text[start:end], by)


def is_industry(name: str) -> bool:
    """新型显示, 竹, 箱包皮具; not 特色, 第一, 怀化."""
    if not 1 <= len(name) <= 14 or GENERIC.match(name) or name in generic() or DIVISIONS.called(name):
        return False
    return re.fullmatch(r"[\u4e00-\u9fffA-Za-z0-9+()\-“”]+", name) is not None


INDUSTRY_COLUMN = rule(
    "industry-column",
    EntityType.INDUSTRY,
    says="each item of a column of industries",
    example=Example("建材、机械装备", "建材|机械装备", header="产业类别"),
    counter=Example("怀化高新区", header="重点支持园区"),
)


def in_column(stretch: Stretch) -> Iterator[Finding]:
    """“建材、机械装备” under 主导产业; not 怀化高新区 under 重点支持园区."""
    if not COLUMN.search(stretch.header) or re.search("企业|项目|园区|领域|指标|单位", stretch.header):
        return
    for start, end in cut(stretch, 0, len(stretch.text), EntityType.INDUSTRY):
        name = stretch.text[start:end].rstrip("等")
        if 2 <= len(name) <= 20 and is_industry(name) and not re.search(r"\d|园区|工业集中区|高新区|年", name):
            yield finding(stretch, start, start + len(name), INDUSTRY_COLUMN)


INDUSTRY_HEAD = rule(
    "industry-head",
    EntityType.INDUSTRY,
    says="what stands before 产业, 产业链 or 产业集群",
    example=Example("推进洪江区氯碱新材料产业集群建设,", "氯碱新材料产业集群"),
    counter=Example("壮大特色优势产业,培育主导产业"),
)


def before_head(stretch: Stretch) -> Iterator[Finding]:
    """“新型显示产业链”, “肉牛肉羊产业”; not “主导产业”, “产业链”."""
    text = stretch.text
    for match in HEAD.finditer(text):
        start = name_start(stretch, match.start(), limit=14)
        start = after_area(text, start, match.start())
        if match[1] and (number := NUMBERING.match(text)) and match.start() - number.end() <= 16:
            start = number.end() if match.end() == len(text) or text[match.end()] in "。:" else start
        start = with_joint(text, with_prefix(text, start, 0))
        name = text[start : match.start()]
        if (
            name
            and not re.search(r"\d|区|集聚|^(?:大力|深入)?开展|^(?:充分|积极|大力|做大|抓)|增强|项目$", name)
            and is_industry(name)
            and is_chain(stretch, start, match)
        ):
            yield finding(stretch, start, match.end(), INDUSTRY_HEAD)
            yield from listed_before(stretch, start)


NUMBERING = re.compile(r"^(?:\d+[.、]|[(][一二三四五六七八九十]+[)]|[一二三四五六七八九十]+、)")


def with_joint(text: str, start: int) -> int:
    """“新能源及其装备产业链” is one industry."""
    before = re.search(rf"(?:{alternation('industries')})及其$", text[max(0, start - 12) : start])
    return start - len(before[0]) if before else start


def is_chain(stretch: Stretch, start: int, match: re.Match[str]) -> bool:
    """A chain or cluster takes any name; a bare 产业 only a known industry or a short one (竹产业)."""
    name = stretch.text[start : match.start()]
    if match[1] or name in word_list("industries"):
        return True
    return len(name) <= 4 and all(rjieba.has_word(stretch.text[a:b]) for a, b in stretch.words(start, match.start()))


def with_prefix(text: str, start: int, floor: int) -> int:
    """现代食品, 先进装备: the word before is part of the name."""
    return start - 2 if start - 2 >= floor and text[start - 2 : start] in PREFIXES else start


PREFIXES = frozenset(("现代", "高端", "新型", "先进", "绿色", "智能"))


def after_area(text: str, start: int, end: int) -> int:
    """“洪江区氯碱新材料产业集群”: the area is not part of the industry's name."""
    for hit in DIVISIONS.find(text[start:end]):
        if hit.start == 0 and start + hit.end < end:
            return start + hit.end
    return start


INDUSTRY_IN_LIST = rule(
    "industry-in-list",
    EntityType.INDUSTRY,
    says="the items of a list before 产业 or 行业",
    example=Example("推进绿色矿业、食品加工等传统产业提质,", "绿色矿业|食品加工"),
    counter=Example("抓好道路交通、消防、学校等重点行业领域"),
)


def in_list(stretch: Stretch) -> Iterator[Finding]:
    """“绿色矿业、食品加工等传统产业”; not “土地、资金等要素”."""
    for match in LISTED.finditer(stretch.text):
        yield from listed_before(stretch, match.start(), last=True)


def listed_before(stretch: Stretch, end: int, *, last: bool = False) -> list[Finding]:
    """The items of the list that ends there (with `last`) or goes on there."""
    text, found = stretch.text, []
    stop = end if last else end - 1
    if not last and text[end - 1 : end] != "、":
        return []
    for a, b in items_before(stretch, stop, EntityType.INDUSTRY, longest=16):
        start = after_area(text, a, b)
        while verb := VERB.match(text[start:b]):
            start += verb.end()
        start = with_prefix(text, start, a)
        name = text[start:b]
        for tail in TAILS:
            name = name.removesuffix(tail)
        if not is_listed_industry(text, end, name, last) or NO_INDUSTRY.search(name):
            break
        found.append(finding(stretch, start, b, INDUSTRY_IN_LIST))
    return found


VERB = re.compile(any_of("industry_cues"))
NO_INDUSTRY = re.compile(any_of("not_industry"))


def is_listed_industry(text: str, end: int, name: str, last: bool) -> bool:
    """Before 产业 any name counts, before 行业 and 领域 (“矿山、消防等行业领域”) only a known industry."""
    if len(name) < 2 or not is_industry(name):
        return False
    ending = LISTED.match(text, end)
    return name in word_list("industries") or not (
        last and ending and "产业" not in ending[0] and "集群" not in ending[0]
    )


# 光电显示 in “光电显示生产线” is what is made there; an industry stands alone or before a word such as 产业
ALONE = re.compile(r"(业|经济|产业|旅游)$")
FOLLOWED = re.compile(rf"$|[、,。;:)”]|{any_of('industry_followed_by')}")


INDUSTRY_WELL_KNOWN = rule(
    "industry-well-known",
    EntityType.INDUSTRY,
    says="an industry of the word list, wherever it stands alone",
    example=Example("大力发展生物医药,", "生物医药"),
    counter=Example("推动旅游业态创新"),
)


def well_known(stretch: Stretch) -> Iterator[Finding]:
    """生物医药 wherever it stands; 软件 or 水果 only beside 产业."""
    text = stretch.text
    if stretch.header:
        return
    for end, name in known_automaton().iter(text):
        start = end + 1 - len(name)
        if name in word_list("industry_context") or not (stretch.begins_word(start) and stretch.begins_word(end + 1)):
            continue
        if name.endswith("业") and text[end + 1 : end + 2] == "态":
            continue  # 旅游|业态
        if not (ALONE.search(name) or FOLLOWED.match(text, end + 1)):
            continue
        yield finding(stretch, start, end + 1, INDUSTRY_WELL_KNOWN)


@lru_cache(maxsize=1)
def known_automaton() -> ahocorasick.Automaton:
    """Finds the industries of the word list."""
    return automaton_of(sorted(word_list("industries")))


INDUSTRY_HEADING = rule(
    "industry-heading",
    EntityType.INDUSTRY,
    says="a heading that is an industry's name alone",
    example=Example("怀化市工作方案\n\n一、重点产业\n\n(一)软件\n\n培育壮大企业。", "软件"),
    counter=Example("怀化市工作方案\n\n一、重点产业\n\n(一)软件开发\n\n培育壮大企业。"),
)


def heading(stretch: Stretch) -> Iterator[Finding]:
    """A heading that is an industry's name alone: “1.新型显示产业链。”, “生物医药”."""
    if stretch.kind is BlockKind.HEADING:
        match = re.fullmatch(r"[\d一二三四五六七八九十.、()第节章]*([\u4e00-\u9fff()]+?)[。:]?", stretch.text)
        if match and match[1].removesuffix("产业") in word_list("industries"):
            yield finding(stretch, match.start(1), match.end(1), INDUSTRY_HEADING)


FINDERS = (in_column, before_head, in_list, well_known, heading)


def find_industries(stretch: Stretch) -> list[Finding]:
    """Industry mentions, from left to right; at one place the longest."""
    return longest(found for finder in FINDERS for found in finder(stretch))
