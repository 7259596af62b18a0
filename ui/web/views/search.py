"""检索: passages for a query, narrowed by year, place, kind, document and what they speak of, by fit or by date.

Query, choices, order and page stand in the address.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.app.clippings import ClippingFields, clip_search
from ui.app.facets import Order
from ui.app.fields import PassageFields, SiftFields
from ui.app.reasons import shared_words
from ui.app.sifting import LOOKED_AT
from ui.app.tables import Value, as_csv
from ui.app.workspace import Workspace
from ui.web.collecting import link, offer, take
from ui.web.facets import address_of, column, filters_asked, label_of
from ui.web.language import Language
from ui.web.links import address, anchor
from ui.web.markup import plain
from ui.web.noting import note_once, noted_file
from ui.web.page import draw_html
from ui.web.pieces import card, quote
from ui.web.session import asked, asked_number, recall, warm_up
from ui.web.views import states

ON_PAGE = 20  # passages
LONGEST = 500  # characters of a query
BESIDE = [1, 3.2]  # facets, and the hits
COLUMNS = ("title", "year", "region", "kind", "section", "text", "source", "start", "end")


def draw(workspace: Workspace, words: Language) -> None:
    """The box; below it facets and hits."""
    draw_html(f"<h1 class='title'>{plain(words.say('search.title'))}</h1>")
    query = _draw_box(words)
    if query is None:
        warm_up(workspace)
        draw_html(f"<p class='quiet'>{plain(words.say('search.hint'))}</p>")
        return
    filters, order = filters_asked(), Order.DATE if asked("sort") == Order.DATE else Order.FIT
    with st.spinner(words.say("working")):
        warm_up(workspace).join()
        found = recall(workspace, ("sift", query, filters, order), lambda: workspace.sift(query, filters, order=order))
    note_once("search", {"query": query}, [one["document_id"] for one in found["passages"]])
    take(workspace, words)
    left, right = st.columns(BESIDE, gap="medium")
    here = address_of("q", "sort")
    with left:
        draw_html(column(words, "search", here, found["facets"]))
    with right:
        _draw_hits(workspace, words, found, order)


def _draw_box(words: Language) -> str | None:
    """The query of the address; what is typed goes there, and what was chosen of the facets stays."""
    current = asked("q")
    if st.session_state.get("searched before") != current:
        st.session_state["searched before"] = current
        st.session_state["query"] = current or ""

    def take() -> None:
        typed = " ".join(st.session_state["query"].split())
        st.session_state["searched before"] = typed or None
        st.query_params["q"] = typed
        if "page" in st.query_params:
            del st.query_params["page"]

    st.text_input(
        words.say("search.title"),
        placeholder=words.say("search.placeholder"),
        label_visibility="collapsed",
        key="query",
        on_change=take,
        icon=":material/search:",
        max_chars=LONGEST,
    )
    return asked("q")


def _draw_hits(workspace: Workspace, words: Language, found: SiftFields, order: Order) -> None:
    passages = found["passages"]
    if not passages:
        states.draw_note(words.say("search.none"))
        return
    last = (len(passages) - 1) // ON_PAGE + 1
    page = min(max(asked_number("page") or 1, 1), last)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(_above(words, found, order), width="content")
        st.download_button(
            words.say("download.csv"),
            noted_file("search.csv", lambda: _file(words, passages)),
            f"{words.say('search.file')}.csv",
            "text/csv",
            icon=":material/download:",
            key="hits csv",
            on_click="ignore",
            type="tertiary",
        )
        label = words.say("notebook.keep.search")
        offer(workspace, words, "search", lambda: _clipping(words, found), label=label)
    shown = passages[(page - 1) * ON_PAGE : page * ON_PAGE]
    draw_html(
        f"<div class='cards one found'>{''.join(_hit(workspace, words, found['query'], one) for one in shown)}</div>"
    )
    if last > 1:
        draw_html(_pages(words, page, last))


def _above(words: Language, found: SiftFields, order: Order) -> str:
    """How many there are, and in which order."""
    here = address_of("q")
    ways = "".join(
        f"<span class='tag' aria-current='true'>{plain(words.say(f'search.by.{one}'))}</span>"
        if one is order
        else anchor("search", {**here, "sort": one.value}, plain(words.say(f"search.by.{one}")))
        for one in Order
    )
    count = len(found["passages"])
    many = "search.none_says" if not found["is_said"] else "search.nearest" if count >= LOOKED_AT else "search.count"
    return f"<p class='sorted'><span>{plain(words.say(many, count=count))}</span>{ways}</p>"


def _clipping(words: Language, found: SiftFields) -> ClippingFields:
    """The search as it stands in the address, called by its query and what is chosen."""
    chosen = [
        next((label_of(words, facet["name"], one) for one in facet["values"] if one["value"] == facet["chosen"]), "")
        for facet in found["facets"]
        if facet["chosen"] is not None
    ]
    return clip_search(" · ".join([found["query"], *chosen]), address("search", address_of("q", "sort")))


def _hit(workspace: Workspace, words: Language, query: str, passage: PassageFields) -> str:
    spans, shared = shared_words(query, passage["text"])
    about = [str(passage["year"] or ""), passage["region"] or "", words.say(f"kind.{passage['kind']}")]
    why = "" if shared else f" · {words.say('ask.alike')}"
    foot = f"<p class='why'>{plain(' · '.join(part for part in about if part) + why)}</p>"
    place = passage["source"], passage["start"], passage["end"]
    keep = link(workspace, words, "search", address_of("q", "sort", "page"), place)
    return card(words, passage, quote(passage["text"], spans) + foot, more=keep)


def _pages(words: Language, page: int, last: int) -> str:
    here = address_of("q", "sort")
    links = "".join(
        f"<li aria-current='page'>{number}</li>"
        if number == page
        else f"<li>{anchor('search', {**here, 'page': number}, str(number))}</li>"
        for number in range(1, last + 1)
    )
    return f"<nav aria-label='{plain(words.say('search.pages'))}'><ul class='paging'>{links}</ul></nav>"


def _file(words: Language, passages: Sequence[PassageFields]) -> bytes:
    """All hits, not only those of the page."""
    rows: list[list[Value]] = [
        [
            passage["title"],
            passage["year"],
            passage["region"],
            words.say(f"kind.{passage['kind']}"),
            " › ".join(passage["section"]),
            passage["text"],
            passage["source"],
            passage["start"],
            passage["end"],
        ]
        for passage in passages
    ]
    return as_csv([words.say(f"search.column.{column}") for column in COLUMNS], rows)
