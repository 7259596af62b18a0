"""The people who may use a server, by the file MAILUO_USERS, which is written by `mailuo user` and `mailuo key`.

In: a name with a password, or a key. Out: a `Person`. The file holds hashes only, is read anew whenever it changed, and
is written as a whole: beside, flushed, put in its place, under a lock, for its owner alone.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import MailuoError
from ui.app import keys, passwords
from ui.app.accounts import Account, NameRefused, UsersUnreadable, as_name, read_accounts, write_accounts
from ui.app.keys import Key
from ui.app.people import NotSignedIn, Person, Role

PATIENCE_SECONDS = 10.0  # while another process writes the file
WRONG = "the name or the password is wrong"  # the same whichever it is: who may come is nobody's business
WRONG_KEY = "this key is not known here, has been taken back or has expired"


class UsersNotWritten(MailuoError):
    """The file could not be written; it is as it was."""


class UserUnknown(MailuoError):
    """There is no such user, or key."""


class UserRefused(MailuoError):
    """This cannot be done with this user."""


def _now() -> datetime:
    return datetime.now(UTC)


class Users:
    """May be used from several threads."""

    def __init__(self, path: Path, now: Callable[[], datetime] = _now) -> None:
        self.path = path
        self._now = now
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._accounts: dict[str, Account] = {}

    @classmethod
    def open(cls, path: Path, *, now: Callable[[], datetime] = _now) -> Users:
        """A file that is not there holds nobody; raises `UsersUnreadable` for one that is damaged."""
        users = cls(path, now)
        users._read()
        return users

    # -------------------------------------------------------------------------------------------------- signing in

    def by_password(self, name: str, password: str) -> Person:
        """Raises `NotSignedIn`; a wrong name takes as long as a wrong password."""
        account = self._find(name)
        if not passwords.is_password(password, account.password if account else None):
            raise NotSignedIn(WRONG)
        assert account is not None
        if account.disabled:
            raise NotSignedIn(WRONG)
        if account.password and passwords.is_outdated(account.password):
            with suppress(UsersNotWritten):  # the server may be one that only reads it
                self._renew(account.name, password, account.password)
        return account.person

    def by_key(self, key: str) -> Person:
        """The key's user, who by it may do no more than its scope; raises `NotSignedIn`."""
        identifier = keys.id_of(key)
        holder, kept = next(
            ((one, held) for one in self._read().values() for held in one.keys if held.id == identifier), (None, None)
        )
        if not keys.is_key(key, kept) or kept is None or holder is None:
            raise NotSignedIn(WRONG_KEY)
        if holder.disabled or keys.has_expired(kept, self._now()):
            raise NotSignedIn(WRONG_KEY)
        role = kept.scope if holder.role.includes(kept.scope) else holder.role
        return replace(holder.person, role=role)

    def known(self, name: str) -> Person:
        """Who was signed in elsewhere: by a proxy in front, or the issuer of a token; raises `NotSignedIn`."""
        account = self._find(name)
        if account is None or account.disabled:
            raise NotSignedIn(f"“{name[:64]}” is not among the users of this server; ask its administrator")
        return account.person

    def has(self, name: str) -> bool:
        """Whether there is such a user, disabled or not."""
        return self._find(name) is not None

    # ------------------------------------------------------------------------------------------------------ keeping

    @property
    def accounts(self) -> Sequence[Account]:
        """All, in the order in which they were added."""
        return list(self._read().values())

    def add(self, name: str, role: Role, collections: Collection[str] | None, password: str | None) -> Account:
        """A new user. password: None: they come by a proxy, a token or keys alone."""
        hashed = None if password is None else passwords.hash_password(password)
        account = Account(as_name(name), role, _listed(collections), hashed)

        def put(accounts: dict[str, Account]) -> None:
            if account.name in accounts:
                raise UserRefused(f"“{account.name}” is a user already; “mailuo user change” changes them")
            accounts[account.name] = account

        self._edit(put)
        return account

    def change(self, name: str, change: Callable[[Account], Account]) -> Account:
        """What `change` makes of a user, whose name stays; raises `UserUnknown`."""
        changed: list[Account] = []

        def put(accounts: dict[str, Account]) -> None:
            before = self._in(accounts, name)
            changed.append(replace(change(before), name=before.name))
            accounts[before.name] = changed[-1]

        self._edit(put)
        return changed[-1]

    def set_role(self, name: str, role: Role) -> Account:
        """From the next request on; keys for more than that do no more."""
        return self.change(name, lambda before: replace(before, role=role))

    def set_collections(self, name: str, collections: Collection[str] | None) -> Account:
        """Those that may be read beside what is in none; None: all."""
        return self.change(name, lambda before: replace(before, collections=_listed(collections)))

    def set_disabled(self, name: str, disabled: bool) -> Account:
        """Who is disabled cannot sign in by anything; what they decided keeps their name."""
        return self.change(name, lambda before: replace(before, disabled=disabled))

    def set_password(self, name: str, password: str) -> Account:
        """The one before is good no more; keys stay. Raises `PasswordRefused`."""
        hashed = passwords.hash_password(password)
        return self.change(name, lambda before: replace(before, password=hashed))

    def remove(self, name: str) -> None:
        """Forget a user with their keys."""
        self._edit(lambda accounts: accounts.pop(self._in(accounts, name).name))

    def add_key(self, name: str, label: str, scope: Role, days: int = keys.DAYS) -> tuple[Key, str]:
        """A key for a user, and what is told of it this once."""
        kept, told = keys.make_key(label.strip(), scope, days, self._now())

        def give(before: Account) -> Account:
            if not before.role.includes(scope):
                raise UserRefused(f"{before.name} is a {before.role}; a key cannot be for more than that")
            return replace(before, keys=(*before.keys, kept))

        self.change(name, give)
        return kept, told

    def remove_key(self, identifier: str) -> tuple[str, Key]:
        """Take a key back, from now on; whose it was."""
        found: list[tuple[str, Key]] = []

        def take(accounts: dict[str, Account]) -> None:
            for account in accounts.values():
                found.extend((account.name, key) for key in account.keys if key.id == identifier)
                left = tuple(key for key in account.keys if key.id != identifier)
                accounts[account.name] = replace(account, keys=left)
            if not found:
                raise UserUnknown(f"no key has the identifier “{identifier}”; “mailuo key list” shows them")

        self._edit(take)
        return found[0]

    # --------------------------------------------------------------------------------------------------- the file

    def _renew(self, name: str, password: str, before: str) -> None:
        """The same password hashed as it is done today, unless somebody has set another one meanwhile."""
        hashed = passwords.hash_password(password)
        self.change(name, lambda one: replace(one, password=hashed) if one.password == before else one)

    def _find(self, name: str) -> Account | None:
        with suppress(NameRefused):
            return self._read().get(as_name(name))
        return None

    def _in(self, accounts: dict[str, Account], name: str) -> Account:
        with suppress(NameRefused, KeyError):
            return accounts[as_name(name)]
        raise UserUnknown(f"“{name}” is no user; there are: {'、'.join(accounts) or 'none'}")

    def _read(self) -> dict[str, Account]:
        with self._lock:
            stamp = self._stamp_of_file()
            if stamp != self._stamp:
                self._accounts = {} if stamp is None else self._read_file()
                self._stamp = stamp
            return self._accounts

    def _stamp_of_file(self) -> tuple[int, int, int] | None:
        try:
            held = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UsersUnreadable(f"{self.path}: {error.strerror}") from error
        return held.st_ino, held.st_size, held.st_mtime_ns

    def _read_file(self) -> dict[str, Account]:
        try:
            return read_accounts(self.path, self.path.read_text(encoding="utf-8"))
        except OSError as error:
            raise UsersUnreadable(f"{self.path}: {error.strerror}; this process must be able to read it") from error
        except UnicodeDecodeError as error:
            raise UsersUnreadable(f"{self.path}: is not UTF-8; mend it, or put back a copy") from error

    def _edit(self, edit: Callable[[dict[str, Account]], object]) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_name(f"{self.path.name}.lock"), PATIENCE_SECONDS, mode=0o600):
                accounts = dict(self._read())
                edit(accounts)
                _check_rights(accounts.values())
                self._write(write_accounts(accounts.values()))
        except Timeout as error:
            raise UsersNotWritten(f"{self.path}: another process is writing it; try again") from error
        except OSError as error:
            raise UsersNotWritten(f"{self.path}: could not be written ({error.strerror}); it is as it was") from error

    def _write(self, text: str) -> None:
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            with os.fdopen(
                os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
            ) as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)
        finally:
            beside.unlink(missing_ok=True)


def _check_rights(accounts: Iterable[Account]) -> None:
    for account in accounts:
        if account.role.is_to_read_all and account.collections is not None:
            raise UserRefused(
                f"{account.name}: an {account.role} reads all documents, as what they add, remove and decide concerns "
                "all; let them read all collections, or be a reader"
            )


def _listed(collections: Collection[str] | None) -> tuple[str, ...] | None:
    if collections is None:
        return None
    return tuple(dict.fromkeys(one.strip() for one in collections if one.strip()))
