"""Names that one text taught, heard in all others that hold them: which sources hear something new.

In: the sources that changed. Out: the rows of what each source teaches; the sources that may hear something new, in
portions with the names that they hold; the echoes (`ingest.echoes`) in these.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path

import ahocorasick

from graph.layers import Layers, TableRow
from graph.records import Extraction, Mention
from graph.resolve.things import nested
from ingest.deriving.book import Book, joined, looked_up, parted
from ingest.deriving.grams import LENGTH, Sought, bits_of
from ingest.deriving.schema import SCHEMA
from ingest.deriving.sources import PORTION, Sent, Sources
from ingest.echoes import (
    KnownName,
    Teaching,
    automaton_of,
    echoes,
    known_name,
    searched,
    teachings,
)
from ingest.packing import packed, unpacked
from ingest.passages import indexed_passages
from search.indexed import IndexedPassage

MANY = 200  # sources: so many look through all names at once


def taught_rows(extraction: Extraction) -> dict[str, list[TableRow]]:
    """What a source teaches, what its text may hold, and how its passages are worded: rows by table."""
    name = extraction.source.name
    regions = sorted({s.document.region_code or "" for s in extraction.structures})
    return {
        "taught": [_row_of(name, teaching) for teaching in teachings(extraction)],
        "grams": [(name, json.dumps(regions), bits_of(folded_texts(extraction)))],
        "wording": [(name, wording) for wording in sorted(set(map(wording_of, indexed_passages(extraction))))],
    }


def wording_of(passage: IndexedPassage) -> str:
    """Short for what of a passage is embedded: passages of one wording share a vector."""
    return hashlib.sha256(passage.embedded_text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def wordings_among(path: Path, wordings: Iterable[str]) -> set[str]:
    """Those that any source of the book at the path has."""
    with Layers.open(path, SCHEMA) as layers:
        return {row[0] for row in looked_up(layers, "wording", "wording", wordings, "t.wording")}


def folded_texts(extraction: Extraction) -> list[str]:
    """The blocks of a source in which names are heard."""
    return [folded for structure in extraction.structures for _, folded in searched(structure)]


def _row_of(source: str, teaching: Teaching) -> TableRow:
    regions = json.dumps(sorted(teaching.regions))
    named = teaching.written, teaching.written[:LENGTH], teaching.type, teaching.name
    return (source, *named, teaching.times, regions, packed(teaching.model))


def _teaching_of(row: TableRow) -> Teaching:
    _, written, _, _, name, times, regions, model = row
    mention = unpacked(Mention, model)
    return Teaching(written, mention.type, name, times, frozenset(json.loads(regions)), mention)


@dataclass(frozen=True, slots=True)
class ToHear:
    """A source and the taught names, sure or not, that it holds; before: its echoes as the book before holds them."""

    sent: Sent
    names: Sequence[str]
    before: Sequence[str]


@dataclass(frozen=True, slots=True)
class Heard:
    """A portion of sources, and the rows that teach their names."""

    sources: Sequence[ToHear]
    taught: Sequence[TableRow]


def heard(book: Book, sources: Sources) -> Iterator[Heard]:
    """The sources, changed or not, that may hear other names than before, with all those that they hold."""
    named = set(_taught_by(book, sources))
    before, now = _known(book.was("taught", "written", named)), _known(book.has("taught", "written", named))
    differing = {name for name in named if before.get(name) != now.get(name)}
    hearers = _hearers(book, differing, sources)
    held = _holding(book, sources)
    while some := list(islice(held, PORTION)):
        yield _portion(book, some)
    left = iter(sorted(hearers))
    while names := list(islice(left, PORTION)):
        sent = [sent for portion in sources.portions(names) for sent in portion]
        known = [{row[0] for row in book.was_of("heard", name, "t.written")} | hearers[name] for name in names]
        yield _portion(book, list(zip(sent, known, strict=True)))


def _portion(book: Book, held: Sequence[tuple[Sent, set[str]]]) -> Heard:
    names = sorted(set[str]().union(*(names for _, names in held)))
    to_hear = [
        ToHear(sent, sorted(names), [row[0] for row in book.was_of("echo", sent.name, "t.mention")])
        for sent, names in held
    ]
    return Heard(to_hear, list(book.has("taught", "written", names)))


def echoes_in(heard: Heard) -> Iterator[tuple[Extraction, list[Mention]]]:
    """Each source of a portion with its echoes."""
    known = _known(heard.taught)
    for one in heard.sources:
        extraction = one.sent.read().extraction
        here = {name: known[name] for name in one.names if name in known}
        yield extraction, list(echoes(extraction, here, automaton_of(here)))


def _taught_by(book: Book, sources: Sources) -> Iterator[str]:
    """The names that the changed sources taught before, or teach now."""
    for rows in (book.was("taught", "source", sources.all, "t.written"), book.has("taught", "source", sources.all)):
        for row in rows:
            yield row[0] if len(row) == 1 else row[1]


def _known(rows: Iterable[TableRow]) -> dict[str, KnownName]:
    """What is known of names, by how they are written."""
    taught: defaultdict[str, list[TableRow]] = defaultdict(list)
    for row in rows:
        taught[row[1]].append(row)
    found = {}
    for written, said in taught.items():
        # of one source in the order of its kinds, as it taught them
        known = known_name([_teaching_of(row) for row in sorted(said, key=lambda row: (row[0], row[3], row[4]))])
        if known is not None:
            found[written] = known
    return found


def _hearers(book: Book, names: Collection[str], sources: Sources) -> dict[str, set[str]]:
    """The other sources that hold one of the names, each with those that it was not known to hold."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    if not names or book.before is None:
        return found
    changed = set(sources.all)
    for (name,) in book.was("heard", "written", names, "DISTINCT t.source"):
        if name not in changed:
            found[name].update()
    places = _new_places(book, names)
    sought = Sought(sorted(places))
    for name, held, bits in book.before.rows("grams") if places else ():
        if name not in changed:
            regions = json.loads(held)
            near = [
                written
                for written in sought.perhaps_in(bits)
                if any(nested(one, other) for one in places[written] for other in regions)
            ]
            if near:
                texts = folded_texts(sources.read(name))
                if more := {written for written in near if any(written in text for text in texts)}:
                    found[name] |= more
    return found


