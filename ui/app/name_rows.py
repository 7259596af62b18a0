"""A list of names, a row each: what it is, how often and where it is mentioned, and what is to be said of the name.

In: an opened generation and names as a person typed them. Out: a row a name. Two names of one thing are said, one name
of two things too. A name that nothing bears has an empty row: the nearest known ones are looked for when it is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.store.found import EntityCount
from ui.app import shapes
from ui.app.fields import NameRowFields
from ui.app.opened import Opened
from ui.app.pages import bearers


@dataclass(frozen=True, slots=True)
class _Said:
    """Where a thing is mentioned: by document, the places."""

    places: dict[str, set[tuple[int, int]]]


def name_rows(opened: Opened, names: Sequence[str]) -> list[NameRowFields]:
    """In the order of the names."""
    known = {name: bearers(opened, name) for name in names}
    opened.namesakes.learn(count.entity for found in known.values() for count in found)
    said = _mentions(opened, {count.entity.id for found in known.values() for count in found})
    named: dict[str, list[str]] = defaultdict(list)
    for name, found in known.items():
        for count in found:
            named[count.entity.id].append(name)
    rows = []
    for name, found in known.items():
        same = {other for count in found for other in named[count.entity.id] if other != name}
        rows.append(_row(opened, name, found, [said[count.entity.id] for count in found], sorted(same)))
    return rows


def _row(
    opened: Opened, name: str, found: Sequence[EntityCount], said: Iterable[_Said], same: list[str]
) -> NameRowFields:
    places: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for one in said:
        for document_id, spots in one.places.items():
            places[document_id] |= spots
    years = sorted(year for document_id in places if (year := opened.documents[document_id].year) is not None)
    return {
        "name": name,
        "entities": [shapes.named_entity(count.entity, opened) for count in found],
        "mentions": sum(map(len, places.values())),
        "documents": {document_id: len(spots) for document_id, spots in places.items()},
        "years": [years[0], years[-1]] if years else None,
        "same": same,
    }


def _mentions(opened: Opened, entity_ids: Iterable[str]) -> dict[str, _Said]:
    said: dict[str, _Said] = defaultdict(lambda: _Said(defaultdict(set)))
    for entity_id, document_id, start, end in opened.store.mention_spots(entity_ids):
        said[entity_id].places[document_id].add((start, end))
    return said
