"""What was asked on this visit: kept with what was answered, and shown beside the answer.

On a narrow screen it stands below, folded: both forms are drawn, and the style sheet shows one.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ui.app.fields import AskFields
from ui.app.layout import lay_out
from ui.web.language import Language
from ui.web.links import anchor
from ui.web.markup import plain
from ui.web.pieces import shortened

REMEMBERED = 40  # questions of a visit
LONGEST = 48  # characters of an answer
Question = tuple[str, tuple[str, ...]]  # as typed, and the questions before it that it goes on from


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the visit. `said`: its answer on one line; None where the documents do not say."""

    question: Question
    address: dict[str, str | list[str]]
    said: str | None


def remember(question: Question, address: dict[str, str | list[str]], reply: AskFields) -> None:
    """Keep a question, the newest last; one asked again moves there."""
    history: dict[Question, Asked] = st.session_state.setdefault("history", {})
    history.pop(question, None)
    said = None if reply["answer"] is None else lay_out(reply).headline or reply["answer"]
    history[question] = Asked(question, address, said)
    for old in list(history)[:-REMEMBERED]:
        del history[old]


def history(words: Language, current: Question | None) -> str:
    """The questions of this visit as HTML, the newest first; "" where nothing was asked."""
    held: dict[Question, Asked] = st.session_state.get("history", {})
    if not held:
        return ""
    rows = "".join(_row(words, one, is_current=one.question == current) for one in reversed(held.values()))
    title = plain(words.say("ask.history"))
    listed = f"<ul class='history'>{rows}</ul>"
    return (
        f"<nav class='visit beside' aria-label='{title}'><h2 class='heading'>{title}</h2>{listed}</nav>"
        f"<details class='visit below'><summary>{title}</summary>{listed}</details>"
    )


def _row(words: Language, one: Asked, *, is_current: bool) -> str:
    text, after = one.question
    said = words.say("ask.none_short") if one.said is None else shortened(" ".join(one.said.split()), LONGEST)
    inner = f"<span>{plain(' → '.join((*after, text)))}</span><span class='quiet'>{plain(said)}</span>"
    if is_current:
        return f"<li aria-current='true'>{inner}</li>"
    return f"<li>{anchor('ask', one.address, inner)}</li>"
