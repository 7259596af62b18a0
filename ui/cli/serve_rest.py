"""`mailuo serve`: every verb over HTTP for programs, and the tools for language models beside it."""

from __future__ import annotations

import ipaddress
import os
import signal
import sys
from typing import Annotated

import typer

from graph.errors import MailuoError
from ui.app.settings import Settings
from ui.cli.serve import check_free, said_here, shown

PORT = 8502


class OpenToOthers(MailuoError):
    """Other machines could come in, and nobody would be asked who they are."""


def register(app: typer.Typer) -> None:
    """Put the command beside the others."""
    app.command("serve")(serve)


def serve(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Where it listens.")] = PORT,
    host: Annotated[str, typer.Option("--host", help="Whom it listens to; 0.0.0.0 for other machines.")] = "localhost",
    allowed: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="A further name it may be called by (MAILUO_HOSTS)."),
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Nothing is added, removed or decided (MAILUO_READ_ONLY).")
    ] = False,
    is_open: Annotated[
        bool, typer.Option("--open", help="Let other machines in although nobody is asked who they are.")
    ] = False,
    base_path: Annotated[
        str, typer.Option("--base-path", metavar="PATH", help="Below which a proxy shows it, as /mailuo/api.")
    ] = "",
) -> None:
    """Serve every verb over HTTP (docs at /docs) and tools for language models (/mcp) until Ctrl-C."""
    address = host.strip("[]")
    changed = said_here(allowed, read_only=read_only)
    # what is wrong with them is said here
    settings = Settings.read({**os.environ, **changed, "MAILUO_BASE_PATH": base_path})
    if not (is_open or settings.asks_who or is_this_machine(address)):
        raise OpenToOthers(
            f"--host {host} lets other machines in, and nobody would be asked who they are: set MAILUO_USERS (“mailuo "
            "user add”) or MAILUO_PROXY_HEADER, or say --open"
        )
    check_free(address, port)
    # imported late: --help and wrong usage need none of it
    from ui.app.house import House
    from ui.app.journal import Journal
    from ui.app.signing_in import SignIn
    from ui.mcp.http import asgi
    from ui.rest.app import Reached, make_app
    from ui.rest.limits import Limits
    from ui.rest.serving import run

    # uvicorn ends in good order and then raises the signal anew
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    sign_in, journal = SignIn.of(settings), Journal.of(settings)
    with House(settings, read_only=settings.read_only) as house:
        app = make_app(
            house,
            sign_in,
            journal,
            Limits(rate=settings.rate),
            mounts={"/mcp": asgi(house, sign_in, journal)},
            reached=Reached(address, settings.hosts, settings.base_path),
        )
        run(app, address, port, _greeting(address, port, settings))


def is_this_machine(address: str) -> bool:
    """Whether only this machine reaches what listens there."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _greeting(address: str, port: int, settings: Settings) -> str:
    where = shown(address, port, settings)
    return f"Mailuo answers programs on {where} (described at {settings.base_path}/docs; Ctrl-C ends it)"
