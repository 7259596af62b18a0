"""The questions of `graph.store.queries` over the tables of the embedded graph.

In: the tables (`graph.layers.Layers`) and a question's parameters. Out: its rows. Each question is a `Reading` of one
table, or a function where it takes more than one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from graph.layers import Layers
from graph.records import EntityType, RelationType
from graph.store.forms import GraphRow
from graph.store.queries import Query
from graph.store.tables import COUNTED, RECORDS

Parameters = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows of a table. gives: columns of the row `t` by their names; what stands under another name in the table, or is
    made of several, is in `RecordTable.expressions` and `_EXPRESSIONS`. What the parameters mean stands in `where` and
    `order`, but for `limit` and `skip`: how many rows, and behind which."""

    table: str
    gives: tuple[str, ...]
    where: str = ""
    order: str = ""

    def __call__(self, layers: Layers, parameters: Parameters) -> Iterator[GraphRow]:
        """The rows that there are."""
        kept = RECORDS.get(self.table)
        expressions = {**_EXPRESSIONS, **(kept.expressions if kept else {})}
        columns = ", ".join(expressions.get(name, f't."{name}"') + f' AS "{name}"' for name in self.gives)
        given = {
            name: json.dumps(value) if isinstance(value, list | tuple) else value for name, value in parameters.items()
        }
        skip, limit = parameters.get("skip", 0), parameters.get("limit")
        last = None if limit is None else skip + limit
        lists = kept.lists.intersection(self.gives) if kept else ()
        rows = layers.rows(self.table, self.where, given, columns=columns, order=self.order, limit=last or 0)
        for values in islice(rows, skip, last):
            row: GraphRow = dict(zip(self.gives, values, strict=True))
            for name in lists:
                row[name] = json.loads(row[name])
            yield row


def _records(table: str, where: str = "", order: str = "") -> Reading:
    """Whole records."""
    return Reading(table, RECORDS[table].gives, where, order)


def _in(column: str, parameter: str = "ids") -> str:
    """That a column holds one of a list: sorted by the engine, so that an index is walked and not jumped about in."""
    return f"t.{column} IN (SELECT value FROM json_each(:{parameter}))"


_EXPRESSIONS: Mapping[str, str] = {
    "document_id": "t.source || t.document_part",
    "mentions": "-t.less_mentions",
    "documents": "-t.less_documents",
    # how well a key that holds a text fits it
    "fit": "CASE WHEN t.key = :text THEN 0 WHEN substr(t.key, 1, length(:text)) = :text THEN 1 ELSE 2 END",
    "length": "length(t.key)",
}
_NAME = ("key", "name", "id", "type", "is_main")
_ENTITY = (*RECORDS["entity"].gives, "mentions", "documents", "merges")
_IN_PLACE = 't.source = :source AND t.start >= :first AND t.start <= :last AND t."end" <= :last'


def answer(layers: Layers, query: Query, parameters: Parameters) -> list[GraphRow]:
    """The rows of a question."""
    return list(READINGS[query](layers, parameters))


# ------------------------------------------------------------------------------------- questions of more than one table


def _entities_by_key(layers: Layers, parameters: Parameters) -> Iterator[GraphRow]:
    found = layers.rows("name", "t.key = :key", parameters, columns="DISTINCT t.id")
    return _ENTITIES_BY_ID(layers, {"ids": [entity_id for (entity_id,) in found]})


def _passages_of(layers: Layers, parameters: Parameters) -> Iterator[GraphRow]:
    source, mark, ordinal = parameters["document_id"].rpartition("#")
    return _PASSAGES_OF(layers, {"source": source, "part": mark + ordinal})


def _mentions_of(layers: Layers, parameters: Parameters) -> Iterator[GraphRow]:
    """With what holds each, which is read once."""
    mentions = list(_MENTIONS_OF(layers, parameters))
    passages = {row["place"]: row for row in _at_places(layers, _PASSAGES_AT, mentions, "passage")}
    headings = {row["place"]: row for row in _at_places(layers, _HEADINGS_AT, mentions, "heading")}
    for row in mentions:
        passage = passages.get((row["source"], row.pop("passage")))
        holder = passage or headings.get((row["source"], row["heading"]))
        del row["heading"]
        yield row | {
            "passage_id": passage["id"] if passage else None,
            "section": holder["section"] if holder else None,
        }


