"""The tools `documents` and `read`: which documents there are, and what stands at a place of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from graph.writing.sentence_ends import LINE, STORED, sentence_at
from ui.app.areas import RegionUnknown
from ui.app.comparing import DocumentUnknown, find_document
from ui.app.document_list import PAGE, Wanted
from ui.app.facets import Filters
from ui.app.fields import CountedDocumentFields, PlaceFields, ProofFields, QuoteFields, SectionFields
from ui.app.workspace import Workspace
from ui.mcp.arguments import DocumentsAsked, ReadAsked
from ui.mcp.bounds import LONGEST_HEADING, LONGEST_PROOF, MOST_HEADINGS, call, fill, rest, shortened
from ui.mcp.citing import head, meant
from ui.mcp.fields import Documents, Heading, More, Text

BEFORE_WORDS = 80  # characters
MOST_OUTLINE = 40  # headings
OUTLINE_CHARACTERS = 3500


def documents(workspace: Workspace, asked: DocumentsAsked) -> Documents:
    """Documents by words, place, year and kind, the newest first."""
    wanted = Wanted(
        text=asked.words or "",
        place=_code(workspace, asked.region) if asked.region else "",
        year=asked.year,
        kind=asked.kind or "",
        sort="year",
        descending=True,
    )
    first = workspace.list_documents(wanted)
    listed = fill(_from(workspace, wanted, asked.skip), head, limit=asked.limit)
    return Documents(
        found=first["found"],
        total=first["total"],
        documents=listed,
        more=rest("documents", asked.said, found=first["found"], skip=asked.skip, taken=listed),
    )


def _from(workspace: Workspace, wanted: Wanted, skip: int) -> Iterator[CountedDocumentFields]:
    """All that are wanted behind the first so many."""
    page, inside = divmod(skip, PAGE)
    while True:
        listed = workspace.list_documents(Wanted(**{**_fields(wanted), "page": page + 1}))
        if page >= listed["pages"]:
            return
        yield from listed["documents"][inside:]
        page, inside = page + 1, 0


def _fields(wanted: Wanted) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in Wanted.__slots__}


def _code(workspace: Workspace, region: str) -> str:
    """The code of an area, of several of that name the one that documents speak for."""
    # imported late: the areas of China take a moment to load
    from graph.lexicon.divisions import Divisions

    codes = [division.code for division in Divisions.load().by_name(region)]
    own = [place["code"] for place in workspace.coverage() if place["code"] in codes or place["name"] == region]
    if not (own or codes):
        raise RegionUnknown(f"“{region}” is no administrative area that is known")
    return (own or codes)[0]


def document_id(workspace: Workspace, called: str | None, start: int | None = None) -> str | None:
    """The document that is meant by identifier, address, file or title; of a file with several the one that holds the
    place."""
    if called is None:
        return None
    opened, name = workspace.opened, meant(called)
    if start is not None and name not in opened.documents:
        inside = [one.id for one in opened.documents_in(opened.source_of(name)) if one.start <= start < one.end]
        if inside:
            return inside[-1]
    return find_document(opened, name).id


def in_document(workspace: Workspace, place: ProofFields) -> dict[str, Any]:
    """A proof with its document; that of a link knows only its source."""
    if "document_id" in place:
        return dict(place)
    identifier = document_id(workspace, place["source"], place["start"])
    document = workspace.document(identifier) if identifier else None
    assert document is not None, place["source"]  # what is cited is there
    return {**place, "document_id": document["document_id"], "title": document["title"], "mark": document["mark"]}


def sentence_around(workspace: Workspace, place: PlaceFields) -> QuoteFields:
    """The sentence that holds a few words, or the part of it around them."""
    text = workspace.text_of(place["source"])
    start, end = sentence_at(text, STORED + LINE, place["start"], place["end"])
    start = max(start, place["start"] - BEFORE_WORDS)
    end = max(place["end"], min(end, start + LONGEST_PROOF))
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
    return {"source": place["source"], "start": start, "end": end, "quote": text[start:end]}


def filters(workspace: Workspace, asked: Any) -> Filters:
    """What a question is narrowed to."""
    return Filters(
        year=asked.year,
        region=asked.region,
        kind=getattr(asked, "kind", None),
        document=document_id(workspace, asked.document),
    )


# -------------------------------------------------------------------------------------------------------------- read


def read(workspace: Workspace, asked: ReadAsked) -> Text:
    """A stretch of a document; without a place its beginning, with the outline."""
    identifier = document_id(workspace, asked.document, asked.start)
    document = workspace.document(identifier) if identifier else None
    if document is None:
        raise DocumentUnknown(f"no document is called “{asked.document}”")
    outline = workspace.outline(document["document_id"])
    start, end = _stretch(asked, document)
    return Text(
        document=head(document),
        section=[shortened(one["heading"], LONGEST_HEADING) for one in _above(outline, start, asked)][-MOST_HEADINGS:],
        start=start,
        end=end,
        text=workspace.text_of(document["source"])[start:end],
        outline=_outline(outline) if asked.start is None else [],
        before=_further(document, start - document["start"], max(document["start"], start - asked.characters), start),
        after=_further(document, document["end"] - end, end, None),
    )


def _stretch(asked: ReadAsked, document: CountedDocumentFields) -> tuple[int, int]:
    """Of the document; a place that is given whole stands in the middle of it."""
    least, most = document["start"], document["end"]
    start = least if asked.start is None else min(max(asked.start, least), max(least, most - 1))
    end = start + asked.characters
    if asked.start is not None and asked.end is not None:
        context = min(asked.context, max(0, asked.characters - (asked.end - start)) // 2)
        start, end = max(least, start - context), asked.end + context
    return start, max(start, min(end, most, start + asked.characters))


def _above(outline: Sequence[SectionFields], start: int, asked: ReadAsked) -> list[SectionFields]:
    """The headings above the place."""
    place = start if asked.start is None else asked.start
    return [one for one in outline if one["start"] <= place < one["end"]]


def _outline(outline: Sequence[SectionFields]) -> list[Heading]:
    """As deep as fits."""
    deepest = max((one["depth"] for one in outline), default=0)
    for depth in range(deepest, 0, -1):
        kept = [one for one in outline if one["depth"] <= depth]
        if len(kept) <= MOST_OUTLINE:
            break
    else:
        kept = list(outline)
    return fill(kept, _heading, limit=MOST_OUTLINE, characters=OUTLINE_CHARACTERS)


def _heading(section: SectionFields) -> Heading:
    return Heading(
        depth=section["depth"],
        heading=shortened(section["heading"], LONGEST_HEADING),
        start=section["start"],
        end=section["end"],
    )


def _further(document: CountedDocumentFields, left: int, start: int, end: int | None) -> More | None:
    """The characters before or after a stretch."""
    if left <= 0:
        return None
    asked: dict[str, object] = {"document": document["document_id"], "start": start}
    if end is not None:
        asked |= {"end": end, "context": 0}
    return More(count=left, call=call("read", asked))
