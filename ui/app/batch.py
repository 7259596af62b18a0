"""A file of questions or names → the lines of a batch.

In: JSON lines `{"id": …, "question": …, "after": …}`, or for names also a CSV with a `name` column, in any usual
encoding. Out: each line's text and its id, in order.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from graph.errors import MailuoError
from ui.app.fields import LineFields
from ui.app.name_columns import LOOKED_AT, find_name_column


class BatchUnreadable(MailuoError):
    """A line of the batch is not what the interface asks for; nothing has been answered yet."""


@dataclass(frozen=True, slots=True)
class Line:
    """A question or name of a batch."""

    text: str
    head: LineFields  # {"id": …} when the line has one: what the answer starts with
    after: tuple[str, ...] = ()  # the questions before this one, from which it takes over what it leaves out


def read_batch(path: Path, field: str) -> list[Line]:
    """The lines of the file; `field` is “question” or “name”."""
    return lines_of(sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes(), str(path), field)


def lines_of(raw: bytes, path: str, field: str) -> list[Line]:
    """The lines of a file's bytes. path: what it is called in messages."""
    text = decoded(raw, path)
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if field == "name" and lines and not lines[0][1].lstrip().startswith("{"):
        return _from_table(text, path)
    return [_from_json(line, field, f"{path}, line {number}") for number, line in lines]


def decoded(raw: bytes, path: str) -> str:
    """The text of a file's bytes, in any usual encoding."""
    from ingest.sources.decode import decode_text
    from ingest.sources.unreadable import Unreadable

    try:
        return decode_text(raw, path)
    except Unreadable as error:
        raise BatchUnreadable(f"{path}: is not text in UTF-8, GB18030 or Big5; save it as UTF-8") from error


def _from_json(line: str, field: str, place: str) -> Line:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BatchUnreadable(f"{place}: not JSON ({error})") from error
    if not isinstance(value, dict) or not isinstance(value.get(field), str):
        raise BatchUnreadable(f"{place}: not an object with a text “{field}”")
    return Line(value[field], {"id": value["id"]} if "id" in value else {}, _before(value, place))


def _before(value: dict[str, object], place: str) -> tuple[str, ...]:
    """The question before it, or several, the oldest first: {"after": …}."""
    given = value.get("after") or []
    texts = tuple(one for one in (given if isinstance(given, list) else [given]) if isinstance(one, str))
    if len(texts) != (len(given) if isinstance(given, list) else 1):
        raise BatchUnreadable(f"{place}: “after” is neither a text nor a list of texts")
    return texts


def table_rows(text: str, path: str) -> list[list[str]]:
    """The cells of a table with commas, semicolons or tabs between them; rows of nothing are left out."""
    lines = text.splitlines()[:LOOKED_AT]
    delimiter = max(",;\t", key=lambda sign: sum(line.count(sign) for line in lines))
    try:
        rows = [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise BatchUnreadable(f"{path}: is no table ({error})") from error
    return [row for row in rows if any(row)]


def _from_table(text: str, path: str) -> list[Line]:
    rows = table_rows(text, path)
    found = find_name_column(rows)
    if found.column is None or found.header is None:
        columns = ", ".join(rows[0]) if rows else ""
        raise BatchUnreadable(f"{path}: has no column “name” (its columns: {columns})")
    heads = [head.lower() for head in rows[found.header]]
    identifier = heads.index("id") if "id" in heads else None
    lines = (
        (row[found.column], row[identifier] if identifier is not None and identifier < len(row) else None)
        for row in rows[found.header + 1 :]
        if found.column < len(row)
    )
    return [Line(name, {"id": at} if identifier is not None else {}) for name, at in lines if name]
