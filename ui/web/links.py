"""Addresses of the pages: a page and what it shows → a link that can be kept and sent to others.

Links are plain anchors of the class “go”; ui/web/navigator.js follows them without starting a new visit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from ui.web.markup import plain

START = "overview"
Values = Mapping[str, str | int | Sequence[str] | None]
NOTHING: Values = {}


def address(page: str, values: Values = NOTHING) -> str:
    """The page's address with its query; what is None is left out."""
    given = {key: value for key, value in values.items() if value is not None and value != ""}
    query = urlencode(given, doseq=True)
    path = "./" if page == START else page
    return f"{path}?{query}" if query else path


def anchor(page: str, values: Values, inner: str, *, kind: str = "", title: str = "", is_here: bool = False) -> str:
    """A link as HTML. inner: HTML, escaped already; kind: further classes; title: plain text; `is_here`: of several
    links the one that leads to what is shown."""
    hint = f" title='{plain(title)}'" if title else ""
    hint += " aria-current='page'" if is_here else ""
    return f"<a class='go {kind}' href='{plain(address(page, values))}'{hint}>{inner}</a>"


def to_place(document_id: str, start: int, end: int, inner: str, *, kind: str = "") -> str:
    """A link into the reader, at a place."""
    return anchor("documents", {"document": document_id, "start": start, "end": end}, inner, kind=kind)
