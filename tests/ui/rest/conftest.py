"""Knowledge bases that are served to a client in the tests' own process, to people of every role."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.ui.homes import home_of_plans
from tests.ui.mailuo_without_model import do_without_model
from tests.ui.rest.sites import Open, Site
from ui.app.house import House
from ui.app.journal import Journal
from ui.app.people import Role
from ui.app.settings import Settings
from ui.app.signing_in import SignIn
from ui.app.users import Users
from ui.rest.app import make_app
from ui.rest.limits import Limits


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home over two small plans, made once; nobody may write to it."""
    return home_of_plans(tmp_path_factory.mktemp("rest"))


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The file of users, and a key of each."""
    path = tmp_path_factory.mktemp("users") / "users.json"
    users, told = Users.open(path), {}
    for role in Role:
        users.add(role.value, role, None, "long enough a password" if role is Role.READER else None)
        told[role.value] = users.add_key(role.value, "test", role)[1]
    users.add("guest", Role.READER, (), None)  # reads what is in no collection
    told["guest"] = users.add_key("guest", "test", Role.READER)[1]
    return path, told


@pytest.fixture(scope="module")
def open_site(
    made: Path, keys: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Open]:
    """Serves a copy of the home."""

    @contextmanager
    def opening(
        limits: Limits | None = None, *, read_only: bool = False, is_empty: bool = False, asks: bool = True
    ) -> Iterator[Site]:
        home = tmp_path_factory.mktemp("site") / "home"
        if not is_empty:
            shutil.copytree(made, home)
        settings = Settings.read({"MAILUO_HOME": str(home)} | ({"MAILUO_USERS": str(keys[0])} if asks else {}))
        with House(settings, read_only=read_only) as house:
            app = make_app(house, SignIn.of(settings), Journal.of(settings), limits or replace(Limits(), rate=0))
            with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
                yield Site(app, client, house, keys[1])

    with pytest.MonkeyPatch.context() as patch:
        do_without_model(patch.setattr)
        yield opening


@pytest.fixture(scope="module")
def site(open_site: Open) -> Iterator[Site]:
    """One for tests that only read."""
    with open_site() as opened:
        yield opened


@pytest.fixture
def changing(open_site: Open) -> Iterator[Site]:
    """One for a test that writes."""
    with open_site() as opened:
        yield opened
