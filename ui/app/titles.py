"""Titles that a person put right: an append-only file beside the decisions about names.

In: the home's file. Out: titles by the document's identifier, which says source and place in it, so that they hold
after every rebuild. A later line on a document undoes an earlier one; an empty title gives the document back its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from graph.appending import append_line, read_lines
from graph.errors import MailuoError
from graph.records import Document

FILE = "titles.jsonl"
LONGEST = 200  # characters
Titles = Mapping[str, str]


class TitlesUnreadable(MailuoError):
    """A line of the file of titles is none."""


class TitleRefused(MailuoError):
    """It is too long, or could not be written down."""


def read_titles(path: Path) -> Titles:
    """The titles of the file; none where there is no file."""
    titles = dict(_as_title(path, number, line) for number, line in enumerate(read_lines(path), 1) if line.strip())
    return {document_id: title for document_id, title in titles.items() if title}


def _as_title(path: Path, number: int, line: bytes) -> tuple[str, str]:
    try:
        fields = json.loads(line)
        return str(fields["document_id"]), str(fields["title"])
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise TitlesUnreadable(f"{path}, line {number}: not a title; mend or delete the line") from error


def record_title(path: Path, document_id: str, title: str) -> None:
    """Write down what a document is to be called; nothing: as it was read."""
    called = " ".join(title.split())
    if len(called) > LONGEST:
        raise TitleRefused(f"a title of {len(called)} characters is too long; at most {LONGEST}")
    try:
        append_line(path, {"document_id": document_id, "title": called})
    except OSError as error:
        raise TitleRefused(f"{path}: the title could not be recorded ({error.strerror})") from error


def stamp_of_titles(path: Path) -> tuple[int, int]:
    """Another one whenever the file is: length and time."""
    try:
        held = path.stat()
    except FileNotFoundError:
        return 0, 0
    return held.st_size, held.st_mtime_ns


def retitled(document: Document, titles: Titles) -> Document:
    """The document as a person calls it."""
    title = titles.get(document.id)
    return replace(document, title=title, title_guess=None) if title else document
