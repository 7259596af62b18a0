"""Places of documents and things as the tools cite them: fields of the application → small records with addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from ui.app.fields import CountedDocumentFields, DocumentFields, EntityFields, NamedEntityFields
from ui.mcp.bounds import LONGEST_HEADING, LONGEST_QUOTE, MOST_HEADINGS, shortened
from ui.mcp.fields import Citation, CountedThing, DocumentHead, Thing

DOCUMENT = "mailuo://document/"
ENTITY = "mailuo://entity/"
LONGEST_TITLE = 120
MOST_ALIASES = 6


def document_uri(document_id: str) -> str:
    """mailuo://document/2023.txt%231."""
    return DOCUMENT + quote(document_id, safe="")


def entity_uri(entity_id: str) -> str:
    """mailuo://entity/project-82ed496f5328."""
    return ENTITY + quote(entity_id, safe="")


def meant(name: str) -> str:
    """A name that is typed, or what an address of ours means."""
    for begins in (DOCUMENT, ENTITY):
        if name.startswith(begins):
            return unquote(name.removeprefix(begins).partition("?")[0])
    return name


def cite(place: Mapping[str, Any], *, longest: int = LONGEST_QUOTE, section: Sequence[str] = ()) -> Citation:
    """A place with its document. place: fields with `source`, `document_id`, `title`, `start`, `end`, and its words as
    `quote` or `text`."""
    words: str = place.get("quote") or place.get("text", "")
    kept = words[:longest]
    headings = [*(place.get("section") or section)][-MOST_HEADINGS:]
    return Citation(
        document_id=place["document_id"],
        uri=document_uri(place["document_id"]),
        source=place["source"],
        title=shortened(place["title"], LONGEST_TITLE),
        year=place.get("said_in") or place.get("year"),
        note=place.get("mark") or "",
        section=[shortened(heading, LONGEST_HEADING) for heading in headings],
        start=place["start"],
        end=place["start"] + len(kept),
        quote=kept,
        is_cut=len(kept) < len(words),
    )


def thing(entity: EntityFields) -> Thing:
    """A thing by type and name."""
    return Thing(id=entity["id"], uri=entity_uri(entity["id"]), type=entity["type"], name=entity["name"])


def counted(entity: NamedEntityFields, mentions: int, documents: int) -> CountedThing:
    """A thing with its other names and counts."""
    return CountedThing(
        id=entity["id"],
        uri=entity_uri(entity["id"]),
        type=entity["type"],
        name=entity["name"],
        place=entity.get("city"),
        aliases=entity["aliases"][:MOST_ALIASES],
        mentions=mentions,
        documents=documents,
    )


def head(document: DocumentFields | CountedDocumentFields) -> DocumentHead:
    """A document as a list shows it."""
    return DocumentHead(
        document_id=document["document_id"],
        uri=document_uri(document["document_id"]),
        source=document["source"],
        title=shortened(document["title"], LONGEST_TITLE),
        kind=document["kind"],
        region=document["region"],
        year=document["year"],
        years=document["years"],
        issuer=document["issuer"],
        published=document["published"],
        note=document["mark"],
        characters=document["end"] - document["start"],
        start=document["start"],
        end=document["end"],
    )
