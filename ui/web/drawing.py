"""Entities and what joins them → an interactive drawing in the page (drawing.js).

In: the workspace's dictionaries. Out: the entity or joint that a person has chosen, and one to expand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from graph.lexicon.ontology import Ontology
from graph.records import EntityType
from ui.app.drawn_names import DrawnThing, short_names
from ui.app.fields import BundleFields, DrawnLinkFields, DrawnRelationFields
from ui.web.language import Language
from ui.web.look import look_of

SAID = ("drawing", "nearer", "farther", "fit", "again", "picture")
HEIGHT = 640  # pixels
_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "mailuo_drawing",
    html=(_HERE / "drawing.html").read_text(encoding="utf-8"),
    css=(_HERE / "drawing.css").read_text(encoding="utf-8"),
    js=(_HERE / "drawing.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True, slots=True)
class Joint:
    """All relations and links between two entities: one line of the drawing, dashed where no relation joins them."""

    id: str
    from_id: str
    to_id: str
    labels: tuple[str, ...]  # in words
    one_way: bool
    dashed: bool
    relations: tuple[DrawnRelationFields, ...] = ()
    links: tuple[DrawnLinkFields, ...] = ()
    weight: int = 0  # how much it stands for: the more, the broader


@dataclass(frozen=True, slots=True)
class Node:
    """An entity of the drawing."""

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    weight: int = 1  # how often it is mentioned
    step: int | None = None  # its place on a way
    count: int = 0  # of a bundle: how many things it stands for; `name` says which


def bundle(words: Language, fields: BundleFields) -> Node:
    """Neighbours of the thing in the middle that are not drawn one by one."""
    kind = words.say("types." + fields["type"])
    name = f"{kind} {fields['year']}" if fields["year"] else kind
    return Node(f"bundle:{fields['key']}", fields["type"], name, tuple(fields["names"]), count=fields["count"])


def join(words: Language, relations: Iterable[DrawnRelationFields], links: Iterable[DrawnLinkFields]) -> list[Joint]:
    """One joint for each pair, whatever the direction."""
    by_pair: dict[tuple[str, str], tuple[list[DrawnRelationFields], list[DrawnLinkFields]]]
    by_pair = defaultdict(lambda: ([], []))
    for relation in relations:
        if relation["head_id"] != relation["tail_id"]:
            by_pair[_pair(relation["head_id"], relation["tail_id"])][0].append(relation)
    for link in links:
        if link["a_id"] != link["b_id"]:
            by_pair[_pair(link["a_id"], link["b_id"])][1].append(link)
    return [_joint(words, pair, *found) for pair, found in by_pair.items()]


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _joint(
    words: Language, pair: tuple[str, str], relations: list[DrawnRelationFields], links: list[DrawnLinkFields]
) -> Joint:
    heads = {relation["head_id"] for relation in relations}
    one_way = len(heads) == 1
    first = next(iter(heads)) if one_way else pair[0]
    second = pair[1] if first == pair[0] else pair[0]
    labels = [words.say(f"relation.{relation['rel']}") for relation in relations]
    labels += [words.say(f"link.{link['kind']}") for link in links]
    return Joint(
        f"{pair[0]}|{pair[1]}",
        first,
        second,
        tuple(dict.fromkeys(labels)),
        one_way=one_way,
        dashed=not relations,
        relations=tuple(relations),
        links=tuple(links),
    )


@dataclass(frozen=True, slots=True)
class Touched:
    """What a person did with the drawing."""

    chosen: str | None  # identifier of an entity or a joint
    expand: str | None  # identifier of an entity, once
    unfold: str | None  # key of a bundle, once


def draw_graph(
    words: Language,
    *,
    story: str,
    root: str,
    nodes: Sequence[Node],
    joints: Sequence[Joint],
    chosen: str | None = None,
) -> Touched:
    """Draws the graph. story: what keeps its places together; a new story begins a new drawing. Bundles among the nodes
    hang on the root. chosen: what is chosen at first. root: the thing in the middle, "" where there is none."""
    named = [DrawnThing(node.id, EntityType(node.type), node.name, node.aliases) for node in nodes if not node.count]
    labels = short_names(named, root)
    touched = _component(
        key=f"drawing {root}",  # what is chosen of one thing is not chosen of the next
        data={
            "story": story,
            "root": root,
            "chosen": chosen,
            "nodes": [_node(words, node, labels.get(node.id, node.name)) for node in nodes],
            "edges": [*map(_edge, joints), *(_thread(root, node) for node in nodes if node.count)],
            "words": _words(words),
        },
        default={"chosen": chosen},
        height=HEIGHT,
        on_chosen_change=lambda: None,
        on_expand_change=lambda: None,
        on_unfold_change=lambda: None,
    )
    unfold = touched.unfold.removeprefix("bundle:") if touched.unfold else None
    return Touched(touched.chosen, touched.expand, unfold)


def _node(words: Language, node: Node, label: str) -> Mapping[str, object]:
    look = look_of(node.type)
    hint = f"{words.say('type.' + node.type)} · {node.name}"
    if node.count:
        hint = words.say("drawing.bundle", name=node.name, count=node.count, names="、".join(node.aliases))
    return {
        "id": node.id,
        "type": node.type,
        "name": node.name,
        "label": label,
        "colour": look.colour,
        "strokes": look.strokes,
        "weight": node.weight,
        "hint": hint,
        "step": node.step,
        "count": node.count,
    }


def _thread(root: str, node: Node) -> Mapping[str, object]:
    """From the thing in the middle to a bundle."""
    return {
        "id": f"{root}|{node.id}",
        "from": root,
        "to": node.id,
        "label": "",
        "way": False,
        "dashed": True,
        "weight": 0,
    }


def _edge(joint: Joint) -> Mapping[str, object]:
    return {
        "id": joint.id,
        "from": joint.from_id,
        "to": joint.to_id,
        "label": " · ".join(joint.labels),
        "way": joint.one_way,
        "dashed": joint.dashed,
        "weight": joint.weight,
    }


def _words(words: Language) -> Mapping[str, object]:
    said = {name: words.say(f"drawing.{name}") for name in SAID}
    types = [
        {"id": kind.value, "name": words.say(f"type.{kind.value}"), "colour": look.colour, "strokes": look.strokes}
        for kind, look in Ontology.load().entities.items()
    ]
    return {**said, "types": types}
