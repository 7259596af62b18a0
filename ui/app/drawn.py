"""What is drawn around a thing: the most mentioned of its neighbours, the others in bundles by type and year.

In: an opened generation, a thing and what of its neighbours passes. Out: `NeighbourhoodFields`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from graph.store.found import Neighbour, Passing
from ui.app import shapes
from ui.app.fields import BundleFields, NeighbourhoodFields
from ui.app.opened import Opened

UNFOLDED = 60  # things that unfolding a bundle once draws
FEWEST = 3  # things that make a bundle; fewer are drawn one by one
NAMED = 5  # of a bundle's things that are told by name


def draw_neighbourhood(
    opened: Opened, entity_id: str, passing: Passing, unfolded: Sequence[str]
) -> NeighbourhoodFields:
    """The neighbours one by one up to the limit and of the unfolded bundles; all others counted in bundles. unfolded:
    keys of bundles, each once for every time that it was unfolded."""
    around = opened.store.neighbourhood(entity_id, passing)
    times = Counter(unfolded)
    also = {
        one.count.entity.id
        for key, members in _bundled(around.beyond, opened).items()
        for one in members[: len(members) if len(members) < FEWEST else times[key] * UNFOLDED]
    }
    if also:
        around = opened.store.neighbourhood(entity_id, passing, also=also)
    return {
        "entities": [shapes.counted_entity(count) for count in around.entities],
        "relations": [
            {
                "head_id": relation.head_id,
                "rel": relation.rel.value,
                "tail_id": relation.tail_id,
                "role": relation.role,
                **shapes.evidence(relation, opened),
            }
            for relation in around.relations
        ],
        "links": [
            {"a_id": link.a_id, "b_id": link.b_id, **shapes.why(link), "evidence": shapes.quoted(link.evidence, opened)}
            for link in around.links
        ],
        "left_out": around.left_out,
        "bundles": [_bundle(key, members) for key, members in sorted(_bundled(around.beyond, opened).items())],
    }


def _bundled(beyond: Sequence[Neighbour], opened: Opened) -> Mapping[str, Sequence[Neighbour]]:
    """By type and the last year that a document which proves the joint speaks for: most mentioned first."""
    bundles: dict[str, list[Neighbour]] = defaultdict(list)
    for one in beyond:
        years = [opened.documents[document_id].year or 0 for document_id in one.documents]
        bundles[f"{one.count.entity.type.value}-{max(years, default=0)}"].append(one)
    return bundles


def _bundle(key: str, members: Sequence[Neighbour]) -> BundleFields:
    kind, _, year = key.partition("-")
    return {
        "key": key,
        "type": kind,
        "year": int(year) or None,
        "count": len(members),
        "names": [one.count.entity.name for one in members[:NAMED]],
    }
