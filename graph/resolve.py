"""Mentions → entities: one thing, one entity, with a reason for every two names that became one.

Mentions are first grouped by what their names say (type, core, place, phase); the groups are then joined by an ordered
list of rules, each looking only at groups that share a block (a core, the beginning of a core), never at all pairs.
A person's decisions come last and win. In: all mentions, documents, decisions. Out: `Resolution`.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from graph.decisions import Decisions, Named, Verdict
from graph.divisions import Divisions
from graph.model import Document, Entity, EntityType, Mention, Merge
from graph.names import NameParts, normal_form, take_apart

# Kinds whose names mean the same thing wherever they stand.
EVERYWHERE = frozenset({EntityType.ENTERPRISE, EntityType.INDUSTRY, EntityType.INDICATOR})
DISTINCTIVE = 6  # characters of a core that say which thing it is even without its place
COMPANY_TAILS = ("科技", "股份", "实业", "发展", "材料", "料", "控股", "集团", "食品", "电子", "业", "工")


@dataclass(frozen=True, slots=True)
class Resolution:
    """Entities, the entity of every mention, and why names were joined."""

    entities: tuple[Entity, ...]
    entity_of: dict[Mention, str]
    merges: tuple[Merge, ...]


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What the name alone says a mention is."""

    type: EntityType
    core: str
    place: str
    phase: str
    stretch: str
    apart: str = ""  # the full normal form where a person said that it is something else


@dataclass(slots=True)
class Group:
    """Mentions of one key."""

    key: Key
    mentions: list[Mention] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)

    @property
    def label(self) -> str:
        return max(self.names, key=lambda name: (self.names[name], len(name), name))


@dataclass(frozen=True, slots=True)
class Joint:
    """Two groups that a rule joins."""

    a: Key
    b: Key
    rule: str
    score: float
    reason: str


Groups = dict[Key, Group]


def resolve(mentions: Sequence[Mention], documents: Sequence[Document], decisions: Decisions) -> Resolution:
    """Entities of all mentions; the same input gives the same entities with the same identifiers."""
    region_of = {document.id: document.region_code for document in documents}
    groups = group_mentions(mentions, region_of, apart_names(decisions))
    root: dict[Key, Key] = {key: key for key in groups}
    joints: list[Joint] = []
    for rule in RULES:
        for joint in rule(groups):
            if unite(root, joint.a, joint.b):
                joints.append(joint)
    for joint in decided(groups, decisions):
        if unite(root, joint.a, joint.b):
            joints.append(joint)
    return as_resolution(groups, root, joints)


def apart_names(decisions: Decisions) -> frozenset[tuple[EntityType, str]]:
    """The names a person told apart from another: they keep to themselves unless a person joins them again."""
    return frozenset(
        (side.type, normal_form(side.name))
        for decision in decisions.now()
        if decision.verdict is Verdict.DIFFERENT
        for side in (decision.a, decision.b)
    )


def group_mentions(
    mentions: Sequence[Mention],
    region_of: dict[str, str | None],
    apart: frozenset[tuple[EntityType, str]],
) -> Groups:
    groups: Groups = {}
    for mention in mentions:
        home = mention.place or region_of.get(mention.document_id)
        key = key_of(mention, home, apart)
        group = groups.setdefault(key, Group(key))
        group.mentions.append(mention)
        group.names[mention.name] += 1
    return dict(sorted(groups.items()))


def key_of(mention: Mention, home: str | None, apart: frozenset[tuple[EntityType, str]]) -> Key:
    if mention.type is EntityType.COUNTY:
        return Key(mention.type, mention.code or normal_form(mention.name), "", "", "")
    parts: NameParts = take_apart(mention.name, mention.type, home)
    place = "" if mention.type in EVERYWHERE else parts.place or ""
    own = parts.normal if (mention.type, parts.normal) in apart else ""
    core = indicator_core(parts.core) if mention.type is EntityType.INDICATOR else parts.core
    return Key(mention.type, core, place, parts.phase or "", parts.stretch or "", own)


@lru_cache(maxsize=1)
def indicator_synonyms() -> dict[str, str]:
    """Every other word for an indicator → its official name (the first form of its line in synonyms.tsv)."""
    path = Path(__file__).parent / "ontology" / "synonyms.tsv"
    official: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            forms = line.replace("\t", " ").split()
            for other in forms[1:]:
                official.setdefault(normal_form(other), normal_form(forms[0]))
    return official


def indicator_core(core: str) -> str:
    bare = core.split("(")[0] or core
    return indicator_synonyms().get(bare, bare)


# ------------------------------------------------------------------------------------------------------- the rules


def same_core_nested_places(groups: Groups) -> Iterator[Joint]:
    """麻阳县大湘西…物流园 = 大湘西…物流园 in a Huaihua document: one core, and one place lies in the other. Not when the
    wider one could mean things of two places, and not for cores that any place has (高新区)."""
    divisions = Divisions.load()
    for block in blocks(
        groups, lambda key: (key.type, key.core, key.phase, key.stretch), (EntityType.PARK, EntityType.PROJECT)
    ):
        if len(block[0].core) < DISTINCTIVE:
            continue
        for wide in block:
            inner = [key for key in block if key != wide and wide.place and divisions.is_within(key.place, wide.place)]
            if len(inner) == 1:
                reason = f"除所在地外名称相同(“{wide.core}”),且{name_of(inner[0].place)}在{name_of(wide.place)}之内"
                yield Joint(wide, inner[0], "nested-place", 0.9, reason)


