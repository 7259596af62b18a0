"""What a drawing shows as a table, with every sentence that joins two things; to take along as CSV or Excel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from ui.app.fields import EntityFields
from ui.app.tables import Value, as_csv, as_excel
from ui.web.drawing import Joint
from ui.web.language import Language
from ui.web.links import to_place
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import chip, shortened, table
from ui.web.reasons import why

COLUMNS = ("head", "relation", "tail", "document", "source", "start", "end", "quote")
SHOWN = 300  # rows on the page; the files hold all
LONGEST = 90  # characters of a sentence in a row
Things = Mapping[str, EntityFields]


def draw_table(words: Language, things: Things, joints: Sequence[Joint]) -> None:
    """The joints, each with its sentences one by one."""
    rows = list(_rows(words, things, joints))
    if not rows:
        draw_html(f"<p class='quiet'>{plain(words.say('graph.alone'))}</p>")
        return
    headers = [words.say(f"graph.edge.{column}") for column in ("head", "relation", "tail", "quote", "document")]
    more = len(rows) - SHOWN
    note = f"<p class='quiet'>{plain(words.say('graph.table.more', count=more))}</p>" if more > 0 else ""
    with st.container(height=640, border=False, key="joints"):
        draw_html(table(headers, rows[:SHOWN], kind="joints") + note)


def _rows(words: Language, things: Things, joints: Sequence[Joint]) -> Iterator[list[str]]:
    for joint in joints:
        for relation in joint.relations:
            link = to_place(relation["document_id"], relation["start"], relation["end"], plain(relation["title"]))
            ends = things[relation["head_id"]], things[relation["tail_id"]]
            said = shortened(" ".join(relation["quote"].split()), LONGEST)
            yield [chip(words, ends[0]), plain(words.say("relation." + relation["rel"])), chip(words, ends[1]),
                   plain(said), link]  # fmt: skip
        for one in joint.links:
            kind, a, b = plain(words.say("link." + one["kind"])), things[one["a_id"]], things[one["b_id"]]
            yield [chip(words, a), kind, chip(words, b), plain(why(words, one["reason"])), ""]


def draw_downloads(words: Language, things: Things, joints: Sequence[Joint]) -> None:
    """Both files, made when they are asked for."""
    headers = [words.say(f"graph.edge.{column}") for column in COLUMNS]

    def csv_file() -> bytes:
        return as_csv(headers, _values(words, things, joints))

    def excel_file() -> bytes:
        return as_excel({words.say("graph.table"): (headers, _values(words, things, joints))})

    st.download_button(
        words.say("download.csv"), csv_file, "graph.csv", "text/csv",
        icon=":material/download:", key="graph csv", on_click="ignore", type="tertiary",
    )  # fmt: skip
    st.download_button(
        words.say("download.excel"), excel_file, "graph.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        icon=":material/download:", key="graph excel", on_click="ignore", type="tertiary",
    )  # fmt: skip


def _values(words: Language, things: Things, joints: Sequence[Joint]) -> Iterator[list[Value]]:
    for joint in joints:
        for r in joint.relations:
            head, tail = things[r["head_id"]]["name"], things[r["tail_id"]]["name"]
            said = words.say("relation." + r["rel"])
            yield [head, said, tail, r["title"], r["source"], r["start"], r["end"], r["quote"]]
        for li in joint.links:
            a, b = things[li["a_id"]]["name"], things[li["b_id"]]["name"]
            yield [a, words.say("link." + li["kind"]), b, "", "", "", "", why(words, li["reason"])]