def _new_places(book: Book, names: Collection[str]) -> dict[str, set[str]]:
    """By name the areas for whose documents it was not taught before: only there may it be held unheard."""
    before, now = (
        _regions(rows)
        for rows in (
            book.was("taught", "written", names, "t.written, t.regions"),
            book.has("taught", "written", names, "t.written, t.regions"),
        )
    )
    return {name: new for name, regions in now.items() if (new := regions - before.get(name, set()))}


def _regions(rows: Iterable[TableRow]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for written, regions in rows:
        found[written].update(json.loads(regions))
    return found


def _holding(book: Book, sources: Sources) -> Iterator[tuple[Sent, set[str]]]:
    """The changed sources with the taught names, sure or not, that each holds."""
    if len(sources.changed) < MANY:
        for portion in sources.portions(sources.changed):
            for sent in portion:
                yield sent, _by_heads(book, folded_texts(sent.read().extraction))
        return
    names = joined(sorted({row[0] for row in book.now.rows("taught", columns="t.written")}))
    yield from sources.work(partial(names_held, names), sources.changed)
    _finder.cache_clear()


def names_held(names: str, portion: Sequence[Sent]) -> list[set[str]]:
    """Which of the names, put together as one text, each source holds."""
    finder = _finder(names)
    if finder is None:
        return [set() for _ in portion]
    texts = (folded_texts(sent.read().extraction) for sent in portion)
    return [{name for text in held for _, name in finder.iter(text)} for held in texts]


@lru_cache(maxsize=1)
def _finder(names: str) -> ahocorasick.Automaton | None:
    """What finds the names; making it costs as much as looking through many texts."""
    return automaton_of(parted(names)) if names else None


def _by_heads(book: Book, texts: Sequence[str]) -> set[str]:
    heads = {text[at : at + LENGTH] for text in texts for at in range(len(text) - LENGTH + 1)}
    names = {row[0] for row in book.has("taught", "head", sorted(heads), "DISTINCT t.written")}
    return {name for name in names if any(name in text for text in texts)}
