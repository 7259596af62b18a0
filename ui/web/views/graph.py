"""图谱: an entity with what hangs on it, drawn and in words; and the shortest ways between two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from graph.records import EntityType, RelationType
from graph.store.found import Passing
from ui.app.fields import BundleFields, CountedEntityFields, NeighbourhoodFields, PageFields
from ui.app.pages import NameUnknown
from ui.app.tables import Value, as_csv
from ui.app.workspace import Workspace
from ui.web.addressed import from_address, keep, key_of, known, one_of, to_address
from ui.web.drawing import Joint, Node, bundle, draw_graph, join
from ui.web.finder import find_entity
from ui.web.language import Language
from ui.web.links import anchor
from ui.web.look import figure
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import chips, heading, table
from ui.web.session import asked, recall
from ui.web.views import facts, states, ways, whole
from ui.web.views.joint_table import draw_downloads, draw_table
from ui.web.views.trace import draw_unknown

LIMITS = (50, 100, 200, 300)
MOST_DRAWN = 400  # things, with all that was expanded and unfolded
VIEWS = ("drawing", "table")
EXPANDED = 40  # neighbours that an expansion adds at most
LISTED = 200  # entities of a type


def draw(workspace: Workspace, words: Language) -> None:
    """The box; below it the entity of the address, or the entities of a type."""
    draw_html(f"<h1 class='title'>{plain(words.say('graph.title'))}</h1>")
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
    """For those who do not know a name yet: the whole at a glance, or the entities of a type, most mentioned first."""
    kind = next((kind for kind in EntityType if kind == asked("type")), None)
    tabs = "".join(
        anchor(
            "graph", {"type": other.value}, f"{figure(other.value)}{plain(words.say('types.' + other.value))}",
            kind="tab on" if other is kind else "tab", is_here=other is kind,
        )
        for other in EntityType
    )  # fmt: skip
    first = anchor("graph", {}, plain(words.say("whole")), kind="tab" if kind else "tab on", is_here=kind is None)
    draw_html(f"<nav class='tabs'>{first}{tabs}</nav>")
    if kind is None:
        whole.draw(workspace, words)
        return
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
    """The drawing, or the same as a table, and beside it the facts of what is chosen; only this part is drawn anew on a
    click. All that is chosen stands in the address."""
    view, filters = _draw_choices(workspace, words)
    expanded = tuple(st.query_params.get_all("expand"))
    drawn = _gather(workspace, words, root["id"], expanded, filters)
    chosen = asked("chosen")
    if view == "table":
        draw_table(words, drawn.things, drawn.joints)
        _draw_below(words, drawn)
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        touched = draw_graph(
            words, story=f"{root['id']} {filters}", root=root["id"], nodes=drawn.nodes(words), joints=drawn.joints,
            chosen=chosen,
        )  # fmt: skip
        for name, one in (("expand", touched.expand), ("open", touched.unfold)):
            if one and (name == "open" or one not in expanded):
                keep(name, [*st.query_params.get_all(name), one])
                st.rerun(scope="fragment")
        keep("chosen", [touched.chosen] if touched.chosen else [])
        _draw_below(words, drawn)
    with right, st.container(height=640, border=False, key="facts"):
        _draw_chosen(workspace, words, root, touched.chosen, drawn)


def _unfolded() -> tuple[str, ...]:
    return tuple(st.query_params.get_all("open"))


def _draw_choices(workspace: Workspace, words: Language) -> tuple[str, Passing]:
    """Drawing or table, and what of the neighbourhood passes."""
    documents = recall(workspace, ("documents",), workspace.documents)
    titles = {document["document_id"]: document["title"] for document in documents}
    years = sorted({str(document["year"]) for document in documents if document["year"]})
    kinds, relations = [kind.value for kind in EntityType], [*(r.value for r in RelationType), "LINK"]
    limits = [str(limit) for limit in LIMITS]
    from_address(
        {
            "view": one_of(VIEWS, VIEWS[0]), "types": known(kinds), "rel": known(relations),
            "of": known(list(titles)), "year": one_of(years, None), "limit": one_of(limits, limits[0]),
        }
    )  # fmt: skip
    everything = words.say("graph.filter.all")
    with st.container(horizontal=True, vertical_alignment="center"):
        view = st.segmented_control(
            words.say("graph.view"), VIEWS, key=key_of("view"), required=True, label_visibility="collapsed",
            format_func=lambda one: words.say(f"graph.view.{one}"),
        )  # fmt: skip
        with st.popover(words.say("graph.filter"), icon=":material/filter_alt:"):
            types = st.pills(
                words.say("graph.filter.types"), kinds, selection_mode="multi", key=key_of("types"),
                format_func=lambda kind: words.say("type." + kind),
            )  # fmt: skip
            rel = st.multiselect(
                words.say("graph.filter.relations"), relations, key=key_of("rel"), placeholder=everything,
                format_func=lambda relation: words.say("relation." + relation), select_all=False,
            )  # fmt: skip
            of = st.multiselect(
                words.say("graph.filter.documents"), list(titles), key=key_of("of"), placeholder=everything,
                format_func=titles.__getitem__, select_all=False,
            )  # fmt: skip
            year = st.selectbox(
                words.say("graph.filter.year"), years, index=None, key=key_of("year"), placeholder=everything
            )
            limit = st.select_slider(words.say("graph.filter.limit"), limits, key=key_of("limit"))
    to_address(
        {
            "view": [view] if view and view != VIEWS[0] else [], "types": types, "rel": rel, "of": of,
            "year": [year] if year else [], "limit": [limit] if limit != limits[0] else [],
        }
    )  # fmt: skip
    passing = Passing(int(limit), tuple(map(EntityType, types)), tuple(rel), tuple(of), int(year) if year else None)
    return view or VIEWS[0], passing


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the neighbourhoods of the root and of what was expanded come to; `left_out`: things in no drawing."""

    things: Mapping[str, CountedEntityFields]
    joints: Sequence[Joint]
    bundles: Sequence[BundleFields]
    left_out: int

    def nodes(self, words: Language) -> list[Node]:
        """Things and bundles."""
        things = [Node(e["id"], e["type"], e["name"], tuple(e["aliases"]), e["mentions"]) for e in self.things.values()]
        return [*things, *(bundle(words, fields) for fields in self.bundles)]


