"""问答: a question, its answer in the form of its kind, how it was read, and the quotes the answer rests on.

The question stands in the address, with those it goes on from; what was asked on this visit stands beside the answer.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.app.clippings import ClippingFields
from ui.app.facets import NOTHING_CHOSEN
from ui.app.fields import AskFields, PartFields, PassageFields
from ui.app.layout import lay_out
from ui.app.marks import Word
from ui.app.reasons import shared_words
from ui.app.reports import Entry, Labels, as_word
from ui.app.workspace import Workspace
from ui.web.collecting import offer, take
from ui.web.examples import draw_examples
from ui.web.facets import address_of, filters_asked, row
from ui.web.history import Question, history, remember
from ui.web.language import Language
from ui.web.links import address, anchor
from ui.web.markup import plain
from ui.web.noting import note_once, noted_file
from ui.web.page import draw_html
from ui.web.pieces import card, chips, heading, quote
from ui.web.replies import answer, carried, columns_of, nothing_said, parts
from ui.web.session import asked, recall, warm_up
from ui.web.sources import sources, ways

PASSAGES = 6
LONGEST = 500  # characters of a question
WORD_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BESIDE = [3.4, 1]  # the answer, and what was asked on this visit


def draw(workspace: Workspace, words: Language) -> None:
    """The question box; below it the answer to the question in the address or the box."""
    draw_html(f"<h1 class='title'>{plain(words.say('ask.title'))}</h1>")
    question = _draw_box(words)
    filters = filters_asked().of_documents
    facets = recall(workspace, ("facets", filters), lambda: workspace.document_facets(filters))
    draw_html(row(words, "ask", address_of("q", "after"), facets))
    if question is None:
        warm_up(workspace)
        draw_examples(workspace, words)
        draw_html(history(words, None))
        return
    after = tuple(st.query_params.get_all("after"))
    draw_html(_after(words, after))
    take(workspace, words)
    with st.spinner(words.say("ask.working")):
        # one thread loads the model, whoever asks first
        warm_up(workspace).join()
        reply = recall(
            workspace, ("ask", question, after, filters), lambda: workspace.ask(question, after=after, filters=filters)
        )
    filtered = {"filters": str(filters)} if filters != NOTHING_CHOSEN else {}
    note_once("ask", {"question": question, "after": after, **filtered}, _documents_of(reply))
    here: Question = (question, after)
    remember(here, address_of("q", "after"), reply)
    left, right = st.columns(BESIDE, gap="medium")
    with right:
        draw_html(history(words, here))
    with left:
        draw_reply(workspace, words, reply)


def _documents_of(reply: AskFields) -> list[str]:
    return [one["document_id"] for one in (*reply["citations"], *reply["passages"])]


def _draw_box(words: Language) -> str | None:
    """The question of the address; what is typed into the box goes there."""
    current = asked("q")
    # the address leads: it changes by links and by going back as well
    if st.session_state.get("asked before") != current:
        st.session_state["asked before"] = current
        st.session_state["question"] = current or ""

    def take() -> None:
        typed = " ".join(st.session_state["question"].split())
        st.session_state["asked before"] = typed or None
        _go(typed, ())

    st.text_input(
        words.say("ask.title"),
        placeholder=words.say("ask.placeholder"),
        label_visibility="collapsed",
        key="question",
        on_change=take,
        icon=":material/search:",
        max_chars=LONGEST,
    )
    return asked("q")


def _go(question: str, after: Sequence[str]) -> None:
    """The question into the address, with those before it."""
    for name, value in (("q", question), ("after", list(after) if question else [])):
        if value:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]
    for name in ("more", "carry"):
        if name in st.query_params:
            del st.query_params[name]


def _after(words: Language, after: Sequence[str]) -> str:
    """What the question goes on from, and the way to begin anew."""
    if not after:
        return ""
    before = plain(words.say("ask.after", question=" → ".join(after)))
    return f"<p class='after quiet'>{before} {anchor('ask', {}, plain(words.say('ask.new')))}</p>"


# -------------------------------------------------------------------------------------------------------------- reply


def draw_reply(workspace: Workspace, words: Language, reply: AskFields) -> None:
    """The answer, how the question was read, and the sources, folded; or the word that there is none."""
    said = reply["answer"] is not None
    draw_html(f"<p class='on-paper'>{plain(' → '.join(reply['read_as']['whole']))}</p>")
    draw_html(answer(words, reply, lay_out(reply)) if said else nothing_said(words, reply))
    _draw_ways(workspace, words, reply)
    whole = reply["read_as"]["whole"]
    draw_html(parts(words, reply, _parts(workspace, whole[0]) if len(whole) == 1 else ()))
    if not said and reply["passages"]:
        note = words.say("ask.nearest.note")
        draw_html(_passages(words, whole[-1], reply["passages"], heading(words.say("ask.nearest"), note)))
    _draw_follow(workspace, words, reply)
    if not said:
        return
    draw_html(sources(workspace, words, reply))
    listed = {item.get("entity_id") for item in reply["items"] or ()}
    if beside := [entity for entity in reply["entities"] if entity["id"] not in listed]:
        draw_html(heading(words.say("ask.entities")) + chips(words, beside))
    _draw_more(workspace, words, reply)


def _parts(workspace: Workspace, question: str) -> Sequence[PartFields]:
    return recall(workspace, ("parts", question), lambda: workspace.parts(question))


def _draw_ways(workspace: Workspace, words: Language, reply: AskFields) -> None:
    """What can be done with the answer: taken along, and said to be useful or wrong."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="ways"):
        if reply["answer"] is not None:
            st.html(ways(workspace, words, reply), width="content")
            st.download_button(
                words.say("ask.word"),
                noted_file("answer.docx", lambda: _word_file(workspace, words, reply)),
                f"{words.say('ask.word.name')}.docx",
                WORD_FILE,
                key="answer word",
                on_click="ignore",
                type="tertiary",
                icon=":material/description:",
            )
            offer(workspace, words, "answer", lambda: _clipping(workspace, words, reply))
        _draw_marks(workspace, words, reply)


