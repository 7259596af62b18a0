"""问答: a question, its answer, how it was read, and the quotes the answer rests on in their context."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.app.fields import AskFields, PassageFields
from ui.app.reasons import shared_words
from ui.app.workspace import Workspace
from ui.web.language import Language
from ui.web.links import anchor
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import card, chips, heading, quote
from ui.web.replies import answer, nothing_said, parts, proof, ways
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
LONGEST = 500  # characters of a question
Question = tuple[str, tuple[str, ...]]  # as typed, and the questions before it that it goes on from


def draw(workspace: Workspace, words: Language) -> None:
    """The question box; below it the answer to the question in the address or the box."""
    draw_html(f"<h2 class='title'>{plain(words.say('ask.title'))}</h2>")
    question = _draw_box(words)
    if question is None:
        warm_up(workspace)
        draw_html(_examples(words))
        _draw_history(words, None)
        return
    after = tuple(st.query_params.get_all("after"))
    draw_html(_after(words, after))
    with st.spinner(words.say("ask.working")):
        # one thread loads the model, whoever asks first
        warm_up(workspace).join()
        reply = recall(workspace, ("ask", question, after), lambda: workspace.ask(question, after=after))
    _remember((question, after), answered=reply["answer"] is not None)
    draw_reply(workspace, words, reply)
    _draw_history(words, (question, after))


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
    if "more" in st.query_params:
        del st.query_params["more"]


def _draw_follow(words: Language, reply: AskFields) -> None:
    """The box below an answer: what is typed there goes on from the question."""
    before = reply["read_as"]["whole"]

    def take() -> None:
        typed = " ".join(st.session_state["follow"].split())
        st.session_state["follow"] = ""
        if typed:
            _go(typed, before)

    st.text_input(
        words.say("ask.follow"),
        placeholder=words.say("ask.follow.placeholder"),
        label_visibility="collapsed",
        key="follow",
        on_change=take,
        icon=":material/subdirectory_arrow_right:",
        max_chars=LONGEST,
    )


def _after(words: Language, after: Sequence[str]) -> str:
    """What the question goes on from, and the way to begin anew."""
    if not after:
        return ""
    before = plain(words.say("ask.after", question=" → ".join(after)))
    return f"<p class='after quiet'>{before} {anchor('ask', {}, plain(words.say('ask.new')))}</p>"


def _examples(words: Language) -> str:
    links = "".join(f"<li>{anchor('ask', {'q': example}, plain(example))}</li>" for example in EXAMPLES)
    return f"<div class='examples'><p class='quiet'>{plain(words.say('ask.examples'))}</p><ul>{links}</ul></div>"


def draw_reply(workspace: Workspace, words: Language, reply: AskFields) -> None:
    """The answer, how the question was read, and the proof, folded; or the word that there is none."""
    said = reply["answer"] is not None
    draw_html(answer(words, reply) if said else nothing_said(words, reply))
    whole = reply["read_as"]["whole"]
    of_question = recall(workspace, ("parts", whole[0]), lambda: workspace.parts(whole[0])) if len(whole) == 1 else ()
    draw_html(parts(words, reply, of_question))
    if not said:
        if reply["passages"]:
            note = words.say("ask.nearest.note")
            draw_html(_passages(words, whole[-1], reply["passages"], heading(words.say("ask.nearest"), note)))
        _draw_follow(words, reply)
        return
    draw_html(ways(workspace, words, reply))
    _draw_follow(words, reply)
    draw_html(proof(workspace, words, reply))
    listed = {item.get("entity_id") for item in reply["items"] or ()}
    if beside := [entity for entity in reply["entities"] if entity["id"] not in listed]:
        draw_html(heading(words.say("ask.entities")) + chips(words, beside))
    _draw_more(workspace, words, reply)


def _draw_more(workspace: Workspace, words: Language, reply: AskFields) -> None:
    """Passages beside the answer, looked for only when they are wanted."""
    text = reply["read_as"]["whole"][-1]
    if asked("more") is None:
        here = {"q": asked("q"), "after": st.query_params.get_all("after"), "more": 1}
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


# ----------------------------------------------------------------------------------------------------------- history


def _remember(question: Question, *, answered: bool) -> None:
    history: dict[Question, bool] = st.session_state.setdefault("history", {})
    history.pop(question, None)
    history[question] = answered
    for old in list(history)[:-REMEMBERED]:
        del history[old]


def _draw_history(words: Language, current: Question | None) -> None:
    history: dict[Question, bool] = st.session_state.get("history", {})
    before = [(question, answered) for question, answered in reversed(history.items()) if question != current]
    if not before:
        return
    none = f" <span class='quiet'>{plain(words.say('ask.none_short'))}</span>"
    links = "".join(
        f"<li>{anchor('ask', {'q': question, 'after': after}, plain(' → '.join((*after, question))))}"
        f"{'' if answered else none}</li>"
        for (question, after), answered in before
    )
    draw_html(f"{heading(words.say('ask.history'))}<ul class='history'>{links}</ul>")