def _at_places(layers: Layers, reading: Reading, mentions: Iterable[GraphRow], column: str) -> Iterator[GraphRow]:
    """The rows of a table that the mentions name by source and number."""
    places = {(row["source"], row[column]) for row in mentions if row[column] is not None}
    for row in reading(layers, {"places": sorted(places)}) if places else ():
        yield row | {"place": (row["source"], row["number"])}


def _names_beginning(layers: Layers, parameters: Parameters) -> Iterator[GraphRow]:
    return _NAMES_BEGINNING(layers, {**parameters, "last": parameters["text"] + _LAST})


def _names_sounding(conditions: Mapping[str, str], layers: Layers, parameters: Parameters) -> Iterator[GraphRow]:
    """conditions: what a sound, and what one of the initials, must fulfil."""
    given = {"types": json.dumps(list(parameters["types"]))}
    ways, of_initials = [], []
    if parameters["sound"]:
        given |= {"sound": parameters["sound"], "after_sound": parameters["sound"] + _LAST}
        ways.append(conditions["sound"])
    for number, initials in enumerate(parameters["initials"]):
        given |= {f"initials_{number}": initials, f"after_{number}": initials + _LAST}
        ways.append(conditions["initials"].format(number))
        of_initials.append(f"t.initials = :initials_{number}")
    if not ways:
        return
    sounds = (
        "WHEN t.sound = :sound THEN 0 WHEN substr(t.sound, 1, length(:sound)) = :sound THEN 1"
        if parameters["sound"]
        else ""
    )
    shortened = f"WHEN {' OR '.join(of_initials)} THEN 2" if of_initials else ""
    fit = f"CASE {sounds} {shortened} ELSE 3 END AS fit"
    columns = ", ".join((*(f"t.{name}" for name in _NAME), fit, "t.less_mentions", "length(t.key) AS length"))
    # “+”: the types are no way to look names up by
    where = f"({' OR '.join(ways)}) AND +{_in('type', 'types')}"
    order = "fit, less_mentions, length, name, id"
    for values in layers.rows("name", where, given, columns=columns, order=order, limit=parameters["limit"]):
        yield dict(zip(_NAME, values, strict=False))


_LAST = "\U0010ffff"  # behind all that a text goes on with
_BEGINNING_SO = {
    "sound": "t.sound >= :sound AND t.sound <= :after_sound",
    "initials": "t.initials >= :initials_{0} AND t.initials <= :after_{0}",
}
_HOLDING_SO = {"sound": "instr(t.sound, :sound)", "initials": "instr(t.initials, :initials_{0})"}


def _names_like(column: str, layers: Layers, parameters: Parameters) -> Iterator[GraphRow]:
    """One look at each name, for all pieces."""
    pieces = {f"piece_{number}": piece for number, piece in enumerate(parameters["pieces"])}
    shared = " + ".join(f"(instr(t.{column}, :{name}) > 0)" for name in pieces)
    given = {**pieces, "types": json.dumps(list(parameters["types"]))}
    columns = ", ".join((*(f"t.{name}" for name in _NAME), f"{shared} AS shared", "length(t.key) AS length"))
    order = "shared DESC, length, name, id"
    where = f"{_in('type', 'types')} AND {shared} > 0"
    rows = layers.rows("name", where, given, columns=columns, order=order, limit=parameters["limit"]) if pieces else ()
    for values in rows:
        yield dict(zip(_NAME, values, strict=False))


def _targets_asked(layers: Layers, parameters: Parameters) -> Iterator[GraphRow]:
    """Only what is asked for is a condition, so that its index serves."""
    asked = {name: value for name, value in parameters.items() if value}
    conditions = [condition for name, condition in _TARGETS_BY.items() if name in asked]
    if "name" in asked:
        named = layers.rows("entity", "t.type = 'Indicator' AND instr(t.name, :name)", asked, columns="t.id")
        asked["named"] = [entity_id for (entity_id,) in named]
        worded = layers.rows("target", "instr(t.indicator, :name)", asked, columns="DISTINCT t.indicator")
        asked["worded"] = sorted({wording for (wording,) in worded})
    return _records("target", " AND ".join(conditions))(layers, asked)