def company_short_names(groups: Groups) -> Iterator[Joint]:
    """久日新材 = 久日新材料, 奇力新电子 = 奇力新电子科技: the longer adds only a word that any company bears."""
    cores = {key.core: key for key in groups if key.type is EntityType.ENTERPRISE and not key.apart}
    longer: defaultdict[str, list[str]] = defaultdict(list)
    for core in sorted(cores):
        for tail in COMPANY_TAILS:
            if core.endswith(tail) and len(core) - len(tail) >= 3 and core[: -len(tail)] in cores:
                longer[core[: -len(tail)]].append(core)
    for short, found in sorted(longer.items()):
        if len(found) == 1:
            reason = f"“{found[0]}”只比“{short}”多一个企业通用词"
            yield Joint(cores[short], cores[found[0]], "company-short", 0.85, reason)


def park_kind_words(groups: Groups) -> Iterator[Joint]:
    """A park and its name with a word of rank inside: 靖州国家现代农业产业园 = 靖州国家级现代农业产业园."""
    parks = (EntityType.PARK,)
    for block in blocks(groups, lambda key: (key.type, plain_kind(key.core), key.place, key.phase), parks):
        for other in block[1:]:
            yield Joint(block[0], other, "kind-words", 0.9, f"只差级别用语:“{block[0].core}”与“{other.core}”")


def plain_kind(core: str) -> str:
    return core.replace("国家级", "").replace("国家", "").replace("省级", "").replace("市级", "")


RULES: tuple[Callable[[Groups], Iterator[Joint]], ...] = (same_core_nested_places, company_short_names, park_kind_words)


def blocks(groups: Groups, by: Callable[[Key], tuple[str, ...]], types: Sequence[EntityType]) -> Iterator[list[Key]]:
    """Keys of these types that agree in `by`, two or more, sorted; keys a person told apart stay out."""
    found: defaultdict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key in groups:
        if key.type in types and not key.apart:
            found[by(key)].append(key)
    for _, block in sorted(found.items()):
        if len(block) > 1:
            yield block


def name_of(code: str) -> str:
    division = Divisions.load().by_code.get(code)
    return division.name if division else code


# ---------------------------------------------------------------------------------------------- joining and naming


def find_root(root: dict[Key, Key], key: Key) -> Key:
    while root[key] != key:
        root[key] = root[root[key]]
        key = root[key]
    return key


def unite(root: dict[Key, Key], a: Key, b: Key) -> bool:
    """Join two groups; false when they are one already."""
    first, second = sorted((find_root(root, a), find_root(root, b)))
    root[second] = first
    return first != second


def decided(groups: Groups, decisions: Decisions) -> Iterator[Joint]:
    """What a person said is the same."""
    by_name: defaultdict[tuple[EntityType, str], list[Key]] = defaultdict(list)
    for key, group in groups.items():
        for name in sorted({normal_form(name) for name in group.names}):
            by_name[key.type, name].append(key)

    def keys_of(side: Named) -> list[Key]:
        keys = by_name.get((side.type, normal_form(side.name)), [])
        return [key for key in keys if side.place is None or key.place in ("", side.place)] or keys

    for decision in decisions.now():
        if decision.verdict is Verdict.SAME:
            for a in keys_of(decision.a):
                for b in keys_of(decision.b):
                    yield Joint(a, b, "decision", 1.0, "由人工确认为同一对象")


def as_resolution(groups: Groups, root: dict[Key, Key], joints: Sequence[Joint]) -> Resolution:
    members: defaultdict[Key, list[Group]] = defaultdict(list)
    for key, group in groups.items():
        members[find_root(root, key)].append(group)
    entities: list[Entity] = []
    entity_of: dict[Mention, str] = {}
    id_of: dict[Key, str] = {}
    for top, parts in sorted(members.items()):
        entity = as_entity(top, parts)
        entities.append(entity)
        for group in parts:
            id_of[group.key] = entity.id
            entity_of.update((mention, entity.id) for mention in group.mentions)
    merges = tuple(
        sorted(
            (
                Merge(
                    id_of[joint.a], groups[joint.a].label, groups[joint.b].label, joint.rule, joint.score, joint.reason
                )
                for joint in joints
            ),
            key=lambda merge: (merge.entity_id, merge.name, merge.other, merge.rule),
        )
    )
    return Resolution(tuple(sorted(entities, key=lambda entity: entity.id)), entity_of, merges)


def as_entity(top: Key, parts: Sequence[Group]) -> Entity:
    names: Counter[str] = Counter()
    surfaces: set[str] = set()
    for group in parts:
        names.update(group.names)
        surfaces.update("".join(mention.surface.split()) for mention in group.mentions if not mention.implied)
    divisions = Divisions.load()
    division = divisions.by_code.get(top.core) if top.type is EntityType.COUNTY else None
    name = division.name if division else best_name(names, top.type)
    digest = hashlib.sha1("|".join((top.type, top.core, top.place, top.phase, top.stretch, top.apart)).encode())
    return Entity(
        id=f"{top.type.lower()}-{digest.hexdigest()[:12]}",
        type=top.type,
        name=name,
        aliases=tuple(sorted({*names, *surfaces} - {name})),
        level=division.level if division else None,
        code=division.code if division else None,
        place=top.place or None,
    )


def best_name(names: Counter[str], kind: EntityType) -> str:
    """The name to show: one that says its place before one that does not, then the commonest, then the longest."""
    divisions = Divisions.load()

    def weight(name: str) -> tuple[bool, int, int, str]:
        says_place = any(hit.start == 0 for hit in divisions.find(name[:12]))
        return (says_place and kind is EntityType.PARK, names[name], len(name), name)

    return max(names, key=weight)
