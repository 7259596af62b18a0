"""The pages: by which address each is found, under which group it stands, and the view that draws it."""

from __future__ import annotations

from collections.abc import Mapping

from ui.web.links import START
from ui.web.views import (
    ask,
    compare,
    desk,
    documents,
    graph,
    ledger,
    log,
    mentions,
    news,
    notebook,
    overview,
    places,
    search,
    targets,
    thing,
    trace,
)
from ui.web.views.states import Draw

# by group, the first not folded: address, icon, view, whether it has something to say before the first document
PAGES: Mapping[str, tuple[tuple[str, str, Draw, bool], ...]] = {
    "": (
        (START, ":material/home:", overview.draw, True),
        ("ask", ":material/forum:", ask.draw, False),
        ("search", ":material/search:", search.draw, False),
        ("ledger", ":material/table_view:", ledger.draw, False),
    ),
    "things": (
        ("graph", ":material/hub:", graph.draw, False),
        ("thing", ":material/label:", thing.draw, False),
        ("trace", ":material/timeline:", trace.draw, False),
        ("mentions", ":material/manage_search:", mentions.draw, False),
    ),
    "figures": (
        ("targets", ":material/bar_chart:", targets.draw, False),
        ("places", ":material/location_city:", places.draw, False),
        ("compare", ":material/difference:", compare.draw, False),
    ),
    "documents": (
        ("documents", ":material/description:", documents.draw, True),
        ("news", ":material/fiber_new:", news.draw, False),
    ),
    "work": (
        ("notebook", ":material/bookmarks:", notebook.draw, False),
        ("desk", ":material/rule:", desk.draw, False),
        ("log", ":material/history:", log.draw, True),
    ),
}

HIDDEN = ("thing",)  # not among the pages' names: the finder and chips lead there
FOR_ADMINISTRATORS = ("log",)
WITH_UPLOADS = ("mentions", "documents")
