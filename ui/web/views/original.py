"""The original beside the text: the page that a place stands on, as a picture, with the place marked on it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

import streamlit as st

from ingest.sources.page_pictures import DRAWN
from ui.app.fields import CountedDocumentFields, SpotFields
from ui.app.workspace import Workspace
from ui.web.language import Language
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.session import recall


def has_original(workspace: Workspace, source: str) -> bool:
    """Whether the source's file has pages that can be shown."""
    shown = recall(workspace, ("original", source), lambda: workspace.original(source))
    return shown is not None and shown[1] in DRAWN


def draw(workspace: Workspace, words: Language, document: CountedDocumentFields, focus: tuple[int, int] | None) -> None:
    """The page of the place in focus, or the document's first, with a way to turn the pages."""
    source = document["source"]
    start, end = focus or (document["start"], document["end"])
    places = [place for place in workspace.places(source, start, end) if place["page"] is not None]
    last = recall(workspace, ("last page", document["document_id"]), lambda: _last_page(workspace, document))
    first = (places[0]["page"] if places else None) or 1
    key = f"page {source} {start}"
    page = st.number_input(words.say("original.turn"), 1, max(last, first), first, key=key)
    picture = recall(workspace, ("page picture", source, page), lambda: workspace.page_picture(source, page))
    if picture is None:
        draw_html(f"<p class='quiet'>{plain(words.say('original.gone'))}</p>")
        return
    marked = [place for place in places if place["page"] == page] if focus else []
    draw_html(_page(words, picture, page, marked))


def _last_page(workspace: Workspace, document: CountedDocumentFields) -> int:
    places = workspace.places(document["source"], 0, document["end"])
    return max((place["page"] or 1 for place in places), default=1)


def _page(words: Language, picture: bytes, page: int, places: Sequence[SpotFields]) -> str:
    boxes = "".join(
        f"<span class='spot' style='left:{100 * left:.2f}%;top:{100 * top:.2f}%;width:{100 * (right - left):.2f}%;"
        f"height:{100 * (bottom - top):.2f}%'></span>"
        for place in places
        for left, top, right, bottom in place["boxes"]
    )
    shown = b64encode(picture).decode("ascii")
    alt = plain(words.say("original.alt", page=page))
    return f"<figure class='original'><img src='data:image/png;base64,{shown}' alt='{alt}'>{boxes}</figure>"
