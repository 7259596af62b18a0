"""Who else leads: “哪些项目不是由市发展改革委牵头的” → the projects whose lead is known and is another body.

In: a plan and the knowledge base. Out: these projects, each with who leads it; where no document says who leads any, a
sentence that says so. Never those that the body leads.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from graph.lexicon.divisions import Divisions
from graph.lexicon.wordings import wordings
from graph.records import EntityRelation, EntityType, RelationType, Span, type_of
from search.agreement import innermost
from search.plan.plan import Plan
from search.replies.bodies import is_same_body, looks_like_body
from search.replies.contract import Base, Item, Proof, Reply, cut_short
from search.replies.things import is_in_scope

any_of = wordings("answers").any_of

DOES = f"(?:来|当|作为|进行|单独)*{any_of('leads_or_does')}"
BODY = r"(?P<body>[\u4e00-\u9fff]{2,16}?)"
NOT_BY = (
    re.compile(rf"(?:不再?|并非|非|没有?|未|别)(?:是|属于)?(?:由|归|让|给|交由)?{BODY}{DOES}"),
    re.compile(
        rf"(?:牵头|责任|负责|主管|主办)(?:的)?(?:单位|部门)?(?:不是|并非|非|不为|不含|不包括){BODY}(?:的|[??,。]|$)"
    ),
    re.compile(rf"除了?(?:由|归)?{BODY}(?:{DOES})?(?:的)?(?:项目|工程|事项)?(?:之外|以外|外)"),
)
ASKS_PROJECTS = re.compile(r"项目|工程")
ASKS = re.compile(any_of("asks_others"))
MOST_BODIES = 3
UNKNOWN = "文件没有写明这些项目由谁牵头,无法列出不由{body}牵头的项目"


def body_excluded(text: str) -> str:
    """The body by which the things asked for are not led; "" where none is."""
    if not ASKS_PROJECTS.search(text) or not ASKS.search(text):
        return ""
    for pattern in NOT_BY:
        for match in pattern.finditer(text):
            body = re.sub(r"^(?:由|归|是|了)+", "", match["body"])
            if looks_like_body(body):
                return body
    return ""


def reply_with_others_led(plan: Plan, base: Base) -> Reply | None:
    """The projects that other bodies lead."""
    body = body_excluded(plan.question.text)
    if not body:
        return None
    led = _led_by_others(plan, body, base)
    if not led:
        return Reply(UNKNOWN.format(body=body), ())
    names = base.entities({end for relations in led.values() for r in relations for end in (r.head_id, r.tail_id)})
    proof, items = Proof(), []
    for project, relations in led.items():
        bodies = list(dict.fromkeys(names[one.tail_id].name for one in relations))[:MOST_BODIES]
        places = tuple(proof.add(base.cite(one.source, Span(one.start, one.end))) for one in relations[:MOST_BODIES])
        items.append(Item(names[project].name, "、".join(bodies), project, places))
    said = "、".join(f"{item.text}({item.of})" for item in items)
    return Reply(cut_short(f"{len(items)}个:{said}"), tuple(proof.citations), tuple(items), sure=0.95)


def _led_by_others(plan: Plan, body: str, base: Base) -> dict[str, list[EntityRelation]]:
    """By project what says who leads it, for those that the body does not lead, in the order of the documents."""
    leads = RelationType.LED_BY
    found: dict[str, list[EntityRelation]] = {}
    said = _bodies_said(plan, body, base)
    for project in base.most_mentioned(said):
        relations = said[project.id]
        first = [one for one in relations if one.rel is leads]
        chosen = first or relations
        names = base.entities({one.tail_id for one in chosen})
        written = [name for entity in names.values() for name in (entity.name, *entity.aliases)]
        if chosen and not any(is_same_body(body, name) for name in written):
            found[project.id] = chosen
    order = {document: place for place, document in enumerate(base.documents)}
    return dict(sorted(found.items(), key=lambda one: (order[one[1][0].document_id], one[1][0].start)))


def _bodies_said(plan: Plan, body: str, base: Base) -> Mapping[str, list[EntityRelation]]:
    """By project what documents in scope say of who leads it or is responsible for it."""
    documents = [
        one.id
        for one in base.documents.values()
        if is_in_scope(plan, one) and _is_of_place(one.region_code, plan, body)
    ]
    found: dict[str, list[EntityRelation]] = defaultdict(list)
    for one in base.relations_said((RelationType.LED_BY, RelationType.RESPONSIBLE), documents):
        if type_of(one.head_id) is EntityType.PROJECT:
            found[one.head_id].append(one)
    return found


def _is_of_place(region: str | None, plan: Plan, body: str) -> bool:
    """Whether the document speaks for the place asked; where none is, for an area that has such a body: 市…, 区…."""
    divisions = Divisions.load()
    places = innermost(plan.question.places)
    if places:
        return region is not None and any(divisions.is_within(region, place.code) for place in places)
    rank = body[0]
    if rank not in "省市县区州旗" or region is None:
        return True
    area = divisions.by_code.get(region)
    return area is not None and area.name.endswith(rank)
