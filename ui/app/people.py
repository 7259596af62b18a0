"""Who asks, and what they may do.

Whoever works on the machine itself is its administrator; a server that is told who may use it (`ui.app.users`) knows
each person, and what documents they may read (`ui.app.collections`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph.errors import MailuoError
from ui.app.settings import system_user


class NotSignedIn(MailuoError):
    """Nobody has said who asks, or not truly."""


class NotAllowed(MailuoError):
    """Who asks is known, and may not do this."""


class Role(StrEnum):
    """What a person may do; each includes those before it."""

    READER = "reader"  # reads
    EDITOR = "editor"  # adds and removes documents, decides
    ADMINISTRATOR = "administrator"  # sees the log and the people

    @property
    def is_to_read_all(self) -> bool:
        """Whether who has this role reads all documents, as what they add, remove and decide concerns all."""
        return self.includes(Role.EDITOR)

    def includes(self, other: Role) -> bool:
        """Whether who has this role may do what the other asks for."""
        roles = list(Role)
        return roles.index(self) >= roles.index(other)


@dataclass(frozen=True, slots=True)
class Person:
    """collections: those they may read beside the documents that are in none; None: all."""

    name: str
    role: Role
    collections: frozenset[str] | None = None

    def must_be(self, role: Role) -> None:
        """Raises `NotAllowed` for who may not do what the role asks for."""
        if not self.role.includes(role):
            raise NotAllowed(f"{self.name} is a {self.role}; this is for an {role}")


def whoever_is_here() -> Person:
    """The user of this machine."""
    return Person(system_user() or "local", Role.ADMINISTRATOR)
