"""Every passage that mentions a thing, document by document, with the names marked."""

from __future__ import annotations

import streamlit as st

from ui.app.fields import MentionsFields, NamingPassageFields, NamingPassagesFields, WhereFields
from ui.web.language import Language
from ui.web.links import anchor
from ui.web.markup import as_label, plain
from ui.web.page import draw_html
from ui.web.pieces import card, quote

PAGE = 40  # passages on one page
UNFOLDED = 6  # of them stand open


def in_time(document: NamingPassagesFields) -> tuple[int, str]:
    """The order in which documents are listed."""
    return document["year"] or 0, document["document_id"]


def draw_passages(words: Language, found: MentionsFields, page: int, address: dict[str, str]) -> None:
    """One page of them. page: from 1; address: of the thing's page without the number."""
    every = [(document, one) for document in sorted(found["documents"], key=in_time) for one in document["passages"]]
    pages = max(1, -(-len(every) // PAGE))
    page = min(max(page, 1), pages)
    shown = every[(page - 1) * PAGE : page * PAGE]
    by_document: dict[str, tuple[NamingPassagesFields, list[NamingPassageFields]]] = {}
    for document, passage in shown:
        by_document.setdefault(document["document_id"], (document, []))[1].append(passage)
    drawn = 0
    for document, passages in by_document.values():
        mark = f" ({document['mark']})" if document["mark"] else ""
        label = f"{document['title']}({document['count']}){mark}"
        with st.expander(as_label(label), expanded=drawn < UNFOLDED):
            cards = "".join(_card(words, document, passage) for passage in passages)
            draw_html(f"<div class='cards one'>{cards}</div>")
        drawn += len(passages)
    if pages > 1:
        draw_html(pager(words, page, pages, address))


def _card(words: Language, document: NamingPassagesFields, passage: NamingPassageFields) -> str:
    spans = [(m["start"] - passage["start"], m["end"] - passage["start"]) for m in passage["mentions"]]
    first = passage["mentions"][0]
    place: WhereFields = {
        "document_id": document["document_id"], "start": first["start"], "end": first["end"],
        "title": "", "source": "", "section": passage["section"],
        "standing": document["standing"], "superseded_by": document["superseded_by"], "mark": document["mark"],
    }  # fmt: skip
    return card(words, place, quote(passage["text"], spans))


def pager(words: Language, page: int, pages: int, address: dict[str, str]) -> str:
    """The way to the page before and the next one; address: of a thing's page without the number."""
    ways = [(page - 1, words.say("thing.page.before")), (page + 1, words.say("thing.page.next"))]
    links = "".join(
        anchor("thing", {**address, "page": number}, plain(said), kind="way")
        for number, said in ways
        if 1 <= number <= pages
    )
    at = plain(words.say("thing.page", page=page, pages=pages))
    return f"<nav class='ways'><span class='quiet'>{at}</span>{links}</nav>"
