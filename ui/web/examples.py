"""Questions to begin with, from this very knowledge base: each was asked, and is shown with its answer."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.app.fields import ExampleFields
from ui.app.workspace import Workspace
from ui.web.language import Language
from ui.web.links import anchor
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.session import try_examples

LOOKED_AGAIN = 1.5  # seconds, until the examples are tried


def draw_examples(workspace: Workspace, words: Language) -> None:
    """Three questions with their answers, each a link; while they are being tried, that is said."""
    tried = try_examples(workspace, workspace.edition)
    if tried.are_done():
        draw_html(_examples(words, tried.examples))
        return

    def look() -> None:
        if tried.are_done():
            st.rerun()
        draw_html(f"<p class='quiet' role='status'>{plain(words.say('overview.trying'))}</p>")

    st.fragment(look, run_every=LOOKED_AGAIN)()


def _examples(words: Language, examples: Sequence[ExampleFields]) -> str:
    if not examples:
        return ""
    cards = "".join(
        anchor(
            "ask",
            {"q": example["question"]},
            f"<span class='kind'>{plain(words.say('overview.example.' + example['kind']))}</span>"
            f"<strong>{plain(example['question'])}</strong><span class='short'>{plain(example['short'])}</span>",
            kind="begin",
        )
        for example in examples
    )
    return f"<nav class='begins tried' aria-label='{plain(words.say('overview.examples'))}'>{cards}</nav>"
