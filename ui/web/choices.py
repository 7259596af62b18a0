"""What a person chooses on a page and others should see too: it stands in the address, and nowhere else.

Each widget shows what the address says; choosing writes the address. Lists are sorted by links in the heads of their
columns and read page by page, so that both work with the keyboard and without a script.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from ui.web.language import Language
from ui.web.links import anchor
from ui.web.markup import plain
from ui.web.session import asked

ALL = ""  # no choice is made
AROUND = 2  # pages named before and behind the one that is shown
OWN = ("page", "sort", "down", "retitle")  # of a list; another filter begins at its first page


def here(*, but: Sequence[str] = ()) -> dict[str, list[str]]:
    """What the address says now, without some of it."""
    return {name: st.query_params.get_all(name) for name in st.query_params if name not in but}


def choose(name: str, values: str | Sequence[str]) -> None:
    """Write a choice into the address; none takes it out."""
    st.query_params.pop("page", None)
    if values:
        st.query_params[name] = values
    else:
        st.query_params.pop(name, None)


def follow(key: str, value: object) -> None:
    """A widget shows what the address says: after a link too, and on a new visit to its page, as what it held is
    forgotten when another page is drawn. What is chosen in it must go into the address at once. value: what it holds.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def pick(name: str, label: str, options: Mapping[str, str], *, none: str) -> str:
    """One of several, by value, with the words for each; `ALL` where none is chosen. none: the words for that."""
    shown = {ALL: none, **options}
    current = asked(name) or ALL
    current = current if current in shown else ALL
    key = f"choice {name}"
    follow(key, current)
    st.selectbox(
        label, list(shown), key=key, format_func=lambda value: shown.get(value, value), filter_mode="contains",
        on_change=lambda: choose(name, st.session_state[key]),
    )  # fmt: skip
    return current


def type_in(name: str, label: str, *, placeholder: str = "") -> str:
    """What is typed."""
    current = asked(name) or ""
    key = f"choice {name}"
    follow(key, current)
    st.text_input(
        label, key=key, placeholder=placeholder, on_change=lambda: choose(name, st.session_state[key].strip())
    )
    return current


def head(page: str, column: str, label: str, sort: str, *, is_down: bool) -> str:
    """The head of a column as a link that sorts by it, or turns the order round. sort: what is sorted by now."""
    is_this = column == sort
    state = (" aria-sort='descending'" if is_down else " aria-sort='ascending'") if is_this else ""
    to = {**here(but=OWN), "sort": [column], "down": ["1"] if is_this and not is_down else []}
    sign = f"<span class='sign' aria-hidden='true'>{'▼' if is_down else '▲'}</span>" if is_this else ""
    return f"<th scope='col'{state}>{anchor(page, to, plain(label) + sign, kind='sort')}</th>"


def pager(words: Language, page: str, at: int, pages: int) -> str:
    """The pages of a list as links; nothing for one page."""
    if pages <= 1:
        return ""
    near = {number for number in range(at - AROUND, at + AROUND + 1) if 1 <= number <= pages}
    parts, before = [], 0
    for number in sorted({1, pages, *near}):
        if number > before + 1:
            parts.append("<li aria-hidden='true'>…</li>")
        parts.append(f"<li>{_page(words, page, number, at)}</li>")
        before = number
    return f"<nav class='pager' aria-label='{plain(words.say('pager'))}'><ul>{''.join(parts)}</ul></nav>"


def _page(words: Language, page: str, number: int, at: int) -> str:
    name = plain(words.say("pager.page", page=number))
    if number == at:
        return f"<span class='at' aria-current='page' aria-label='{name}'>{number}</span>"
    to = {**here(but=("page", "retitle")), "page": [str(number)] if number > 1 else []}
    return anchor(page, to, f"<span aria-label='{name}'>{number}</span>")
