"""What a server keeps open for all who ask: the knowledge base as each may see it.

In: the settings. Out: for a person a `Workspace` in which nothing is that they may not read, and which refuses what
they may not do.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from graph.errors import MailuoError
from ui.app.people import Person, Role
from ui.app.settings import Settings
from ui.app.users import Users
from ui.app.views import Views, WholeReading
from ui.app.workspace import Workspace

if TYPE_CHECKING:
    from ingest.intake import Progress


class House:
    """May be used from several threads; close it."""

    def __init__(self, settings: Settings, *, read_only: bool = False) -> None:
        self.settings = settings
        self.main = Workspace.open(settings, read_only=read_only)
        self.views = Views(self.main)
        self.main.changed = self._bring_views_up
        self._for_readers = WholeReading(self.main)

    def of(self, person: Person) -> Workspace:
        """The knowledge base as this person may see it. Who changes it sees all of it: what is added, removed and
        decided concerns all documents."""
        if person.collections is not None:
            there = self.main.collections.counts().keys()
            if not there <= person.collections:
                return self.views.of(person.collections & there)
        return self.main if person.role.includes(Role.EDITOR) else self._for_readers

    def prepare(self) -> threading.Thread:
        """Begin to have ready what the people of MAILUO_USERS read, so that their first question does not wait for it;
        what fails is said to whoever asks."""

        def prepare_all() -> None:
            with suppress(MailuoError, OSError, sqlite3.Error):
                accounts = Users.open(self.settings.users).accounts if self.settings.users else ()
                for account in accounts:
                    self.of(account.person)

        thread = threading.Thread(target=prepare_all, name="mailuo-views", daemon=True)
        thread.start()
        return thread

    def _bring_views_up(self, progress: Progress) -> None:
        if self.main.has_views:
            with suppress(MailuoError, OSError, sqlite3.Error):  # said to whoever asks then
                self.views.follow_all(progress)

    def close(self) -> None:
        """Let go of what is open; what is being read stays until it is let go of."""
        self.views.close()
        self.main.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
