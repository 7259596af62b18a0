"""A question after an attribute of a named project → what the documents say of it, each with its quote and year.

总投资多少, 建设规模, 建设年限, 2024年计划投资多少: documents that say different things are all said, the newest first.
A figure of another project is none: only what was bound to this very one is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.records import AttributeKind, Comparator, Document, EntityAttribute, EntityType, Span
from graph.writing.foldings import fold_text
from graph.writing.years import year_of
from search.answer import Citation
from search.plan.plan import Plan
from search.replies.attribute_questions import in_yuan, kind_asked, load_asks
from search.replies.contract import Base, Item, Proof, Reply, clipped
from search.replies.subject import find_subject, with_linked
from search.replies.things import is_in_scope

SUMS = (AttributeKind.TOTAL_INVESTMENT, AttributeKind.YEAR_INVESTMENT, AttributeKind.DONE_INVESTMENT)
OF_A_YEAR = (AttributeKind.YEAR_INVESTMENT, AttributeKind.DONE_INVESTMENT)
BUILT = (EntityType.PROJECT, EntityType.PARK)
LIMITS = {
    Comparator.AT_LEAST: "{}以上",
    Comparator.AT_MOST: "不超过{}",
    Comparator.ABOUT: "约{}",
    Comparator.EQUAL: "{}",
}
MOST_LEFT = 1  # character of a question that neither names nor asks
LONGEST_TITLE = 18
MOST_SAID = 4


def reply_with_attribute(plan: Plan, base: Base) -> Reply | None:
    """What is said of the project; None where none is named, or no document says it."""
    text = plan.question.text
    kind = kind_asked(text)
    if kind is None:
        return None
    ids = projects_asked(plan, base)
    found = [one for one in base.attributes(ids) if one.kind is kind and _is_asked(plan, one, base)] if ids else []
    return _said(plan, found, base) if found else None


def says_of_another(plan: Plan, citations: Sequence[Citation], base: Base) -> bool:
    """Whether the quotes give the attribute that is asked of another project, and none of the one that is named."""
    kind = kind_asked(plan.question.text)
    ids = projects_asked(plan, base) if kind is not None and kind is not AttributeKind.NATURE else ()
    if not ids:
        return False
    told = [one for one in base.attributes() if one.kind is kind and _is_in(one, citations)]
    return bool(told) and not any(one.entity_id in ids for one in told)


def projects_asked(plan: Plan, base: Base) -> tuple[str, ...]:
    """The one project that the question names, and what it is the same as; none where it says more of it."""
    subject = find_subject(plan, base)
    if subject is not None and subject.whole and _is_built(subject.entity_ids, base):
        return subject.entity_ids
    named = [known for known in plan.question.known if _is_built(known.entity_ids, base)]
    if len({known.name for known in named}) != 1 or not _asks_only(plan.question.text, named[0].name):
        return ()
    entities = base.entities(named[0].entity_ids)
    return (*entities, *(one.id for one in with_linked(list(entities.values()), base)))


def _asks_only(text: str, name: str) -> bool:
    """Whether the question holds no more than the name and the words that ask."""
    asks = load_asks()
    left = text.replace(name, "", 1)
    for pattern in asks.kinds.values():
        left = pattern.sub("", left)
    return len(asks.asking.sub("", left)) <= MOST_LEFT


def _is_in(attribute: EntityAttribute, citations: Sequence[Citation]) -> bool:
    """Whether a quote holds the attribute's value, with which its stretch ends or begins."""
    return any(
        one.document.id == attribute.document_id
        and one.span.start < attribute.end
        and attribute.start < one.span.end
        and fold_text(attribute.value) in fold_text(one.quote)
        for one in citations
    )


def say(attribute: EntityAttribute) -> str:
    """约12.5亿元, 36个月; a sum of which nobody says the unit is said to be one: 45000(未注明单位)."""
    unit = attribute.unit or ("(未注明单位)" if attribute.kind in SUMS else "")
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
    return is_asked_of(plan, base.documents[attribute.document_id])


def is_asked_of(plan: Plan, document: Document) -> bool:
    """Whether the question asks this document; one of another year says what was known then."""
    first, last = document.years or (_year(document), _year(document))
    years = plan.scope.years
    return is_in_scope(plan, document) and (not years or any(first <= year <= last for year in years))


def _said(plan: Plan, found: Sequence[EntityAttribute], base: Base) -> Reply:
    """Each document's own, once; documents that say the same are not told apart."""
    proof, items, told = Proof(), list[Item](), set[object]()
    for document_id, said in _by_document(newest_first(found, base)).items():
        fresh = [one for one in said if _value(one) not in told]
        if not fresh or len(items) >= MOST_SAID:
            continue
        told.update(map(_value, fresh))
        places = tuple(cite(one, base, proof) for one in fresh)
        document = base.documents[document_id]
        items.append(
            Item(
                "、".join(dict.fromkeys(_of_year(plan, one) for one in fresh)),
                _named(document),
                fresh[0].entity_id,
                places,
            )
        )
    short = ";".join(f"{item.text}({item.of})" for item in items)
    is_dated = bool(plan.scope.years) and found[0].kind in OF_A_YEAR
    several = tuple(items) if len(items) > 1 else None
    return Reply(clipped(short), tuple(proof.citations), several, sure=0.95, is_dated=is_dated)


def _by_document(found: Sequence[EntityAttribute]) -> dict[str, list[EntityAttribute]]:
    by_document: dict[str, list[EntityAttribute]] = {}
    for one in found:
        by_document.setdefault(one.document_id, []).append(one)
    return by_document


def _value(attribute: EntityAttribute) -> object:
    """What makes two the same: 12.5亿元 and 125000万元."""
    yuan = in_yuan(attribute) if attribute.kind in SUMS else None
    return (round(yuan) if yuan is not None else attribute.value, attribute.year)


def _of_year(plan: Plan, attribute: EntityAttribute) -> str:
    """2024年4亿元, where the question does not say the year."""
    is_plain = attribute.year is None or attribute.year in plan.scope.years
    return say(attribute) if is_plain else f"{attribute.year}年{say(attribute)}"


def _named(document: Document) -> str:
    """2023年《…项目建设计划》."""
    year = _year(document)
    title = clipped(document.title, most=LONGEST_TITLE)
    return f"{year}年《{title}》" if year and f"{year}年" not in title else f"《{title}》"
