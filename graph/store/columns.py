"""The form of the graph: its labels and relation types, what they carry, and rows of them.

`NODES` and `EDGES` say once which properties a label or relation type has, and of which kind; both engines build
their statements from them. Every node is keyed by `mailuo_id`, a property that other people's data in the same
database does not have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.records import DocumentLinkKind, EntityType, RelationType

Row = dict[str, Any]
Vectors = Mapping[str, Sequence[float]]  # by the passage's identifier; unit length

KEY = "mailuo_id"
ENTITY_LABELS = tuple(kind.value for kind in EntityType)
DOCUMENT_LINKS = {kind: kind.name for kind in DocumentLinkKind}  # their relation types: DRAFT_OF, REPLACES …

TEXT, TEXTS, NUMBER, NUMBERS, FRACTION = "STRING", "STRING[]", "INT64", "INT64[]", "DOUBLE"

_ENTITY = {
    "type": TEXT, "name": TEXT, "aliases": TEXTS, "level": TEXT, "code": TEXT, "place": TEXT,
    "keys": TEXTS, "mentions": NUMBER, "documents": NUMBER, "merges": TEXTS, "stamp": TEXT,
}  # fmt: skip
_SPAN = {"source": TEXT, "document_id": TEXT, "start": NUMBER, "end": NUMBER}
NODES: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(ENTITY_LABELS, _ENTITY),
    "Document": {
        "name": TEXT, "source": TEXT, "title": TEXT, "kind": TEXT, "issuer": TEXT, "doc_number": TEXT,
        "published": TEXT, "year": NUMBER, "region": TEXT, "region_code": TEXT, "start": NUMBER, "end": NUMBER,
        "first_year": NUMBER, "last_year": NUMBER, "parent_id": TEXT, "standing": TEXT, "superseded_by": TEXT,
        "stamp": TEXT,
    },
    "Section": {
        "name": TEXT, "document_id": TEXT, "parent_id": TEXT, "depth": NUMBER, "label": TEXT, "title": TEXT,
        "start": NUMBER, "heading_end": NUMBER, "end": NUMBER, "section": TEXTS,
    },
    "Passage": {**_SPAN, "section": TEXTS, "kind": TEXT, "text": TEXT},
}  # fmt: skip

_DOCUMENT_LINK = {"rel": TEXT, "source": TEXT, "start": NUMBER, "end": NUMBER, "quote": TEXT, "reason": TEXT}
_RELATION = {"rel": TEXT, "role": TEXT, **_SPAN, "quote": TEXT, "rule": TEXT}
EDGES: Mapping[str, Mapping[str, str]] = {
    **{kind.value: _RELATION for kind in RelationType},
    "MENTIONS": {"rel": TEXT, **_SPAN, "surface": TEXT, "rule": TEXT, "stage": TEXT, "confidence": FRACTION},
    "TARGET": {
        "rel": TEXT, "id": TEXT, "indicator": TEXT, "value": TEXT, "number": FRACTION, "unit": TEXT, "year": NUMBER,
        "comparator": TEXT, "kind": TEXT, "region": TEXT, **_SPAN, "quote": TEXT, "rule": TEXT, "basis": TEXT,
        "unsafe": TEXT, "nature": TEXT,
    },
    "ATTRIBUTE": {
        "rel": TEXT, "id": TEXT, "kind": TEXT, "value": TEXT, "number": FRACTION, "unit": TEXT, "year": NUMBER,
        "comparator": TEXT, **_SPAN, "quote": TEXT, "rule": TEXT,
    },
    "LINK": {
        "rel": TEXT, "kind": TEXT, "score": FRACTION, "reason": TEXT,
        "sources": TEXTS, "starts": NUMBERS, "ends": NUMBERS,
    },
    "CONTAINS": {"rel": TEXT},
    "ANNEX_OF": {"rel": TEXT},
    **dict.fromkeys(DOCUMENT_LINKS.values(), _DOCUMENT_LINK),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NodeRows:
    """Rows of one label; each holds `mailuo_id` and every property of `NODES[label]`."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class EdgeRows:
    """Rows of one relation type between two labels; `a` and `b` are the identifiers of its ends."""

    a_label: str
    rel: str
    b_label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All that one document puts into the graph, and the hash of it. `document` is its own row of label Document."""

    id: str
    stamp: str
    document: Row
    nodes: tuple[NodeRows, ...]
    edges: tuple[EdgeRows, ...]


@dataclass(frozen=True, slots=True)
class GraphRows:
    """The whole graph: entities, then what each document says, then what ties documents together."""

    entities: tuple[NodeRows, ...]
    documents: tuple[DocumentRows, ...]
    ties: tuple[EdgeRows, ...]
    vectors: Vectors


def property_map(names: Iterable[str]) -> str:
    """Cypher that copies the named properties from a row `r`."""
    return "{" + ", ".join(f"`{name}`: r.`{name}`" for name in names) + "}"
