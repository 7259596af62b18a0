"""The contract that every graph engine keeps, and the mistakes that opening and using one can meet.

An engine connects, prepares, carries out changes of the knowledge and answers the questions of `graph.store.queries`;
what the graph means stands in `graph.store.store`. Drivers' errors never pass an engine's file: each becomes one of
the classes below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from graph.change import Change
from graph.errors import MailuoError
from graph.store.forms import GraphRow
from graph.store.queries import Query

TellSources = Callable[[int, int], None]  # sources written, sources in all
# The vectors of passages that there are, by identifier: asked for the passages of a document at a time, as all of a
# large knowledge base do not fit into memory. Unit length, all of one length.
VectorsOf = Callable[[Sequence[str]], Mapping[str, Sequence[float]]]


class GraphMissing(MailuoError):
    """No graph lies where one is to be read."""


class GraphDamaged(MailuoError):
    """The graph's file is not one, was cut short, or could not be written."""


class GraphBusy(MailuoError):
    """Another process is writing to this graph."""


class GraphOutdated(MailuoError):
    """The graph is not what a change goes on from."""


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


def no_vectors(passage_ids: Sequence[str]) -> Mapping[str, Sequence[float]]:
    """Where no passage has one."""
    return {}


class Engine(Protocol):
    """A graph that is prepared, changed and asked."""

    @property
    def name(self) -> str:
        """The product, its version and where the graph lies, in words."""

    def prepare(self) -> None:
        """Make tables, or constraints and indexes, where they are missing."""

    def write(self, change: Change, vectors: VectorsOf = no_vectors, progress: TellSources | None = None) -> None:
        """Carry out a change; nobody ever reads half a document."""

    def read(self, query: Query, parameters: Mapping[str, object] | None = None) -> list[GraphRow]:
        """The rows that answer a question."""

    def drop_all(self) -> None:
        """Forget all that Mailuo wrote, and nothing else."""

    def close(self) -> None:
        """Let go of files or connections; closing twice does no harm."""
