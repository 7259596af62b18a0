"""A base's extraction → the extraction of a made document: the same places in the text, other names, figures and years.

Reading a document takes half a second and more, making one out of what was read some hundredths: this is how knowledge
bases of many documents are made for measuring. How like it is to what reading the made text gives, `likeness` tells.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from benchmarks.made_corpora.draws import Base, Draw
from benchmarks.made_corpora.exchange import Exchange, exchange_for
from graph.records import (
    Attribute,
    Cell,
    Document,
    Extraction,
    Mention,
    Reference,
    Relation,
    Row,
    Structure,
    Table,
    Target,
)


@dataclass(frozen=True)
class _Rename:
    """The identifiers of a source's documents, sections and passages begin with its name."""

    old: str
    new: str

    def __call__(self, identifier: str) -> str:
        return self.new + identifier.removeprefix(self.old)

    def maybe(self, identifier: str | None) -> str | None:
        return identifier and self(identifier)


def made_name(base: Base, draw: Draw) -> str:
    """The name of a made source: 000123-huaihua-2021-five-year-plan.txt."""
    return f"{draw.number:06}-{base.name.replace('/', '-')}"


def twin(base: Base, draw: Draw, seed: int) -> Extraction:
    """All that a made document gives."""
    return _Twin(base.extraction, exchange_for(base, draw, seed), made_name(base, draw)).extraction()


class _Twin:
    """One made document while it is made."""

    def __init__(self, base: Extraction, exchange: Exchange, name: str) -> None:
        self._base, self._exchange = base, exchange
        self._say: Callable[[str], str] = exchange.say
        self._name, self._rename = name, _Rename(base.source.name, name)
        self._text = exchange.text(base.source.text)

    def extraction(self) -> Extraction:
        base = self._base
        mentions = {mention: self._mention(mention) for mention in base.mentions}
        source = replace(
            base.source, name=self._name, text=self._text, sha256=hashlib.sha256(self._text.encode()).hexdigest()
        )
        return Extraction(
            source,
            tuple(map(self._structure, base.structures)),
            tuple(mentions.values()),
            tuple(self._relation(relation, mentions) for relation in base.relations),
            tuple(map(self._target, base.targets)),
            tuple(self._attribute(attribute, mentions) for attribute in base.attributes),
            tuple(map(self._reference, base.references)),
        )

    def _document(self, document: Document) -> Document:
        say, year = self._exchange.say, self._exchange.figures.year
        return replace(
            document,
            id=self._rename(document.id),
            source=self._name,
            parent_id=self._rename.maybe(document.parent_id),
            title=say(document.title),
            issuer=document.issuer and say(document.issuer),
            doc_number=document.doc_number and say(document.doc_number),
            published=document.published and say(document.published).replace("-02-29", "-02-28"),
            year=document.year and year(document.year),
            years=document.years and (year(document.years[0]), year(document.years[1])),
            region=document.region and say(document.region),
            region_code=self._exchange.code(document.region_code),
        )

    def _structure(self, structure: Structure) -> Structure:
        rename, say = self._rename, self._say
        return Structure(
            self._document(structure.document),
            self._text,
            tuple(
                replace(
                    section,
                    id=rename(section.id),
                    document_id=rename(section.document_id),
                    parent_id=rename.maybe(section.parent_id),
                    label=say(section.label),
                    title=say(section.title),
                    path=tuple(map(say, section.path)),
                )
                for section in structure.sections
            ),
            tuple(replace(block, section_id=rename.maybe(block.section_id)) for block in structure.blocks),
            tuple(map(self._table, structure.tables)),
            tuple(
                replace(
                    passage,
                    id=rename(passage.id),
                    document_id=rename(passage.document_id),
                    source=self._name,
                    section=tuple(map(say, passage.section)),
                )
                for passage in structure.passages
            ),
        )

    def _table(self, table: Table) -> Table:
        return replace(
            table,
            document_id=self._rename(table.document_id),
            section_id=self._rename.maybe(table.section_id),
            title=self._say(table.title),
            headers=tuple(map(self._say, table.headers)),
            rows=tuple(map(self._row, table.rows)),
        )

    def _row(self, row: Row) -> Row:
        return replace(row, cells=tuple(map(self._cell, row.cells)))

    def _cell(self, cell: Cell) -> Cell:
        return replace(cell, header=self._say(cell.header), text=self._say(cell.text))

    def _mention(self, mention: Mention) -> Mention:
        stands = mention.surface == self._base.source.text[mention.start : mention.end]
        return replace(
            mention,
            source=self._name,
            document_id=self._rename(mention.document_id),
            surface=self._text[mention.start : mention.end] if stands else self._say(mention.surface),
            name=self._say(mention.name),
            code=self._exchange.code(mention.code),
            place=self._exchange.code(mention.place),
        )

    def _relation(self, relation: Relation, mentions: dict[Mention, Mention]) -> Relation:
        return replace(
            relation,
            head=mentions[relation.head],
            tail=mentions[relation.tail],
            source=self._name,
            document_id=self._rename(relation.document_id),
        )

    def _target(self, target: Target) -> Target:
        return replace(
            target,
            source=self._name,
            document_id=self._rename(target.document_id),
            indicator=self._say(target.indicator),
            value=self._say(target.value),
            year=target.year and self._exchange.figures.year(target.year),
            region=target.region and self._say(target.region),
        )

    def _attribute(self, attribute: Attribute, mentions: dict[Mention, Mention]) -> Attribute:
        return replace(
            attribute,
            source=self._name,
            document_id=self._rename(attribute.document_id),
            project=mentions.get(attribute.project) or self._mention(attribute.project),
            value=self._say(attribute.value),
            year=attribute.year and self._exchange.figures.year(attribute.year),
        )

    def _reference(self, reference: Reference) -> Reference:
        return replace(
            reference,
            source=self._name,
            document_id=self._rename(reference.document_id),
            title=self._say(reference.title),
            doc_number=reference.doc_number and self._say(reference.doc_number),
        )
