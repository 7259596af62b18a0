"""Keys → entities, for the keys of which something else is said, and whatever hangs together with them.

A group stands in blocks, in which rules join groups (`graph.resolve.joining`); what joints hold together is resolved by
itself. So only the blocks of changed keys are looked at again, and only what their joints, before or now, reach. In:
those keys, and a person's decisions. Out: in the book joints, entities and their keys; which of them changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import partial
from typing import TypeVar

from graph.layers import TableRow
from graph.records import Entity, EntityType, Merge
from graph.resolve.decisions import Decisions
from graph.resolve.groups import Groups
from graph.resolve.joining import Joint, joints_in, seats_of
from graph.resolve.names import shorten
from graph.resolve.resolution import Judged, Resolved, join_groups, judge, names_meant
from graph.resolve.things import LEAST_COMPANY
from ingest.deriving.book import Book, joined, key_of_text, key_text, parted
from ingest.deriving.saying import groups_in, groups_of
from ingest.packing import packed, unpacked
from ingest.spreading import Spread, each_with

OWNER = "decisions"
TOGETHER = 2000  # blocks worked on at a time
RESOLVED = 500  # entities: some tenths of a second of work

Part = TypeVar("Part", bound=Hashable)
Edge = tuple[int, tuple[str, ...], int, Joint]  # rule, block, number in it


@dataclass(slots=True)
class Resolving:
    """What resolving changed. entities: those that are new or have other names or reasons; moved: keys that belong to
    another entity than before; visited: entities, before and now, of everything that was looked at; shorts: short names
    of companies that mean another company, or none any more."""

    judged: Judged
    entities: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    visited: set[str] = field(default_factory=set)
    shorts: set[str] = field(default_factory=set)


def resolve_anew(book: Book, changed: Iterable[str], decisions: Decisions, spread: Spread) -> Resolving:
    """Resolve what is said under the changed keys, and what else that touches."""
    before = _judged_before(book)
    judged = _judge(book, decisions)
    found = Resolving(judged)
    keys = {*changed, *_bases(before, judged)}
    _take_seats(book, keys)
    seeds = keys | _join(book, keys, judged, spread) | _differently_judged(before, judged)
    seeds |= {apart for one in (before, judged) for key, apart in _left(one) if key in seeds}
    reached, edges = _reached(book, seeds, judged)
    _resolve(book, reached, edges, found, spread)
    _tidy(book, reached, found)
    return found


# --------------------------------------------------------------------------------------------------- a person's word


def _judged_before(book: Book) -> Judged:
    rows = book.was_of("judged", OWNER, "t.judged")
    return unpacked(Judged, rows[0][0]) if rows else Judged()


def _judge(book: Book, decisions: Decisions) -> Judged:
    """What the decisions come to, looked at among the groups that bear the names that they name."""
    normals, keys = names_meant(decisions)
    bearing = {row[0] for row in book.has("borne", "normal", sorted(normals), "DISTINCT t.key")}
    groups = groups_of(book, sorted(bearing | {key_text(key) for key in keys}), Judged())
    judged = judge(groups, decisions)
    book.now.replace("judged", OWNER, {"judged": [(OWNER, packed(judged))]})
    return judged


def _bases(before: Judged, now: Judged) -> set[str]:
    """Keys of groups that names have left, or come back to."""
    return {key_text(key) for key, _ in set(before.splits) ^ set(now.splits)}


def _left(judged: Judged) -> Iterator[tuple[str, str]]:
    """Keys of groups that names have left, each with the key under which a name is now."""
    for key, normal in judged.splits:
        yield key_text(key), key_text(replace(key, apart=normal))


def _differently_judged(before: Judged, now: Judged) -> set[str]:
    pairs = set(before.apart) ^ set(now.apart)
    joints = {(joint.a, joint.b) for joint in _otherwise_ordered(before.joints, now.joints)}
    called = {key for key, _ in _otherwise_ordered(before.called, now.called)}
    return {key_text(key) for pair in pairs | joints for key in pair} | set(map(key_text, called))


def _otherwise_ordered(before: Sequence[Part], now: Sequence[Part]) -> Iterator[Part]:
    """What came, went or has another place: of joints in a ring the first ones are an entity's reasons, of names that
    a thing was given the last one is its name."""
    for kind, *ends in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from (*before[ends[0] : ends[1]], *now[ends[2] : ends[3]])


# ------------------------------------------------------------------------------------------------------ blocks, joints


def _take_seats(book: Book, keys: set[str]) -> None:
    """Where groups that are new stand in blocks; groups of which nothing is said any more stand nowhere."""
    there = {row[0] for row in book.has("saying", "key", sorted(keys), "DISTINCT t.key")}
    sat = {row[0] for row in book.was("seat", "key", sorted(keys), "DISTINCT t.key")}
    for key in sorted(keys - there):
        book.now.drop("seat", key)
    for key in sorted(there - sat):
        rows = [(key, block, int(leads)) for block, leads in _seats(key)]
        book.now.replace("seat", key, {"seat": rows})


def _seats(key: str) -> Iterator[tuple[str, bool]]:
    for number, seat in seats_of(key_of_text(key)):
        yield joined((f"{number:02}", *seat.block)), seat.leads


@dataclass(frozen=True, slots=True)
class ToJoin:
    """Blocks that are looked at again; those in which something may be joined with the keys of their groups; what is
    said under these keys."""

    blocks: Sequence[str]
    sitting: Mapping[str, Sequence[str]]
    sayings: Sequence[TableRow]


def _join(book: Book, keys: Iterable[str], judged: Judged, spread: Spread) -> set[str]:
    """Join the groups of every block in which one of the keys stands; the ends of joints that came or went."""
    blocks = sorted({block for key in keys for block, _ in _seats(key)})
    portions = (_sitting(book, blocks[start : start + TOGETHER]) for start in range(0, len(blocks), TOGETHER))
    ends: set[str] = set()
    for portion, now in each_with(spread, partial(joints_of, judged), portions):
        ends |= _put_joints(book, portion.blocks, now)
    return ends


def _put_joints(book: Book, blocks: Sequence[str], now: Mapping[str, list[TableRow]]) -> set[str]:
    """Write the joints of these blocks down; the ends of those that came or went."""
    ends: set[str] = set()
    before: defaultdict[str, list[TableRow]] = defaultdict(list)
    for row in book.was("joint", "block", blocks):
        before[row[0]].append(row)
    for block in blocks:
        if before[block] == now.get(block, []):
            continue
        if block in now:
            book.now.replace("joint", block, {"joint": now[block]})
        else:
            book.now.drop("joint", block)
        ends.update(end for row in set(before[block]) ^ set(now.get(block, [])) for end in row[2:4])
    return ends


def _sitting(book: Book, blocks: Sequence[str]) -> ToJoin:
    led = sorted({row[0] for row in book.has("seat", "block", blocks, "t.block, t.leads") if row[1]})
    sitting: defaultdict[str, list[str]] = defaultdict(list)
    for key, block in book.has("seat", "block", led, "t.key, t.block"):
        sitting[block].append(key)
    several = {block: keys for block, keys in sitting.items() if len(keys) > 1}
    keys = sorted({key for keys in several.values() for key in keys})
    return ToJoin(blocks, several, list(book.has("saying", "key", keys)))


def joints_of(judged: Judged, portion: ToJoin) -> dict[str, list[TableRow]]:
    """The rows of the joints of the blocks, by block."""
    groups = groups_in(portion.sayings, judged)
    found = {}
    for block, keys in portion.sitting.items():
        number, *fields = parted(block)
        members = [groups[key] for key in sorted(map(key_of_text, keys)) if key in groups]
        rows = [
            (block, place, key_text(joint.a), key_text(joint.b), joint.rule, joint.score, joint.reason)
            for place, joint in enumerate(joints_in(int(number), tuple(fields), members))
        ]
        if rows:
            found[block] = rows
    return found


def _edge(row: TableRow) -> Edge:
    number, *block = parted(row[0])
    return int(number), tuple(block), row[1], Joint(key_of_text(row[2]), key_of_text(row[3]), row[4], row[5], row[6])


# ------------------------------------------------------------------------------------------------------------ entities


def _reached(book: Book, seeds: set[str], judged: Judged) -> tuple[set[str], list[Edge]]:
    """What joints hold together with the seeds, these among it, and the rules' joints in their order."""
    by_person: defaultdict[str, set[str]] = defaultdict(set)
    for joint in judged.joints:
        by_person[key_text(joint.a)].add(key_text(joint.b))
        by_person[key_text(joint.b)].add(key_text(joint.a))
    edges: set[Edge] = set()
    reached: set[str] = set()
    front = set(seeds)
    while front:
        reached |= front
        others = {other for key in front & by_person.keys() for other in by_person[key]}
        for column in ("a", "b"):
            for row in book.has("joint", column, sorted(front)):
                edges.add(_edge(row))
                others.update(row[2:4])
        front = others - reached
    return reached, sorted(edges, key=lambda edge: edge[:3])


