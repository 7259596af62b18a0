"""Good questions to begin with, out of this very knowledge base, each of them tried.

In: an opened generation, and how a question is answered. Out: the first question of each kind that is answered with
something to show for it: a figure, who leads a project, the projects of a park. Where a kind has none, nothing is shown
of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from graph.records import EntityType, IndicatorTarget, RelationType, Standing, TargetKind
from ui.app.fields import AskFields, ExampleFields
from ui.app.opened import Opened

LOOKED_AT = 12  # of the things mentioned most
TRIED = 4  # questions of one kind
NAMED = range(5, 25)  # characters of a name that one likes to read in a question
Answer = Callable[[str], AskFields]


def good_examples(opened: Opened, answer: Answer) -> list[ExampleFields]:
    """One of each kind, in a fixed order."""
    kinds = (("number", _numbers(opened)), ("lead", _leads(opened)), ("list", _lists(opened)))
    tried = (_first_answered(kind, questions, answer) for kind, questions in kinds)
    return [example for example in tried if example is not None]


def _first_answered(kind: str, questions: Iterable[str], answer: Answer) -> ExampleFields | None:
    for question in islice(questions, TRIED):
        reply = answer(question)
        if reply["answer"] is None or reply["short"] is None or not reply["citations"]:
            continue
        if kind == "list" and len(reply["items"] or ()) < 2:
            continue
        return {"kind": kind, "question": question, "short": reply["short"]}
    return None


def _numbers(opened: Opened) -> Iterator[str]:
    """怀化市2023年粮食播种面积目标是多少?"""
    listed = opened.store.list_entities(EntityType.INDICATOR, LOOKED_AT)
    figures = opened.store.targets(indicator_ids=[count.entity.id for count in listed])
    spoken = Counter(figure.target.region for figure in figures)
    by_indicator: dict[str, list[IndicatorTarget]] = {}
    for figure in figures:
        if _is_plain(figure, opened):
            by_indicator.setdefault(figure.indicator_id, []).append(figure)
    for count in listed:
        held = by_indicator.get(count.entity.id, [])
        # the place that is spoken of most, and its last year
        best = max(held, key=lambda one: (spoken[one.target.region], one.target.year or 0), default=None)
        if best is not None:
            yield f"{best.target.region}{best.target.year}年{best.target.indicator}目标是多少?"


def _is_plain(figure: IndicatorTarget, opened: Opened) -> bool:
    target = figure.target
    standing = opened.standings.get(target.document_id)
    holds = standing is None or standing.standing is Standing.ADJUSTED
    is_whole = target.region is not None and target.year is not None and target.unsafe is None and target.basis is None
    return holds and is_whole and target.kind is TargetKind.TARGET and len(target.indicator) <= NAMED.stop


def _leads(opened: Opened) -> Iterator[str]:
    """惠科显示模组生产线由哪个部门牵头?"""
    for count in opened.store.list_entities(EntityType.PROJECT, 5 * LOOKED_AT):
        if len(count.entity.name) in NAMED and any(
            relation.rel is RelationType.LED_BY and relation.head_id == count.entity.id
            for relation in opened.store.relations_of(count.entity.id)
        ):
            yield f"{count.entity.name}由哪个部门牵头?"


def _lists(opened: Opened) -> Iterator[str]:
    """怀化高新区有哪些项目?"""
    for count in opened.store.list_entities(EntityType.PARK, LOOKED_AT):
        held = Counter(
            relation.rel
            for relation in opened.store.relations_of(count.entity.id)
            if relation.tail_id == count.entity.id or relation.rel is RelationType.LEADING_INDUSTRY
        )
        if held[RelationType.LEADING_INDUSTRY] > 1:
            yield f"{count.entity.name}的主导产业有哪些?"
        if held[RelationType.LOCATED_IN] > 1:
            yield f"{count.entity.name}有哪些项目?"
