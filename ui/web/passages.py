"""The passages that mention a thing, document by document, with the names marked."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.app.fields import MentionsFields, NamingPassageFields, NamingPassagesFields, WhereFields
from ui.web import put_right
from ui.web.choices import pager
from ui.web.language import Language
from ui.web.markup import as_label
from ui.web.page import draw_html
from ui.web.pieces import card, quote

PAGE = 40  # passages on one page
UNFOLDED = 6  # of them stand open


def in_time(document: NamingPassagesFields) -> tuple[int, str]:
    """The order in which documents are listed."""
    return document["year"] or 0, document["document_id"]


def draw_page(words: Language, found: MentionsFields, page: int) -> None:
    """One page of them on the page of their thing. page: from 1."""
    every = [(document, one) for document in sorted(found["documents"], key=in_time) for one in document["passages"]]
    pages = max(1, -(-len(every) // PAGE))
    page = min(max(page, 1), pages)
    draw_passages(words, every[(page - 1) * PAGE : page * PAGE])
    draw_html(pager(words, "thing", page, pages))


def draw_passages(words: Language, shown: Sequence[tuple[NamingPassagesFields, NamingPassageFields]]) -> None:
    """Passages with their documents, whose own stand together; the first ones are open."""
    by_document: dict[str, tuple[NamingPassagesFields, list[str]]] = {}
    for document, passage in shown:
        by_document.setdefault(document["document_id"], (document, []))[1].append(_card(words, document, passage))
    drawn = 0
    for document, cards in by_document.values():
        drawn += len(cards)
        mark = f" ({document['mark']})" if document["mark"] else ""
        label = f"{document['title']}({document['count']}){mark}"
        with st.expander(as_label(label), expanded=drawn <= UNFOLDED):
            draw_html(f"<div class='cards one'>{''.join(cards)}</div>")


def _card(words: Language, document: NamingPassagesFields, passage: NamingPassageFields) -> str:
    spans = [(m["start"] - passage["start"], m["end"] - passage["start"]) for m in passage["mentions"]]
    first = passage["mentions"][0]
    place: WhereFields = {
        "document_id": document["document_id"], "start": first["start"], "end": first["end"],
        "title": "", "source": "", "section": passage["section"],
        "standing": document["standing"], "superseded_by": document["superseded_by"], "mark": document["mark"],
    }  # fmt: skip
    beside = put_right.mention(words, document["document_id"], first["start"], first["end"], first["surface"])
    return card(words, place, quote(passage["text"], spans, below=beside))
