"""One page for each thing: who it is, and under tabs all that is known of it. Every chip and the finder lead here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from graph.records import EntityType
from ui.app.fields import NearFields, PageFields, TargetFields, ThingFields
from ui.app.pages import NameUnknown
from ui.app.workspace import Workspace
from ui.web.choices import pager
from ui.web.deciding import offer
from ui.web.language import Language
from ui.web.links import anchor, to_place
from ui.web.look import figure
from ui.web.markup import plain
from ui.web.noting import note_once
from ui.web.page import draw_html
from ui.web.passages import draw_page
from ui.web.pieces import amount, chip, chips, doubt, heading, shortened, standing, table
from ui.web.progress import draw_job
from ui.web.session import asked, asked_number, recall
from ui.web.views import facts, graph, states, trace

NAMES_SHOWN = 8  # other names beside the main one; the rest unfolds
FIGURES = 60  # rows of a page
COLUMNS = ("indicator", "region", "year", "kind", "value", "quote", "title")


def draw(workspace: Workspace, words: Language) -> None:
    """The thing of the address under the tab of the address."""
    name = asked("id")
    if name is None:
        _draw_ways_in(words)
        return
    try:
        things = recall(workspace, ("things", name), lambda: workspace.things(name))
    except NameUnknown as error:
        draw_html(f"<h1 class='title'>{plain(words.say('thing.title'))}</h1>")
        trace.draw_unknown(words, name, error.nearest, "thing")
        return
    thing = things[0]
    tab = asked("tab") if asked("tab") in TABS else next(iter(TABS))
    draw_html(_head(words, thing, things[1:]) + _tabs(words, thing, str(tab)))
    draw_job(words)
    TABS[str(tab)](workspace, words, thing)


def _draw_ways_in(words: Language) -> None:
    links = "".join(
        anchor(
            "graph", {"type": kind.value}, f"{figure(kind.value)}{plain(words.say('types.' + kind.value))}", kind="tab"
        )
        for kind in EntityType
    )
    draw_html(
        f"<h1 class='title'>{plain(words.say('thing.title'))}</h1>"
        f"<p class='quiet'>{plain(words.say('thing.hint'))}</p><nav class='tabs'>{links}</nav>"
    )


# --------------------------------------------------------------------------------------------------------------- head


def _head(words: Language, thing: ThingFields, namesakes: Sequence[ThingFields]) -> str:
    said = [words.say("type." + thing["type"])]
    if thing.get("level"):
        said.append(words.say("level." + thing["level"]))
    if thing["place"]:
        said.append(thing["place"])
    said.append(words.say("thing.counted", mentions=thing["mentions"], count=thing["documents"]))
    same = plain(words.say("graph.namesakes"))
    others = f"<div class='namesakes'><span class='quiet'>{same}</span>{chips(words, namesakes)}</div>"
    return (
        f"<header class='thing'><div class='who'>{figure(thing['type'], size=34)}"
        f"<h1 class='title'>{plain(thing['name'])}</h1></div>"
        f"<p class='quiet'>{plain(' · '.join(said))}</p>{_aliases(words, thing['aliases'])}"
        f"{others if namesakes else ''}</header>"
    )


def _aliases(words: Language, aliases: Sequence[str]) -> str:
    if not aliases:
        return ""
    first, more = aliases[:NAMES_SHOWN], aliases[NAMES_SHOWN:]
    rest = (
        f"<details class='more'><summary>{plain(words.say('more', count=len(more)))}</summary>{plain('、'.join(more))}"
        "</details>"
        if more
        else ""
    )
    also = plain(words.say("graph.aliases"))
    return f"<div class='names'><span class='quiet'>{also}</span> {plain('、'.join(first))}{rest}</div>"


def _tabs(words: Language, thing: ThingFields, opened: str) -> str:
    links = "".join(
        anchor(
            "thing",
            {"id": thing["id"], "tab": None if tab == next(iter(TABS)) else tab},
            plain(words.say("thing.tab." + tab)),
            kind="tab on" if tab == opened else "tab",
            is_here=tab == opened,
        )
        for tab in TABS
    )
    return f"<nav class='tabs of-thing' aria-label='{plain(words.say('thing.tabs'))}'>{links}</nav>"


# --------------------------------------------------------------------------------------------------------------- tabs


def _page(workspace: Workspace, thing: ThingFields) -> PageFields:
    page = recall(workspace, ("show", thing["id"]), lambda: workspace.show(thing["id"]))["entities"][0]
    note_once("show", {"name": page["name"], "type": page["type"]})
    return page


def _draw_facts(workspace: Workspace, words: Language, thing: ThingFields) -> None:
    key = ("facts html", thing["id"], words.code)
    body = recall(workspace, key, lambda: facts.of_thing(words, _page(workspace, thing)))
    draw_html(body or f"<p class='quiet'>{plain(words.say('thing.no_facts'))}</p>")


def _draw_mentions(workspace: Workspace, words: Language, thing: ThingFields) -> None:
    found = recall(workspace, ("mentions", thing["id"]), lambda: workspace.mentions(thing["id"], must_exist=False))
    if not found["documents"]:
        states.draw_note(words.say("trace.nothing"))
        return
    surfaces = dict.fromkeys(
        mention["surface"]
        for document in found["documents"]
        for one in document["passages"]
        for mention in one["mentions"]
    )
    way = anchor("mentions", {"name": thing["name"]}, plain(words.say("thing.as_list")), kind="way")
    said = words.say("mentions.surfaces", names="、".join(surfaces))
    draw_html(f"<p class='quiet'>{plain(shortened(said, 300))}</p><p class='ways'>{way}</p>")
    draw_page(words, found, asked_number("page") or 1)


def _draw_trace(workspace: Workspace, words: Language, thing: ThingFields) -> None:
    trace.draw_story(workspace, words, recall(workspace, ("trace", thing["id"]), lambda: workspace.trace(thing["id"])))


def _draw_drawing(workspace: Workspace, words: Language, thing: ThingFields) -> None:
    graph.draw_around(workspace, words, _page(workspace, thing))


def _draw_targets(workspace: Workspace, words: Language, thing: ThingFields) -> None:
    figures = recall(workspace, ("figures beside", thing["id"]), lambda: workspace.figures_beside(thing["id"]))
    if not figures:
        states.draw_note(words.say("targets.nothing"))
        return
    is_own = thing["type"] in (EntityType.INDICATOR, EntityType.COUNTY)
    note = words.say("thing.figures.own" if is_own else "thing.figures.beside", count=len(figures))
    chart = (
        anchor("targets", {"id": thing["id"]}, plain(words.say("thing.chart")), kind="way")
        if thing["type"] == EntityType.INDICATOR
        else ""
    )
    draw_html(f"<p class='quiet'>{plain(note)}</p>" + (f"<p class='ways'>{chart}</p>" if chart else ""))
    pages = -(-len(figures) // FIGURES)
    page = min(max(asked_number("page") or 1, 1), pages)
    columns = [c for c in COLUMNS if c != "indicator" or thing["type"] != EntityType.INDICATOR]
    rows = [_figure(words, one, columns) for one in figures[(page - 1) * FIGURES : page * FIGURES]]
    draw_html(table([words.say(f"targets.column.{column}") for column in columns], rows, kind="figures of-thing"))
    draw_html(pager(words, "thing", page, pages))


def _figure(words: Language, one: TargetFields, columns: Sequence[str]) -> list[str]:
    value = amount(one["comparator"], one["value"], one["unit"])
    basis = f" <span class='quiet'>{plain(one['basis'])}</span>" if one["basis"] else ""
    indicator: Mapping[str, str | int] = {"id": one["indicator_id"], "tab": "targets"}
    cells = {
        "indicator": anchor("thing", indicator, plain(one["indicator"])),
        "region": plain(f"{one['city']}{one['region']}" if one["region"] else words.say("targets.no_region")),
        "year": plain(str(one["year"] or "")),
        "kind": f"<span class='kind {one['kind']}'>{plain(words.say('targets.' + one['kind']))}</span>",
        "value": f"<strong>{plain(value)}</strong>{basis}{doubt(words, one['unsafe'])}",
        "quote": to_place(
            one["document_id"], one["start"], one["end"], plain(shortened(" ".join(one["quote"].split()), 80))
        ),
        "title": f"<span class='quiet'>{plain(shortened(one['title'], 26))}</span>{standing(one['mark'])}",
    }
    return [cells[column] for column in columns]


def _draw_near(workspace: Workspace, words: Language, thing: ThingFields) -> None:
    own, others = st.columns([1, 1], gap="large")
    with own:
        trace.draw_names(workspace, words, thing)
    with others:
        _draw_others(workspace, words, thing)


def _draw_others(workspace: Workspace, words: Language, thing: ThingFields) -> None:
    near = recall(workspace, ("near", thing["id"]), lambda: workspace.near_names(thing["id"]))
    draw_html(heading(words.say("thing.near"), str(len(near)) if near else ""))
    if not near:
        draw_html(f"<p class='quiet'>{plain(words.say('thing.near.none'))}</p>")
    for other in near:
        with st.container(key=f"near-{other['id']}", border=True):
            draw_html(f"{chip(words, other)}<p class='quiet'>{plain(_likeness(words, other))}</p>")
            if other["type"] == thing["type"]:
                with st.container(horizontal=True):
                    offer(workspace, words, "merge", thing["id"], other["id"], label=other["name"])


def _likeness(words: Language, other: NearFields) -> str:
    counted = words.say("thing.counted", mentions=other["mentions"], count=other["documents"])
    names = words.say("thing.near.names", own=other["to"], other=other["matched"], alike=other["alike"])
    return f"{counted} · {names}"


TABS: Mapping[str, Callable[[Workspace, Language, ThingFields], None]] = {
    "facts": _draw_facts,
    "mentions": _draw_mentions,
    "trace": _draw_trace,
    "drawing": _draw_drawing,
    "targets": _draw_targets,
    "near": _draw_near,
}
