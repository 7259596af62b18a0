"""The tables of the embedded graph, and which rows change together.

What a source says goes and comes as a whole (family `source`); an entity with its names (`entity`); a link (`link`:
its owner joins the identifiers of both ends); what a document is to others and how it stands (`stand`: by document).
Within a source identifiers are kept without its name, with which they begin: `part` says so in a column's name.
`less_mentions` are mentions below zero, so that the most mentioned come first in an index. Lists are JSON.
"""

from __future__ import annotations

from graph.layers import Schema, Table
from graph.records import RelationType

_TEXT, _NUMBER, _FRACTION = "TEXT", "INTEGER", "REAL"
_OWN = {"source": _TEXT, "number": _NUMBER}  # of the source's rows of a table, counted from 0
_KEY = ("source", "number")
_SPAN = {"document_part": _TEXT, "start": _NUMBER, "end": _NUMBER}
_BY_PLACE = ("source", "start", "number")

DOCUMENT = Table(
    {
        **_OWN, "document_part": _TEXT, "title": _TEXT, "kind": _TEXT, "issuer": _TEXT, "doc_number": _TEXT,
        "published": _TEXT, "year": _NUMBER, "region": _TEXT, "region_code": _TEXT, "start": _NUMBER, "end": _NUMBER,
        "first_year": _NUMBER, "last_year": _NUMBER, "parent_id": _TEXT, "title_guess": _TEXT,
        "entities": _NUMBER, "targets": _NUMBER,  # how many it mentions, how many it gives
    },
    owner="source", key=_KEY, indexes=(("year",),),
)  # fmt: skip
SECTION = Table(
    {
        **_OWN, "id_part": _TEXT, "document_part": _TEXT, "parent_part": _TEXT, "depth": _NUMBER, "label": _TEXT,
        "title": _TEXT, "start": _NUMBER, "heading_end": _NUMBER, "end": _NUMBER, "section": _TEXT,
    },
    owner="source", key=_KEY,
)  # fmt: skip
PASSAGE = Table(
    {**_OWN, "id_part": _TEXT, **_SPAN, "section": _TEXT, "kind": _TEXT},
    owner="source",
    key=_KEY,
)
MENTION = Table(
    {
        **_OWN, "entity_id": _TEXT, **_SPAN, "surface": _TEXT, "rule": _TEXT, "stage": _TEXT, "confidence": _FRACTION,
        "passage": _NUMBER, "heading": _NUMBER,  # the numbers of passage and section that hold it
    },
    owner="source", key=_BY_PLACE, indexes=(("entity_id",),),
)  # fmt: skip
RELATION = Table(
    {
        **_OWN, "head_id": _TEXT, "rel": _TEXT, "tail_id": _TEXT, "role": _TEXT, **_SPAN, "quote": _TEXT,
        "rule": _TEXT,
    },
    owner="source", key=_BY_PLACE, indexes=(("head_id", "tail_id"), ("tail_id", "head_id")),
)  # fmt: skip
TARGET = Table(
    {
        **_OWN, "id_part": _TEXT, "indicator_id": _TEXT, "indicator": _TEXT, "value": _TEXT, "unit": _TEXT,
        "year": _NUMBER, "comparator": _TEXT, "kind": _TEXT, "region": _TEXT, **_SPAN, "quote": _TEXT, "rule": _TEXT,
        "basis": _TEXT, "unsafe": _TEXT, "nature": _TEXT,
    },
    owner="source", key=_KEY, indexes=(("indicator_id",), ("indicator",), ("region", "year"), ("year",)),
)  # fmt: skip
ATTRIBUTE = Table(
    {
        **_OWN, "id_part": _TEXT, "entity_id": _TEXT, "kind": _TEXT, "value": _TEXT, "unit": _TEXT, "year": _NUMBER,
        "comparator": _TEXT, **_SPAN, "quote": _TEXT, "rule": _TEXT,
    },
    owner="source", key=_KEY, indexes=(("entity_id",),),
)  # fmt: skip
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

ENTITY = Table(
    {
        "id": _TEXT, "type": _TEXT, "name": _TEXT, "aliases": _TEXT, "level": _TEXT, "code": _TEXT, "place": _TEXT,
        "less_mentions": _NUMBER, "less_documents": _NUMBER, "merges": _TEXT,
    },
    owner="id", key=("id",), indexes=(("type", "less_mentions", "less_documents", "name", "id"),),
)  # fmt: skip
NAME = Table(
    {
        "key": _TEXT, "id": _TEXT, "number": _NUMBER, "name": _TEXT, "type": _TEXT, "is_main": _NUMBER,
        "less_mentions": _NUMBER,
    },
    owner="id", key=("key", "id", "number"),
)  # fmt: skip
LINK = Table(
    {
        "pair": _TEXT, "a_id": _TEXT, "b_id": _TEXT, "kind": _TEXT, "score": _FRACTION, "reason": _TEXT,
        "sources": _TEXT, "starts": _TEXT, "ends": _TEXT,
    },
    owner="pair", key=("pair",), indexes=(("a_id", "b_id"), ("b_id", "a_id")),
)  # fmt: skip
STANDING = Table({"a_id": _TEXT, "standing": _TEXT, "superseded_by": _TEXT}, owner="a_id", key=("a_id",))
DOCUMENT_LINK = Table(
    {
        "a_id": _TEXT, "number": _NUMBER, "b_id": _TEXT, "rel": _TEXT, "source": _TEXT, "start": _NUMBER,
        "end": _NUMBER, "quote": _TEXT, "reason": _TEXT,
    },
    owner="a_id", key=("a_id", "number"),
)  # fmt: skip

SCHEMA = Schema(
    "the graph",
    {
        "source": {
            "document": DOCUMENT,
            "section": SECTION,
            "passage": PASSAGE,
            "mention": MENTION,
            "relation": RELATION,
            "target": TARGET,
            "attribute": ATTRIBUTE,
            "tally": TALLY,
        },
        "entity": {"entity": ENTITY, "name": NAME},
        "link": {"link": LINK},
        "stand": {"standing": STANDING, "document_link": DOCUMENT_LINK},
    },
)
