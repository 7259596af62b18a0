"""Who is not answered: whoever calls a server by a name that is not its own, or asks from a page that is not ours."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers

from ui.guard.hosts import Host, Names, read_host


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a request that is not let in is told."""

    status: int
    line: str
    location: str = ""  # where to go instead


def refuse_stranger(names: Names, headers: Headers, reached_at: str | None) -> Refusal | None:
    """What a stranger is told; None for everybody else. reached_at: the server's own end of the connection."""
    host = only(headers, "host")
    called = read_host(host) if host is not None else None
    if called is None or not names.has_host(called, reached_at):
        return Refusal(403, f"Mailuo does not answer to {_said(called)}; its operator can allow it with MAILUO_HOSTS")
    origins = headers.getlist("origin")
    if origins and (len(origins) > 1 or not names.has_origin(origins[0], called)):
        return Refusal(403, "Mailuo does not answer to pages of other addresses")
    return None


def only(headers: Headers, name: str) -> str | None:
    """A header that is said once."""
    values = headers.getlist(name)
    return values[0] if len(values) == 1 else None


def length_of(headers: Headers) -> int | None:
    """How many bytes a request says that it brings."""
    value = only(headers, "content-length")
    return int(value) if value is not None and value.isascii() and value.isdigit() else None


def _said(called: Host | None) -> str:
    return f"the name “{called.name}”" if called else "this Host"
