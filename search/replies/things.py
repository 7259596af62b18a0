"""Lists that the graph knows: things of a type that hang on what a question names: 溆浦有哪些工业项目.

In: a plan and the knowledge base. Out: the things with the relations that prove them, over all documents in scope.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.lexicon.divisions import Divisions
from graph.lexicon.stage_words import BEFORE_REACHED
from graph.lexicon.wordings import wordings
from graph.records import (
    Document,
    Entity,
    EntityRelation,
    EntityType,
    Level,
    LinkKind,
    RelationType,
)
from graph.writing.foldings import fold_text
from search.agreement import innermost
from search.plan.plan import Plan
from search.question import Known
from search.replies.contract import Base
from search.replies.members import Members
from search.synonyms import written_forms
from search.wanted import Wanted, find_wanted

SAME_THING = (LinkKind.SAME, LinkKind.RENAMED, LinkKind.CONTINUES)
OF_INDUSTRY = (RelationType.LEADING_INDUSTRY, RelationType.FEATURED_INDUSTRY, RelationType.SUPPORTS_INDUSTRY)
NAMED_LIKE = 0.75  # share of the words of a condition that a thing's name must say

PROJECT, PARK, INDUSTRY, COUNTY, ENTERPRISE = (
    EntityType.PROJECT,
    EntityType.PARK,
    EntityType.INDUSTRY,
    EntityType.COUNTY,
    EntityType.ENTERPRISE,
)
LOCATED, OF, UNDERTAKES = RelationType.LOCATED_IN, RelationType.IN_INDUSTRY, RelationType.UNDERTAKES
# (what is wanted, what it hangs on): the relations that join them; True where the wanted one is the head
WAYS: Mapping[tuple[EntityType, EntityType], tuple[tuple[RelationType, bool], ...]] = {
    (PROJECT, PARK): ((LOCATED, True),),
    (PROJECT, COUNTY): ((LOCATED, True),),
    (PROJECT, ENTERPRISE): ((UNDERTAKES, False),),
    (PROJECT, INDUSTRY): ((OF, True),),
    (PARK, INDUSTRY): tuple((one, True) for one in OF_INDUSTRY),
    (PARK, COUNTY): ((LOCATED, True),),
    (PARK, PROJECT): ((LOCATED, False),),
    (ENTERPRISE, INDUSTRY): ((OF, True),),
    (ENTERPRISE, PROJECT): ((UNDERTAKES, True),),
    (INDUSTRY, PARK): tuple((one, False) for one in OF_INDUSTRY),
    (INDUSTRY, ENTERPRISE): ((OF, False),),
    (INDUSTRY, PROJECT): ((OF, False),),
    (COUNTY, PROJECT): ((LOCATED, False),),
    (COUNTY, PARK): ((LOCATED, False),),
}
# … and those joined over a third thing: a park's companies are those of its projects
OVER: Mapping[tuple[EntityType, EntityType], EntityType] = {
    (ENTERPRISE, PARK): PROJECT,
    (ENTERPRISE, COUNTY): PROJECT,
    (COUNTY, ENTERPRISE): PROJECT,
    (PARK, ENTERPRISE): PROJECT,
    (COUNTY, INDUSTRY): PARK,
}


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that is wanted, with the relations that say so."""

    entity: Entity
    proof: tuple[EntityRelation, ...]


@dataclass(frozen=True, slots=True)
class ThingWords:
    """All of ``things.yaml``."""

    attributes: Mapping[str, tuple[RelationType, ...]]
    any_project: frozenset[str]
    industrial: frozenset[str]
    not_industrial: re.Pattern[str]
    dropped: re.Pattern[str]
    put_off: re.Pattern[str]


@lru_cache(maxsize=1)
def load_thing_words() -> ThingWords:
    """The words of ``things.yaml``."""
    lists = wordings("things")
    return ThingWords(
        {word: (RelationType(rel),) for word, rel in lists.sorts("attributes").items()},
        frozenset(lists.words("any_project")),
        frozenset(lists.words("industrial")),
        *(re.compile(lists.any_of(name)) for name in ("not_industrial", "dropped", "put_off")),
    )


def find_things(plan: Plan, wanted: Members, base: Base) -> list[Thing]:
    """Things of the wanted type that hang on all that the question names, in the order of documents and places."""
    if plan.members is None:
        return []
    anchors = _anchors(plan, base)
    sets = [found for anchor in anchors if (found := _hanging_on(plan, anchor, base))]
    if not sets or len(sets) < len([one for one in anchors if one.binding]):
        return []
    ids = [i for i in sets[0] if all(i in one for one in sets)]
    proof: dict[str, list[EntityRelation]] = {i: [r for one in sets for r in one[i]] for i in ids}
    things = _in_scope(plan, proof, base)
    things = [one for one in things if _is_called(plan, one, base) and _is_at_stage(plan, one, base)]
    things = [one for one in things if one.entity.place is None or _is_within(plan, one.entity)]
    return _without_doubles(sorted(things, key=lambda thing: _order(thing, base)), base)


