"""Projects and parks that hang together (`graph.resolve.links`), compared anew where one of them changed.

In: what changed of keys, entities and texts. Out: in the book things, ties, links; which links came, changed or went.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache, partial

from graph.change import Pair
from graph.layers import Layers, TableRow
from graph.records import Entity, Link, RelationType
from graph.resolve.links import ENOUGH, RARE, are_comparable, as_link, tie_of, weight_of
from graph.resolve.resolution import Judged
from graph.resolve.things import LEAST_COMPANY, Companies, Spot, Thing, as_thing
from graph.resolve.ties import Tie, Tied, only_clear
from graph.writing.foldings import normal_form
from ingest.deriving.book import PORTION, Book, joined, parted
from ingest.deriving.resolving import Resolving, base_of, entities_of
from ingest.deriving.saying import THINGS, Renamed, SaidAnew, effective_key, spots_of
from ingest.packing import packed, unpacked
from ingest.spreading import Spread, each_with

TOGETHER = 500  # things worked on at a time
BLOCKS = 50_000  # kept while things are compared
NAME = [field.name for field in fields(Spot)].index("name")  # its place in a spot
OUTRIGHT = "outright"  # the owner of all links that texts tell
_PREFIXES = tuple(f"{kind.lower()}-" for kind in THINGS)


def compare_anew(book: Book, said: SaidAnew, found: Resolving, spread: Spread) -> dict[Pair, Link | None]:
    """The links that are new or changed, None for those that are gone."""
    touched = _touched(book, said, found)
    blocks = _write_things(book, touched, found, spread)
    book.now.make_indexes()
    again = touched | _crowded(book, blocks)
    shelf = _Shelf(book.now)
    ends = _tie_anew(book, again, spread)
    pairs = _unclear(book, touched | ends)
    links = _links(book, pairs, shelf)
    return _write_links(book, pairs, links, _renamings(book, said, found))


# ---------------------------------------------------------------------------------------------------------- things


def _is_thing(entity_id: str) -> bool:
    return entity_id.startswith(_PREFIXES)


def _touched(book: Book, said: SaidAnew, found: Resolving) -> set[str]:
    """The entities, before or now, that are things of which something else is known."""
    keys = set(said.things)
    # who builds it is another entity now
    moved = sorted(found.moved)
    for column, other in (("head", "t.tail"), ("tail", "t.head")):
        keys.update(row[0] for row in book.has("bond", column, moved, other))
    entities = {*found.entities, *found.gone, *_owners(book, keys, found)}
    entities.update(_bearing(book, found.shorts))
    return {entity_id for entity_id in entities if _is_thing(entity_id)}


def _owners(book: Book, keys: Iterable[str], found: Resolving) -> set[str]:
    """The entities of keys, and of the names that were told apart from them."""
    every = set(keys)
    every |= {joined((*parted(key)[:-1], normal)) for key in keys for _, normal in found.judged.splits}
    return {*entities_of(book, every).values(), *(row[0] for row in book.was("member", "key", sorted(every), "t.id"))}


def _bearing(book: Book, shorts: Collection[str]) -> set[str]:
    """The things in whose names one of the short names stands."""
    if not shorts or book.before is None:
        return set()
    found = Companies.called([(short, "") for short in sorted(shorts)])
    return {id_ for id_, normal in book.before.rows("called") if any(found.inside(normal))}


@dataclass(frozen=True, slots=True)
class ToMake:
    """Entities whose things are made anew, packed, with their keys; rows of the places where they may stand; by entity
    who builds it and in which areas it lies; companies whose short names stand in the names."""

    ids: Sequence[str]
    entities: Mapping[str, str]
    keys: Mapping[str, str]
    spots: Sequence[TableRow]
    builders: Mapping[str, set[str]]
    seats: Mapping[str, set[str]]
    companies: Sequence[tuple[str, str]]


def _write_things(book: Book, touched: Collection[str], found: Resolving, spread: Spread) -> set[str]:
    """Make the things anew; the blocks in which one of them stood or stands."""
    blocks = {row[1] for row in book.was("meeting", "id", sorted(touched))}
    ordered = sorted(touched)
    portions = (_to_make(book, ordered[at : at + TOGETHER], found) for at in range(0, len(ordered), TOGETHER))
    for made in spread.map(partial(things_in, found.judged), portions):
        for entity_id, rows in made:
            if rows is None:
                book.now.drop("thing", entity_id)
            else:
                book.now.replace("thing", entity_id, rows)
                blocks.update(block for _, block in rows["meeting"])
    return blocks


def _to_make(book: Book, ids: Sequence[str], found: Resolving) -> ToMake:
    entities = {row[0]: row[2] for row in book.has("entity", "id", ids)}
    keys = {key: id_ for id_, key in book.has("member", "id", sorted(entities))}
    bases = sorted(set(map(base_of, keys)))
    spots = list(book.has("spot", "key", bases))
    builders, seats = _bonds(book, bases, keys, found)
    # no more of a spot is needed here than its name
    companies = _companies(book, {normal_form(json.loads(row[2])[NAME]) for row in spots})
    return ToMake(ids, entities, keys, spots, builders, seats, companies)


def things_in(judged: Judged, portion: ToMake) -> list[tuple[str, dict[str, list[TableRow]] | None]]:
    """The rows of each entity's thing, by table; None for one that stands nowhere."""
    spots: defaultdict[str, list[TableRow]] = defaultdict(list)
    for row in portion.spots:
        spots[row[1]].append(row)
    standing: defaultdict[str, list[Spot]] = defaultdict(list)
    for rows in spots.values():
        for row, spot in zip(rows, spots_of(rows), strict=True):
            key = effective_key(row[1], spot.normals, judged)
            if key in portion.keys:
                standing[portion.keys[key]].append(spot)
    inside = Companies.called(portion.companies).inside
    made: list[tuple[str, dict[str, list[TableRow]] | None]] = []
    for id_ in portion.ids:
        if id_ not in standing:
            made.append((id_, None))
            continue
        entity = unpacked(Entity, portion.entities[id_])
        none: set[str] = set()
        builders, seats = portion.builders.get(id_, none), portion.seats.get(id_, none)
        made.append((id_, _thing_rows(as_thing(entity, standing[id_], builders, seats, inside))))
    return made