_TARGETS_BY = {
    "ids": _in("indicator_id"),
    "name": f"({_in('indicator_id', 'named')} OR {_in('indicator', 'worded')})",
    "region": "t.region = :region",
    "year": "t.year = :year",
}


def _target_regions(layers: Layers, _: Parameters) -> Iterator[GraphRow]:
    counts: Counter[str] = Counter()
    for region, number in layers.tallied("target", "t.region", "t.region IS NOT NULL"):
        counts[region] += number
    for region, number in counts.items():
        yield {"region": region, "number": number}


def _neighbours(one: str, other: str, layers: Layers, parameters: Parameters) -> Iterator[GraphRow]:
    """Over relations and links."""
    ends = {"head": "a_id", "tail": "b_id"}
    given = {"ids": json.dumps(list(parameters["ids"]))}
    pairs: set[tuple[Any, ...]] = set()
    for table, near, far in (("relation", f"{one}_id", f"{other}_id"), ("link", ends[one], ends[other])):
        pairs.update(layers.rows(table, _in(near), given, columns=f"DISTINCT t.{near}, t.{far}"))
    for near, far in pairs:
        yield {"id": near, "other": far}


def _ties(layers: Layers, parameters: Parameters) -> Iterator[GraphRow]:
    given = {"kinds": json.dumps(list(parameters["kinds"]))}
    columns = "DISTINCT t.head_id, t.rel, t.tail_id, t.source || t.document_part"
    for values in layers.rows("relation", _in("rel", "kinds"), given, columns=columns):
        yield dict(zip(("head_id", "rel", "tail_id", "document_id"), values, strict=True))


def _count(name: str, layers: Layers, _: Parameters) -> Iterator[GraphRow]:
    yield {"number": _tally(layers)[name]}


def _tally(layers: Layers) -> dict[str, int]:
    sums = ", ".join(f'total(t."{name}")' for name in COUNTED)
    parts = list(layers.rows("tally", columns=sums))
    return {name: int(sum(numbers)) for name, numbers in zip(COUNTED, zip(*parts, strict=True), strict=True)}


def _count_edges(layers: Layers, _: Parameters) -> Iterator[GraphRow]:
    held = _tally(layers)
    for rel in ("MENTIONS", "TARGET", "ATTRIBUTE", *RelationType):
        yield {"rel": str(rel), "number": held[rel]}
    yield {"rel": "LINK", "number": layers.count("link")}


def _count_entities(layers: Layers, _: Parameters) -> Iterator[GraphRow]:
    for kind in EntityType:
        yield {"kind": kind.value, "number": layers.count("entity", "t.type = :type", {"type": kind.value})}


def _count_by_document(column: str, layers: Layers, parameters: Parameters) -> Iterator[GraphRow]:
    for row in Reading("document", ("document_id", column), f"t.{column} > 0")(layers, parameters):
        yield {"document_id": row["document_id"], "number": row[column]}


# ---------------------------------------------------------------------------------------------------------- the answers

Ask = Callable[[Layers, Parameters], Iterator[GraphRow]]

_ENTITIES_BY_ID = Reading("entity", _ENTITY, _in("id"))
_FITTING = (*_NAME, "fit", "less_mentions", "length")
_BEST_FITTING = "fit, less_mentions, length, name, id"
_NAMES_BEGINNING = Reading(
    "name", _FITTING, f"t.key >= :text AND t.key <= :last AND +{_in('type', 'types')}", _BEST_FITTING
)
_PASSAGES_OF = _records("passage", "t.source = :source AND t.document_part = :part")
_MENTIONS_OF = Reading("mention", (*RECORDS["mention"].gives, "passage", "heading"), _in("entity_id"))
_AT = (
    "(t.source, t.number) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:places))"
)
_PASSAGES_AT = Reading("passage", ("source", "number", "id", "section"), _AT)
_HEADINGS_AT = Reading("section", ("source", "number", "section"), _AT)