def _components(keys: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """What hangs together through the pairs, each sorted."""
    root = {key: key for key in keys}

    def top(key: str) -> str:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for a, b in pairs:
        first, second = sorted((top(a), top(b)))
        root[second] = first
    members: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(root):
        members[top(key)].append(key)
    return list(members.values())


@dataclass(frozen=True, slots=True)
class ToResolve:
    """Keys by what hangs together, with the rules' joints of each; what is said under all of them."""

    components: Sequence[Sequence[str]]
    joints: Sequence[Sequence[Joint]]
    sayings: Sequence[TableRow]


def _resolve(book: Book, reached: set[str], edges: Sequence[Edge], found: Resolving, spread: Spread) -> None:
    """Resolve what was reached, by what hangs together."""
    judged = found.judged
    joints = [edge[3] for edge in edges]
    pairs = [(key_text(joint.a), key_text(joint.b)) for joint in (*joints, *judged.joints)]
    within = [pair for pair in pairs if pair[0] in reached and pair[1] in reached]
    components = _components(reached, within)
    number_of = {key: number for number, keys in enumerate(components) for key in keys}
    joints_at: defaultdict[int, list[Joint]] = defaultdict(list)
    for joint in joints:
        joints_at[number_of[key_text(joint.a)]].append(joint)

    def portions() -> Iterator[ToResolve]:
        for start in range(0, len(components), RESOLVED):
            portion = range(start, min(start + RESOLVED, len(components)))
            bases = {base_of(key) for number in portion for key in components[number]}
            sayings = list(book.has("saying", "key", sorted(bases)))
            yield ToResolve(components[start : start + RESOLVED], [joints_at[number] for number in portion], sayings)

    for entities in spread.map(partial(entities_in, judged), portions()):
        for rows in entities:
            _put(book, rows, found)


def entities_in(judged: Judged, portion: ToResolve) -> list[dict[str, list[TableRow]]]:
    """The rows of every entity, by table."""
    groups = groups_in(portion.sayings, judged)
    found: list[dict[str, list[TableRow]]] = []
    for component, joints in zip(portion.components, portion.joints, strict=True):
        keys = map(key_of_text, component)
        members = {key: groups[key] for key in sorted(keys) if key in groups}
        if members:
            found += map(_entity_rows, join_groups(members, _judged_of(members, judged), joints))
    return found


def base_of(key: str) -> str:
    """The key of the group that a name was told apart from; else itself."""
    return joined((*parted(key)[:-1], ""))


def _judged_of(members: Groups, judged: Judged) -> Judged:
    """What a person decided of these groups."""
    apart = tuple(pair for pair in judged.apart if pair[0] in members and pair[1] in members)
    joints = tuple(joint for joint in judged.joints if joint.a in members and joint.b in members)
    return Judged(apart, joints, called=tuple(one for one in judged.called if one[0] in members))


def _entity_rows(resolved: Resolved) -> dict[str, list[TableRow]]:
    entity = resolved.entity
    return {
        "entity": [(entity.id, entity.type.value, packed(entity), packed_all(resolved.merges))],
        "member": [(entity.id, key_text(key)) for key in resolved.keys],
        "short": [(entity.id, short) for short in sorted(_shorts(entity))],
    }


def _put(book: Book, rows: Mapping[str, list[TableRow]], found: Resolving) -> None:
    """Write an entity down, unless it stands there as it is."""
    entity_id = rows["entity"][0][0]
    found.visited.add(entity_id)
    if all(sorted(book.was_of(table, entity_id)) == sorted(held) for table, held in rows.items()):
        return
    book.now.replace("entity", entity_id, rows)
    found.entities.add(entity_id)


def packed_all(merges: Iterable[Merge]) -> str:
    """Merges as they stand in one column."""
    return joined([packed(merge) for merge in merges])


def merges_of_text(text: str) -> tuple[Merge, ...]:
    """The merges that `packed_all` wrote."""
    return tuple(unpacked(Merge, part) for part in parted(text)) if text else ()


def _shorts(entity: Entity) -> set[str]:
    """The names by which a company is found inside the names of projects."""
    if entity.type is not EntityType.ENTERPRISE:
        return set()
    shorts = (shorten(name, EntityType.ENTERPRISE) for name in (entity.name, *entity.aliases))
    return {short for short in shorts if len(short) >= LEAST_COMPANY}


def _tidy(book: Book, reached: set[str], found: Resolving) -> None:
    """Drop the entities that are no more, and see which keys and short names are another entity's now."""
    before = {key: id_ for id_, key in book.was("member", "key", sorted(reached))}
    held = set(before.values())
    found.gone = held - found.visited
    for entity_id in sorted(found.gone):
        book.now.drop("entity", entity_id)
    now = {key: id_ for id_, key in book.has("member", "key", sorted(reached))}
    found.moved = {key for key in reached if before.get(key) != now.get(key)}
    found.visited |= held
    others = sorted({*found.entities, *found.gone})
    shorts = [set(rows("short", "id", others)) for rows in (book.was, book.has)]
    found.shorts = {row[1] for row in shorts[0] ^ shorts[1]}


def entities_of(book: Book, keys: Iterable[str]) -> dict[str, str]:
    """The entities of keys, as they are now."""
    return {key: id_ for id_, key in book.has("member", "key", sorted(set(keys)))}
