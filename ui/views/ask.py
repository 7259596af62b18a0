"""问答: a question, its answer, and the quotes it rests on in their context."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui.language import Language
from ui.markup import marked, plain
from ui.workspace import Workspace

EXAMPLES = (
    "怀化国际陆港2023年全年计划开行国际班列多少列?",
    "惠科显示模组生产线哪个部门牵头?",
    "怀化粮食播种面积目标:2023年、2026年各是多少?",
)
CONTEXT = 80  # characters of the document shown before and after a quote


def draw(workspace: Workspace, words: Language) -> None:
    """The question box; below it the answer to the question in the address or the box."""
    st.title(words.say("ask.title"))
    question = st.text_input(
        words.say("ask.title"),
        value=st.query_params.get("q", ""),
        placeholder=words.say("ask.placeholder"),
        label_visibility="collapsed",
        key="question",
    )
    if not question.strip():
        st.caption(words.say("ask.examples"))
        for example in EXAMPLES:
            st.page_link("ask", label=example, query_params={"q": example})
        return
    st.query_params["q"] = question
    with st.spinner(words.say("ask.working")):
        reply = workspace.ask(question)
        found = workspace.search(question, top=5)
    draw_reply(workspace, words, reply)
    st.subheader(words.say("ask.passages"))
    for passage in found["passages"]:
        with st.expander(f"{passage['title']} · {' › '.join(passage['section'])}"):
            st.html(f"<div class='quote'>{plain(passage['text'])}</div>")


def draw_reply(workspace: Workspace, words: Language, reply: dict[str, Any]) -> None:
    """The answer with its citations, or the plain word that there is none."""
    if reply["answer"] is None:
        st.info(f"{words.say('ask.none')} {words.say('ask.none_hint')}", icon=":material/search_off:")
        return
    st.subheader(words.say("ask.answer"))
    st.html(f"<div class='answer'>{plain(reply['answer'])}</div>")
    if reply["entities"]:
        chips = "".join(f"<span class='chip'>{plain(entity['name'])}</span>" for entity in reply["entities"])
        st.html(f"<div class='where'>{plain(words.say('ask.entities'))}: {chips}</div>")
    st.subheader(words.say("ask.citations"))
    for citation in reply["citations"]:
        draw_citation(workspace, words, citation)


def draw_citation(workspace: Workspace, words: Language, citation: dict[str, Any]) -> None:
    """One quote, marked in the text around it, with the way into the document."""
    text = workspace.text_of(citation["source"])
    start, end = citation["start"], citation["end"]
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    with st.container(border=True):
        where = " › ".join((citation["title"], *citation["section"]))
        quote = marked(text[first:last], [(start - first, end - first)])
        st.html(f"<div class='where'>{plain(where)}</div><div class='quote'>…{quote}…</div>")
        st.page_link(
            "documents",
            label=words.say("ask.open"),
            icon=":material/open_in_new:",
            query_params={"document": citation["document_id"], "start": str(start), "end": str(end)},
        )
