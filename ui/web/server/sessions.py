"""Who is signed in to the pages: a random token for each, kept in memory until it is left unused, too old, or ended."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

IDLE_SECONDS = 2 * 3600.0
LONGEST_SECONDS = 12 * 3600.0  # a working day
MOST = 10_000


@dataclass(slots=True)
class Session:
    """proof: what was known of the account when it began; begun, used: by the clock; lasts: it ends with the server
    only, as that of a person whom a proxy names anew with each request."""

    name: str
    proof: str
    begun: float
    used: float
    lasts: bool = False


class Sessions:
    """May be used from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held: OrderedDict[str, Session] = OrderedDict()
        self._named: dict[str, str] = {}  # by a proxy: the token of each name

    def begin(self, name: str, proof: str = "") -> str:
        """The token of a new session."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._held[token] = Session(name, proof, self._clock(), self._clock())
            while len(self._held) > MOST:
                self._held.popitem(last=False)
        return token

    def of_proxy(self, name: str) -> str:
        """The token that stands for who is named by a proxy."""
        with self._lock:
            token = self._named.get(name)
            if token is None or token not in self._held:
                token = self._named[name] = secrets.token_urlsafe(32)
                self._held[token] = Session(name, "", self._clock(), self._clock(), lasts=True)
            return token

    def find(self, token: str) -> Session | None:
        """The session of a token, which is used by this; None where it is over."""
        with self._lock:
            session = self._held.get(token)
            if session is None:
                return None
            now = self._clock()
            if not session.lasts and (now - session.used > IDLE_SECONDS or now - session.begun > LONGEST_SECONDS):
                del self._held[token]
                return None
            session.used = now
            return session

    def end(self, token: str) -> Session | None:
        """Signed out; whose it was."""
        with self._lock:
            return self._held.pop(token, None)
