"""A Neo4j server for tests: started here where its jars lie at hand, else the one that NEO4J_URI names.

`MAILUO_NEO4J_SERVER` names a script `neo4j.sh HOME BOLT_PORT` that runs a server in the foreground (user neo4j,
password from `NEO4J_PASSWORD`); by default the one beside the repository.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.store import places
    from graph.store.engines.neo4j import Neo4jEngine

ROOT = Path(__file__).parent.parent
PASSWORD = "mailuo-test"
START_SECONDS = 120
STOP_SECONDS = 60


class ServerMissing(Exception):
    """No server can be had; says why."""


def script() -> Path:
    return Path(os.environ.get("MAILUO_NEO4J_SERVER") or ROOT.parent / "shared" / "neo4j" / "neo4j.sh")


@dataclass(slots=True)
class Server:
    """Address and account of a server; one that was started here can be stopped, killed and started again."""

    uri: str
    user: str
    password: str
    database: str | None = None
    home: Path | None = None
    process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        return int(self.uri.rpartition(":")[2])

    @property
    def settings(self) -> dict[str, str]:
        """What Mailuo's environment says of this server."""
        account = {"NEO4J_URI": self.uri, "NEO4J_USER": self.user, "NEO4J_PASSWORD": self.password}
        return account | ({"NEO4J_DATABASE": self.database} if self.database else {})

    @property
    def account(self) -> places.Server:
        """As Mailuo's settings hold it."""
        from graph.store import places

        return places.Server(self.uri, self.user, self.password, self.database)

    def open_engine(self) -> Neo4jEngine:
        """An engine that writes, of no owner."""
        from graph.store.engines.neo4j import Neo4jEngine

        return Neo4jEngine(self.account)

    @property
    def is_running(self) -> bool:
        return self.home is None or self.process is not None

    def start(self, *, wait: bool = True) -> None:
        assert self.home is not None
        log = (self.home.parent / "neo4j.log").open("ab")
        env = os.environ | {"NEO4J_PASSWORD": self.password}
        command = [str(script()), str(self.home), str(self.port)]
        with log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=env, start_new_session=True)
        if wait:
            self.wait()

    def wait(self) -> None:
        """Until it answers: the port opens a moment before the database is ready."""
        from neo4j import GraphDatabase
        from neo4j.exceptions import DriverError, Neo4jError

        assert self.home is not None
        assert self.process is not None
        until = time.monotonic() + START_SECONDS
        with GraphDatabase.driver(self.uri, auth=(self.user, self.password), connection_timeout=5) as driver:
            while True:
                try:
                    # without the retries of a managed transaction, which would wait longer and longer
                    with driver.session() as session:
                        session.run("RETURN 1").consume()
                    return
                except (DriverError, Neo4jError):
                    if self.process.poll() is not None or time.monotonic() > until:
                        log = (self.home.parent / "neo4j.log").read_text(errors="replace")
                        self.kill()
                        raise ServerMissing(f"{script()} did not start:\n{log[-2000:]}") from None
                    time.sleep(0.3)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None


def open_server(folder: Path) -> Server:
    """A server of our own in `folder`, or the one of NEO4J_URI; ServerMissing says what to do for one."""
    if script().exists() and shutil.which("java"):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = Server(f"bolt://127.0.0.1:{port}", "neo4j", PASSWORD, home=folder / "neo4j")
        server.start()
        return server
    uri = os.environ.get("NEO4J_URI")
    if uri:
        user, password = os.environ.get("NEO4J_USER", "neo4j"), os.environ.get("NEO4J_PASSWORD", "")
        return Server(uri, user, password, os.environ.get("NEO4J_DATABASE"))
    wanted = "java (openjdk-17-jre-headless)" if script().exists() else f"{script()} or NEO4J_URI"
    raise ServerMissing(f"no Neo4j server to test against: {wanted} is missing")
