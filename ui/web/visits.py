"""When this browser was here before: kept in the browser alone, as nobody has a name here.

The first page of a visit takes over the time of the visit before; it is said to the pages once they ask.
"""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")

_visits = st.components.v2.component(
    "mailuo_visits", js=(Path(__file__).parent / "visits.js").read_text(encoding="utf-8")
)


def last_visit() -> str | None:
    """The time of the visit before, ISO in UTC; None in the first visit, and until the browser has said so."""
    said = _visits(key="visits", default={"before": None}, on_before_change=lambda: None)
    before = said.get("before")
    return before if isinstance(before, str) and TIME.fullmatch(before) else None
