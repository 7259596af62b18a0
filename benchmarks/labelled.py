"""Reads what people labelled, for the benchmarks: folders go in, stretches of text with their mentions come out.

Two forms: label stretches (`in/NNN.txt` beside `out/NNN.jsonl`, one mention a line: t type, s surface, n full name, b
why doubtful), and lists of entities with the sentence each stands in (`entities*.jsonl`), from which the restored names
are placed: 沅陵抽水蓄能项目 in “沅陵、辰溪抽水蓄能项目” stands at 沅陵.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.records import EntityType, Span
from ingest.form.view import View, fold

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


def read_stretches(folder: Path) -> Iterator[Paragraph]:
    """Every labelled stretch, paragraph by paragraph."""
    for path in sorted((folder / "in").glob("*.txt")):
        labels = folder / "out" / f"{path.stem}.jsonl"
        if labels.exists():
            yield from paragraphs(path.stem, path.read_text("utf-8"), labels.read_text("utf-8").splitlines())


def paragraphs(source: str, text: str, lines: list[str]) -> Iterator[Paragraph]:
    placed = list(places(text, lines))
    for match in PARAGRAPH.finditer(text):
        view = View.of(text, [Span(*match.span())])
        at = {place: index for index, place in enumerate(view.places)}
        mentions = [
            Labelled(at[start], at[end - 1] + 1, kind, name, doubtful)
            for start, end, kind, name, doubtful in placed
            if match.start() <= start and end <= match.end()
        ]
        yield Paragraph(source, view.text, tuple(mentions))


def places(text: str, lines: list[str]) -> Iterator[tuple[int, int, EntityType, str, bool]]:
    """Where each label stands: a surface is looked for from the place of the one before it."""
    at, last = 0, None
    for row in (json.loads(line) for line in lines if line.strip()):
        if "rel" in row:
            continue
        kind = (row["t"], row["s"])
        at = text.index(row["s"], at + (kind == last))
        last = kind
        yield at, at + len(row["s"]), EntityType(row["t"]), folded(row.get("n") or row["s"]), bool(row.get("b"))


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
