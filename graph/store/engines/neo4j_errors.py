"""What the driver of Neo4j raises → the mistakes of the engine contract, each in one line with its remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import REBUILD, MailuoError
from graph.store.engines.engine import (
    DatabaseUnknown,
    GraphOutdated,
    GraphRefused,
    PasswordRefused,
    ServerUnavailable,
    WriteRefused,
)

if TYPE_CHECKING:
    from neo4j.exceptions import DriverError, Neo4jError

    from graph.store.places import Server

_REFUSED_LOGINS = ("Neo.ClientError.Security.Unauthorized", "Neo.ClientError.Security.AuthenticationRateLimit",
                   "Neo.ClientError.Security.CredentialsExpired", "Neo.ClientError.Security.TokenExpired")  # fmt: skip
_REFUSED_WRITES = ("Forbidden", "AccessMode", "ReadOnly", "NotALeader")


def translated(error: Neo4jError | DriverError, server: Server) -> MailuoError:
    """server: the one that was asked, for the message to name."""
    from neo4j.exceptions import DriverError, Neo4jError, ServiceUnavailable, SessionExpired

    uri, user, database = server.uri, server.user, server.database
    if isinstance(error, ServiceUnavailable | SessionExpired | DriverError):
        return ServerUnavailable(
            f"{uri}: no answer from Neo4j ({first_line(error)}); see that it runs and that NEO4J_URI names "
            "it, then run the command again: what was written is kept"
        )
    code = error.code or ""
    said = error.message or first_line(error)
    if code in _REFUSED_LOGINS:
        return PasswordRefused(f"{uri} refuses user “{user}” ({said}); check NEO4J_USER and NEO4J_PASSWORD")
    if code.endswith("DatabaseNotFound"):
        return DatabaseUnknown(
            f"{uri} holds no database “{database}”: make it there with “CREATE DATABASE {_quoted(database)}” "
            "(Community holds one alone), or check NEO4J_DATABASE (unset: the account's own)"
        )
    if any(word in code for word in _REFUSED_WRITES):
        return WriteRefused(f"{uri} lets user “{user}” read but not write ({said}); use an account that may")
    if code.endswith("BookmarkTimeout"):
        return ServerUnavailable(
            f"{uri}: the member of the cluster that was asked lags behind what was written ({said}); run the command "
            "again when it has caught up"
        )
    if isinstance(error, Neo4jError) and error.is_retryable():
        return ServerUnavailable(f"{uri}: Neo4j could not finish ({said}); run the command again")
    if "no such fulltext" in said:
        return GraphOutdated(f"{uri}: the graph there was written by another version of Mailuo; to renew it, {REBUILD}")
    return GraphRefused(f"{uri}: Neo4j refused a statement ({code}: {said})")


def _quoted(database: str | None) -> str:
    """A database's name as a statement says it."""
    name = database or "neo4j"
    return name if re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name) else f"`{name}`"


def first_line(error: Exception) -> str:
    """What an error says, up to the end of its first line."""
    return str(error).partition("\n")[0].rstrip(" :")
