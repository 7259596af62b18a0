"""Pages by a cursor: an opaque text that says where the next page begins, in which edition, of which question."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from graph.errors import MailuoError

Item = TypeVar("Item")


class CursorUnreadable(MailuoError):
    """It is none that was given, or was given for another question."""


class CursorOutdated(MailuoError):
    """What it counts in is not what is read any more."""


@dataclass(frozen=True, slots=True)
class Paging:
    """What is to be shown of a list. edition: of what is read; question: what was asked, without cursor and limit."""

    edition: str
    question: str
    limit: int
    cursor: str | None = None

    @property
    def first(self) -> int:
        """How many are before the page."""
        return self._read(self.cursor) if self.cursor else 0

    def cut(self, items: Sequence[Item]) -> tuple[list[Item], str | None]:
        """The page, and the cursor of the one behind it."""
        first = self.first
        last = first + self.limit
        return list(items[first:last]), self._write(last) if last < len(items) else None

    def _write(self, first: int) -> str:
        said = json.dumps([self.edition, self.question, first]).encode()
        return base64.urlsafe_b64encode(said).decode("ascii").rstrip("=")

    def _read(self, cursor: str) -> int:
        try:
            said = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
            edition, question, first = said
        except (binascii.Error, ValueError, TypeError) as error:
            raise CursorUnreadable("this is no cursor; take it from “next” of the page before") from error
        if question != self.question or not isinstance(first, int) or not 0 <= first < 1 << 40:
            raise CursorUnreadable("this cursor was given for another question; ask for the first page without one")
        if edition != self.edition:
            raise CursorOutdated("the knowledge base has moved on; begin again without a cursor")
        return first
