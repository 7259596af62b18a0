"""The server of the pages: `python -m ui.web.server.serving ADDRESS PORT GREETING`, as `mailuo ui` starts it.

In: the address and port it listens on, what it says when it is ready, and the settings of the environment. It serves
until SIGINT or SIGTERM. Nothing
leaves the machine: see `stay_at_home`.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send
from streamlit import net_util

from ui.app.sent_files import FILE_BYTES
from ui.app.settings import Settings
from ui.guard.hosts import Names
from ui.web.server.door import take_sign_in, take_sign_out, the_door
from ui.web.server.feed import tell_news
from ui.web.server.gate import Gate
from ui.web.server.warming import warm_up

PAGES = Path(__file__).parent.parent / "app.py"
# only what the machine has: a page asks no other machine for anything
FONTS = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


class Guarded(st.App):
    """The pages behind their gate. It stands outside of all that Streamlit does: its mistakes pass through it too."""

    def __init__(self, script: Path, gate: Gate, greeting: str = "") -> None:
        routes = [
            Route(f"{gate.base_path}/news.atom", tell_news, methods=["GET"]),
            Route(f"{gate.base_path}/sign-in", take_sign_in, methods=["POST"]),
            Route(f"{gate.base_path}/sign-out", take_sign_out, methods=["POST"]),
        ]
        super().__init__(script, routes=routes)
        self._gate = gate
        self._greeting = greeting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""

        async def greeting(message: Message) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete" and self._greeting:
                sys.stderr.write(f"{self._greeting}\n")
                sys.stderr.flush()

        await self._gate.lead(super().__call__, scope, receive, greeting if scope["type"] == "lifespan" else send)


def options(address: str, port: int, allowed: Sequence[str], base_path: str = "") -> Mapping[str, object]:
    """Streamlit's options. Whatever protects is said here, so that neither its own variables (STREAMLIT_…) nor a
    config.toml can take it away.
    """
    return {
        "server.address": address,
        "server.port": port,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "runner.magicEnabled": False,  # nothing is drawn by standing on a line; looking for it costs each run
        "server.runOnSave": False,
        "server.allowRunOnSave": False,
        "server.baseUrlPath": base_path.removeprefix("/"),
        "server.enableCORS": True,
        "server.corsAllowedOrigins": [f"{scheme}://{name}" for name in allowed for scheme in ("http", "https")],
        "server.enableXsrfProtection": True,
        "server.enableStaticServing": False,
        "server.enableAgentApi": False,
        "server.scriptHealthCheckEnabled": False,
        "server.maxUploadSize": FILE_BYTES >> 20,
        "server.trustedUserHeaders": "{}",
        "browser.serverAddress": "localhost",
        "browser.gatherUsageStats": False,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.allowedOrigins": [],
        "global.developmentMode": False,
        "logger.hideWelcomeMessage": True,
        "theme.base": "light",
        "theme.primaryColor": "#0b5cad",
        "theme.textColor": "#1f2933",
        "theme.font": FONTS,
        "theme.headingFont": FONTS,
    }


def stay_at_home() -> None:
    """Takes from Streamlit what asks other machines which address this one has, for a line on the screen and to know
    pages of its own; the gate knows those.
    """
    for look_up in ("get_external_ip", "get_internal_ip"):
        assert callable(getattr(net_util, look_up)), look_up
        setattr(net_util, look_up, lambda: None)


def _is_news(record: logging.LogRecord) -> bool:
    # uvicorn takes a refused WebSocket that was answered in full for one that was forgotten
    return not record.getMessage().startswith("ASGI callable returned without completing handshake")


def serve(address: str, port: int, greeting: str = "") -> None:
    """Serves until a signal ends it. greeting: said when the first page can be drawn at once."""
    settings = Settings.read()
    allowed, base_path = settings.hosts, settings.base_path
    stay_at_home()
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    warm_up()
    # from whom a request comes is told by the connection: a header may say so to the gate, where it is a proxy's
    os.environ["FORWARDED_ALLOW_IPS"] = ""
    gate = Gate(Names(address, allowed), base_path, door=the_door())
    Guarded(PAGES, gate, greeting).run(config=options(address, port, allowed, base_path))


if __name__ == "__main__":
    # uvicorn ends in good order and then raises the signal anew
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        serve(sys.argv[1], int(sys.argv[2]), *sys.argv[3:4])
    except KeyboardInterrupt:
        sys.exit(0)
