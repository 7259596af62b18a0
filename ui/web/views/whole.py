"""全貌: where all the projects lie and what industries they are of, drawn or as a table; each number leads to the
projects behind it in the ledger."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from graph.store.ledger import LedgerAsked
from ui.app.fields import CrossingFields, ShareFields, WholeFields
from ui.app.tables import Value, as_csv
from ui.app.whole import LEVELS
from ui.app.workspace import Workspace
from ui.web.addressed import from_address, key_of, one_of, to_address
from ui.web.drawing import Joint, Node, draw_graph
from ui.web.language import Language
from ui.web.links import anchor
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import chip, heading
from ui.web.session import asked, recall
from ui.web.views import states

VIEWS = ("drawing", "table")
NAMED = 12  # projects, or things, that are told of what is chosen


def draw(workspace: Workspace, words: Language) -> None:
    """What the rows are and how they are shown stands in the address."""
    by = asked("by")
    found = recall(workspace, ("whole", by), lambda: workspace.whole(by))
    if not found["crossings"]:
        states.draw_note(words.say("whole.none"))
        return
    view = _draw_choices(words, found)
    if view == "table":
        draw_html(_table(words, found))
    else:
        _draw_drawing(workspace, words, found)
    _draw_below(words, found)


def _draw_choices(words: Language, found: WholeFields) -> str:
    from_address({"by": one_of(found["kinds"], found["by"]), "view": one_of(VIEWS, VIEWS[0])})
    with st.container(horizontal=True, vertical_alignment="center"):
        by = st.segmented_control(
            words.say("whole.by"), found["kinds"], key=key_of("by"), required=True, label_visibility="collapsed",
            format_func=lambda one: words.say(f"whole.by.{one}"),
        )  # fmt: skip
        view = st.segmented_control(
            words.say("graph.view"), VIEWS, key=key_of("view"), required=True, label_visibility="collapsed",
            format_func=lambda one: words.say(f"graph.view.{one}"),
        )  # fmt: skip
    by, view = by or found["by"], view or VIEWS[0]
    to_address({"by": [by] if asked("by") or by != found["by"] else [], "view": [view] if view != VIEWS[0] else []})
    if by != found["by"]:
        st.rerun()
    return view


# ----------------------------------------------------------------------------------------------------------- drawing


@st.fragment
def _draw_drawing(workspace: Workspace, words: Language, found: WholeFields) -> None:
    """Things and industries, the closest joined; beside them what is behind the one that is chosen."""
    joints = [_joint(words, one) for one in found["crossings"] if one["is_close"]]
    left, right = st.columns([3, 2], gap="medium")
    with left:
        nodes = [Node(one["id"], one["type"], one["name"], weight=one["projects"]) for one in _things(found).values()]
        touched = draw_graph(words, story=f"whole {found['by']}", root="", nodes=nodes, joints=joints)
    with right, st.container(height=640, border=False, key="facts"):
        draw_html(_chosen(workspace, words, found, touched.chosen))


def _things(found: WholeFields) -> Mapping[str, ShareFields]:
    return {one["id"]: one for one in (*found["rows"], *found["columns"])}


def _joint(words: Language, one: CrossingFields) -> Joint:
    label = words.say("whole.edge", count=one["projects"])
    a, b = one["row_id"], one["column_id"]
    return Joint(f"{a}|{b}", a, b, (label,), one_way=False, dashed=False, weight=one["projects"])


def _chosen(workspace: Workspace, words: Language, found: WholeFields, chosen: str | None) -> str:
    things = _things(found)
    if chosen in things:
        return _of_thing(words, found, things[str(chosen)])
    for one in found["crossings"]:
        if chosen == f"{one['row_id']}|{one['column_id']}":
            return _of_crossing(workspace, words, found, (things[one["row_id"]], things[one["column_id"]]))
    return f"<p class='quiet'>{plain(words.say('whole.choose'))}</p>"


def _of_thing(words: Language, found: WholeFields, thing: ShareFields) -> str:
    """What it shares projects with, most first."""
    things, is_row = _things(found), any(row["id"] == thing["id"] for row in found["rows"])
    shared = [
        (things[one["column_id" if is_row else "row_id"]], one["projects"])
        for one in found["crossings"]
        if one["row_id" if is_row else "column_id"] == thing["id"]
    ]
    rows = "".join(
        f"<li>{chip(words, other)} {_ledger(words, found, (thing, other) if is_row else (other, thing), count)}</li>"
        for other, count in shared
    )
    all_of = anchor("ledger", _asks(found, thing), plain(words.say("whole.projects", count=thing["projects"])))
    return f"{heading(thing['name'])}<p>{chip(words, thing)} {all_of}</p><ul class='shared'>{rows}</ul>"


def _of_crossing(
    workspace: Workspace, words: Language, found: WholeFields, pair: tuple[ShareFields, ShareFields]
) -> str:
    """The projects that both have, as many as there is room for."""
    given = _asks(found, *pair)
    wanted = LedgerAsked(
        place=given.get("place", ""), park=given.get("park", ""), lead=given.get("lead", ""),
        industry=given.get("industry", ""),
    )  # fmt: skip
    page = recall(workspace, ("ledger", wanted, NAMED), lambda: workspace.ledger(wanted, limit=NAMED))
    rows = "".join(f"<li>{chip(words, project)}</li>" for project in page["projects"])
    ends = f"{chip(words, pair[0])}<span class='arrow'>·</span>{chip(words, pair[1])}"
    all_of = _ledger(words, found, pair, page["total"])
    return f"<div class='who'>{ends}</div><ul class='shared'>{rows}</ul><p>{all_of}</p>"


def _ledger(words: Language, found: WholeFields, pair: tuple[ShareFields, ShareFields], count: int) -> str:
    """The way to the projects of both."""
    return anchor("ledger", _asks(found, *pair), plain(words.say("whole.projects", count=count)))


def _asks(found: WholeFields, *things: ShareFields) -> dict[str, str]:
    """What the ledger is asked for the projects of all these things."""
    row = "place" if found["by"] in LEVELS else found["by"]
    return {"industry" if thing["type"] == "Industry" else row: thing["name"] for thing in things}


# ------------------------------------------------------------------------------------------------------------- table


def _table(words: Language, found: WholeFields) -> str:
    """Rows × industries: the more projects, the deeper."""
    counts = {(one["row_id"], one["column_id"]): one["projects"] for one in found["crossings"]}
    most = max(counts.values())
    heads = "".join(f"<th scope='col'>{chip(words, column)}</th>" for column in found["columns"])
    body = "".join(
        f"<tr><th scope='row'>{chip(words, row)}</th><td>{row['projects']}</td>"
        + "".join(
            _cell(words, found, (row, column), counts.get((row["id"], column["id"]), 0), most)
            for column in found["columns"]
        )
        + "</tr>"
        for row in found["rows"]
    )
    first = f"<th scope='col'>{plain(words.say('whole.by.' + found['by']))}</th>"
    total = f"<th scope='col'>{plain(words.say('whole.total'))}</th>"
    return (
        f"<div class='wide'><table class='crossed'><caption class='unseen'>{plain(words.say('whole.title'))}</caption>"
        f"<thead><tr>{first}{total}{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(words: Language, found: WholeFields, pair: tuple[ShareFields, ShareFields], count: int, most: int) -> str:
    if not count:
        return "<td></td>"
    depth = 0.12 + 0.5 * (count / most) ** 0.5  # dark letters stay legible on the deepest
    hint = f"{pair[0]['name']} · {pair[1]['name']}"
    link = anchor("ledger", _asks(found, *pair), str(count), title=hint)
    return f"<td class='some' style='--depth:{depth:.2f}'>{link}</td>"


def _draw_below(words: Language, found: WholeFields) -> None:
    """How much of it is shown; all of what is shown to take along."""
    note = words.say(
        "whole.shown", rows=len(found["rows"]), rows_found=found["rows_found"], columns=len(found["columns"]),
        columns_found=found["columns_found"],
    )  # fmt: skip
    names = {identifier: one["name"] for identifier, one in _things(found).items()}

    def csv_file() -> bytes:
        rows: list[list[Value]] = [
            [names[one["row_id"]], names[one["column_id"]], one["projects"]] for one in found["crossings"]
        ]
        return as_csv([words.say(f"whole.{name}") for name in (f"by.{found['by']}", "industry", "total")], rows)

    with st.container(horizontal=True, vertical_alignment="center"):
        draw_html(f"<p class='quiet'>{plain(note)}</p>")
        st.download_button(
            words.say("download.csv"), csv_file, "whole.csv", "text/csv",
            icon=":material/download:", key="whole csv", on_click="ignore", type="tertiary",
        )  # fmt: skip
