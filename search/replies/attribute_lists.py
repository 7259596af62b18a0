"""Projects by what they cost: 总投资超过10亿元的项目有哪些 → those of which a document says so, the dearest first.

Sums are compared in 元, whatever unit they are written in; of several documents the newest counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.lexicon.divisions import Divisions
from graph.records import AttributeKind, EntityAttribute
from search.plan.plan import Kind, Plan
from search.replies.attribute_questions import YUAN, in_yuan, load_asks
from search.replies.attributes import OF_A_YEAR, cite, is_asked_of, newest_first, say
from search.replies.contract import CHOSEN, Base, Item, Proof, Reply, cut_short

LEAST_COMPARED = 2  # projects: the only one is not the dearest
OF_PROJECTS = re.compile("项目|工程")
DEAREST = re.compile("(?:总)?投资(?:总?额|规模|金额)?(?:是|为)?最[大高多小少低]")
OF_YEAR = re.compile(r"(?:(?:19|20)\d\d年度?|今年|年度)(?:计划|预计|安排)?(?:完成)?$")


def reply_with_costly(plan: Plan, base: Base) -> Reply | None:
    """The projects above, or below, the sum that the question names; how many where that is asked."""
    limit = load_asks().limited.search(plan.question.text)
    if limit is None or not OF_PROJECTS.search(plan.question.text):
        return None
    found = [one for one in _latest(plan, _kind(plan, limit), base) if _is_within(limit, one)]
    if not found:
        return None
    found.sort(key=lambda one: (-(in_yuan(one) or 0.0), one.entity_id))
    return _listed(plan, found, base)


def reply_with_dearest(plan: Plan, base: Base) -> Reply | None:
    """The project that costs the most, or the least, of all whose sum is told; as many as the question counts."""
    asked = DEAREST.search(plan.question.text)
    if asked is None or not plan.most or not OF_PROJECTS.search(plan.question.text):
        return None
    found = _latest(plan, _kind(plan, asked), base)
    found.sort(key=lambda one: (-plan.most * (in_yuan(one) or 0.0), one.entity_id))
    if len(found) < LEAST_COMPARED:
        return None
    last = in_yuan(found[min(plan.count or 1, len(found)) - 1])
    first = [one for place, one in enumerate(found) if place < (plan.count or 1) or in_yuan(one) == last]
    return _listed(plan, first, base)


def _kind(plan: Plan, asked: re.Match[str]) -> AttributeKind:
    """投资 is what a project costs in all, unless a year's is asked for."""
    is_of_year = not asked[0].startswith("总") and OF_YEAR.search(plan.question.text[: asked.start()])
    return AttributeKind.YEAR_INVESTMENT if is_of_year else AttributeKind.TOTAL_INVESTMENT


def _listed(plan: Plan, found: Sequence[EntityAttribute], base: Base) -> Reply:
    entities = base.entities([one.entity_id for one in found])
    proof = Proof()
    items = [
        Item(entities[one.entity_id].name, say(one), one.entity_id, (cite(one, base, proof),)) for one in found
    ]  # fmt: skip
    named = "、".join(f"{item.text}({item.of})" for item in items)
    counted = f"{len(items)}个"
    short = counted if plan.kind is Kind.COUNT else f"{counted}:{named}" if len(items) > 1 else named
    return Reply(cut_short(short), tuple(proof.citations), tuple(items), sure=CHOSEN)


def _latest(plan: Plan, kind: AttributeKind, base: Base) -> list[EntityAttribute]:
    """The sum of each project that the newest document in scope gives."""
    latest: dict[str, EntityAttribute] = {}
    for one in newest_first([one for one in base.attributes() if one.kind is kind], base):
        if in_yuan(one) is not None and _is_asked(plan, one, base):
            latest.setdefault(one.entity_id, one)
    return list(latest.values())


def _is_asked(plan: Plan, attribute: EntityAttribute, base: Base) -> bool:
    document = base.documents[attribute.document_id]
    if attribute.kind in OF_A_YEAR and plan.scope.years and attribute.year not in plan.scope.years:
        return False
    if attribute.kind not in OF_A_YEAR and not is_asked_of(plan, document):
        return False
    places = plan.question.places
    return not places or any(_lies_in(document.region_code, place.code) for place in places)


def _lies_in(region: str | None, code: str) -> bool:
    return region is not None and Divisions.load().is_within(region, code)


def _is_within(limit: re.Match[str], attribute: EntityAttribute) -> bool:
    """超过10亿元 leaves out 10亿元 itself, 10亿元以上 does not."""
    said = [limit["before"] or "", limit["after"] or ""]
    asked = float(limit["value"]) * YUAN[limit["unit"]]
    yuan = in_yuan(attribute) or 0.0
    if _any_of(said, load_asks().limits_above):
        return yuan <= asked if "以" in said[1] or said[0] == "不超过" else yuan < asked
    return yuan > asked if said[0] in ("超过", "超", "大于", "高于", "多于", "突破") and not said[1] else yuan >= asked


def _any_of(said: Sequence[str], words: frozenset[str]) -> bool:
    return any(word in words for word in said)
