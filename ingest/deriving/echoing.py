"""Names that one text taught, heard in all others that hold them: which sources hear something new.

In: the sources that changed. Out: in the book what each source teaches, the names that it hears, and its echoes
(`ingest.echoes`); the sources whose echoes changed.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.layers import Layers, Row
from graph.records import Extraction, Mention
from graph.resolve.things import nested
from ingest.deriving.book import Book, looked_up
from ingest.deriving.grams import LENGTH, Sought, bits_of
from ingest.deriving.schema import SCHEMA
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

Read = Callable[[str], Extraction]


@dataclass(frozen=True, slots=True)
class Sources:
    """What a run is about: the sources that are new or changed, those that are gone, and how one is read."""

    changed: Sequence[str]
    gone: Sequence[str]
    read: Read

    @property
    def all(self) -> Sequence[str]:
        """Both."""
        return (*self.changed, *self.gone)


def teach(book: Book, sources: Sources) -> None:
    """Write down what the sources teach, what their texts may hold, and how their passages are worded."""
    for name in sources.gone:
        for family in ("taught", "echoed"):
            book.now.drop(family, name)
    for name in sources.changed:
        extraction = sources.read(name)
        taught = [_row_of(name, teaching) for teaching in teachings(extraction)]
        regions = sorted({s.document.region_code or "" for s in extraction.structures})
        grams = (name, json.dumps(regions), bits_of(folded_texts(extraction)))
        wordings = [(name, wording) for wording in sorted(set(map(wording_of, indexed_passages(extraction))))]
        book.now.replace("taught", name, {"taught": taught, "grams": [grams], "wording": wordings})
    book.now.make_indexes()


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


def _row_of(source: str, teaching: Teaching) -> Row:
    regions = json.dumps(sorted(teaching.regions))
    named = teaching.written, teaching.written[:LENGTH], teaching.type, teaching.name
    return (source, *named, teaching.times, regions, packed(teaching.model))


def _teaching_of(row: Row) -> Teaching:
    _, written, _, _, name, times, regions, model = row
    mention = unpacked(Mention, model)
    return Teaching(written, mention.type, name, times, frozenset(json.loads(regions)), mention)


def hear(book: Book, sources: Sources) -> list[str]:
    """The sources, changed or not, whose echoes are others than before; their echoes are in the book."""
    named = set(_taught_by(book, sources))
    before, now = _known(book.was("taught", "written", named)), _known(book.has("taught", "written", named))
    differing = {name for name in named if before.get(name) != now.get(name)}
    hearers = _hearers(book, differing, sources)
    finder = _finder(book, sources)
    heard_anew = []
    for name in sources.changed:
        extraction = sources.read(name)
        if _write(book, extraction, finder(extraction)):
            heard_anew.append(name)
    for name, more in sorted(hearers.items()):
        heard = {row[0] for row in book.was_of("heard", name, "t.written")}
        if _write(book, sources.read(name), heard | more):
            heard_anew.append(name)
    return heard_anew


def _taught_by(book: Book, sources: Sources) -> Iterator[str]:
    """The names that the changed sources taught before, or teach now."""
    for rows in (book.was("taught", "source", sources.all, "t.written"), book.has("taught", "source", sources.all)):
        for row in rows:
            yield row[0] if len(row) == 1 else row[1]


def _known(rows: Iterable[Row]) -> dict[str, KnownName]:
    """What is known of names, by how they are written."""
    taught: defaultdict[str, list[Row]] = defaultdict(list)
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


def _regions(rows: Iterable[Row]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for written, regions in rows:
        found[written].update(json.loads(regions))
    return found


def _finder(book: Book, sources: Sources) -> Callable[[Extraction], set[str]]:
    """What finds the taught names, sure or not, that a source holds."""
    if len(sources.changed) < MANY:
        return lambda extraction: _by_heads(book, folded_texts(extraction))
    automaton = automaton_of({row[0] for row in book.now.rows("taught", columns="t.written")})

    def found(extraction: Extraction) -> set[str]:
        if automaton is None:
            return set()
        return {name for text in folded_texts(extraction) for _, name in automaton.iter(text)}

    return found


def _by_heads(book: Book, texts: Sequence[str]) -> set[str]:
    heads = {text[at : at + LENGTH] for text in texts for at in range(len(text) - LENGTH + 1)}
    names = {row[0] for row in book.has("taught", "head", sorted(heads), "DISTINCT t.written")}
    return {name for name in names if any(name in text for text in texts)}


def _write(book: Book, extraction: Extraction, heard: Iterable[str]) -> bool:
    """Put down what a source hears; whether its echoes are others than before."""
    source = extraction.source.name
    names = sorted(heard)
    known = _known(book.has("taught", "written", names))
    found = [packed(mention) for mention in echoes(extraction, known, automaton_of(known))]
    before = [row[0] for row in book.was_of("echo", source, "t.mention")]
    rows = {"heard": [(source, name) for name in names], "echo": [(source, mention) for mention in found]}
    book.now.replace("echoed", source, rows)
    return found != before


def echoes_of(book: Book, source: str) -> tuple[Mention, ...]:
    """As they stand in the book."""
    return tuple(unpacked(Mention, row[0]) for row in book.now.rows_of("echo", source, columns="t.mention"))
