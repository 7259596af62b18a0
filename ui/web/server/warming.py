"""What the first visit would wait for, done before the server says that it is ready: imports, the knowledge base
opened, the model loaded, the numbers of the first page.

What fails here is not said: the page that needs it says it, with its remedy.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules

from graph.errors import MailuoError
from ui.app.workspace import Workspace
from ui.web import views

PATIENCE = 20.0  # seconds for the examples
LATER = 5.0  # seconds until the first page is drawn


def warm_up() -> None:
    """Returns when the first page can be drawn at once."""
    for view in iter_modules(views.__path__):
        import_module(f"{views.__name__}.{view.name}")
    from ui.web.session import open_house, recall, try_examples

    with suppress(MailuoError, OSError, sqlite3.Error):
        house = open_house()
        workspace = house.main
        if workspace.generation is not None:
            recall(workspace, ("status",), workspace.status)
            recall(workspace, ("coverage",), workspace.coverage)
            workspace.search("规划", top=1)
            try_examples(workspace, workspace.edition).are_done(PATIENCE)  # beside a page it would hold it up
            workspace.find("guihua", limit=1)  # the sounds of Chinese take a moment to load
            house.prepare()
            later = threading.Timer(LATER, _make_ledger, (workspace,))
            later.daemon = True
            later.start()


def _make_ledger(workspace: Workspace) -> None:
    """It takes seconds with a thousand documents, for which no first page need wait."""
    with suppress(MailuoError, OSError, sqlite3.Error):
        workspace.ledger_choices("place")
