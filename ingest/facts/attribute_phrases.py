"""Folded text → the phrases that say something of a project: 总投资12.5亿元, 建设工期36个月, 占地120亩, 形象进度60%.

Which project each is of, `ingest.facts.prose_attributes` finds out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from graph.lexicon.wordings import wordings
from graph.records import AttributeKind, Comparator
from ingest.facts.attribute_words import BEFORE, LATER, NUMBER, load_words, money_of

any_of = wordings("project_attributes").any_of

YEAR = r"(?:19|20)\d\d"
MOMENT = rf"{YEAR}年?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:[年月]?[底末初])?"
DAY = rf"{YEAR}(?:年|[.]\d{{1,2}})?(?:\d{{1,2}}月)?[底末初]?"
SPAN = rf"{DAY}(?:--|——|[—–―~至到-]){DAY}"
LENGTH = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十]+)(?:个)?(?:半)?(?:年|月|天|日历天)(?:半)?"
MULTIPLE = "(?:[百千]?[亿万]|千|百)?"


@dataclass(frozen=True, slots=True)
class Phrase:
    """``text[start:end]``, what it says, and the year in words that it is of; `is_bare`: 投资5亿元, which says less."""

    kind: AttributeKind
    start: int
    end: int
    value: str
    unit: str | None = None
    comparator: Comparator = Comparator.EQUAL
    year: str | None = None
    is_bare: bool = False


Finder = Callable[[str], Iterator[Phrase]]


def find_phrases(text: str) -> list[Phrase]:
    """The phrases of a text from left to right, none in another: the longer of two that begin together."""
    found = sorted(
        (phrase for find in FINDERS for phrase in find(text)), key=lambda phrase: (phrase.start, -phrase.end)
    )
    kept: list[Phrase] = []
    for phrase in found:
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return kept


def year_sums(text: str) -> Iterator[Phrase]:
    """2024年计划投资1.2亿元, 今年计划完成投资3亿元, 2023年完成投资2亿元; 年度投资计划5000万元."""
    for match in _year_sum().finditer(text):
        is_done = match["done"] is not None and match["plan"] == "" and match["year"] not in ("年度", "明年")
        kind = AttributeKind.DONE_INVESTMENT if is_done else AttributeKind.YEAR_INVESTMENT
        yield _sum(kind, match, match["year"])


def done_sums(text: str) -> Iterator[Phrase]:
    """截至2023年底,累计完成投资3亿元; 已完成投资3亿元."""
    for match in _done_sum().finditer(text):
        yield _sum(AttributeKind.DONE_INVESTMENT, match, match["year"])


def total_sums(text: str) -> Iterator[Phrase]:
    """总投资12.5亿元, 概算总投资约30亿元."""
    for match in _total_sum().finditer(text):
        yield _sum(AttributeKind.TOTAL_INVESTMENT, match, None)


def bare_sums(text: str) -> Iterator[Phrase]:
    """投资30亿元, 计划投资2亿元."""
    for match in _bare_sum().finditer(text):
        if not _other_sum().search(text, max(0, match.start() - 4), match.start()):
            yield _sum(AttributeKind.TOTAL_INVESTMENT, match, None, is_bare=True)


def periods(text: str) -> Iterator[Phrase]:
    """建设年限2023—2025年, 总工期36个月, 2023年开工、2025年建成."""
    for pattern in _periods():
        for match in pattern.finditer(text):
            yield Phrase(AttributeKind.PERIOD, match.start(), match.end(), match["value"])


def scales(text: str) -> Iterator[Phrase]:
    """占地120亩, 总建筑面积12万平方米, 装机容量120万千瓦, 年产200万吨; 建设内容为…."""
    for pattern in _measures():
        for match in pattern.finditer(text):
            yield Phrase(AttributeKind.SCALE, match.start(), match.end(), match.group())
    for match in _worded_scale().finditer(text):
        yield Phrase(AttributeKind.SCALE, match.start(), match.end(), match["value"])


def progresses(text: str) -> Iterator[Phrase]:
    """形象进度达60%, 完成工程量的80%."""
    for match in _progress().finditer(text):
        value = match["said"] or match["share"]
        yield Phrase(AttributeKind.PROGRESS, match.start(), match.end(), value)


def natures(text: str) -> Iterator[Phrase]:
    """建设性质为新建."""
    for match in _nature().finditer(text):
        yield Phrase(AttributeKind.NATURE, match.start(), match.end(), match["value"])


FINDERS: tuple[Finder, ...] = (year_sums, done_sums, total_sums, bare_sums, periods, scales, progresses, natures)


def _sum(kind: AttributeKind, match: re.Match[str], year: str | None, *, is_bare: bool = False) -> Phrase:
    money = money_of(match)
    return Phrase(kind, match.start(), match.end(), money.value, money.unit, money.comparator, year, is_bare)


@cache
def _money() -> str:
    words = load_words()
    return (
        rf"(?:{words.links})?(?P<before>{BEFORE})?(?P<value>{NUMBER}(?:[-—~至]{NUMBER})?)(?P<many>[多余])?"
        rf"(?P<unit>{words.money})(?:人民币)?(?P<more>[多余])?(?P<after>{LATER})?"
    )


@cache
def _year_sum() -> re.Pattern[str]:
    words = load_words()
    return re.compile(
        rf"(?P<year>{words.years})(?:项目|工程)?(?P<plan>(?:{words.planned}){{0,4}})(?P<done>{words.done})?"
        f"{any_of('invested_in')}?投资(?:额|计划|目标|任务)?(?P<planned>完成)?{_money()}"
    )


@cache
def _done_sum() -> re.Pattern[str]:
    words = load_words()
    return re.compile(
        rf"(?:(?:截至|截止|至|到)?(?P<year>{YEAR}年)[^,。;]{{0,6}},?(?:项目|工程|该项目)?)?(?:已|目前)?(?:{words.done})"
        rf"(?:固定资产|项目|工程|建设|总)?投资(?:额)?{_money()}"
    )


@cache
def _total_sum() -> re.Pattern[str]:
    words = load_words()
    return re.compile(rf"(?:{words.leads}){{0,4}}?(?:{words.totals}){_money()}")


@cache
def _bare_sum() -> re.Pattern[str]:
    return re.compile(rf"(?:{load_words().leads}){{0,3}}?投资{_money()}")


@cache
def _other_sum() -> re.Pattern[str]:
    return re.compile(rf"(?:{load_words().other_sums})$")


@cache
def _periods() -> tuple[re.Pattern[str], ...]:
    words = load_words()
    ahead = "(?:计划|预计|力争|拟|将)?(?:于|在)?"
    return (
        re.compile(rf"(?:{words.periods})(?:{words.links}|初步|暂定|计划)?(?P<value>约?(?:{SPAN}|{LENGTH})(?:左右)?)"),
        re.compile(
            f"{ahead}(?P<value>{MOMENT}(?:内|正式|全面)*(?:{words.begun})(?:建设)?[,、;至]?{ahead}{MOMENT}{any_of('moment_reached')}*"
            rf"(?:{words.ended}))"
        ),
    )


@cache
def _measures() -> tuple[re.Pattern[str], ...]:
    words = load_words()
    return tuple(
        re.compile(
            rf"(?:{named})(?:{words.links})?(?:{BEFORE})?{NUMBER}(?:[-—~至]{NUMBER})?[多余]?{MULTIPLE}[多余]?(?:{units})"
            rf"(?:{LATER})?"
        )
        for named, units in words.measures
    )


@cache
def _worded_scale() -> re.Pattern[str]:
    words = load_words()
    sums = rf"(?:{words.leads}){{0,4}}(?:{words.totals})|(?:计划|预计|拟)?投资"
    ends = rf"[。;!?\n)]|$|,(?:{sums}|{words.periods}|{words.years}|目前)"
    says = "(?:为|是|包括|包含|有|主要有|主要包括|:)+"
    return re.compile(rf"(?:{words.scales}){says}(?P<value>[^。;!?\n()]{{2,160}}?)(?={ends})")


@cache
def _nature() -> re.Pattern[str]:
    words = load_words()
    longest = sorted(words.natures, key=lambda word: (-len(word), word))
    return re.compile(rf"(?:{words.natures_said})(?P<value>{'|'.join(longest)})")


@cache
def _progress() -> re.Pattern[str]:
    words = load_words()
    share = rf"(?:约|近|超过|超)?{NUMBER}%(?:以上|左右)?"
    return re.compile(
        rf"(?:{words.progresses})(?:已)?(?:达到|达|完成|为|是|:)*(?P<said>{share}|[^,。;)\n%]{{2,30}})"
        rf"|(?:已|累计)*(?:{words.shares_done})(?:已)?(?:达到|达|完成|为|是|约|超过)*(?P<share>{share}|过半)"
    )
