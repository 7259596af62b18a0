"""The page of one thing: its head, the figures beside it, and what has a name like one of its own.

In: an opened generation and a name or an identifier. Out: JSON-ready dictionaries. What else its page shows stands in
`ui.app.pages`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.records import Entity, EntityType, IndicatorTarget
from graph.store.found import EntityName
from graph.writing.foldings import name_key
from ui.app import shapes
from ui.app.fields import NearFields, TargetFields, ThingFields
from ui.app.opened import Opened
from ui.app.pages import figure_order, find, sentence_around

MOST_MENTIONS = 400  # whose sentences are looked at for figures
MOST_NAMES = 6  # of a thing, for which others are looked for
COMPARED = 200  # names that have something in common with one
MOST_NEAR = 16
ALIKE = 60  # how alike two names must be, of 100


def heads(opened: Opened, name: str) -> list[ThingFields]:
    """The things of that name, most mentioned first."""
    counts = find(opened, name)
    opened.namesakes.learn(count.entity for count in counts)
    return [{**shapes.counted_entity(count, opened), "place": _place(count.entity)} for count in counts]


def _place(entity: Entity) -> str:
    """What an area lies in, the area of another thing: 湖南省怀化市."""
    code = entity.code if entity.type is EntityType.COUNTY else entity.place
    if not code:
        return ""
    # imported late: the areas of China take a moment to load
    from graph.lexicon.area_names import city_of, full_name_of

    return city_of(code) if entity.type is EntityType.COUNTY else full_name_of(code)


# ------------------------------------------------------------------------------------------------------------- figures


def figures_beside(opened: Opened, entity_id: str) -> list[TargetFields]:
    """The figures that are its own, or stand in a sentence that mentions it."""
    entity = next(iter(opened.store.entities([entity_id])), None)
    if entity is None:
        return []
    if entity.type is EntityType.INDICATOR:
        figures: Iterable[IndicatorTarget] = opened.store.targets(indicator_ids=[entity_id])
    elif entity.type is EntityType.COUNTY:
        figures = (one for one in opened.store.targets(region=entity.name) if _is_of(one, entity, opened))
    else:
        figures = _in_its_sentences(opened, entity_id)
    order = sorted(figures, key=lambda figure: figure_order(figure, opened))
    return [shapes.target(figure, opened) for figure in order]


def _is_of(figure: IndicatorTarget, area: Entity, opened: Opened) -> bool:
    """Whether a figure is of this area and no other of its name: its document speaks of what lies in one province."""
    code = opened.documents[figure.target.document_id].region_code
    return not code or not area.code or code[:2] == area.code[:2]


def _in_its_sentences(opened: Opened, entity_id: str) -> list[IndicatorTarget]:
    places = opened.store.mentions_of([entity_id])[:MOST_MENTIONS]
    by_source: dict[str, list[tuple[int, int]]] = {}
    for place in places:
        text = opened.text_of(place.mention.source)
        stretch = sentence_around(text, place.mention.start, place.mention.end)
        by_source.setdefault(place.mention.source, []).append(stretch)
    return [
        figure
        for source, stretches in by_source.items()
        for figure in opened.store.targets_in(source)
        if any(start <= figure.target.start and figure.target.end <= end for start, end in stretches)
    ]


# ---------------------------------------------------------------------------------------------------------- near names


def near_names(opened: Opened, entity_id: str) -> list[NearFields]:
    """Others of its type with a name like one of its own, and those of any type with the very same name."""
    count = next(iter(opened.store.entity_counts([entity_id])), None)
    if count is None:
        return []
    entity = count.entity
    own = (entity.name, *entity.aliases)[:MOST_NAMES]
    best: dict[str, tuple[int, str, str]] = {}
    for name in own:
        for other in _candidates(opened, name, entity.type):
            alike = _likeness(name, other.name)
            if other.entity_id != entity_id and alike > best.get(other.entity_id, (ALIKE - 1, "", ""))[0]:
                best[other.entity_id] = (alike, other.name, name)
    counts = {one.entity.id: one for one in opened.store.entity_counts(best)}
    order = sorted(counts, key=lambda one: (-best[one][0], -counts[one].mentions, one))[:MOST_NEAR]
    opened.namesakes.learn(counts[one].entity for one in order)
    return [
        {
            **shapes.counted_entity(counts[one], opened),
            "alike": best[one][0],
            "matched": best[one][1],
            "to": best[one][2],
        }
        for one in order
    ]


def _candidates(opened: Opened, name: str, kind: EntityType) -> Sequence[EntityName]:
    same = opened.store.find_names([name_key(name)])
    return (*same, *opened.store.names_like(name, types=[kind], limit=COMPARED))


def _likeness(name: str, other: str) -> int:
    from rapidfuzz import fuzz

    return round(fuzz.ratio(name_key(name), name_key(other)))
