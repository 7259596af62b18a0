"""Mentions → entities: one thing, one entity, with a reason for every two names that became one.

Mentions are first grouped by what their names say (`graph.resolve.groups`); the groups are then joined by the rules of
`graph.resolve.joining`. A person's decisions come first and win: what was told apart is never joined.
In: all mentions, documents, decisions. Out: `Resolution`. The same input gives the same identifiers.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.lexicon.divisions import Division, Divisions, is_a
from graph.records import Document, Entity, EntityType, Mention, Merge
from graph.resolve.corrections import NameChoice
from graph.resolve.decisions import Decision, Decisions, Named, Verdict
from graph.resolve.groups import Group, Groups, Key, Saying, group_mentions, key_said, saying_of
from graph.resolve.joining import Joint, all_joints
from graph.resolve.names import RANK, leading_areas, written_out
from graph.writing.foldings import normal_form

WRITTEN_OUT = (EntityType.PARK, EntityType.ENTERPRISE, EntityType.DEPARTMENT)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Entities, the entity of every mention, and why names were joined."""

    entities: tuple[Entity, ...]
    entity_of: dict[Mention, str]
    merges: tuple[Merge, ...]


class Union:
    """Which groups are one. Two that were told apart are never joined, nor what was joined with them."""

    def __init__(self, groups: Groups) -> None:
        self._root = {key: key for key in groups}
        self._apart: list[tuple[Key, Key]] = []

    def top(self, key: Key) -> Key:
        """The key that stands for all that were joined with this one."""
        while self._root[key] != key:
            self._root[key] = self._root[self._root[key]]
            key = self._root[key]
        return key

    def keep_apart(self, a: Key, b: Key) -> None:
        """Never join these two, nor what will have been joined with them."""
        self._apart.append((a, b))

    def join(self, a: Key, b: Key) -> bool:
        """Whether the two became one; false when they were one already or may not be."""
        first, second = sorted((self.top(a), self.top(b)))
        if first == second or any({self.top(x), self.top(y)} == {first, second} for x, y in self._apart):
            return False
        self._root[second] = first
        return True


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person's decisions come to: pairs told apart, pairs joined, names that leave the group of their key, names
    that things are to be shown under."""

    apart: tuple[tuple[Key, Key], ...] = ()
    joints: tuple[Joint, ...] = ()
    splits: tuple[tuple[Key, str], ...] = ()
    called: tuple[tuple[Key, str], ...] = ()  # the last one of a thing counts

    def key_of(self, key: Key, saying: Saying) -> Key:
        """The group that a saying is in, once names have left."""
        for split, normal in self.splits:
            if split == key and saying.goes_by(normal):
                key = replace(key, apart=normal)
        return key


@dataclass(frozen=True, slots=True)
class Resolved:
    """An entity, the keys of its groups, and why its names were joined."""

    entity: Entity
    keys: tuple[Key, ...]
    merges: tuple[Merge, ...]


def resolve(mentions: Sequence[Mention], documents: Sequence[Document], decisions: Decisions) -> Resolution:
    """Entities of all mentions, whatever the order they come in."""
    about = {document.id: document for document in documents}
    groups = group_mentions(mentions, about)
    judged = judge(groups, decisions)
    found = join_groups(groups, judged, all_joints(groups))
    id_of = {key: one.entity.id for one in found for key in one.keys}
    said = ((mention, saying_of(mention, about.get(mention.document_id))) for mention in mentions)
    return Resolution(
        entities=tuple(sorted((one.entity for one in found), key=lambda entity: entity.id)),
        entity_of={mention: id_of[judged.key_of(*saying)] for mention, saying in said},
        merges=tuple(sorted((merge for one in found for merge in one.merges), key=merge_order)),
    )


def join_groups(groups: Groups, judged: Judged, joints: Iterable[Joint]) -> list[Resolved]:
    """The entities of groups, by the joints of a person and those of the rules, in the rules' order."""
    union = Union(groups)
    for pair in judged.apart:
        union.keep_apart(*pair)
    made = [joint for joint in (*judged.joints, *joints) if union.join(joint.a, joint.b)]
    members: defaultdict[Key, list[Group]] = defaultdict(list)
    for key, group in sorted(groups.items()):
        members[union.top(key)].append(group)
    joined: defaultdict[Key, list[Joint]] = defaultdict(list)
    for joint in made:
        joined[union.top(joint.a)].append(joint)
    called = dict(judged.called)
    return [as_resolved(top, parts, joined[top], called) for top, parts in sorted(members.items())]


