"""The box that finds a thing while its name is typed: in the top bar of every page, and on pages that show one.

What is typed goes to the server when the typing pauses; what may be meant comes back, best first, as links. Choosing
one, or Enter, which takes the first, follows its link, so that it stands in the address. Only the box is drawn anew
meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from graph.errors import MailuoError
from graph.records import EntityType
from ui.app.fields import HitFields
from ui.app.workspace import Workspace
from ui.web.language import Language
from ui.web.links import address
from ui.web.look import look_of
from ui.web.session import open_workspace, recall

MOST = 12  # things offered
LONGEST = 60  # characters that are asked for
SAID = ("label", "placeholder", "none", "found", "searching", "list")
_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "mailuo_finder",
    html=(_HERE / "finder.html").read_text(encoding="utf-8"),
    css=(_HERE / "finder.css").read_text(encoding="utf-8"),
    js=(_HERE / "finder.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a choice leads: a page, the parameter of its address that names the thing, the others that stay."""

    page: str
    parameter: str = "id"
    kept: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def address_of(self, entity_id: str) -> str:
        """The page's address with this thing."""
        return address(self.page, {**self.kept, self.parameter: entity_id})


PAGE_OF_THING = Goal("thing")


@st.fragment
def draw_in_bar(words: Language) -> None:
    """The box of the top bar, which leads to the page of a thing. What keeps it from finding is said by the page."""
    with st.container(key="finder"):
        _draw("finder-box", words, lambda text: suggestions(_workspace(), words, text), is_global=True)


def _workspace() -> Workspace | None:
    workspace = open_workspace()
    return None if workspace.generation is None else workspace


@st.fragment
def find_entity(
    workspace: Workspace,
    words: Language,
    *,
    key: str,
    parameter: str = "id",
    types: Sequence[EntityType] = (),
    label: str | None = None,
) -> None:
    """The box on a page: what is chosen becomes a parameter of this page's address, and the others stay."""
    page = key.removeprefix("find-").split(" ")[0]
    kept = {name: st.query_params.get_all(name) for name in st.query_params if name not in (parameter, "lang")}
    if parameter == "id":
        kept = {}

    def found(text: str) -> list[Mapping[str, str]]:
        return suggestions(workspace, words, text, types=types, goal=Goal(page, parameter, kept))

    _draw(key, words, found, label=label)


def _draw(
    key: str,
    words: Language,
    find: Callable[[str], list[Mapping[str, str]]],
    *,
    label: str | None = None,
    is_global: bool = False,
) -> None:
    asked = f"{key} asked"

    def take() -> None:
        st.session_state[asked] = " ".join(str(st.session_state[key]["typed"] or "").split())[:LONGEST]

    text = st.session_state.pop(asked, "")
    said = {name: words.say(f"find.{name}") for name in SAID}
    _component(
        key=key,
        data={
            "text": text,
            "found": find(text) if text else [],
            "words": said | ({"label": label} if label else {}),
            "labelled": label is not None,
            "global": is_global,
        },
        on_typed_change=take,
    )


def suggestions(
    workspace: Workspace | None,
    words: Language,
    text: str,
    *,
    types: Sequence[EntityType] = (),
    goal: Goal = PAGE_OF_THING,
) -> list[Mapping[str, str]]:
    """The things that may be meant, each with its address and what is said of it; none where nothing can be asked."""
    if workspace is None:
        return []
    try:
        found = recall(workspace, ("find", text, *types), lambda: workspace.find(text, types=types, limit=MOST))
    except (MailuoError, OSError, sqlite3.Error):
        return []
    return [_suggestion(words, hit, goal.address_of(hit["id"])) for hit in found["hits"]]


def _suggestion(words: Language, hit: HitFields, goes_to: str) -> Mapping[str, str]:
    look = look_of(hit["type"])
    around = f"({hit['city']})" if hit.get("city") else ""
    return {
        "id": hit["id"],
        "address": goes_to,
        "name": hit["name"] + around,
        "as": hit["matched"] if hit["matched"] != hit["name"] else "",
        "type": words.say(f"type.{hit['type']}"),
        "counted": words.say("find.counted", mentions=hit["mentions"], count=hit["documents"]),
        "colour": look.colour,
        "strokes": look.strokes,
    }
