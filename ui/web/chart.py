"""A chart in the page, with the buttons that give it away as a picture (chart.js)."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.web.language import Language

_HTML = (
    "<div class='chart'><div class='picture'></div>"
    "<p><button type='button'></button> <button type='button'></button></p></div>"
)
_CSS = """
.picture { overflow-x: auto; }
.picture svg { display: block; width: 100%; min-width: 640px; height: auto; }
.point:hover circle:first-of-type, .point:focus-visible circle:first-of-type { stroke: #0b5cad; stroke-width: 2; }
.point:focus-visible { outline: none; }
.point { cursor: pointer; }
.point:hover text { text-decoration: underline; }
p { margin: .3rem 0 0; display: flex; gap: .5rem; flex-wrap: wrap; }
button { font: inherit; font-size: .9rem; padding: .3rem .9rem; border: 1px solid #c4ccd4; border-radius: .5rem;
  background: #fff; color: #1f2933; cursor: pointer; }
button:hover { border-color: #0b5cad; color: #0b5cad; }
button:focus-visible { outline: 3px solid #0b5cad; outline-offset: 2px; }
"""
_component = st.components.v2.component(
    "mailuo_chart",
    html=_HTML,
    css=_CSS,
    js=(Path(__file__).parent / "chart.js").read_text(encoding="utf-8"),
)


def draw(words: Language, svg: str, *, file: str, key: str) -> None:
    """svg: of `ui.app.charting`; file: what the picture is called when it is taken along."""
    said = {"png": words.say("download.png"), "svg": words.say("download.svg")}
    _component(key=key, data={"svg": svg, "file": file, "words": said})
