"""What documents are to one another (`graph.resolve.document_links`), looked at anew where it may be otherwise: for the
documents that changed, and for those whose references may mean one of them.

In: the sources that changed. Out: in the book what each document says of others and how it stands; what of it changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.change import Stand
from graph.layers import Layers, TableRow
from graph.records import Document, DocumentLinkKind, DocumentStanding, Extraction, Reference, source_of
from graph.resolve.document_links import Shelf, Told, found_by, sought_by, standings, tell
from ingest.deriving.book import Book
from ingest.deriving.sources import Sources
from ingest.packing import packed, unpacked

TOGETHER = 500  # sources
NOTHING = Stand((), None)
# What a document says of another that may change how one of the two stands.
TELLING = (DocumentLinkKind.DRAFT_OF, DocumentLinkKind.REPLACES, DocumentLinkKind.ADJUSTS, DocumentLinkKind.ISSUES)


def cite_anew(book: Book, sources: Sources, texts: Mapping[str, str]) -> dict[str, Stand]:
    """By document what it is to others and how it stands, of those for which it is otherwise than before; also of
    those that are gone. texts: by source."""
    told: dict[str, list[Told]] = {}
    again = _sources_to_look_at(book, sources)
    for start in range(0, len(again), TOGETHER):
        told |= _tell(book, again[start : start + TOGETHER], texts)
    return _written(book, sources, told)


def cited_rows(extraction: Extraction) -> dict[str, list[TableRow]]:
    """The documents of a source, and what these say of others: rows by table."""
    name = extraction.source.name
    documents = [structure.document for structure in extraction.structures]
    about = {document.id: document for document in documents}
    drafts = {one.document_id for one in extraction.references if one.kind is DocumentLinkKind.DRAFT_OF}
    sought = {by for one in extraction.references for by in sought_by(one, about[one.document_id])}
    return {
        "paper": [(name, one.id, int(one.id in drafts), packed(one)) for one in documents],
        "found_by": [(name, by) for by in sorted({by for one in documents for by in found_by(one)})],
        "refers": [(name, place, packed(one)) for place, one in enumerate(extraction.references)],
        "sought": [(name, by) for by in sorted(sought)],
    }


def _sources_to_look_at(book: Book, sources: Sources) -> list[str]:
    """The changed ones, and those that speak of what changed."""
    by = {row[0] for row in book.was("found_by", "source", sources.all, "t.by")}
    by |= {row[0] for row in book.has("found_by", "source", sources.changed, "t.by")}
    speaking = {row[0] for row in book.has("sought", "by", sorted(by), "DISTINCT t.source")}
    return sorted((speaking | set(sources.changed)) - set(sources.gone))


def _tell(book: Book, names: Sequence[str], texts: Mapping[str, str]) -> dict[str, list[Told]]:
    """What the documents of these sources say of others, by document; it is in the book then."""
    by = {row[0] for row in book.has("sought", "source", names, "t.by")}
    meant = {row[0] for row in book.has("found_by", "by", sorted(by), "DISTINCT t.source")}
    shelf = _shelf(book.now, book.has("paper", "source", sorted({*names, *meant})))
    references: defaultdict[str, list[TableRow]] = defaultdict(list)
    for row in book.has("refers", "source", names):
        references[row[0]].append(row)
    found: dict[str, list[Told]] = {id_: [] for id_, document in shelf.documents.items() if document.source in names}
    for name in names:
        said = [unpacked(Reference, row[2]) for row in sorted(references[name])]
        told = tell(shelf, said, texts)
        rows = [(name, one.link.a_id, int(one.whole or one.link.kind in TELLING), packed(one)) for one in told]
        book.now.replace("meant", name, {"meant": rows})
        for one in told:
            found[one.link.a_id].append(one)
    return found


def _shelf(layers: Layers, papers: Iterable[TableRow]) -> Shelf:
    rows = list(papers)
    return Shelf((unpacked(Document, row[3]) for row in rows), {row[1] for row in rows if row[2]})


# ---------------------------------------------------------------------------------------------------------- standing


def _standing(layers: Layers) -> dict[str, str]:
    """How documents stand that are not simply in force, packed, by document."""
    told = [unpacked(Told, row[0]) for row in layers.rows("meant", "t.tells = 1", columns="t.told")]
    told.sort(key=lambda one: (one.link.a_id, one.link.b_id))
    drafts = {row[0] for row in layers.rows("paper", "t.is_draft = 1", columns="t.source")}
    named = {source_of(id_) for one in told for id_ in (one.link.a_id, one.link.b_id)} | drafts
    papers = (row for name in sorted(named) for row in layers.rows_of("paper", name))
    return {one.document_id: packed(one) for one in standings(_shelf(layers, papers), told)}


def _written(book: Book, sources: Sources, told: Mapping[str, Sequence[Told]]) -> dict[str, Stand]:
    """Put down what changed of how documents stand, and give it."""
    before = {} if book.before is None else _standing(book.before)
    now = _standing(book.now)
    gone = {row[0] for row in book.was("paper", "source", sources.all, "t.id")}
    other = {id_ for id_ in before.keys() | now.keys() if before.get(id_) != now.get(id_)}
    changed = {}
    for id_ in sorted({*told, *gone, *other}):
        held = _stand_of(book.was_of("stand", id_, "t.stand"))
        links = tuple(one.link for one in told[id_]) if id_ in told else () if id_ in gone else held.links
        stand = Stand(links, unpacked(DocumentStanding, now[id_]) if id_ in now else None)
        if stand == held:
            continue
        changed[id_] = stand
        if stand == NOTHING:
            book.now.drop("stand", id_)
        else:
            book.now.replace("stand", id_, {"stand": [(id_, packed(stand))]})
    return changed


def stands_of(book: Book, ids: Iterable[str]) -> dict[str, Stand]:
    """How documents stand now."""
    return {id_: _stand_of(list(book.now.rows_of("stand", id_, columns="t.stand"))) for id_ in ids}


def _stand_of(rows: Sequence[TableRow]) -> Stand:
    return unpacked(Stand, rows[0][0]) if rows else NOTHING