def _gather(workspace: Workspace, words: Language, root: str, expanded: tuple[str, ...], passing: Passing) -> Drawn:
    """The neighbourhoods of the root and of what was expanded, put together."""

    def around(identifier: str, passing: Passing, unfolded: tuple[str, ...] = ()) -> NeighbourhoodFields:
        key = ("around", identifier, passing, unfolded)
        return recall(workspace, key, lambda: workspace.neighbourhood(identifier, passing, unfolded=unfolded))

    more = replace(passing, limit=EXPANDED)
    parts = [around(root, passing, _unfolded()), *(around(identifier, more) for identifier in expanded)]
    entities: dict[str, CountedEntityFields] = {}
    left_out = sum(part["left_out"] for part in parts[1:])
    for part in parts:
        for entity in part["entities"]:
            if len(entities) < MOST_DRAWN:
                entities.setdefault(entity["id"], entity)
            elif entity["id"] not in entities:
                left_out += 1
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
    return Drawn(entities, join(words, relations.values(), links.values()), parts[0]["bundles"], left_out)


def _draw_below(words: Language, drawn: Drawn) -> None:
    """What was drawn and what was left out; taking it along."""
    note = words.say("graph.drawn", entities=len(drawn.things), joints=len(drawn.joints))
    if drawn.bundles:
        count = sum(one["count"] for one in drawn.bundles)
        note += " " + words.say("graph.bundled", count=count, bundles=len(drawn.bundles))
    if drawn.left_out:
        note += " " + words.say("graph.left_out", count=drawn.left_out)
    with st.container(horizontal=True, vertical_alignment="center"):
        draw_html(f"<p class='quiet'>{plain(note)}</p>")
        is_grown = bool(st.query_params.get_all("expand") or _unfolded())
        if is_grown and st.button(words.say("graph.fold"), key="fold", type="tertiary"):
            keep("expand", [])
            keep("open", [])
            st.rerun(scope="fragment")
        draw_downloads(words, drawn.things, drawn.joints)


def _draw_chosen(
    workspace: Workspace,
    words: Language,
    root: PageFields,
    chosen: str | None,
    drawn: Drawn,
) -> None:
    names = drawn.things
    joint = next((joint for joint in drawn.joints if joint.id == chosen), None)
    if joint is not None:
        draw_html(facts.of_joint(workspace, words, joint, names))
        return
    identifier = chosen if chosen in names else root["id"]
    page = recall(workspace, ("show", identifier), lambda: workspace.show(str(identifier)))["entities"][0]
    draw_html(facts.of_entity(words, page, is_root=identifier == root["id"]))
    if len(names) < 2:
        draw_html(heading("") + f"<p class='quiet'>{plain(words.say('graph.alone'))}</p>")
