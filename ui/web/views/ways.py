"""The shortest ways between two entities, drawn and step by step with their proofs."""

from __future__ import annotations

import streamlit as st

from ui.app.fields import ProofFields, StepFields, WayFields
from ui.app.pages import NameUnknown
from ui.app.workspace import Workspace
from ui.web.drawing import Joint, Node, draw_graph
from ui.web.language import Language
from ui.web.links import anchor, to_place
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import chip, heading, quote
from ui.web.reasons import why
from ui.web.session import recall
from ui.web.views import states


def draw(workspace: Workspace, words: Language, a: str, b: str) -> None:
    """The ways from a to b; both names or identifiers."""
    try:
        found = recall(workspace, ("path", a, b), lambda: workspace.path(a, b))
    except NameUnknown as error:
        near = "、".join(anchor("graph", {"id": a, "to": name}, plain(name)) for name in error.nearest)
        states.draw_note(words.say("find.unknown", name=b), inner=f"<p>{near}</p>" if near else "")
        return
    back = anchor("graph", {"id": found["a"]["id"]}, plain(words.say("ways.back", name=found["a"]["name"])), kind="way")
    draw_html(
        f"<div class='who'>{chip(words, found['a'])}<span class='arrow'>↔</span>{chip(words, found['b'])}"
        f"<span class='ways'>{back}</span></div>"
    )
    if not found["paths"]:
        states.draw_note(words.say("ways.none"))
        return
    if len(found["paths"][0]["entities"]) < 2:
        states.draw_note(words.say("ways.same"))
        return
    if found["wide"]:
        states.draw_note(words.say("ways.wide", names="、".join(one["name"] for one in found["wide"])))
    left, right = st.columns([3, 2], gap="medium")
    nodes = {
        entity["id"]: Node(entity["id"], entity["type"], entity["name"], step=step)
        for way in found["paths"]
        for step, entity in enumerate(way["entities"])
    }
    joints = {joint.id: joint for way in found["paths"] for step in way["steps"] for joint in [_joint(words, step)]}
    with left:
        draw_graph(
            words,
            story=f"{a}→{b}",
            root=found["a"]["id"],
            nodes=list(nodes.values()),
            joints=list(joints.values()),
        )
    with right:
        for number, way in enumerate(found["paths"], 1):
            draw_html(heading(words.say("ways.way", number=number, steps=len(way["steps"]))) + _steps(words, way))


def _joint(words: Language, step: StepFields) -> Joint:
    pair = sorted((step["from"]["id"], step["to"]["id"]))
    head, tail = (step["from"], step["to"]) if step["forward"] else (step["to"], step["from"])
    is_link = step["rel"].startswith("link:")
    return Joint(
        f"{pair[0]}|{pair[1]}", head["id"], tail["id"], (_said(words, step),), one_way=not is_link, dashed=is_link
    )


def _said(words: Language, step: StepFields) -> str:
    kind, _, rest = step["rel"].partition(":")
    return words.say(f"link.{rest}") if kind == "link" else words.say(f"relation.{step['rel']}")


def _steps(words: Language, way: WayFields) -> str:
    rows = []
    for step in way["steps"]:
        arrow = f"{_said(words, step)} →" if step["forward"] else f"← {_said(words, step)}"
        proofs = "".join(_proof(words, proof) for proof in step["evidence"][:1])
        reason = f"<p class='quiet'>{plain(why(words, step['reason']))}</p>" if step.get("reason") else ""
        rows.append(
            f"<div class='step-of-way'>{chip(words, step['from'])}<span class='arrow'>{plain(arrow)}</span>"
            f"{chip(words, step['to'])}{reason}{proofs}</div>"
        )
    return "".join(rows)


def _proof(words: Language, proof: ProofFields) -> str:
    """The sentence of a step; that of a link names only its file."""
    document = proof.get("document_id")
    link = to_place(document, proof["start"], proof["end"], plain(words.say("open")), kind="open") if document else ""
    return quote(proof["quote"], (), below=link)
