"""文档: what is in the knowledge base, and a reader that opens a document at a place."""

from __future__ import annotations

import streamlit as st

from ui.language import Language
from ui.markup import marked
from ui.workspace import Workspace

READ_AT_ONCE = 6000  # characters of a document on the page at a time


def draw(workspace: Workspace, words: Language) -> None:
    """The list of documents; below it the one chosen in the address or the list."""
    st.title(words.say("documents.title"))
    documents = workspace.documents()
    st.caption(words.say("documents.count", count=len(documents)))
    columns = ("title", "kind", "region", "year", "source", "passages")
    st.dataframe(
        [{words.say(f"documents.column.{name}"): document[name] for name in columns} for document in documents],
        hide_index=True,
        width="stretch",
    )
    titles = {document["id"]: document["title"] for document in documents}
    asked = st.query_params.get("document")
    chosen = st.selectbox(
        words.say("documents.pick"),
        list(titles),
        index=list(titles).index(asked) if asked in titles else None,
        format_func=titles.__getitem__,
    )
    if chosen:
        st.query_params["document"] = chosen
        draw_reader(workspace, words, next(document for document in documents if document["id"] == chosen))


def draw_reader(workspace: Workspace, words: Language, document: dict[str, object]) -> None:
    """The headings at the left, the text at the right, with the place in the address marked."""
    first, last = int(str(document["start"])), int(str(document["end"]))
    start, end = (int(st.query_params.get(name, first)) for name in ("start", "end"))
    outline, reader = st.columns([1, 3])
    with outline:
        st.subheader(words.say("documents.outline"))
        for section in workspace.outline(str(document["id"])):
            if section["depth"] <= 2:
                st.page_link(
                    "documents",
                    label=section["heading"],
                    query_params={"document": str(document["id"]), "start": str(section["start"])},
                )
    with reader:
        text = workspace.text_of(str(document["source"]))
        begin = max(first, start - READ_AT_ONCE // 4)
        shown = text[begin : min(last, begin + READ_AT_ONCE)]
        spans = [(start - begin, end - begin)] if end > start > first else []
        st.html(f"<div class='quote'>{marked(shown, spans)}</div>")
