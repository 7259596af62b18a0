"""概览: what is in the knowledge base, and where to begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Literal, get_args

import streamlit as st

from graph.records import EntityType
from ui.app.fields import CountedDocumentFields, EntityFields, StatusFields
from ui.app.workspace import Workspace
from ui.web.language import Language
from ui.web.links import anchor, to_place
from ui.web.look import figure
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import heading, shortened
from ui.web.session import recall
from ui.web.views import states

MOST_CONNECTED = 8
MOST_DOCUMENTS = 24  # rows of the heat map
MOST_YEARS = 14  # columns of the heat map
BEGINNINGS = ("ask", "trace", "targets")
Number = Literal["documents", "passages", "mentions", "targets", "links"]
NUMBERS: tuple[Number, ...] = get_args(Number)


def draw(workspace: Workspace, words: Language) -> None:
    """The knowledge base in numbers, three ways to begin, what is most connected, and what is covered."""
    status = recall(workspace, ("status",), workspace.status)
    name, tagline = plain(words.say("app.name")), plain(words.say("app.tagline"))
    draw_html(f"<header class='front'><h1>{name}</h1><p>{tagline}</p></header>")
    if workspace.generation is None:
        states.draw_empty(words, read_only=workspace.read_only)
        return
    draw_html(_ways_to_begin(words))
    draw_html(_numbers(words, status))
    left, right = st.columns(2, gap="large")
    for column, kind in ((left, EntityType.PROJECT), (right, EntityType.PARK)):
        with column:
            key = ("most connected", kind, words.code)
            draw_html(recall(workspace, key, partial(_connected, workspace, words, kind)))
    draw_html(recall(workspace, ("coverage", words.code), lambda: _coverage(workspace, words)))


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


# ---------------------------------------------------------------------------------------------------------- heat map


def _coverage(workspace: Workspace, words: Language) -> str:
    """Documents × years: how many figures a document gives for a year; a frame where it speaks for the year."""
    documents = recall(workspace, ("documents",), workspace.documents)
    shown = sorted(documents, key=lambda d: (-d["targets"], d["document_id"]))[:MOST_DOCUMENTS]
    counts = Counter(workspace.years_of([document["document_id"] for document in shown]))
    years = _years(shown, counts)
    if not years:
        return ""
    kept = {document["document_id"] for document in shown}
    shown = sorted(shown, key=lambda d: (d["year"] or 0, d["document_id"]))
    most = max(counts.values(), default=1)
    head = "".join(f"<th scope='col'>{year}</th>" for year in years)
    rows = "".join(
        f"<tr><th scope='row'>{_document_link(document)}</th>"
        + "".join(_cell(words, document, year, counts[document["document_id"], year], most) for year in years)
        + "</tr>"
        for document in shown
    )
    hidden = len(documents) - len(kept)
    rest = f"<p class='quiet'>{plain(words.say('overview.more_documents', count=hidden))}</p>" if hidden else ""
    return (
        f"{heading(words.say('overview.coverage'), words.say('overview.coverage.note'))}"
        f"<div class='wide'><table class='heat'><thead><tr><td></td>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>{rest}"
    )


def _years(documents: Sequence[CountedDocumentFields], counts: Counter[tuple[str, int]]) -> list[int]:
    """The years spoken of, the latest of them when there are too many; far horizons such as 2035 stay."""
    seen = Counter(year for (_, year), number in counts.items() for _ in range(number))
    seen.update(document["year"] for document in documents if document["year"])
    return sorted(year for year, _ in sorted(seen.items(), key=lambda item: (-item[1], -item[0]))[:MOST_YEARS])


def _document_link(document: CountedDocumentFields) -> str:
    name = shortened(document["title"], 30)
    return to_place(document["document_id"], document["start"], document["start"], plain(name))


def _cell(words: Language, document: CountedDocumentFields, year: int, count: int, most: int) -> str:
    first, last = document["years"] or (document["year"], document["year"])
    spoken = " own" if first is not None and last is not None and first <= year <= last else ""
    if not count:
        return f"<td class='none{spoken}'></td>"
    depth = 0.15 + 0.85 * (count / most) ** 0.5
    link = anchor(
        "targets", {"document": document["document_id"], "year": year}, str(count),
        title=words.say("overview.cell", year=year, count=count),
    )  # fmt: skip
    return f"<td class='some{spoken}{' deep' if depth > 0.6 else ''}' style='--depth:{depth:.2f}'>{link}</td>"
