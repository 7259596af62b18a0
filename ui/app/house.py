"""What a server keeps open for all who ask: the knowledge base as each may see it, and the log.

In: the settings. Out: for a person a `Workspace` in which nothing is that they may not read.
"""

from __future__ import annotations

from typing import Self

from ui.app.people import Person
from ui.app.settings import Settings
from ui.app.workspace import Workspace


class House:
    """May be used from several threads; close it."""

    def __init__(self, settings: Settings, *, read_only: bool = False) -> None:
        self.settings = settings
        self.main = Workspace.open(settings, read_only=read_only)

    def of(self, person: Person) -> Workspace:
        """The knowledge base as this person may see it."""
        return self.main

    def close(self) -> None:
        """Let go of what is open; views that are being read stay until they are let go of."""
        self.main.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
