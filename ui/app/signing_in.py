"""Who asks, by what a request says: a key, a name with a password, an issuer's token, or a trusted proxy's header.

In: a request's headers and from which address it comes. Out: a `Person`, or `NotSignedIn`. Where the settings name
nobody, it is whoever is at this machine.
"""

from __future__ import annotations

import base64
import hmac
import ipaddress
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Self

from ui.app.accounts import NameRefused, as_name
from ui.app.keys import id_of
from ui.app.people import NotSignedIn, Person, Role, whoever_is_here
from ui.app.settings import Proxy, Settings
from ui.app.tries import Tries
from ui.app.users import Users

if TYPE_CHECKING:
    from ui.app.tokens import Tokens

TO_SIGN_IN = "sign in first: with a key (Authorization: Bearer mlk_…), or a name and a password"
PROVED_SECONDS = 300.0  # a password said with every request is hashed so often only
MOST_PROVED = 1000


class TooManyTries(NotSignedIn):
    """This name failed too often; wait: seconds until it may try again."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"this name failed to sign in too often; try again in {wait} seconds")
        self.wait = wait


class SignIn:
    """May be used from several threads."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self.settings = settings
        self.users = None if settings.users is None else Users.open(settings.users)
        self._clock = clock
        self._tries = Tries(clock)
        self._proved: OrderedDict[bytes, float] = OrderedDict()
        self._secret = secrets.token_bytes(32)
        self._lock = threading.Lock()

    @classmethod
    def of(cls, settings: Settings, *, clock: Callable[[], float] = time.monotonic) -> Self:
        """As the settings say who may come; raises `UsersUnreadable`."""
        return cls(settings, clock)

    @property
    def asks(self) -> bool:
        """Whether people are asked who they are."""
        return self.settings.asks_who

    def person(self, headers: Mapping[str, str], client: str | None) -> Person:
        """client: the address the request comes from. Raises `NotSignedIn`: for what is wrong, and what is not said."""
        if not self.asks:
            return whoever_is_here()
        if (named := self.by_proxy(headers, client)) is not None:
            return named
        said = _by_name(headers)
        if key := _only(said, "x-api-key"):
            return self._known_users.by_key(key)
        scheme, _, value = (_only(said, "authorization") or "").partition(" ")
        match scheme.lower():
            case "bearer":
                return self._by_bearer(value.strip())
            case "basic":
                return self._by_basic(value.strip())
        raise NotSignedIn(TO_SIGN_IN)

    def by_password(self, name: str, password: str) -> Person:
        """Raises `NotSignedIn`; `TooManyTries` where this name failed too often lately, even if it is right now."""
        name = _name(name)
        if wait := self._tries.wait(name):
            raise TooManyTries(wait)
        try:
            person = self._known_users.by_password(name, password)
        except NotSignedIn:
            self._tries.note(name, failed=True)
            raise
        self._tries.note(name, failed=False)
        return person

    def again(self, name: str) -> Person:
        """Who signed in before, as the users' file says now; raises `NotSignedIn` for who was taken out meanwhile."""
        return self._known_users.known(name)

    # ------------------------------------------------------------------------------------------------------- by what

    def by_proxy(self, headers: Mapping[str, str], client: str | None) -> Person | None:
        """Whom a trusted proxy names; None where it names nobody. Raises `NotSignedIn` for who may not come."""
        proxy = self.settings.proxy
        if proxy is None or not is_from(proxy, client):
            return None  # from elsewhere the header is anybody's word
        given = _only(_by_name(headers), proxy.header)
        return None if given is None else self.named(_name(_as_utf8(given)))

    def named(self, name: str) -> Person:
        """Who bears a name that a trusted proxy gave; raises `NotSignedIn`."""
        proxy = self.settings.proxy
        if proxy is None or proxy.role is None or (self.users is not None and self.users.has(name)):
            return self._known_users.known(name)
        role = Role(proxy.role)
        return Person(name, role, None if role.is_to_read_all else frozenset())

    def proof_of(self, name: str) -> str:
        """Another one whenever the password that this user signs in by is, or what they may do and read; not the
        password's hash itself."""
        return self._proof(name, "").hex()

    def _by_bearer(self, value: str) -> Person:
        if id_of(value) is None and self._tokens is not None:
            return self._known_users.known(self._tokens.name_in(value))
        return self._known_users.by_key(value)

    def _by_basic(self, value: str) -> Person:
        try:
            name, colon, password = base64.b64decode(value, validate=True).decode("utf-8").partition(":")
        except ValueError:
            colon = ""
        if not colon:
            raise NotSignedIn("the Authorization is not a name and a password (RFC 7617)")
        name = _name(name)
        if wait := self._tries.wait(name):
            raise TooManyTries(wait)
        if self._proved.get(self._proof(name, password), 0.0) > self._clock():
            return self.again(name)
        person = self.by_password(name, password)
        with self._lock:
            # made anew: the password may have been hashed anew
            self._proved[self._proof(name, password)] = self._clock() + PROVED_SECONDS
            while len(self._proved) > MOST_PROVED:
                self._proved.popitem(last=False)
        return person

    def _proof(self, name: str, password: str) -> bytes:
        """Another one whenever the hash that is kept is: a password that was changed proves nothing any more."""
        accounts = (one for one in self._known_users.accounts if one.name == name)
        kept = next(((one.password, one.role, one.collections) for one in accounts), None)
        return hmac.digest(self._secret, f"{name}\0{password}\0{kept}".encode(), "sha256")

    @property
    def _known_users(self) -> Users:
        if self.users is None:
            raise NotSignedIn("this server knows people by the proxy in front of it alone; ask through it")
        return self.users

    @cached_property
    def _tokens(self) -> Tokens | None:
        if self.settings.oidc is None:
            return None
        from ui.app.tokens import Tokens  # imported late: few servers need it

        return Tokens(self.settings.oidc)


def is_from(proxy: Proxy, client: str | None) -> bool:
    """Whether an address is one from where the proxy's header is believed."""
    try:
        address = ipaddress.ip_address((client or "").partition("%")[0])
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in proxy.addresses)


def _name(typed: str) -> str:
    """However it was typed, one name is one: else each way of typing it could be tried ten times."""
    try:
        return as_name(typed)
    except NameRefused as error:
        raise NotSignedIn(str(error)) from error


def _as_utf8(value: str) -> str:
    """Headers are read as Latin-1; what was UTF-8 is it again."""
    with suppress(ValueError):
        return value.encode("latin-1").decode("utf-8")
    return value


def _by_name(headers: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in headers.items():  # a header said twice comes twice, where the mapping knows both
        found.setdefault(name.lower(), []).append(value)
    return found


def _only(said: Mapping[str, list[str]], name: str) -> str | None:
    """Raises `NotSignedIn` where it is said twice: one of the two is not from whom it seems to be."""
    values = said.get(name, [])
    if len(values) > 1:
        raise NotSignedIn(f"{name} is said {len(values)} times")
    return values[0] if values and values[0] else None
