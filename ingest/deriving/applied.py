"""Which corrections found something to put right, as the book of names holds it.

In: the path of a book. Out: short words for corrections. Light, so that a command that lists decisions starts at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from graph.layers import Layers
from graph.resolve.corrections import Correction, fields_of
from ingest.deriving.schema import SCHEMA


def stamp_of(corrections: Iterable[Correction]) -> str:
    """Short for what corrections say."""
    said = json.dumps([fields_of(one) for one in corrections], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def applied_in(path: Path) -> set[str]:
    """The stamps of the corrections that found something to put right in any source of the book at the path."""
    with Layers.open(path, SCHEMA) as layers:
        return {stamp for (applied,) in layers.rows("righted", columns="t.applied") for stamp in applied.split()}


def sources_put_right(path: Path) -> frozenset[str]:
    """The sources of the book at the path in which a correction found something to put right."""
    with Layers.open(path, SCHEMA) as layers:
        return frozenset(source for (source,) in layers.rows("righted", "t.applied <> ''", columns="t.source"))
