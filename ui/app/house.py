"""What a server keeps open for all who ask: the knowledge base as each may see it.

In: the settings. Out: for a person a `Workspace` in which nothing is that they may not read, and which refuses what
they may not do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from typing import Self

from graph.errors import MailuoError
from ui.app.people import Person, Role
from ui.app.settings import Settings
from ui.app.views import Views, WholeReading
from ui.app.workspace import Workspace


class House:
    """May be used from several threads; close it."""

    def __init__(self, settings: Settings, *, read_only: bool = False) -> None:
        self.settings = settings
        self.main = Workspace.open(settings, read_only=read_only)
        self.views = Views(self.main)
        self._for_readers = WholeReading(self.main)

    def of(self, person: Person) -> Workspace:
        """The knowledge base as this person may see it. Who changes it sees all of it: what is added, removed and
        decided concerns all documents."""
        if not self._reads_all(person):
            assert person.collections is not None
            return self.views.of(person.collections & self.main.collections.counts().keys())
        return self.main if person.role.includes(Role.EDITOR) else self._for_readers

    def _reads_all(self, person: Person) -> bool:
        return person.collections is None or self.main.collections.counts().keys() <= person.collections

    def prepare(self, people: Iterable[Person]) -> None:
        """Have ready what these people read, so that their first question does not wait for it; what fails is said to
        whoever asks."""
        for person in people:
            with suppress(MailuoError, OSError, sqlite3.Error):
                self.of(person)

    def close(self) -> None:
        """Let go of what is open; what is being read stays until it is let go of."""
        self.views.close()
        self.main.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
