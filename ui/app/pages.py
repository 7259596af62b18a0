"""The pages of entities: what the graph knows of a name, as the interface and the web pages show it.

In: an opened generation and a name, or the identifier of an entity. Out: JSON-ready dictionaries. A name that nothing
bears is a mistake that names the nearest known ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from graph.errors import MailuoError
from graph.records import (
    AttributeKind,
    Entity,
    EntityMention,
    EntityRelation,
    EntityType,
    IndicatorTarget,
    Link,
    Standing,
)
from graph.store.found import EntityCount, EntityName, MentionPlace, is_wide, most_mentioned_first
from graph.writing.sentence_ends import LINE, STORED, sentence_at
from ui.app import shapes
from ui.app.areas import within
from ui.app.fields import (
    AttributeFields,
    ConnectedEntityFields,
    ConnectedFields,
    JointFields,
    MentionFields,
    MentionsFields,
    MomentFields,
    NameFields,
    NamingDocumentFields,
    NamingPassagesFields,
    PageFields,
    PathFields,
    RelationFields,
    RoleFields,
    ShowFields,
    TargetFields,
    TargetsFields,
    TraceFields,
)
from ui.app.opened import Opened
from ui.app.stages import stage_of, stages_of

# Kinds whose names are written with and without their place, in full and short.
OTHERWISE = (EntityType.PROJECT, EntityType.PARK, EntityType.ENTERPRISE)
COMPARED = 300  # names that have most in common with one that is not known
NEAREST = 5  # names suggested for one that is not known
MOST_LINKED = 40  # entities that a trace follows; more would be no story


class NameUnknown(MailuoError):
    """No entity is called so."""

    def __init__(self, name: str, kind: EntityType | None, nearest: Sequence[str]) -> None:
        what = f"no {kind}" if kind else "nothing"
        hint = f"; nearest: {'、'.join(nearest)}" if nearest else ""
        super().__init__(f"{what} is called “{name}” in the knowledge base{hint}")
        self.nearest = tuple(nearest)


def find(opened: Opened, name: str, kind: EntityType | None = None) -> tuple[EntityCount, ...]:
    """The entities of that name or identifier, most mentioned first."""
    found = bearers(opened, name, kind)
    if not found:
        raise NameUnknown(name, kind, nearest_names(opened, name, kind))
    return found


def bearers(opened: Opened, name: str, kind: EntityType | None = None) -> tuple[EntityCount, ...]:
    """Like `find`, and none where no entity is called so."""
    by_id = tuple(c for c in opened.store.entity_counts([name]) if kind in (None, c.entity.type))
    return by_id or opened.store.find_entities(name, kind) or _called_otherwise(opened, name, kind)


def _called_otherwise(opened: Opened, name: str, kind: EntityType | None) -> tuple[EntityCount, ...]:
    """The entity of a name that no text writes so: 蟒塘溪水资源配置工程 for 怀化市蟒塘溪水资源配置工程. None when it
    may mean several, or what any place has (垃圾焚烧发电厂).
    """
    # imported late: what takes names apart loads the areas of China and many words
    from graph.resolve.joining import is_specific
    from graph.resolve.names import take_apart

    meant = set()
    for type_ in (one for one in OTHERWISE if kind in (None, one)):
        typed = take_apart(name, type_, None)
        # another name with this core holds nearly all of it
        for known in opened.store.names_like(typed.core, types=[type_], limit=COMPARED):
            written = take_apart(known.name, type_, None)
            same = (typed.core, typed.phase, typed.stretch) == (written.core, written.phase, written.stretch)
            one_says_place = None in (typed.place, written.place) and is_specific(typed.core)
            if same and (one_says_place or typed.place == written.place):
                meant.add(known.entity_id)
    return opened.store.entity_counts(meant) if len(meant) == 1 else ()


def names(opened: Opened, text: str, types: Sequence[EntityType], limit: int) -> list[NameFields]:
    """Those that hold a text; without one those of what is mentioned most, main names first."""
    if text:
        found = opened.store.names_holding(text, types=types, limit=limit)
    else:
        listed = (count for kind in (types or EntityType) for count in opened.store.list_entities(kind, limit))
        entities = [count.entity for count in most_mentioned_first(listed)[:limit]]
        main = [EntityName(one.name, one.id, one.type, True) for one in entities]
        others = [EntityName(alias, one.id, one.type, False) for one in entities for alias in one.aliases]
        found = (*main, *others)[:limit]
    return [{"name": n.name, "id": n.entity_id, "type": n.type.value, "is_main": n.is_main} for n in found]


def nearest_names(opened: Opened, name: str, kind: EntityType | None) -> list[str]:
    """The known names most like the given one, best first."""
    from rapidfuzz import fuzz, process

    types = () if kind is None else (kind,)
    known = sorted({known.name for known in opened.store.names_like(name, types=types, limit=COMPARED)})
    alike = process.extract(name, known, scorer=fuzz.ratio, limit=NEAREST, score_cutoff=40)
    # 国际陆港 is half of 怀化国际陆港, and yet what is meant
    longer = [word for word in known if len(word) > len(name)]
    within_longer = process.extract(name, longer, scorer=fuzz.partial_ratio, limit=NEAREST, score_cutoff=75)
    scores: dict[str, float] = defaultdict(float)
    for word, score, _ in alike:
        scores[word] = score
    for word, score, _ in within_longer:
        scores[word] = max(scores[word], 0.85 * score)
    return sorted(scores, key=lambda word: (-scores[word], abs(len(word) - len(name)), word))[:NEAREST]


# ---------------------------------------------------------------------------------------------------------- mentions


def mentions(opened: Opened, name: str, kind: EntityType | None = None) -> MentionsFields:
    """Every document and passage that mentions the entities of that name, under all their names."""
    found = find(opened, name, kind)
    places = opened.store.mentions_of(count.entity.id for count in found)
    by_document: dict[str, list[MentionPlace]] = defaultdict(list)
    for place in places:
        by_document[place.mention.document_id].append(place)
    order = in_force_first((document_id for document_id in opened.documents if document_id in by_document), opened)
    return {
        "name": name,
        "entities": [shapes.named_entity(count.entity, opened) for count in found],
        "documents": [_mentioning(opened, document_id, by_document[document_id]) for document_id in order],
    }


def _mentioning(opened: Opened, document_id: str, places: Sequence[MentionPlace]) -> NamingPassagesFields:
    record = opened.documents[document_id]
    by_stretch: dict[tuple[int, int, tuple[str, ...]], list[MentionPlace]] = defaultdict(list)
    for place in places:
        by_stretch[_stretch(opened, place)].append(place)
    text = opened.text_of(record.source)
    return {
        "document_id": document_id,
        "source": record.source,
        "title": record.title,
        "published": record.published,
        "year": record.year,
        "count": len({(place.mention.start, place.mention.end) for place in places}),
        "passages": [
            {
                "section": list(section),
                "start": start,
                "end": end,
                "text": text[start:end],
                "mentions": [_mention(place.mention) for place in inside],
            }
            for (start, end, section), inside in sorted(by_stretch.items())
        ],
        **shapes.standing(document_id, opened),
    }


def in_force_first(document_ids: Iterable[str], opened: Opened) -> list[str]:
    """What is in force before drafts and what was superseded; else in their order."""
    return sorted(document_ids, key=lambda document_id: rank_of(document_id, opened))


def rank_of(document_id: str, opened: Opened) -> int:
    """0 in force, 1 adjusted, 2 a draft or superseded."""
    held = opened.standings.get(document_id)
    return 0 if held is None else 1 if held.standing is Standing.ADJUSTED else 2


def _mention(record: EntityMention) -> MentionFields:
    return {"start": record.start, "end": record.end, "surface": record.surface}


def _stretch(opened: Opened, place: MentionPlace) -> tuple[int, int, tuple[str, ...]]:
    """The passage of a mention; where it stands in none (a heading, a title), the line it stands on."""
    passage = opened.texts.passage(place.passage_id) if place.passage_id else None
    if passage is not None:
        return passage.start, passage.end, passage.section
    text = opened.text_of(place.mention.source)
    start = text.rfind("\n", 0, place.mention.start) + 1
    end = text.find("\n", place.mention.end)
    # a report of 20,000 characters may stand on one line
    start, end = max(start, place.mention.start - 100), min(end if end >= 0 else len(text), place.mention.end + 100)
    return start, end, place.section


# -------------------------------------------------------------------------------------------------------------- show


def show(opened: Opened, name: str, kind: EntityType | None = None) -> ShowFields:
    """The pages of all entities of that name."""
    return {"name": name, "entities": [page(opened, count) for count in find(opened, name, kind)]}


def page(opened: Opened, count: EntityCount) -> PageFields:
    """One entity's page: names, relations with evidence, figures, links, documents."""
    store, identifier = opened.store, count.entity.id
    relations, links = store.relations_of(identifier), store.links_of(identifier)
    ends = {end for r in relations for end in (r.head_id, r.tail_id)}
    others = {e.id: e for e in store.entities(ends | {end for li in links for end in (li.a_id, li.b_id)})}
    figures = store.targets(indicator_ids=[identifier]) if count.entity.type is EntityType.INDICATOR else ()
    places = store.mentions_of([identifier])
    return {
        **shapes.named_entity(count.entity, opened),
        "mentions": count.mentions,
        "documents": _documents(opened, places),
        "relations": _relations(opened, identifier, relations, others),
        "targets": [shapes.target(figure, opened) for figure in figures],
        "attributes": _attributes(opened, identifier),
        "stages": stages_of(places, opened),
        "links": [shapes.link(li, others[li.b_id if li.a_id == identifier else li.a_id], opened) for li in links],
        "merges": [
            {"name": m.name, "other": m.other, "rule": m.rule, "score": m.score, "reason": m.reason}
            for m in store.merges_of(identifier)
        ],
    }


