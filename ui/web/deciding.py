"""Buttons that say that two names are, or are not, one thing.

What is pressed is recorded before the page is drawn again; the graph follows in the background, several decisions
together (`ui.app.jobs`). Until then the page says what was decided, and offers to take it back.
"""

from __future__ import annotations

import streamlit as st

from graph.errors import MailuoError
from graph.resolve.decisions import Signature, Verdict
from ui.app.jobs import Decided
from ui.app.workspace import Workspace
from ui.web.language import Language
from ui.web.markup import as_label, plain
from ui.web.noting import note
from ui.web.page import draw_html
from ui.web.session import here, open_jobs, signed_as

VERDICTS = {"merge": Verdict.SAME, "split": Verdict.DIFFERENT}
OTHER = {"merge": "split", "split": "merge"}


def offer(workspace: Workspace, words: Language, verdict: str, a: str, b: str, *, label: str | None = None) -> None:
    """A button that records a decision: “merge” or “split”; none where nothing is decided. label: how people read `b`.

    Where it is decided already and not yet in the graph, that is said instead.
    """
    if workspace.read_only:
        return
    name = label or b
    decided = next((one for one in reversed(open_jobs().pending) if one.is_about(a, b)), None)
    if decided is not None and decided.verdict is VERDICTS[verdict]:
        draw_html(f"<p class='decided' role='status'>{plain(words.say(f'decide.{verdict}.pending'))}</p>")
        _draw_button(workspace, words, OTHER[verdict], (a, b, name), says="decide.undo")
    elif decided is None:
        _draw_button(workspace, words, verdict, (a, b, name), says=f"decide.{verdict}")


def _draw_button(workspace: Workspace, words: Language, verdict: str, pair: tuple[str, str, str], *, says: str) -> None:
    a, b, name = pair
    help_ = as_label(words.say(f"decide.{verdict}.help", name=name))
    if st.button(words.say(says), key=f"{verdict}-{a}-{b}", help=help_, type="tertiary"):
        try:
            derive = workspace.decide(a, b, VERDICTS[verdict], Signature(signed_as()))
        except MailuoError as error:
            draw_html(f"<p role='alert'>{plain(words.say('decide.refused', why=str(error)))}</p>")
            return
        note("decide", {"a": a, "b": b, "verdict": VERDICTS[verdict].value})
        open_jobs().decide(Decided(a, b, VERDICTS[verdict], name, here(), derive))
        st.rerun()