def merge_order(merge: Merge) -> tuple[str, ...]:
    """By which merges are sorted."""
    return merge.entity_id, merge.name, merge.other, merge.rule


# ------------------------------------------------------------------------------------------- a person's decisions


def key_named(groups: Groups, side: Named) -> Key | None:
    """The group that a person meant: it bears the name, best in that place, then the most mentioned; else the one that
    the name says (怀化市商务局, where all texts write 市商务局).
    """
    name = normal_form(side.name)

    def bears(group: Group) -> bool:
        return any(saying.goes_by(name) for saying in group.sayings)

    found = [group for key, group in groups.items() if key.type is side.type and bears(group)]
    best = max(found, key=lambda g: (g.key.place == (side.place or ""), g.times), default=None)
    if best:
        return best.key
    said = key_said(side.name, side.type, side.place)
    return said if said in groups else None


def names_meant(decisions: Decisions) -> tuple[set[str], set[Key]]:
    """The names that decisions name, in normal form, and the keys that these say: no other group matters to them."""
    sides = [side for decision in decisions.made for side in (decision.a, decision.b)]
    sides += [side for choice in name_choices(decisions) for side in sides_of(choice)]
    return {normal_form(side.name) for side in sides}, {key_said(side.name, side.type, side.place) for side in sides}


def judge(groups: Groups, decisions: Decisions) -> Judged:
    """What decisions come to among these groups; names that leave their group become groups of their own."""
    verdicts = standing_decisions(groups, decisions)
    apart = tuple(split_off(groups, decision) for decision in verdicts if decision.verdict is Verdict.DIFFERENT)
    splits = tuple((a, b.apart) for a, b in apart if b == replace(a, apart=b.apart) and b.apart)
    return Judged(apart, tuple(joined_by_person(groups, verdicts)), splits, tuple(called_by_person(groups, decisions)))


def name_choices(decisions: Decisions) -> list[NameChoice]:
    """Those of better names, in the order they were made."""
    return [one for one in decisions.corrections if isinstance(one, NameChoice)]


def sides_of(choice: NameChoice) -> list[Named]:
    """The names under which the thing is sought that is to bear a better one, the one it was shown under first."""
    thing = choice.thing
    return [Named(thing.type, name, thing.place) for name in thing.names]


def called_by_person(groups: Groups, decisions: Decisions) -> list[tuple[Key, str]]:
    """The groups whose things are to be shown under a better name, those last decided last."""
    called: dict[Key, str] = {}
    for choice in name_choices(decisions):
        found = (key_named(groups, side) for side in sides_of(choice))
        if key := next((key for key in found if key), None):
            called.pop(key, None)
            called[key] = choice.name
    return list(called.items())


def standing_decisions(groups: Groups, decisions: Decisions) -> list[Decision]:
    """The last decision on each two things; those on things that no document names any more wait."""
    standing: dict[frozenset[object], Decision] = {}
    for decision in decisions.made:
        a, b = key_named(groups, decision.a), key_named(groups, decision.b)
        if not a or not b:
            continue
        names = normal_form(decision.a.name), normal_form(decision.b.name)
        pair: frozenset[object] = frozenset((a, b)) if a != b else frozenset((a, *names))
        standing.pop(pair, None)
        left = {} if a != b else taken_out_of(a, standing)
        if decision.verdict is Verdict.SAME and left and not left.keys() >= set(names):
            # one of the two had been told apart from the rest of its group: it comes back
            for name in left.keys() & set(names):
                del standing[left[name]]
        else:
            standing[pair] = decision
    return list(standing.values())


def taken_out_of(key: Key, standing: dict[frozenset[object], Decision]) -> dict[str, frozenset[object]]:
    """The names that standing decisions take out of a group, each with the pair it is decided for."""
    return {
        normal_form(decision.b.name): pair
        for pair, decision in standing.items()
        if key in pair and len(pair) == 3 and decision.verdict is Verdict.DIFFERENT
    }


def split_off(groups: Groups, decision: Decision) -> tuple[Key, Key]:
    """The two groups told apart; names of one group are first taken apart, the second named one leaves."""
    a, b = key_named(groups, decision.a), key_named(groups, decision.b)
    assert a
    assert b
    if a != b:
        return a, b
    taken = groups[a].take_out(normal_form(decision.b.name))
    if not groups[a].sayings:
        # every mention goes by the second name as well: there is nothing to tell apart
        groups[a] = taken
        taken.key = a
        return a, a
    groups[taken.key] = taken
    return a, taken.key


