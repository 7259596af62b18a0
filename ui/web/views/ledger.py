"""台账: all projects as one table: filtered, sorted and paged in the store; what is chosen stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from graph.records import STAGES
from graph.store.ledger import OTHERS, SORTED, LedgerAsked
from ui.app.fields import LedgerFields, LedgerRowFields, NamedFields
from ui.app.ledger import AT_FIRST, COLUMNS, MOST, plain_rows, year_of
from ui.app.tables import as_csv, as_excel
from ui.app.workspace import Workspace
from ui.web.choices import follow
from ui.web.language import Language
from ui.web.links import NOTHING, Values, address, anchor, to_place
from ui.web.markup import plain
from ui.web.noting import noted_file
from ui.web.page import draw_html
from ui.web.session import asked, asked_number, recall
from ui.web.stages import stage_badges

PAGE_ROWS = 50
MOST_NAMED = 3  # places, parks … of one project
KEPT = ("q", *OTHERS, "stage", "state", "year", "least", "sort", "up", "columns")  # of the address
STATES = ("done", "planned")


def draw(workspace: Workspace, words: Language) -> None:
    """The filters; below them the table, a page at a time."""
    draw_html(f"<h1 class='title'>{plain(words.say('ledger.title'))}</h1>")
    _draw_filters(workspace, words)
    wanted, order = _asked(), _order()
    page = max(asked_number("page") or 1, 1)
    found = _read(workspace, wanted, order, (page - 1) * PAGE_ROWS, PAGE_ROWS)
    columns = [one for one in st.query_params.get_all("columns") if one in COLUMNS] or list(AT_FIRST)
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        count = plain(words.say("ledger.count", count=found["total"]))
        draw_html(f"<p class='ledger-count' role='status'><strong>{count}</strong></p>")
        _draw_downloads(workspace, words, (wanted, order), columns)
    if not found["projects"]:
        draw_html(f"<p class='quiet'>{plain(words.say('ledger.nothing'))}</p>")
        return
    pages = (found["total"] - 1) // PAGE_ROWS + 1
    key = ("ledger html", words.code, str(st.query_params))  # the address says all that is chosen
    draw_html(recall(workspace, key, lambda: _table(words, found, columns) + _pages(words, page, pages)))


Order = tuple[str, bool | None]


def _read(workspace: Workspace, wanted: LedgerAsked, order: Order, skip: int, limit: int) -> LedgerFields:
    make = partial(workspace.ledger, wanted, sort=order[0], is_up=order[1], skip=skip, limit=limit)
    return recall(workspace, ("ledger", wanted, order, skip, limit), make)


def _asked() -> LedgerAsked:
    """What the address asks for; what is nonsense there counts as not asked."""
    stage, state = asked("stage"), asked("state")
    return LedgerAsked(
        text=asked("q") or "",
        **{kind: asked(kind) or "" for kind in OTHERS},
        stage=stage if stage in STAGES else "",
        planned=None if state not in STATES else state == "planned",
        year=asked_number("year"),
        least=float(asked_number("least") or 0) or None,
    )


def _order() -> Order:
    sort = asked("sort")
    up = asked("up")
    return (sort if sort in SORTED else "documents"), (None if up is None else up == "1")


# ----------------------------------------------------------------------------------------------------------- filters


def _draw_filters(workspace: Workspace, words: Language) -> None:
    first = st.columns([3, 2, 2, 2])
    with first[0]:
        _text(words, "q", "ledger.text")
    for column, kind in zip(first[1:], ("place", "industry", "lead"), strict=True):
        with column:
            _choice(workspace, words, kind)
    with st.expander(
        words.say("ledger.more"), expanded=any(asked(name) for name in ("stage", "state", "year", "least", "park"))
    ):
        second = st.columns([2, 2, 2, 1.4, 1.6])
        with second[0]:
            _choice(workspace, words, "park")
        with second[1]:
            _box(words, "stage", list(STAGES), lambda one: words.say(f"stage.{one}"))
        with second[2]:
            _box(words, "state", list(STATES), lambda one: words.say(f"ledger.state.{one}"))
        with second[3]:
            _text(words, "year", "ledger.year")
        with second[4]:
            _text(words, "least", "ledger.least")
        _draw_columns(words)
    if any(asked(name) for name in ("q", *OTHERS, "stage", "state", "year", "least")):
        draw_html(f"<p>{anchor('ledger', NOTHING, plain(words.say('ledger.clear')))}</p>")


def _choice(workspace: Workspace, words: Language, kind: str) -> None:
    """A place, park, industry or lead, most projects first; another name may be typed, or stand in the address."""
    counted = dict(recall(workspace, ("ledger choices", kind), lambda: workspace.ledger_choices(kind)))
    given = asked(kind)
    options = [*counted, *([given] if given and given not in counted else [])]

    def label(name: str) -> str:
        return f"{name} ({counted[name]})" if name in counted else name

    _box(words, kind, options, label, can_add=True)


def _box(
    words: Language, name: str, options: Sequence[str], label: Callable[[str], str], *, can_add: bool = False
) -> None:
    key = f"ledger {name}"
    follow(key, asked(name) if asked(name) in options else None)
    st.selectbox(
        words.say(f"ledger.column.{name}" if name in COLUMNS else f"ledger.{name}"),
        list(options),
        key=key,
        index=None,
        format_func=label,
        placeholder=words.say("ledger.any"),
        accept_new_options=can_add,
        on_change=_keep,
        args=(key, name),
    )


def _text(words: Language, name: str, label: str) -> None:
    key = f"ledger {name}"
    follow(key, asked(name) or "")
    st.text_input(words.say(label), key=key, on_change=_keep, args=(key, name))


def _keep(key: str, name: str) -> None:
    value = str(st.session_state[key] or "").strip()
    st.query_params.pop("page", None)
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def _draw_columns(words: Language) -> None:
    """Which columns are shown."""
    given = tuple(one for one in st.query_params.get_all("columns") if one in COLUMNS) or AT_FIRST
    # with none chosen the usual ones are shown, and the next one begins a choice of its own
    if given != AT_FIRST or st.session_state.get("ledger columns") != []:
        follow("ledger columns", list(given))

    def keep() -> None:
        chosen = [one for one in COLUMNS if one in st.session_state["ledger columns"]]
        if chosen and tuple(chosen) != AT_FIRST:
            st.query_params["columns"] = chosen
        else:
            st.query_params.pop("columns", None)

    st.pills(
        words.say("ledger.columns"), COLUMNS, selection_mode="multi", key="ledger columns", on_change=keep,
        format_func=lambda one: words.say(f"ledger.column.{one}"),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------------------- table


def _here(**values: str | int | None) -> Values:
    """The address as it is, but for some values."""
    kept: dict[str, str | int | Sequence[str] | None] = {name: st.query_params.get_all(name) for name in KEPT}
    return {**kept, **values}


def _table(words: Language, found: LedgerFields, columns: Sequence[str]) -> str:
    heads = "".join(_head(words, column, found["sort"]) for column in ("name", *columns))
    rows = "".join(_row(words, row, columns) for row in found["projects"])
    caption = plain(words.say("ledger.title"))
    return (
        f"<div class='wide'><table class='ledger'><caption class='unseen'>{caption}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _head(words: Language, column: str, sort: str) -> str:
    """A head that sorts says how it does."""
    label = plain(words.say(f"ledger.column.{column}"))
    if column not in SORTED:
        return f"<th scope='col'>{label}</th>"
    is_up = _is_up(sort)
    turned = ("0" if is_up else "1") if column == sort else None
    place = plain(address("ledger", _here(sort=column, up=turned)))
    state = f" aria-sort='{'ascending' if is_up else 'descending'}'" if column == sort else ""
    mark = f"<span aria-hidden='true'>{'▲' if is_up else '▼'}</span>" if column == sort else ""
    return f"<th scope='col'{state}><a class='go' href='{place}'>{label}{mark}</a></th>"


def _is_up(sort: str) -> bool:
    up = asked("up")
    return sort == "name" if up is None else up == "1"


def _row(words: Language, row: LedgerRowFields, columns: Sequence[str]) -> str:
    told = row["told"]
    stage = stage_badges(words, [told]) if told else ""
    year = str(year_of(told) or "")
    if told:
        year = to_place(
            told["document_id"], told["start"], told["end"], plain(year or words.say("stage.column.words")), kind="open"
        )
    cells: Mapping[str, str] = {
        "place": _others("place", row["places"]),
        "park": _others("park", row["parks"]),
        "industry": _others("industry", row["industries"]),
        "lead": _others("lead", row["leads"]),
        "investment": plain(row["invested"] or ""),
        "stage": stage,
        "year": year,
        "documents": anchor("mentions", {"name": row["name"]}, str(row["documents"])),
        "mentions": str(row["mentions"]),
    }
    name = anchor("trace", {"id": row["id"]}, plain(row["name"]))
    shown = "".join(f"<td data-label='{plain(words.say(f'ledger.column.{one}'))}'>{cells[one]}</td>" for one in columns)
    return f"<tr><th scope='row'>{name}</th>{shown}</tr>"


def _others(kind: str, others: Sequence[NamedFields]) -> str:
    """Each leads to the ledger of its own projects."""
    links = [anchor("ledger", _here(**{kind: one["name"]}), plain(one["name"])) for one in others[:MOST_NAMED]]
    return "、".join(links) + (" …" if len(others) > MOST_NAMED else "")


def _pages(words: Language, page: int, last: int) -> str:
    """The first, the last and those around this one."""
    if last < 2:
        return ""
    shown = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    links = []
    for before, number in zip([0, *shown], shown, strict=False):
        gap = "<span>…</span>" if number > before + 1 else ""
        here = " aria-current='page'" if number == page else ""
        links.append(f"{gap}<a class='go' href='{plain(address('ledger', _here(page=number)))}'{here}>{number}</a>")
    return f"<nav class='pages' aria-label='{plain(words.say('pages.label'))}'>{''.join(links)}</nav>"


# --------------------------------------------------------------------------------------------------------- downloads


def _draw_downloads(
    workspace: Workspace, words: Language, view: tuple[LedgerAsked, Order], columns: Sequence[str]
) -> None:
    """All rows that are asked for, with the columns that are shown."""

    def rows() -> tuple[list[str], list[list[str | int | float | None]]]:
        found = workspace.ledger(view[0], sort=view[1][0], is_up=view[1][1], limit=MOST)
        headers = [words.say(f"ledger.column.{column}") for column in ("name", *columns)]
        return headers, list(plain_rows(found, columns, words.say))

    key = (view, tuple(columns), words.code)

    def excel() -> bytes:
        return recall(workspace, ("ledger excel", key), lambda: as_excel({words.say("ledger.title"): rows()}))

    with st.container(horizontal=True, width="content"):
        st.download_button(
            words.say("download.csv"),
            noted_file("projects.csv", lambda: recall(workspace, ("ledger csv", key), lambda: as_csv(*rows()))),
            "projects.csv", "text/csv", icon=":material/download:", key="ledger csv", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            words.say("download.excel"),
            noted_file("projects.xlsx", excel),
            "projects.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/table_view:", key="ledger excel", on_click="ignore",
        )  # fmt: skip
