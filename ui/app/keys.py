"""Keys by which programs sign in: made, shown once, and kept as a hash.

In: a person's wish for a key, or a key as a program says it. Out: what is kept of it, or its identifier.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from graph.errors import MailuoError
from ui.app.people import Role

DAYS = 90  # a key holds so long where nothing else is said
MOST_DAYS = 3650
SHAPE = re.compile(r"mlk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")


class KeyRefused(MailuoError):
    """A key of this kind is not made."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a key. created, expires: in UTC, to the second (2026-11-28T05:00:00Z)."""

    id: str
    name: str
    scope: Role
    created: str
    expires: str
    hash: str = field(repr=False)


def make_key(name: str, scope: Role, days: int, now: datetime) -> tuple[Key, str]:
    """What is kept, and the key itself, which is told once."""
    if not 1 <= days <= MOST_DAYS:
        raise KeyRefused(f"a key holds from 1 to {MOST_DAYS} days, not {days}")
    identifier = secrets.token_hex(6)
    told = f"mlk_{identifier}_{secrets.token_urlsafe(32)}"
    kept = Key(identifier, name, scope, as_moment(now), as_moment(now + timedelta(days=days)), _hash(told))
    return kept, told


def id_of(told: str) -> str | None:
    """The identifier that a key bears; None for what is no key."""
    match = SHAPE.fullmatch(told)
    return match[1] if match else None


def is_key(told: str, kept: Key | None) -> bool:
    """Whether it is the key of which this is kept; compared in the same time, whatever differs."""
    return hmac.compare_digest(_hash(told), kept.hash if kept else _hash("")) and kept is not None


def has_expired(kept: Key, now: datetime) -> bool:
    """Whether its time is over."""
    return kept.expires <= as_moment(now)


def as_moment(time: datetime) -> str:
    """As times are written down; so written, they compare as texts."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def _hash(told: str) -> str:
    # A slow hash is for what people think up. These 256 bits are drawn at random: nobody tries them all out however
    # fast the hash is, and a program says its key with every request, which must not cost it 40 ms each time.
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
