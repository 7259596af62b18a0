"""A change of the knowledge → the tables of the embedded graph.

In: the writer of the tables and the change. What a source says is checked as it comes: it may only speak of entities
that are there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.change import Change, Known, Stand, Told
from graph.keys import name_key
from graph.layers import LayersWriter
from graph.records import Document, Link, Passage, Section
from graph.store.checking import KnowledgeBroken, check_told, entities_of
from graph.store.engines.engine import Progress
from graph.store.holders import Holders
from graph.store.tables import COUNTED

ENTITIES_AT_ONCE, SOURCES_AT_ONCE = 5_000, 50  # in one transaction, which lies in memory

Rows = Iterable[Sequence[object]]


def carry_out(writer: LayersWriter, change: Change, progress: Progress | None) -> None:
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
    merges = [_json([m.name, m.other, m.rule, m.score, m.reason]) for m in known.merges]
    row = (
        entity.id, entity.type.value, entity.name, _json(entity.aliases),
        entity.level.value if entity.level else None, entity.code, entity.place, -known.mentions, -known.documents,
        _json(merges),
    )  # fmt: skip
    names = (
        (name_key(name), entity.id, number, name, entity.type.value, int(number == 0), -known.mentions)
        for number, name in enumerate((entity.name, *entity.aliases))
    )
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
    source = told.source
    part = _Parts(source)
    return {
        "document": list(_document_rows(told, part)),
        "section": (
            (source, n, part(s.id), part(s.document_id), s.parent_id and part(s.parent_id), s.depth, s.label, s.title,
             s.start, s.heading_end, s.end, _json(s.path))
            for n, s in enumerate(told.sections)
        ),
        "passage": (
            (source, n, part(p.id), part(p.document_id), p.start, p.end, _json(p.section), p.kind)
            for n, p in enumerate(told.passages)
        ),
        "mention": _mention_rows(told, part),
        "relation": (
            (source, n, r.head_id, r.rel.value, r.tail_id, r.role, part(r.document_id), r.start, r.end, r.quote, r.rule)
            for n, r in enumerate(told.relations)
        ),
        "target": _target_rows(told, part),
        "attribute": (
            (source, n, part(a.id), a.entity_id, a.kind.value, a.value, a.unit, a.year, a.comparator.value,
             part(a.document_id), a.start, a.end, a.quote, a.rule)
            for n, a in enumerate(told.attributes)
        ),
        "tally": [(source, *_tally(told))],
    }  # fmt: skip


class _Parts:
    """Identifiers of a source without its name."""

    def __init__(self, source: str) -> None:
        self._source = source

    def __call__(self, identifier: str) -> str:
        if not identifier.startswith(self._source):
            raise KnowledgeBroken(f"{identifier} is no identifier of a part of {self._source}")
        return identifier[len(self._source) :]


def _document_rows(told: Told, part: _Parts) -> Iterator[Sequence[object]]:
    named: dict[str, set[str]] = {document.id: set() for document in told.documents}
    for mention in told.mentions:
        named[mention.document_id].add(mention.entity_id)
    given = Counter(target.target.document_id for target in told.targets)
    for number, d in enumerate(told.documents):
        first_year, last_year = d.years or (None, None)
        yield (
            told.source, number, part(d.id), d.title, d.kind, d.issuer, d.doc_number, d.published, d.year, d.region,
            d.region_code, d.start, d.end, first_year, last_year, d.parent_id, d.title_guess,
            len(named[d.id]), given[d.id],
        )  # fmt: skip


def _mention_rows(told: Told, part: _Parts) -> Iterator[Sequence[object]]:
    holders = {document.id: _holders(document, told) for document in told.documents}
    passages = {passage.id: number for number, passage in enumerate(told.passages)}
    sections = {section.id: number for number, section in enumerate(told.sections)}
    for number, m in enumerate(told.mentions):
        holder = holders[m.document_id].of(m.start, m.end)
        yield (
            told.source, number, m.entity_id, part(m.document_id), m.start, m.end, m.surface, m.rule, m.stage,
            m.confidence, passages[holder.id] if isinstance(holder, Passage) else None,
            sections[holder.id] if isinstance(holder, Section) else None,
        )  # fmt: skip


def _holders(document: Document, told: Told) -> Holders:
    return Holders(
        document,
        [section for section in told.sections if section.document_id == document.id],
        [passage for passage in told.passages if passage.document_id == document.id],
    )


def _target_rows(told: Told, part: _Parts) -> Iterator[Sequence[object]]:
    for number, target in enumerate(told.targets):
        t = target.target
        yield (
            told.source, number, part(target.id), target.indicator_id, t.indicator, t.value, t.unit, t.year,
            t.comparator.value, t.kind.value, t.region, part(t.document_id), t.start, t.end, target.quote, t.rule,
            t.basis, t.unsafe, t.nature,
        )  # fmt: skip


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
    standing = stand.standing
    tables: dict[str, Rows] = {
        "standing": [(document_id, standing.standing.value, standing.by)] if standing else [],
        "document_link": [
            (document_id, n, tie.b_id, tie.kind.name, tie.source, tie.start, tie.end, tie.quote, tie.reason)
            for n, tie in enumerate(stand.links)
        ],
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
    row = (
        owner, link.a_id, link.b_id, link.kind.value, float(link.score), link.reason,
        *(_json([getattr(one, name) for one in link.evidence]) for name in ("source", "start", "end")),
    )  # fmt: skip
    writer.replace("link", owner, {"link": [row]})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
