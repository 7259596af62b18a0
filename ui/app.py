"""The web pages: one workspace, cached by generation, and a view for each page.

Started by ``mailuo ui``, which passes Streamlit's options (no telemetry, theme, port).
"""

from __future__ import annotations

import streamlit as st

from ui.language import Language
from ui.session import language, open_workspace, style
from ui.views import ask, documents


def main() -> None:
    """Draws the page the address asks for."""
    words: Language = language()
    st.set_page_config(page_title=words.say("app.name"), page_icon=":material/account_tree:", layout="wide")
    style()
    workspace = open_workspace()
    pages = [
        st.Page(
            lambda: ask.draw(workspace, words), title=words.say("pages.ask"), url_path="ask", icon=":material/search:",
            default=True,
        ),
        st.Page(
            lambda: documents.draw(workspace, words), title=words.say("pages.documents"), url_path="documents",
            icon=":material/description:",
        ),
    ]
    st.navigation(pages, position="top").run()


main()
