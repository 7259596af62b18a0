"""项目脉络: one thing through the documents in order of time, with what is linked to it and why."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from graph.records import EntityType
from ui.app.fields import CountedEntityFields, MomentFields, NamedEntityFields, TraceFields
from ui.app.pages import NameUnknown
from ui.app.workspace import Workspace
from ui.web import put_right
from ui.web.deciding import offer
from ui.web.finder import find_entity
from ui.web.language import Language
from ui.web.links import anchor, to_place
from ui.web.look import figure
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import chip, chips, heading, quote, shortened, standing, where
from ui.web.progress import draw_job
from ui.web.reasons import why
from ui.web.session import asked, recall
from ui.web.stages import stage_badges
from ui.web.views import states

TRACED = (EntityType.PROJECT, EntityType.PARK, EntityType.ENTERPRISE, EntityType.INDUSTRY)
EXAMPLES = 3  # of each kind: what is mentioned most
SHOWN_AT_FIRST = 3  # quotes of one document; the rest unfolds


def draw(workspace: Workspace, words: Language) -> None:
    """The box; below it the story of what the address names."""
    draw_html(f"<h1 class='title'>{plain(words.say('trace.title'))}</h1>")
    find_entity(workspace, words, key="find-trace", types=TRACED)
    draw_job(words)
    name = asked("id")
    if name is None:
        examples = recall(workspace, ("to trace",), lambda: _examples(workspace))
        links = "".join(f"<li>{anchor('trace', {'id': one['id']}, plain(one['name']))}</li>" for one in examples)
        draw_html(f"<div class='examples'><p class='quiet'>{plain(words.say('trace.hint'))}</p><ul>{links}</ul></div>")
        return
    try:
        story = recall(workspace, ("trace", name), lambda: workspace.trace(name))
    except NameUnknown as error:
        draw_unknown(words, name, error.nearest, "trace")
        return
    draw_html(_head(words, story))
    draw_story(workspace, words, story, with_names=True)


def _examples(workspace: Workspace) -> list[CountedEntityFields]:
    """The projects and parks that are mentioned most."""
    kinds = (EntityType.PROJECT, EntityType.PARK)
    return [one for kind in kinds for one in workspace.list(kind, limit=EXAMPLES)["entities"]]


def draw_story(workspace: Workspace, words: Language, story: TraceFields, *, with_names: bool = False) -> None:
    """The line of years, and beside it what is linked; with_names: and the names, where no other part shows them."""
    if not story["steps"]:
        states.draw_note(words.say("trace.nothing"))
        return
    line, side = st.columns([5, 2], gap="large")
    with line:
        draw_html(_stages(words, story["steps"]) + _line(words, story))
    with side:
        if with_names:
            draw_names(workspace, words, story["entities"][0])
        _draw_linked(workspace, words, story)


def draw_unknown(words: Language, name: str, nearest: Sequence[str], page: str) -> None:
    """A name that nothing bears, with those most like it."""
    links = "".join(f"<li>{anchor(page, {'id': other}, plain(other))}</li>" for other in nearest)
    near = f"<p class='quiet'>{plain(words.say('find.nearest'))}</p><ul>{links}</ul>" if nearest else ""
    states.draw_note(words.say("find.unknown", name=shortened(name, 60)), inner=f"<div class='examples'>{near}</div>")


def _head(words: Language, story: TraceFields) -> str:
    entities = story["entities"]
    main = entities[0]
    ways = "".join(
        anchor(page, {"id" if page == "graph" else "name": main["id"] if page == "graph" else main["name"]},
               plain(words.say(f"go.{page}")), kind="way")
        for page in ("graph", "mentions")
    )  # fmt: skip
    others = chips(words, entities[1:], tab="trace") if len(entities) > 1 else ""
    kind = plain(words.say("type." + main["type"]))
    name = anchor("thing", {"id": main["id"], "tab": "trace"}, plain(main["name"]))
    return (
        f"<div class='who'>{figure(main['type'], size=30)}<h3>{name}</h3>"
        f"<span class='quiet'>{kind}</span><span class='ways'>{ways}</span></div>{others}"
    )


# -------------------------------------------------------------------------------------------------------------- line


def _year(step: MomentFields) -> str:
    return str(step["year"] or (step["published"] or "")[:4] or "?")


def _stages(words: Language, steps: Sequence[MomentFields]) -> str:
    """The years from left to right, with the stages that the documents name."""
    cells = []
    for year, group in groupby(steps, key=_year):
        inside = list(group)
        # what is linked to it has stages of its own, which stand with its quotes
        badges = stage_badges(words, [step["told"] for step in inside if step["told"] and not step["link"]])
        count = words.say("trace.places", count=len(inside))
        cells.append(
            f"<a class='moment' href='#year-{year}' data-jump='year-{year}'><strong>{year}</strong>{badges}"
            f"<span class='quiet'>{plain(count)}</span></a>"
        )
    return f"<nav class='moments'>{''.join(cells)}</nav>"


def _line(words: Language, story: TraceFields) -> str:
    parts = []
    for year, group in groupby(story["steps"], key=_year):
        documents = "".join(
            _document(words, list(inside)) for _, inside in groupby(group, key=lambda step: str(step["document_id"]))
        )
        parts.append(f"<section class='year' id='year-{year}' tabindex='-1'><h3>{year}</h3>{documents}</section>")
    return f"<div class='course'>{''.join(parts)}</div>"


def _document(words: Language, steps: Sequence[MomentFields]) -> str:
    # what is meant itself comes before what is only linked to it
    ordered = sorted(steps, key=lambda step: (step["link"] is not None, step["mention"]["start"]))
    quotes = _quotes(words, ordered)
    first, more = quotes[:SHOWN_AT_FIRST], quotes[SHOWN_AT_FIRST:]
    title = to_place(steps[0]["document_id"], steps[0]["start"], steps[0]["end"], plain(steps[0]["title"]))
    title += standing(steps[0]["mark"])
    rest = (
        f"<details><summary>{plain(words.say('trace.more', count=len(more)))}</summary>{''.join(more)}</details>"
        if more
        else ""
    )
    return f"<div class='event'><h4>{title}</h4>{''.join(first)}{rest}</div>"


def _quotes(words: Language, steps: Sequence[MomentFields]) -> list[str]:
    """Each sentence once, with all the names in it marked."""
    by_sentence: dict[tuple[int, int], list[MomentFields]] = {}
    for step in steps:
        by_sentence.setdefault((step["start"], step["end"]), []).append(step)
    return [_quote(words, inside) for inside in by_sentence.values()]


def _quote(words: Language, steps: Sequence[MomentFields]) -> str:
    step = steps[0]
    spans = [(s["mention"]["start"] - step["start"], s["mention"]["end"] - step["start"]) for s in steps]
    told = [s["told"] for s in steps if s["told"]]
    badges = stage_badges(words, told, is_full=True)
    linked = {s["entity"]["id"]: (s["entity"], s["link"]["kind"]) for s in steps if s["link"]}
    names = "".join(
        f"<span class='linked'>{plain(words.say('link.' + link))} {chip(words, entity, tab='trace')}</span>"
        for entity, link in linked.values()
    )
    go = to_place(step["document_id"], step["start"], step["end"], plain(words.say("open")), kind="open")
    above = where(step["section"][-2:]) if step["section"] else ""
    notes = f"<div class='notes'>{badges}{names}</div>" if badges or names else ""
    kind = "said aside" if linked else "said"
    named = step["mention"]
    wrong = put_right.mention(words, step["document_id"], named["start"], named["end"], named["surface"])
    return f"<div class='{kind}'>{notes}{quote(step['quote'], spans)}<footer>{above}{go}{wrong}</footer></div>"


# ------------------------------------------------------------------------------------------------------------- names


def draw_names(workspace: Workspace, words: Language, main: NamedEntityFields) -> None:
    """All names under which the thing was found; one that does not belong can be told apart."""
    draw_html(heading(words.say("trace.names")))
    if not main["aliases"]:
        draw_html(f"<p class='quiet'>{plain(words.say('trace.one_name'))}</p>")
    merges = {
        frozenset((merge["name"], merge["other"])): merge["reason"]
        for page in recall(workspace, ("show", main["id"]), lambda: workspace.show(main["id"]))["entities"]
        for merge in page["merges"]
    }
    for alias in main["aliases"]:
        with st.container(key=f"name-{main['id']}-{abs(hash(alias))}", horizontal=True, vertical_alignment="center"):
            reason = next((one for names, one in merges.items() if alias in names), "")
            said = f"<span class='quiet'>{plain(why(words, reason))}</span>" if reason else ""
            draw_html(f"<div class='name'>{plain(alias)}{said}</div>")
            offer(workspace, words, "split", main["name"], alias)


def _draw_linked(workspace: Workspace, words: Language, story: TraceFields) -> None:
    """What is linked to it and why; a person may say that it is the same."""
    if not story["linked"]:
        return
    draw_html(heading(words.say("trace.linked"), str(len(story["linked"]))))
    main = story["entities"][0]
    for other in story["linked"]:
        with st.container(key=f"linked-{other['id']}", border=True):
            kind, reason = other["link"]["kind"], other["link"]["reason"]
            draw_html(
                f"<div class='why-linked'>{chip(words, other, tab='trace')}"
                f"<p><span class='tag'>{plain(words.say('link.' + kind))}</span> {plain(why(words, reason))}</p></div>"
            )
            if other["type"] == main["type"]:
                with st.container(horizontal=True):
                    offer(workspace, words, "merge", main["id"], other["id"], label=other["name"])
                    offer(workspace, words, "split", main["id"], other["id"], label=other["name"])
