"""Which things of a place bear another name now: 靖州的园区改过名吗 → 靖州工业集中区, later 靖州产业开发区.

In: a plan that asks after renamings of a class of things in a place, none of them named. Out: a reply with each thing's
earlier and later name, from the links of the graph; None where it knows of none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.lexicon.divisions import Divisions
from graph.lexicon.wordings import wordings
from graph.records import Entity, EntityMention, EntityType, LinkKind, Span, type_of
from graph.writing.years import year_of
from search.agreement import innermost
from search.plan.plan import Plan
from search.replies.contract import Base, Item, Proof, Reply, cut_short
from search.replies.names import RENAME_ASKED

any_of = wordings("answers").any_of

ASKED = re.compile(f"{any_of('asks_renaming')}|{RENAME_ASKED.pattern}")
CLASSES = (
    (EntityType.PARK, re.compile(any_of("parks"))),
    (EntityType.ENTERPRISE, re.compile(r"企业|公司|集团")),
    (EntityType.PROJECT, re.compile(r"项目|工程")),
)
MOST = 6


@dataclass(frozen=True, slots=True)
class Renaming:
    """The mentions by which the two names are proven, and the first year of the later one; 0 where none is known."""

    earlier: Entity
    later: Entity
    proofs: tuple[EntityMention, EntityMention]
    since: int


def reply_with_renamings(plan: Plan, base: Base) -> Reply | None:
    """“是,A后来叫B(2022年起)”; without 是 where the names are asked for."""
    text = plan.question.text
    kind = next((kind for kind, cue in CLASSES if cue.search(text)), None)
    if kind is None or not plan.question.places or not ASKED.search(text) or _names_one(plan, kind):
        return None
    found = list(_renamings(plan, kind, base))[:MOST]
    if not found:
        return None
    proof, items = Proof(), []
    for one in found:
        places = tuple(proof.add(base.cite(m.source, Span(m.start, m.end))) for m in one.proofs)
        since = f"({one.since}年起)" if one.since else ""
        items.append(Item(f"{one.earlier.name}后来叫{one.later.name}{since}", entity_id=one.later.id, proof=places))
    short = ("是," if plan.polar else "") + ";".join(item.text for item in items)
    return Reply(cut_short(short), tuple(proof.citations), tuple(items), sure=0.9)


def _names_one(plan: Plan, kind: EntityType) -> bool:
    """Whether the question names a thing of the class: of that one `search.replies.names` tells."""
    return any(id_.startswith(kind.value.lower()) for known in plan.question.known for id_ in known.entity_ids)


def _renamings(plan: Plan, kind: EntityType, base: Base) -> Iterator[Renaming]:
    is_within = Divisions.load().is_within
    places = innermost(plan.question.places)
    seen: set[frozenset[str]] = set()
    ends = {end for link in base.links_by(LinkKind.RENAMED) for end in (link.a_id, link.b_id)}
    for entity in base.most_mentioned(end for end in ends if type_of(end) is kind):
        if not any(entity.place and is_within(entity.place, place.code) for place in places):
            continue
        for link in base.links_of(entity.id):
            pair = frozenset((link.a_id, link.b_id))
            if link.kind is LinkKind.RENAMED and pair not in seen:
                seen.add(pair)
                if (one := _in_order(link.a_id, link.b_id, base)) is not None:
                    yield one


def _in_order(one: str, other: str, base: Base) -> Renaming | None:
    """The two names, that of the earlier documents first."""
    entities = base.entities((one, other))
    mentions = {id_: list(base.mentions_of([id_])) for id_ in (one, other)}
    if len(entities) < 2 or not all(mentions.values()):
        return None
    years = {id_: min(filter(None, (year_of(base.documents[m.document_id]) for m in found)), default=0)
             for id_, found in mentions.items()}  # fmt: skip
    earlier, later = sorted((one, other), key=lambda id_: years[id_])
    proofs = (mentions[earlier][0], mentions[later][0])
    return Renaming(entities[earlier], entities[later], proofs, years[later])