def _thing_rows(thing: Thing) -> dict[str, list[TableRow]]:
    return {
        "thing": [(thing.id, packed(thing))],
        "meeting": [(thing.id, block) for block in sorted(map(joined, thing.keys))],
        "called": [(thing.id, normal) for normal in sorted(thing.names)],
    }


def _bonds(
    book: Book, bases: Sequence[str], keys: dict[str, str], found: Resolving
) -> tuple[defaultdict[str, set[str]], defaultdict[str, set[str]]]:
    """By thing the entities that build it, and the codes of the areas in which it lies."""
    judged = found.judged
    building: list[tuple[str, str]] = []
    seats: defaultdict[str, set[str]] = defaultdict(set)
    for _, rel, head, head_names, tail, tail_names, _ in book.has("bond", "tail", bases):
        thing = keys.get(effective_key(tail, parted(tail_names), judged))
        if thing and rel == RelationType.UNDERTAKES:
            building.append((thing, effective_key(head, parted(head_names), judged)))
    for _, rel, head, head_names, _, _, code in book.has("bond", "head", bases):
        thing = keys.get(effective_key(head, parted(head_names), judged))
        if thing and rel == RelationType.LOCATED_IN:
            seats[thing].add(code)
    builder_of = entities_of(book, (key for _, key in building))
    builders: defaultdict[str, set[str]] = defaultdict(set)
    for thing, key in building:
        builders[thing].add(builder_of[key])
    return builders, seats


def _companies(book: Book, normals: Iterable[str]) -> list[tuple[str, str]]:
    """The short names of companies that stand in one of these names, each with its company."""
    parts = {
        normal[start:end]
        for normal in normals
        for start in range(len(normal))
        for end in range(start + LEAST_COMPANY, len(normal) + 1)
    }
    # of two companies of one short name the last counts, as where all are looked through in their order
    return sorted((short, id_) for id_, short in book.has("short", "short", sorted(parts)))


