"""What each source says under which key, put down so that it can be found by key: how things are named, where projects
and parks stand, who builds them and where they lie, and what a text says was renamed.

In: the sources whose mentions are others than before. Out: rows in the book; the keys of which something else is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from graph.layers import TableRow
from graph.records import Document, EntityType, Extraction, Mention, Relation, RelationType
from graph.resolve.groups import Group, Groups, Saying, saying_of
from graph.resolve.renaming import Renaming, renamings
from graph.resolve.resolution import Judged
from graph.resolve.things import Spot, standing_alone
from graph.writing.foldings import normal_form
from ingest.deriving.book import Book, joined, key_of_text, key_text
from ingest.deriving.echoing import Heard, echoes_in, heard
from ingest.deriving.sources import Sources
from ingest.packing import packed, unpacked
from ingest.spreading import each_with

THINGS = (EntityType.PROJECT, EntityType.PARK)


@dataclass(frozen=True, slots=True)
class SaidAnew:
    """What is said otherwise than before: keys, keys of things that stand elsewhere, and whether of any renaming;
    heard_anew: the sources whose echoes are others."""

    keys: frozenset[str]
    things: frozenset[str]
    renamed: bool
    heard_anew: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Says:
    """What a source hears and says: its echoes packed, and rows by table; None where its echoes are what they were."""

    echoes: list[str]
    rows: dict[str, list[TableRow]] | None


def with_echoes(extraction: Extraction, echoes: Iterable[Mention]) -> Extraction:
    """A source, its echoes behind its mentions."""
    return replace(extraction, mentions=(*extraction.mentions, *echoes))


def say(book: Book, sources: Sources) -> SaidAnew:
    """Write down what the sources hear and say: those that changed, and those that hear something else now."""
    keys: set[str] = set()
    things: set[str] = set()
    heard_anew: list[str] = []
    renamed = False
    for name, rows in _said(book, sources, heard_anew):
        changed, elsewhere, other = _compared(book, name, rows)
        keys |= changed
        things |= elsewhere
        renamed = renamed or other
    return SaidAnew(frozenset(keys), frozenset(things), renamed, tuple(heard_anew))


def _said(book: Book, sources: Sources, heard_anew: list[str]) -> Iterator[tuple[str, Mapping[str, list[TableRow]]]]:
    """The sources of which something may be said otherwise, with what is said now; it is in the book then."""
    for name in sources.gone:
        book.now.drop("said", name)
        yield name, {}
    work = partial(says_of, frozenset(sources.changed))
    for portion, done in each_with(sources.spread, work, heard(book, sources)):
        for one, says in zip(portion.sources, done, strict=True):
            name = one.sent.name
            echoed = [(name, mention) for mention in says.echoes]
            book.now.replace("echoed", name, {"heard": [(name, held) for held in one.names], "echo": echoed})
            if says.echoes != one.before:
                heard_anew.append(name)
            if says.rows is not None:
                book.now.replace("said", name, says.rows)
                yield name, says.rows


def says_of(changed: Collection[str], portion: Heard) -> list[Says]:
    """What each source of a portion hears and says. changed: the sources that are to say it in any case."""
    done = []
    for one, (extraction, found) in zip(portion.sources, echoes_in(portion), strict=True):
        echoes = [packed(mention) for mention in found]
        says_anew = one.sent.name in changed or echoes != one.before
        done.append(Says(echoes, said_rows(with_echoes(extraction, found)) if says_anew else None))
    return done


def _compared(book: Book, name: str, rows: Mapping[str, list[TableRow]]) -> tuple[set[str], set[str], bool]:
    """Keys, keys of things, and whether renamings, of which a source says something else than before."""

    def differing(table: str) -> set[TableRow]:
        return set(book.was_of(table, name)) ^ set(rows.get(table, ()))

    keys = {row[1] for row in differing("saying")}
    spots = {row[1] for row in differing("spot")}
    bonds = {key for row in differing("bond") for key in (row[2], row[4])}
    return keys, spots | bonds, bool(differing("renaming"))


def said_rows(extraction: Extraction) -> dict[str, list[TableRow]]:
    """The rows of one source, by table."""
    source = extraction.source.name
    about = {structure.document.id: structure.document for structure in extraction.structures}
    named = {mention: saying_of(mention, about.get(mention.document_id)) for mention in extraction.mentions}
    times = Counter((key_text(key), saying) for key, saying in (named[mention] for mention in extraction.mentions))
    sayings: list[TableRow] = [
        (source, key, said.name, said.surface, said.place, int(said.implied), int(said.says_place),
         int(said.is_free_of_place), int(said.is_known_everywhere), count)
        for (key, said), count in times.items()
    ]  # fmt: skip
    borne = {(source, normal, key) for key, said in times for normal in normals_of(said.name, said.surface)}
    return {
        "saying": sayings,
        "borne": list(borne),
        "spot": list(_spots(extraction.mentions, about)),
        "bond": list(dict.fromkeys(_bonds(extraction.relations, about))),
        "renaming": [
            (source, number, _renaming_row(renaming, about))
            for number, renaming in enumerate(renamings(extraction.mentions, {source: extraction.source.text}))
        ],
    }


def normals_of(name: str, surface: str) -> tuple[str, ...]:
    """The normal forms of the names that a mention goes by."""
    return tuple(dict.fromkeys((normal_form(name), normal_form(surface))))


def _spots(mentions: Sequence[Mention], about: Mapping[str, Document]) -> Iterator[TableRow]:
    for mention in standing_alone(mentions):
        document = about[mention.document_id]
        yield mention.source, key_text(saying_of(mention, document)[0]), packed(Spot.of(mention, document))


def _bonds(relations: Iterable[Relation], about: Mapping[str, Document]) -> Iterator[TableRow]:
    """Who builds a thing, and in which area it lies."""
    for relation in relations:
        builds = relation.rel is RelationType.UNDERTAKES
        lies = relation.rel is RelationType.LOCATED_IN and relation.tail.code
        if builds or lies:
            head, tail = (_named(end, about) for end in (relation.head, relation.tail))
            yield relation.source, relation.rel.value, *head, *tail, relation.tail.code


def _named(mention: Mention, about: Mapping[str, Document]) -> tuple[str, str]:
    key, saying = saying_of(mention, about.get(mention.document_id))
    return key_text(key), joined(normals_of(saying.name, saying.surface))


def _renaming_row(renaming: Renaming, about: Mapping[str, Document]) -> str:
    return packed(Renamed(*_named(renaming.old, about), *_named(renaming.new, about), renaming))


@dataclass(frozen=True, slots=True)
class Renamed:
    """A renaming with the keys and names of both ends."""

    old: str
    old_names: str
    new: str
    new_names: str
    renaming: Renaming


# ------------------------------------------------------------------------------------------------------- read again


def groups_of(book: Book, keys: Iterable[str], judged: Judged) -> Groups:
    """The groups of these keys, and those of names that a person told apart from them; in the order of keys."""
    return groups_in(book.has("saying", "key", keys), judged)


def groups_in(rows: Iterable[TableRow], judged: Judged) -> Groups:
    """The groups of which these rows of the table of sayings tell, as `groups_of` gives them."""
    groups: Groups = {}
    for row in rows:
        key = key_of_text(row[1])
        saying = Saying(row[2], row[3], row[0], row[4], *map(bool, row[5:9]))
        groups.setdefault(key, Group(key)).add(saying, row[9])
    for key, normal in judged.splits:
        if key in groups:
            taken = groups[key].take_out(normal)
            groups[taken.key] = taken
    return dict(sorted(groups.items()))


def spots_of(rows: Iterable[TableRow]) -> list[Spot]:
    """Of rows of the table of spots."""
    return [unpacked(Spot, row[2]) for row in rows]


def effective_key(key: str, names: Iterable[str], judged: Judged) -> str:
    """The key of the group that what is named so is in, once names have left."""
    if not judged.splits:
        return key
    found = key_of_text(key)
    held = set(names)
    for split, normal in judged.splits:
        if split == found and normal in held:
            found = replace(found, apart=normal)
    return key_text(found)