def _attributes(opened: Opened, identifier: str) -> list[AttributeFields]:
    """What is said of it, kind by kind, what is in force and newest first; the same of one document once."""
    order = list(AttributeKind)
    said = {
        (a.kind, a.value, a.unit, a.year, a.document_id): a for a in reversed(opened.store.attributes([identifier]))
    }
    fields = [shapes.attribute(one, opened) for one in said.values()]
    return sorted(
        fields,
        key=lambda a: (
            order.index(AttributeKind(a["kind"])),
            rank_of(a["document_id"], opened),
            -(a["said_in"] or 0),
            a["source"],
            a["start"],
            a["id"],
        ),
    )


def _relations(
    opened: Opened, identifier: str, relations: Iterable[EntityRelation], others: dict[str, Entity]
) -> list[RelationFields]:
    """Each neighbour once by relation, direction and role, with all the evidence."""
    grouped: dict[tuple[str, str, str, str], list[EntityRelation]] = defaultdict(list)
    for relation in relations:
        out = relation.head_id == identifier
        other = relation.tail_id if out else relation.head_id
        grouped["out" if out else "in", relation.rel.value, other, relation.role or ""].append(relation)
    return [
        {
            "rel": rel,
            "direction": direction,
            **_role(role),
            "other": shapes.entity(others[other]),
            "evidence": [shapes.evidence(relation, opened) for relation in proofs],
        }
        for (direction, rel, other, role), proofs in sorted(
            grouped.items(), key=lambda group: (group[0][0] == "in", *group[0][1:2], -len(group[1]), group[0])
        )
    ]


