"""The desk: facts that a person should look at, in queues.

In: an opened generation. Out: statements (`ui.app.statements`), those that are most likely wrong first. What a person
has decided is none of them any more: a mention that they confirmed is sure, a figure that they looked at sound.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from graph.records import EntityType, IndicatorTarget, Link, LinkKind, Merge
from graph.resolve.corrections import DECISION
from ui.app.fields import StatementFields
from ui.app.opened import Opened
from ui.app.statements import of_mention, of_target, of_thing, ref_of
from ui.app.sureness import SURE

QUEUES = ("mentions", "figures", "odd", "names")
SURE_NAMES = 0.9  # of names that rules joined less surely than this some are others' names
MOST_INDICATORS = 400  # whose figures are compared; those mentioned most
MOST_JOINED = 3000  # things of several names that are looked through; those mentioned most
FACTOR = 8  # a figure so many times as large as another one of its row is odd
MOST_SHARE = 100.0  # of what is a part of a whole, in per cent
_SHARE = re.compile(r"率$|比重$|占比$|覆盖率|比例$")


def doubts(opened: Opened, queue: str, limit: int) -> Sequence[StatementFields]:
    """The facts of a queue, at most so many."""
    found = {"mentions": _mentions, "figures": _figures, "odd": _odd, "names": _names}[queue]
    return list(islice(found(opened, limit), limit))


def _mentions(opened: Opened, limit: int) -> Iterator[StatementFields]:
    """What is not surely named there, the least sure first."""
    for mention in opened.store.unsure_mentions(SURE, limit):
        yield of_mention(opened, mention)


def _figures(opened: Opened, limit: int) -> Iterator[StatementFields]:
    """Figures that may be damaged: recognised with doubt, or without a sign."""
    for target in opened.store.unsafe_targets(limit):
        yield of_target(opened, target)


def _odd(opened: Opened, limit: int) -> Iterator[StatementFields]:
    """Figures that are far from what else is said of the same."""
    counts = opened.store.list_entities(EntityType.INDICATOR, MOST_INDICATORS)
    targets = opened.store.targets(indicator_ids=[count.entity.id for count in counts])
    for target, why in odd_ones(targets):
        if target.target.rule != DECISION:
            yield {**of_target(opened, target), "why": why}


def odd_ones(targets: Sequence[IndicatorTarget]) -> list[tuple[IndicatorTarget, str]]:
    """Figures that are hardly right, each with why: “share” of more than the whole, “jump” against the figures of the
    years before and after, “other” than other documents say of the same year."""
    found: dict[str, tuple[IndicatorTarget, str]] = {}
    rows: defaultdict[tuple[object, ...], list[tuple[int, float, IndicatorTarget]]] = defaultdict(list)
    for target in targets:
        one = target.target
        value = _number(one.value)
        if value is None:
            continue
        if one.unit == "%" and value > MOST_SHARE and _SHARE.search(one.indicator):
            found.setdefault(target.id, (target, "share"))
        if one.year is not None and value > 0:
            row = (target.indicator_id, one.indicator, one.region, one.unit, one.basis)
            rows[row].append((one.year, value, target))
    for held in rows.values():
        for target, why in _jumps(held):
            found.setdefault(target.id, (target, why))
    return list(found.values())


def _jumps(held: Sequence[tuple[int, float, IndicatorTarget]]) -> Iterator[tuple[IndicatorTarget, str]]:
    """Of two neighbours of a row that are far apart, the one that is farther from the middle of the row."""
    values = sorted(value for _, value, _ in held)
    middle = values[len(values) // 2]
    ordered = sorted(held, key=lambda one: (one[0], one[2].id))
    for before, after in pairwise(ordered):
        low, high = sorted((before[1], after[1]))
        if high >= FACTOR * low:
            odd = max(before, after, key=lambda one: max(one[1] / middle, middle / one[1]))
            yield odd[2], "other" if before[0] == after[0] else "jump"


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def _names(opened: Opened, limit: int) -> Iterator[StatementFields]:
    """Names that may not be one thing's: those that rules joined, and things that are linked as the same."""
    merges = sorted(opened.store.unsure_merges(SURE_NAMES, MOST_JOINED), key=lambda one: one.score)
    for merge in merges[:limit]:
        yield of_merge(opened, merge)
    for link in opened.store.links_by(LinkKind.SAME)[:limit]:
        yield from of_link(opened, link)


def of_merge(opened: Opened, merge: Merge) -> StatementFields:
    """Two names of one thing, with why they are taken for one."""
    (entity,) = opened.store.entities([merge.entity_id])
    return _of_names({**of_thing(opened, entity)}, (merge.name, merge.other), merge.reason, merge.score)


def of_link(opened: Opened, link: Link) -> Iterator[StatementFields]:
    """Two things that may be one."""
    ends = {entity.id: entity for entity in opened.store.entities([link.a_id, link.b_id])}
    if len(ends) == len({link.a_id, link.b_id}):
        first, second = ends[link.a_id], ends[link.b_id]
        yield _of_names({**of_thing(opened, first)}, (first.name, second.name), link.reason, link.score)


def _of_names(shown: StatementFields, names: tuple[str, str], why: str, score: float) -> StatementFields:
    return {
        **shown,
        "ref": ref_of("names", *names),
        "kind": "names",
        "title": " = ".join(names),
        "values": {"a": names[0], "b": names[1]},
        "others": {},
        "why": why,
        "score": score,
    }
