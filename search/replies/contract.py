"""What a reply is, and what replies may ask of the knowledge base."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

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
    Reference,
    RelationType,
    Section,
    Span,
    Table,
    Target,
)
from search.answer import Citation, Found, Sources
from search.plan.plan import Plan
from search.question import Question
from search.sentences import sentences_holding
from search.wanted import Wanted

LONGEST_SHORT = 120  # characters of `Reply.short`
CHOSEN = 0.99  # how sure members are that were chosen by their own cells or sums, not by words of a sentence
CUTS = re.compile(r"[;；、，。]|,(?!\d{3})")  # no figure is cut: 1,234


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things that are asked for. `proof`: places in the reply's citations, from 0."""

    text: str
    of: str | None = None  # the year, place or rank it belongs to
    entity_id: str | None = None
    proof: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said. `short`: the answer on one line, at most LONGEST_SHORT characters; `items`: where several things
    are asked for, in an order that makes sense; every figure and member has its citation.
    """

    short: str
    citations: tuple[Citation, ...]
    items: tuple[Item, ...] | None = None
    sure: float = 1.0
    is_dated: bool = False  # the figures were chosen by their own years: their documents may be of others


def cut_short(text: str, *, most: int = LONGEST_SHORT) -> str:
    """The text as it is, or cut where a member or clause ends, never inside one: “A、B等”, “…;C…”."""
    if len(text) <= most:
        return text
    ends = [match.start() for match in CUTS.finditer(text) if match.start() < most]
    if not ends:
        return clipped(text, most=most)
    return f"{text[: ends[-1]]}{'等' if text[ends[-1]] == '、' else '…'}"


def clipped(text: str, *, most: int = LONGEST_SHORT) -> str:
    """The text as it is, or cut wherever there is no more room: “地区生产总值年均增…”."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


# What a replier gives that knows that the documents do not say what is asked: nothing is quoted then.
SILENT = Reply("", ())


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where a wording stands in a document."""

    document_id: str
    source: str
    span: Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a source that the reader holds for an answer; `score`: above 0 it is one, the higher the surer."""

    span: Span
    score: float


class Base(Sources, Protocol):
    """The knowledge base as replies read it: the library's texts and form, and the graph's verbs."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """By identifier, in the order of sources and places."""

    @property
    def standings(self) -> Mapping[str, DocumentStanding]:
        """How the documents stand that are not simply in force, by identifier."""

    @property
    def document_links(self) -> Sequence[DocumentLink]:
        """What documents are to one another."""

    def references_of(self, document_id: str) -> Sequence[Reference]:
        """What a document says of others, whether they are there or not, in the order of its text."""

    def understand(self, text: str) -> Question:
        """A further question: its folded text, places, years and the known names in it."""

    def find_in(self, query: str, documents: Collection[str], *, top: int) -> Sequence[Found]:
        """Passages of these documents (identifiers) for a query, best first."""

    def sections(self, document_id: str) -> Sequence[Section]:
        """The heading tree of a document, in reading order."""

    def tables(self, document_id: str) -> Sequence[Table]:
        """The tables of a document, in reading order."""

    def occurrences(self, wordings: Iterable[str], documents: Collection[str] | None = None) -> Sequence[Occurrence]:
        """Where one of the wordings stands, but for width, case and white space, in the order of documents and places;
        only in running text, headings and tables of documents, wherever that is. documents: only in these."""

    def cite(self, source: str, span: Span) -> Citation:
        """The stretch of a source as a quote, with its document and headings."""

    def document_at(self, source: str, place: int) -> Document | None:
        """The document of a source in which a place lies."""

    def mentions_in(self, source: str, span: Span) -> Sequence[EntityMention]:
        """The mentions that lie wholly there, in the order of the text."""

    def entities(self, ids: Iterable[str]) -> Mapping[str, Entity]:
        """By identifier."""

    def most_mentioned(self, ids: Iterable[str]) -> Sequence[Entity]:
        """These, most mentioned first."""

    def things_saying(
        self, wanted: Wanted, kinds: Sequence[EntityType], *, least: float
    ) -> Sequence[tuple[float, Entity]]:
        """The things whose main name says at least such a share of what is wanted, each with its share: type by type,
        most mentioned first."""

    def named_areas(self) -> Collection[str]:
        """The codes of the areas that the documents name."""

    def mentions_of(self, ids: Iterable[str]) -> Sequence[EntityMention]:
        """In the order of sources and places."""

    def relations_of(self, entity_id: str) -> Sequence[EntityRelation]:
        """In both directions, each with its evidence."""

    def relations_said(self, kinds: Collection[RelationType], documents: Collection[str]) -> Sequence[EntityRelation]:
        """The relations of these kinds that these documents (identifiers) prove."""

    def links_of(self, entity_id: str) -> Sequence[Link]:
        """To things of other documents: same, renamed, phase, part_of, continues."""

    def links_by(self, kind: LinkKind) -> Sequence[Link]:
        """All links of a kind."""

    def marks(self, question: str, places: Sequence[tuple[str, Span]]) -> Sequence[Sequence[Mark]] | None:
        """What the reader marks in each place (source, stretch), in the order of the text; None without a reader."""

    def doubts_in(self, source: str, span: Span) -> Sequence[Span]:
        """The stretches there that were recognised with doubt, of a scan or a picture."""

    def righted_in(self, source: str, span: Span) -> Sequence[tuple[Target, Target | None]]:
        """The targets and results there that a person put right, as they were read and as they are; None: none."""

    def targets(self, name: str = "", *, region: str = "", year: int | None = None) -> Sequence[IndicatorTarget]:
        """Targets and results of indicators whose name holds `name`."""

    def attributes(self, ids: Iterable[str] | None = None) -> Sequence[EntityAttribute]:
        """What is said of these projects themselves, or of all, in the order of sources and places."""


class Replier(Protocol):
    """Answers one kind of plan, or None where it does not know."""

    def __call__(self, plan: Plan, base: Base) -> Reply | None:
        """The reply, or None."""


@dataclass(slots=True)
class Proof:
    """Citations gathered while a reply is put together; the same quote has one place."""

    citations: list[Citation] = field(default_factory=list)

    def add(self, citation: Citation) -> int:
        """The citation's place, from 0."""
        if citation not in self.citations:
            self.citations.append(citation)
        return self.citations.index(citation)


def cite_sentence(base: Base, source: str, told: Span) -> Citation:
    """The whole sentence in which something is told, as a quote; of a table only the stretch itself."""
    cited = base.cite(source, told)
    if cited.passage.kind != "text":
        return cited
    around = Span(cited.passage.start, cited.passage.end)
    return base.cite(source, sentences_holding(base.text_of(source), around, told))