def _role(role: str) -> RoleFields:
    return {"role": role} if role else {}


def _documents(opened: Opened, places: Iterable[MentionPlace]) -> list[NamingDocumentFields]:
    counts: dict[str, int] = defaultdict(int)
    for place in places:
        counts[place.mention.document_id] += 1
    return [
        {**shapes.document(opened.documents[document_id], opened), "count": counts[document_id]}
        for document_id in in_force_first((one for one in opened.documents if one in counts), opened)
    ]


# ------------------------------------------------------------------------------------------------------------- trace


def trace(opened: Opened, name: str, kind: EntityType | None = None) -> TraceFields:
    """The entities of that name, and what is linked to them, through the documents in order of time."""
    found = find(opened, name, kind)
    start = {count.entity.id for count in found}
    links = _linked(opened, start)
    entities = {e.id: e for e in opened.store.entities(start | links.keys())}
    steps = [
        _moment(opened, place, entities[place.mention.entity_id], links.get(place.mention.entity_id))
        for place in opened.store.mentions_of(entities)
    ]
    return {
        "name": name,
        "entities": [shapes.named_entity(count.entity, opened) for count in found],
        "linked": [
            {**shapes.named_entity(entities[end]), "link": shapes.why(links[end])} for end in links if end in entities
        ],
        "steps": sorted(steps, key=_time),
    }


