"""Who is signed in, at the right of the pages' names, with the way out; and what is said when that is over."""

from __future__ import annotations

import streamlit as st

from ui.app.people import Person
from ui.web.language import Language
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.server.door import HEADER, the_door


def draw_person(words: Language, person: Person) -> None:
    """Their name and role; nothing where nobody is asked."""
    door = the_door()
    if not door.asks:
        return
    role = words.say(f"person.{person.role}")
    out = ""
    if not door.is_by_proxy(st.context.headers.get(HEADER) or ""):
        # a form, not a link: what changes something must not be done by following an address
        out = f"<form method='post' action='sign-out'><button>{plain(words.say('sign_out.do'))}</button></form>"
    st.html(f"<div class='person' title='{plain(role)}'><span>{plain(person.name)}</span>{out}</div>")


def draw_over(words: Language) -> None:
    """In place of everything."""
    again = f"<a class='button' href='./' target='_self'>{plain(words.say('sign_in.again'))}</a>"
    draw_html(f"<div class='state'><h3>{plain(words.say('sign_in.over'))}</h3><p>{again}</p></div>")


def begin_anew_for(person: Person) -> None:
    """What a visit keeps is one person's: a browser that signs in as somebody else takes nothing over."""
    if st.session_state.setdefault("person", person.name) != person.name:
        for key in list(st.session_state):
            del st.session_state[key]
        st.session_state["person"] = person.name
