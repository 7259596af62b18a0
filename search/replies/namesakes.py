"""Areas, and things, of one name: which a question means where it does not say, and the question put to each.

In: a plan and the knowledge base. Out: for each area its label (南京市鼓楼区), the plan for it alone, and the base
without what speaks for its namesakes; and what is said of each, side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.lexicon.area_names import full_name
from graph.lexicon.divisions import Division, Divisions
from graph.records import EntityType, Level, LinkKind
from search.agreement import innermost
from search.answer import Citation
from search.plan.plan import Kind, Plan
from search.plan.reading import read_plan
from search.plan.subjects import type_of_known
from search.question import Question
from search.replies.contract import LONGEST_SHORT, Base, Item, Proof, Reply, cut_short
from search.within import Within

OVER_ALL = (Kind.DOCUMENTS, Kind.SHARED)  # kinds that are answered over all documents at once
OF_A_PLACE = (EntityType.PROJECT, EntityType.PARK)
SAME = (LinkKind.SAME, LinkKind.RENAMED, LinkKind.CONTINUES)
MOST_AREAS = 6
COUNTED = r"(?:[这那]|所有|全部|各|每|哪)?(?:[一二两三四五六七八九几]?个)?"
LONGEST_QUOTE = 60
FIGURE = re.compile(r"[由从约近超]?\d|百分之|$")  # what stands right behind a name: 南京市鼓楼区5%以上


@dataclass(frozen=True, slots=True)
class Aside:
    """One of the areas that may be meant. label: "" where the question itself says which."""

    label: str
    plan: Plan
    base: Base


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What is said of one area: its short answer or quote, with what it rests on."""

    label: str
    short: str
    items: tuple[Item, ...] | None
    citations: tuple[Citation, ...]


def asides_of(plan: Plan, base: Base) -> list[Aside]:
    """The areas that may be meant, each with the plan for it; none where nothing bears the name of another thing."""
    if plan.kind in OVER_ALL:
        return []
    question = plan.question
    inner = innermost(question.places)
    if len(inner) == 1:
        known = namesakes_of(inner[0], base)
        if len(known) > 1:
            meant = [one for one in known if _is_named(one, question)]
            label = len(meant) != 1
            return [_aside(plan, one, known, base, label=label) for one in meant or known][:MOST_AREAS]
    if not question.places:
        areas = _areas_of_things(plan, base)
        return [_aside(plan, one, areas, base, label=True) for one in areas][:MOST_AREAS]
    return []


def namesakes_of(area: Division, base: Base) -> list[Division]:
    """The areas of its name that the documents speak for, or else name, in the order of the documents."""
    alike = [one for one in Divisions.load().by_name(area.name) if one.name == area.name]
    if len(alike) < 2:
        return []
    spoken = [document.region_code for document in base.documents.values() if document.region_code]
    is_within = Divisions.load().is_within
    first = {one.code: n for n, code in reversed(list(enumerate(spoken))) for one in alike if is_within(code, one.code)}
    named = base.named_areas()
    known = [one for one in alike if one.code in first or one.code in named]
    return sorted(known, key=lambda one: first.get(one.code, len(spoken)))


def _is_named(area: Division, question: Question) -> bool:
    """Whether the question names what the area lies in."""
    around = {one.code for one in Divisions.load().chain(area.code)[1:]}
    return any(place.code in around for place in question.places)


def _areas_of_things(plan: Plan, base: Base) -> list[Division]:
    """The areas of several things that bear the name asked about, none of them known to be another of them."""
    for known in plan.subjects:
        if type_of_known(known) not in OF_A_PLACE or len(known.entity_ids) < 2:
            continue
        entities = [one for one in base.entities(known.entity_ids).values() if one.type in OF_A_PLACE and one.place]
        linked = {
            frozenset((link.a_id, link.b_id)) for one in entities for link in base.links_of(one.id) if link.kind in SAME
        }
        if any(one != other and frozenset((one.id, other.id)) in linked for one in entities for other in entities):
            return []
        by_code = Divisions.load().by_code
        areas = list(dict.fromkeys(by_code[one.place] for one in entities if one.place in by_code))
        areas = [one for one in areas if one.level is Level.COUNTY]
        if len(areas) > 1:
            order = [document.region_code for document in base.documents.values()]
            return sorted(areas, key=lambda one: order.index(one.code) if one.code in order else len(order))
    return []


def _aside(plan: Plan, area: Division, alike: Sequence[Division], base: Base, *, label: bool) -> Aside:
    others = [one for one in alike if one != area]
    kept = {
        document.id: document
        for document in base.documents.values()
        if _speaks_near(document.region_code, area)
        or not any(_speaks_near(document.region_code, other) for other in others)
    }
    narrowed = Within(base, kept)
    text = plan.question.text if not label else _with_city(plan.question, area)
    question = base.understand(text)
    places = (*(one for one in question.places if one.name != area.name), area)
    known = tuple(
        replace(one, entity_ids=tuple(id_ for id_ in one.entity_ids if narrowed.mentions_of([id_])) or one.entity_ids)
        for one in question.known
    )
    asked = read_plan(replace(question, places=places, known=known), kept)
    return Aside(full_name(area) if label else "", asked, narrowed)


def _speaks_near(region: str | None, area: Division) -> bool:
    """Whether a region is the area, lies in it, or around it."""
    is_within = Divisions.load().is_within
    return region is not None and (is_within(region, area.code) or is_within(area.code, region))


def _with_city(question: Question, area: Division) -> str:
    """鼓楼区有哪些项目 → 徐州市鼓楼区有哪些项目; where the question names no area, its name is put first."""
    text = question.text
    for name in (area.name, *area.names):
        if name in text:
            return re.sub(COUNTED + re.escape(name), full_name(area), text, count=1)
    return full_name(area) + text


# -------------------------------------------------------------------------------------------------- side by side


def say_of_each(said: Sequence[SaidOf]) -> Reply:
    """“南京市鼓楼区5%以上;徐州市鼓楼区6.5%以上”; each figure or member an item of its area."""
    proof, items = Proof(), []
    room = LONGEST_SHORT // len(said) - 1
    for one in said:
        places = tuple(proof.add(citation) for citation in one.citations)
        items += list(_items_of(one, places))
    short = ";".join(_short_of(one, room) for one in said)
    return Reply(cut_short(short), tuple(proof.citations), tuple(items), sure=0.9)


def _items_of(one: SaidOf, places: Sequence[int]) -> Iterator[Item]:
    if not one.items:
        yield Item(one.short or one.label, one.label, proof=tuple(places))
        return
    for item in one.items:
        of = f"{one.label} {item.of}" if item.of else one.label
        yield replace(item, of=of, proof=tuple(places[place] for place in item.proof if place < len(places)))


def _short_of(one: SaidOf, room: int) -> str:
    sign = "" if FIGURE.match(one.short) else ":"
    return cut_short(f"{one.label}{sign}{one.short}", most=room)
