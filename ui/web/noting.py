"""What the pages note in the log: once for what a person does, however often a page is drawn for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

import streamlit as st

from ui.app.people import Person
from ui.web.server.door import the_door
from ui.web.session import who


def note(verb: str, asked: Mapping[str, object], documents: Iterable[str] = ()) -> None:
    """A line, where people sign in or MAILUO_JOURNAL is set; who works alone on their machine is not written down."""
    if is_noted():
        the_door().journal.note(who().name, verb, asked, documents, through="web")


def note_once(verb: str, asked: Mapping[str, object], documents: Iterable[str] = ()) -> None:
    """A line for what a page shows: not again when it is drawn again."""
    if not is_noted():
        return
    said = json.dumps([verb, dict(asked)], ensure_ascii=False, sort_keys=True, default=str)
    if st.session_state.get("noted") != said:
        st.session_state["noted"] = said
        note(verb, asked, documents)


def noted_file(name: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """What makes a file for download, noted when it is asked for; it is called outside of a page's run."""
    if not is_noted():
        return make
    person: Person = who()

    def make_and_note() -> bytes:
        the_door().journal.note(person.name, "export", {"file": name}, through="web")
        return make()

    return make_and_note


def is_noted() -> bool:
    """Whether there is a log of these pages."""
    door = the_door()
    return door.asks or door.settings.journal
