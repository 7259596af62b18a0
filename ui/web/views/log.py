"""日志: who asked, saw or changed what, and when; for administrators alone."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import islice

import streamlit as st

from ui.app.journal import NoteFields, Sought
from ui.app.people import Role
from ui.app.workspace import Workspace
from ui.web.language import Language
from ui.web.links import anchor
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import table
from ui.web.server.door import the_door
from ui.web.session import who
from ui.web.views import states

MOST = 200  # lines drawn
LOOKED_AT = 5000  # lines from which people and verbs are offered
MOST_DOCUMENTS = 5  # named in a row
COLUMNS = ("at", "who", "verb", "asked", "documents", "through")


def draw(workspace: Workspace, words: Language) -> None:
    """The newest lines, narrowed down by who, what and when."""
    draw_html(f"<h1 class='title'>{plain(words.say('log.title'))}</h1>")
    if not who().role.includes(Role.ADMINISTRATOR):
        states.draw_note(words.say("log.forbidden"))
        return
    draw_html(f"<p class='quiet'>{plain(words.say('log.note'))}</p>")
    journal = the_door().journal
    sought = _draw_filters(words, list(islice(journal.read(), LOOKED_AT)))
    notes = list(islice(journal.read(sought), MOST + 1))
    if not notes:
        states.draw_note(words.say("log.none"))
        return
    draw_html(table([words.say(f"log.column.{name}") for name in COLUMNS], [_row(one) for one in notes[:MOST]]))
    if len(notes) > MOST:
        draw_html(f"<p class='quiet'>{plain(words.say('log.more', shown=MOST))}</p>")
    st.download_button(
        words.say("download.csv"), lambda: as_csv(journal.read(sought)), "log.csv", "text/csv",
        icon=":material/download:", key="log csv", on_click="ignore",
    )  # fmt: skip


def _draw_filters(words: Language, newest: Sequence[NoteFields]) -> Sought:
    left, middle, right = st.columns(3)
    with left:
        person = _pick(words, "who", [one["who"] for one in newest])
    with middle:
        verb = _pick(words, "verb", [one["verb"] for one in newest])
    with right:
        day = st.date_input(words.say("log.day"), value=None, key="log day", format="YYYY-MM-DD")
    since = until = ""
    if isinstance(day, date):
        since, until = day.isoformat(), (day + timedelta(days=1)).isoformat()
    return Sought(who=person, verb=verb, since=since, until=until)


def _pick(words: Language, name: str, values: Iterable[str]) -> str | None:
    return st.selectbox(
        words.say(f"log.{name}"), sorted(set(values)), index=None, key=f"log {name}", placeholder=words.say("log.all")
    )


def _row(one: NoteFields) -> list[str]:
    named = [anchor("documents", {"document": document}, plain(document)) for document in one["documents"]]
    left = len(named) - MOST_DOCUMENTS + one["more"]
    documents = " ".join(named[:MOST_DOCUMENTS]) + (f" +{left}" if left > 0 else "")
    asked = plain("; ".join(f"{name}: {_shown(value)}" for name, value in one["asked"].items()))
    return [
        plain(one["at"][:19].replace("T", " ")), plain(one["who"]), plain(one["verb"]), asked, documents,
        plain(one["through"]),
    ]  # fmt: skip


def _shown(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _asked(one: NoteFields) -> str:
    return json.dumps(one["asked"], ensure_ascii=False) if one["asked"] else ""


def as_csv(notes: Iterable[NoteFields]) -> bytes:
    """All lines as a table that spreadsheets open; none of it is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in notes:
        cells = (one["at"], one["who"], one["verb"], _asked(one), " ".join(one["documents"]), one["through"])
        writer.writerow([f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")
