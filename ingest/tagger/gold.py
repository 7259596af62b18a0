"""Labels of the evaluation's format (names, quotes, regions) → labels as places.

In: a folder with entities.jsonl and regions.json, and the documents. Out: a `Labelled` for each region. A name that
does not stand in its region as a whole (it was restored from a list) makes its quote doubtful for its type.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from graph.records import EntityType
from graph.writing.foldings import FOLDED_LINES
from ingest.sources.read import read_source
from ingest.tagger.contract import TYPES
from ingest.tagger.labels import Label, Labelled


def read_gold(folder: Path, documents: Path) -> Iterator[Labelled]:
    """`documents`: where the labelled files lie."""
    lines = (folder / "entities.jsonl").read_text(encoding="utf-8").splitlines()
    entities = [json.loads(line) for line in lines]
    for region in json.loads((folder / "regions.json").read_text(encoding="utf-8")):
        kinds = tuple(kind for kind in TYPES if kind in region["types"])
        if not kinds:
            continue
        path = documents / region["source"]
        text = read_source(path, path.name).text.translate(FOLDED_LINES)
        start = _places(text, region["from"])[0][0] if region.get("from") else 0
        end = _places(text, region["to"], start + 1)[0][0] if region.get("to") else len(text)
        own = [entity for entity in entities if entity["source"] == path.name and entity["type"] in kinds]
        labels = tuple(label for entity in own for label in _labels_of(entity, text, start, end))
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        yield Labelled(path.name, sha256, start, end, kinds, labels)


def _labels_of(entity: Mapping[str, Any], text: str, start: int, end: int) -> Sequence[Label]:
    kind, doubtful = EntityType(entity["type"]), bool(entity.get("borderline"))
    names = [entity["name"], *entity.get("aliases", [])]
    found = [place for name in names for place in _places(text, name, start, end)]
    if found:
        return [Label(a, b, kind, entity["name"], doubtful) for a, b in found]
    quote = entity.get("stretch") or entity.get("quote") or ""
    return [Label(a, b, kind, None, True) for a, b in _places(text, quote, start, end)]


def _places(text: str, wording: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Where a wording stands in a folded text, white space aside."""
    signs = [re.escape(sign) for sign in wording.translate(FOLDED_LINES) if not sign.isspace()]
    if not signs:
        return []
    return [
        match.span()
        for match in re.compile(r"\s*".join(signs)).finditer(text, start, len(text) if end is None else end)
    ]
