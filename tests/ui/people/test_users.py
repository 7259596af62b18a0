"""The file of users: who may sign in by what, and what is told of a damaged one."""

from __future__ import annotations

import json
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from graph.errors import MailuoError
from ui.app import passwords
from ui.app.accounts import NameRefused, UsersUnreadable
from ui.app.keys import KeyRefused
from ui.app.passwords import PasswordRefused
from ui.app.people import NotSignedIn, Person, Role
from ui.app.users import UserRefused, Users, UserUnknown

PASSWORD = "correct horse"
REAL = passwords._HASHER  # before the tests put a quicker one there
KEPT = {"name": "li", "role": "reader", "collections": None}


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 28, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def users(tmp_path: Path, clock: Clock) -> Users:
    return Users.open(tmp_path / "users.json", now=clock)


def test_who_was_added_signs_in(users: Users) -> None:
    users.add("张三", Role.READER, ["内部", "内部", " "], PASSWORD)
    assert users.by_password("张三", PASSWORD) == Person("张三", Role.READER, frozenset({"内部"}))
    again = Users.open(users.path)
    assert again.by_password("张三", PASSWORD).role is Role.READER
    assert again.known("张三").collections == frozenset({"内部"})


@pytest.mark.parametrize(
    ("name", "password"), [("li", "correct horsf"), ("wang", PASSWORD), ("li", ""), ("", ""), ("a b", "x")]
)
def test_a_wrong_name_or_password_is_refused_in_the_same_words(users: Users, name: str, password: str) -> None:
    users.add("li", Role.READER, None, PASSWORD)
    with pytest.raises(NotSignedIn, match="the name or the password is wrong"):
        users.by_password(name, password)


