"""`mailuo ui`: the web interface."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from graph.errors import MailuoError
from ui.cli import output

# only what the machine has: a page asks no other machine for anything
FONTS = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


def register(app: typer.Typer) -> None:
    app.command("ui")(serve)


class PortTaken(MailuoError):
    """Another program listens there."""


def _check_free(host: str, port: int) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise PortTaken(f"cannot listen on {host}:{port} ({error.strerror}); choose another --port") from error


def serve(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Where it listens.")] = 8501,
    host: Annotated[str, typer.Option("--host", help="Whom it listens to; 0.0.0.0 for other machines.")] = "localhost",
) -> None:
    """Serve the web interface until Ctrl-C."""
    _check_free(host, port)
    app = Path(__file__).parent.parent / "web" / "app.py"
    options = {
        "server.port": str(port),
        "server.address": host,
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": "false",
        "server.maxUploadSize": "200",
        "theme.base": "light",
        "theme.primaryColor": "#0b5cad",
        "theme.textColor": "#1f2933",
        "theme.font": FONTS,
        "theme.headingFont": FONTS,
    }
    output.say(f"Mailuo is on http://{host}:{port} (Ctrl-C ends it)")
    flags = [f"--{name}={value}" for name, value in options.items()]
    # in place of this process: signals and the exit status are then streamlit's own
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", str(app), *flags])
