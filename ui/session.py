"""What every page shares: the open workspace, the language, the look.

The workspace is opened once a process and moves by itself to a new generation; what a view caches is keyed by
`workspace.generation`.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from graph.errors import MailuoError
from ui.language import LANGUAGES, Language
from ui.settings import Settings
from ui.workspace import Workspace


@st.cache_resource(show_spinner=False)
def _workspace() -> Workspace:
    return Workspace.open(Settings.read())


def open_workspace() -> Workspace | None:
    """The workspace, or None with the reason on the page when there is no knowledge base or it cannot be opened."""
    try:
        return _workspace()
    except MailuoError as error:
        st.warning(str(error), icon=":material/info:")
        return None


def language() -> Language:
    """The language of this visit: chosen in the address (?lang=en), kept in the session."""
    asked = st.query_params.get("lang")
    if asked in LANGUAGES:
        st.session_state["language"] = asked
    return Language(st.session_state.get("language", LANGUAGES[0]))


def style() -> None:
    """The style sheet of all pages."""
    st.html(Path(__file__).parent / "style.css")
