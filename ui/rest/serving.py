"""The server that the application runs in: uvicorn, in this process, until SIGINT or SIGTERM."""

from __future__ import annotations

import logging
import os
import socket
import sqlite3
import sys
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from graph.errors import MailuoError
from ui.app.workspace import Workspace

IDLE_SECONDS = 30  # a connection is kept without a request
END_SECONDS = 20  # at the end, answers are waited for


class _Greeting(uvicorn.Server):
    """Says that it is ready when it is."""

    def __init__(self, config: uvicorn.Config, greeting: str) -> None:
        super().__init__(config)
        self._said = greeting

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn begins."""
        await super().startup(sockets)
        if self.started:
            sys.stderr.write(f"{self._said}\n")
            sys.stderr.flush()


def run(app: FastAPI, address: str, port: int, greeting: str) -> None:
    """Serves until a signal ends it. greeting: said when the first question can be answered at once."""
    os.dup2(sys.stderr.fileno(), 2)  # a server's log is also what its libraries say
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    config = uvicorn.Config(
        app,
        host=address,
        port=port,
        log_config=None,
        access_log=False,  # who asks what stands in the journal
        server_header=False,
        proxy_headers=False,  # who asks through a proxy is found out by `ui.app.signing_in`
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=END_SECONDS,
        ws="none",
    )
    house = app.state.service.house
    warm_up(house.main)
    house.prepare()
    with suppress(KeyboardInterrupt):
        _Greeting(config, greeting).run()


def warm_up(workspace: Workspace) -> None:
    """What the first question would wait for; what fails is said to whoever asks."""
    with suppress(MailuoError, OSError, sqlite3.Error):
        if workspace.generation is not None:
            workspace.search("规划", top=1)
            workspace.ask("规划的主要目标是什么?")
            workspace.find("guihua", limit=1)  # the sounds of Chinese take a moment to load
