"""What a text is about: a place of the reading goes in, the title over it comes out, and the industry or area in it.

A title is the heading of the section, or a short sentence without a comma that stands before the place in its
paragraph: “桥隧装备制造。”, “推动中药产业园建设。…”. A heading that names only a side of its matter (重点项目)
leaves it to the heading above.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from graph.lexicon.lexicon import alternation
from graph.lexicon.wordings import wordings
from graph.records import EntityType
from ingest.entities.industries import is_industry
from ingest.entities.names import is_leading
from ingest.facts.marks import Mark, MarkedText
from ingest.rules import Example, rule

any_of = wordings("relating").any_of

MAX_RUN_IN = 20  # characters of a title at the beginning of a paragraph or amid it
RUNNING = re.compile(r"[,;:!?]")
CHAIN = re.compile(
    r"(?:^|[\d一二三四五六七八九十)][.、)]?|[发展壮大培育打造做强大优建设加快推进])(?P<name>[\u4e00-\u9fff]{2,14}产业链)[。\n]?$"
)
# numbers, signs and asides of a title
TITLE_MARKS = r"^[(]?(?:[一二三四五六七八九十]+|\d+)[)]?[.、]?|[(][^()]*[)]|[。\n]|第.{1,3}[章节篇]|专栏\d+"
# 业 that is no industry: 就业, 企业.
NO_INDUSTRY = re.compile(r"[企就创职作事毕行专学开营失从兴转敬同大守副]业$|^(?:全|各|重点|其他)|[和与及、的]")
DONE = re.compile(any_of("done"))  # tells, and is no title
ASIDE = re.compile(r"[^,。;:\n]{2,12}方面[,:]")  # another matter than the title's
SIDE = re.compile(f"(?:{any_of('rank_in_title')}*{any_of('plain_title')}[、和及与]?)+")


@dataclass(frozen=True, slots=True)
class Title:
    """What stands over a text; `mark` is the industry or place that it is hardly more than."""

    start: int
    end: int
    mark: Mark | None


def title_of(marked: MarkedText, at: int) -> Title | None:
    """The title over a position: the nearest short sentence of its paragraph, else the heading of its section.

    A sentence that names neither industry nor place is but a side of the heading's matter: 有色金属工业 … “矿山建设。…”
    """
    near = run_in_title(marked, at)
    if near and near.mark:
        return near
    over = heading_over(marked, at)
    return over if over and over.mark else near or over


def run_in_title(marked: MarkedText, at: int) -> Title | None:
    """The last short sentence before the position that is a title: it names an industry or place, or tells of nothing.

    A title without a mark ends the reach of those before it, unless it speaks of the same: 发展海洋经济。…海洋科研。
    """
    text = marked.text
    begin = text.rfind("\n", 0, at) + 1
    if begin not in marked.run_ins:
        marked.run_ins[begin] = list(run_ins(marked, begin))
    sentences: Sequence[RunIn] = marked.run_ins[begin]
    last = bisect_left(sentences, at, key=lambda sentence: sentence.end) - 1
    if ASIDE.match(text, sentences[last].end + 1 if last >= 0 else begin):
        return None
    nearest = sentences[last].last_title if last >= 0 else None
    if nearest is None or nearest.title is None or nearest.title.mark:
        return nearest.title if nearest else None
    over = nearest.last_marked
    if over is None or over.title is None or over.title.mark is None:
        return nearest.title
    is_same = over.title.mark.mention.name[:2] in text[nearest.start : nearest.end]
    return over.title if is_same else nearest.title


@dataclass(slots=True)
class RunIn:
    """A sentence of a paragraph: `title`, where it is one. The last up to here that is a title or turns to another
    matter (and is none), and the last before that which bears a mark or turns to another."""

    start: int
    end: int
    title: Title | None = None
    last_title: RunIn | None = None
    last_marked: RunIn | None = None


def run_ins(marked: MarkedText, begin: int) -> Iterator[RunIn]:
    """The sentences of a paragraph that end with a full stop, without it: each is read once, whatever asks for it."""
    text, start, before = marked.text, begin, RunIn(begin, begin)
    line = text.find("\n", begin)
    while (stop := text.find("。", start, line if line >= 0 else len(text))) >= 0:
        if stop > start:
            one = RunIn(start, stop, None, before.last_title, before.last_marked)
            is_aside = ASIDE.match(text, start) is not None
            one.title = None if is_aside else title_at(marked, begin, start, stop)
            if is_aside or one.title:
                one.last_title = one
            if is_aside or (one.title and one.title.mark):
                one.last_marked = one
            yield one
            before = one
        start = stop + 1


def title_at(marked: MarkedText, begin: int, start: int, end: int) -> Title | None:
    """The title that the sentence is, if it is short and names an industry or place, or tells of nothing."""
    if end - start > MAX_RUN_IN or RUNNING.search(marked.text, start, end):
        return None
    found = title(marked, start, end)
    is_told = DONE.match(marked.text, start) or marked.within(start, end, EntityType.PROJECT)
    return found if found.mark or start == begin or not is_told else None


def heading_over(marked: MarkedText, at: int) -> Title | None:
    """The heading of the innermost section, passing over those that name but a side of what is over them."""
    section = marked.section_at(at)
    while section is not None:
        start, end = marked.reading.index(section.start), marked.reading.index(section.heading_end)
        if end > at:
            return None
        found = title(marked, start, end, is_heading=True)
        if found.mark or not SIDE.fullmatch(re.sub(TITLE_MARKS, "", marked.text[start:end])):
            return found
        section = marked.above(section)
    return None


INDUSTRY_OF_TITLE = rule(
    "section:industry-title",
    EntityType.INDUSTRY,
    says="what is left of a heading without its verbs, when it ends in 产业, 工业 or 业 and no other rule found it",
    example=Example("第四节发展壮大矿产业\n立足两个市场。建设怀化国际陆港物流园,", "矿产业"),
    counter=Example("第四节发展壮大特色产业\n立足两个市场。建设怀化国际陆港物流园,"),
)
INDUSTRY_CHAIN = rule(
    "section:industry-chain",
    EntityType.INDUSTRY,
    says="what stands before 产业链 at the end of a title, where no other rule found it",
    example=Example("1.区块链产业链。支持海联食品、奥谱隆等重点企业。", "区块链产业链"),
    counter=Example("1.提升产业链现代化水平。支持海联食品、奥谱隆等重点企业。"),
)


def title(marked: MarkedText, start: int, end: int, *, is_heading: bool = False) -> Title:
    """The title with its mark; a title that ends in 产业链 names an industry though no rule of mentions knows it."""
    kinds = (EntityType.INDUSTRY, EntityType.PARK, EntityType.COUNTY)
    outer = marked.outermost(marked.within(start, end, *kinds))
    if len(outer) == 1 and is_all(marked.text[start:end], outer[0], start):
        return Title(start, end, outer[0])
    chain = CHAIN.search(marked.text, start, end)
    named = industry_named(marked.text, start, end) if is_heading and not chain else None
    if span := chain.span("name") if chain else named:
        by = INDUSTRY_CHAIN if chain else INDUSTRY_OF_TITLE
        mention = marked.mention_at(*span, EntityType.INDUSTRY, marked.text[slice(*span)], by)
        return Title(start, end, Mark(mention, *span))
    return Title(start, end, None)


def industry_named(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The place of 矿产业 in “第四节发展壮大矿产业”; none in 发展壮大特色产业, 加快产业升级."""
    lead = lead_words().match(text, start, end)
    begin = lead.end() if lead else start
    for word in rjieba.cut(text[begin:end], True):
        if not is_leading(word):
            break
        begin += len(word)
    rest = text[begin:end].rstrip("。\n")
    core = re.fullmatch(r"([\u4e00-\u9fff]{1,8}?)(?:产业集群|产业|工业|制造业|业)", rest)
    if not core or NO_INDUSTRY.search(rest) or not is_industry(core[1]):
        return None
    return begin, begin + len(rest)


def is_all(words: str, mark: Mark, start: int) -> bool:
    """“加快发展电子信息产业” is all 电子信息; “推进怀化高新区体制机制改革” is more than 怀化高新区."""
    rest = words[: mark.start - start] + words[mark.end - start :]
    return len(title_words().sub("", rest)) <= 1


@lru_cache(maxsize=1)
def title_words() -> re.Pattern[str]:
    """What a title says beside what it is about."""
    return re.compile(f"{alternation('title_words')}|{TITLE_MARKS}")


@lru_cache(maxsize=1)
def lead_words() -> re.Pattern[str]:
    """What a title begins with before what it is about: 第四节|发展壮大."""
    numbers = r"第.{1,3}[章节篇]|[(]?(?:[一二三四五六七八九十]+|\d+)[)]?[.、]?|专栏\d+"
    return re.compile(f"(?:{numbers})?(?:{alternation('title_words')})*")
