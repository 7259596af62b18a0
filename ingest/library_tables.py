"""The tables of the library: one for sources, one for copies, and one for each kind of record that a source gives.

In: what one source gave. Out: its rows, by table. The columns of a table are the fields of its record, behind the
source, the document and the place in their order.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from graph import layers
from graph.layers import TableRow
from graph.records import (
    Attribute,
    Block,
    Document,
    Extraction,
    Mention,
    Passage,
    Reference,
    Relation,
    Section,
    Structure,
    Table,
    Target,
)
from ingest.copies import fingerprint
from ingest.rows import Form, layout_row, remarks_row

SOURCE, COPY = "source", "copy"  # the families: a name is one or the other

DOCUMENT = Form(Document)
SECTION = Form(Section)
BLOCK = Form(Block)
TABLE = Form(Table)
PASSAGE = Form(Passage)
MENTION = Form(Mention)
RELATION = Form(Relation)
TARGET = Form(Target)
ATTRIBUTE = Form(Attribute)
REFERENCE = Form(Reference)

FORMS: Mapping[str, Form[Any]] = {
    "document": DOCUMENT,
    "section": SECTION,
    "block": BLOCK,
    "flat_table": TABLE,
    "passage": PASSAGE,
    "mention": MENTION,
    "relation": RELATION,
    "target": TARGET,
    "attribute": ATTRIBUTE,
    "reference": REFERENCE,
}

# The keys come first under names of their own: most records carry a source and a document too.
_KEYS = ("in_source", "in_document", "ordinal")
_MORE = {"document": {"passages": "INT"}}  # how many a document has: counted without reading them


# What a list of all sources shows; `origin`: where the file lay, in bytes of the file system.
LISTED = {
    "name": "TEXT", "format": "TEXT", "sha256": "TEXT", "stamp": "TEXT", "characters": "INT", "origin": "BLOB",
    "remarks": "TEXT",
}  # fmt: skip
_SOURCE = layers.Table(
    {**LISTED, "fingerprint": "TEXT", "text": "TEXT", "layout": "TEXT"},
    owner="name",
    indexes=(tuple(LISTED), ("fingerprint",)),  # the first holds the whole list: no text is read for it
)
_COPY = layers.Table(
    {"name": "TEXT", "of": "TEXT", "format": "TEXT", "sha256": "TEXT", "stamp": "TEXT", "origin": "BLOB"},
    owner="name",
    key=("name",),
    indexes=(("of",),),
)


def _table_of(name: str, form: Form[Any]) -> layers.Table:
    columns = dict.fromkeys((*_KEYS, *form.columns), "") | _MORE.get(name, {})
    return layers.Table(columns, owner="in_source", key=("in_source", "ordinal"))


FAMILIES: Mapping[str, Mapping[str, layers.Table]] = {
    SOURCE: {"source": _SOURCE, **{name: _table_of(name, form) for name, form in FORMS.items()}},
    COPY: {"copy": _COPY},
}


def columns_of(table: str) -> str:
    """The columns that a record is read from: its keys, and what its form reads."""
    return ", ".join(f't."{column}"' for column in (*_KEYS, *FORMS[table].columns))


def rows_of(extraction: Extraction, stamp: str, origin: str) -> dict[str, list[TableRow]]:
    """Each table's rows. A relation names its head and tail, an attribute its project, by their place among
    the mentions."""
    source = extraction.source
    remarks = remarks_row(source.layout.remarks)
    listed = (source.name, source.format, source.sha256, stamp, len(source.text), os.fsencode(origin), remarks)
    rows: dict[str, list[TableRow]] = {
        "source": [(*listed, fingerprint(source.text), source.text, layout_row(source.layout))]
    }
    ordinals = {mention: ordinal for ordinal, mention in enumerate(extraction.mentions)}
    passages = Counter(passage.document_id for structure in extraction.structures for passage in structure.passages)
    for table, records in _records_of(extraction):
        more = [(passages[document_id],) if table == "document" else () for document_id, _ in records]
        rows[table] = [
            (source.name, document_id, ordinal, *FORMS[table].to_row(record, ordinals), *more[ordinal])
            for ordinal, (document_id, record) in enumerate(records)
        ]
    return rows


def _records_of(extraction: Extraction) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """Each table's records, each with its document."""
    structures = extraction.structures
    yield "document", [(s.document.id, s.document) for s in structures]
    yield "section", _with_document(structures, "sections")
    yield "block", _with_document(structures, "blocks")
    yield "flat_table", _with_document(structures, "tables")
    yield "passage", _with_document(structures, "passages")
    yield "mention", [(one.document_id, one) for one in extraction.mentions]
    yield "relation", [(one.document_id, one) for one in extraction.relations]
    yield "target", [(one.document_id, one) for one in extraction.targets]
    yield "attribute", [(one.document_id, one) for one in extraction.attributes]
    yield "reference", [(one.document_id, one) for one in extraction.references]


def _with_document(structures: tuple[Structure, ...], part: str) -> list[tuple[str, Any]]:
    return [(structure.document.id, one) for structure in structures for one in getattr(structure, part)]