def test_a_wrong_name_costs_as_much_as_a_wrong_password(users: Users, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: each is one verification of argon2, of a hash with the same parameters."""
    users.add("li", Role.READER, None, PASSWORD)
    users.add("by.proxy", Role.READER, None, None)
    passwords._nobodys()
    verified: list[str] = []
    verify = PasswordHasher.verify

    def count(self: PasswordHasher, kept: str, password: str) -> Any:
        verified.append(kept.rpartition("$")[0].rpartition("$")[0])
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", count)
    for name in ("li", "wang", "by.proxy", "not a name"):
        with pytest.raises(NotSignedIn):
            users.by_password(name, "wrong horse")
    assert len(verified) == 4
    assert len(set(verified)) == 1


def test_a_password_is_the_same_whichever_keyboard_it_comes_from(users: Users) -> None:
    users.add("li", Role.READER, None, "密码密码密码café１２")
    assert users.by_password("li", "密码密码密码café12").name == "li"


@pytest.mark.parametrize("password", ["", "123456789", "x" * 1025])
def test_short_and_endless_passwords_are_refused(users: Users, password: str) -> None:
    with pytest.raises(PasswordRefused, match="10 signs"):
        users.add("li", Role.READER, None, password)
    assert users.accounts == []


@pytest.mark.parametrize("name", ["", "a b", "a:b", "-x", "a" * 65, "a\nb", "a/b"])
def test_names_that_cannot_be_said_are_refused(users: Users, name: str) -> None:
    with pytest.raises(NameRefused):
        users.add(name, Role.READER, None, PASSWORD)


def test_who_is_disabled_or_removed_comes_in_by_nothing(users: Users) -> None:
    users.add("li", Role.EDITOR, None, PASSWORD)
    _, key = users.add_key("li", "script", Role.EDITOR)
    assert users.by_key(key).name == "li"
    users.set_disabled("li", True)
    for sign_in in (lambda: users.by_password("li", PASSWORD), lambda: users.by_key(key), lambda: users.known("li")):
        with pytest.raises(NotSignedIn):
            sign_in()
    users.set_disabled("li", False)
    assert users.by_key(key).name == "li"
    users.remove("li")
    for sign_in in (lambda: users.by_password("li", PASSWORD), lambda: users.by_key(key), lambda: users.known("li")):
        with pytest.raises(NotSignedIn):
            sign_in()


def test_a_key_does_no_more_than_its_scope_nor_than_its_user(users: Users) -> None:
    users.add("li", Role.ADMINISTRATOR, None, None)
    _, reading = users.add_key("li", "read", Role.READER)
    _, editing = users.add_key("li", "edit", Role.EDITOR)
    assert users.by_key(reading) == Person("li", Role.READER, None)
    assert users.by_key(editing).role is Role.EDITOR
    users.set_role("li", Role.READER)
    assert users.by_key(editing).role is Role.READER
    with pytest.raises(UserRefused, match="reader"):
        users.add_key("li", "more", Role.EDITOR)


def test_a_key_expires_and_is_taken_back(users: Users, clock: Clock) -> None:
    users.add("li", Role.READER, None, None)
    kept, told = users.add_key("li", "a", Role.READER, 2)
    _, other = users.add_key("li", "b", Role.READER)
    assert kept.expires == "2026-11-30T05:00:00Z"
    clock.now += timedelta(days=2, seconds=-1)
    assert users.by_key(told).name == "li"
    clock.now += timedelta(seconds=1)
    with pytest.raises(NotSignedIn, match="expired"):
        users.by_key(told)
    taken = next(key.id for key in users.accounts[0].keys if key.name == "b")
    assert users.remove_key(taken)[0] == "li"
    with pytest.raises(NotSignedIn):
        users.by_key(other)
    with pytest.raises(UserUnknown):
        users.remove_key(taken)
    for days in (0, 4000):
        with pytest.raises(KeyRefused):
            users.add_key("li", "c", Role.READER, days)


def test_a_key_is_good_to_its_last_sign(users: Users) -> None:
    users.add("li", Role.READER, None, None)
    _, told = users.add_key("li", "a", Role.READER)
    for wrong in (
        "",
        "mlk_",
        told[:-1],
        told + "x",
        told[:-1] + ("a" if told[-1] != "a" else "b"),
        told.upper(),
        " " + told,
    ):
        with pytest.raises(NotSignedIn):
            users.by_key(wrong)


def test_the_file_holds_nothing_that_signs_in_and_is_its_owners_alone(users: Users) -> None:
    users.add("li", Role.READER, None, PASSWORD)
    _, told = users.add_key("li", "a", Role.READER)
    text = users.path.read_text(encoding="utf-8")
    assert PASSWORD not in text
    assert told not in text
    assert told.split("_")[2] not in text
    assert "$argon2id$" in text
    assert stat.S_IMODE(users.path.stat().st_mode) == 0o600
    assert {path.name for path in users.path.parent.iterdir()} <= {"users.json", "users.json.lock"}
    assert PASSWORD not in repr(users.accounts)
    assert "argon2" not in repr(users.accounts)


def test_what_another_process_wrote_is_seen_at_once(users: Users) -> None:
    other = Users.open(users.path)
    users.add("li", Role.READER, None, PASSWORD)
    assert other.known("li").role is Role.READER
    users.set_role("li", Role.EDITOR)
    assert other.known("li").role is Role.EDITOR


def test_several_write_at_once_and_none_is_lost(users: Users) -> None:
    def add(number: int) -> None:
        Users.open(users.path).add(f"user{number}", Role.READER, None, None)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))
    assert {one.name for one in users.accounts} == {f"user{number}" for number in range(24)}


def test_what_is_kept_costs_as_much_to_guess_as_rfc_9106_asks() -> None:
    assert (REAL.time_cost, REAL.memory_cost) >= (3, 64 * 1024)


def test_a_password_is_hashed_anew_when_the_parameters_change(users: Users) -> None:
    users.add("li", Role.READER, None, PASSWORD)
    held = json.loads(users.path.read_text(encoding="utf-8"))
    held["users"][0]["password"] = weak = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    users.path.write_text(json.dumps(held), encoding="utf-8")
    with pytest.raises(NotSignedIn):
        users.by_password("li", "wrong horse")
    assert users.accounts[0].password == weak
    assert users.by_password("li", PASSWORD).name == "li"
    renewed = users.accounts[0].password
    assert renewed is not None
    assert renewed != weak
    assert not passwords.is_outdated(renewed)
    assert users.by_password("li", PASSWORD).name == "li"


def test_who_is_there_already_is_not_added_and_who_is_not_is_not_changed(users: Users) -> None:
    users.add("li", Role.READER, None, PASSWORD)
    with pytest.raises(UserRefused):
        users.add("ｌｉ", Role.ADMINISTRATOR, None, PASSWORD)
    for change in (lambda: users.remove("wang"), lambda: users.set_role("wang", Role.EDITOR)):
        with pytest.raises(UserUnknown, match="li"):
            change()


DAMAGES: list[tuple[Any, str]] = [
    ("{", "is no JSON"),
    ("[" * 100_000, "is no JSON"),
    ([], "the file is no object"),
    ({"version": 1}, "the file lacks “users”"),
    ({"version": 2, "users": []}, "version 2 is not known"),
    ({"version": 1, "users": [], "more": 1}, "the file has “more”"),
    ({"version": 1, "users": {}}, "users: is no list"),
    ({"version": 1, "users": [1]}, "a user is no object"),
    ({"version": 1, "users": [{**KEPT, "rolle": "reader"}]}, "a user has “rolle”, which is not known"),
    ({"version": 1, "users": [{"name": "li", "role": "reader"}]}, "a user lacks “collections”"),
    ({"version": 1, "users": [{**KEPT, "role": "king"}]}, "“king” is no role"),
    ({"version": 1, "users": [{**KEPT, "role": ["reader"]}]}, "is no role"),
    ({"version": 1, "users": [{**KEPT, "collections": "all"}]}, "is no list"),
    ({"version": 1, "users": [{**KEPT, "collections": [None]}]}, "is no text"),
    ({"version": 1, "users": [{**KEPT, "disabled": "no"}]}, "must be true or false"),
    ({"version": 1, "users": [{**KEPT, "name": "a b"}]}, "cannot be a name"),
    ({"version": 1, "users": [{**KEPT, "name": 7}]}, "is no text"),
    ({"version": 1, "users": [KEPT, KEPT]}, "“li” stands there twice"),
    ({"version": 1, "users": [{**KEPT, "password": 1}]}, "is no text"),
    ({"version": 1, "users": [{**KEPT, "keys": [{"id": "x"}]}]}, "a key of user “li” lacks “created”"),
]


@pytest.mark.parametrize(("held", "says"), DAMAGES)
def test_a_damaged_file_is_told_in_one_line_and_lets_nobody_in(tmp_path: Path, held: Any, says: str) -> None:
    path = tmp_path / "users.json"
    path.write_text(held if isinstance(held, str) else json.dumps(held), encoding="utf-8")
    with pytest.raises(UsersUnreadable) as told:
        Users.open(path)
    assert says in str(told.value)
    assert str(path) in str(told.value)
    assert "\n" not in str(told.value)
    before = path.read_bytes()
    with pytest.raises(MailuoError):
        Users(path).add("li", Role.READER, None, PASSWORD)
    assert path.read_bytes() == before


def test_a_password_is_checked_within_a_moment(users: Users) -> None:
    users.add("li", Role.READER, None, PASSWORD)
    began = time.process_time()
    users.by_password("li", PASSWORD)
    assert time.process_time() - began < 2


def test_who_changes_documents_reads_all(users: Users) -> None:
    with pytest.raises(UserRefused, match="reads all documents"):
        users.add("li", Role.EDITOR, ["内部"], PASSWORD)
    users.add("li", Role.READER, ["内部"], PASSWORD)
    with pytest.raises(UserRefused):
        users.set_role("li", Role.EDITOR)
    assert users.known("li").role is Role.READER
