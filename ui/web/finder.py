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

MOST = 300  # names offered at once; of others a piece is typed, and those that hold it are offered


def find_entity(
    workspace: Workspace,
    words: Language,
    *,
    key: str,
    parameter: str = "id",
    types: Sequence[EntityType] = (),
    label: str | None = None,
) -> None:
    """Draws the box; when a name is chosen, the address' parameter holds the entity's identifier or what was typed.

    What is typed and no name offered narrows the box to the names that hold it, where several do.
    """
    narrowed = f"{key} narrowed"
    piece = st.session_state.get(narrowed, "")
    offered = recall(workspace, ("offered", piece, *types), lambda: _offered(workspace, piece, types))

    def choose() -> None:
        chosen = st.session_state.get(key)
        if not chosen:
            return
        st.session_state[key] = None
        known = offered if chosen in offered else _offered(workspace, chosen, types)
        if chosen not in known and len(known) > 1:
            st.session_state[narrowed] = chosen
            return
        st.session_state.pop(narrowed, None)
        only = next(iter(known.values())) if len(known) == 1 else chosen
        # what several bear by one name is for the page to tell
        st.query_params[parameter] = offered.get(chosen, chosen if chosen in known else only)

    st.selectbox(
        label or words.say("find.label"),
        list(offered),
        index=None,
        key=key,
        on_change=choose,
        placeholder=words.say("find.narrowed", text=piece) if piece else words.say("find.placeholder"),
        label_visibility="visible" if label else "collapsed",
        # only what is not offered has to be typed in full
        accept_new_options=bool(piece) or len(offered) == MOST,
        filter_mode="contains",
    )


def _offered(workspace: Workspace, piece: str, types: Sequence[EntityType]) -> dict[str, str]:
    """Name → identifier; best first."""
    names: dict[str, str] = {}
    for known in workspace.names(piece, types=types, limit=MOST):
        names.setdefault(known["name"], known["id"])
    return names
