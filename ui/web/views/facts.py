"""The facts of an entity, or of what joins two, in words: every one with the sentence it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from ui.app.fields import (
    DrawnRelationFields,
    EntityFields,
    EvidenceFields,
    LinkFields,
    NamedEntityFields,
    NamingDocumentFields,
    PageFields,
    RelationFields,
)
from ui.app.workspace import Workspace
from ui.web import put_right
from ui.web.drawing import Joint
from ui.web.language import Language
from ui.web.links import anchor, to_place
from ui.web.look import figure
from ui.web.markup import plain
from ui.web.pieces import chip, heading, quote, quote_in_context
from ui.web.reasons import why
from ui.web.stages import stage_table
from ui.web.views.attributes import of_project

PROOFS = 4  # sentences shown for one fact
OTHERS = 12  # entities shown at first under one relation


def of_entity(words: Language, page: PageFields, *, is_root: bool) -> str:
    """An entity's page: names, what is said of it, what it hangs together with, documents."""
    return "".join(
        (_head(words, page, is_root=is_root), _names(words, page), stage_table(words, page["stages"]),
         of_project(words, page["attributes"]),
         _relations(words, page), _links(words, page), _figures(words, page), _documents(words, page),
         put_right.history(words, (page["name"], *page["aliases"])))
    )  # fmt: skip


def of_thing(words: Language, page: PageFields) -> str:
    """The same without head and names, for a page that has them."""
    return "".join(
        (of_project(words, page["attributes"]), _relations(words, page), _links(words, page), _figures(words, page),
         _documents(words, page))
    )  # fmt: skip


def _head(words: Language, page: PageFields, *, is_root: bool) -> str:
    ways = []
    if not is_root:
        ways.append(anchor("graph", {"id": page["id"]}, plain(words.say("go.centre")), kind="way"))
    if page["type"] in ("Project", "Park", "Enterprise", "Industry"):
        ways.append(anchor("trace", {"id": page["id"]}, plain(words.say("go.trace")), kind="way"))
    if page["type"] == "Indicator":
        ways.append(anchor("targets", {"id": page["id"]}, plain(words.say("go.targets")), kind="way"))
    ways.append(anchor("mentions", {"name": page["name"]}, plain(words.say("go.mentions")), kind="way"))
    name = anchor("thing", {"id": page["id"]}, plain(page["name"]))
    kind = words.say("type." + page["type"])
    if page.get("level"):
        kind += f" · {words.say('level.' + page['level'])}"
    counted = words.say("graph.counted", mentions=page["mentions"], documents=len(page["documents"]))
    return (
        f"<div class='who'>{figure(page['type'], size=30)}<h3>{name}</h3>{put_right.thing(words, page)}</div>"
        f"<p class='quiet'>{plain(kind)} · {plain(counted)}</p><p class='ways'>{''.join(ways)}</p>"
    )


def _names(words: Language, page: PageFields) -> str:
    if not page["aliases"]:
        return ""
    also = plain(words.say("graph.aliases"))
    return f"<p class='names'><span class='quiet'>{also}</span> {plain('、'.join(page['aliases']))}</p>"


def _relations(words: Language, page: PageFields) -> str:
    parts = []
    for (direction, rel), group in groupby(page["relations"], key=lambda r: (r["direction"], r["rel"])):
        inside = list(group)
        key = f"relation.{rel}" if direction == "out" else f"relation.{rel}.in"
        rows = [_relation(words, page, relation) for relation in inside]
        parts.append(heading(words.say(key), str(len(inside))) + _folded(words, rows))
    return "".join(parts)


def _folded(words: Language, rows: Sequence[str]) -> str:
    shown, more = rows[:OTHERS], rows[OTHERS:]
    rest = (
        f"<details class='more'><summary>{plain(words.say('more', count=len(more)))}</summary>{''.join(more)}</details>"
        if more
        else ""
    )
    return f"<div class='facts'>{''.join(shown)}{rest}</div>"


