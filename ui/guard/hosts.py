"""The names a browser may call this server by: a request's Host and Origin → whether they are ours.

A foreign page can point a name of its own at this machine (DNS rebinding); its requests then come from here, but still
say that name. So a name is answered only where it is this machine's by nature, the address it listens on, or one that
the operator gave.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass

OWN = frozenset({"localhost", "127.0.0.1", "::1"})
PORTS = {"http": 80, "https": 443}
# a name or address, a dot that says “no further”, a port; letters have been made small
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)\.?(?::([0-9]{0,5}))?")
_ORIGIN = re.compile(r"(https?)://([^/?#@\\]+)")


@dataclass(frozen=True, slots=True)
class Host:
    """What a request calls the server by."""

    name: str  # in small letters, an address in its shortest form
    port: int | None = None  # where one was said


def read_host(value: str) -> Host | None:
    """A Host header; None when it is none."""
    match = _HOST.fullmatch(value.lower())
    if match is None:
        return None
    name, port = match[1], int(match[2]) if match[2] else None
    if name.startswith("["):
        try:
            ipaddress.IPv6Address(name[1:-1])
        except ValueError:
            return None
    return Host(short(name), port) if port is None or port < 1 << 16 else None


def short(name: str) -> str:
    """A name in small letters, an address in its shortest form: [0:0::1] → ::1, ::ffff:10.0.0.1 → 10.0.0.1."""
    bare = name.lower().strip("[]").partition("%")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return bare.rstrip(".")
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


@dataclass(frozen=True, slots=True)
class Names:
    """What the server is called: the address it listens on, and what the operator allowed, in short form."""

    listens_on: str
    allowed: Collection[str] = ()

    def has_host(self, host: Host, reached_at: str | None) -> bool:
        """Whether the server is called so. reached_at: its own end of the connection."""
        ours = {*OWN, *self.allowed, short(self.listens_on)}
        return host.name in ours or (reached_at is not None and host.name == short(reached_at))

    def has_origin(self, origin: str, host: Host) -> bool:
        """Whether the page that asks is one of ours: from where it asks, or from a name that the operator allowed, as
        that of a proxy in front. `null`, a page without an address, is none.
        """
        match = _ORIGIN.fullmatch(origin.lower())
        asks = read_host(match[2]) if match else None
        if match is None or asks is None:
            return False
        usual = PORTS[match[1]]
        return asks.name in self.allowed or (asks.name, asks.port or usual) == (host.name, host.port or usual)
