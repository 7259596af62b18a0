"""Addresses of servers as people write them, with a user and a password in them or not.

In: an address of the environment. Out: the address without the account, and the account; or, for a message, the address
with every secret masked. Nothing else of Mailuo sees an address with a secret.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

MASK = "***"
# bolt://user:password@host; a password may hold signs that should have been escaped, so that the last @ counts
_ACCOUNT = re.compile(r"^(?P<scheme>[^@:/]*:/{1,2})?(?P<account>.*)@", re.S)
_SECRET = re.compile(r"([?&;](?:[^=&#;]*(?:pass|pwd|secret|token|key|auth)[^=&#;]*)=)[^&#;]*", re.I)


@dataclass(frozen=True, slots=True)
class Address:
    """uri: without an account. user, password: what stood in it, with its escapes resolved."""

    uri: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def read_address(text: str) -> Address:
    """The address and the account in it."""
    found = _ACCOUNT.match(text)
    if found is None:
        return Address(text)
    user, _, password = found["account"].partition(":")
    return Address((found["scheme"] or "") + text[found.end() :], unquote(user) or None, unquote(password) or None)


def masked(text: str) -> str:
    """For a message: the account and what looks like a secret among the parameters are not told."""
    return _SECRET.sub(rf"\1{MASK}", _ACCOUNT.sub(lambda found: f"{found['scheme'] or ''}{MASK}@", text))


def holds_secret(text: str) -> bool:
    """Whether one of the parameters looks like a secret."""
    return _SECRET.search(text) is not None
