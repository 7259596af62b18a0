"""核对: what is in doubt, in queues, to be decided one after the other; and all that was decided.

A decision is recorded when a key is pressed; what was decided takes effect together, when the person says so or other
work of the same kind begins.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import streamlit as st

from graph.errors import MailuoError
from graph.resolve.decisions import Signature, Verdict
from ui.app.desk import QUEUES
from ui.app.fields import EntryFields, RightedFields, StatementFields
from ui.app.jobs import Decided
from ui.app.righting import RIGHT, WRONG, Choice
from ui.app.workspace import Workspace
from ui.web import put_right
from ui.web.language import Language
from ui.web.links import anchor
from ui.web.markup import plain
from ui.web.noting import note, noted_file
from ui.web.page import draw_html
from ui.web.pieces import heading, table
from ui.web.session import asked, asked_number, here, open_jobs, recall, signed_as
from ui.web.views import states

MOST = 100  # facts of a queue that are fetched at a time
MOST_LISTED = 200  # decisions drawn; the download has all
ALL = "all"
CHOICES = {"1": RIGHT, "2": WRONG}
KINDS = {"odd": "figures"}  # queues whose choices are those of another


def draw(workspace: Workspace, words: Language) -> None:
    """A queue, or all decisions."""
    draw_html(f"<h1 class='title'>{plain(words.say('desk.title'))}</h1>")
    shown = asked("show") or QUEUES[0]
    tabs = "".join(
        anchor("desk", {"show": name}, plain(words.say(f"desk.{name}")), kind="tab on" if name == shown else "tab")
        for name in (*QUEUES, ALL)
    )
    draw_html(f"<nav class='tabs'>{tabs}</nav>")
    if shown == ALL:
        _draw_all(workspace, words)
    elif shown in QUEUES and not workspace.read_only:
        _draw_queue(workspace, words, shown)
    _draw_waiting(words)


# ------------------------------------------------------------------------------------------------------------- queues


def _draw_queue(workspace: Workspace, words: Language, queue: str) -> None:
    found = recall(workspace, ("desk", queue), lambda: workspace.doubts(queue, limit=MOST))
    left = [one for one in found if workspace.all_decisions.on_statement(one) is None]
    if not left:
        states.draw_note(words.say("desk.empty"))
        return
    place = min(max(asked_number("at") or 1, 1), len(left))
    shown = left[place - 1]
    done = len(_waiting())
    draw_html(
        f"<p class='quiet' role='status'>{plain(words.say('desk.progress', place=place, count=len(left), done=done))}"
        f" · {plain(words.say('desk.keys'))}</p>"
    )
    left_side, right_side = st.columns([3, 2], gap="medium")
    with left_side:
        draw_html(put_right.sentence(words, shown))
    with right_side:
        _draw_choices(workspace, words, queue, shown)
        st.session_state["desk signature"] = put_right.sign(words, "desk ")
    _draw_turning(words, place, len(left))


def _draw_choices(workspace: Workspace, words: Language, queue: str, shown: StatementFields) -> None:
    """The keys 1 to 4; what is chosen is recorded, and the next fact takes its place."""
    kind = KINDS.get(queue, queue)
    for key in ("1", "2"):
        if st.button(words.say(f"desk.{kind}.{key}"), key=f"choice-{key}", shortcut=key, width="stretch"):
            _decide(workspace, words, shown, key)
    if kind != "names" and st.button(words.say(f"desk.{kind}.3"), key="choice-3", shortcut="3", width="stretch"):
        st.query_params[put_right.PARAMETER] = shown["ref"]
        st.rerun()
    if st.button(words.say("desk.4"), key="choice-4", shortcut="4", width="stretch"):
        _turn((asked_number("at") or 1) + 1)


def _decide(workspace: Workspace, words: Language, shown: StatementFields, key: str) -> None:
    signature: Signature = st.session_state.get("desk signature", Signature(signed_as()))
    try:
        if shown["kind"] == "names":
            verdict = Verdict.SAME if key == "1" else Verdict.DIFFERENT
            derive = workspace.decide_names(shown["values"]["a"], shown["values"]["b"], verdict, signature)
        else:
            choice: Choice = CHOICES[key]
            derive = workspace.put_right(shown["ref"], choice, signature)
    except MailuoError as error:
        draw_html(f"<p role='alert'>{plain(words.say('decide.refused', why=str(error)))}</p>")
        return
    note("decide", {"of": shown["ref"], "what": shown["title"], "choice": key})
    _waiting().append((shown["title"], derive))
    st.rerun()


def _waiting() -> list[tuple[str, Callable[..., RightedFields]]]:
    """What was decided in this visit and is not in effect yet."""
    waiting: list[tuple[str, Callable[..., RightedFields]]] = st.session_state.setdefault("desk decided", [])
    return waiting


def _draw_turning(words: Language, place: int, count: int) -> None:
    with st.container(horizontal=True):
        if st.button(words.say("desk.before"), key="desk before", shortcut="k", disabled=place <= 1, type="tertiary"):
            _turn(place - 1)
        if st.button(words.say("desk.next"), key="desk next", shortcut="j", disabled=place >= count, type="tertiary"):
            _turn(place + 1)


def _turn(place: int) -> None:
    st.query_params["at"] = str(place)
    st.rerun()


def _draw_waiting(words: Language) -> None:
    """All that was decided takes effect together."""
    waiting = _waiting()
    if not waiting:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        draw_html(f"<p class='quiet'>{plain(words.say('desk.waiting', count=len(waiting)))}</p>")
        if st.button(words.say("desk.apply", count=len(waiting)), key="desk apply", type="primary"):
            for title, derive in waiting:
                open_jobs().decide(Decided("", "", None, title, here(), derive))
            waiting.clear()
            st.rerun()


# ------------------------------------------------------------------------------------------------------ all decisions


def _draw_all(workspace: Workspace, words: Language) -> None:
    """Who decided what, when and why; each can be undone."""
    found = workspace.decisions()
    if not found:
        states.draw_note(words.say("desk.none"))
        return
    groundless = st.toggle(words.say("desk.groundless"), key="groundless")
    listed = [one for one in found if one["is_grounded"] is False] if groundless else found
    headers = [words.say(f"desk.column.{name}") for name in ("said", "signed", "state")]
    rows = [_row(words, one, read_only=workspace.read_only) for one in listed[:MOST_LISTED]]
    draw_html(heading(words.say("desk.all"), str(len(listed))) + table(headers, rows, kind="decisions"))
    if len(listed) > MOST_LISTED:
        draw_html(f"<p class='quiet'>{plain(words.say('desk.more', shown=MOST_LISTED, count=len(listed)))}</p>")
    st.download_button(
        words.say("desk.export"), noted_file("decisions.jsonl", lambda: as_lines(found)), "decisions.jsonl",
        "application/jsonl", icon=":material/download:", key="desk export", on_click="ignore",
    )  # fmt: skip


def as_lines(found: Sequence[EntryFields]) -> bytes:
    """The decisions as the file holds them, the first one first."""
    return "".join(f"{json.dumps(one['line'], ensure_ascii=False)}\n" for one in reversed(found)).encode()


def _row(words: Language, one: EntryFields, *, read_only: bool) -> list[str]:
    state = (
        "undone" if one["undone_by"]
        else "groundless" if one["is_grounded"] is False
        else "grounded" if one["is_grounded"] or one["kind"] == "undo"
        else "waiting"
    )  # fmt: skip
    undo = "" if read_only or one["undone_by"] else put_right.to_decision(words, one["id"])
    quoted = f"<div class='quiet'>“{plain(' '.join(one['place']['quote'].split())[:80])}”</div>" if one["place"] else ""
    return [
        f"{plain(put_right.said(words, one))}{quoted}",
        plain(put_right.signed(words, one)),
        f"{plain(words.say(f'desk.state.{state}'))} {undo}",
    ]
