"""Resources: the list of documents, a document page by page, and the page of a thing.

In: an address, `mailuo://documents`, `mailuo://document/ID?page=2` or `mailuo://entity/NAME`. Out: its text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from graph.errors import MailuoError
from ui.app.fields import CountedDocumentFields
from ui.app.workspace import Workspace
from ui.mcp.arguments import DocumentsAsked, ShowAsked
from ui.mcp.bounds import LONGEST_HEADING, shortened
from ui.mcp.citing import DOCUMENT, ENTITY, document_uri
from ui.mcp.documents import document_id, documents
from ui.mcp.readable import readable
from ui.mcp.things import show
from ui.mcp.wording import Wording

LIST = "mailuo://documents"
PAGE_CHARACTERS = 6000
LISTED = 50  # documents of a page of resources
MOST_OUTLINED = 120  # headings
MOST_COMPLETED = 20

DOCUMENT_TEMPLATE = "mailuo://document/{id}{?page}"
ENTITY_TEMPLATE = "mailuo://entity/{name}"


class NoResource(MailuoError):
    """No resource has the address."""


@dataclass(frozen=True, slots=True)
class Content:
    """What stands at an address. `shown`: the documents that it shows."""

    text: str
    shown: tuple[str, ...]


def read_resource(workspace: Workspace, uri: str) -> Content:
    """Raises NoResource, and what is raised for a document or name that is not known."""
    if uri == LIST:
        return _list(workspace)
    parts = urlsplit(uri)
    name = unquote(parts.path.removeprefix("/"))
    if uri.startswith(DOCUMENT) and name:
        return _document(workspace, name, _page(parts.query))
    if uri.startswith(ENTITY) and name:
        return _entity(workspace, name)
    raise NoResource(f"no resource has the address {uri}; there are {LIST}, {DOCUMENT_TEMPLATE} and {ENTITY_TEMPLATE}")


def _page(query: str) -> int:
    said = parse_qs(query).get("page", ["1"])[0]
    if not said.isdecimal() or int(said) < 1:
        raise NoResource(f"page={said} is no number of a page; they are counted from 1")
    return int(said)


def _list(workspace: Workspace) -> Content:
    listed = documents(workspace, DocumentsAsked(limit=50))
    text = readable(listed, Wording.of())
    return Content(text, tuple(one.document_id for one in listed.documents))


def _entity(workspace: Workspace, name: str) -> Content:
    page = show(workspace, ShowAsked(name=name))
    return Content(readable(page, Wording.of()), tuple(documents_in(page.model_dump())))


def _document(workspace: Workspace, name: str, page: int) -> Content:
    identifier = document_id(workspace, name)
    assert identifier is not None
    document = workspace.document(identifier)
    assert document is not None  # it was found by its name
    start, end = document["start"], document["end"]
    pages = max(1, -(-(end - start) // PAGE_CHARACTERS))
    if page > pages:
        raise NoResource(f"{identifier} has {pages} pages, not {page}")
    begin = start + (page - 1) * PAGE_CHARACTERS
    text = workspace.text_of(document["source"])[begin : min(end, begin + PAGE_CHARACTERS)]
    lines = [f"# {document['title']}", *_about(document, page, pages)]
    if page == 1:
        lines += ["", *_outline(workspace, identifier)]
    lines += ["", f"[{identifier} {begin}–{begin + len(text)}]", text]
    if page < pages:
        lines += ["", f"→ {document_uri(identifier)}?page={page + 1}"]
    return Content("\n".join(lines), (identifier,))


def _about(document: CountedDocumentFields, page: int, pages: int) -> Iterator[str]:
    known = (
        document["issuer"],
        document["region"],
        str(document["year"] or ""),
        document["doc_number"],
        document["mark"],
    )
    yield " · ".join(one for one in known if one)
    yield f"{page}/{pages}"


def _outline(workspace: Workspace, identifier: str) -> Iterator[str]:
    sections = workspace.outline(identifier)
    for section in sections[:MOST_OUTLINED]:
        heading = shortened(section["heading"], LONGEST_HEADING)
        yield f"{'  ' * (section['depth'] - 1)}- {heading} [{section['start']}–{section['end']}]"
    if len(sections) > MOST_OUTLINED:
        yield f"- … +{len(sections) - MOST_OUTLINED}"


def documents_in(said: object) -> Iterator[str]:
    """The documents that a result shows."""
    if isinstance(said, dict):
        if "document_id" in said:
            yield said["document_id"]
        for one in said.values():
            yield from documents_in(one)
    elif isinstance(said, list):
        for one in said:
            yield from documents_in(one)


# ------------------------------------------------------------------------------------------------------------ naming


def complete_names(workspace: Workspace, typed: str) -> Sequence[str]:
    """Names of things that may be meant by what is typed; those mentioned most where nothing is."""
    if not typed.strip():
        return list(dict.fromkeys(one["name"] for one in workspace.names(limit=MOST_COMPLETED)))
    hits = workspace.find(typed, limit=MOST_COMPLETED)["hits"]
    return list(dict.fromkeys(hit["name"] for hit in hits))


def complete_documents(workspace: Workspace, typed: str) -> Sequence[str]:
    """Identifiers of documents whose title, place, year or file holds what is typed."""
    listed = documents(workspace, DocumentsAsked(words=typed[:100] or None, limit=MOST_COMPLETED))
    return [one.document_id for one in listed.documents]
