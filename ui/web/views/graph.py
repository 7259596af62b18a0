"""图谱: an entity with what hangs on it, drawn and in words; and the shortest ways between two."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import streamlit as st

from graph.records import EntityType, RelationType
from ui.app.fields import CountedEntityFields, NeighbourhoodFields, PageFields
from ui.app.pages import NameUnknown
from ui.app.tables import Value, as_csv
from ui.app.workspace import Workspace
from ui.web.drawing import Joint, Node, draw_graph, join
from ui.web.finder import find_entity
from ui.web.language import Language
from ui.web.links import anchor
from ui.web.look import figure
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import chips, heading, table
from ui.web.session import asked, recall
from ui.web.views import facts, states, ways
from ui.web.views.trace import draw_unknown

LIMITS = (50, 100, 200, 300)
EXPANDED = 40  # neighbours that an expansion adds at most
LISTED = 200  # entities of a type


@dataclass(frozen=True, slots=True)
class Filters:
    """What of a neighbourhood is drawn."""

    types: tuple[EntityType, ...]
    relations: tuple[str, ...]
    documents: tuple[str, ...]
    year: int | None
    limit: int


def draw(workspace: Workspace, words: Language) -> None:
    """The box; below it the entity of the address, or the entities of a type."""
    draw_html(f"<h2 class='title'>{plain(words.say('graph.title'))}</h2>")
    first, second = st.columns([3, 2])
    with first:
        find_entity(workspace, words, key="find-graph", label=words.say("graph.find"))
    name = asked("id")
    with second:
        if name is not None:
            find_entity(workspace, words, key="find-to", parameter="to", label=words.say("graph.to"))
    if name is None:
        _draw_list(workspace, words)
        return
    try:
        found = recall(workspace, ("show", name), lambda: workspace.show(name))["entities"]
        if asked("to") is not None:
            ways.draw(workspace, words, name, str(asked("to")))
            return
    except NameUnknown as error:
        draw_unknown(words, name, error.nearest, "graph")
        return
    if len(found) > 1:
        draw_html(f"<p class='quiet'>{plain(words.say('graph.namesakes'))}</p>{chips(words, found[1:])}")
    draw_around(workspace, words, found[0])


# -------------------------------------------------------------------------------------------------------------- list


def _draw_list(workspace: Workspace, words: Language) -> None:
    """The entities of a type, most mentioned first: for those who do not know a name yet."""
    asked_type = asked("type")
    kind = EntityType(asked_type) if asked_type in set(EntityType) else EntityType.PROJECT
    tabs = "".join(
        anchor(
            "graph", {"type": other.value}, f"{figure(other.value)}{plain(words.say('types.' + other.value))}",
            kind="tab on" if other is kind else "tab",
        )
        for other in EntityType
    )  # fmt: skip
    draw_html(f"<nav class='tabs'>{tabs}</nav>")
    entities = recall(workspace, ("list", kind), lambda: workspace.list(kind, limit=LISTED)["entities"])
    if not entities:
        states.draw_note(words.say("graph.none_of_type"))
        return
    count = recall(workspace, ("status",), workspace.status)["entities"].get(kind.value, len(entities))
    draw_html(recall(workspace, ("list html", kind, words.code), lambda: _listed(words, entities, count)))

    def csv_file() -> bytes:
        # made when it is asked for: it holds all of them
        rows: list[list[Value]] = [
            [e["name"], "、".join(e["aliases"]), e["mentions"], e["documents"], e["id"]]
            for e in workspace.list(kind)["entities"]
        ]
        return as_csv(
            [words.say(f"graph.column.{c}") for c in ("name", "aliases", "mentions", "documents", "id")], rows
        )

    st.download_button(
        words.say("download.csv"), csv_file, f"{kind.value}.csv", "text/csv",
        icon=":material/download:", key="list csv", on_click="ignore",
    )  # fmt: skip


def _listed(words: Language, entities: list[CountedEntityFields], count: int) -> str:
    headers = [words.say(f"graph.column.{c}") for c in ("name", "aliases", "mentions", "documents")]
    rows = [
        [
            anchor("thing", {"id": e["id"]}, plain(e["name"])),
            f"<span class='quiet'>{plain('、'.join(e['aliases'][:4]))}{'…' if len(e['aliases']) > 4 else ''}</span>",
            str(e["mentions"]),
            str(e["documents"]),
        ]
        for e in entities[:LISTED]
    ]
    note = words.say("graph.listed", shown=len(rows), count=count)
    return f"<p class='quiet'>{plain(note)}</p>{table(headers, rows, kind='entities')}"


# ------------------------------------------------------------------------------------------------------------ around


@st.fragment
def draw_around(workspace: Workspace, words: Language, root: PageFields) -> None:
    """The drawing, and beside it the facts of what is chosen; only this part is drawn anew on a click."""
    filters = _draw_filters(workspace, words)
    expanded: list[str] = st.session_state.setdefault("expanded", {}).setdefault(root["id"], [])
    entities, joints, left_out = _gather(workspace, words, root["id"], tuple(expanded), filters)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        nodes = [Node(e["id"], e["type"], e["name"], tuple(e["aliases"]), e["mentions"]) for e in entities]
        touched = draw_graph(words, story=f"{root['id']} {filters}", root=root["id"], nodes=nodes, joints=joints)
        if touched.expand and touched.expand not in expanded:
            expanded.append(touched.expand)
            st.rerun(scope="fragment")
        _draw_below(words, entities, joints, left_out, expanded)
    with right, st.container(height=640, border=False, key="facts"):
        _draw_chosen(workspace, words, root, touched.chosen, joints, entities)


def _draw_filters(workspace: Workspace, words: Language) -> Filters:
    documents = recall(workspace, ("documents",), workspace.documents)
    titles = {document["document_id"]: document["title"] for document in documents}
    years = sorted({document["year"] for document in documents if document["year"]})
    with st.popover(words.say("graph.filter"), icon=":material/filter_alt:"):
        types = st.pills(
            words.say("graph.filter.types"), list(EntityType), selection_mode="multi", key="filter types",
            format_func=lambda kind: words.say("type." + kind.value),
        )  # fmt: skip
        relations = st.multiselect(
            words.say("graph.filter.relations"), [*(r.value for r in RelationType), "LINK"], key="filter relations",
            format_func=lambda relation: words.say("relation." + relation), placeholder=words.say("graph.filter.all"),
            select_all=False,
        )  # fmt: skip
        chosen = st.multiselect(
            words.say("graph.filter.documents"), list(titles), key="filter documents",
            format_func=titles.__getitem__, placeholder=words.say("graph.filter.all"),
            select_all=False,
        )  # fmt: skip
        year = st.selectbox(
            words.say("graph.filter.year"),
            years,
            index=None,
            key="filter year",
            placeholder=words.say("graph.filter.all"),
        )
        limit = st.select_slider(words.say("graph.filter.limit"), LIMITS, value=100, key="filter limit")
    return Filters(tuple(types), tuple(relations), tuple(chosen), year, limit)


def _gather(
    workspace: Workspace, words: Language, root: str, expanded: tuple[str, ...], filters: Filters
) -> tuple[list[CountedEntityFields], list[Joint], int]:
    """The neighbourhoods of the root and of what was expanded, put together."""

    def around(identifier: str, limit: int) -> NeighbourhoodFields:
        return workspace.neighbourhood(
            identifier, limit=limit, types=filters.types, relations=filters.relations,
            documents=filters.documents, year=filters.year,
        )  # fmt: skip

    parts = [recall(workspace, ("around", root, filters), lambda: around(root, filters.limit))]
    for identifier in expanded:
        parts.append(recall(workspace, ("around", identifier, filters, "more"), partial(around, identifier, EXPANDED)))
    entities: dict[str, CountedEntityFields] = {}
    left_out = 0
    for part in parts:
        for entity in part["entities"]:
            if len(entities) < LIMITS[-1]:
                entities.setdefault(entity["id"], entity)
            elif entity["id"] not in entities:
                left_out += 1
        left_out += part["left_out"]
    relations = {
        (r["head_id"], r["rel"], r["tail_id"], r["source"], r["start"]): r
        for part in parts
        for r in part["relations"]
        if r["head_id"] in entities and r["tail_id"] in entities
    }
    links = {
        (li["a_id"], li["b_id"], li["kind"]): li
        for part in parts
        for li in part["links"]
        if li["a_id"] in entities and li["b_id"] in entities
    }
    return list(entities.values()), join(words, relations.values(), links.values()), left_out


def _draw_below(
    words: Language, entities: list[CountedEntityFields], joints: list[Joint], left_out: int, expanded: list[str]
) -> None:
    """What was drawn and what was left out; taking it along."""
    note = words.say("graph.drawn", entities=len(entities), joints=len(joints))
    if left_out:
        note += " " + words.say("graph.left_out", count=left_out)
    with st.container(horizontal=True, vertical_alignment="center"):
        draw_html(f"<p class='quiet'>{plain(note)}</p>")
        if expanded and st.button(words.say("graph.fold"), key="fold", type="tertiary"):
            expanded.clear()
            st.rerun(scope="fragment")
        st.download_button(
            words.say("download.csv"), _edges(words, entities, joints), "graph.csv", "text/csv",
            icon=":material/download:", key="graph csv", on_click="ignore", type="tertiary",
        )  # fmt: skip


def _edges(words: Language, entities: list[CountedEntityFields], joints: list[Joint]) -> bytes:
    names = {entity["id"]: entity["name"] for entity in entities}
    headers = [words.say(f"graph.edge.{c}") for c in ("head", "relation", "tail", "source", "start", "end", "quote")]
    rows: list[list[Value]] = [
        [
            *(names[r["head_id"]], words.say("relation." + r["rel"]), names[r["tail_id"]]),
            *(r["source"], r["start"], r["end"], r["quote"]),
        ]
        for joint in joints
        for r in joint.relations
    ]
    rows += [
        [names[li["a_id"]], words.say("link." + li["kind"]), names[li["b_id"]], "", "", "", li["reason"]]
        for joint in joints
        for li in joint.links
    ]
    return as_csv(headers, rows)


def _draw_chosen(
    workspace: Workspace,
    words: Language,
    root: PageFields,
    chosen: str | None,
    joints: list[Joint],
    entities: list[CountedEntityFields],
) -> None:
    names = {entity["id"]: entity for entity in entities}
    joint = next((joint for joint in joints if joint.id == chosen), None)
    if joint is not None:
        draw_html(facts.of_joint(workspace, words, joint, names))
        return
    identifier = chosen if chosen in names else root["id"]
    page = recall(workspace, ("show", identifier), lambda: workspace.show(str(identifier)))["entities"][0]
    draw_html(facts.of_entity(words, page, is_root=identifier == root["id"]))
    if not entities[1:]:
        draw_html(heading("") + f"<p class='quiet'>{plain(words.say('graph.alone'))}</p>")
