"""`mailuo serve` as it is started: whom it lets in, what it says when it is ready, how it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from typer.testing import CliRunner

from tests.ui.browsing import ROOT, free_port
from tests.ui.ready import PROGRAM
from ui.cli.main import app
from ui.cli.serve_rest import OpenToOthers, is_this_machine

pytestmark = pytest.mark.commands

DOCS = (ROOT / "docs" / "rest.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def served(made: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAILUO_", "NEO4J_"))}
    server = subprocess.Popen(
        [*PROGRAM, "serve", "--port", str(port), "--read-only"],
        env={**kept, "MAILUO_HOME": str(made)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    line = server.stderr.readline()
    assert line == (
        f"Mailuo answers programs on http://localhost:{port}, for reading only (described at /docs; Ctrl-C ends it)\n"
    )
    yield f"http://localhost:{port}", server
    if server.poll() is None:
        server.kill()
        server.wait(10)


def test_it_answers_when_it_says_so(served) -> None:
    address, _ = served
    assert httpx.get(f"{address}/ready").json() == {"state": "ready"}
    assert httpx.get(f"{address}/v1/list/Park").json()["entities"]
    headers = {"Accept": "application/json, text/event-stream"}
    told = httpx.post(f"{address}/mcp", headers=headers, json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    assert "ask" in {tool["name"] for tool in told.json()["result"]["tools"]}
    assert httpx.post(f"{address}/mcp", headers={"Host": "evil.example"}).status_code == 403
    assert "server" not in httpx.get(f"{address}/health").headers


def test_the_client_of_the_docs_runs_as_it_stands(served, tmp_path: Path) -> None:
    address, _ = served
    (client,) = re.findall(r"```python\n(.+?)```", DOCS, re.DOTALL)
    assert sum(bool(line.strip()) for line in client.splitlines()) <= 10
    (tmp_path / "client.py").write_text(client, encoding="utf-8")
    environment = {**os.environ, "MAILUO_URL": address, "MAILUO_KEY": "", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "client.py"], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "市交通运输局" in done.stdout


@pytest.mark.browser
def test_the_documentation_is_drawn_out_of_this_machine(served, browser) -> None:
    address, _ = served
    page, elsewhere, mistakes = browser.new_page(), [], []
    page.on(
        "request", lambda asked: elsewhere.append(asked.url) if not asked.url.startswith((address, "data:")) else None
    )
    page.on("console", lambda said: mistakes.append(said.text) if said.type == "error" else None)
    page.goto(f"{address}/docs")
    page.locator("#operations-Find-search").wait_for(timeout=20_000)
    page.close()
    assert (elsewhere, mistakes) == ([], [])


def test_it_ends_in_good_order(served) -> None:
    _, server = served
    server.send_signal(signal.SIGTERM)
    assert server.wait(20) == 0
    assert server.stderr.read() == ""


THIS_MACHINE = [("localhost", True), ("127.0.0.1", True), ("127.5.0.1", True), ("::1", True), ("0.0.0.0", False),
                ("::", False), ("10.0.0.1", False), ("mailuo.example.org", False)]  # fmt: skip


@pytest.mark.parametrize(("address", "ours"), THIS_MACHINE)
def test_this_machine(address: str, ours: bool) -> None:
    assert is_this_machine(address) is ours


def test_others_are_not_let_in_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("MAILUO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MAILUO_HOME", str(tmp_path))
    refused = CliRunner().invoke(app, ["serve", "--host", "0.0.0.0"])
    assert isinstance(refused.exception, OpenToOthers)
    assert "MAILUO_USERS" in str(refused.exception)
    assert "--open" in str(refused.exception)


def test_all_codes_stand_in_the_docs() -> None:
    from ui.rest.problems import kinds

    assert not {code for code in kinds() if f"`{code}`" not in DOCS}
    assert not {code for code in re.findall(r"^\| `(\w+)` \|", DOCS, re.MULTILINE) if code not in kinds()}