def joined_by_person(groups: Groups, verdicts: Sequence[Decision]) -> list[Joint]:
    """The joints that people ask for; a decision that names a thing which is not there is left out."""
    joints = []
    for decision in verdicts:
        if decision.verdict is Verdict.SAME:
            a, b = key_named(groups, decision.a), key_named(groups, decision.b)
            if a and b and a != b:
                joints.append(Joint(a, b, "decision", 1.0, "由人工确认为同一对象"))
    return joints


# ---------------------------------------------------------------------------------------------------- entities


def as_resolved(top: Key, parts: Sequence[Group], joints: Iterable[Joint], called: Mapping[Key, str]) -> Resolved:
    """called: the names chosen by a person, by group, those last decided last."""
    entity = as_entity(top, parts)
    keys = {group.key for group in parts}
    if chosen := [name for key, name in called.items() if key in keys]:
        entity = renamed(entity, chosen[-1])
    label = {group.key: group.label for group in parts}
    merges = [Merge(entity.id, label[j.a], label[j.b], j.rule, j.score, j.reason) for j in joints]
    merges += [merge for group in parts for merge in shortened(group, entity.id)]
    return Resolved(entity, tuple(group.key for group in parts), tuple(sorted(merges, key=merge_order)))


def renamed(entity: Entity, name: str) -> Entity:
    """The entity under another name; the one before is one of its others."""
    return replace(entity, name=name, aliases=tuple(sorted({*entity.aliases, entity.name} - {name})))


def shortened(group: Group, entity_id: str) -> list[Merge]:
    """The names of one group: they differ in what is usually shortened or left out."""
    if group.key.type is EntityType.COUNTY:
        reason = "同一行政区的全称与简称"
    else:
        reason = f"去掉所在地、通用后缀并统一缩写后名称相同(“{group.key.core}”)"
    return [
        Merge(entity_id, group.label, name, "same-core", 0.95, reason)
        for name in sorted(group.names)
        if name != group.label
    ]


def as_entity(top: Key, parts: Sequence[Group]) -> Entity:
    """The groups that became one, as an entity; its identifier comes from the key that stands for them."""
    names: Counter[str] = Counter()
    surfaces: set[str] = set()
    for group in parts:
        names.update(group.names)
        surfaces.update("".join(saying.surface.split()) for saying in group.sayings if not saying.implied)
    division = Divisions.load().by_code.get(top.core) if top.type is EntityType.COUNTY else None
    places = ("" if group.is_free_of_place else group.key.place for group in parts)
    place = max(places, key=lambda code: (len(Divisions.load().chain(code)), code))
    name = division.name if division else official_name(names, top.type, place)
    # 怀化市财政局, where the texts write 市财政局 and a person joined it to another
    full = {official_name(group.names, top.type, group.key.place) for group in parts} - {name} if not division else ()
    digest = hashlib.sha1(
        "|".join((top.type, top.core, top.place, top.zone, top.phase, top.stretch, top.apart)).encode()
    )
    return Entity(
        id=f"{top.type.lower()}-{digest.hexdigest()[:12]}",
        type=top.type,
        name=name,
        aliases=tuple(sorted({*names, *surfaces, *full} - {name})),
        level=division.level if division else None,
        code=division.code if division else None,
        place=place or None,
    )


def official_name(names: Counter[str], kind: EntityType, place: str) -> str:
    """The most complete official name: written out in full before shortened, with its place before without, then the
    commonest. A public body named only 市商务局 gets the name of its area: 怀化市商务局.
    """

    def weight(name: str) -> tuple[int, bool, int, int, str]:
        full = -written_out(name, kind) if kind in WRITTEN_OUT else 0
        says_place = leading_areas(normal_form(name), place or None, kind)[1] is not None
        return (full, says_place and kind is not EntityType.ENTERPRISE, names[name], -len(name), name)

    best = max(names, key=weight)
    area = Divisions.load().by_code.get(place)
    rank = RANK.match(best)
    if kind is EntityType.DEPARTMENT and area and rank and not best.startswith(area.short) and ever_a(area, rank[0]):
        return area.name + best[rank.end() :]
    return best


def ever_a(area: Division, rank: str) -> bool:
    """Whether people call the area a 市, 县 … or did before: 县财政局 of 祁阳县 is 祁阳市财政局."""
    return any(is_a(state, rank) for state in Divisions.load().book.states[area.code])
