"""The contract that every graph engine keeps, and the mistakes that opening and using one can meet.

An engine connects, prepares, writes the rows of `graph.store.columns` and runs reading Cypher; what the graph means
stands in `graph.store.store`. Drivers' errors never pass an engine's file: each becomes one of the classes below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from graph.errors import MailuoError
from graph.store.columns import GraphRows

Row = dict[str, Any]
Progress = Callable[[int, int], None]  # documents written, documents in all


class GraphMissing(MailuoError):
    """No graph lies where one is to be read."""


class GraphDamaged(MailuoError):
    """The graph's file is not one, was cut short, or could not be written."""


class GraphBusy(MailuoError):
    """Another process is writing to this graph."""


class ServerUnusable(MailuoError):
    """The server and the settings do not fit together, or it does not run; the message says what to do."""


class ServerUnavailable(ServerUnusable):
    """The server does not run, is at another address, or was lost for longer than retries last."""


class PasswordRefused(ServerUnusable):
    """The server does not know the user or the password."""


class DatabaseUnknown(ServerUnusable):
    """The server holds no database of this name."""


class WriteRefused(ServerUnusable):
    """The account, or the server, only reads."""


class GraphRefused(MailuoError):
    """The server refused a statement for another reason, which the message repeats."""


class ServerTooOld(ServerUnusable):
    """The server's release lacks what Mailuo needs."""


class GraphOfOther(ServerUnusable):
    """The database holds the graph of another knowledge base."""


class AddressUnusable(ServerUnusable):
    """NEO4J_URI is not an address of a server."""


class Engine(Protocol):
    """A graph that is prepared, written as a whole and read by Cypher."""

    @property
    def name(self) -> str:
        """The product, its version and where the graph lies, in words."""

    def prepare(self) -> None:
        """Make tables, or constraints and indexes, where they are missing."""

    def write(self, graph: GraphRows, progress: Progress | None = None) -> None:
        """Make the graph hold exactly these rows; each document changes in one transaction."""

    def read(self, query: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """The rows of a reading query, in no order of its own."""

    def drop_all(self) -> None:
        """Forget all that Mailuo wrote, and nothing else."""

    def close(self) -> None: ...
