"""Facets as HTML: what a search or a question can be narrowed by, each choice a link, all of it in the address.

In: facets with their counts, the address they stand in. Out: a column of lists beside hits, or a row of menus above an
answer; HTML whose every text is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.records import EntityType
from ui.app.facets import NAMES, Filters
from ui.app.fields import FacetFields, ValueFields
from ui.web.language import Language
from ui.web.links import Values, anchor
from ui.web.markup import plain
from ui.web.pieces import shortened
from ui.web.session import asked, asked_number

FEW = 8  # values of a list before the rest is folded
LONGEST = 40  # characters of a value


def filters_asked() -> Filters:
    """What the address says is chosen; what is no type of thing counts as not there."""
    kind = asked("type")
    return Filters(
        year=asked_number("year"),
        region=asked("region"),
        kind=asked("kind"),
        document=asked("document"),
        type=EntityType(kind) if kind in list(EntityType) else None,
    )


def address_of(*names: str) -> dict[str, str | list[str]]:
    """What stands in the address under these names and the facets'."""
    return {name: st.query_params.get_all(name) for name in (*names, *NAMES) if name in st.query_params}


def column(words: Language, page: str, here: Values, facets: Sequence[FacetFields]) -> str:
    """Lists beside hits; on a narrow screen folded. What is chosen stands first, with the way to take it away."""
    lists = "".join(_list(words, page, here, facet) for facet in facets)
    title = plain(words.say("facets.title"))
    chosen = [
        label_of(words, facet["name"], value)
        for facet in facets
        for value in facet["values"]
        if value["value"] == facet["chosen"]
    ]
    summary = plain(" · ".join([words.say("facets.title"), *chosen]))
    return (
        f"<nav class='facets beside' aria-label='{title}'>{lists}</nav>"
        f"<details class='facets folded'><summary>{summary}</summary>{lists}</details>"
    )


def row(words: Language, page: str, here: Values, facets: Sequence[FacetFields]) -> str:
    """Menus above an answer."""
    menus = "".join(_menu(words, page, here, facet) for facet in facets)
    return f"<ul class='asked-parts facet-row' aria-label='{plain(words.say('facets.title'))}'>{menus}</ul>"


def label_of(words: Language, name: str, value: ValueFields) -> str:
    """The value in the reader's language."""
    return words.say(f"{name}.{value['value']}") if name in ("kind", "type") else value["label"]


def _list(words: Language, page: str, here: Values, facet: FacetFields) -> str:
    rows = [_choice(words, page, here, facet, value) for value in _chosen_first(facet)]
    rest = rows[FEW:]
    folded = ""
    if rest:
        more = plain(words.say("ask.items.rest", count=len(rest)))
        folded = f"<details class='more'><summary>{more}</summary><ul>{''.join(rest)}</ul></details>"
    title = plain(words.say(f"facets.{facet['name']}"))
    return f"<section class='facet'><h2 class='heading'>{title}</h2><ul>{''.join(rows[:FEW])}</ul>{folded}</section>"


def _chosen_first(facet: FacetFields) -> list[ValueFields]:
    return sorted(facet["values"], key=lambda value: value["value"] != facet["chosen"])


def _choice(words: Language, page: str, here: Values, facet: FacetFields, value: ValueFields) -> str:
    """A value with its count; the chosen one takes itself away."""
    label = label_of(words, facet["name"], value)
    is_chosen = value["value"] == facet["chosen"]
    sign = "<span aria-hidden='true'>× </span>" if is_chosen else ""
    inner = (
        f"<span class='cut'>{sign}{plain(shortened(label, LONGEST))}</span><span class='quiet'>{value['count']}</span>"
    )
    to = {**here, facet["name"]: None if is_chosen else value["value"]}
    said = words.say("facets.without", name=label) if is_chosen else label
    current = " aria-current='true'" if is_chosen else ""
    return f"<li{current}>{anchor(page, to, inner, title=said)}</li>"


def _menu(words: Language, page: str, here: Values, facet: FacetFields) -> str:
    title = plain(words.say(f"facets.{facet['name']}"))
    chosen = next((value for value in facet["values"] if value["value"] == facet["chosen"]), None)
    said = label_of(words, facet["name"], chosen) if chosen else facet["chosen"] or words.say("facets.all")
    listed = "".join(_choice(words, page, here, facet, value) for value in _chosen_first(facet))
    off = ""
    if facet["chosen"] is not None:
        label = words.say("facets.without", name=said)
        inner = f"<span aria-hidden='true'>×</span><span class='unseen'>{plain(label)}</span>"
        off = anchor(page, {**here, facet["name"]: None}, inner, kind="off", title=label)
    summary = f"<summary><span class='said-part'>{plain(shortened(said, LONGEST))}</span></summary>"
    menu = f"<details class='change'>{summary}<ul>{listed}</ul></details>"
    return f"<li><span class='quiet'>{title}</span>{menu}{off}</li>"
