"""A change of the knowledge → the tables of the embedded graph.

In: the writer of the tables and the change. What a source says is checked as it comes: it may only speak of entities
that are there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.change import Change, Known, Stand, Told
from graph.layers import LayersWriter
from graph.records import Document, Link, Passage, Section
from graph.sounds import initials_of, sound_of
from graph.store.checking import KnowledgeBroken, check_told, entities_of
from graph.store.engines.engine import TellSources
from graph.store.forms import merge_texts
from graph.store.holders import Holders
from graph.store.tables import COUNTED, RECORDS, as_json
from graph.writing.foldings import name_key

ENTITIES_AT_ONCE, SOURCES_AT_ONCE = 5_000, 50  # in one transaction, which lies in memory

Rows = Iterable[Sequence[object]]


def carry_out(writer: LayersWriter, change: Change, progress: TellSources | None) -> None:
    """All of a change; entities first, so that sources find theirs."""
    for number, known in enumerate(change.known, 1):
        writer.replace("entity", known.entity.id, _entity_tables(known))
        if number % ENTITIES_AT_ONCE == 0:
            writer.commit()
    for number, told in enumerate(change.told, 1):
        _replace_source(writer, told)
        if number % SOURCES_AT_ONCE == 0:
            writer.commit()
        if progress:
            progress(number, change.sources)
    for source in change.gone_sources:
        _forget_stands(writer, source, ())
        writer.drop("source", source)
    for document_id, stand in change.stands.items():
        _replace_stand(writer, document_id, stand)
    for pair, link in change.links.items():
        _replace_link(writer, pair, link)
    for entity_id in change.gone_entities:
        writer.drop("entity", entity_id)


def _entity_tables(known: Known) -> Mapping[str, Rows]:
    entity = known.entity
    counts = (-known.mentions, -known.documents)
    row = RECORDS["entity"].row((), entity, (*counts, as_json(merge_texts(known.merges))))
    names = (
        (name_key(name), entity.id, number, name, entity.type.value, int(number == 0), -known.mentions, sound_of(name),
         initials_of(name))
        for number, name in enumerate((entity.name, *entity.aliases))
    )  # fmt: skip
    return {"entity": [row], "name": names}


# -------------------------------------------------------------------------------------------------------------- sources


def _replace_source(writer: LayersWriter, told: Told) -> None:
    check_told(told)
    for entity_id in sorted(entities_of(told)):
        if not writer.holds("entity", entity_id):
            raise KnowledgeBroken(f"{told.source} speaks of {entity_id}, which is not in the knowledge base")
    _forget_stands(writer, told.source, [document.id for document in told.documents])
    writer.replace("source", told.source, _source_tables(told))


def _forget_stands(writer: LayersWriter, source: str, kept: Sequence[str]) -> None:
    """Of the documents that go: what they are to others, and how they stood."""
    held = list(writer.rows_of("document", source, columns="t.document_part"))
    for (part,) in held:
        document_id = source + part
        if document_id not in kept and writer.holds("stand", document_id):
            writer.drop("stand", document_id)


def _source_tables(told: Told) -> Mapping[str, Rows]:
    return {
        "document": _document_rows(told),
        "section": _rows("section", told.source, told.sections),
        "passage": _rows("passage", told.source, told.passages),
        "mention": _mention_rows(told),
        "relation": _rows("relation", told.source, told.relations),
        "target": _rows("target", told.source, told.targets),
        "attribute": _rows("attribute", told.source, told.attributes),
        "tally": [(told.source, *_tally(told))],
    }


def _rows(table: str, owner: str, records: Iterable[object]) -> Rows:
    """The rows of an owner, numbered."""
    return (RECORDS[table].row((owner, number), record) for number, record in enumerate(records))


def _document_rows(told: Told) -> Iterator[Sequence[object]]:
    named: dict[str, set[str]] = {document.id: set() for document in told.documents}
    for mention in told.mentions:
        named[mention.document_id].add(mention.entity_id)
    given = Counter(target.target.document_id for target in told.targets)
    for number, d in enumerate(told.documents):
        yield RECORDS["document"].row((told.source, number), d, (len(named[d.id]), given[d.id]))


def _mention_rows(told: Told) -> Iterator[Sequence[object]]:
    holders = {document.id: _holders(document, told) for document in told.documents}
    passages = {passage.id: number for number, passage in enumerate(told.passages)}
    sections = {section.id: number for number, section in enumerate(told.sections)}
    for number, m in enumerate(told.mentions):
        holder = holders[m.document_id].of(m.start, m.end)
        passage = passages[holder.id] if isinstance(holder, Passage) else None
        section = sections[holder.id] if isinstance(holder, Section) else None
        yield RECORDS["mention"].row((told.source, number), m, (passage, section))


def _holders(document: Document, told: Told) -> Holders:
    return Holders(
        document,
        [section for section in told.sections if section.document_id == document.id],
        [passage for passage in told.passages if passage.document_id == document.id],
    )


def _tally(told: Told) -> list[int]:
    relations = Counter(relation.rel.value for relation in told.relations)
    counted = {
        "documents": len(told.documents),
        "sections": len(told.sections),
        "passages": len(told.passages),
        "MENTIONS": len(told.mentions),
        "TARGET": len(told.targets),
        "ATTRIBUTE": len(told.attributes),
    }
    return [counted[name] if name in counted else relations[name] for name in COUNTED]


# ----------------------------------------------------------------------------------------------------- stands and links


def _replace_stand(writer: LayersWriter, document_id: str, stand: Stand) -> None:
    if not stand.links and stand.standing is None:
        if writer.holds("stand", document_id):
            writer.drop("stand", document_id)
        return
    tables: dict[str, Rows] = {
        "standing": [RECORDS["standing"].row((), stand.standing)] if stand.standing else [],
        "document_link": _rows("document_link", document_id, stand.links),
    }
    writer.replace("stand", document_id, tables)


def _replace_link(writer: LayersWriter, pair: tuple[str, str], link: Link | None) -> None:
    owner = "\n".join(pair)
    if link is None:
        writer.drop("link", owner)
        return
    for entity_id in pair:
        if not writer.holds("entity", entity_id):
            raise KnowledgeBroken(f"a link names {entity_id}, which is not in the knowledge base")
    writer.replace("link", owner, {"link": [RECORDS["link"].row((owner,), link)]})
