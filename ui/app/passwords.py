"""Passwords: kept as argon2id hashes, and compared so that nothing is learned from how long it takes.

In: a password as a person typed it. Out: a hash to keep, or whether it is the one that was hashed.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from graph.errors import MailuoError

LEAST_SIGNS = 10  # NIST SP 800-63B asks for 8; length is what helps
MOST_SIGNS = 1024  # a longer one is an attempt to keep the server busy
_HASHER = PasswordHasher()  # RFC 9106, the second recommended option: 64 MiB, 3 passes
_AT_ONCE = threading.BoundedSemaphore(2)  # each takes 64 MiB for its time: many at once would fill the memory


class PasswordRefused(MailuoError):
    """It is too short, or too long."""


def hash_password(password: str) -> str:
    """The hash, with its parameters and salt in it; raises `PasswordRefused`."""
    typed = _normal(password)
    if not LEAST_SIGNS <= len(typed) <= MOST_SIGNS:
        raise PasswordRefused(f"a password must have {LEAST_SIGNS} signs or more (at most {MOST_SIGNS})")
    with _AT_ONCE:
        return _HASHER.hash(typed)


def is_password(password: str, kept: str | None) -> bool:
    """Whether it is the one of the hash. None, for who is not known or has none: never, after the same time."""
    typed = _normal(password)[: MOST_SIGNS + 1]
    with _AT_ONCE:
        try:
            _HASHER.verify(kept or _nobodys(), typed)
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether passwords are hashed with other parameters today."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody's")


def _normal(password: str) -> str:
    """The same signs in the same bytes, whichever keyboard they come from; halves of pairs cannot be hashed."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()
