"""提及: which documents mention a name, or each name of a list, with every passage."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from ui.app.batch import BatchUnreadable
from ui.app.fields import MentionsFields, NamingPassageFields, NamingPassagesFields, WhereFields
from ui.app.name_lists import read_names
from ui.app.tables import Value, as_csv, as_excel
from ui.app.workspace import Workspace
from ui.web import put_right
from ui.web.language import Language
from ui.web.links import anchor, to_place
from ui.web.markup import as_label, plain
from ui.web.page import draw_html
from ui.web.pieces import card, chips, heading, quote, shortened, standing, table
from ui.web.session import asked, recall
from ui.web.uploads import LIST_BYTES, let_go, shown_name
from ui.web.views import states

MOST_NAMES = 500
MOST_CARDS = 40  # passages drawn for one name; the download has all
EXAMPLE = ("怀化国际陆港", "惠科显示模组生产线", "三一环卫装备智能制造", "怀化高新区")


def draw(workspace: Workspace, words: Language) -> None:
    """The names; below them documents × names, and the passages of one name."""
    draw_html(f"<h2 class='title'>{plain(words.say('mentions.title'))}</h2>")
    _draw_input(words)
    names = _names_asked()
    if not names:
        example = anchor("mentions", {"name": list(EXAMPLE)}, plain("、".join(EXAMPLE)))
        hint = plain(words.say("mentions.hint"))
        draw_html(f"<div class='examples'><p class='quiet'>{hint}</p><ul><li>{example}</li></ul></div>")
        return
    with st.spinner(words.say("working")):
        found = [
            recall(workspace, ("mentions", name), partial(workspace.mentions, name, must_exist=False)) for name in names
        ]
    known = [entry for entry in found if entry["documents"]]
    draw_html(_unknown(words, [entry for entry in found if not entry["documents"]]))
    if not known:
        return
    draw_html(_matrix(words, known))
    _draw_downloads(workspace, words, found)
    _draw_passages(words, known)


# ------------------------------------------------------------------------------------------------------------- input


def _names_asked() -> list[str]:
    listed = st.session_state.get("listed names")
    names = st.query_params.get_all("name") or listed or ([asked("id")] if asked("id") else [])
    return list(dict.fromkeys(name for name in names if name))[:MOST_NAMES]


def _draw_input(words: Language) -> None:
    current = "\n".join(_names_asked())
    if st.session_state.get("names before") != current:
        st.session_state["names before"] = current
        st.session_state["names"] = current
    with st.form("names form", border=False):
        st.text_area(
            words.say("mentions.names"),
            key="names",
            height=min(240, max(104, 56 + 24 * (current.count("\n") + 1))),
            placeholder=words.say("mentions.placeholder"),
            label_visibility="collapsed",
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            upload = st.file_uploader(
                words.say("mentions.upload", each=LIST_BYTES >> 20),
                type=["csv", "txt", "tsv", "xlsx"],
                key=f"names file {st.session_state.setdefault('names turn', 0)}",
                max_upload_size=LIST_BYTES >> 20,
                width=420,
            )
            sent = st.form_submit_button(words.say("mentions.find"), type="primary", icon=":material/search:")
    if not sent:
        return
    names = [line.strip() for line in st.session_state["names"].splitlines() if line.strip()]
    if upload is not None:
        try:
            names = [*names, *read_names(upload.getvalue(), shown_name(upload.name))]
        except BatchUnreadable as error:
            states.draw_note(words.say("mentions.unreadable", why=str(error)))
            return
        finally:
            let_go([upload])
            st.session_state["names turn"] += 1
    _take(list(dict.fromkeys(names)))
    st.rerun()


def _take(names: list[str]) -> None:
    """Into the address, when they are few enough for one; else into the session."""
    st.session_state["listed names"] = names
    if len(names) <= 30:
        st.query_params.from_dict({**_kept(), "name": names})
    else:
        st.query_params.from_dict(_kept())


def _kept() -> dict[str, str]:
    return {"lang": st.query_params["lang"]} if "lang" in st.query_params else {}


# ------------------------------------------------------------------------------------------------------------ output


def _unknown(words: Language, missing: Sequence[MentionsFields]) -> str:
    if not missing:
        return ""
    rows = []
    for entry in missing:
        links = "、".join(anchor("mentions", {"name": n}, plain(n)) for n in entry.get("nearest", ()))
        near = f" <span class='quiet'>{plain(words.say('find.nearest'))} {links}</span>" if links else ""
        rows.append(f"<li><strong>{plain(shortened(entry['name'], 60))}</strong>{near}</li>")
    title = plain(words.say("mentions.unknown", count=len(missing)))
    return f"<div class='state note' role='status'>{title}<ul>{''.join(rows)}</ul></div>"


def _matrix(words: Language, known: Sequence[MentionsFields]) -> str:
    """Documents × names, with how often."""
    documents = {d["document_id"]: d for entry in known for d in entry["documents"]}
    counts = {(d["document_id"], entry["name"]): d["count"] for entry in known for d in entry["documents"]}
    order = sorted(documents.values(), key=_time)
    headers = [words.say("documents.column.year"), words.say("documents.column.title")]
    headers += [shortened(entry["name"], 16) for entry in known]
    rows = []
    for document in order:
        cells = [plain(str(document["year"] or "")), _to_document(document)]
        for entry in known:
            count = counts.get((document["document_id"], entry["name"]))
            cells.append(f"<span class='count'>{count}</span>" if count else "<span class='quiet'>–</span>")
        rows.append(cells)
    total = ["", f"<strong>{plain(words.say('mentions.total'))}</strong>"]
    total += [f"<strong>{sum(d['count'] for d in entry['documents'])}</strong>" for entry in known]
    title = heading(
        words.say("mentions.matrix"), words.say("mentions.matrix.note", names=len(known), documents=len(order))
    )
    return title + table(headers, [*rows, total], kind="matrix")


def _time(document: NamingPassagesFields) -> tuple[int, str]:
    return document["year"] or 0, document["document_id"]


def _to_document(document: NamingPassagesFields) -> str:
    first = document["passages"][0]["mentions"][0] if document["passages"] else None
    start, end = (first["start"], first["end"]) if first else (0, 0)
    return to_place(document["document_id"], start, end, plain(document["title"])) + standing(document["mark"])


def _draw_downloads(workspace: Workspace, words: Language, found: Sequence[MentionsFields]) -> None:
    key = ("mentions files", words.code, *(entry["name"] for entry in found))

    def files() -> tuple[bytes, bytes]:
        # made when one is asked for: a workbook takes longer than all else on the page
        return recall(workspace, key, lambda: _files(words, found))

    with st.container(horizontal=True):
        st.download_button(
            words.say("download.csv"), lambda: files()[0], "mentions.csv", "text/csv", icon=":material/download:",
            key="mentions csv", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            words.say("download.excel"), lambda: files()[1], "mentions.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/download:", key="mentions excel", on_click="ignore",
        )  # fmt: skip


COLUMNS = ("name", "title", "year", "published", "source", "section", "surface", "text", "start", "end")


def _files(words: Language, found: Sequence[MentionsFields]) -> tuple[bytes, bytes]:
    headers = [words.say(f"mentions.column.{column}") for column in COLUMNS]
    rows: list[list[Value]] = [
        [
            entry["name"], document["title"], document["year"], document["published"], document["source"],
            " › ".join(passage["section"]), mention["surface"], passage["text"], mention["start"], mention["end"],
        ]
        for entry in found
        for document in entry["documents"]
        for passage in document["passages"]
        for mention in passage["mentions"]
    ]  # fmt: skip
    rows += [[entry["name"], *[None] * (len(COLUMNS) - 1)] for entry in found if not entry["documents"]]
    documents = {d["document_id"]: d for entry in found for d in entry["documents"]}
    counts = {(d["document_id"], entry["name"]): d["count"] for entry in found for d in entry["documents"]}
    matrix: list[list[Value]] = [
        [d["title"], d["year"], d["source"], *(counts.get((key, entry["name"]), 0) for entry in found)]
        for key, d in documents.items()
    ]
    heads = [words.say(f"documents.column.{c}") for c in ("title", "year", "source")] + [e["name"] for e in found]
    sheets: dict[str, tuple[Sequence[str], list[list[Value]]]] = {
        words.say("mentions.sheet.counts"): (heads, matrix),
        words.say("mentions.sheet.passages"): (headers, rows),
    }
    return as_csv(headers, rows), as_excel(sheets)


def _draw_passages(words: Language, known: Sequence[MentionsFields]) -> None:
    by_name = {entry["name"]: entry for entry in known}
    chosen: str | None = next(iter(by_name))
    if len(by_name) > 1:
        chosen = st.selectbox(
            words.say("mentions.choose"), list(by_name), key="name shown", format_func=lambda name: name
        )
    if chosen is None or chosen not in by_name:
        return
    entry = by_name[chosen]
    aliases = sorted({m["surface"] for d in entry["documents"] for p in d["passages"] for m in p["mentions"]})
    draw_html(
        f"{heading(chosen, words.say('mentions.surfaces', names='、'.join(aliases)))}{chips(words, entry['entities'])}"
    )
    shown, hidden = 0, 0
    for document in sorted(entry["documents"], key=_time):
        cards = []
        for passage in document["passages"]:
            if shown >= MOST_CARDS:
                hidden += 1
                continue
            shown += 1
            cards.append(_passage(words, document, passage))
        if cards:
            mark = f" ({document['mark']})" if document["mark"] else ""
            label = f"{document['title']}({document['count']}){mark}"
            with st.expander(as_label(label), expanded=shown <= 6):
                draw_html(f"<div class='cards one'>{''.join(cards)}</div>")
    if hidden:
        states.draw_note(words.say("mentions.hidden", count=hidden))


def _passage(words: Language, document: NamingPassagesFields, passage: NamingPassageFields) -> str:
    spans = [(m["start"] - passage["start"], m["end"] - passage["start"]) for m in passage["mentions"]]
    first = passage["mentions"][0]
    place: WhereFields = {
        "document_id": document["document_id"], "start": first["start"], "end": first["end"],
        "title": "", "source": "", "section": passage["section"],
        "standing": document["standing"], "superseded_by": document["superseded_by"], "mark": document["mark"],
    }  # fmt: skip
    beside = put_right.mention(words, document["document_id"], first["start"], first["end"], first["surface"])
    return card(words, place, quote(passage["text"], spans, below=beside))
