"""The collections of an index: one of passages, one row each, and a shelf of texts beside it.

A collection is named `mailuo_<word of the knowledge base>_<random>`, its shelf `…_shelf`; the alias `mailuo_<word>`
stands for the collection in use.

| column | holds |
| --- | --- |
| `number` | the passage's number; a passage of a later generation has a higher one |
| `batch` | the number of the writing of its source: what is removed together |
| `id`, `source`, `document`, `region`, `year` | what it belongs to; "" and -1 where nothing is known |
| `line` | what the reranker sees of it |
| `vector` | float32 [dim], unit length |
| `words`, `pairs` | by the hash of a term, its share of what BM25 gives the passage: proposes passages |
| `said_words`, `said_pairs` | the hashes of its terms in the order of the text: what it scores is counted from them |
| `phrases` | its pairs between blanks, so that wordings of any length are found as they stand side by side |
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from search.contracts import Phrases, Vectors
from search.errors import IndexNotWritten
from search.indexed import FoldedPassage, IndexedPassage
from search.milvus.client import MOST_BYTES, Milvus, MilvusRow
from search.part import FIELDS
from search.term_counts import Hashes

if TYPE_CHECKING:
    from pymilvus.milvus_client.index import IndexParams

SAID = {field: f"said_{field}" for field in FIELDS}
TEXTS = ("id", "source", "document", "region", "line", *SAID.values(), "phrases")
LAST_HASH = np.uint32(2**32 - 1)  # which the engine keeps for itself
NO_TERM = {0: 1e-9}  # the engine wants something in each row
# How the engine searches the vectors, and what it is asked: a file compares all, which is exact
ENGINES: Mapping[str, tuple[Mapping[str, int], Mapping[str, int]]] = {
    "FLAT": ({}, {}),
    "HNSW": ({"M": 32, "efConstruction": 360}, {"ef": 800}),
    "IVF_SQ8": ({"nlist": 1024}, {"nprobe": 192}),
}


def prefix_of(identity: str) -> str:
    """What the names of a knowledge base's collections begin with; it is also the alias of the one in use."""
    return f"mailuo_{''.join(sign if sign.isalnum() else '_' for sign in identity)}"


def new_name(identity: str) -> str:
    """Of a collection."""
    return f"{prefix_of(identity)}_{uuid.uuid4().hex[:8]}"


def shelf_of(collection: str) -> str:
    """The name of the shelf beside a collection."""
    return f"{collection}_shelf"


def create_collection(milvus: Milvus, name: str, dim: int, engine: str, home: str) -> None:
    """Of passages. dim: of the vectors; home: where people find the knowledge base."""
    from pymilvus import DataType

    schema = milvus.schema(f"Mailuo: passages of {home}")
    schema.add_field("number", DataType.INT64, is_primary=True)
    schema.add_field("batch", DataType.INT64)
    schema.add_field("year", DataType.INT64)
    for column in TEXTS:
        schema.add_field(column, DataType.VARCHAR, max_length=MOST_BYTES)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dim)
    for column in FIELDS:
        schema.add_field(column, DataType.SPARSE_FLOAT_VECTOR)
    indexes = milvus.indexes()
    built, _ = ENGINES[engine]
    indexes.add_index("vector", index_type=engine, metric_type="IP", params=dict(built))
    for column in FIELDS:
        indexes.add_index(column, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    if not milvus.is_local:
        _add_lookups(indexes)
    milvus.create(name, schema, indexes)


def _add_lookups(indexes: IndexParams) -> None:
    for column in ("batch", "source", "document", "region", "year"):
        indexes.add_index(column, index_type="INVERTED")


def row_of(
    passage: IndexedPassage, place: tuple[int, int, str], terms: Mapping[str, Hashes], means: Sequence[float]
) -> dict[str, object]:
    """All but vector and phrases. place: number, batch and source; means: by field, the mean length of passages."""
    number, batch, source = place
    row: dict[str, object] = {
        "number": number,
        "batch": batch,
        "year": passage.year if passage.year is not None else -1,
        "id": passage.id,
        "source": source,
        "document": passage.document_id,
        "region": passage.region or "",
        "line": FoldedPassage.of(passage).to_line().decode(),
    }
    for field, mean in zip(FIELDS, means, strict=True):
        row[SAID[field]] = packed(terms[field])
        row[field] = shares_of(terms[field], mean)
    return row


def check_lengths(row: MilvusRow) -> None:
    """Raise `IndexNotWritten` where the engine would not take a text."""
    for column in TEXTS:
        if (length := len(row[column].encode())) > MOST_BYTES:
            raise IndexNotWritten(
                f"{row['id']}: its “{column}” has {length:,} bytes, and Milvus takes {MOST_BYTES:,}: unset MILVUS_URI "
                "to keep the index in the folder, or shorten the document's lines"
            )


def shares_of(hashes: Hashes, mean: float) -> dict[int, float]:
    """What BM25 gives a passage for each of its terms, the rarity of the term aside. mean: length of passages."""
    from search.sparse import LENGTH_SHARE, SATURATION

    if not len(hashes):
        return dict(NO_TERM)
    held, counts = np.unique(dimensions_of(hashes), return_counts=True)
    norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * len(hashes) / (mean or 1.0))
    return dict(zip(held.tolist(), (counts / (counts + norm)).tolist(), strict=True))


def dimensions_of(hashes: Hashes) -> Hashes:
    """Hashes as the engine takes them."""
    return np.minimum(hashes, LAST_HASH - np.uint32(1))


def packed(hashes: Hashes) -> str:
    """As a text."""
    return base64.b64encode(np.asarray(hashes, "<u4").tobytes()).decode("ascii")


def unpacked(text: str) -> Hashes:
    """uint32 [n]. Raises ValueError."""
    hashes: Hashes = np.frombuffer(base64.b64decode(text, validate=True), "<u4").astype(np.uint32)
    return hashes


def phrase_text(pairs: Sequence[str]) -> str:
    """Pairs in the order of the text, between blanks. A per cent sign is one for anything to who looks for it."""
    return f" {' '.join(pairs)} ".replace("%", "~")


def phrase_filter(runs: Phrases) -> str:
    """Which passages hold all of these runs of pairs, each side by side."""
    return " and ".join(f'phrases like "%{phrase_text(run)}%"' for run in runs)


def vector_row(vector: Vectors) -> list[float]:
    """As the driver takes it."""
    held: list[float] = np.asarray(vector, np.float32).tolist()
    return held
