"""概览: what is in the knowledge base, and where to begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Literal, get_args

import streamlit as st

from graph.records import EntityType
from ui.app.document_list import NOWHERE
from ui.app.fields import CoverageFields, EntityFields, StatusFields
from ui.app.workspace import Workspace
from ui.web.examples import draw_examples
from ui.web.language import Language
from ui.web.links import anchor
from ui.web.look import figure
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import heading
from ui.web.session import recall
from ui.web.views import states

MOST_CONNECTED = 8
MOST_YEARS = 12  # columns of what is covered
OPEN_AT_FIRST = 40  # places; of more, provinces are folded
BEGINNINGS = ("trace", "mentions", "targets")
LONGEST = 500  # characters of a question
Number = Literal["documents", "passages", "mentions", "targets", "links"]
NUMBERS: tuple[Number, ...] = get_args(Number)


def draw(workspace: Workspace, words: Language) -> None:
    """A question box with three questions that are answered; what is covered; then the numbers and ways to begin."""
    name, tagline = plain(words.say("app.name")), plain(words.say("app.tagline"))
    if workspace.generation is None:
        draw_html(f"<header class='front'><h1>{name}</h1><p>{tagline}</p></header>")
        states.draw_empty(words, read_only=workspace.read_only)
        return
    status = recall(workspace, ("status",), workspace.status)
    covered = recall(workspace, ("coverage",), workspace.coverage)
    reach = plain(_reach(words, status, covered))
    draw_html(f"<header class='front'><h1>{name}</h1><p>{tagline}</p><p class='reach'>{reach}</p></header>")
    _draw_question(words)
    draw_examples(workspace, words)
    draw_html(recall(workspace, ("covered", words.code), lambda: _coverage(words, covered)))
    left, right = st.columns(2, gap="large")
    for column, kind in ((left, EntityType.PROJECT), (right, EntityType.PARK)):
        with column:
            key = ("most connected", kind, words.code)
            draw_html(recall(workspace, key, partial(_connected, workspace, words, kind)))
    draw_html(heading(words.say("overview.begin")) + _ways_to_begin(words))
    draw_html(heading(words.say("overview.numbers")) + _numbers(words, status))


def _reach(words: Language, status: StatusFields, covered: Sequence[CoverageFields]) -> str:
    """“138 documents on 12 provinces, 60 places, 2003–2026”."""
    years = sorted({year for place in covered for year in place["years"]})
    places = [place for place in covered if place["code"] != NOWHERE and place["own"]]
    span = f"{years[0]}–{years[-1]}" if years else "–"
    return words.say("overview.reach", documents=status["documents"], places=len(places), years=span)


# ---------------------------------------------------------------------------------------------------------- questions


def _draw_question(words: Language) -> None:
    """What is typed is asked on the page of answers."""
    with st.form("question", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(
            words.say("overview.question"), placeholder=words.say("overview.question.example"),
            max_chars=LONGEST, key="first question", width="stretch",
        )  # fmt: skip
        sent = st.form_submit_button(words.say("overview.ask"), type="primary", icon=":material/search:")
    if sent and typed.strip():
        page = st.session_state.get("pages", {}).get("ask")
        if page is not None:
            lang = {"lang": words.code} if "lang" in st.query_params else {}
            st.switch_page(page, query_params={"q": typed.strip(), **lang})


def _ways_to_begin(words: Language) -> str:
    cards = "".join(
        anchor(
            page,
            {},
            f"<strong>{plain(words.say(f'begin.{page}.title'))}</strong>"
            f"<span>{plain(words.say(f'begin.{page}.text'))}</span>",
            kind="begin",
        )
        for page in BEGINNINGS
    )
    return f"<nav class='begins'>{cards}</nav>"


def _numbers(words: Language, status: StatusFields) -> str:
    whole = "".join(
        f"<div class='number'><strong>{status[key]:,}</strong><span>{plain(words.say(f'count.{key}'))}</span></div>"
        for key in NUMBERS
    )
    types = "".join(
        anchor(
            "graph",
            {"type": kind.value},
            f"{figure(kind.value, size=26)}<span><strong>{status['entities'].get(kind.value, 0):,}</strong>"
            f"<span>{plain(words.say(f'types.{kind.value}'))}</span></span>",
            kind="number type",
        )
        for kind in EntityType
    )
    return f"<section class='numbers'>{whole}</section><section class='numbers types'>{types}</section>"


def _name(entity: EntityFields) -> str:
    return f"<span class='cut'>{plain(entity['name'])}</span>"


def _connected(workspace: Workspace, words: Language, kind: EntityType) -> str:
    found = workspace.connected(kind, limit=MOST_CONNECTED)["entities"]
    if not found:
        return ""
    most = max(entity["neighbours"] for entity in found)
    rows = "".join(
        f"<li>{anchor('thing', {'id': entity['id']}, figure(kind.value) + _name(entity), title=entity['name'])}"
        f"<span class='bar' style='--share:{entity['neighbours'] / most:.3f}'></span>"
        f"<span class='quiet'>{plain(words.say('overview.neighbours', count=entity['neighbours']))}</span></li>"
        for entity in found
    )
    return f"{heading(words.say(f'overview.connected.{kind.value}'))}<ol class='ranking'>{rows}</ol>"


# ----------------------------------------------------------------------------------------------------------- coverage


def _coverage(words: Language, covered: Sequence[CoverageFields]) -> str:
    """Places × years: how many documents speak for a place in a year; provinces fold."""
    years = _years(covered)
    if not years:
        return ""
    tops = [place for place in covered if place["depth"] == 0]
    is_open = len(covered) <= OPEN_AT_FIRST or len(tops) == 1
    inside = {top["code"]: [p for p in covered if p["depth"] and p["code"][:2] == top["code"][:2]] for top in tops}
    most = max(max(place["years"].values(), default=1) for place in covered)
    groups = "".join(_group(words, top, inside[top["code"]], years, most, is_open=is_open) for top in tops)
    head = "".join(f"<span class='year'>{year}</span>" for year in years)
    title = heading(words.say("overview.coverage"), words.say("overview.coverage.note"))
    return (
        f"{title}<div class='wide'><div class='cover' style='--years:{len(years)}'>"
        f"<div class='line head' aria-hidden='true'><span></span>{head}</div>{groups}</div></div>"
    )


def _group(
    words: Language, top: CoverageFields, inside: Sequence[CoverageFields], years: Sequence[int], most: int, *,
    is_open: bool,
) -> str:  # fmt: skip
    """A province, and what lies in it."""
    line = _line(words, top, years, most)
    if not inside:
        return f"<div class='line'>{line}</div>"
    rows = "".join(f"<div class='line'>{_line(words, place, years, most)}</div>" for place in inside)
    # beside the line, not around it: a summary may hold no links
    fold = f"<summary class='quiet'>{plain(words.say('more', count=len(inside)))}</summary>"
    return f"<div class='line'>{line}</div><details{' open' if is_open else ''}>{fold}{rows}</details>"


def _line(words: Language, place: CoverageFields, years: Sequence[int], most: int) -> str:
    name = place["name"] or words.say("documents.nowhere")
    label = f"{plain(name)} <span class='quiet'>{place['count']}</span>"
    to = anchor("documents", {"place": place["code"]}, label)
    cells = "".join(_cell(words, place, name, year, most) for year in years)
    return f"<span class='place' style='--depth:{place['depth']}'>{to}</span>{cells}"


def _cell(words: Language, place: CoverageFields, name: str, year: int, most: int) -> str:
    count = place["years"].get(year, 0)
    if not count:
        return "<span class='cell none'></span>"
    depth = 0.15 + 0.85 * (count / most) ** 0.5
    hint = words.say("overview.cell", place=name, year=year, count=count)
    link = anchor("documents", {"place": place["code"], "year": year}, str(count), title=hint)
    return f"<span class='cell some{' deep' if depth > 0.55 else ''}' style='--depth:{depth:.2f}'>{link}</span>"


def _years(covered: Sequence[CoverageFields]) -> list[int]:
    """The years that documents speak for, the ones with most documents when there are too many."""
    counts: Mapping[int, int] = {}
    for place in covered:
        if place["depth"] == 0:
            counts = {year: counts.get(year, 0) + place["years"].get(year, 0) for year in {*counts, *place["years"]}}
    return sorted(sorted(counts, key=lambda year: (-counts[year], -year))[:MOST_YEARS])
