"""Reads what people labelled, for the benchmarks: labels go in, stretches of text with their mentions come out.

Two forms: labels as places (`ingest.tagger.labels`) with the documents they are of, and lists of entities with the
sentence each stands in (`entities*.jsonl`), from which the restored names are placed: 沅陵抽水蓄能项目 in
“沅陵、辰溪抽水蓄能项目” stands at 沅陵.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.records import EntityType, Span
from graph.writing.foldings import fold
from ingest.form.view import View
from ingest.sources.read import read_source
from ingest.tagger import labels as places
from ingest.tagger.labels import find_source, read_labels

PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n|[  ]{2})[^\n]+)*")
JOINT = r"(?:[、,。;:等和及与]|以及|\d+[个条座项]|[两三四五六七八九十]+大?[个条座项大])"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A mention: its place in the folded text of its paragraph, and the full name."""

    start: int
    end: int
    type: EntityType
    name: str
    is_doubtful: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The folded text of a paragraph with its mentions; `source` says where it was read."""

    source: str
    text: str
    mentions: tuple[Labelled, ...]


def folded(text: str) -> str:
    return "".join(map(fold, text))


def read_stretches(documents: Path) -> Iterator[Paragraph]:
    """Every labelled stretch whose document lies in the folder, paragraph by paragraph."""
    for one in read_labels():
        path = find_source(one, [documents])
        if path is not None:
            yield from paragraphs(one, read_source(path, path.name).text)


def paragraphs(labelled: places.Labelled, text: str) -> Iterator[Paragraph]:
    """`text`: the stored text of the labelled document."""
    for match in PARAGRAPH.finditer(text, labelled.start, labelled.end):
        view = View.of(text, [Span(*match.span())])
        at = {place: index for index, place in enumerate(view.places)}
        mentions = [
            Labelled(
                at[label.start],
                at[label.end - 1] + 1,
                label.type,
                folded(label.name or text[label.start : label.end]),
                label.doubtful,
            )
            for label in labelled.labels
            if match.start() <= label.start and label.end <= match.end() and {label.start, label.end - 1} <= at.keys()
        ]
        yield Paragraph(labelled.source, view.text, tuple(mentions))


def read_quotes(folder: Path) -> Iterator[Paragraph]:
    """Each sentence of the lists of entities, with the entities that can be placed in it."""
    rows = [json.loads(line) for path in sorted(folder.glob("entities*.jsonl")) for line in path.open(encoding="utf-8")]
    by_quote: dict[tuple[str, str], list[Labelled]] = {}
    for row in rows:
        quote = folded(row["quote"])
        if place := placed(quote, folded(row["name"])):
            surface = quote[slice(*place)]
            aliases = tuple(folded(alias) for alias in row.get("aliases", ()))
            mention = Labelled(
                *place,
                EntityType(row["type"]),
                folded(row["name"]),
                bool(row.get("borderline")),
                tuple(alias for alias in aliases if alias != surface),
            )
            by_quote.setdefault((row["source"], quote), []).append(mention)
    for (source, quote), mentions in by_quote.items():
        yield Paragraph(source, quote, tuple(sorted(set(mentions), key=lambda m: (m.start, -m.end))))


def placed(quote: str, name: str) -> tuple[int, int] | None:
    """Where the name stands: whole, else its longest part that is an item of the sentence."""
    if (at := quote.find(name)) >= 0:
        return at, at + len(name)
    parts = sorted(
        ((a, b) for a in range(len(name)) for b in range(a + 1, len(name) + 1)), key=lambda p: (p[0] - p[1], p[0])
    )
    for a, b in parts:
        edge = r"(?:(?<=[、,。;:和及与])|(?<=建设)|(?<=推进)|(?<=加快)|(?<=开工)|^)" if a else ""
        if match := re.search(rf"{edge}{re.escape(name[a:b])}(?={JOINT}|$)", quote):
            return match.span()
    return None