READINGS: Mapping[Query, Ask] = {
    Query.ENTITIES: Reading("entity", _ENTITY),
    Query.ENTITIES_BY_ID: _ENTITIES_BY_ID,
    Query.ENTITIES_BY_KEY: _entities_by_key,
    Query.ENTITIES_JOINED: Reading(
        "entity", (*_ENTITY, "less_mentions"), "t.merges <> '[]'", "less_mentions, name, id"
    ),
    Query.ENTITIES_LISTED: Reading(
        "entity",
        (*_ENTITY, "less_mentions", "less_documents"),
        "t.type = :type",
        "less_mentions, less_documents, name, id",
    ),
    Query.MAIN_NAMES: Reading("entity", ("id", "name", "mentions", "documents"), "t.type = :type"),
    Query.NAMES: Reading("name", _NAME),
    Query.NAMES_BY_KEYS: Reading("name", _NAME, _in("key", "keys")),
    Query.NAMES_HOLDING: Reading("name", _FITTING, f"instr(t.key, :text) AND {_in('type', 'types')}", _BEST_FITTING),
    Query.NAMES_BEGINNING: _names_beginning,
    Query.NAMES_LIKE: partial(_names_like, "key"),
    Query.NAMES_SOUNDING: partial(_names_sounding, _BEGINNING_SO),
    Query.NAMES_SOUNDING_WITHIN: partial(_names_sounding, _HOLDING_SO),
    Query.NAMES_SOUNDING_LIKE: partial(_names_like, "sound"),
    Query.DOCUMENTS: _records("document"),
    Query.DOCUMENTS_OF_YEAR: Reading("document", ("document_id",), "t.year = :year"),
    Query.DOCUMENT_LINKS: _records("document_link"),
    Query.STANDINGS: _records("standing"),
    Query.SECTIONS: _records("section"),
    Query.PASSAGES: _records("passage"),
    Query.PASSAGES_OF: _passages_of,
    Query.MENTIONS: _records("mention"),
    Query.MENTIONS_OF: _mentions_of,
    Query.MENTIONS_IN: _records("mention", _IN_PLACE),
    Query.MENTION_SPOTS: Reading("mention", ("entity_id", "document_id", "start", "end"), _in("entity_id")),
    Query.STAGED: _records("mention", "t.stage IS NOT NULL"),
    Query.MENTIONS_UNSURE: _records("mention", "t.confidence < :sure", 'confidence, source, start, "end", entity_id'),
    Query.RELATIONS: _records("relation"),
    Query.RELATIONS_FROM: _records("relation", _in("head_id")),
    Query.RELATIONS_TO: _records("relation", _in("tail_id")),
    Query.RELATIONS_AMONG: _records("relation", f"{_in('head_id')} AND {_in('tail_id')}"),
    Query.RELATIONS_IN: _records("relation", _IN_PLACE),
    Query.RELATIONS_SAID: _records("relation", f"{_in('source', 'sources')} AND {_in('rel', 'kinds')}"),
    Query.TIES: _ties,
    Query.LOCATED_IN: Reading(
        "relation", ("head_id", "document_id"), f"{_in('tail_id')} AND t.rel = '{RelationType.LOCATED_IN}'"
    ),
    Query.LINKS: _records("link"),
    Query.LINKS_FROM: _records("link", _in("a_id")),
    Query.LINKS_TO: _records("link", _in("b_id")),
    Query.LINKS_BY: _records("link", "t.kind = :kind"),
    Query.LINKS_AMONG: _records("link", f"{_in('a_id')} AND {_in('b_id')}"),
    Query.TARGETS: _records("target"),
    Query.TARGETS_IN: _records("target", "t.source = :source"),
    Query.TARGETS_UNSAFE: _records("target", "t.unsafe IS NOT NULL", "source, start, id"),
    Query.TARGETS_ASKED: _targets_asked,
    Query.TARGET_REGIONS: _target_regions,
    Query.ATTRIBUTES: _records("attribute"),
    Query.ATTRIBUTES_OF: _records("attribute", _in("entity_id")),
    Query.NEIGHBOURS_OUT: partial(_neighbours, "head", "tail"),
    Query.NEIGHBOURS_IN: partial(_neighbours, "tail", "head"),
    Query.COUNT_ENTITIES: _count_entities,
    Query.COUNT_DOCUMENTS: partial(_count, "documents"),
    Query.COUNT_SECTIONS: partial(_count, "sections"),
    Query.COUNT_PASSAGES: partial(_count, "passages"),
    Query.COUNT_EDGES: _count_edges,
    Query.COUNT_ENTITIES_BY_DOCUMENT: partial(_count_by_document, "entities"),
    Query.COUNT_TARGETS_BY_DOCUMENT: partial(_count_by_document, "targets"),
}
