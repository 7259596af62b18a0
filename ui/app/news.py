"""What is new since a time: documents, things first mentioned by them, figures and stages that they tell otherwise.

In: when files came, and an opened generation. Out: `NewsFields`. Looked at is what the new files say, and of the
rest only what names the same things; of many new files the newest are looked into.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from graph.records import Document, EntityType, IndicatorTarget, type_of
from graph.store.found import EntityCount, MentionPlace
from ingest.arrivals import Arrival
from ui.app import shapes
from ui.app.fields import ChangedFigureFields, ChangedStageFields, NewDocumentFields, NewsFields
from ui.app.opened import Opened
from ui.app.stages import stages_of

MOST_DOCUMENTS = 100
MOST_SOURCES = 40  # that are looked into
MOST_THINGS = 60
MOST_FIGURES = 60
MOST_STAGES = 60
MOST_TOLD = 400  # things whose stages are looked up
NEW_TYPES = (EntityType.PROJECT, EntityType.PARK)
Key = tuple[str, str | None, int | None, str, str | None, str | None]


def find_news(opened: Opened, arrivals: Sequence[Arrival], since: str) -> NewsFields:
    """All that came of these arrivals and is still there."""
    came: dict[str, tuple[str, str]] = {}  # by source: when, and whether it is new or changed
    for one in arrivals:
        came |= dict.fromkeys(one.added, (one.at, "added"))
        came |= {source: (one.at, "changed") for source in one.changed if came.get(source, ("", ""))[1] != "added"}
    names = opened.source_names()
    there = [source for source in came if source in names]
    documents = _documents(opened, came, there)
    newest = sorted(there, key=lambda source: came[source][0], reverse=True)[:MOST_SOURCES]
    gone = [source for one in arrivals for source in one.removed if source not in names]
    things, left = _things(opened, newest)
    return {
        "since": since,
        "documents": documents[:MOST_DOCUMENTS],
        "more_documents": max(0, len(documents) - MOST_DOCUMENTS),
        "removed": sorted(set(gone)),
        "things": [shapes.counted_entity(count, opened) for count in things],
        "more_things": left,
        "figures": _figures(opened, newest),
        "stages": _stages(opened, newest),
    }


def _documents(opened: Opened, came: Mapping[str, tuple[str, str]], there: Iterable[str]) -> list[NewDocumentFields]:
    """The newest first."""
    found: list[NewDocumentFields] = [
        {**shapes.document(document, opened), "at": came[source][0], "how": came[source][1]}
        for source in there
        for document in opened.documents_in(opened.source_of(source))
    ]
    return sorted(found, key=lambda one: (one["at"], one["document_id"]), reverse=True)


def _things(opened: Opened, sources: Collection[str]) -> tuple[list[EntityCount], int]:
    """Projects and parks that no other document mentions, most mentioned first, and how many more there are."""
    documents: dict[str, set[str]] = defaultdict(set)
    for source in sources:
        kept = opened.source_of(source)
        for mention in opened.mentions_in(kept, 0, len(opened.text_of(kept))):
            if type_of(mention.entity_id) in NEW_TYPES:
                documents[mention.entity_id].add(mention.document_id)
    counts = opened.store.entity_counts(documents)
    new = [one for one in counts if one.documents == len(documents[one.entity.id])]
    new.sort(key=lambda one: (-one.mentions, one.entity.id))
    return new[:MOST_THINGS], max(0, len(new) - MOST_THINGS)


def _stages(opened: Opened, sources: Collection[str]) -> list[ChangedStageFields]:
    """Things that the new files say to be elsewhere than the latest of the older ones does."""
    kept = {opened.source_of(source) for source in sources}
    told = [
        mention.entity_id
        for source in sorted(kept)
        for mention in opened.mentions_in(source, 0, len(opened.text_of(source)))
        if mention.stage is not None
    ]
    ids = list(dict.fromkeys(told))[:MOST_TOLD]
    places: dict[str, list[MentionPlace]] = {one: [] for one in ids}
    for place in opened.store.mentions_of(ids) if ids else ():
        places[place.mention.entity_id].append(place)
    found: list[ChangedStageFields] = []
    for count in opened.store.entity_counts(ids):
        held = places[count.entity.id]
        new = stages_of((one for one in held if one.mention.source in kept), opened)
        old = stages_of((one for one in held if one.mention.source not in kept), opened)
        if new and old and (new[0]["stage"], new[0]["planned"]) != (old[0]["stage"], old[0]["planned"]):
            found.append({"entity": shapes.counted_entity(count, opened), "new": new[0], "old": old[0]})
    found.sort(key=lambda one: (-one["entity"]["mentions"], one["entity"]["id"]))
    return found[:MOST_STAGES]


def _figures(opened: Opened, sources: Collection[str]) -> list[ChangedFigureFields]:
    """Figures of the new files beside another value that older files give for the same year, place and kind."""
    kept = {opened.source_of(source) for source in sources}
    fresh = [
        figure
        for source in sorted(kept)
        for figure in opened.store.targets_in(source)
        if figure.target.year is not None
    ]
    indicators: dict[str, set[str]] = defaultdict(set)
    for one in fresh:
        indicators[one.target.region or ""].add(one.indicator_id)
    known = (opened.store.targets(indicator_ids=ids, region=region) for region, ids in indicators.items())
    older: dict[Key, IndicatorTarget] = {}
    for one in chain.from_iterable(known):
        if one.target.source not in kept:
            before = older.get(_key(one))
            if before is None or _time(opened, before) <= _time(opened, one):
                older[_key(one)] = one
    found: list[ChangedFigureFields] = []
    seen: Counter[Key] = Counter()
    for one in fresh:
        key = _key(one)
        old = older.get(key)
        if old is None or _is_alike(old, one) or seen[key]:
            continue
        seen[key] += 1
        found.append({"new": shapes.target(one, opened), "old": shapes.target(old, opened)})
    return found[:MOST_FIGURES]


def _key(one: IndicatorTarget) -> Key:
    figure = one.target
    return (one.indicator_id, figure.region, figure.year, figure.kind.value, figure.basis, figure.unit)


def _is_alike(a: IndicatorTarget, b: IndicatorTarget) -> bool:
    return (a.target.value, a.target.comparator) == (b.target.value, b.target.comparator)


def _time(opened: Opened, one: IndicatorTarget) -> int:
    document: Document = opened.documents[one.target.document_id]
    return document.written or 0