def is_asked_by_relation(plan: Plan, base: Base) -> bool:
    """Whether the question says by its own word how the wanted things hang on what it names: 特色产业 of a park."""
    return plan.members is not None and any(anchor.relations for anchor in _anchors(plan, base))


# -------------------------------------------------------------------------------- anchors


@dataclass(frozen=True, slots=True)
class Anchor:
    """A thing that the question names, under all its identifiers; `relations`: only by these; `binding`: the wanted
    things must hang on it.
    """

    ids: tuple[str, ...]
    type: EntityType
    relations: tuple[RelationType, ...] = ()
    binding: bool = True


def _anchors(plan: Plan, base: Base) -> list[Anchor]:
    """The names in the question on which things of the wanted type can hang."""
    assert plan.members is not None
    named = [*plan.subjects, *(one for one in plan.question.known if one not in plan.subjects)]
    entities = base.entities({i for one in named for i in one.entity_ids})
    found = []
    for one in named:
        for type_, ids in _by_type(one, entities).items():
            if type_ is COUNTY and all(entities[i].level is not Level.COUNTY for i in ids):
                continue  # a city or province has too much in it: what is found is compared with it (_is_within)
            if (plan.members, type_) in WAYS or (plan.members, type_) in OVER:
                relations = _attribute_beside(plan, one) if INDUSTRY in (type_, plan.members) else ()
                found.append(Anchor(tuple(_with_links(ids, base)), type_, relations))
                break
    return found


def _by_type(known: Known, entities: Mapping[str, Entity]) -> Mapping[EntityType, list[str]]:
    """The identifiers of a name by type; a park before an area, an area before a project called after it."""
    rank = [PARK, INDUSTRY, ENTERPRISE, COUNTY, PROJECT]
    found: dict[EntityType, list[str]] = defaultdict(list)
    for i in known.entity_ids:
        if i in entities:
            found[entities[i].type].append(i)
    return {type_: found[type_] for type_ in rank if type_ in found}


def _with_links(ids: Iterable[str], base: Base) -> list[str]:
    """With the same thing of other documents."""
    found = list(ids)
    for i in found:
        for link in base.links_of(i):
            other = link.b_id if link.a_id == i else link.a_id
            if link.kind in SAME_THING and other not in found:
                found.append(other)
    return found


def _attribute_beside(plan: Plan, known: Known) -> tuple[RelationType, ...]:
    """The relation that the question says of a name: the attribute that stands nearest: 主导产业是电子信息."""
    text = plan.question.text
    best: tuple[int, tuple[RelationType, ...]] | None = None
    for word, relations in load_thing_words().attributes.items():
        for match in re.finditer(re.escape(word), text):
            away = known.start - match.end() if match.end() <= known.start else match.start() - known.end
            crossed = text[min(match.end(), known.end) : max(match.start(), known.start)]
            if 0 <= away <= 12 and not re.search("[,;。]", crossed) and (best is None or away < best[0]):
                best = (away, relations)
    return best[1] if best else ()


# -------------------------------------------------------------------------------- hanging


def _hanging_on(plan: Plan, anchor: Anchor, base: Base) -> dict[str, list[EntityRelation]]:
    """Identifiers of the wanted things that hang on the anchor, with what says so."""
    assert plan.members is not None
    found = _joined(plan.members, anchor.type, anchor.ids, anchor.relations, base)
    over = OVER.get((plan.members, anchor.type))
    if over is not None and not found:
        steps = _joined(over, anchor.type, anchor.ids, (), base)
        found = _joined(plan.members, over, steps, (), base)
    if anchor.type is COUNTY and plan.members is PROJECT:
        parks = _joined(PARK, COUNTY, anchor.ids, (), base)
        for one, relations in _joined(PROJECT, PARK, parks, (), base).items():
            found.setdefault(one, relations)
    return found


def _joined(
    wanted: EntityType, type_: EntityType, ids: Iterable[str], only: Sequence[RelationType], base: Base
) -> dict[str, list[EntityRelation]]:
    ways = WAYS.get((wanted, type_), ())
    found: dict[str, list[EntityRelation]] = defaultdict(list)
    for anchor in ids:
        for relation in base.relations_of(anchor):
            for rel, is_head in ways:
                ends = (relation.tail_id, relation.head_id) if is_head else (relation.head_id, relation.tail_id)
                right = relation.rel is rel and ends[0] == anchor and (not only or rel in only)
                if right and ends[1].startswith(wanted.value.lower()):
                    found[ends[1]].append(relation)
    return found


# -------------------------------------------------------------------------------- sifting


