"""A question understood → its plan. Cues live in ``graph/lexicon/plans.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graph.lexicon.wordings import wordings
from graph.records import Document, EntityType
from search.plan.blanks import blank, blank_all
from search.plan.conditions import find_conditions, is_negated
from search.plan.cues import Pattern, load_cues
from search.plan.groups import Group, count_asked, find_group
from search.plan.kinds import Wanted, find_kind
from search.plan.measures import (
    Measure,
    basis_asked,
    figure_asked,
    figures_by_year,
    find_measure,
    growth_asked,
    of_thing,
    paid_for,
    target_and_result,
)
from search.plan.nouns import Noun, asked_noun
from search.plan.plan import Condition, Kind, Plan
from search.plan.predicates import said_of
from search.plan.scoping import read_scope, years_between
from search.plan.sentences import asking_sentence
from search.plan.steps import Steps, of_group, split_halves, split_steps
from search.plan.subjects import WITHIN, known_subjects, place_spans, subject_in_words, type_of_known
from search.question import Known, Question, moments_in, part_of

any_of = wordings("asking").any_of

MEASURED = (Kind.NUMBER, Kind.TREND, Kind.COMPARE)
LISTED = (Kind.LIST, Kind.SHARED)
WITH_WITHIN = (Kind.LED, Kind.LEADER, Kind.STATUS, Kind.WHERE)
SHORTEST_CONTEXT = 4  # characters that tell whose group it is (企业权益“七个保障”)
NO_DOCUMENTS: Mapping[str, Document] = {}
Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A question while it is read. `text`: without politeness and asides; `taken`: where what asks stands in it."""

    question: Question
    text: str
    wanted: Wanted
    group: Group | None
    taken: Spans


def read_plan(question: Question, documents: Mapping[str, Document] = NO_DOCUMENTS) -> Plan:
    """What the question wants. documents: those that may be named, and tell what year it is."""
    steps = split_steps(question)
    if steps is not None:
        return _after(question, steps, documents)
    halves = split_halves(question)
    if halves is not None:
        one, other = (of_group(_read(part_of(question, *half), documents)) for half in halves)
        if _asks_apart(one, other):
            other = other if other.subjects else replace(other, subjects=one.subjects, subject=one.subject)
            return replace(one, also=(other,))
    return of_group(_read(question, documents))


def _asks_apart(one: Plan, other: Plan) -> bool:
    """Whether two halves ask for two things, not for one thing in two breaths (哪个市最高?是多少?)."""
    if Kind.ANYTHING in (one.kind, other.kind) or (one.kind in MEASURED and other.kind in MEASURED):
        return False
    return one.kind is not other.kind or one.members is not other.members


def _after(question: Question, steps: Steps, documents: Mapping[str, Document]) -> Plan:
    """The last step, with the first before it."""
    plan = replace(_read(part_of(question, *steps.last), documents), question=question)
    first = _read(part_of(question, *steps.first), documents)
    if first.group and first.question.text.rstrip('”"》').endswith(first.group):
        return replace(plan, before=replace(first, kind=Kind.DEFINITION, asked=first.group))
    if steps.members is not None:
        first = replace(first, kind=Kind.LIST, members=steps.members, count=first.count or 1)
        return replace(plan, before=first)
    subjects = plan.subjects or first.subjects
    return replace(plan, subjects=subjects, subject=first.subject, before=replace(first, kind=Kind.ANYTHING))


def _read(question: Question, documents: Mapping[str, Document]) -> Plan:
    cues = load_cues()
    text = blank_all(question.text, (*cues.polite, *cues.asides)).rstrip()
    group = find_group(text)
    wanted = find_kind(question, asking_sentence(text), group)
    papers = cues.papers.values() if wanted.kind is not Kind.DOCUMENTS else ()
    taken = [*moments_in(text), *(_with_inside(text, match) for match in _matches(text, papers))]
    taken += [wanted.cue] if wanted.cue and wanted.kind is not Kind.COMPARE else []
    taken += [(group.start, group.end)] if group else []
    reading = Reading(question, text, wanted, group, taken)
    plan = Plan(
        kind=wanted.kind,
        question=question,
        group=group.name if group else "",
        count=count_asked(text) or (group.count if group else None),
        scope=read_scope(question, text, wanted.cue if wanted.kind is Kind.DOCUMENTS else None, documents),
        polar=wanted.polar or wanted.kind is Kind.YES_NO,
        negated=wanted.kind is Kind.LIST and is_negated(text),
        stages=stages_in(text) if wanted.kind in (*LISTED, Kind.COUNT) else (),
    )
    if wanted.kind is Kind.TREND and (years := years_between(text)):  # 2019—2023年
        plan = replace(plan, scope=replace(plan.scope, years=years))
    return _measured(plan, reading) if wanted.kind in MEASURED else _named(plan, reading)


def _matches(text: str, patterns: Iterable[Pattern]) -> Iterable[re.Match[str]]:
    return (match for pattern in patterns for match in pattern.finditer(text))


