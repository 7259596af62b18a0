"""HTML onto the page."""

from __future__ import annotations

import streamlit as st


def draw_html(body: str) -> None:
    """Draws HTML whose every text has been escaped; nothing for an empty text, which Streamlit refuses."""
    if body:
        st.html(body)
