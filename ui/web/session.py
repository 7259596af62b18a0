"""What every page shares: the open workspace, the language, what was asked before, the look.

The workspace is opened once a process and moves by itself to a new generation; what a view recalls is kept under
`workspace.edition`, so that a rerun asks the graph nothing twice.
"""

from __future__ import annotations

import gc
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4
from weakref import WeakKeyDictionary

import streamlit as st

from graph.errors import MailuoError
from ui.app.fields import ExampleFields
from ui.app.house import House
from ui.app.jobs import Jobs, Place
from ui.app.people import NotSignedIn, Person, whoever_is_here
from ui.app.settings import Settings, system_user
from ui.app.workspace import Workspace
from ui.web.language import LANGUAGES, Language
from ui.web.look import kind_styles
from ui.web.server.door import HEADER, the_door

KEPT = 400  # answers of one workspace
FIRST_STYLES = ("base", "tables", "pieces")  # what all pages share
LAST_STYLES = ("narrow", "print")  # what narrow screens and paper change of any of them

_T = TypeVar("_T")
# of any type: `recall` gives back what the caller made under the same key
_SHELVES: WeakKeyDictionary[Workspace, OrderedDict[Hashable, Any]] = WeakKeyDictionary()
_LOCK = threading.Lock()


@st.cache_resource(show_spinner=False)
def open_house() -> House:
    """The one knowledge base of this process, as all may see it."""
    settings = Settings.read()
    house = House(settings, read_only=settings.read_only)
    _leave_out_of_collection()
    return house


def who() -> Person:
    """For whom this run draws; raises `NotSignedIn` for whose session is over, however long the page has been open."""
    door = the_door()
    if not door.asks:
        return whoever_is_here()
    person = door.person(st.context.headers.get(HEADER) or "")
    if person is None:
        raise NotSignedIn("sign in first")
    return person


def open_workspace() -> Workspace:
    """The knowledge base as who is signed in may see it; raises `NotSignedIn`."""
    return open_house().of(who())


def signed_as() -> str:
    """The name with which is decided: of who is signed in, else the one that was typed in last."""
    if the_door().asks:
        return who().name
    name: str = st.session_state.get("who decides", system_user())
    return name


@st.cache_resource(show_spinner=False)
def warm_up(_workspace: Workspace) -> threading.Thread:
    """Loads the model while a person is still typing the first question; what fails will be said with the answer."""

    def search() -> None:
        with suppress(MailuoError):
            _workspace.search("规划", top=1)
        _leave_out_of_collection()

    thread = threading.Thread(target=search, name="mailuo-warm-up", daemon=True)
    thread.start()
    return thread


def try_examples(workspace: Workspace, edition: Hashable) -> Tried:
    """Asks this knowledge base what it answers well, beside the pages; of an edition once, for all who see the same."""
    return recall(workspace, ("examples", edition), lambda: Tried(workspace))


class Tried:
    """Questions that are being tried, and then the good ones; none where trying met a mistake, which the page that
    answers will say."""

    def __init__(self, workspace: Workspace) -> None:
        self.examples: Sequence[ExampleFields] = ()
        self._thread = threading.Thread(target=self._try, args=(workspace,), name="mailuo-examples", daemon=True)
        self._thread.start()

    def are_done(self, seconds: float = 0) -> bool:
        """Whether all are tried; waits so long for it."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _try(self, workspace: Workspace) -> None:
        with suppress(MailuoError):
            self.examples = workspace.examples()


def _leave_out_of_collection() -> None:
    """What was loaded by now stays for good. Streamlit collects garbage after every run of a page, and looking through
    the model's libraries each time would hold the page up for a quarter of a second.
    """
    gc.collect()
    gc.freeze()


def recall(workspace: Workspace, key: tuple[Hashable, ...], make: Callable[[], _T]) -> _T:
    """What `make` gives, made once an edition for each key; it is shared and must not be changed."""
    full = (workspace.edition, *key)
    with _LOCK:
        shelf = _SHELVES.setdefault(workspace, OrderedDict())
        if full in shelf:
            shelf.move_to_end(full)
            kept: _T = shelf[full]
            return kept
    made = make()
    with _LOCK:
        shelf[full] = made
        while len(shelf) > KEPT:
            shelf.popitem(last=False)
    return made


def asked(name: str) -> str | None:
    """A value of the address, None when it is not there or empty."""
    return st.query_params.get(name) or None


def asked_number(name: str) -> int | None:
    """A whole number of the address; what is no number counts as not there."""
    value = asked(name)
    return int(value) if value is not None and value.isascii() and value.isdigit() else None


def language() -> Language:
    """The language of this visit: chosen in the address (?lang=en), kept in the session and in the address."""
    chosen = st.query_params.get("lang")
    if chosen in LANGUAGES:
        st.session_state["language"] = chosen
    code = st.session_state.get("language", LANGUAGES[0])
    if code != LANGUAGES[0] and chosen != code:
        st.query_params["lang"] = code
    return Language(code)


def style(words: Language) -> None:
    """The style sheet of all pages, with the words that Streamlit itself says in English only."""
    said = "".join(
        f"{place}::after {{ content: {json.dumps(words.say(key), ensure_ascii=False)}; }}\n"
        for place, key in (
            ('[data-testid="stFileUploaderDropzone"] button p', "upload.button"),
            ('[data-testid="stFileUploaderDropzoneInstructions"] span', "upload.drop"),
            ('[data-testid="stFileChip"][aria-invalid="true"]', "upload.failed"),
            ('.copy[data-done="no"]', "copy.failed"),
        )
    )
    st.html(f"<style>{_styles()}{said}</style>")


@cache
def _styles() -> str:
    folder = Path(__file__).parent / "styles"
    others = sorted({path.stem for path in folder.glob("*.css")} - {*FIRST_STYLES, *LAST_STYLES})
    ordered = (*FIRST_STYLES, *others, *LAST_STYLES)
    return "\n".join((kind_styles(), *((folder / f"{name}.css").read_text(encoding="utf-8") for name in ordered)))


@st.cache_resource(show_spinner=False)
def open_jobs() -> Jobs:
    """The work of this process, the same for all visits."""
    return Jobs()


def here() -> Place:
    """This visit and the page it is on."""
    visit = st.session_state.setdefault("visit", uuid4().hex)
    return Place(visit, st.session_state.get("page", ""))
