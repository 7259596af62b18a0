"""问答: a question, its answer, and the quotes it rests on in their context."""

from __future__ import annotations

import streamlit as st

from ui.app.fields import AskFields, CitationFields, ItemFields, SearchFields
from ui.app.reasons import shared_words
from ui.app.workspace import Workspace
from ui.web.language import Language
from ui.web.links import anchor
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import card, chips, heading, quote, quote_in_context
from ui.web.session import asked, recall, warm_up

EXAMPLES = (
    "怀化国际陆港2023年全年计划开行国际班列多少列？",
    "惠科显示模组生产线哪个部门牵头？",
    "怀化粮食播种面积目标：2023年、2026年各是多少？",
    "怀化高新区的主导产业是什么？",
    "2022年邵阳市地区生产总值增长目标是多少？",
)
PASSAGES = 6
REMEMBERED = 12  # questions of this visit


def draw(workspace: Workspace, words: Language) -> None:
    """The question box; below it the answer to the question in the address or the box."""
    draw_html(f"<h2 class='title'>{plain(words.say('ask.title'))}</h2>")
    question = _draw_box(words)
    if question is None:
        warm_up(workspace)
        draw_html(_examples(words))
        _draw_history(words, None)
        return
    with st.spinner(words.say("ask.working")):
        # one thread loads the model, whoever asks first
        warm_up(workspace).join()
        reply = recall(workspace, ("ask", question), lambda: workspace.ask(question))
        found = recall(workspace, ("search", question), lambda: workspace.search(question, top=PASSAGES))
    _remember(question, answered=reply["answer"] is not None)
    draw_reply(workspace, words, reply)
    _draw_passages(words, question, found)
    _draw_history(words, question)


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
        if typed:
            st.query_params["q"] = typed
        elif "q" in st.query_params:
            del st.query_params["q"]

    st.text_input(
        words.say("ask.title"),
        placeholder=words.say("ask.placeholder"),
        label_visibility="collapsed",
        key="question",
        on_change=take,
        icon=":material/search:",
        max_chars=500,
    )
    return asked("q")


def _examples(words: Language) -> str:
    links = "".join(f"<li>{anchor('ask', {'q': example}, plain(example))}</li>" for example in EXAMPLES)
    return f"<div class='examples'><p class='quiet'>{plain(words.say('ask.examples'))}</p><ul>{links}</ul></div>"


def draw_reply(workspace: Workspace, words: Language, reply: AskFields) -> None:
    """How the question was read, the answer, what it names, and the proof, folded; or the word that there is none."""
    draw_html(_read_as(words, reply))
    if reply["answer"] is None:
        draw_html(
            f"<div class='state none' role='status'><h3>{plain(words.say('ask.none'))}</h3>"
            f"<p>{plain(words.say('ask.none_hint'))}</p></div>"
        )
        return
    said = plain(reply["short"] or reply["answer"])
    draw_html(f"<div class='answer' role='status'>{said}{_items(reply)}</div>{_ways(workspace, words, reply)}")
    if reply["entities"]:
        draw_html(heading(words.say("ask.entities")) + chips(words, reply["entities"]))
    if reply["citations"]:
        cards = "".join(_citation(workspace, words, citation, n) for n, citation in enumerate(reply["citations"], 1))
        summary = words.say("ask.citations.count", count=len(reply["citations"]))
        opened = "" if reply["short"] else " open"
        draw_html(
            f"<details class='more proof'{opened}><summary>{plain(summary)}</summary>"
            f"<div class='cards'>{cards}</div></details>"
        )


def _read_as(words: Language, reply: AskFields) -> str:
    return f"<p class='read'><span class='quiet'>{plain(words.say('ask.read'))}</span> {plain(reply['read_as']['text'])}</p>"


def _items(reply: AskFields) -> str:
    """What the answer names, each leading into its entity's page, with the numbers of its quotes."""
    rows = "".join(f"<li>{_item(item)}</li>" for item in reply["items"] or ())
    return f"<ol class='items'>{rows}</ol>" if rows else ""


def _item(item: ItemFields) -> str:
    of = f"<span class='of'>{plain(item['of'])}</span> " if item.get("of") else ""
    name = plain(item["text"])
    name = anchor("graph", {"id": item["entity_id"]}, name) if item.get("entity_id") else name
    return f"{of}{name}{''.join(f'<sup>{number}</sup>' for number in item['citations'])}"


def _ways(workspace: Workspace, words: Language, reply: AskFields) -> str:
    """Buttons that copy the answer with its sources, and the page's address."""
    text = plain(workspace.with_sources(reply)).replace("<br>", "&#10;")
    buttons = (
        f"<button class='copy' data-copy='{text}' type='button'>{plain(words.say('ask.copy'))}</button>"
        f"<button class='copy' data-copy type='button'>{plain(words.say('copy'))}</button>"
    )
    return f"<div class='below'>{buttons}</div>"


def _citation(workspace: Workspace, words: Language, citation: CitationFields, number: int) -> str:
    text = workspace.text_of(citation["source"])
    return card(words, citation, quote_in_context(text, citation["start"], citation["end"]), tag=str(number))


def _draw_passages(words: Language, question: str, found: SearchFields) -> None:
    passages = found["passages"]
    if not passages:
        return
    draw_html(heading(words.say("ask.passages"), words.say("ask.passages.note")))
    cards = []
    for passage in passages:
        spans, shared = shared_words(question, passage["text"])
        why = words.say("ask.shared", words="、".join(shared)) if shared else words.say("ask.alike")
        inner = f"{quote(passage['text'], spans)}<p class='why'>{plain(why)}</p>"
        cards.append(card(words, passage, inner))
    draw_html(f"<div class='cards found'>{''.join(cards)}</div>")


# ----------------------------------------------------------------------------------------------------------- history


def _remember(question: str, *, answered: bool) -> None:
    history: dict[str, bool] = st.session_state.setdefault("history", {})
    history.pop(question, None)
    history[question] = answered
    for old in list(history)[:-REMEMBERED]:
        del history[old]


def _draw_history(words: Language, current: str | None) -> None:
    history: dict[str, bool] = st.session_state.get("history", {})
    before = [(question, answered) for question, answered in reversed(history.items()) if question != current]
    if not before:
        return
    none = f" <span class='quiet'>{plain(words.say('ask.none_short'))}</span>"
    links = "".join(
        f"<li>{anchor('ask', {'q': question}, plain(question))}{'' if answered else none}</li>"
        for question, answered in before
    )
    draw_html(f"{heading(words.say('ask.history'))}<ul class='history'>{links}</ul>")
