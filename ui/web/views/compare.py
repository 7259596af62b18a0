"""对比: two documents side by side: projects, targets and tasks that are new, gone or changed, with both quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise

import streamlit as st

from ui.app.compared_files import CHANGES, PARTS, as_sheets, as_word, changes_of, said_by
from ui.app.comparing import DocumentUnknown
from ui.app.fields import ChangeFields, ComparedFields, CompareFields, CountedDocumentFields
from ui.app.workspace import Workspace
from ui.web.choices import follow
from ui.web.language import Language
from ui.web.links import address, anchor, to_place
from ui.web.markup import plain
from ui.web.noting import noted_file
from ui.web.page import draw_html
from ui.web.pieces import heading, shortened, table, where
from ui.web.session import asked, asked_number, recall
from ui.web.stages import stage_badges
from ui.web.views import states

PAGE_ROWS = 50
SUGGESTED = 8
LONGEST_QUOTE = 220
Documents = Mapping[str, CountedDocumentFields]


def draw(workspace: Workspace, words: Language) -> None:
    """The two documents to choose; below them what changed."""
    draw_html(f"<h1 class='title'>{plain(words.say('compare.title'))}</h1>")
    documents = recall(workspace, ("compare documents",), lambda: _by_id(workspace))
    chosen = _draw_choice(words, documents)
    if None in chosen or chosen[0] == chosen[1]:
        draw_html(_suggestions(words, documents))
        return
    a, b = str(chosen[0]), str(chosen[1])
    try:
        with st.spinner(words.say("working")):
            found = recall(workspace, ("compare", a, b), partial(workspace.compare, a, b))
    except DocumentUnknown as error:
        states.draw_note(str(error))
        return
    _draw_changes(workspace, words, found)


def _by_id(workspace: Workspace) -> Documents:
    return {document["document_id"]: document for document in workspace.documents()}


# ------------------------------------------------------------------------------------------------------------ choice


def _draw_choice(words: Language, documents: Documents) -> tuple[str | None, str | None]:
    """Which two; what is typed finds a document by title, place and year."""
    sides = st.columns([10, 10, 2], vertical_alignment="bottom")
    chosen = []
    for side, name in zip(sides, ("a", "b"), strict=False):
        with side:
            chosen.append(_draw_box(words, documents, name))
    with sides[2]:
        swapped = address("compare", {"a": chosen[1], "b": chosen[0], "part": asked("part")})
        hint = plain(words.say("compare.swap"))
        draw_html(f"<a class='go swap' href='{plain(swapped)}' title='{hint}' aria-label='{hint}'>⇄</a>")
    return chosen[0], chosen[1]


def _draw_box(words: Language, documents: Documents, name: str) -> str | None:
    key = f"compare {name}"
    given = asked(name)
    follow(key, given if given in documents else None)

    def keep() -> None:
        if st.session_state[key]:
            st.query_params[name] = st.session_state[key]
        else:
            st.query_params.pop(name, None)
        st.query_params.pop("page", None)

    return st.selectbox(
        words.say(f"compare.{name}"),
        list(documents),
        key=key,
        index=None,
        format_func=lambda one: _called(documents[one]),
        placeholder=words.say("compare.choose"),
        on_change=keep,
    )


def _called(document: CountedDocumentFields) -> str:
    about = " · ".join(str(part) for part in (document["region"], document["year"]) if part)
    return f"{document['title']} · {about}" if about else document["title"]


def _suggestions(words: Language, documents: Documents) -> str:
    """Documents of one kind and place that follow one another."""
    series: dict[tuple[str, str], list[CountedDocumentFields]] = {}
    for document in documents.values():
        if document["region"] and document["year"] and document["kind"] not in ("other", "news", "annex"):
            series.setdefault((document["region"], document["kind"]), []).append(document)
    pairs = [
        pair
        for group in series.values()
        for pair in pairwise(sorted(group, key=lambda one: one["year"] or 0))
        if pair[0]["year"] != pair[1]["year"]
    ]
    pairs.sort(key=lambda pair: (-(pair[1]["year"] or 0), pair[1]["title"]))
    links = "".join(
        f"<li>{anchor('compare', {'a': a['document_id'], 'b': b['document_id']}, plain(said))}</li>"
        for a, b in pairs[:SUGGESTED]
        for said in [f"{_called(a)} → {_called(b)}"]
    )
    hint = plain(words.say("compare.hint" if links else "compare.hint_alone"))
    return f"<div class='examples'><p class='quiet'>{hint}</p><ul>{links}</ul></div>"


# ----------------------------------------------------------------------------------------------------------- changes


def _draw_changes(workspace: Workspace, words: Language, found: CompareFields) -> None:
    part = asked("part") if asked("part") in PARTS else next((one for one in PARTS if changes_of(found, one)), PARTS[0])
    draw_html(_tabs(words, found, str(part)))
    changes = changes_of(found, str(part))
    kinds, text = _draw_filters(words, changes)
    _draw_downloads(workspace, words, found)
    shown = [one for one in changes if one["change"] in kinds and _holds(one, text)]
    same = words.say("compare.same", count=found["same"][str(part)])
    draw_html(heading(words.say("compare.shown", count=len(shown)), same))
    if not shown:
        draw_html(f"<p class='quiet'>{plain(words.say('compare.nothing'))}</p>")
        return
    last = (len(shown) - 1) // PAGE_ROWS + 1
    page = min(max(asked_number("page") or 1, 1), last)
    headers = [words.say(f"compare.column.{name}") for name in ("change", "name", "before", "after")]
    rows = [_row(words, change) for change in shown[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]]
    draw_html(table(headers, rows, kind="compared") + _pages(words, page, last))


def _here(**values: str | int | Sequence[str] | None) -> dict[str, str | int | Sequence[str] | None]:
    """The address as it is, but for some values."""
    kept: dict[str, str | int | Sequence[str] | None] = {
        name: st.query_params.get_all(name) for name in ("a", "b", "part", "change", "q")
    }
    return {**kept, **values}


def _tabs(words: Language, found: CompareFields, part: str) -> str:
    links = []
    for one in PARTS:
        label = f"{words.say(f'compare.part.{one}')} {len(changes_of(found, one))}"
        here = " aria-current='page'" if one == part else ""
        place = plain(address("compare", _here(part=one)))
        links.append(f"<a class='go part' href='{place}'{here}>{plain(label)}</a>")
    return f"<nav class='parts' aria-label='{plain(words.say('compare.title'))}'>{''.join(links)}</nav>"


def _draw_filters(words: Language, changes: Sequence[ChangeFields]) -> tuple[Sequence[str], str]:
    """Which kinds of change, and what they must hold; both stand in the address."""
    counts = {kind: sum(one["change"] == kind for one in changes) for kind in CHANGES}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.pills(
            words.say("compare.kinds"),
            CHANGES,
            default=[one for one in st.query_params.get_all("change") if one in CHANGES] or None,
            selection_mode="multi",
            format_func=lambda kind: f"{words.say(f'compare.change.{kind}')} {counts[kind]}",
            key="compare kinds",
        )
        text = st.text_input(words.say("compare.filter"), value=asked("q") or "", key="compare q", width=260).strip()
    _keep("change", list(chosen))
    _keep("q", [text] if text else [])
    return chosen or CHANGES, text


def _keep(name: str, values: list[str]) -> None:
    if st.query_params.get_all(name) == values:
        return
    st.query_params.pop("page", None)
    if values:
        st.query_params[name] = values
    else:
        st.query_params.pop(name, None)


def _holds(change: ChangeFields, text: str) -> bool:
    sides = (change["before"], change["after"])
    return not text or any(text in said for said in (change["name"], *(side["quote"] for side in sides if side)))


def _row(words: Language, change: ChangeFields) -> list[str]:
    kind = change["change"]
    name = plain(change["name"])
    if change["id"]:
        name = anchor("thing", {"id": change["id"]}, name)
    likeness = change.get("likeness")
    like = (
        f"<div class='quiet'>{plain(words.say('compare.likeness', percent=round(100 * likeness)))}</div>"
        if likeness
        else ""
    )
    return [
        f"<span class='change {kind}'>{plain(words.say(f'compare.change.{kind}'))}</span>{like}",
        name,
        _side(words, change["before"]),
        _side(words, change["after"]),
    ]


def _side(words: Language, side: ComparedFields | None) -> str:
    """What one document says, its quote, and the way there."""
    if side is None:
        return "<span class='quiet'>—</span>"
    stage = side.get("stage")
    quoted = "".join(side["quote"].split())
    if stage is not None:
        said = stage_badges(words, [stage]) + (f" {stage['year']}" if stage["year"] else "")
    else:
        said = "" if side["text"] == quoted else f"<strong>{plain(said_by(side, words.say))}</strong>"
    short = plain(shortened(quoted, LONGEST_QUOTE))
    go = to_place(side["document_id"], side["start"], side["end"], plain(words.say("open")), kind="open")
    above = where(side["section"][-1:]) if side["section"] else ""
    return f"{said}<div class='words'>{short}</div><footer>{above}{go}</footer>"


def _pages(words: Language, page: int, last: int) -> str:
    if last < 2:
        return ""
    links = "".join(
        f"<a class='go' href='{plain(address('compare', _here(page=number)))}'"
        f"{' aria-current=page' if number == page else ''}>{number}</a>"
        for number in range(1, last + 1)
    )
    return f"<nav class='pages' aria-label='{plain(words.say('pages.label'))}'>{links}</nav>"


def _draw_downloads(workspace: Workspace, words: Language, found: CompareFields) -> None:
    a, b = found["a"]["document_id"], found["b"]["document_id"]

    def word() -> bytes:
        return recall(workspace, ("compare word", a, b, words.code), lambda: as_word(found, words.say))

    def excel() -> bytes:
        return recall(workspace, ("compare excel", a, b, words.code), lambda: as_sheets(found, words.say))

    with st.container(horizontal=True):
        st.download_button(
            words.say("download.word"), noted_file("compare.docx", word), "compare.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            icon=":material/description:", key="compare word", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            words.say("download.excel"), noted_file("compare.xlsx", excel), "compare.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/table_view:", key="compare excel", on_click="ignore",
        )  # fmt: skip
