"""The box that finds an entity by any of its names, for every page that shows one.

What is chosen goes into the address (?id=…), so that the page can be linked to; the box is empty again afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.records import EntityType
from ui.app.workspace import Workspace
from ui.web.language import Language
from ui.web.session import recall

MOST = 2000  # names offered while typing; any other, or a piece of it, can be typed in


def find_entity(
    workspace: Workspace,
    words: Language,
    *,
    key: str,
    parameter: str = "id",
    types: Sequence[EntityType] = (),
    label: str | None = None,
) -> None:
    """Draws the box; when a name is chosen, the address' parameter holds the entity's identifier or what was typed."""
    offered = recall(workspace, ("offered", *types), lambda: _offered(workspace, types))

    def choose() -> None:
        chosen = st.session_state.get(key)
        if chosen:
            st.query_params[parameter] = offered.get(chosen, chosen)
            st.session_state[key] = None

    st.selectbox(
        label or words.say("find.label"),
        list(offered),
        index=None,
        key=key,
        on_change=choose,
        placeholder=words.say("find.placeholder"),
        label_visibility="visible" if label else "collapsed",
        # only what is not offered has to be typed in full
        accept_new_options=len(offered) == MOST,
        filter_mode="contains",
    )


def _offered(workspace: Workspace, types: Sequence[EntityType]) -> dict[str, str]:
    """Name → identifier: main names first, most mentioned first, then the other names."""
    counts = [
        entity for kind in (types or tuple(EntityType)) for entity in workspace.list(kind, limit=MOST)["entities"]
    ]
    counts.sort(key=lambda entity: (-entity["mentions"], entity["id"]))
    names: dict[str, str] = {}
    for entity in counts:
        names.setdefault(entity["name"], entity["id"])
    for entity in counts:
        for alias in entity["aliases"]:
            names.setdefault(alias, entity["id"])
    return dict(list(names.items())[:MOST])
