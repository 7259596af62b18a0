"""`mailuo ui`: the web interface."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from ui import output

# only what the machine has: a page asks no other machine for anything
FONTS = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


def register(app: typer.Typer) -> None:
    app.command("ui")(serve)


def serve(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Where it listens.")] = 8501,
    host: Annotated[str, typer.Option("--host", help="Whom it listens to; 0.0.0.0 for other machines.")] = "localhost",
) -> None:
    """Serve the web interface until Ctrl-C."""
    app = Path(__file__).parent.parent / "app.py"
    options = {
        "server.port": str(port),
        "server.address": host,
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
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
