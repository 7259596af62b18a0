"""Which sentences may be quoted where no replier knows: a plan and the knowledge base → a test of a sentence.

A sentence must be of the place asked for; where an attribute of a named thing is asked it must name the thing and hold
what gives the attribute; who leads must stand in it or behind it; and where a replier has found nothing (`strict`) only
a sentence that sets out what a group stands for is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.lexicon.wordings import wordings
from graph.records import EntityType, Span
from graph.writing.foldings import fold_text
from graph.writing.numerals import number_of
from search.attribute import Attribute, attribute_asked, may_say
from search.evidence import Scored
from search.plan.plan import Kind, Plan
from search.plan.subjects import names_something, type_of_known
from search.replies.contract import Base
from search.replies.subject import with_linked
from search.texts.words import NUMERAL
from search.wanted import Wanted, find_wanted

any_of = wordings("answers").any_of

OF_PLACE = 0.5  # least agreement with the places asked for
NAMED = 0.7  # share of a thing's name that must stand beside its attribute
HELD = 1.0
WHO = (Kind.LEADER, Kind.PERSON)
ORDINAL = re.compile(
    rf"第{NUMERAL}(?=[^名位,。]{{0,2}}(?:期|人民医院|医院|中学|小学|批|条|座|号))|{NUMERAL}期|\d+号线?"
)
GENERIC = (EntityType.COUNTY, EntityType.INDICATOR, EntityType.INDUSTRY)
JOINTS = re.compile(r"[、—–]|(?<=[一-鿿])[和与及](?=[一-鿿])|以及")
EXPLAINS = re.compile(f"{any_of('explains')}|[(:]")
LEAST_JOINTS = 3
ASKING = re.compile(any_of("asks_more"))
QUOTED = re.compile(r"[“\"]([^“”\"]{2,16})[”\"]")

Test = Callable[[Scored], bool]


def sentences_that_may_answer(plan: Plan, base: Base, *, strict: bool = False) -> Test | None:
    """The test that a sentence must pass; None: no sentence may. strict: a replier that should know knows nothing."""
    if strict and plan.kind is not Kind.DEFINITION:
        return None
    attribute = attribute_asked(plan.question.text)
    names = names_of_things(plan, base)
    things = names or weightiest_word(plan, base)
    ordinals = set(ORDINAL.findall(plan.question.text))

    def may_answer(scored: Scored) -> bool:
        if plan.question.places and scored.features["place"] < OF_PLACE:
            return False
        text = fold_text(scored.candidate.text)
        if any(ordinal not in text for ordinal in ordinals):
            return False
        if plan.kind in WHO and (scored.features["kind"] < HELD or not speaks_of(names, scored, base)):
            return False
        if attribute is not None and not _says_attribute(attribute, plan, scored, things, base):
            return False
        return not strict or sets_out(plan, text)

    return may_answer


def names_of_things(plan: Plan, base: Base) -> tuple[tuple[str, ...], ...]:
    """The names of each thing that the question names, under which a text may call it; no areas, measures or
    industries.
    """
    text = plan.question.text
    known = [
        one
        for one in plan.question.known
        if type_of_known(one) not in GENERIC and len(one.name) > 2 and names_something(one, text)
    ]
    found = base.entities({id_ for one in known for id_ in one.entity_ids})
    every = []
    for one in known:
        entities = [found[id_] for id_ in one.entity_ids if id_ in found]
        names = [
            one.name,
            *(name for entity in (*entities, *with_linked(entities, base)) for name in (entity.name, *entity.aliases)),
        ]
        every.append(tuple(dict.fromkeys(map(fold_text, names))))
    return tuple(every)


def weightiest_word(plan: Plan, base: Base) -> tuple[tuple[str, ...], ...]:
    """The word of the question that tells most of what is meant, in its wordings: stands for a thing no one knows."""
    words = [thing for thing in find_wanted(plan.question) if not ASKING.search(thing[0])]
    if not words:
        return ()
    weights = Wanted(words, base.rarity).weights
    return (words[int(weights.argmax())],)


def speaks_of(things: tuple[tuple[str, ...], ...], scored: Scored, base: Base) -> bool:
    """Whether the sentence names each of the things, itself or in its headings."""
    candidate = scored.candidate
    around = [fold_text("\n".join((candidate.text, *candidate.passage.section, candidate.document.title)))]
    wanted = [Wanted([thing], base.rarity) for thing in things]
    return all(float(one.share_said(one.presence(around))[0]) >= NAMED for one in wanted)


def _says_attribute(
    attribute: Attribute, plan: Plan, scored: Scored, things: tuple[tuple[str, ...], ...], base: Base
) -> bool:
    """Whether the sentence names the things and holds what gives the attribute."""
    if not speaks_of(things, scored, base):
        return False
    candidate = scored.candidate
    text = fold_text(candidate.text)
    source, span = candidate.passage.source, candidate.span
    spans = [
        (found, found + len(surface))
        for mention in base.mentions_in(source, span)
        for surface in (fold_text(base.text_of(source)[mention.start : mention.end]),)
        for found in (text.find(surface),)
        if found >= 0
    ]
    return may_say(
        attribute, text, fold_text(plan.question.text), base.named_in(source, Span(span.start, span.end)), spans
    )


def sets_out(plan: Plan, text: str) -> bool:
    """Whether a sentence says what a group stands for: its members stand side by side in the clause of its name, or
    words that explain it follow.
    """
    group = plan.group or plan.asked
    name = fold_text(re.sub(r"[“”\"]", "", group))
    quoted = [fold_text(one) for one in QUOTED.findall(plan.question.text)]
    names = [one for one in dict.fromkeys((name, *quoted)) if one]
    least = min(LEAST_JOINTS, max(1, (_members(plan) or 2) - 1))
    for one in names:
        for match in re.finditer(re.escape(one), text):
            first = max((text.rfind(stop, 0, match.start()) for stop in ",;。:"), default=-1) + 1
            last = min((place for stop in ",;。" if (place := text.find(stop, match.end())) >= 0), default=len(text))
            if len(JOINTS.findall(text[first:last])) >= least or EXPLAINS.match(
                text[match.end() : match.end() + 3].lstrip('”"')
            ):
                return True
    return False


def _members(plan: Plan) -> int | None:
    if plan.count:
        return plan.count
    numerals = [number_of(numeral) for numeral in re.findall(r"[一二两三四五六七八九十]", plan.group)]
    return max((number for number in numerals if number), default=None)
