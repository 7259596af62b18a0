"""`mailuo user`, `mailuo key`, `mailuo log`, and decisions that are handed on, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ui.app.journal import Journal
from ui.app.people import NotSignedIn, Role
from ui.app.users import Users
from ui.cli.main import app

PASSWORD = "correct horse"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAILUO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MAILUO_USERS", str(tmp_path / "users.json"))
    return tmp_path / "users.json"


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=given)


def test_people_are_kept_on_the_command_line(path: Path) -> None:
    added = run(
        "user", "add", "li", "--role", "reader", "--collection", "内部", "--password-stdin", given=f"{PASSWORD}\n"
    )
    assert added.exit_code == 0, added.output
    users = Users.open(path)
    assert users.by_password("li", PASSWORD).collections == frozenset({"内部"})
    assert run("user", "change", "li", "--role", "editor", "--all-collections").exit_code == 0
    assert users.known("li").role is Role.EDITOR
    assert users.known("li").collections is None
    listed = json.loads(run("user", "list", "--json").stdout)["users"]
    assert listed == [
        {"name": "li", "role": "editor", "collections": None, "disabled": False, "has_password": True, "keys": 0}
    ]
    assert "li\teditor\tall\t0 keys" in run("user", "list").stdout
    run("user", "password", "li", "--password-stdin", given="another horse\n")
    assert users.by_password("li", "another horse").name == "li"
    run("user", "change", "li", "--disable")
    with pytest.raises(NotSignedIn):
        users.known("li")
    run("user", "remove", "li")
    assert users.accounts == []


def test_a_key_is_shown_once(path: Path) -> None:
    run("user", "add", "li", "--role", "editor", "--all-collections", "--no-password")
    made = run("key", "add", "li", "--name", "script", "--scope", "reader", "--days", "3")
    told = made.stdout.strip()
    users = Users.open(path)
    assert users.by_key(told).role is Role.READER
    listed = run("key", "list", "--json")
    assert told not in listed.stdout
    (key,) = json.loads(listed.stdout)["keys"]
    assert (key["user"], key["name"], key["scope"]) == ("li", "script", "reader")
    assert run("key", "remove", key["id"]).exit_code == 0
    with pytest.raises(NotSignedIn):
        users.by_key(told)
    assert json.loads(run("key", "add", "li", "--name", "b", "--json").stdout)["key"].startswith("mlk_")


WRONG = [
    (("user", "add", "li", "--role", "king", "--all-collections"), "is no role"),
    (("user", "add", "li", "--role", "reader"), "no terminal"),
    (("user", "add", "li", "--role", "reader", "--all-collections"), "no terminal"),
    (("user", "add", "li", "--role", "reader", "--all-collections", "--password-stdin"), "10 signs"),
    (("user", "change", "li"), "say what is to change"),
    (("user", "change", "li", "--role", "reader"), "is no user"),
    (("user", "remove", "li"), "is no user"),
    (("key", "add", "li", "--name", "x"), "is no user"),
    (("key", "remove", "x"), "no key"),
]


@pytest.mark.parametrize(("typed", "says"), WRONG)
def test_what_is_wrong_is_said(path: Path, typed: tuple[str, ...], says: str) -> None:
    done = run(*typed, given="short\n")
    assert done.exit_code != 0
    assert says in f"{done.output} {done.exception}"
    assert Users.open(path).accounts == []


def test_without_a_file_one_is_told_to_name_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAILUO_USERS")
    assert "set MAILUO_USERS to" in str(run("user", "list").exception)


def test_the_log_is_read_on_the_command_line(path: Path, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "home" / "journal")
    journal.note("li", "ask", {"question": "目标\x1b[2J?"}, ["a.txt#1"])
    journal.note("wang", "search", {"query": "x"})
    notes = json.loads(run("log", "--json").stdout)["notes"]
    assert [one["who"] for one in notes] == ["wang", "li"]
    said = run("log", "--who", "li").stdout
    assert "目标" in said
    assert "\x1b" not in said
    assert "wang" not in said
    assert json.loads(run("log", "--json", "--since", "9999").stdout) == {"notes": []}
    assert len(json.loads(run("log", "--json", "--document", "a.txt#1").stdout)["notes"]) == 1
