"""`mailuo ui`: the web interface."""

from __future__ import annotations

import os
import socket
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from graph.errors import MailuoError
from ui.app.settings import Settings
from ui.cli import output

ROOT = Path(__file__).parent.parent.parent
HERE = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::")


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command("ui")(serve)


class PortTaken(MailuoError):
    """Another program listens there."""


def check_free(host: str, port: int) -> None:
    """Raise `PortTaken` where another program listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise PortTaken(f"cannot listen on {host}:{port} ({error.strerror}); choose another --port") from error


def serve(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Where it listens.")] = 8501,
    host: Annotated[str, typer.Option("--host", help="Whom it listens to; 0.0.0.0 for other machines.")] = "localhost",
    allowed: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="A further name browsers may call it by (MAILUO_HOSTS)."),
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Nothing is added, removed, merged or split (MAILUO_READ_ONLY).")
    ] = False,
    base_path: Annotated[
        str | None,
        typer.Option("--base-path", metavar="PATH", help="Below which the pages lie, as /mailuo (MAILUO_BASE_PATH)."),
    ] = None,
) -> None:
    """Serve the web interface until Ctrl-C."""
    address = host.strip("[]")
    environment = {**os.environ, **said_here(allowed, read_only=read_only)}
    if base_path is not None:
        environment["MAILUO_BASE_PATH"] = base_path
    settings = Settings.read(environment)  # what is wrong with them is said here
    check_free(address, port)
    # the code that runs here, not what another folder of that name may hold where it is started; where it is installed,
    # Python finds it, and what lies beside it must not come before Python's own
    if Path(sysconfig.get_path("purelib")) != ROOT:
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    # in place of this process: signals and the exit status are then the server's own
    command = [
        sys.executable,
        "-P",
        "-m",
        "ui.web.server.serving",
        address,
        str(port),
        _greeting(address, port, settings),
    ]
    if address not in HERE and not settings.asks_who:
        output.say(
            f"mailuo: {address} may be reached by other machines, and nobody is asked who they are; set MAILUO_USERS "
            "(docs/people.md) or a proxy in front that asks"
        )
    os.dup2(sys.stderr.fileno(), 2)  # a server's log is also what its libraries say
    os.execve(sys.executable, command, environment)


def said_here(allowed: Sequence[str] | None, *, read_only: bool) -> dict[str, str]:
    """The variables that the options of a server say, in place of the environment's."""
    hosts = ",".join((os.environ.get("MAILUO_HOSTS", ""), *(allowed or ())))
    return {"MAILUO_HOSTS": hosts} | ({"MAILUO_READ_ONLY": "1"} if read_only else {})


def shown(address: str, port: int, settings: Settings, below: str = "") -> str:
    """Where a server is, for people, and whether it is only read."""
    name = "localhost" if address in EVERYWHERE else f"[{address}]" if ":" in address else address
    others = " and this machine's addresses" if address in EVERYWHERE else ""
    kept = ", for reading only" if settings.read_only else ""
    return f"http://{name}:{port}{below}{others}{kept}"


def _greeting(address: str, port: int, settings: Settings) -> str:
    below = f"{settings.base_path}/" if settings.base_path else ""
    return f"Mailuo is on {shown(address, port, settings, below)} (Ctrl-C ends it)"