# ------------------------------------------------------------------------------------------------------------- ties


class _Shelf:
    """Things by identifier, read when needed."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self.thing = lru_cache(maxsize=PORTION)(self._read)

    def _read(self, entity_id: str) -> Thing:
        [(text,)] = self._layers.rows_of("thing", entity_id, columns="t.thing")
        return unpacked(Thing, text)


def _size(layers: Layers, block: str) -> int:
    """How many things stand in a block; `RARE` + 1 for any more."""
    return sum(1 for _ in layers.rows("meeting", "t.block = :b", {"b": block}, columns="1", limit=RARE + 1))


def _crowded(book: Book, blocks: Iterable[str]) -> set[str]:
    """The things of blocks that bring names together otherwise than before, as they hold more or fewer."""
    if book.before is None:
        return set()
    found: set[str] = set()
    for block in blocks:
        kind = parted(block)[0]
        if weight_of(kind, _size(book.before, block)) != weight_of(kind, _size(book.now, block)):
            found.update(row[0] for row in book.now.rows("meeting", "t.block = :b", {"b": block}, limit=RARE + 1))
    return found


@dataclass(frozen=True, slots=True)
class ToTie:
    """Pairs of things that are to be compared, each thing packed. before: the ties of theirs, in the book before."""

    pairs: Sequence[tuple[str, str]]
    things: Mapping[str, str]
    before: Mapping[str, TableRow]


def _tie_anew(book: Book, things: Collection[str], spread: Spread) -> set[str]:
    """Compare these things with whatever they meet; the ends of ties that came, changed or went."""
    ends: set[str] = set()
    for portion, now in each_with(spread, ties_of, _meeting(book, things)):
        before = portion.before
        for pair in sorted(before.keys() | now.keys()):
            if before.get(pair) == now.get(pair):
                continue
            ends.update(parted(pair))
            if pair in now:
                book.now.replace("tie", pair, {"tie": [now[pair]]})
            else:
                book.now.drop("tie", pair)
    return ends


def _meeting(book: Book, things: Collection[str]) -> Iterator[ToTie]:
    """The pairs to be compared, with the first of its ends that is among the things."""
    meeting = _Meeting(book.now)
    ordered = sorted(things)
    again = set(ordered)
    for start in range(0, len(ordered), TOGETHER):
        portion = set(ordered[start : start + TOGETHER])
        rows = (row for column in ("a", "b") for row in book.was("tie", column, sorted(portion)))
        before = {row[0]: row for row in rows if min(again.intersection(row[1:3])) in portion}
        there = sorted(row[0] for row in book.has("thing", "id", sorted(portion), "t.id"))
        met = ((one, other) for one in there for other in meeting.met_by(one) if other > one or other not in again)
        pairs = [(min(pair), max(pair)) for pair in met]
        ids = sorted({end for pair in pairs for end in pair})
        yield ToTie(pairs, dict(book.has("thing", "id", ids, "t.id, t.thing")), before)


def ties_of(portion: ToTie) -> dict[str, TableRow]:
    """The rows of ties, by pair."""
    things = {id_: unpacked(Thing, text) for id_, text in portion.things.items()}
    found: dict[str, TableRow] = {}
    for a, b in portion.pairs:
        if are_comparable(things[a], things[b]) and (tie := tie_of(things[a], things[b])):
            pair = joined((a, b))
            found[pair] = (pair, a, b, packed(tie))
    return found


class _Meeting:
    """Who meets whom. A block is asked for by each thing in it."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._met = lru_cache(maxsize=BLOCKS)(self._read)

    def _read(self, block: str) -> tuple[int, Sequence[str]]:
        """What it counts to stand in the block, and who does."""
        rows = self._layers.rows("meeting", "t.block = :b", {"b": block}, columns="t.id", limit=RARE + 1)
        met = [row[0] for row in rows]
        weight = weight_of(parted(block)[0], len(met))
        return weight, met if weight else ()

    def met_by(self, entity_id: str) -> list[str]:
        """The things that share enough blocks with one."""
        times: Counter[tuple[str, str]] = Counter()
        for (block,) in list(self._layers.rows_of("meeting", entity_id, columns="t.block")):
            kind, _, area = parted(block)
            weight, met = self._met(block)
            for other in met:
                times[area if kind == "pair" else "", other] += weight
        return sorted({other for (_, other), count in times.items() if count >= ENOUGH and other != entity_id})


