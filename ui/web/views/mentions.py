"""提及: which documents mention a name, or each name of a list, with every passage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from ui.app.batch import BatchUnreadable
from ui.app.fields import (
    CountedDocumentFields,
    MentionsFields,
    NameRowFields,
)
from ui.app.name_lists import NameTable, read_table
from ui.app.packed_names import pack, unpack
from ui.app.sent_files import shown_name
from ui.app.tables import Value, as_csv, as_excel
from ui.app.workspace import Workspace
from ui.web.choices import OWN, head, here, pager
from ui.web.language import Language
from ui.web.links import anchor
from ui.web.markup import plain
from ui.web.noting import noted_file
from ui.web.page import draw_html
from ui.web.passages import draw_passages, in_time
from ui.web.pieces import chip, chips, heading, shortened, table
from ui.web.session import asked, asked_number, recall
from ui.web.uploads import LIST_BYTES, let_go
from ui.web.views import states

MOST_NAMES = 1000
MOST_WRITTEN = 12  # names that stand in the address as they are; more are packed
PAGE = 50  # names
MOST_CARDS = 40  # passages drawn for one name; the download has all
SEEN = 8  # rows of a file before it is taken
COLUMNS_SEEN = 8
NAMED = 3  # other names of one thing, and things of one name, that are said
EXAMPLES = 4
SORTS: dict[str, Callable[[NameRowFields], tuple[int, str]]] = {
    "documents": lambda row: (len(row["documents"]), row["name"]),
    "mentions": lambda row: (row["mentions"], row["name"]),
    "year": lambda row: (row["years"][-1] if row["years"] else 0, row["name"]),
}
# which of the names are shown
ONLY: dict[str, Callable[[NameRowFields], bool]] = {
    "found": lambda row: bool(row["documents"]),
    "nowhere": lambda row: not row["documents"],
    "same": lambda row: bool(row["same"]),
    "several": lambda row: len(row["entities"]) > 1,
}


def draw(workspace: Workspace, words: Language) -> None:
    """The names; below them a row for each, and the passages of one."""
    draw_html(f"<h1 class='title'>{plain(words.say('mentions.title'))}</h1>")
    names = _names_asked()
    brought: NameTable | None = st.session_state.get("names brought")
    _draw_input(words, names)
    if brought is not None:
        _draw_brought(words, brought, names)
        return
    if not names:
        draw_html(_example(workspace, words))
        return
    with st.spinner(words.say("working")):
        rows = recall(workspace, ("name rows", *names), lambda: workspace.name_rows(names))
    shown = rows[0]["name"] if len(rows) == 1 else asked("show")
    if len(rows) == 1 and not rows[0]["documents"]:
        draw_html(_table(workspace, words, rows, names))
        return
    if len(rows) > 1:
        _draw_rows(workspace, words, rows, names)
    _draw_downloads(workspace, words, rows)
    if shown in names:
        found = recall(workspace, ("mentions", shown), partial(workspace.mentions, shown, must_exist=False))
        if found["documents"]:
            _draw_passages(words, found)


def _example(workspace: Workspace, words: Language) -> str:
    """Names of this knowledge base, to try with."""
    known = recall(workspace, ("names to try",), lambda: workspace.names(limit=EXAMPLES))
    names = [one["name"] for one in known]
    if not names:
        return ""
    example = anchor("mentions", {"name": names}, plain("、".join(names)))
    hint = plain(words.say("mentions.hint"))
    return f"<div class='examples'><p class='quiet'>{hint}</p><ul><li>{example}</li></ul></div>"


# ------------------------------------------------------------------------------------------------------------- input


def _names_asked() -> list[str]:
    """The names of the address: as they are, or packed."""
    packed = asked("names")
    names = st.query_params.get_all("name") or (unpack(packed) if packed else []) or [asked("id") or ""]
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))[:MOST_NAMES]


def _values(names: Sequence[str]) -> dict[str, list[str]]:
    """The address of a list of names, with what else it says."""
    kept = {name: values for name, values in here(but=(*OWN, "show", "only", "id")).items() if name == "lang"}
    return {**kept, **({"name": list(names)} if len(names) <= MOST_WRITTEN else {"names": [pack(names)]})}


def _draw_input(words: Language, names: Sequence[str]) -> None:
    current = "\n".join(names)
    if st.session_state.get("names before") != current:
        st.session_state["names before"] = current
        st.session_state["names"] = current
    with st.form("names form", border=False):
        st.text_area(
            words.say("mentions.names"),
            key="names",
            height=min(240, max(104, 56 + 24 * (current.count("\n") + 1))),
            placeholder=words.say("mentions.placeholder"),
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
    typed = [line.strip() for line in st.session_state["names"].splitlines() if line.strip()]
    if upload is not None:
        try:
            st.session_state["names brought"] = read_table(upload.getvalue(), shown_name(upload.name))
        except BatchUnreadable as error:
            states.draw_note(words.say("mentions.unreadable", why=str(error)))
            return
        finally:
            let_go([upload])
            st.session_state["names turn"] += 1
    else:
        st.session_state.pop("names brought", None)
    _take(typed)


def _take(names: Sequence[str]) -> None:
    st.query_params.from_dict(_values(list(dict.fromkeys(names))))
    st.rerun()


def _draw_brought(words: Language, brought: NameTable, names: Sequence[str]) -> None:
    """What the file holds, and from which column the names are taken."""
    draw_html(heading(words.say("mentions.brought")))
    heads = brought.heads
    column: int | None = st.selectbox(
        words.say("mentions.column"), range(len(heads)), index=brought.column, key="names column",
        format_func=lambda at: f"{at + 1} · {heads[at]}" if heads[at] != str(at + 1) else heads[at],
        placeholder=words.say("mentions.column.choose"),
    )  # fmt: skip
    first = max(0, (column or 0) - COLUMNS_SEEN + 1)
    seen = range(first, min(len(heads), first + COLUMNS_SEEN))
    rows = [[_seen(row, at, is_taken=at == column) for at in seen] for row in brought.body[:SEEN]]
    draw_html(table([heads[at] for at in seen], rows, kind="brought"))
    found = brought.names(column) if column is not None else []
    more = words.say("mentions.brought.count", count=len(found), rows=len(brought.body))
    over = f" · {words.say('mentions.brought.over', most=MOST_NAMES)}" if len(found) > MOST_NAMES else ""
    draw_html(f"<p class='quiet' role='status'>{plain(more + over)}</p>")
    with st.container(horizontal=True):
        taken = st.button(
            words.say("mentions.take", count=len(found)), type="primary", key="names take", disabled=not found
        )
        left = st.button(words.say("mentions.leave"), key="names leave")
    if taken or left:
        st.session_state.pop("names brought")
        _take([*names, *found][:MOST_NAMES] if taken else names)


def _seen(row: Sequence[str], at: int, *, is_taken: bool) -> str:
    text = plain(shortened(row[at], 40)) if at < len(row) else ""
    return f"<mark>{text}</mark>" if is_taken and text else text


# ------------------------------------------------------------------------------------------------------------ output


def _draw_rows(workspace: Workspace, words: Language, rows: Sequence[NameRowFields], names: Sequence[str]) -> None:
    """A row a name, page by page, with what is to be said of the list."""
    only = asked("only") or ""
    draw_html(_summary(words, rows, only))
    wanted = [row for row in rows if only not in ONLY or ONLY[only](row)]
    sort, is_down = asked("sort") or "", asked("down") is not None
    if sort in SORTS:
        wanted.sort(key=SORTS[sort], reverse=is_down)
    pages = max(1, -(-len(wanted) // PAGE))
    page = min(max(asked_number("page") or 1, 1), pages)
    draw_html(
        _table(workspace, words, wanted[(page - 1) * PAGE : page * PAGE], names) + pager(words, "mentions", page, pages)
    )


def _summary(words: Language, rows: Sequence[NameRowFields], only: str) -> str:
    """How many names there are of each kind; a click shows those alone."""
    base = here(but=(*OWN, "only", "show"))
    counts = {"all": len(rows), **{key: sum(map(test, rows)) for key, test in ONLY.items()}}
    items = "".join(
        f"<li>{_only(words, key, count, base, is_this=(only if only in ONLY else 'all') == key)}</li>"
        for key, count in counts.items()
        if count
    )
    label = plain(words.say("mentions.only"))
    return f"{heading(words.say('mentions.rows'))}<nav class='only' aria-label='{label}'><ul>{items}</ul></nav>"


def _only(words: Language, key: str, count: int, base: Mapping[str, list[str]], *, is_this: bool) -> str:
    text = plain(words.say(f"mentions.only.{key}", count=count))
    if is_this:
        return f"<span class='at' aria-current='true'>{text}</span>"
    return anchor("mentions", {**base, "only": [] if key == "all" else [key]}, text)


def _table(workspace: Workspace, words: Language, rows: Sequence[NameRowFields], names: Sequence[str]) -> str:
    sort, is_down = asked("sort") or "", asked("down") is not None
    heads = [f"<th scope='col'>{plain(words.say(f'mentions.head.{column}'))}</th>" for column in ("name", "what")]
    heads += [head("mentions", column, words.say(f"mentions.head.{column}"), sort, is_down=is_down) for column in SORTS]
    body = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in _row(workspace, words, row, names))}</tr>" for row in rows
    )
    above = f"<thead><tr>{''.join(heads)}</tr></thead>"
    return f"<div class='wide'><table class='names'>{above}<tbody>{body}</tbody></table></div>"


def _row(workspace: Workspace, words: Language, row: NameRowFields, names: Sequence[str]) -> list[str]:
    name = plain(shortened(row["name"], 60))
    to = anchor("mentions", {**here(but=("show",)), "show": [row["name"]]}, name) if row["documents"] else name
    what = "".join(chip(words, entity, note=entity.get("city", "")) for entity in row["entities"][:NAMED])
    near = (
        () if row["entities"] else recall(workspace, ("nearest", row["name"]), partial(workspace.nearest, row["name"]))
    )
    said = _said(words, row, names, near)
    years = "–".join(map(str, dict.fromkeys(row["years"] or ())))
    return [
        f"<strong>{to}</strong>",
        f"<div class='chips'>{what}</div>{said}",
        str(len(row["documents"]) or "–"), str(row["mentions"] or "–"), f"<span class='years'>{years or '–'}</span>",
    ]  # fmt: skip


def _said(words: Language, row: NameRowFields, names: Sequence[str], nearest: Sequence[str]) -> str:
    """That it is nowhere and what may be meant; that it means several things; that another name means the same."""
    notes = []
    if not row["entities"]:
        links = "、".join(_instead(words, row["name"], other, names) for other in nearest)
        near = f"{plain(words.say('mentions.instead'))} {links}" if links else ""
        notes.append(f"{plain(words.say('mentions.nowhere'))} {near}")
    if len(row["entities"]) > 1:
        notes.append(plain(words.say("mentions.several", count=len(row["entities"]))))
    if row["same"]:
        others = "、".join(row["same"][:NAMED]) + ("…" if len(row["same"]) > NAMED else "")
        notes.append(plain(words.say("mentions.same", names=others)))
    return "".join(f"<p class='note'>{note}</p>" for note in notes)


def _instead(words: Language, name: str, other: str, names: Sequence[str]) -> str:
    """A link that puts another name in the place of this one, and leaves the rest of the list as it is."""
    changed = list(dict.fromkeys(other if one == name else one for one in names))
    hint = words.say("mentions.instead.help", name=name, other=other)
    return anchor("mentions", {**_values(changed), "only": asked("only") or ""}, plain(other), title=hint)


def _draw_downloads(workspace: Workspace, words: Language, rows: Sequence[NameRowFields]) -> None:
    key = ("mentions files", words.code, *(row["name"] for row in rows))

    def files() -> tuple[bytes, bytes]:
        # made when one is asked for: all passages of all names are read for it
        return recall(
            workspace, key, lambda: _files(words, rows, _all_mentions(workspace, rows), _titles(workspace, rows))
        )

    with st.container(horizontal=True):
        st.download_button(
            words.say("download.csv"), noted_file("mentions.csv", lambda: files()[0]), "mentions.csv", "text/csv",
            icon=":material/download:",
            key="mentions csv", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            words.say("download.excel"), noted_file("mentions.xlsx", lambda: files()[1]), "mentions.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/download:", key="mentions excel", on_click="ignore",
        )  # fmt: skip


def _all_mentions(workspace: Workspace, rows: Sequence[NameRowFields]) -> list[MentionsFields]:
    return [workspace.mentions(row["name"], must_exist=False) for row in rows if row["documents"]]


def _titles(workspace: Workspace, rows: Sequence[NameRowFields]) -> dict[str, CountedDocumentFields]:
    ids = dict.fromkeys(document_id for row in rows for document_id in row["documents"])
    return {one: document for one in ids if (document := workspace.document(one)) is not None}


COLUMNS = ("name", "title", "year", "published", "source", "section", "surface", "text", "start", "end")
NAME_COLUMNS = ("name", "thing", "type", "documents", "mentions", "first", "last", "same")


def _files(
    words: Language,
    rows: Sequence[NameRowFields],
    found: Sequence[MentionsFields],
    documents: Mapping[str, CountedDocumentFields],
) -> tuple[bytes, bytes]:
    """The passages as CSV; names, counts and passages as a workbook."""
    headers = [words.say(f"mentions.column.{column}") for column in COLUMNS]
    passages: list[list[Value]] = [
        [
            entry["name"], document["title"], document["year"], document["published"], document["source"],
            " › ".join(passage["section"]), mention["surface"], passage["text"], mention["start"], mention["end"],
        ]
        for entry in found
        for document in entry["documents"]
        for passage in document["passages"]
        for mention in passage["mentions"]
    ]  # fmt: skip
    passages += [[row["name"], *[None] * (len(COLUMNS) - 1)] for row in rows if not row["documents"]]
    counts: list[list[Value]] = [
        [d["title"], d["year"], d["source"], *(row["documents"].get(document_id, 0) for row in rows)]
        for document_id, d in documents.items()
    ]
    heads = [words.say(f"documents.column.{c}") for c in ("title", "year", "source")] + [row["name"] for row in rows]
    sheets: dict[str, tuple[Sequence[str], list[list[Value]]]] = {
        words.say("mentions.sheet.names"): _names_sheet(words, rows),
        words.say("mentions.sheet.counts"): (heads, counts),
        words.say("mentions.sheet.passages"): (headers, passages),
    }
    return as_csv(headers, passages), as_excel(sheets)


def _names_sheet(words: Language, rows: Sequence[NameRowFields]) -> tuple[Sequence[str], list[list[Value]]]:
    body: list[list[Value]] = [
        [
            row["name"],
            "、".join(entity["name"] for entity in row["entities"]),
            "、".join(dict.fromkeys(words.say(f"type.{entity['type']}") for entity in row["entities"])),
            len(row["documents"]), row["mentions"],
            row["years"][0] if row["years"] else None, row["years"][-1] if row["years"] else None,
            "、".join(row["same"]),
        ]
        for row in rows
    ]  # fmt: skip
    return [words.say(f"mentions.names.{column}") for column in NAME_COLUMNS], body


def _draw_passages(words: Language, entry: MentionsFields) -> None:
    """The passages of one name, document by document."""
    aliases = sorted({m["surface"] for d in entry["documents"] for p in d["passages"] for m in p["mentions"]})
    title = heading(entry["name"], words.say("mentions.surfaces", names="、".join(aliases)))
    draw_html(title + chips(words, entry["entities"]))
    every = [(document, one) for document in sorted(entry["documents"], key=in_time) for one in document["passages"]]
    draw_passages(words, every[:MOST_CARDS])
    if hidden := len(every[MOST_CARDS:]):
        states.draw_note(words.say("mentions.hidden", count=hidden))
