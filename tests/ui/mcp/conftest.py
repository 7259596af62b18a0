"""A knowledge base over two small plans, and language models' clients that use it, by the SDK's own client."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import anyio
import pytest
from mcp import Client

from tests.ui.homes import PLANS
from tests.ui.mailuo_without_model import do_without_model
from ui.app.house import House
from ui.app.journal import Journal
from ui.app.people import Person, Role
from ui.app.settings import Settings
from ui.app.workspace import Workspace
from ui.mcp.server import make_server

_Given = TypeVar("_Given")
Use = Callable[[Callable[[Client], Awaitable[_Given]]], _Given]
ALICE = Person("alice", Role.READER)


def tell(stage: str, done: int, total: int, what: str = "") -> None:
    pass


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home; nobody may write to it."""
    folder = tmp_path_factory.mktemp("mcp")
    (folder / "plans").mkdir()
    for name, text in PLANS.items():
        (folder / "plans" / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        do_without_model(patch.setattr)
        workspace = Workspace.open(Settings.read({"MAILUO_HOME": str(folder / "home")}))
        workspace.ingest([folder / "plans"], tell)
        workspace.close()
    return folder / "home"


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

    return lambda do: anyio.run(partial(connected, do))
