"""摘录: what was collected, in collections: ordered, noted, taken along as a Word file; and saved searches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from ui.app.clippings import CellFields, ClippingFields, Kind
from ui.app.notebook import LONGEST_NAME, LONGEST_NOTE, Kept
from ui.app.reports import Labels, as_word
from ui.app.workspace import Workspace
from ui.web.language import Language
from ui.web.links import Values, anchor, to_place
from ui.web.markup import plain
from ui.web.noting import noted_file
from ui.web.page import draw_html
from ui.web.pieces import table
from ui.web.session import asked
from ui.web.views import states
from ui.web.views.ask import WORD_FILE

PAGES = ("ask", "search", "targets", "documents")  # that clippings come from


def draw(workspace: Workspace, words: Language) -> None:
    """The collections; below them the entries of one."""
    draw_html(f"<h1 class='title'>{plain(words.say('notebook.title'))}</h1>")
    counts = workspace.notebook.collections()
    name = asked("collection") or st.session_state.get("collection") or next(iter(counts), words.say("notebook.first"))
    st.session_state["collection"] = name
    draw_html(_collections(words, counts, name))
    if not workspace.read_only:
        _draw_new(words)
    entries = workspace.notebook.entries(name)
    searches = [one for one in entries if one.clipping["kind"] == Kind.SEARCH]
    others = [one for one in entries if one.clipping["kind"] != Kind.SEARCH]
    if not entries:
        states.draw_note(words.say("notebook.empty"))
        return
    if others:
        _draw_file(words, name, others)
    for place, one in enumerate(others):
        _draw_entry(workspace, words, others, place, one)
    if searches:
        _draw_searches(workspace, words, searches)


def _collections(words: Language, counts: dict[str, int], name: str) -> str:
    rows = "".join(
        f"<li{' aria-current=true' if one == name else ''}>"
        f"{anchor('notebook', {'collection': one}, f'{plain(one)} <span class=quiet>{count}</span>')}</li>"
        for one, count in ({name: 0} | counts).items()
    )
    return f"<nav aria-label='{plain(words.say('notebook.collections'))}'><ul class='collections'>{rows}</ul></nav>"


def _draw_new(words: Language) -> None:
    def take() -> None:
        typed = " ".join(st.session_state["new collection"].split())
        st.session_state["new collection"] = ""
        if typed:
            st.query_params["collection"] = typed

    st.text_input(
        words.say("notebook.new"),
        placeholder=words.say("notebook.new"),
        label_visibility="collapsed",
        key="new collection",
        on_change=take,
        icon=":material/add:",
        max_chars=LONGEST_NAME,
        width=320,
    )


def _draw_file(words: Language, name: str, entries: Sequence[Kept]) -> None:
    def made() -> bytes:
        today = datetime.now(UTC).date().isoformat()
        return as_word(name, [one.entry for one in entries], Labels(words.say("ask.sources.plain"), today))

    st.download_button(
        words.say("notebook.word"),
        noted_file("notebook.docx", made),
        f"{name}.docx",
        WORD_FILE,
        key="notebook word",
        on_click="ignore",
        icon=":material/description:",
    )


def _draw_entry(workspace: Workspace, words: Language, entries: Sequence[Kept], place: int, one: Kept) -> None:
    with st.container(border=True, key=f"entry-{one.id}"):
        draw_html(entry(words, one.clipping))
        if workspace.read_only:
            draw_html(f"<p class='noted'>{plain(one.note)}</p>" if one.note else "")
            return
        _draw_note(workspace, words, one)
        with st.container(horizontal=True, gap="small", key=f"ways-{one.id}"):
            before = entries[place - 1].id if place else None
            behind = entries[place + 2].id if place + 2 < len(entries) else None
            if st.button(words.say("notebook.up"), key=f"up-{one.id}", type="tertiary", disabled=place == 0):
                workspace.notebook.place(one.id, before)
                st.rerun()
            last = place == len(entries) - 1
            if st.button(words.say("notebook.down"), key=f"down-{one.id}", type="tertiary", disabled=last):
                workspace.notebook.place(one.id, behind)
                st.rerun()
            _draw_drop(workspace, words, one)


def _draw_note(workspace: Workspace, words: Language, one: Kept) -> None:
    key = f"note-{one.id}"

    def take() -> None:
        workspace.notebook.note(one.id, st.session_state[key])

    st.text_area(
        words.say("notebook.note"),
        one.note,
        key=key,
        on_change=take,
        height=68,
        max_chars=LONGEST_NOTE,
        placeholder=words.say("notebook.note"),
        label_visibility="collapsed",
    )


def _draw_drop(workspace: Workspace, words: Language, one: Kept) -> None:
    if st.button(words.say("notebook.drop"), key=f"drop-{one.id}", type="tertiary"):
        workspace.notebook.drop(one.id)
        st.rerun()


def _draw_searches(workspace: Workspace, words: Language, searches: Sequence[Kept]) -> None:
    draw_html(f"<h2 class='heading'>{plain(words.say('notebook.searches'))}</h2>")
    for one in searches:
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"search-{one.id}"):
            st.html(_back(words, one.clipping, one.clipping["title"]), width="content")
            if not workspace.read_only:
                _draw_drop(workspace, words, one)


# --------------------------------------------------------------------------------------------------------------- entry


def entry(words: Language, clipping: ClippingFields) -> str:
    """A clipping as HTML: what it says, with the way back to its page, and its sources, folded."""
    kind = f"<span class='tag'>{plain(words.say('notebook.kind.' + clipping['kind']))}</span>"
    title = f"<h2 class='heading'>{kind} {_back(words, clipping, clipping['title'])}</h2>"
    said = clipping["said"]
    text = f"<p class='clipped {clipping['kind']}'>{_written(clipping, said)}</p>" if said["text"] else ""
    if clipping["headers"]:
        rows = [[_written(clipping, cell) for cell in row] for row in clipping["rows"]]
        text += table(clipping["headers"], rows, kind="series")
    elif clipping["rows"]:
        text += (
            f"<ol class='items'>{''.join(f'<li>{_written(clipping, row[0])}</li>' for row in clipping['rows'])}</ol>"
        )
    return title + text + _sources(words, clipping)


def _back(words: Language, clipping: ClippingFields, text: str) -> str:
    """The way to the page that it was cut from."""
    page, values = read_address(clipping["address"])
    return anchor(page, values, plain(text), title=words.say("notebook.back")) if page else plain(text)


def read_address(address: str) -> tuple[str, Values]:
    """A page of ours and its query; "" for anything else."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.path not in PAGES:
        return "", {}
    values: dict[str, list[str]] = {}
    for name, value in parse_qsl(parts.query):
        values.setdefault(name, []).append(value)
    return parts.path, values


def _written(clipping: ClippingFields, cell: CellFields) -> str:
    numbers = (f"<sup class='proof-number'>{_to(clipping, number, str(number))}</sup>" for number in cell["citations"])
    return plain(cell["text"]) + "".join(numbers)


def _to(clipping: ClippingFields, number: int, inner: str) -> str:
    cited = clipping["cited"][number - 1]
    return to_place(cited["document_id"], cited["start"], cited["end"], plain(inner))


def _sources(words: Language, clipping: ClippingFields) -> str:
    rows = "".join(
        f"<li>{_to(clipping, number, one['about'])}"
        + (f"<br><span class='quiet'>“{plain(' '.join(one['quote'].split()))}”</span>" if one["quote"] else "")
        + "</li>"
        for number, one in enumerate(clipping["cited"], 1)
    )
    if not rows:
        return ""
    summary = plain(words.say("ask.sources", count=len(clipping["cited"])))
    return f"<details class='more'><summary>{summary}</summary><ol class='cited-list'>{rows}</ol></details>"