def _with_inside(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Where a kind of document stands, with the 里 behind it."""
    inside = INSIDE.match(text, match.end())
    return match.start(), inside.end() if inside else match.end()


INSIDE = re.compile(r"(?:的)?(?:里面|里|中(?!心|型|小)|当中|上(?!马|市|项))")


def stages_in(text: str) -> tuple[str, ...]:
    """The stages that the things asked for are to be at."""
    return tuple(stage for stage, cue in load_cues().stages.items() if cue.search(text))


# ------------------------------------------------------------------------------------------------------------ figures


def _measured(plan: Plan, reading: Reading) -> Plan:
    """The measure, whether its growth or level, its target or result is asked, and of what."""
    question, text = reading.question, reading.text
    subjects = known_subjects(question, text, reading.taken)
    things = [known for known in subjects if type_of_known(known) not in (EntityType.INDUSTRY, EntityType.COUNTY)]
    left = blank(text, [*reading.taken, *((one.start, one.end) for one in things), *place_spans(question, text)])
    if plan.kind is Kind.COMPARE:
        left = blank_all(left, (load_cues().pattern(SIDES),))
    near = reading.wanted.cue[0] if reading.wanted.cue and plan.kind is Kind.NUMBER else None
    indicators = [one.name for one in question.known if type_of_known(one) is EntityType.INDICATOR]
    measure = find_measure(left, indicators, near)
    plan = replace(plan, figure=figure_asked(text), most=_most(plan, text))
    if measure is None:
        return replace(plan, subjects=subjects, subject=subject_in_words(question, text, reading.taken, subjects))
    subjects = tuple(one for one in subjects if not (measure.start <= one.start and one.end <= measure.end))
    subjects = subjects or known_subjects(question, text, [*reading.taken, (measure.start, measure.end)])
    return _with_measure(plan, reading, measure, subjects)


RANKS = "排(?:名|序|行榜?)|名次"
SIDES = rf"谁|哪(?:<many>)?(?:个|家|座|一)?(?:<place>|年|边)?|<most>|<more>[??]?$|{RANKS}"


def _with_measure(plan: Plan, reading: Reading, measure: Measure, subjects: tuple[Known, ...]) -> Plan:
    question, text = reading.question, reading.text
    figures = figures_by_year(text) or (target_and_result(text, plan.scope.years) if plan.polar else ())
    things = [known.name for known in subjects if type_of_known(known) is not EntityType.COUNTY]
    named = " ".join(things) or "、".join(place.short for place in question.places)
    named = named or " ".join(known.name for known in subjects)
    apart = of_thing(measure) or (paid_for(text, measure) if plan.kind is Kind.NUMBER else None)
    if apart and apart[0]:
        named = " ".join((*things, apart[0]))
    if apart and not measure.said.endswith(apart[1]):
        measure = replace(measure, name=apart[1], names=(apart[1], "投资"))
    is_measure = measure.is_known or measure.growth or measure.has_ending or plan.kind is Kind.NUMBER or plan.most != 0
    return replace(
        plan,
        subjects=subjects,
        subject=named,
        indicator=measure.name if is_measure else None,
        wordings=measure.names if is_measure else (),
        asked=apart[1] if apart else measure.said,
        growth=growth_asked(text, measure, question.unit),
        basis=basis_asked(text),
        figures=figures,
    )


def _most(plan: Plan, text: str) -> int:
    if plan.kind is not Kind.COMPARE or plan.polar:
        return 0
    if re.search(r"[最更][少低小短慢弱]|(?<!多)[少低小短慢][??]?$|垫底", text):
        return -1
    return 1 if re.search(rf"[最更]|第一|领先|居首|靠前|[多高大快][??]?$|{RANKS}", text) else 0


# ------------------------------------------------------------------------------------------------------------- things


def _named(plan: Plan, reading: Reading) -> Plan:
    """The class of thing or the attribute that is asked for, and of what."""
    question, text = reading.question, reading.text
    if plan.kind in (Kind.YES_NO, Kind.STATUS):
        return said_of(plan, text, reading.taken)
    subjects = known_subjects(question, text, reading.taken)
    noun = _noun(plan, reading, subjects)
    taken = reading.taken + ([(noun.start, noun.end)] if noun else [])
    if noun is not None:
        plan = replace(plan, asked=_without_stage(noun.text), members=noun.type)
    if plan.kind is Kind.DEFINITION and plan.group:
        areas = "、".join(place.short for place in question.places)
        words = subject_in_words(question, text, taken, subjects)
        named = subjects and any(known.name in words for known in subjects)
        subject = words if named or len(words) >= SHORTEST_CONTEXT else areas
        return replace(plan, subjects=subjects, subject=subject, asked=plan.group)
    if plan.kind in LISTED:
        return _listed(plan, reading, noun, taken, subjects)
    if plan.kind in WITH_WITHIN:
        plan = replace(plan, conditions=tuple(Condition(match["what"]) for match in WITHIN.finditer(text)))
    if plan.kind is Kind.DOCUMENTS:
        words = _mentioned_words(question, text, taken, subjects)
        return replace(plan, subjects=_mentioned(text, subjects), subject=words)
    return replace(plan, subjects=subjects, subject=subject_in_words(question, text, taken, subjects))


def _noun(plan: Plan, reading: Reading, subjects: tuple[Known, ...]) -> Noun | None:
    question, text = reading.question, reading.text
    spans = [*moments_in(text), *((one.start, one.end) for one in subjects), *place_spans(question, text)]
    spans += [(reading.group.start, reading.group.end)] if reading.group and plan.kind is not Kind.DEFINITION else []
    bare = blank(text, spans)
    if plan.kind is Kind.COUNT:
        return _counted_noun(bare, reading)
    noun = asked_noun(bare)
    if plan.kind is Kind.DOCUMENTS and noun is not None and noun.type is not EntityType.COUNTY:
        return None
    return noun


def _counted_noun(bare: str, reading: Reading) -> Noun | None:
    """What is counted: behind 多少条, else before it."""
    start, end = reading.wanted.cue or (0, 0)
    behind = re.match(r"[\u4e00-\u9fff“”\"]{2,14}?(?=的|[^\u4e00-\u9fff“”\"]|$)", bare[end:])
    if behind:
        asked = asked_noun("哪些" + behind[0])
        if asked is not None:
            return replace(asked, start=asked.start + end - 2, end=asked.end + end - 2)
        return Noun(behind[0], None, end, end + behind.end())
    return asked_noun(bare[:start]) if start else None


def _without_stage(noun: str) -> str:
    """拟建项目 → 项目: the stage is a condition of its own."""
    bare = STAGE.sub("", noun)
    return bare if len(bare) >= 2 else noun


STAGE = re.compile(f"^{any_of('stages')}(?:的|和|、)?")
MENTIONED = r"<said>(?:过|了|着)?(?P<what>[^,。?]*?)(?=的(?:是|有|都|政府|文件|报告|$)|[,。?]|$)"


def _mentioned(text: str, subjects: tuple[Known, ...]) -> tuple[Known, ...]:
    """The names that are to be mentioned, where they stand behind 提到."""
    match = load_cues().pattern(MENTIONED).search(text)
    if match is None or len(match["what"]) < 2:
        return subjects
    return tuple(one for one in subjects if match.start("what") <= one.start and one.end <= match.end("what"))


def _mentioned_words(question: Question, text: str, taken: Spans, subjects: tuple[Known, ...]) -> str:
    match = load_cues().pattern(MENTIONED).search(text)
    what = re.sub(r"^[\s“”\"‘’《》过了]+|[\s“”\"‘’《》??]+$", "", match["what"]) if match else ""
    if len(what) >= 2 and not re.search(r"哪|什么|几个", what):
        return re.sub(r"[“”\"]", "", what)
    papers = [one.span() for one in _matches(text, load_cues().papers.values())]
    return subject_in_words(question, text, [*taken, *papers], subjects)


def _listed(plan: Plan, reading: Reading, noun: Noun | None, taken: Spans, subjects: tuple[Known, ...]) -> Plan:
    """A list: its conditions are what is left beside noun, time, and what stands before them."""
    question, text = reading.question, reading.text
    if plan.members in (EntityType.PARK, EntityType.COUNTY, EntityType.INDUSTRY):
        subjects = tuple(one for one in subjects if type_of_known(one) is not EntityType.INDUSTRY)
    end = noun.start if noun else len(text)
    asking = [match.span() for match in re.finditer(ASKS, text)]
    names = [*place_spans(question, text), *((one.start, one.end) for one in subjects if not plan.negated)]
    left = blank(text, [*taken, *asking, *(match.span() for match in STAGE_ALONE.finditer(text))])
    conditions = find_conditions(blank(left, _heads(left, names, end)))
    areas = "、".join(place.short for place in question.places)
    words = " ".join(one.name for one in subjects) or areas
    if plan.members is EntityType.ENTERPRISE and UNDERTAKES.search(text):
        first = Plan(Kind.LIST, question, subjects, words, EntityType.PROJECT, "项目", scope=plan.scope)
        plan = replace(plan, before=first)
    return replace(
        plan,
        subjects=subjects,
        subject=words or (subject_in_words(question, text, taken, subjects) if not conditions else ""),
        conditions=conditions,
    )


def _heads(left: str, names: Spans, end: int) -> Spans:
    """The names that a clause begins with, one behind the other, or that stand right before the noun: not part of what
    is said.
    """
    heads: Spans = []
    for start, stop in sorted(names):
        before = left[:start].rstrip(' “”"的')
        behind = any(last <= start and not re.sub(r"[、和与 的]", "", left[last:start]) for _, last in heads)
        if not before or before[-1] in ",;。?!" or behind or stop == end:
            heads.append((start, stop))
    return heads


UNDERTAKES = re.compile(any_of("undertakes"))
STAGE_ALONE = re.compile(
    rf"(?<![\u4e00-\u9fff]){any_of('stages_alone')}(?=[、和及与的 ]|$)|"
    r"(?<=[的、和])(?:在建|拟建|续建|已建)(?=[、和的])"
)
ASKS = any_of("asks_list")