def _in_scope(plan: Plan, proof: Mapping[str, Sequence[EntityRelation]], base: Base) -> list[Thing]:
    """Things that documents in scope say so of; those of the very year asked for before those that include it."""
    entities = base.entities(proof)
    things = []
    drafts: dict[str, tuple[tuple[EntityRelation, ...], tuple[EntityRelation, ...]]] = {}
    for i, relations in proof.items():
        kept = tuple(r for r in relations if is_in_scope(plan, base.documents[r.document_id]))
        exact = tuple(r for r in kept if base.documents[r.document_id].year in plan.scope.years)
        drafts[i] = (exact, kept)
    sharp = any(exact for exact, _ in drafts.values())
    for i, (exact, wide) in drafts.items():
        kept = exact if sharp else wide
        if kept and i in entities:
            things.append(Thing(entities[i], kept))
    return things


def is_in_scope(plan: Plan, document: Document) -> bool:
    """Whether the document is one of those that the question asks."""
    scope = plan.scope
    if scope.titles:
        return document.id in scope.titles
    if scope.kinds and document.kind not in scope.kinds:
        return False
    if scope.periods and document.years:
        return document.years in scope.periods
    years = document.years or ((document.year, document.year) if document.year else None)
    if scope.years and years:
        return any(years[0] - 1 <= year <= years[1] for year in scope.years)
    if scope.periods and years:
        return any(first <= years[0] <= last for first, last in scope.periods)
    return True


def _is_called(plan: Plan, thing: Thing, base: Base) -> bool:
    """Whether the thing is of the class asked for: 高速公路; any project is a 项目; a road is no 工业项目."""
    words, noun = load_thing_words(), plan.asked
    if thing.entity.type is COUNTY:
        return _is_of_level(plan, thing.entity)
    if thing.entity.type is not PROJECT or not noun or noun in words.any_project:
        return True
    core = re.sub("(?:建设)?(?:项目|工程)$", "", noun)
    names = [thing.entity.name, *thing.entity.aliases]
    if core in words.industrial:
        return not any(words.not_industrial.search(name) for name in names[:1])
    wanted = {core, *(form for said, forms in _written(core) for form in forms)}
    return any(form in fold_text(name) for form in wanted for name in names) or core in words.any_project


def _written(core: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(said, forms) for said, forms in written_forms(core) if said == fold_text(core)]


def _is_of_level(plan: Plan, area: Entity) -> bool:
    asked = plan.asked
    if re.search("县|区|旗", asked) and not asked.endswith("地区"):
        return area.level is Level.COUNTY
    if re.search("市|州", asked):
        return area.level is Level.CITY or (area.level is Level.COUNTY and area.name.endswith("市"))
    if re.search("省", asked):
        return area.level is Level.PROVINCE
    return True


def _is_at_stage(plan: Plan, thing: Thing, base: Base) -> bool:
    """Things whose stage is said to be another are left out; most say none."""
    if not plan.stages or thing.entity.type is not PROJECT:
        return True
    said = (mention.stage for mention in base.mentions_of([thing.entity.id]))
    stages = {BEFORE_REACHED.get(one.name, one.name) if one.is_planned else one.name for one in said if one}
    return not stages or bool(stages & set(plan.stages))


def _order(thing: Thing, base: Base) -> tuple[int, str, int]:
    first = min(thing.proof, key=lambda r: (base.documents[r.document_id].year or 0, r.source, r.start))
    return base.documents[first.document_id].year or 0, first.source, first.start


def _without_doubles(things: Sequence[Thing], base: Base) -> list[Thing]:
    """One of those that are the same thing, the one written out most fully."""
    kept: list[Thing] = []
    taken: set[str] = set()
    for thing in things:
        if thing.entity.id not in taken:
            taken.update(_with_links([thing.entity.id], base))
            kept.append(thing)
    return kept


# -------------------------------------------------------------------------------- areas of what a question describes


def find_areas(plan: Plan, wanted: Members, base: Base) -> list[Thing]:
    """Areas in which something lies whose name says what is asked: 哪些县要搞抽水蓄能电站."""
    if plan.members is not COUNTY:
        return []
    things = find_wanted(wanted.question)
    things = [one for one in things if not re.fullmatch("[县市区省州旗搞建修办有要]+", one[0])]
    if not things:
        return []
    found: dict[str, list[EntityRelation]] = defaultdict(list)
    for _, entity in base.things_saying(Wanted(things, base.rarity), (PROJECT, PARK), least=NAMED_LIKE):
        for relation in base.relations_of(entity.id):
            if relation.rel is LOCATED and relation.head_id == entity.id:
                found[relation.tail_id].append(relation)
    things_found = _in_scope(plan, found, base)
    inside = [one for one in things_found if _is_within(plan, one.entity) and _is_of_level(plan, one.entity)]
    return sorted(inside, key=lambda thing: _order(thing, base))


def _is_within(plan: Plan, area: Entity) -> bool:
    if not plan.question.places:
        return True
    within = Divisions.load().is_within
    code = area.code or area.place
    return code is not None and any(within(code, place.code) for place in innermost(plan.question.places))
