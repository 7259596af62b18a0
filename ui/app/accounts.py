"""What is kept of the people who may use a server: the records, and the file of JSON that holds them.

In: the file's text. Out: `Account`s, and back. What is not understood is refused, not passed over: a word mistyped by
hand must not give somebody more than was meant.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import MailuoError
from ui.app.keys import Key
from ui.app.people import Person, Role

VERSION = 1
LONGEST_NAME = 64
_NAME = re.compile(r"[^\W_][\w.@+-]*")  # no colon, which ends the name where programs sign in (RFC 7617); no spaces
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class UsersUnreadable(MailuoError):
    """The file of users is not what `mailuo user` writes."""


class NameRefused(MailuoError):
    """Nobody can be called so."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person as the file holds them. collections: None: all; password: its hash, None: none can be given."""

    name: str
    role: Role
    collections: tuple[str, ...] | None
    password: str | None = field(default=None, repr=False)
    disabled: bool = False
    keys: tuple[Key, ...] = ()

    @property
    def person(self) -> Person:
        """Who it is, for what is asked of the knowledge base."""
        collections = None if self.collections is None else frozenset(self.collections)
        return Person(self.name, self.role, collections)


def as_name(typed: str) -> str:
    """A name as it is kept, compared and signed with; raises `NameRefused`."""
    name = unicodedata.normalize("NFKC", typed).strip()
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise NameRefused(
            f"“{name[:LONGEST_NAME]}” cannot be a name: letters, digits and . @ + - _ alone, at most {LONGEST_NAME}"
        )
    return name


def read_accounts(path: Path, text: str) -> dict[str, Account]:
    """The accounts of the file's text by name, in its order; raises `UsersUnreadable`."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsersUnreadable(f"{path}: is no JSON ({error}); mend it, or put back a copy") from error
    try:
        _check(given, {"version", "users"}, set(), "the file")
        if given["version"] != VERSION:
            raise UsersUnreadable(f"version {given['version']!r} is not known here, only {VERSION}")
        accounts = [_account(one) for one in _list(given["users"], "users")]
    except (UsersUnreadable, NameRefused) as error:
        raise UsersUnreadable(f"{path}: {error}; mend it, or put back a copy") from error
    _refuse_twice(path, (one.name for one in accounts), "user")
    _refuse_twice(path, (key.id for one in accounts for key in one.keys), "key")
    return {one.name: one for one in accounts}


def write_accounts(accounts: Iterable[Account]) -> str:
    """The file's text."""
    users = [asdict(one) for one in accounts]
    return json.dumps({"version": VERSION, "users": users}, ensure_ascii=False, indent=1) + "\n"


def _account(given: Any) -> Account:
    _check(given, {"name", "role", "collections"}, {"password", "disabled", "keys"}, "a user")
    name = _text(given["name"], "a user's name")
    whose = f"user “{name}”"
    if as_name(name) != name:
        raise UsersUnreadable(f"{whose}: the name is not written as names are")
    password, disabled = given.get("password"), given.get("disabled", False)
    if not isinstance(disabled, bool):
        raise UsersUnreadable(f"{whose}: “disabled” must be true or false")
    collections = given["collections"]
    return Account(
        name,
        _role(given["role"], whose),
        None
        if collections is None
        else tuple(_text(one, whose) for one in _list(collections, f"{whose}, collections")),
        None if password is None else _text(password, f"{whose}, password"),
        disabled,
        tuple(_key(one, whose) for one in _list(given.get("keys", []), f"{whose}, keys")),
    )


def _key(given: Any, whose: str) -> Key:
    whose = f"a key of {whose}"
    _check(given, {"id", "name", "scope", "created", "expires", "hash"}, set(), whose)
    texts = {name: _text(value, f"{whose}, {name}") for name, value in given.items()}
    for name in ("created", "expires"):
        if not _MOMENT.fullmatch(texts[name]):
            raise UsersUnreadable(f"{whose}: “{name}” is no time such as 2026-11-28T05:00:00Z")
    scope = _role(texts["scope"], whose)
    return Key(texts["id"], texts["name"], scope, texts["created"], texts["expires"], texts["hash"])


def _check(given: Any, needed: Collection[str], allowed: Collection[str], what: str) -> None:
    if not isinstance(given, Mapping):
        raise UsersUnreadable(f"{what} is no object")
    if missing := [name for name in sorted(needed) if name not in given]:
        raise UsersUnreadable(f"{what} lacks “{missing[0]}”")
    if unknown := [name for name in given if name not in needed and name not in allowed]:
        raise UsersUnreadable(f"{what} has “{unknown[0]}”, which is not known")


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise UsersUnreadable(f"{what}: is no text")
    return value


def _list(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise UsersUnreadable(f"{what}: is no list")
    return value


def _role(value: Any, whose: str) -> Role:
    if value not in list(Role):
        raise UsersUnreadable(f"{whose}: “{value}” is no role; use one of {', '.join(Role)}")
    return Role(value)


def _refuse_twice(path: Path, names: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise UsersUnreadable(f"{path}: {what} “{name}” stands there twice; delete one of the two")
        seen.add(name)
