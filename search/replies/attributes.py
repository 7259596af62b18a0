"""A question after an attribute of a named project → what the documents say of it, each with its quote and year.

总投资多少, 建设规模, 建设年限, 2024年计划投资多少: documents that say different things are all said, the newest first.
A figure of another project is none: only what was bound to this very one is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import yaml

from graph.lexicon.lexicon import FOLDER
from graph.records import AttributeKind, Comparator, Document, EntityAttribute, EntityType, Span
from search.plan.plan import Plan
from search.replies.contract import LONGEST_SHORT, Base, Item, Proof, Reply
from search.replies.subject import find_subject
from search.replies.things import is_in_scope
from search.texts.times import year_of

SUMS = (AttributeKind.TOTAL_INVESTMENT, AttributeKind.YEAR_INVESTMENT, AttributeKind.DONE_INVESTMENT)
OF_A_YEAR = (AttributeKind.YEAR_INVESTMENT, AttributeKind.DONE_INVESTMENT)
BUILT = (EntityType.PROJECT, EntityType.PARK)
LIMITS = {
    Comparator.AT_LEAST: "{}以上",
    Comparator.AT_MOST: "不超过{}",
    Comparator.ABOUT: "约{}",
    Comparator.EQUAL: "{}",
}
LONGEST_TITLE = 18
MOST_SAID = 4
YUAN = {
    "": 1.0,
    "百": 1e2,
    "千": 1e3,
    "万": 1e4,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "百亿": 1e10,
    "千亿": 1e11,
    "万亿": 1e12,
}


@dataclass(frozen=True, slots=True)
class Asks:
    """How attributes are asked after: the questions of ``project_attributes.yaml``."""

    kinds: Mapping[AttributeKind, re.Pattern[str]]
    measures: tuple[str, ...]
    not_asked: re.Pattern[str]
    limited: re.Pattern[str]
    limits_above: frozenset[str]


@cache
def load_asks() -> Asks:
    """The questions, read once."""
    rows = yaml.safe_load((FOLDER / "project_attributes.yaml").read_text(encoding="utf-8"))
    return Asks(
        {AttributeKind(kind): re.compile(pattern) for kind, pattern in rows["asks"].items()},
        tuple(rows["measures_asked"].split()),
        re.compile(rows["not_asked"]),
        re.compile(rows["limited"]),
        frozenset(rows["limits_above"].split()),
    )


def reply_with_attribute(plan: Plan, base: Base) -> Reply | None:
    """What is said of the project; None where none is named, or no document says it."""
    text = plan.question.text
    kind = kind_asked(text)
    if kind is None:
        return None
    subject = find_subject(plan, base)
    if subject is None or not subject.whole or not _is_built(subject.entity_ids, base):
        return None
    found = [one for one in base.attributes(subject.entity_ids) if one.kind is kind and _is_asked(plan, one, base)]
    return _said(found, base) if found else None


def kind_asked(text: str) -> AttributeKind | None:
    """The attribute that a folded question asks after."""
    asks = load_asks()
    if asks.not_asked.search(text):
        return None
    return next((kind for kind, pattern in asks.kinds.items() if pattern.search(text)), None)


def in_yuan(attribute: EntityAttribute) -> float | None:
    """A sum in 元; None where its unit is another, or none is known. Of a range the lower end."""
    unit = (attribute.unit or "").removesuffix("人民币")
    if not unit or (unit.endswith("元") and unit[:-1] not in YUAN) or unit.removesuffix("元") not in YUAN:
        return None
    number = re.match(r"\d+(?:\.\d+)?", attribute.value.replace(",", ""))
    return float(number[0]) * YUAN[unit.removesuffix("元")] if number else None


def say(attribute: EntityAttribute) -> str:
    """约12.5亿元, 36个月."""
    unit = attribute.unit or ""
    return LIMITS[attribute.comparator].format(attribute.value + (f"{unit}元" if unit.endswith(("亿", "万")) else unit))


def newest_first(attributes: Sequence[EntityAttribute], base: Base) -> list[EntityAttribute]:
    """By the year of their documents, then by place."""
    return sorted(attributes, key=lambda one: (-_year(base.documents[one.document_id]), one.source, one.start, one.id))


def cite(attribute: EntityAttribute, base: Base, proof: Proof) -> int:
    """The place of its quote among those of a reply."""
    return proof.add(base.cite(attribute.source, Span(attribute.start, attribute.end)))


def _year(document: Document) -> int:
    return document.written or year_of(document) or 0


def _is_built(ids: Sequence[str], base: Base) -> bool:
    entities = base.entities(ids)
    return bool(entities) and all(one.type in BUILT for one in entities.values())


def _is_asked(plan: Plan, attribute: EntityAttribute, base: Base) -> bool:
    """Whether it is of the year, the measure and the documents asked for."""
    text = plan.question.text
    if attribute.kind in OF_A_YEAR and plan.scope.years:
        return attribute.year in plan.scope.years
    measures = [word for word in load_asks().measures if word in text]
    if attribute.kind is AttributeKind.SCALE and measures and not any(word in attribute.value for word in measures):
        return False
    return is_in_scope(plan, base.documents[attribute.document_id])


def _said(found: Sequence[EntityAttribute], base: Base) -> Reply:
    """Each document's own, once; documents that say the same are not told apart."""
    proof, items, told = Proof(), list[Item](), set[object]()
    for document_id, said in _by_document(newest_first(found, base)).items():
        fresh = [one for one in said if _value(one) not in told]
        if not fresh or len(items) >= MOST_SAID:
            continue
        told.update(map(_value, fresh))
        places = tuple(cite(one, base, proof) for one in fresh)
        document = base.documents[document_id]
        items.append(Item("、".join(dict.fromkeys(map(_of_year, fresh))), _named(document), fresh[0].entity_id, places))
    short = ";".join(f"{item.text}({item.of})" for item in items)
    short = short if len(short) <= LONGEST_SHORT else f"{short[: LONGEST_SHORT - 1]}…"
    return Reply(short, tuple(proof.citations), tuple(items) if len(items) > 1 else None, sure=0.95)


def _by_document(found: Sequence[EntityAttribute]) -> dict[str, list[EntityAttribute]]:
    by_document: dict[str, list[EntityAttribute]] = {}
    for one in found:
        by_document.setdefault(one.document_id, []).append(one)
    return by_document


def _value(attribute: EntityAttribute) -> object:
    """What makes two the same: 12.5亿元 and 125000万元."""
    yuan = in_yuan(attribute) if attribute.kind in SUMS else None
    return (round(yuan) if yuan is not None else attribute.value, attribute.year)


def _of_year(attribute: EntityAttribute) -> str:
    return f"{attribute.year}年{say(attribute)}" if attribute.year else say(attribute)


def _named(document: Document) -> str:
    """2023年《…项目建设计划》."""
    year = _year(document)
    title = document.title if len(document.title) <= LONGEST_TITLE else f"{document.title[: LONGEST_TITLE - 1]}…"
    return f"{year}年《{title}》" if year and f"{year}年" not in title else f"《{title}》"