def _clipping(workspace: Workspace, words: Language, reply: AskFields) -> ClippingFields:
    headers = [words.say(f"ask.table.{column}") for column in columns_of(reply, lay_out(reply))]
    return workspace.clip(reply, headers, address("ask", address_of("q", "after")))


def _word_file(workspace: Workspace, words: Language, reply: AskFields) -> bytes:
    clipping = _clipping(workspace, words, reply)
    return as_word(clipping["title"], [Entry(clipping)], Labels(words.say("ask.sources.plain")))


def _draw_marks(workspace: Workspace, words: Language, reply: AskFields) -> None:
    if workspace.read_only:
        return
    marks: dict[tuple[str, ...], Word] = st.session_state.setdefault("marks", {})
    question = tuple(reply["read_as"]["whole"])
    for word, icon in ((Word.USEFUL, ":material/thumb_up:"), (Word.WRONG, ":material/thumb_down:")):
        given = marks.get(question) is word
        label = words.say(f"ask.mark.{word}.given" if given else f"ask.mark.{word}")
        if st.button(label, key=f"mark {word}", type="tertiary", icon=icon, disabled=given):
            workspace.mark(reply, word)
            marks[question] = word
            st.rerun()


def _draw_follow(workspace: Workspace, words: Language, reply: AskFields) -> None:
    """The box below an answer: what is typed there goes on from the question, or from what is left of it."""
    whole = reply["read_as"]["whole"]
    kept = asked("carry") if len(whole) == 1 else None
    before = [kept] if kept else whole

    def take() -> None:
        typed = " ".join(st.session_state["follow"].split())
        st.session_state["follow"] = ""
        if typed:
            _go(typed, before)

    with st.container(key="follow-on"):
        st.text_input(
            words.say("ask.follow"),
            placeholder=words.say("ask.follow.placeholder"),
            label_visibility="collapsed",
            key="follow",
            on_change=take,
            icon=":material/subdirectory_arrow_right:",
            max_chars=LONGEST,
        )
        if len(whole) == 1:
            parts_left = _parts(workspace, before[0])
            draw_html(carried(words, parts_left, address_of("q", "after"), is_less=kept is not None))


def _draw_more(workspace: Workspace, words: Language, reply: AskFields) -> None:
    """Passages beside the answer, looked for only when they are wanted."""
    text = reply["read_as"]["whole"][-1]
    if asked("more") is None:
        here = {**address_of("q", "after"), "more": "1"}
        draw_html(f"<p class='more-passages'>{anchor('ask', here, plain(words.say('ask.more_passages')))}</p>")
        return
    found = recall(workspace, ("search", text), lambda: workspace.search(text, top=PASSAGES))
    above = heading(words.say("ask.passages"), words.say("ask.passages.note"))
    draw_html(_passages(words, text, found["passages"], above))


def _passages(words: Language, question: str, passages: Sequence[PassageFields], above: str) -> str:
    cards = []
    for passage in passages:
        spans, shared = shared_words(question, passage["text"])
        why = words.say("ask.shared", words="、".join(shared)) if shared else words.say("ask.alike")
        inner = f"{quote(passage['text'], spans)}<p class='why'>{plain(why)}</p>"
        cards.append(card(words, passage, inner))
    return f"{above}<div class='cards found'>{''.join(cards)}</div>" if cards else ""
