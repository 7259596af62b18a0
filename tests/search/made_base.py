"""A small knowledge base in memory for tests of replies: documents as plain texts, things by their names.

Lines that begin with 一、 (一) or 1. are headings up to their full stop or end; every paragraph is a passage. Passages
are found by the pairs of characters that they share with the query.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.lexicon.divisions import Divisions
from graph.records import (
    Document,
    DocumentLink,
    DocumentStanding,
    Entity,
    EntityAttribute,
    EntityMention,
    EntityRelation,
    EntityType,
    IndicatorTarget,
    Link,
    LinkKind,
    Passage,
    Reference,
    RelationType,
    Row,
    Section,
    Span,
    Table,
    Target,
)
from graph.writing.foldings import fold_text
from search.answer import Citation, Found, rank_sentences
from search.evidence import Scored
from search.plan.plan import Plan
from search.plan.reading import read_plan
from search.question import Known, Question, understand
from search.replies.contract import Mark, Occurrence, Reply
from search.terms import find_pairs
from search.wanted import Wanted

HEADING = re.compile(
    r"^(?P<label>[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+\.)(?P<title>[^。\n]{2,30})", re.M
)
DEPTHS = {"、": 1, ")": 2, ".": 3}


@dataclass
class MadeBase:
    """`things`: by identifier (its type before the dash) the thing's names, the main one first."""

    things: Mapping[str, Sequence[str]] = field(default_factory=dict)
    relations: Sequence[tuple[str, RelationType, str, str]] = ()  # head, relation, tail, the words that prove it
    links: Sequence[Link] = ()
    made_tables: Sequence[Table] = ()
    places: Mapping[str, str] = field(default_factory=dict)  # by identifier the code of the area a thing lies in
    made_attributes: Sequence[EntityAttribute] = ()
    made_targets: Sequence[Target] = ()
    marked: Mapping[str, float] = field(default_factory=dict)  # what the reader marks, with how sure it is
    made_standings: Mapping[str, DocumentStanding] = field(default_factory=dict)
    made_document_links: Sequence[DocumentLink] = ()
    references: Sequence[Reference] = ()
    doubted: Sequence[str] = ()  # what was recognised with doubt
    _documents: dict[str, Document] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)

    def add(
        self,
        title: str,
        text: str,
        *,
        kind: str = "work_report",
        region: str | None = None,
        year: int | None = None,
        years: tuple[int, int] | None = None,
        code: str | None = None,
    ) -> MadeBase:
        """The base with one more document, a source of its own. code: of the region, where several bear its name."""
        number = len(self._documents) + 1
        source = f"made-{number}.txt"
        area = next(iter(Divisions.load().by_name(region)), None) if region else None
        self._texts[source] = text
        self._documents[f"{source}#1"] = Document(
            f"{source}#1",
            source,
            title,
            kind,
            None,
            None,
            None,
            year,
            region,
            code or (area.code if area else None),
            0,
            len(text),
            years=years,
        )
        return self

    # ------------------------------------------------------------------------------------------------- questions

    def plan(self, text: str) -> Plan:
        """A question, read."""
        return read_plan(self.understand(text), self._documents)

    def understand(self, text: str) -> Question:
        codes = frozenset(one.region_code for one in self._documents.values() if one.region_code)
        return understand(text, find_names=self._find_names, covered=codes)

    def _find_names(self, text: str) -> list[Known]:
        named = [(name, id_) for id_, names in self.things.items() for name in names]
        found: list[Known] = []
        for name, id_ in sorted(named, key=lambda one: -len(one[0])):
            start = text.find(name)
            if start >= 0 and all(start + len(name) <= one.start or one.end <= start for one in found):
                found.append(Known(start, start + len(name), name, (id_,)))
        return sorted(found, key=lambda known: known.start)

    # ---------------------------------------------------------------------------------------------------- texts

    @property
    def documents(self) -> Mapping[str, Document]:
        return self._documents

    @property
    def standings(self) -> Mapping[str, DocumentStanding]:
        return self.made_standings

    @property
    def document_links(self) -> Sequence[DocumentLink]:
        return self.made_document_links

    def references_of(self, document_id: str) -> Sequence[Reference]:
        return [one for one in self.references if one.document_id == document_id]

    def text_of(self, source: str) -> str:
        return self._texts[source]

    def ranked(self, question: Question, top: int) -> Sequence[Scored]:
        return rank_sentences(question, self.find(question.text, top=top), self)

    def marks(self, question: str, places: Sequence[tuple[str, Span]]) -> Sequence[Sequence[Mark]] | None:
        """What a test says is marked: the stretches of `marked` that stand in each place."""
        return [list(self._marks_in(source, span)) for source, span in places] if self.marked else None

    def _marks_in(self, source: str, span: Span) -> Iterator[Mark]:
        text = self._texts[source]
        for wording, score in self.marked.items():
            place = text.find(wording, span.start, span.end)
            if place >= 0:
                yield Mark(Span(place, place + len(wording)), score)

    def _passages(self, document: Document) -> list[Passage]:
        text = self._texts[document.source]
        found = []
        for match in re.finditer(r"[^\n]+", text):
            path = [one for one in self.sections(document.id) if one.start <= match.start() < one.end]
            section = tuple(one.heading for one in path)
            name = f"{document.id}:{match.start()}-{match.end()}"
            found.append(Passage(name, document.id, document.source, section, match.start(), match.end(), "text"))
        return found

    def find(self, query: str, *, top: int) -> Sequence[Found]:
        return self.find_in(query, list(self._documents), top=top)

    def find_in(self, query: str, documents: Collection[str], *, top: int) -> Sequence[Found]:
        wanted = set(find_pairs(query))
        scored = []
        for id_ in documents:
            document = self._documents[id_]
            for passage in self._passages(document):
                said = set(find_pairs(self._texts[document.source][passage.start : passage.end]))
                scored.append((len(wanted & said), passage, document))
        scored.sort(key=lambda one: -one[0])
        return [Found(passage, document, float(score)) for score, passage, document in scored[:top] if score]

    def sections(self, document_id: str) -> Sequence[Section]:
        document = self._documents[document_id]
        text = self._texts[document.source]
        found: list[Section] = []
        open_: list[Section] = []
        for match in HEADING.finditer(text):
            depth = DEPTHS[match["label"][-1]]
            while open_ and open_[-1].depth >= depth:
                closed = open_.pop()
                found[found.index(closed)] = replace(closed, end=match.start())
            path = (*(one.heading for one in open_), f"{match['label']} {match['title']}")
            section = Section(
                f"{document_id}§{len(found) + 1}",
                document_id,
                open_[-1].id if open_ else None,
                depth,
                match["label"],
                match["title"],
                match.start(),
                match.end(),
                len(text),
                path,
            )
            found.append(section)
            open_.append(section)
        return found

    def tables(self, document_id: str) -> Sequence[Table]:
        return [table for table in self.made_tables if table.document_id == document_id]

    def rows_in(self, passage: Passage) -> Sequence[Row]:
        return ()

    def occurrences(self, wordings: Iterable[str], documents: Collection[str] | None = None) -> Sequence[Occurrence]:
        folded = sorted({_bare(one) for one in wordings if one}, key=lambda one: (-len(one), one))
        if not folded:
            return []
        pattern = re.compile("|".join(map(re.escape, folded)))
        found = []
        for document in self._documents.values():
            if documents is None or document.id in documents:
                text = self._texts[document.source]
                places = [place for place, character in enumerate(text) if not character.isspace()]
                bare = "".join(_bare(text[place]) for place in places)
                for match in pattern.finditer(bare):
                    span = Span(places[match.start()], places[match.end() - 1] + 1)
                    found.append(Occurrence(document.id, document.source, span))
        return found

    def cite(self, source: str, span: Span) -> Citation:
        document = self._documents[f"{source}#1"]
        passages = self._passages(document)
        passage = next((one for one in passages if one.start <= span.start < one.end), passages[0])
        return Citation(passage, document, span, self._texts[source][span.start : span.end])

    def document_at(self, source: str, place: int) -> Document | None:
        return self._documents.get(f"{source}#1")

    # ---------------------------------------------------------------------------------------------------- graph

    def entities(self, ids: Iterable[str]) -> Mapping[str, Entity]:
        return {id_: self._entity(id_) for id_ in ids if id_ in self.things}

    def _entity(self, id_: str) -> Entity:
        kind = EntityType(id_.split("-")[0].capitalize())
        name, *aliases = self.things[id_]
        code = None
        if kind is EntityType.COUNTY:
            area = next(iter(Divisions.load().by_name(name)), None)
            code = area.code if area else None
        return Entity(id_, kind, name, tuple(sorted(aliases)), code=code, place=self.places.get(id_))

    def most_mentioned(self, ids: Iterable[str]) -> Sequence[Entity]:
        wanted = set(ids)
        return [self._entity(id_) for id_ in self.things if id_ in wanted]

    def things_saying(
        self, wanted: Wanted, kinds: Sequence[EntityType], *, least: float
    ) -> Sequence[tuple[float, Entity]]:
        """By comparing every name."""
        things = [one for kind in kinds for one in map(self._entity, self.things) if one.type is kind]
        shares = wanted.share_said(wanted.presence([fold_text(one.name) for one in things])) if things else ()
        return [(float(share), one) for share, one in zip(shares, things, strict=True) if share >= least]

    def named_areas(self) -> Collection[str]:
        return {code for one in map(self._entity, self.things) if (code := one.code)}

    def mentions_in(self, source: str, span: Span) -> Sequence[EntityMention]:
        text = self._texts[source]
        named = sorted(
            ((name, id_) for id_, names in self.things.items() for name in names), key=lambda one: -len(one[0])
        )
        found: list[EntityMention] = []
        for name, id_ in named:
            for match in re.finditer(re.escape(name), text[span.start : span.end]):
                start, end = span.start + match.start(), span.start + match.end()
                if all(end <= one.start or one.end <= start for one in found):
                    found.append(EntityMention(id_, source, f"{source}#1", start, end, name, "made"))
        return sorted(found, key=lambda one: one.start)

    def mentions_of(self, ids: Iterable[str]) -> Sequence[EntityMention]:
        wanted = set(ids)
        every = (
            mention for source, text in self._texts.items() for mention in self.mentions_in(source, Span(0, len(text)))
        )
        return [mention for mention in every if mention.entity_id in wanted]

    def named_in(self, source: str, span: Span) -> Sequence[tuple[EntityType, str]]:
        return [(self._entity(one.entity_id).type, one.surface) for one in self.mentions_in(source, span)]

    def relations_of(self, entity_id: str) -> Sequence[EntityRelation]:
        found = []
        for head, rel, tail, quote in self.relations:
            source, start = next((name, text.find(quote)) for name, text in self._texts.items() if quote in text)
            if entity_id in (head, tail):
                end = start + len(quote)
                found.append(EntityRelation(head, rel, tail, None, source, f"{source}#1", start, end, quote, "made"))
        return found

    def relations_said(self, kinds: Collection[RelationType], documents: Collection[str]) -> Sequence[EntityRelation]:
        heads = dict.fromkeys(head for head, *_ in self.relations)
        every = [one for head in heads for one in self.relations_of(head) if one.head_id == head]
        return [one for one in every if one.rel in kinds and one.document_id in documents]

    def links_by(self, kind: LinkKind) -> Sequence[Link]:
        return [link for link in self.links if link.kind is kind]

    def links_of(self, entity_id: str) -> Sequence[Link]:
        return [link for link in self.links if entity_id in (link.a_id, link.b_id)]

    def doubts_in(self, source: str, span: Span) -> Sequence[Span]:
        """What a test says was recognised with doubt: the wordings of `doubted`."""
        text = self._texts[source]
        found = [Span(match.start(), match.end()) for word in self.doubted for match in re.finditer(word, text)]
        return [one for one in found if one.start < span.end and span.start < one.end]

    def righted_in(self, source: str, span: Span) -> Sequence[tuple[Target, Target | None]]:
        return ()

    def targets(self, name: str = "", *, region: str = "", year: int | None = None) -> Sequence[IndicatorTarget]:
        named = [one for one in self.made_targets if name in one.indicator]
        return [IndicatorTarget(str(number), f"indicator:{one.indicator}", "", one) for number, one in enumerate(named)]

    def attributes(self, ids: Iterable[str] | None = None) -> Sequence[EntityAttribute]:
        wanted = None if ids is None else set(ids)
        return [one for one in self.made_attributes if wanted is None or one.entity_id in wanted]

    def figures_in(self, source: str, span: Span) -> Sequence[Target]:
        held = (one for one in self.made_targets if one.source == source)
        return [one for one in held if span.start <= one.start and one.end <= span.end]

    def rarity(self, pair: str) -> float:
        return 1.0


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower())


def said(reply: Reply | None) -> str:
    """The short answer; empty where nothing is said."""
    return "" if reply is None else reply.short
