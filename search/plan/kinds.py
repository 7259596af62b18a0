"""What kind of thing a question wants: by its cue, else by what it names and counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from graph.lexicon.wordings import wordings
from search.plan.blanks import blank
from search.plan.cues import load_cues
from search.plan.groups import Group
from search.plan.measures import find_measure, is_measure
from search.plan.nouns import asked_noun, head_of, noun_behind
from search.plan.plan import Kind
from search.plan.subjects import place_spans
from search.question import Question, moments_in

any_of = wordings("asking").any_of

BESIDE = re.compile(
    r"(?:[省市县区州])?(?:20\d\d年?)?(?:定的|的|目标|实际|全年)?\s*(?:和|与|、|跟|及|同|,|对比?|vs|VS)\s*"
)
SIDE_BY_SIDE = re.compile(r"分别|各|怎么|多少|几|谁|哪|对比|vs|VS")
ALL_OF_THEM = re.compile(r"都(?!有哪|是哪|有谁|有什么|是谁)[^,。?]{1,8}?(?:哪|什么|啥)")
FAR = 8  # characters between a group and the question behind which something else is asked
RESTRICTED = re.compile(r"(?:里面|里|中|当中|之中|之内|内|,)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """`cue`: where the words stand that ask; `polar`: 是 or 否 is the answer."""

    kind: Kind
    cue: tuple[int, int] | None = None
    polar: bool = False


def find_kind(question: Question, text: str, group: Group | None) -> Wanted:
    """The first cue that matches, set right by what else the question says; else what its words make likely."""
    for one in load_cues().kinds:
        match = one.cue.search(text)
        if match:
            return Wanted(_set_right(one.kind, question, text, match), match.span(), one.polar)
    steps: tuple[Callable[[Question, str, Group | None], Wanted | None], ...] = (
        _stands_for,
        _side_by_side,
        _over_years,
        _counted,
        _of_group,
        _listed,
        _figure,
    )
    for step in steps:
        wanted = step(question, text, group)
        if wanted is not None:
            return wanted
    return _without_question_word(question, blank(text, [*moments_in(text), *place_spans(question, text)]))


def _set_right(kind: Kind, question: Question, text: str, match: re.Match[str]) -> Kind:
    plural = re.search(r"[哪那](?:些|几|[两二三四五六七八九十])", match[0])
    if kind is Kind.WHERE and plural and not re.search(r"地点|地方$|位置|哪里|哪儿", match[0]):
        return Kind.LIST
    if kind is Kind.NAME and re.search(r"(?:都|分别|各)叫", text[max(0, match.start() - 2) : match.end()]):
        return Kind.LIST
    if kind is Kind.TREND and stands_side_by_side(question, text) and not question.years:
        return Kind.COMPARE
    of_years = len(question.years) > 1 and not stands_side_by_side(question, text)
    if kind is Kind.COMPARE and of_years and not _most(match[0]):
        return Kind.TREND
    return kind


def _most(said: str) -> bool:
    return re.search(r"[最更谁哪]|比.*[高低多少快大吗]", said) is not None


def stands_side_by_side(question: Question, text: str) -> bool:
    """Whether several places are named beside each other, none within the other."""
    spans = sorted(place_spans(question, text))
    if len(question.places) < 2:
        return False
    between = [text[one[1] : two[0]] for one, two in pairwise(spans)]
    if len({place.level for place in question.places}) == 1:
        coordinated = any(not gap.strip(" 、和与跟及同,市县省") for gap in between)
        return coordinated or re.search(r"分别|各|谁|哪", text) is not None
    return any(BESIDE.fullmatch(gap) for gap in between)


def _stands_for(question: Question, text: str, group: Group | None) -> Wanted | None:
    """A group with the question right behind it; a meaning asked."""
    patterns = load_cues().patterns
    if group is not None and (stands := patterns["stands_for"].match(text, group.end)):
        return Wanted(Kind.DEFINITION, stands.span())
    if meaning := patterns["meaning"].search(text):
        return Wanted(Kind.DEFINITION, meaning.span())
    return None


def _measured(text: str) -> re.Match[str] | None:
    return load_cues().patterns["how_much"].search(text) or re.search(r"目标|实际|增速|总量|总数|数量", text)


def _side_by_side(question: Question, text: str, group: Group | None) -> Wanted | None:
    if stands_side_by_side(question, text) and (shared := ALL_OF_THEM.search(text)):
        return Wanted(Kind.SHARED, shared.span())
    if stands_side_by_side(question, question.text) and SIDE_BY_SIDE.search(text):
        much = load_cues().patterns["how_much"].search(text)
        listed = load_cues().patterns["listed"].search(text)
        if listed and not much and not re.search(r"分别|各", text):
            return None
        return Wanted(Kind.COMPARE, much.span() if much else None)
    if len(question.places) > 2 and stands_side_by_side(question, text) and _measured(text):
        return Wanted(Kind.COMPARE)
    return None


def _over_years(question: Question, text: str, group: Group | None) -> Wanted | None:
    """A figure of several years; the year within a period is one moment with it."""
    periods = [one for one in question.periods if not any(one[0] <= year <= one[1] for year in question.years)]
    if len(question.years) + len(periods) < 2:
        return None
    asks = re.search(r"[哪谁啥]|什么", text)
    if _measured(text) or re.search(r"各|分别", text) or not asks:
        much = load_cues().patterns["how_much"].search(text)
        return Wanted(Kind.TREND, much.span() if much else None)
    return None


def _counted(question: Question, text: str, group: Group | None) -> Wanted | None:
    patterns = load_cues().patterns
    many = patterns["how_many"].search(text)
    if many is None:
        return None
    if re.search(r"[,;][^,;]{0,4}(?:哪|什么|啥)", text[many.end() :]):  # 几条产业链,都是哪些
        return None
    behind = text[many.end() : many.end() + 14].strip(" ?!。")
    if re.match(r"百分点|[亿万]", behind):  # 多少个亿
        return None
    noun = re.match(r"[\u4e00-\u9fff“”\"]{2,14}", behind)
    by_piece = re.search(f"{any_of('units_of_pieces')}$", many[0])
    if noun and is_measure(noun[0]):
        return None
    measured = re.search(any_of("figures_asked"), text)
    if group is not None or patterns["sum_up"].search(text) or by_piece or (noun and not measured):
        return Wanted(Kind.COUNT, many.span())
    if (before := asked_noun(blank(text, moments_in(text)))) and head_of(before.text) and not measured:
        return Wanted(Kind.COUNT, many.span())
    return None


def _of_group(question: Question, text: str, group: Group | None) -> Wanted | None:
    """A group without more: its members; some of its members where they are restricted (里哪些…)."""
    patterns = load_cues().patterns
    if group is None or _measured(text):
        return None
    listed = patterns["listed"].search(text)
    if listed and (listed.start() < group.end or _has_own_noun(text, group, listed)):
        return None
    if listed and not listed[0].startswith("列") and RESTRICTED.match(text[group.end :].lstrip()):
        return Wanted(Kind.LIST, listed.span())
    return Wanted(Kind.DEFINITION, listed.span() if listed else None)


def _has_own_noun(text: str, group: Group, listed: re.Match[str]) -> bool:
    """“开局八好”行动聚焦哪些产业链: what is listed is not the group."""
    between = text[group.end : listed.start()].strip('”"》 ,')
    noun = noun_behind(text, listed.end())
    if RESTRICTED.match(between):
        return False
    return (noun is not None and noun.type is not None and len(between) > 1) or len(between) > FAR


def _listed(question: Question, text: str, group: Group | None) -> Wanted | None:
    patterns = load_cues().patterns
    if contents := patterns["contents"].search(text):
        return Wanted(Kind.LIST if asked_noun(text) else Kind.DEFINITION, contents.span())
    if listed := patterns["listed"].search(text):
        return Wanted(Kind.LIST, listed.span())
    what = re.search(r"(?:什么|啥)(?=[\u4e00-\u9fff]{1,10})", text)
    if what and (noun := noun_behind(text, what.end())) and (noun.type or head_of(noun.text) or len(noun.text) <= 4):
        return Wanted(Kind.LIST, what.span())
    return None


def _figure(question: Question, text: str, group: Group | None) -> Wanted | None:
    much = load_cues().patterns["how_much"].search(text)
    return Wanted(Kind.NUMBER, much.span()) if much else None


def _without_question_word(question: Question, text: str) -> Wanted:
    """钢铁基地一期总投资; 怀化 抽水蓄能 项目; 溆浦的旅游; …是什么."""
    what = re.search(r"(?:是|有)?(?:什么|啥|谁)[??]?\s*$", text)
    if what and "谁" not in what[0] and any(one.start == 0 and one.end == what.start() for one in question.known):
        return Wanted(Kind.DEFINITION, what.span())  # 怀化高新区是什么: the name as a whole, not the parks of a place
    noun = asked_noun(text)
    if noun is not None and noun.is_attribute and noun.type is None:
        return Wanted(Kind.NUMBER)
    if noun is not None and (noun.type or noun.is_attribute) and not re.search(r"怎么|如何|为什么|为何", text):
        return Wanted(Kind.LIST, what.span() if what else None)
    if what:
        return Wanted(Kind.PERSON if "谁" in what[0] else Kind.DEFINITION, what.span())
    measure = find_measure(text)
    if measure is not None and (measure.is_known or re.search(r"(?:数量|面积|总额|收入|目标|率)\s*$", text)):
        return Wanted(Kind.NUMBER)
    return Wanted(Kind.ANYTHING)
