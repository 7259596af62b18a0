"""Ways to collect what a page shows: a button at an answer or a list of figures, a link at a quote.

What is collected goes into the collection that this visit looked at last. A link collects by a word in the address
(“keep”) that only this visit knows, so that following somebody else's link collects nothing; it is taken out at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from ui.app.clippings import ClippingFields
from ui.app.workspace import Workspace
from ui.web.language import Language
from ui.web.links import Values, anchor
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.session import here

_KEPT = re.compile(r"(?P<visit>[0-9a-f]+)\.(?P<start>\d+)-(?P<end>\d+)\.(?P<source>.+)", re.DOTALL)


def collection(words: Language) -> str:
    """Where this visit collects to."""
    chosen: str = st.session_state.get("collection") or words.say("notebook.first")
    return chosen


def offer(
    workspace: Workspace, words: Language, key: str, clip: Callable[[], ClippingFields], *, label: str = ""
) -> None:
    """A button that collects; says so once it has."""
    if workspace.read_only:
        return
    if st.button(
        label or words.say("notebook.keep"), key=f"keep {key}", type="tertiary", icon=":material/bookmark_add:"
    ):
        name = collection(words)
        is_new = workspace.notebook.add(name, clip()) is not None
        _tell(words, name, is_new=is_new)


def link(workspace: Workspace, words: Language, page: str, address: Values, place: tuple[str, int, int]) -> str:
    """A link at a quote as HTML; "" where nothing is written. place: source, start and end."""
    if workspace.read_only:
        return ""
    source, start, end = place
    keep = f"{here().visit}.{start}-{end}.{source}"
    return anchor(page, {**address, "keep": keep}, plain(words.say("notebook.keep.quote")), kind="keep")


def take(workspace: Workspace, words: Language) -> None:
    """Collects the quote that a link of this visit names."""
    asked = st.query_params.get("keep")
    if asked is None:
        return
    del st.query_params["keep"]
    found = _KEPT.fullmatch(asked)
    if found is None or found["visit"] != here().visit or workspace.read_only:
        return
    clipping = workspace.clip_quote(found["source"], int(found["start"]), int(found["end"]))
    name = collection(words)
    _tell(words, name, is_new=workspace.notebook.add(name, clipping) is not None)


def _tell(words: Language, name: str, *, is_new: bool) -> None:
    said = plain(words.say("notebook.kept" if is_new else "notebook.kept.already", name=name))
    way = anchor("notebook", {"collection": name}, plain(words.say("notebook.open")))
    draw_html(f"<p class='decided' role='status'>{said} {way}</p>")
