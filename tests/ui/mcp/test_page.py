"""What docs/mcp.md shows is what works."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from tests.ui.mcp.running import run
from tests.ui.mcp.test_over import environment
from tests.ui.ready import PROGRAM
from ui.app.journal import Journal
from ui.mcp.tools import TOOLS

PAGE = (Path(__file__).parents[3] / "docs" / "mcp.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def run_script(script: str, *arguments: str, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={**os.environ, **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.commands
def test_the_configuration_starts_the_server(made: Path) -> None:
    told = json.loads(blocks("json")[0])["mcpServers"]["mailuo"]
    assert (told["command"], set(told["env"])) == ("mailuo", {"MAILUO_HOME"})
    command = StdioServerParameters(
        command=PROGRAM[0], args=[*PROGRAM[1:], *told["args"]], env=environment(made, PYTHONUTF8="1")
    )

    async def do() -> list[str]:
        async with Client(command) as client:
            return [one.name for one in (await client.list_tools()).tools]

    assert run(do) == list(TOOLS)


@pytest.mark.commands
def test_the_client_over_http_gets_an_answer(site: tuple[str, Journal], keys: tuple[Path, dict[str, str]]) -> None:
    script = blocks("python")[0].replace("http://localhost:8502", site[0]).replace("mlk_…", keys[1]["bob"])
    said = run_script(script)
    assert said.startswith("市交通运输局牵头\n")
    assert "怀化市2023年工作方案" in said


@contextmanager
def model() -> Iterator[tuple[str, list[Any]]]:
    """An OpenAI-compatible server whose model asks once and repeats what it was told."""
    asked: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(given)
            last = given["messages"][-1]
            message: dict[str, Any] = {"role": "assistant", "content": last["content"]}
            if last["role"] == "user":
                call = {"name": "ask", "arguments": json.dumps({"question": last["content"].rpartition("问题:")[2]})}
                message = {"role": "assistant", "tool_calls": [{"id": "1", "type": "function", "function": call}]}
            choice = {"index": 0, "finish_reason": "stop", "message": message}
            body = json.dumps(
                {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.commands
def test_a_model_of_ones_own_is_joined_to_it(made: Path) -> None:
    pytest.importorskip("openai")
    script = blocks("python")[1].replace(
        'command="mailuo", args=["mcp"]', f"command={PROGRAM[0]!r}, args={[*PROGRAM[1:], 'mcp']!r}"
    )
    with model() as (address, asked):
        said = run_script(script, "怀化国际陆港由谁牵头?", MAILUO_HOME=str(made), OPENAI_BASE_URL=address)
    assert "市交通运输局牵头" in said
    assert {one["function"]["name"] for one in asked[0]["tools"]} == set(TOOLS)
    assert "一字不差" in asked[0]["messages"][0]["content"]


def test_the_table_names_every_tool_and_what_it_takes() -> None:
    rows = re.findall(r"^\| `(\w+)` \| .*? \| (.*) \|$", PAGE, re.MULTILINE)
    assert {name for name, _ in rows} == set(TOOLS)
    for name, told in rows:
        taken = set(TOOLS[name].asked.model_fields) - {"limit", "skip", "characters"}
        assert set(re.findall(r"`(\w+)`", told)) == taken, name
