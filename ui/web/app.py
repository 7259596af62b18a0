"""The web pages: one workspace for all visits, and a view for each page.

Started by ``mailuo ui``, which passes Streamlit's options (no telemetry, theme, port).
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui.app.people import NotSignedIn, Person, Role
from ui.web import put_right
from ui.web.finder import draw_in_bar
from ui.web.language import LANGUAGES, Language
from ui.web.links import START, anchor
from ui.web.markup import plain
from ui.web.menu import FOR_ADMINISTRATORS, HIDDEN, PAGES, WITH_UPLOADS
from ui.web.noting import is_noted
from ui.web.session import language, style, who
from ui.web.signed import begin_anew_for, draw_over, draw_person
from ui.web.uploads import let_go_of_all
from ui.web.views import states

# a picture of our own: Streamlit would fetch an icon by name from another machine
ICON = Path(__file__).parent / "icon.svg"

_navigator = st.components.v2.component(
    "mailuo_navigator", js=(Path(__file__).parent / "navigator.js").read_text(encoding="utf-8")
)


def main() -> None:
    """Draws the page that the address asks for."""
    words = language()
    st.set_page_config(page_title=words.say("app.name"), page_icon=str(ICON), layout="wide")
    style(words)
    try:
        person = who()
    except NotSignedIn:
        _navigate(words)
        draw_over(words)
        return
    begin_anew_for(person)
    groups = {
        words.say(f"pages.group.{group}") if group else "": [
            _page(words, *one) for one in listed if one[0] not in FOR_ADMINISTRATORS or _sees_log(person)
        ]
        for group, listed in PAGES.items()
    }
    # for views that lead from one page to another
    st.session_state["pages"] = {page.url_path or START: page for pages in groups.values() for page in pages}
    page = st.navigation(groups, position="top")
    if page.url_path not in WITH_UPLOADS:
        let_go_of_all()
    name = page.url_path or START
    st.session_state["page"] = name
    _navigate(words, next((group for group, pages in groups.items() if page in pages), ""))
    if name != START:
        st.set_page_config(page_title=f"{page.title} · {words.say('app.name')}")
    _offer_language(words, name)
    draw_person(words, person)
    draw_in_bar(words)
    put_right.draw_work(words, name)
    page.run()
    put_right.draw_asked(words)


def _navigate(words: Language, group: str = "") -> None:
    """group: in which the page's name stands folded; Streamlit marks only names that stand in the bar."""
    _navigator(key="navigator", data={"lang": words.say("app.lang"), "group": group})


def _sees_log(person: Person) -> bool:
    """Where nobody is asked who they are, only who wishes so has a log."""
    return is_noted() and person.role.includes(Role.ADMINISTRATOR)


def _page(words: Language, name: str, icon: str, draw: states.Draw, lasting: bool) -> StreamlitPage:
    return st.Page(
        partial(states.draw_page, draw, words, lasting=lasting),
        title=words.say(f"pages.{name}"),
        url_path=name,
        icon=icon,
        default=name == START,
        visibility="hidden" if name in HIDDEN else "visible",
    )


def _offer_language(words: Language, page: str) -> None:
    """The way to this same page in the other language, at the right of the pages' names."""
    other = next(code for code in LANGUAGES if code != words.code)
    here = {key: st.query_params.get_all(key) for key in st.query_params if key != "lang"}
    link = anchor(page, {**here, "lang": other}, plain(words.say("app.language")))
    st.html(f"<div class='language'>{link}</div>")


main()
