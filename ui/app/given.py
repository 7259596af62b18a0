"""Records → the rows and dictionaries that programs get: in which order, and what of them.

All that a record holds is given unless it is said here that it is not: a field that a record gains is given behind the
others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.store.forms import NOTHING, Form, in_order


def shown(names: Iterable[str], said: str) -> tuple[str, ...]:
    """The names in the order that is said, and behind them those of which nothing is said; without those with “-”."""
    words = {word.strip("?-"): word for word in said.split()}
    return tuple(name for name in in_order(names, " ".join(words)) if not words.get(name, "").startswith("-"))


class Given:
    """How the records of a form are given. said: the columns in their order; with “?” one that is left out where it is
    empty, with “-” one that is not given. Those of which nothing is said follow. Columns that are none of the record's
    own are said too."""

    def __init__(self, form: Form[Any], said: str) -> None:
        self._form = form
        self._perhaps = {word[:-1] for word in said.split() if word.endswith("?")}
        self.columns = shown(form.columns, said)

    def row(self, record: object, more: Mapping[str, object] = NOTHING) -> Any:
        """The record as JSON can hold it: a dictionary, of a type that the caller knows. more: what is not its own."""
        row = {**self._form.to_row(record), **more}
        return {name: row[name] for name in self.columns if name not in self._perhaps or row[name] not in (None, "")}
