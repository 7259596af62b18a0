"""The ways in: the real command over standard input and output, and a real server over HTTP, with and without a key."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from tests.ui.mcp.running import run
from tests.ui.ready import PROGRAM
from ui.app.house import House
from ui.app.journal import Journal
from ui.app.people import Person, Role
from ui.app.settings import Settings
from ui.app.workspace import Workspace
from ui.mcp import server as mcp_server
from ui.mcp.http import MOST_BYTES

pytestmark = pytest.mark.commands

PORT = "怀化国际陆港"
POST = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
PING = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAILUO_", "NEO4J_"))}
    return {**kept, "MAILUO_HOME": str(home), **more}


# -------------------------------------------------------------------------------------------------------------- stdio


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_the_command_serves_a_client(made: Path, mode: str) -> None:
    command = StdioServerParameters(command=PROGRAM[0], args=[*PROGRAM[1:], "mcp"], env=environment(made))

    async def do() -> tuple[str | None, int, Any]:
        async with Client(command, mode=mode) as client:
            tools = await client.list_tools()
            told: list[float] = []

            async def hear(progress: float, total: float | None, message: str | None) -> None:
                told.append(progress)

            result = await client.call_tool("ask", {"question": f"{PORT}由谁牵头"}, progress_callback=hear)
            assert told == [0, 1]
            return client.instructions, len(tools.tools), result.structured_content

    instructions, tools, said = run(do)
    assert "quote" in (instructions or "")
    assert tools == 10
    assert said["short"] == "市交通运输局牵头"


def test_the_command_says_what_is_wrong_with_the_settings(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    done = subprocess.run(
        [*PROGRAM, "mcp"], env=environment(tmp_path / "home"), input="", capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "MAILUO_HOME" in done.stderr


def test_the_command_ends_with_its_input(made: Path) -> None:
    """What is no message is answered as such, and nothing else is on stdout."""
    done = subprocess.run(
        [*PROGRAM, "mcp"],
        env=environment(made),
        input='no message\n{"jsonrpc":"2.0","id":7,"method":"nope"}\n',
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0
    assert all(line.startswith('{"jsonrpc":"2.0"') for line in done.stdout.splitlines())


def test_before_the_first_ingestion_a_tool_says_so(tmp_path: Path) -> None:
    house = House(Settings.read({"MAILUO_HOME": str(tmp_path / "none")}), read_only=True)

    async def do() -> Any:
        person = Person("alice", Role.READER)
        async with Client(mcp_server.make_server(house, lambda _: person, None)) as client:
            return await client.call_tool("search", {"query": "陆港"})

    result = run(do)
    assert result.is_error
    assert "run “mailuo ingest” first" in result.content[0].text


# --------------------------------------------------------------------------------------------------------------- HTTP


async def over_http(address: str, headers: dict[str, str], tool: str, given: dict[str, Any], mode: str) -> Any:
    async with create_mcp_http_client(headers=headers) as http:
        transport = streamable_http_client(f"{address}/mcp", http_client=http)
        async with Client(transport, mode=mode) as client:
            await client.list_tools()
            return await client.call_tool(tool, given)


@pytest.mark.parametrize("mode", ["legacy", "auto"])
@pytest.mark.parametrize("header", ["Authorization", "X-API-Key"])
def test_each_sees_their_own_documents(
    site: tuple[str, Journal], keys: tuple[Path, dict[str, str]], header: str, mode: str
) -> None:
    address, journal = site
    said = {}
    for name, key in keys[1].items():
        headers = {header: f"Bearer {key}" if header == "Authorization" else key}
        call = partial(over_http, address, headers, "documents", {}, mode)
        said[name] = run(call).structured_content
    assert [one["title"] for one in said["alice"]["documents"]] == ["雪峰市秘密方案"]
    assert "秘密" not in str(said["bob"])
    assert {one["source"] for one in said["bob"]["documents"]} == {"2023.txt", "2024.txt"}
    last, first = [*journal.read()][:2]
    assert (first["who"], first["documents"], first["through"]) == ("alice", ["secret.txt#1"], "mcp")
    assert last["who"] == "bob"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer mlk_no"}, {"X-API-Key": "x"}], ids=str)
def test_nobody_comes_in_without_a_key(site: tuple[str, Journal], headers: dict[str, str]) -> None:
    answer = httpx.post(f"{site[0]}/mcp", json=PING, headers={**POST, **headers})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "tools" not in answer.text


def test_what_is_no_message_is_refused(site: tuple[str, Journal], keys: tuple[Path, dict[str, str]]) -> None:
    address, key = f"{site[0]}/mcp", {"X-API-Key": keys[1]["bob"]}
    assert httpx.get(address, headers=POST | key).status_code == 405
    assert httpx.delete(address, headers=POST | key).headers["Allow"] == "POST"
    assert httpx.post(address, content="{", headers=POST | key).status_code == 400
    assert httpx.post(address, content=b" " * (MOST_BYTES + 1), headers=POST | key).status_code == 413
    assert httpx.post(address, json=PING, headers=POST | key).json()["result"]["tools"]
    assert httpx.post(f"{address}/", json=PING, headers=POST | key).json()["result"]["tools"]


@pytest.mark.parametrize(
    "stranger", [{"Host": "evil.example.org"}, {"Origin": "http://evil.example.org"}], ids=["host", "origin"]
)
def test_strangers_are_not_answered(
    site: tuple[str, Journal], keys: tuple[Path, dict[str, str]], stranger: dict[str, str]
) -> None:
    """A page that points its own name at this machine."""
    headers = {**POST, "X-API-Key": keys[1]["bob"], **stranger}
    assert httpx.post(f"{site[0]}/mcp", json=PING, headers=headers).status_code == 403


def test_the_real_command_serves_it_beside_rest(made: Path) -> None:
    """On one's own machine nobody is asked who they are."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*PROGRAM, "serve", "--port", str(port), "--host", "127.0.0.1", "--read-only"]
    process = subprocess.Popen(command, env=environment(made), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        assert str(port) in line
        result = run(
            partial(over_http, f"http://127.0.0.1:{port}", {}, "ask", {"question": f"{PORT}由谁牵头"}, "legacy")
        )
        assert result.structured_content["short"] == "市交通运输局牵头"
        assert httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200
    finally:
        process.terminate()
        assert process.wait(30) == 0
        process.stderr.close()


# ------------------------------------------------------------------------------------------------- several at a time


def test_a_long_question_keeps_nobody_waiting(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """And who cancels is free at once, while others are answered."""
    held, asked = threading.Event(), threading.Event()
    ask = Workspace.ask

    def wait(*given: Any, **named: Any) -> Any:
        asked.set()
        held.wait(20)
        return ask(*given, **named)

    monkeypatch.setattr(Workspace, "ask", wait)
    person = Person("alice", Role.READER)

    async def do() -> Any:
        async with Client(mcp_server.make_server(house, lambda _: person, None), mode="legacy") as client:
            with anyio.move_on_after(0.3) as patience:
                await client.call_tool("ask", {"question": PORT})
            assert patience.cancelled_caught
            async with anyio.create_task_group() as group:
                group.start_soon(client.call_tool, "ask", {"question": PORT})
                await anyio.to_thread.run_sync(asked.wait)
                found = await client.call_tool("search", {"query": PORT})
                held.set()
            return found

    assert not run(do).is_error