# ------------------------------------------------------------------------------------------------------------ links


def _tied(book: Book, ends: Iterable[str]) -> dict[str, TableRow]:
    """The ties at these things, by pair."""
    return {row[0]: row for column in ("a", "b") for row in book.has("tie", column, sorted(ends))}


def _unclear(book: Book, touched: Collection[str]) -> set[str]:
    """The pairs, before or now, of which it may be another question whether their tie is clear."""
    was = {row[0] for column in ("a", "b") for row in book.was("tie", column, sorted(touched))}
    near = {end for pair in (*was, *_tied(book, touched)) for end in parted(pair)} | set(touched)
    return {row[0] for column in ("a", "b") for row in book.was("tie", column, sorted(near))} | _tied(book, near).keys()


def _links(book: Book, pairs: Collection[str], shelf: _Shelf) -> dict[str, Link]:
    """The links of the pairs whose tie is clear."""
    ends = {end for pair in pairs for end in parted(pair)}
    tied: list[Tied] = [
        (shelf.thing(a), shelf.thing(b), unpacked(Tie, tie)) for _, (_, a, b, tie) in sorted(_tied(book, ends).items())
    ]
    clear = {joined((a.id, b.id)): (a, b, tie) for a, b, tie in only_clear(tied)}
    return {pair: as_link(*clear[pair]) for pair in pairs if pair in clear}


@dataclass(frozen=True, slots=True)
class _Outright:
    """The links that texts tell outright, by pair, before and now."""

    before: dict[str, Link]
    now: dict[str, Link]


def _renamings(book: Book, said: SaidAnew, found: Resolving) -> _Outright:
    """They are few, so that all are looked at where any may be another."""
    before = {} if book.before is None else _told(book.before)
    if not said.renamed and not found.moved:
        return _Outright(before, before)
    rows = [unpacked(Renamed, row[2]) for row in sorted(book.now.rows("renaming"))]
    keys = [
        (
            effective_key(row.old, parted(row.old_names), found.judged),
            effective_key(row.new, parted(row.new_names), found.judged),
        )
        for row in rows
    ]
    entity_of = entities_of(book, (key for pair in keys for key in pair))
    links = {}
    for row, (old, new) in zip(rows, keys, strict=True):
        ends = entity_of[old], entity_of[new]
        if ends[0] != ends[1]:
            links[joined(sorted(ends))] = row.renaming.as_link(*ends)
    book.now.replace("told", OUTRIGHT, {"told": [(OUTRIGHT, pair, packed(link)) for pair, link in links.items()]})
    return _Outright(before, links)


def _told(layers: Layers) -> dict[str, Link]:
    return {pair: unpacked(Link, link) for _, pair, link in layers.rows_of("told", OUTRIGHT)}


def _write_links(
    book: Book, pairs: Collection[str], links: dict[str, Link], told: _Outright
) -> dict[Pair, Link | None]:
    """Put down what changed. What a text says outright counts before what names suggest."""
    changed: dict[Pair, Link | None] = {}
    other = {pair for pair in told.before.keys() | told.now.keys() if told.before.get(pair) != told.now.get(pair)}
    if extra := other - set(pairs):
        links |= _links(book, extra, _Shelf(book.now))
    for pair in sorted({*pairs, *other}):
        link = told.now.get(pair) or links.get(pair)
        rows = book.was_of("link", pair)
        before = unpacked(Link, rows[0][1]) if rows else None
        if link == before:
            continue
        if before is not None:
            changed[before.a_id, before.b_id] = None
        if link is None:
            book.now.drop("link", pair)
        else:
            book.now.replace("link", pair, {"link": [(pair, packed(link))]})
            changed[link.a_id, link.b_id] = link
    return changed
