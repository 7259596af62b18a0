"""Titles that a person put right: decisions of which nothing is derived, so that they hold at once.

In: the decisions that stand. Out: titles by the document's identifier, which says source and place in it, so that they
hold after every rebuild.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph.errors import MailuoError
from graph.records import Document
from graph.resolve.decisions import Entry, TitleChoice

LONGEST = 200  # characters
Titles = Mapping[str, str]
NO_TITLES: Titles = {}


class TitleRefused(MailuoError):
    """It is too long."""


def title_choice(document_id: str, title: str) -> TitleChoice:
    """What a document is to be called; nothing: as it was read."""
    called = " ".join(title.split())
    if len(called) > LONGEST:
        raise TitleRefused(f"a title of {len(called)} characters is too long; at most {LONGEST}")
    return TitleChoice(document_id, called)


def titles_of(standing: Iterable[Entry]) -> Titles:
    """The last title of each document."""
    chosen = {entry.said.document_id: entry.said.title for entry in standing if isinstance(entry.said, TitleChoice)}
    return {document_id: title for document_id, title in chosen.items() if title}


def retitled(document: Document, titles: Titles) -> Document:
    """The document as a person calls it."""
    title = titles.get(document.id)
    return replace(document, title=title, title_guess=None) if title else document