def _linked(opened: Opened, start: set[str]) -> dict[str, Link]:
    """Everything that links lead to from the start, each with the link that first led there."""
    links: dict[str, Link] = {}
    edge = sorted(start)
    while edge and len(links) < MOST_LINKED:
        reached: dict[str, Link] = {}
        for identifier in edge:
            for link in opened.store.links_of(identifier):
                other = link.b_id if link.a_id == identifier else link.a_id
                if other not in start and other not in links:
                    reached.setdefault(other, link)
        links |= reached
        edge = sorted(reached)
    return links


def _moment(opened: Opened, place: MentionPlace, entity: Entity, link: Link | None) -> MomentFields:
    """`link`: what led to the entity; None for the one asked for."""
    mention = place.mention
    record = opened.documents[mention.document_id]
    text = opened.text_of(mention.source)
    start, end = sentence_around(text, mention.start, mention.end)
    return {
        "document_id": record.id,
        "source": record.source,
        "title": record.title,
        "published": record.published,
        "year": record.year,
        "section": list(place.section),
        "stage": mention.stage.name if mention.stage else None,
        "told": stage_of(mention, opened),
        "start": start,
        "end": end,
        "quote": text[start:end],
        "mention": _mention(mention),
        "entity": shapes.entity(entity),
        "link": None if link is None else shapes.why(link),
        **shapes.standing(record.id, opened),
    }


def _time(step: MomentFields) -> tuple[str, str, str, int]:
    year = str(step["year"] or (step["published"] or "9999")[:4])
    return year, step["published"] or "", step["source"], step["mention"]["start"]