def _relation(words: Language, page: PageFields, relation: RelationFields) -> str:
    role = words.say(f"role.{relation['role']}") if relation.get("role") else ""
    count = words.say("graph.proofs", count=len(relation["evidence"]))
    return (
        f"<div class='fact'>{chip(words, relation['other'], note=role)}"
        f"<details><summary class='quiet'>{plain(count)}</summary>{_proofs(words, page, relation)}</details></div>"
    )


def _proofs(words: Language, page: PageFields, relation: RelationFields) -> str:
    other = _bare(relation["other"])
    head, tail = (page, other) if relation["direction"] == "out" else (other, page)
    return "".join(
        quote(proof["quote"], (), below=_place(proof) + put_right.relation(words, relation["rel"], head, tail, proof))
        for proof in relation["evidence"][:PROOFS]
    )


def _place(proof: EvidenceFields) -> str:
    return to_place(proof["document_id"], proof["start"], proof["end"], plain(proof["title"]), kind="open")


def _links(words: Language, page: PageFields) -> str:
    if not page["links"]:
        return ""
    rows = [
        f"<div class='why-linked'>{chip(words, link['other'])}<p>{_why_linked(words, link)}</p></div>"
        for link in page["links"]
    ]
    return heading(words.say("graph.links"), str(len(rows))) + _folded(words, rows)


def _why_linked(words: Language, link: LinkFields) -> str:
    kind = plain(words.say("link." + link["kind"]))
    return f"<span class='tag'>{kind}</span> {plain(why(words, link['reason']))}"


def _figures(words: Language, page: PageFields) -> str:
    if not page["targets"]:
        return ""
    link = anchor(
        "targets", {"id": page["id"]}, plain(words.say("graph.figures", count=len(page["targets"]))), kind="way"
    )
    return f"<p class='ways'>{link}</p>"


def _documents(words: Language, page: PageFields) -> str:
    rows = "".join(
        f"<li>{anchor('documents', {'document': d['document_id']}, plain(d['title']))}"
        f" <span class='quiet'>{plain(' · '.join(_counted(words, d)))}</span></li>"
        for d in page["documents"]
    )
    return (
        f"{heading(words.say('graph.documents'), str(len(page['documents'])))}<ul class='plain'>{rows}</ul>"
        if rows
        else ""
    )


def _counted(words: Language, document: NamingDocumentFields) -> list[str]:
    """The year, if it is known, and how often."""
    year = [str(document["year"])] if document["year"] else []
    return [*year, words.say("times", count=document["count"])]


def of_joint(workspace: Workspace, words: Language, joint: Joint, names: Mapping[str, EntityFields]) -> str:
    """What joins two entities, with the sentences that say so."""
    head, tail = names[joint.from_id], names[joint.to_id]
    arrow = "→" if joint.one_way else "—"
    title = f"<div class='who'>{chip(words, head)}<span class='arrow'>{arrow}</span>{chip(words, tail)}</div>"
    parts = [title]
    for rel, group in groupby(sorted(joint.relations, key=lambda r: str(r["rel"])), key=lambda r: str(r["rel"])):
        inside = list(group)
        cards = "".join(_card(workspace, words, relation, names) for relation in inside[: 2 * PROOFS])
        parts.append(f"{heading(words.say('relation.' + rel), str(len(inside)))}{cards}")
    for link in joint.links:
        parts.append(f"{heading(words.say('link.' + link['kind']))}<p>{plain(why(words, link['reason']))}</p>")
    return "".join(parts)


def _card(
    workspace: Workspace, words: Language, relation: DrawnRelationFields, names: Mapping[str, EntityFields]
) -> str:
    """The proof with what stands around it."""
    text = workspace.text_of(relation["source"])
    head, tail = (_bare(names[relation[end]]) for end in ("head_id", "tail_id"))
    below = _place(relation) + put_right.relation(words, relation["rel"], head, tail, relation)
    return quote_in_context(text, relation["start"], relation["end"], below=below)


def _bare(entity: EntityFields) -> NamedEntityFields:
    """An entity by its main name alone."""
    return {"id": entity["id"], "type": entity["type"], "name": entity["name"], "aliases": []}
