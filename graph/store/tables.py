"""The tables of the embedded graph, and which rows change together.

What a source says goes and comes as a whole (family `source`); an entity with its names (`entity`); a link (`link`:
its owner joins the identifiers of both ends); what a document is to others and how it stands (`stand`: by document).
Within a source identifiers are kept without its name, with which they begin: `part` says so in a column's name.
`less_mentions` are mentions below zero, so that the most mentioned come first in an index. Lists are JSON. The columns
of records are those of their forms.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from graph.layers import Schema, Table
from graph.records import RelationType
from graph.store import forms
from graph.store.checking import KnowledgeBroken
from graph.store.forms import NOTHING, Form

_TEXT, _NUMBER = "TEXT", "INTEGER"
_SQL = {str: _TEXT, list: _TEXT, int: _NUMBER, bool: _NUMBER, float: "REAL"}
_OF_SOURCE = {"source": str, "number": int}  # number: of the source's rows of a table, counted from 0
_KEY = ("source", "number")
_BY_PLACE = ("source", "start", "number")
_PARTS = {"id": "id_part", "document_id": "document_part", "parent_id": "parent_part"}
_BY_DOCUMENT = {"document_id": "a_id"}


class RecordTable:
    """How records stand in a table. own: columns before those of the form; the first of all says to whom a row belongs.
    more: columns behind. called: the form's columns that have another name in the table."""

    def __init__(
        self,
        form: Form[Any],
        own: Mapping[str, type] = NOTHING,
        *,
        more: Mapping[str, type] = NOTHING,
        called: Mapping[str, str] = _PARTS,
        key: tuple[str, ...] = _KEY,
        indexes: tuple[tuple[str, ...], ...] = (),
    ) -> None:
        self._form = form
        held = {name: called.get(name, name) for name in form.columns}
        self._behind = [name for name in form.columns if held[name] not in own]
        self._parts = {name for name in self._behind if held[name].endswith("_part")}
        kinds = {**own, **{held[name]: form.columns[name] for name in self._behind}, **more}
        columns = {name: _SQL[kind] for name, kind in kinds.items()}
        self.table = Table(columns, owner=next(iter(columns)), key=key, indexes=indexes)
        self.gives = tuple(form.columns)
        self.lists = frozenset(name for name, kind in kinds.items() if kind is list)
        self.expressions = {
            name: f"t.source || t.{held[name]}" if name in self._parts else f"t.{held[name]}"
            for name in called.keys() & held.keys()
        }

    def row(self, own: Sequence[object], record: object, more: Sequence[object] = ()) -> tuple[object, ...]:
        """The record's row between the values of its own columns and of more."""
        row = self._form.to_row(record)
        for name in self._parts:
            row[name] = row[name] and _part(row[name], str(own[0]))
        for name in self.lists & row.keys():
            row[name] = as_json(row[name])
        return (*own, *(row[name] for name in self._behind), *more)


def _part(identifier: str, source: str) -> str:
    """An identifier of a source without its name."""
    if not identifier.startswith(source):
        raise KnowledgeBroken(f"{identifier} is no identifier of a part of {source}")
    return identifier[len(source) :]


def as_json(value: object) -> str:
    """What a column keeps of a list."""
    return json.dumps(value, ensure_ascii=False)


COUNTED = (
    "documents",
    "sections",
    "passages",
    "MENTIONS",
    "TARGET",
    "ATTRIBUTE",
    *(kind.value for kind in RelationType),
)
TALLY = Table({"source": _TEXT, **dict.fromkeys(COUNTED, _NUMBER)}, owner="source", key=("source",))
NAME = Table(
    {
        "key": _TEXT, "id": _TEXT, "number": _NUMBER, "name": _TEXT, "type": _TEXT, "is_main": _NUMBER,
        "less_mentions": _NUMBER,
        "sound": _TEXT, "initials": _TEXT,  # pinyin without tones, as `graph.sounds` makes them
    },
    owner="id", key=("key", "id", "number"), indexes=(("sound",), ("initials",)),
)  # fmt: skip
RECORDS: Mapping[str, RecordTable] = {
    "document": RecordTable(
        forms.DOCUMENT,
        _OF_SOURCE,
        more={"entities": int, "targets": int},  # how many it mentions, how many it gives
        called={"id": "document_part"},
        indexes=(("year",),),
    ),
    "section": RecordTable(forms.SECTION, _OF_SOURCE),
    "passage": RecordTable(forms.PASSAGE, _OF_SOURCE),
    "mention": RecordTable(
        forms.MENTION,
        _OF_SOURCE,
        more={"passage": int, "heading": int},  # the numbers of passage and section that hold it
        key=_BY_PLACE,
        indexes=(("entity_id",),),
    ),
    "relation": RecordTable(
        forms.RELATION, _OF_SOURCE, key=_BY_PLACE, indexes=(("head_id", "tail_id"), ("tail_id", "head_id"))
    ),
    "target": RecordTable(
        forms.TARGET, _OF_SOURCE, indexes=(("indicator_id",), ("indicator",), ("region", "year"), ("year",))
    ),
    "attribute": RecordTable(forms.ATTRIBUTE, _OF_SOURCE, indexes=(("entity_id",),)),
    "entity": RecordTable(
        forms.ENTITY,
        more={"less_mentions": int, "less_documents": int, "merges": list},
        called=NOTHING,
        key=("id",),
        indexes=(("type", "less_mentions", "less_documents", "name", "id"),),
    ),
    "link": RecordTable(forms.LINK, {"pair": str}, key=("pair",), indexes=(("a_id", "b_id"), ("b_id", "a_id"))),
    "standing": RecordTable(forms.STANDING, called=_BY_DOCUMENT, key=("a_id",)),
    "document_link": RecordTable(
        forms.DOCUMENT_LINK, {"a_id": str, "number": int}, called=_BY_DOCUMENT, key=("a_id", "number")
    ),
}
_TABLES = {"tally": TALLY, "name": NAME} | {name: one.table for name, one in RECORDS.items()}
_FAMILIES = {
    "source": ("document", "section", "passage", "mention", "relation", "target", "attribute", "tally"),
    "entity": ("entity", "name"),
    "link": ("link",),
    "stand": ("standing", "document_link"),
}
SCHEMA = Schema("the graph", {family: {name: _TABLES[name] for name in names} for family, names in _FAMILIES.items()})
