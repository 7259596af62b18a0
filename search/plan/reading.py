"""A question understood → its plan. Cues live in ``graph/lexicon/plans.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph.records import Document, EntityType, TargetKind
from search.plan.blanks import blank, blank_all, stretches
from search.plan.cues import Cues, load_cues
from search.plan.groups import Group, count_asked, find_group
from search.plan.measures import basis_asked, figure_asked, figures_by_year, find_measure, growth_asked
from search.plan.nouns import Noun, asked_noun, head_of
from search.plan.plan import Condition, Kind, Plan, Scope
from search.plan.scoping import read_scope
from search.question import PERIOD, YEAR, Known, Question

MEASURED = (Kind.NUMBER, Kind.TREND, Kind.COMPARE)
NO_DOCUMENTS: Mapping[str, Document] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """A question while it is read: its text without politeness and asides, and what was found so far."""

    question: Question
    text: str
    kind: Kind
    cue: tuple[int, int] | None  # where the words stand that ask
    polar: bool
    group: Group | None


def read_plan(question: Question, documents: Mapping[str, Document] = NO_DOCUMENTS) -> Plan:
    """What the question wants. documents: those that may be named, and tell what year it is."""
    cues = load_cues()
    text = blank_all(question.text, (*cues.polite, *cues.asides))
    reading = _read_kind(question, text, cues)
    return _fill(reading, documents)


# ------------------------------------------------------------------------------------------------- what is wanted


def _read_kind(question: Question, text: str, cues: Cues) -> Reading:
    group = find_group(text)
    for one in cues.kinds:
        match = one.cue.search(text)
        if match:
            kind = _corrected(one.kind, question, text, match, group)
            return Reading(question, text, kind, match.span(), one.polar, group)
    kind, span = _other_kind(question, text, group, cues)
    return Reading(question, text, kind, span, False, group)


def _corrected(kind: Kind, question: Question, text: str, match: re.Match[str], group: Group | None) -> Kind:
    """What a cue says, where something else in the question says more."""
    plural = re.search(r"哪(?:些|几|[两二三四五六七八九十])", match[0])
    if kind is Kind.WHERE and plural and not re.search(r"地点|地方$|位置|哪里|哪儿", match[0]):
        return Kind.LIST
    if kind is Kind.TREND and len(_places(question)) > 1 and not question.years:
        return Kind.COMPARE
    return kind


def _places(question: Question) -> Sequence[str]:
    """The places asked for side by side: several of one level."""
    levels = [place.level for place in question.places]
    return [place.short for place in question.places] if len(set(levels)) == 1 else ()


def _other_kind(
    question: Question, text: str, group: Group | None, cues: Cues
) -> tuple[Kind, tuple[int, int] | None]:
    """Without a cue of its own: a definition, a count, figures side by side or over years, a list, a figure."""
    patterns = cues.patterns
    if group is not None:
        stands = patterns["stands_for"].match(text, group.end)
        if stands:
            return Kind.DEFINITION, stands.span()
    if meaning := patterns["meaning"].search(text):
        return Kind.DEFINITION, meaning.span()
    much = patterns["how_much"].search(text)
    moments = len(set(question.years)) + len([p for p in question.periods if not question.years])
    measured = much is not None or re.search(r"目标|实际|增速|总量|总数|数量", text) is not None
    if len(_places(question)) > 1 and re.search(r"分别|各|怎么|多少|几|谁|哪", text):
        return Kind.COMPARE, much.span() if much else None
    if moments > 1 and (measured or re.search(r"各|分别", text) or not re.search(r"[哪谁啥]|什么", text)):
        return Kind.TREND, much.span() if much else None
    many = patterns["how_many"].search(text)
    if many and _counts(text, many, group, patterns["sum_up"]):
        return Kind.COUNT, many.span()
    if group is not None and not much and re.search(r"[哪啥]|什么|$", text):
        listed = patterns["listed"].search(text)
        if not listed or listed.start() >= group.end:
            return (Kind.LIST if listed and _within_group(text, group) else Kind.DEFINITION), None
    if contents := patterns["contents"].search(text):
        return Kind.DEFINITION if not asked_noun(text) else Kind.LIST, contents.span()
    if listed := patterns["listed"].search(text):
        return Kind.LIST, listed.span()
    if much:
        return Kind.NUMBER, much.span()
    return _bare_kind(text)


def _counts(text: str, many: re.Match[str], group: Group | None, sum_up: re.Pattern[str]) -> bool:
    """Whether members are counted (几件实事), not a measure taken (新增多少家企业)."""
    if sum_up.search(text) or group is not None:
        return True
    if re.search(r"(?:条|项|件|章|篇|类|种|样|部分|块|步|方面|章节)$", many[0]):
        return True
    behind = text[many.end() : many.end() + 12].strip(" ?!。")
    return bool(head_of(behind)) and not re.search(r"目标|新增|增加|增长|改造|数量", text)


def _within_group(text: str, group: Group) -> bool:
    """十大项目里哪些…: of its members some are asked for."""
    return bool(re.match(r"(?:里面|里|中|当中|之中|之内|内|,)", text[group.end :].lstrip()))


def _bare_kind(text: str) -> tuple[Kind, tuple[int, int] | None]:
    """No question word at all: 怀化 抽水蓄能 项目; 钢铁基地一期总投资; 溆浦的旅游."""
    what = re.search(r"(?:是|有)?(?:什么|啥|谁)[??]?\s*$", text)
    noun = asked_noun(text)
    if noun is not None and noun.is_attribute and noun.type is None:
        return Kind.NUMBER, None
    if noun is not None and (noun.type or noun.is_attribute) and not re.search(r"怎么|如何|为什么|为何", text):
        return Kind.LIST, what.span() if what else None
    if what:
        return Kind.DEFINITION, what.span()
    measure = find_measure(text)
    if measure is not None and (len(measure.names) > 2 or re.search(r"(?:数量|面积|总额|收入|目标|率)\s*$", text)):
        return Kind.NUMBER, None
    return Kind.ANYTHING, None


# ------------------------------------------------------------------------------------------------- of what


def _fill(reading: Reading, documents: Mapping[str, Document]) -> Plan:
    """The plan of a reading: subject, what is asked, conditions."""
    question, text = reading.question, reading.text
    asking = reading.cue if reading.kind is Kind.DOCUMENTS else None
    scope = read_scope(question, text, reading.kind, documents, asking)
    left = blank(text, _moments(text))
    left = blank_all(left, load_cues().papers.values()) if reading.kind is not Kind.DOCUMENTS else left
    subjects = _subjects(reading)
    plan = Plan(
        kind=reading.kind,
        question=question,
        subjects=subjects,
        group=reading.group.name if reading.group else "",
        count=count_asked(text) or (reading.group.count if reading.group else None),
        scope=scope,
        polar=reading.polar or reading.kind is Kind.YES_NO,
        most=_most(reading),
        negated=bool(re.search(r"不(?:带|含|包括|属于|在|是)|没有|除了|以外|之外", text)) and reading.kind is Kind.LIST,
    )
    if plan.kind in MEASURED or plan.kind is Kind.COUNT:
        plan = _with_measure(plan, reading, left)
    return _with_noun(plan, reading, left)


def _moments(text: str) -> list[tuple[int, int]]:
    spans = [match.span() for match in YEAR.finditer(text)] + [match.span() for match in PERIOD.finditer(text)]
    return spans + [match.span() for match in re.finditer(r"(?<=\d)年(?:底|末|初)?", text)]


def type_of_known(known: Known) -> EntityType | None:
    """The type of the entities a known name means; their identifiers begin with it."""
    prefix = known.entity_ids[0].partition("-")[0].partition(":")[0].capitalize() if known.entity_ids else ""
    return EntityType(prefix) if prefix in {kind.value for kind in EntityType} else None


def _subjects(reading: Reading) -> tuple[Known, ...]:
    """The known names asked about: no indicators, no class nouns; areas where nothing else is named."""
    named = [
        known
        for known in reading.question.known
        if type_of_known(known) is not EntityType.INDICATOR
        and known.name not in load_cues().classes
        and reading.text[known.start : known.end].strip()
        and not (reading.group and reading.group.start <= known.start and known.end <= reading.group.end)
        and not (reading.cue and reading.cue[0] <= known.start and known.end <= reading.cue[1])
    ]
    things = [known for known in named if type_of_known(known) is not EntityType.COUNTY]
    return tuple(things or named)


def _most(reading: Reading) -> int:
    if reading.kind is not Kind.COMPARE or reading.polar:
        return 0
    if re.search(r"最[少低小短慢弱]|更[少低小短慢]|[少低小短慢][??]?$|垫底", reading.text):
        return -1
    return 1 if re.search(r"最|更|第一|领先|居首|靠前|谁|哪", reading.text) else 0


def _with_measure(plan: Plan, reading: Reading, left: str) -> Plan:
    text = reading.text
    spans = [(known.start, known.end) for known in plan.subjects if type_of_known(known) is not EntityType.INDUSTRY]
    spans += [(start, start + len(name)) for name in _place_names(plan.question) for start in _starts(text, name)]
    measure = find_measure(blank(left, spans), [known.name for known in plan.question.known])
    if measure is None or plan.kind is Kind.COUNT:
        return replace(plan, figure=figure_asked(text), asked=measure.said if measure else "")
    return replace(
        plan,
        indicator=measure.name,
        wordings=measure.names,
        asked=measure.said,
        growth=growth_asked(text, measure, plan.question.unit),
        basis=basis_asked(text),
        figure=figure_asked(text),
        figures=figures_by_year(text),
    )


def _place_names(question: Question) -> list[str]:
    return sorted({name for place in question.places for name in place.names}, key=len, reverse=True)


def _starts(text: str, name: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(name), text)]


def _with_noun(plan: Plan, reading: Reading, left: str) -> Plan:
    """What class of thing is asked for, and of what."""
    spans = [(known.start, known.end) for known in plan.subjects]
    spans += [(start, start + len(name)) for name in _place_names(plan.question) for start in _starts(left, name)]
    bare = blank(left, spans)
    noun: Noun | None = None
    if plan.kind not in MEASURED:
        noun = asked_noun(bare)
        if noun is not None:
            members = noun.type
            plan = replace(plan, members=members, asked=plan.asked or noun.text)
            spans.append((noun.start, noun.end))
    subject = " ".join(known.name for known in plan.subjects)
    return replace(plan, subject=subject or "、".join(place.short for place in plan.question.places))


__all__ = ["Condition", "Scope", "TargetKind", "read_plan", "stretches", "type_of_known"]
