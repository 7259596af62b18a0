"""A knowledge base over two small plans, and language models' clients that use it, by the SDK's own client."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
import uvicorn
from mcp import Client

from tests.ui.homes import home_of_plans
from tests.ui.mailuo_without_model import do_without_model
from tests.ui.mcp.running import run
from ui.app.house import House
from ui.app.journal import Journal
from ui.app.people import Person, Role
from ui.app.settings import Settings
from ui.app.signing_in import SignIn
from ui.app.users import Users
from ui.app.workspace import Workspace
from ui.mcp.http import asgi
from ui.mcp.server import make_server
from ui.rest.app import make_app

_Given = TypeVar("_Given")
Use = Callable[[Callable[[Client], Awaitable[_Given]]], _Given]
ALICE = Person("alice", Role.READER)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home; nobody may write to it."""
    return home_of_plans(tmp_path_factory.mktemp("mcp"))


@pytest.fixture(scope="module")
def house(made: Path) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as patch:
        do_without_model(patch.setattr)
        with House(Settings.read({"MAILUO_HOME": str(made)}), read_only=True) as opened:
            yield opened


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal")


@pytest.fixture(params=["legacy", "auto"])
def mode(request: pytest.FixtureRequest) -> str:
    """With the handshake of today's clients, and without."""
    return str(request.param)


@pytest.fixture
def use(house: House, journal: Journal, mode: str) -> Use[object]:
    """Has a client in this process do something."""

    async def connected(do: Callable[[Client], Awaitable[object]]) -> object:
        async with Client(make_server(house, lambda _: ALICE, journal), mode=mode) as client:
            return await do(client)

    return lambda do: run(partial(connected, do))


# ---------------------------------------------------------------------------------------------------------------- HTTP


@contextmanager
def served(app: Any) -> Iterator[str]:
    """An application in uvicorn, on a port of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, lifespan="on"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


class TwoHouses(House):
    """In which only Alice sees the secret plan."""

    secret: Workspace

    def of(self, person: Person) -> Workspace:
        return self.secret if person.name == "alice" else self.main


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    path = tmp_path_factory.mktemp("users") / "users.json"
    users, told = Users.open(path), {}
    for name in ("alice", "bob"):
        users.add(name, Role.READER, None, None)
        told[name] = users.add_key(name, "test", Role.READER)[1]
    return path, told


@pytest.fixture(scope="module")
def site(
    made: Path, keys: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Journal]]:
    """With users, behind the gate of `mailuo serve`; Alice's house has a plan more than Bob's."""
    folder = tmp_path_factory.mktemp("secret")
    (folder / "plans").mkdir()
    (folder / "plans" / "secret.txt").write_text("雪峰市秘密方案\n\n一、要求\n雪峰市秘密隧道项目开工建设。\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        do_without_model(patch.setattr)
        secret = Workspace.open(Settings.read({"MAILUO_HOME": str(folder / "home")}))
        secret.ingest([folder / "plans"], lambda *told: None)
        settings = Settings.read({"MAILUO_HOME": str(made), "MAILUO_USERS": str(keys[0])})
        house = TwoHouses(settings, read_only=True)
        house.secret = secret
        sign_in, journal = SignIn.of(settings), Journal(folder / "journal")
        app = make_app(house, sign_in, journal, mounts={"/mcp": asgi(house, sign_in, journal)})
        with served(app) as address:
            yield address, journal
        house.close()
        secret.close()