LONGEST_QUOTE = 200


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence a mention stands in, at most some 200 characters around it."""
    first, last = sentence_at(text, STORED + LINE, start, end)
    first, last = max(first, start - LONGEST_QUOTE // 2), min(last, end + LONGEST_QUOTE // 2)
    quote = text[first:last]
    return first + len(quote) - len(quote.lstrip()), last - len(quote) + len(quote.rstrip())


# -------------------------------------------------------------------------------------------------- ways and figures


def path(opened: Opened, a: str, b: str) -> PathFields:
    """The shortest ways between two names, with the evidence of each step; none when nothing joins them."""
    first, second = find(opened, a)[0].entity, find(opened, b)[0].entity
    ways = opened.store.shortest_paths(first.id, second.id)
    between = {entity.id: entity for way in ways for entity in way.entities[1:-1]}
    return {
        "wide": [shapes.entity(entity) for entity in between.values() if is_wide(entity)],
        "a": shapes.named_entity(first),
        "b": shapes.named_entity(second),
        "paths": [
            {
                "entities": [shapes.entity(entity) for entity in way.entities],
                "steps": [
                    {
                        "from": shapes.entity(left),
                        "to": shapes.entity(right),
                        **_joint(step.relations, step.links, left, opened),
                    }
                    for step, left, right in zip(way.steps, way.entities, way.entities[1:], strict=False)
                ],
            }
            for way in ways
        ],
    }


def _joint(relations: Sequence[EntityRelation], links: Sequence[Link], left: Entity, opened: Opened) -> JointFields:
    """What joins two entities: the first relation names the step, else the link."""
    if relations:
        return {
            "rel": relations[0].rel.value,
            "forward": relations[0].head_id == left.id,
            "evidence": [
                {"rel": relation.rel.value, "forward": relation.head_id == left.id, **shapes.evidence(relation, opened)}
                for relation in relations
            ],
        }
    link = links[0]
    return {
        "rel": f"link:{link.kind.value}",
        "forward": link.a_id == left.id,
        "reason": link.reason,
        "evidence": [
            {"source": proof["source"], "start": proof["start"], "end": proof["end"], "quote": proof["quote"]}
            for proof in shapes.quoted(link.evidence, opened)
        ],
    }


def targets(
    opened: Opened, indicator: str | None = None, *, year: int | None = None, region: str | None = None
) -> TargetsFields:
    """Figures by indicator, place and year."""
    figures: Sequence[IndicatorTarget] = opened.store.targets(name=indicator or "", year=year)
    if indicator is not None:
        known = opened.store.find_entities(indicator, EntityType.INDICATOR)
        exact = opened.store.targets(indicator_ids=[count.entity.id for count in known], year=year)
        figures = list({figure.id: figure for figure in (*exact, *figures)}.values())
        if not figures and not known:
            raise NameUnknown(indicator, EntityType.INDICATOR, nearest_names(opened, indicator, EntityType.INDICATOR))
    if region is not None:
        inside = {document.region for document in within(opened.documents.values(), region)}
        figures = [f for f in figures if f.target.region == region or f.target.region in inside]
    return {"indicator": indicator, "targets": _figures(opened, figures)}


def figures_of(opened: Opened, *, indicator_id: str = "", document_id: str = "") -> list[TargetFields]:
    """The figures of an indicator, or those that a document gives, in the order of `targets`."""
    if document_id:
        if document_id not in opened.documents:
            return []
        found = opened.store.targets_in(opened.documents[document_id].source)
        return _figures(opened, [one for one in found if one.target.document_id == document_id])
    return _figures(opened, opened.store.targets(indicator_ids=[indicator_id]))


def figures_of_place(opened: Opened, entity: Entity) -> list[TargetFields]:
    """The figures of a place itself, and not of another of its name."""
    own = opened.namesakes.around(entity)
    names = dict.fromkeys((entity.name, *entity.aliases))
    found = {one.id: one for name in names for one in opened.store.targets(region=name)}
    return [one for one in _figures(opened, found.values()) if not own or one["city"] in ("", own)]


def _figures(opened: Opened, figures: Iterable[IndicatorTarget]) -> list[TargetFields]:
    order = sorted(figures, key=lambda figure: figure_order(figure, opened))
    return [shapes.target(figure, opened) for figure in order]


def figure_order(figure: IndicatorTarget, opened: Opened) -> tuple[str, str, int, str, int, str, int, str]:
    """Of one indicator, place and year what is in force comes first."""
    target = figure.target
    return (
        target.indicator,
        target.region or "",
        target.year or 0,
        target.kind.value,
        rank_of(target.document_id, opened),
        target.source,
        target.start,
        figure.id,
    )


# --------------------------------------------------------------------------------------------------- most connected

LOOKED_AT = 60  # of the most mentioned entities; one with many neighbours is mentioned often


def connected(opened: Opened, kind: EntityType, *, limit: int) -> ConnectedFields:
    """The entities of a type with the most neighbours, among the most mentioned; without names that are plainly of
    another type (a committee is no project, whatever hangs on it)."""
    from graph.lexicon.ontology import Ontology

    others = Ontology.load().entities[kind].others
    listed = [count for count in opened.store.list_entities(kind, LOOKED_AT) if not count.entity.name.endswith(others)]
    pairs = opened.store.neighbours([count.entity.id for count in listed])
    around = Counter(identifier for identifier, other in pairs if identifier != other)
    found: list[ConnectedEntityFields] = [
        {**shapes.counted_entity(count), "neighbours": around[count.entity.id]} for count in listed
    ]
    found.sort(key=lambda entity: (-entity["neighbours"], -entity["mentions"], entity["id"]))
    return {"type": kind.value, "entities": [entity for entity in found if entity["neighbours"]][:limit]}
