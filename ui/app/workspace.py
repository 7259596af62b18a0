"""The workspace: library, graph, index and model put together by the settings. The only place that wires engines.

In: settings. Out: the verbs of the interface, each giving dictionaries of `ui.app.fields`. Readers follow the
generation in use by themselves: what an ingestion in another process has switched to is seen at the next call.
"""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from graph.disks import sign_of
from graph.errors import REBUILD, MailuoError
from graph.layers import files_of
from graph.records import EntityRelation, EntityType
from graph.resolve.decisions import Decision, Said, Signature, TitleChoice, Undoing, Verdict, read_entries, record
from graph.store.found import EVERYTHING, Passing
from graph.store.ledger import LedgerAsked
from graph.store.places import GraphPlace, place_of
from ingest.counts import NOTHING
from ingest.generation import Generation, draft_of
from ingest.generations import Generations, HomeBusy
from ingest.library import LibraryDamaged, LibraryOutdated
from ingest.originals import Originals
from ingest.readable_library import open_library
from ingest.sources.unreadable import Failure
from ingest.tagger.stamp import LEARNED, stamp_of
from search.places import IndexPlace, index_place_of
from ui.app import pages, shapes
from ui.app.fields import (
    AreaFields,
    AskFields,
    CitationFields,
    CompareFields,
    ConnectedFields,
    CopyFields,
    CountedDocumentFields,
    CountedEntityFields,
    CoverageFields,
    DecisionFields,
    DocumentLinkFields,
    EntityFields,
    EntryFields,
    ExampleFields,
    FacetFields,
    FactFields,
    FilesFields,
    FindFields,
    LeagueFields,
    LedgerFields,
    ListedDocumentsFields,
    ListFields,
    MentionsFields,
    NameFields,
    NameRowFields,
    NearFields,
    NeighbourhoodFields,
    NewsFields,
    PartFields,
    PathFields,
    QuoteFields,
    ReadingFields,
    RightedFields,
    SearchFields,
    SectionFields,
    ShowFields,
    SiftFields,
    SpotFields,
    StatementFields,
    StatusFields,
    SummaryFields,
    TargetFields,
    TargetsFields,
    ThingFields,
    TraceFields,
    WholeFields,
)
from ui.app.marks import Word, record_mark
from ui.app.opened import Opened, SourceUnknown
from ui.app.settings import Settings, system_user
from ui.app.shared_store import (
    collections_of,
    find_original,
    follows,
    generations_of,
    share,
    share_beside,
    store_fields,
)
from ui.app.sharing import with_sources
from ui.app.titles import NO_TITLES, Titles, retitled, title_choice

# What embeds, extracts or ranks is imported where it is used: most commands start without it.
if TYPE_CHECKING:
    from ingest import pipeline
    from ingest.cluster.ray_cluster import Workers
    from ingest.intake import Progress
    from ingest.tagger.contract import TextTagger
    from search.encoder import SentenceEncoder
    from search.following import Asked
    from search.phrasing import Phrasing
    from search.reader.contract import CloseReader
    from search.replies.contract import Base
    from search.respond import Response
    from ui.app.clippings import ClippingFields
    from ui.app.decisions import AllDecisions
    from ui.app.document_list import Wanted
    from ui.app.facets import Filters, Order
    from ui.app.notebook import Notebook
    from ui.app.righting import Choice
    from ui.app.statements import Place

VIEWS = "views"  # where parts of it lie, below its home
OFFERED_NAMES = 300  # while one is typed
MOST_LOOKED_AT = 8  # citations whose facts are told: a list has one for each member
MOST_ENTITIES = 12  # shown with an answer
NEAREST = 3  # passages shown where nothing is said for sure


class NothingYet(MailuoError):
    """No knowledge base is there to read."""


class ReadOnly(MailuoError):
    """It was opened to be read; nothing in it is changed from here."""


class GraphUnfinished(MailuoError):
    """The graph on a server is not the one of the generation in use."""


class GraphElsewhere(MailuoError):
    """The knowledge base was loaded into another engine than the settings name."""


class Workspace:
    """One knowledge base, opened; may be used from several threads."""

    def __init__(self, settings: Settings, *, read_only: bool = False) -> None:
        self.settings = settings
        self.home = settings.home
        self._generations = generations_of(settings, self._must_open)
        self.read_only = read_only or follows(settings)
        self._opened: Opened | None = None
        self._opened_as: tuple[int, int, int] | None = None
        self._called: Titles | None = None  # the titles that what is opened bears
        self._read_decisions: tuple[tuple[int, int, int], AllDecisions] | None = None
        self._lock = threading.RLock()
        self.collections = collections_of(settings, self._generations)  # who may read which sources
        self.changed: Callable[[Progress], None] = lambda progress: None  # what is done when something has changed

    @classmethod
    def open(cls, settings: Settings, *, read_only: bool = False) -> Self:
        """read_only: it answers, but `ingest`, `remove` and what decides raise `ReadOnly`."""
        return cls(settings, read_only=read_only)

    def close(self) -> None:
        """Let go of the generation; the next question opens it again."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    # --------------------------------------------------------------------------------------------------- wiring

    @property
    def generation(self) -> int | None:
        """The number of the generation in use, for caches; None while there is none."""
        return self._generations.current_number()

    @property
    def generations(self) -> Generations:
        """Where the generations lie."""
        return self._generations

    @property
    def edition(self) -> Hashable:
        """Another one whenever anything that is read may be: of the generation in use, and of the titles put right."""
        titles = repr(sorted(self._titles.items()))  # the same in every process, as others keep it
        return self._noted(self.generation), hashlib.sha256(titles.encode("utf-8", "backslashreplace")).hexdigest()[:16]

    @cached_property
    def _encoder(self) -> SentenceEncoder:
        from search.encoder import SentenceEncoder
        from search.model_files import prepare_model

        model = self.settings.model or prepare_model(self.settings.cache)
        return SentenceEncoder(model, cache=self.settings.cache, device=self.settings.device)

    @cached_property
    def _tagger(self) -> TextTagger | None:
        """None where what it learned is not there: `mailuo ingest` and `mailuo doctor` say so."""
        from ingest.tagger.tagger import Tagger
        from search.model_files import prepare_model

        return Tagger(lambda: prepare_model(self.settings.cache)) if LEARNED.is_file() else None

    @cached_property
    def _reader(self) -> CloseReader | None:
        """None where what it learned is not there: `mailuo doctor` says so."""
        from search.model_files import prepare_model
        from search.reader.reader import LEARNED, Reader

        return Reader(lambda: prepare_model(self.settings.cache)) if LEARNED.is_file() else None

    @property
    def holds_anything(self) -> bool:
        """Whether there is a knowledge base, in whatever state it is."""
        return bool(self._generations.all())

    @property
    def graph_place(self) -> GraphPlace:
        """Where the graph lies by the settings."""
        return self._place()

    @property
    def index_place(self) -> IndexPlace:
        """Where the index lies by the settings."""
        return index_place_of(
            self.settings.milvus,
            identify=lambda make: self._generations.identity(make=make),
            home=f"{self.home.resolve()} on {socket.gethostname()}",
        )

    def _place(self, *, take_over: bool = False) -> GraphPlace:
        return place_of(
            self.settings.server,
            identify=lambda make: self._generations.identity(make=make),
            home=f"{self.home.resolve()} on {socket.gethostname()}",
            take_over=take_over,
        )

    def _tools(self, *, take_over: bool = False) -> pipeline.Tools:
        from ingest import pipeline

        return pipeline.Tools(
            encoder=self._encoder,
            tagger=self._tagger,
            graph=self._place(take_over=take_over),
            decisions=self._decisions,
            arrivals=self._arrivals,
            vectors=self.home / "vectors.sqlite",
            originals=self._originals,
            index=self.index_place,
            share=partial(share, self.settings, self._generations, self._encoder, take_over=take_over),
        )

    def _at_work(self, tools: pipeline.Tools, on: Workers | None) -> AbstractContextManager[pipeline.Tools]:
        if on is None:
            return nullcontext(tools)
        from ui.app.cluster import on_cluster

        return on_cluster(tools, on, self.settings)

    @property
    def _originals(self) -> Originals:
        return Originals(self.home / "originals")

    @property
    def opened(self) -> Opened:
        """The generation in use, opened."""
        with self._lock:
            number = self.generation
            if number is None:
                where = self.settings.store if follows(self.settings) else self.home
                raise NothingYet(f"{where}: no knowledge base yet; run “mailuo ingest” first")
            noted = self._noted(number)
            if self._opened is None or self._opened_as != noted:
                self._opened, self._called, self._opened_as = self._open(), None, noted
            if (titles := self._titles) != self._called:
                self._opened.call(titles)
                self._called = titles
            return self._opened

    def _noted(self, number: int | None) -> tuple[int, int, int]:
        """What tells a generation from another of its number, as where a home was deleted and made again."""
        return (0, 0, 0) if number is None else sign_of(self._generations.at(number).noted)

    def _must_open(self, generation: Generation) -> None:
        """Raises where a generation that was fetched is of another version, or lies elsewhere than the settings say."""
        open_library(generation).close()
        self.graph_place.open(generation.graph).close()
        self.index_place.open(generation.index)

    def _open(self) -> Opened:
        # The one before stays open for the threads that are still reading it; it goes when they let go of it.
        held = self._generations.hold()
        assert held is not None
        generation, hold = held
        lies = generation.check()["stamps"]["engine"]
        if lies != self.graph_place.stamp:
            raise GraphElsewhere(
                f"the graph of {self.home} lies in {lies}, but NEO4J_URI says {self.graph_place.stamp}: "
                f"{REBUILD} to load it there, or set NEO4J_URI back"
            )
        return Opened(generation, hold, self.graph_place.open, self.index_place.open)

    # -------------------------------------------------------------------------------------------------- writing

    def ingest(
        self,
        paths: Sequence[Path],
        progress: Progress,
        *,
        rebuild: bool = False,
        take_over: bool = False,
        collection: str | None = None,
        on: Workers | None = None,
    ) -> SummaryFields:
        """Take in files and folders. take_over: replace what another knowledge base has loaded into the server;
        collection: the one they are put in, "" for none; None: they stay in that in which they are; on: the cluster
        whose workers do it, None: this machine does.
        """
        self._refuse_if_read_only()
        from ingest import pipeline

        with self._at_work(self._tools_into(collection, take_over=take_over), on) as tools:
            done = pipeline.ingest(paths, self._generations, tools, progress, rebuild=rebuild or take_over)
        self.changed(progress)
        return _summary(done)

    def take_in(self, paths: Sequence[Path], progress: Progress, *, collection: str | None = None) -> SummaryFields:
        """Take in files that were sent: they do not stay where they are, and replace those of the same name.
        collection: as `ingest` takes it."""
        self._refuse_if_read_only()
        from ingest import pipeline

        tools = self._tools_into(collection)
        done = pipeline.ingest(paths, self._generations, tools, progress, keep_origin=False)
        self.changed(progress)
        return _summary(done)

    def _tools_into(self, collection: str | None, *, take_over: bool = False) -> pipeline.Tools:
        """Those that put what comes in a collection, where one is given."""
        tools = self._tools(take_over=take_over)
        if collection is None:
            return tools
        return replace(tools, coming=lambda names: self.collections.put(names, collection))

    @property
    def has_views(self) -> bool:
        """Whether a part of it is kept apart for people who may not read all (`ui.app.views`)."""
        return (self.home / VIEWS).is_dir()

    def put_in_collection(self, sources: Sequence[str], collection: str) -> None:
        """Put sources that are there in a collection, "": in none; holds at once for all who ask."""
        self._refuse_if_read_only()
        self._must_know(sources)
        self.collections.put(sources, collection)
        share_beside(self.settings, self._generations)

    def _must_know(self, sources: Sequence[str]) -> Sequence[str]:
        known = self.opened.source_names() if self.generation is not None else []
        for source in sources:
            if source not in known:
                raise SourceUnknown(f"no source is called “{source}”; there are: {'、'.join(known) or 'none'}")
        return known

    def remove(self, sources: Sequence[str] | None, progress: Progress) -> SummaryFields:
        """Forget sources; None: all of them."""
        self._refuse_if_read_only()
        known = self._must_know(sources or ())
        from ingest import pipeline

        names = known if sources is None else sources
        done = pipeline.remove(names, self._generations, self._tools(), progress)
        self.changed(progress)
        return _summary(done)

    def merge(self, a: str, b: str, progress: Progress, signature: Signature | None = None) -> DecisionFields:
        """Record that two entities are the same."""
        return self.decide(a, b, Verdict.SAME, signature)(progress)

    def split(self, a: str, b: str, progress: Progress, signature: Signature | None = None) -> DecisionFields:
        """Record that two entities, or two names that led to one, are not the same."""
        return self.decide(a, b, Verdict.DIFFERENT, signature)(progress)

    def _refuse_if_read_only(self) -> None:
        if follows(self.settings):
            raise ReadOnly(f"{self.settings.store} is only read here; run this where that knowledge base is written")
        if self.read_only:
            raise ReadOnly("this knowledge base is open for reading only; start “mailuo ui” without --read-only")

    def decide(
        self, a: str, b: str, verdict: Verdict, signature: Signature | None = None
    ) -> Callable[[Progress], DecisionFields]:
        """Record, at once, that two names are one thing or are not. What is given back derives what follows from it and
        from all else that was recorded until then."""
        self._refuse_if_read_only()
        from ui.app import deciding

        decision = deciding.decision(self.opened, a, b, verdict, self.all_decisions.decisions)
        record(self._decisions, decision, signature or Signature(system_user()))
        return lambda progress: self._derive_decided(decision, progress)

    def _derive_decided(self, decision: Decision, progress: Progress) -> DecisionFields:
        return {
            "a": shapes.side(decision.a),
            "b": shapes.side(decision.b),
            "verdict": decision.verdict.value,
            "generation": self._derive_anew(progress),
        }

    def _derive_anew(self, progress: Progress) -> int | None:
        """Derive what was decided; the generation in which it holds."""
        from ingest import pipeline

        try:
            generation = pipeline.derive_anew(self._generations, self._tools(), progress).generation
        except HomeBusy as error:
            raise HomeBusy(f"the decision is kept and will be seen in the next run, but {error}") from error
        self.changed(progress)
        return generation

    # ----------------------------------------------------------------------------------------------- put it right

    def statement(self, ref: str) -> StatementFields:
        """A fact as it may be put right. ref: as `ui.app.statements` names it."""
        from ui.app.statements import statement

        return statement(self.opened, ref)

    def place_of_words(self, document_id: str, words: str) -> Place:
        """Where words stand in a document; a mistake where they stand nowhere, or at several places."""
        from ui.app.statements import NotThere, places_of

        opened = self.opened
        found = list(places_of(opened, document_id, words)) if document_id in opened.documents else []
        if len(found) != 1:
            starts = f" at {', '.join(str(one.start) for one in found)}: name more of the words" if found else ""
            raise NotThere(f"“{words}” stands {len(found)} times in {document_id}{starts}")
        return found[0]

    def put_right(self, ref: str, choice: Choice, signature: Signature) -> Callable[[Progress], RightedFields]:
        """Record, at once, what a person says of a fact. What is given back derives it, and all else that was recorded
        until then."""
        self._refuse_if_read_only()
        from ui.app.righting import correction

        return self._record(correction(self.opened, ref, choice), signature)

    def decide_names(
        self, a: str, b: str, verdict: Verdict, signature: Signature
    ) -> Callable[[Progress], RightedFields]:
        """As `decide`, signed: what is said of two names at the desk."""
        self._refuse_if_read_only()
        from ui.app import deciding

        return self._record(deciding.stated(self.opened, a, b, verdict), signature)

    def undo(self, entry_id: str, signature: Signature) -> Callable[[Progress], RightedFields]:
        """Record that a decision does not stand any more; as `put_right`."""
        self._refuse_if_read_only()
        from ui.app.statements import NotThere

        entry = self.all_decisions.by_id.get(entry_id)
        if entry is None or entry.undone_by is not None:
            raise NotThere(f"no decision “{entry_id}” stands")
        if isinstance(entry.said, TitleChoice):
            undone = self._record_at_once(Undoing(entry_id), signature)
            return lambda progress: undone
        return self._record(Undoing(entry_id), signature)

    def _record(self, said: Said, signature: Signature) -> Callable[[Progress], RightedFields]:
        righted = self._record_at_once(said, signature)
        return lambda progress: {**righted, "generation": self._derive_anew(progress)}

    def _record_at_once(self, said: Said, signature: Signature) -> RightedFields:
        """Of what nothing is derived from."""
        from ui.app.decisions import entry_fields

        recorded = record(self._decisions, said, signature)
        share_beside(self.settings, self._generations)
        return {"decision": entry_fields(recorded), "generation": self.generation}

    @property
    def _decisions(self) -> Path:
        self._generations.follow()
        return self.home / "decisions.jsonl"

    @property
    def _arrivals(self) -> Path:
        self._generations.follow()
        return self.home / "arrivals.jsonl"

    @property
    def _first_titles(self) -> Path:
        """Titles were kept in a file of their own at first."""
        return self.home / "titles.jsonl"

    @property
    def _titles(self) -> Titles:
        if not (self._decisions.exists() or self._first_titles.exists()):
            return NO_TITLES  # most commands start without looking at decisions
        return self.all_decisions.titles

    @property
    def all_decisions(self) -> AllDecisions:
        """What people decided until now; read anew whenever the file is another one."""
        from ui.app.decisions import AllDecisions

        with self._lock:
            stamp = sign_of(self._decisions)  # the first titles are never added to
            if self._read_decisions is None or self._read_decisions[0] != stamp:
                self._read_decisions = stamp, AllDecisions(read_entries(self._decisions, self._first_titles))
            return self._read_decisions[1]

    def decisions(self, *, standing: bool = False) -> list[EntryFields]:
        """All decisions, the last one first, with whether they find what they speak of. standing: without those that
        were undone, and their undoings."""
        from ui.app.decisions import entry_fields
        from ui.app.grounds import Grounds

        made = self.all_decisions
        grounds = Grounds(self.opened, self._decisions) if self.generation is not None else None
        return [
            entry_fields(entry, is_grounded=grounds.holds(entry) if grounds else None)
            for entry in reversed(made.standing if standing else made.entries)
        ]

    def decisions_as_lines(self) -> str:
        """All that was decided, to be taken over by another knowledge base."""
        from ui.app.handed_on import as_text

        return as_text(self.all_decisions.entries)

    def take_over_decisions(self, file: Path) -> tuple[int, Callable[[Progress], int | None]]:
        """Record what was decided elsewhere and is not here yet: how many, and what derives it."""
        self._refuse_if_read_only()
        from ui.app.handed_on import add_new

        added = add_new(self._decisions, self.all_decisions.entries, file)
        return added, lambda progress: self._derive_anew(progress) if added and self.generation else self.generation

    def doubts(self, queue: str, *, limit: int) -> Sequence[StatementFields]:
        """The facts that a person should look at, of one of the queues of `ui.app.desk`."""
        from ui.app.desk import doubts

        return doubts(self.opened, queue, limit)

    # ------------------------------------------------------------------------------------------------ originals

    def places(self, source: str, start: int, end: int) -> list[SpotFields]:
        """Where a stretch of a source's text stands in the original: page and boxes, or sheet and cells."""
        return shapes.places(self.opened.spots_in(source, start, end))

    def original(self, source: str) -> tuple[Path, str] | None:
        """The kept file of a source and its format; None where none was kept."""
        shelved = self.opened.shelved(source)
        path = find_original(self._generations, self._originals, shelved.sha256) if shelved else None
        return (path, shelved.format) if shelved and path else None

    def page_picture(self, source: str, page: int) -> bytes | None:
        """A page of the original as PNG; None where there is none to show."""
        from ingest.sources.page_pictures import draw_page

        kept = self.original(source)
        return draw_page(*kept, page) if kept else None

    # ------------------------------------------------------------------------------------------------ questions

    def search(
        self,
        query: str,
        *,
        top: int = 10,
        mode: str = "hybrid",
        filters: Filters | None = None,
        order: Order | None = None,
        explain: bool = False,
    ) -> SearchFields:
        """Passages, best first or, of the best, the newest first; `explain`: each with what the rankers gave it."""
        from ui.app.asking import Asking
        from ui.app.facets import NOTHING_CHOSEN, Order
        from ui.app.sifting import LOOKED_AT, Sieve, in_order

        opened = self.opened
        chosen = filters or NOTHING_CHOSEN
        asking = Asking(opened, self._encoder)
        if chosen.type is None:
            found = in_order(asking.find(query, top=top, mode=mode, filters=chosen), opened, order or Order.FIT)
        else:
            found = Sieve(asking, opened, query, mode).find(chosen, order or Order.FIT, top=min(top, LOOKED_AT))
        return {"query": query, "passages": [shapes.passage(one, opened, explain=explain) for one in found]}

    def sift(self, query: str, filters: Filters, *, order: Order, mode: str = "hybrid") -> SiftFields:
        """The passages that say it and agree with what is chosen, and what they can be narrowed by."""
        from ui.app.asking import Asking
        from ui.app.sifting import Sieve

        opened = self.opened
        hits = Sieve(Asking(opened, self._encoder), opened, query, mode).sift(filters, order)
        return {
            "query": query,
            "passages": [shapes.passage(one, opened, explain=False) for one in hits.found],
            "is_said": hits.is_said,
            "facets": list(hits.facets),
        }

    def document_facets(self, filters: Filters) -> Sequence[FacetFields]:
        """What the documents can be narrowed by, with how many there are of each; no types of things."""
        from ui.app.facets import NAMES, Sifted, agreeing, count_facets

        documents = self.opened.documents.values()
        names = [name for name in NAMES if name != "type"]
        return count_facets(lambda chosen: [Sifted(one) for one in agreeing(documents, chosen)], filters, names)

    def ask(
        self, question: str, *, after: str | Sequence[str] | None = None, filters: Filters | None = None
    ) -> AskFields:
        """The answer with its citations; null when the documents do not answer. after: the question before or several,
        the oldest first, from which a short one takes over what it leaves out (“那2026年呢?”). filters: only the
        documents that agree with them are asked.
        """
        from search.following import read_after, respond_after
        from search.within import Within
        from ui.app.asking import Asking, finals_first
        from ui.app.facets import NOTHING_CHOSEN

        opened = self.opened
        whole = Asking(opened, self._encoder, self._reader)
        asking = whole if filters in (None, NOTHING_CHOSEN) else Within(whole, whole.agreeing(filters))
        asked = read_after(question, [after] if isinstance(after, str) else after or (), asking)
        reply = respond_after(asked, asking)
        by_model = reply.text is None and (proposed := self._proposed(asked, asking)) is not None
        if by_model and proposed is not None:
            asked, reply = proposed
        citations = [shapes.citation(c, opened) for c in reply.citations]
        known = [end for name in reply.plan.question.known for end in name.entity_ids]
        facts, entities = _around(opened, citations, known)
        found = () if reply.text is not None else reply.nearest or asking.find(reply.plan.question.text, top=NEAREST)
        nearest = [shapes.passage(one, opened, explain=False) for one in finals_first(found, opened)[:NEAREST]]
        read_as = shapes.read_as(asked, by_model=by_model)
        phrased = self._phrased(reply, read_as["text"])
        said: AskFields = {
            "question": question,
            "answer": phrased or reply.text,
            "citations": citations,
            "facts": facts,
            "entities": entities,
            "short": reply.reply.short if reply.reply else None,
            "items": shapes.items(reply.reply) if reply.reply else None,
            "read_as": read_as,
            "passages": nearest,
        }
        if phrased:
            said["phrased_by"] = "model"
        return said

    def parts(self, question: str) -> Sequence[PartFields]:
        """The parts of how a question is read, each with the question without it or with another in its place."""
        from search.plan.parts import parts_of
        from search.plan.reading import read_plan
        from ui.app.asking import Asking

        opened = self.opened
        asking = Asking(opened, self._encoder)
        plan = read_plan(asking.understand(question), asking.documents)
        bearers = [end for known in plan.subjects if len(known.entity_ids) > 1 for end in known.entity_ids]
        return [shapes.part(part) for part in parts_of(plan, asking.documents, asking.entities(bearers))]

    def examples(self) -> Sequence[ExampleFields]:
        """Questions to begin with, each of which was asked and is answered; that takes seconds."""
        from ui.app.examples import good_examples

        return good_examples(self.opened, self.ask)

    def with_sources(self, reply: AskFields) -> str:
        """The answer as plain text with title, section, number and date of the documents it rests on."""
        return with_sources(reply, self.opened.documents)

    def clip(self, reply: AskFields, headers: Sequence[str], address: str = "") -> ClippingFields:
        """The answer to be taken along. headers: of a table of figures, in the reader's language."""
        from ui.app.clippings import clip_answer

        return clip_answer(reply, self.opened.documents, headers, address)

    def clip_quote(self, source: str, start: int, end: int) -> ClippingFields:
        """A stretch of a source to be taken along."""
        from ui.app.clippings import clip_quote

        opened = self.opened
        text = opened.text_of(source)
        inside = next(
            (one for one in opened.documents_in(opened.source_of(source)) if one.start <= start < one.end), None
        )
        if inside is None or not start < end <= len(text):
            raise SourceUnknown(f"{source}: nothing is known of {start}–{end}")
        quote: QuoteFields = {"source": source, "start": start, "end": end, "quote": text[start:end]}
        address = f"documents?{urlencode({'document': inside.id, 'start': start, 'end': end})}"
        return clip_quote(quote, inside, opened.section_at(inside.id, start, end), address)

    @cached_property
    def notebook(self) -> Notebook:
        """What people collected."""
        from ui.app.notebook import Notebook

        return Notebook(self.home, self._refuse_if_read_only)

    def mark(self, reply: AskFields, word: Word) -> None:
        """Write down what somebody thinks of an answer."""
        self._refuse_if_read_only()
        record_mark(self.home, reply, word, self.generation)

    def _phrased(self, reply: Response, read_as: str) -> str | None:
        """The answer in the words of the language model, when there is one and it keeps to the citations."""
        if (where := self._language_model()) is None:
            return None
        from search.claims.given import evidence_of
        from search.phrasing import phrase

        short = reply.reply.short if reply.reply else ""
        return phrase(where, reply.plan.question.text, evidence_of(reply), read_as=read_as, short=short)

    def _proposed(self, asked: Asked, asking: Base) -> tuple[Asked, Response] | None:
        """The question as the language model reads it, when there is one, our own rules find no plan, and what it reads
        is answered.
        """
        from search.plan.plan import Kind

        if asked.of is not None or asked.plan.kind is not Kind.ANYTHING or (where := self._language_model()) is None:
            return None
        from search.following import respond_after
        from search.proposing import propose

        proposed = propose(where, asked.plan.question, asking)
        if proposed is None or (reply := respond_after(proposed, asking)).text is None:
            return None
        return proposed, reply

    def _language_model(self) -> Phrasing | None:
        if (where := self.settings.language_model) is None:
            return None
        from search.phrasing import Phrasing

        return Phrasing(where.base_url, where.model, where.api_key)

    # ----------------------------------------------------------------------------------------------------- news

    def news(self, since: str = "") -> NewsFields:
        """What is new since a time, ISO in UTC; "": since the beginning of the notes."""
        from ingest.arrivals import read_arrivals
        from ui.app.news import find_news

        opened = self.opened
        return find_news(opened, read_arrivals(self._arrivals, opened.generation.number, since), since)

    def feed(self, address: str) -> bytes:
        """The documents that came, as an Atom feed. address: of the pages, with a slash at its end."""
        from ui.app.feed import write_feed

        return write_feed(self.news(), address, self._generations.identity() or self.home.name)

    # ------------------------------------------------------------------------------------------------- entities

    def mentions(self, name: str, *, kind: EntityType | None = None, must_exist: bool = True) -> MentionsFields:
        """Every document and passage that mentions the entity. `must_exist`: a name unknown is a mistake; else it
        gets an empty entry with the nearest names.
        """
        try:
            return pages.mentions(self.opened, name, kind)
        except pages.NameUnknown as error:
            if must_exist:
                raise
            return {"name": name, "entities": [], "documents": [], "nearest": list(error.nearest)}

    def name_rows(self, names: Sequence[str]) -> Sequence[NameRowFields]:
        """Hundreds of names, a row each: what it is, how often and where it is mentioned."""
        from ui.app.name_rows import name_rows

        return name_rows(self.opened, names)

    def nearest(self, name: str) -> Sequence[str]:
        """The known names most like one that nothing bears, best first."""
        return pages.nearest_names(self.opened, name, None)

    def show(self, name: str, *, kind: EntityType | None = None) -> ShowFields:
        """What is known of the things of a name."""
        return pages.show(self.opened, name, kind)

    def trace(self, name: str, *, kind: EntityType | None = None) -> TraceFields:
        """The documents that speak of a thing and of those it hangs together with, by year."""
        return pages.trace(self.opened, name, kind)

    def path(self, a: str, b: str) -> PathFields:
        """The shortest ways from one thing to another."""
        return pages.path(self.opened, a, b)

    def targets(
        self, indicator: str | None = None, *, year: int | None = None, region: str | None = None
    ) -> TargetsFields:
        """Targets and results of an indicator, or of all."""
        return pages.targets(self.opened, indicator, year=year, region=region)

    def figures_of(self, *, indicator_id: str = "", document_id: str = "") -> Sequence[TargetFields]:
        """The targets and results of one indicator, or of one document."""
        return pages.figures_of(self.opened, indicator_id=indicator_id, document_id=document_id)

    def areas(self) -> Sequence[CountedEntityFields]:
        """The places that documents name, in the order of the national divisions."""
        from ui.app.places import known_places

        return known_places(self.opened)

    def place(self, name: str) -> AreaFields:
        """All that is said of a city or county and what lies in it."""
        from ui.app.places import place

        return place(self.opened, name)

    def league(
        self, indicator_id: str, *, year: int | None = None, kind: str = "", level: str = "", measure: int = 0
    ) -> LeagueFields:
        """Places by a figure of a year, the highest first."""
        from ui.app.places import league

        return league(self.opened, indicator_id, year=year, kind=kind, level=level, measure=measure)

    def place_order(self) -> Sequence[str]:
        """The places that figures are of, most of them first: an order by which each keeps its colour."""
        return [region for region, _ in self.opened.store.target_regions()]

    def list(self, kind: EntityType, *, limit: int | None = None) -> ListFields:
        """The entities of a type, those mentioned most first; limit: at most so many."""
        opened = self.opened
        counts = opened.store.list_entities(kind, limit)
        opened.namesakes.learn(count.entity for count in counts)
        return {"type": kind.value, "entities": [shapes.counted_entity(count, opened) for count in counts]}

    def names(
        self, text: str = "", *, types: Sequence[EntityType] = (), limit: int = OFFERED_NAMES
    ) -> Sequence[NameFields]:
        """Names for finding one while typing, at most so many: those that hold the text, best first; without a text
        those of what is mentioned most, the main names before the others. types: only of these, where given."""
        return pages.names(self.opened, text, types, limit)

    def find(self, text: str, *, types: Sequence[EntityType] = (), limit: int = 12) -> FindFields:
        """The things that may be meant by what is typed, best first: names and aliases, pieces of them, pinyin,
        initials, slips. types: only of these, where given."""
        from ui.app.finding import find_things

        return find_things(self.opened, text, types, limit=limit)

    def things(self, name: str) -> Sequence[ThingFields]:
        """The things of that name or identifier, most mentioned first: what the head of their page says."""
        from ui.app.things import heads

        return heads(self.opened, name)

    def figures_beside(self, entity_id: str) -> Sequence[TargetFields]:
        """The targets and results of an indicator or area; of another thing those in the sentences that mention it."""
        from ui.app.things import figures_beside

        return figures_beside(self.opened, entity_id)

    def near_names(self, entity_id: str) -> Sequence[NearFields]:
        """The things whose names are most like those of this one, and are another's."""
        from ui.app.things import near_names

        return near_names(self.opened, entity_id)

    def neighbourhood(
        self, entity_id: str, passing: Passing = EVERYTHING, *, unfolded: Sequence[str] = ()
    ) -> NeighbourhoodFields:
        """What is drawn around an entity; neighbours beyond the limit stand in bundles, of which some are unfolded."""
        from ui.app.drawn import draw_neighbourhood

        return draw_neighbourhood(self.opened, entity_id, passing, unfolded)

    def connected(self, kind: EntityType, *, limit: int = 8) -> ConnectedFields:
        """The entities of a type with the most neighbours."""
        return pages.connected(self.opened, kind, limit=limit)

    def ledger(
        self, asked: LedgerAsked, *, sort: str = "documents", is_up: bool | None = None, skip: int = 0, limit: int = 50
    ) -> LedgerFields:
        """Some of the projects that are asked for, as a table. is_up: from the smallest; None: as is usual."""
        from ui.app.ledger import ledger

        return ledger(self.opened, asked, sort=sort, is_up=is_up, skip=skip, limit=limit)

    def ledger_choices(self, kind: str) -> Sequence[tuple[str, int]]:
        """The places, parks, industries or leads of the ledger, with how many projects they have."""
        return self.opened.store.ledger.choices(kind)

    def whole(self, by: str | None = None) -> WholeFields:
        """Where the projects lie and what industries they are of. by: what the rows are, None for what says most."""
        from ui.app.whole import whole

        return whole(self.opened, by)

    # ------------------------------------------------------------------------------------------------ documents

    def documents(self) -> Sequence[CountedDocumentFields]:
        """Each with how many passages it has, entities it mentions and figures it gives."""
        opened = self.opened
        return [opened.document_list.fields_of(document_id) for document_id in opened.documents]

    def list_documents(self, wanted: Wanted) -> ListedDocumentsFields:
        """A page of the documents that a person asks for, and what they could be narrowed down by."""
        return self.opened.document_list.find(wanted)

    def document(self, document_id: str) -> CountedDocumentFields | None:
        """One document; None where there is none of this identifier."""
        opened = self.opened
        return opened.document_list.fields_of(document_id) if document_id in opened.documents else None

    def documents_beside(self, source: str) -> Sequence[CountedDocumentFields]:
        """All documents of a source, in the order of its text."""
        opened = self.opened
        return [opened.document_list.fields_of(document.id) for document in opened.documents_in(source)]

    def coverage(self) -> Sequence[CoverageFields]:
        """By place, in the order of the divisions, how many documents speak for each year."""
        return self.opened.document_list.coverage()

    def retitle(self, document_id: str, title: str, signature: Signature | None = None) -> RightedFields:
        """Record what a document is to be called, which holds at once; an empty title gives it back the one that was
        read."""
        self._refuse_if_read_only()
        if document_id not in self.opened.documents:
            raise SourceUnknown(f"no document has the identifier “{document_id}”")
        return self._record_at_once(title_choice(document_id, title), signature or Signature(system_user()))

    def compare(self, a: str, b: str) -> CompareFields:
        """What became of the projects, targets and tasks of document A in document B; either by identifier, file or
        title."""
        # imported late: few commands compare
        from ui.app.comparing import compare

        return compare(self.opened, a, b)

    def document_links(self, document_id: str) -> Sequence[DocumentLinkFields]:
        """What a document is to others and they to it, with the sentence that says so."""
        opened = self.opened
        return [shapes.document_link(link, document_id, opened) for link in opened.document_links(document_id)]

    def outline(self, document_id: str) -> Sequence[SectionFields]:
        """The heading tree of a document, in reading order."""
        return [
            {
                "id": section.id,
                "parent_id": section.parent_id,
                "depth": section.depth,
                "heading": section.heading,
                "start": section.start,
                "heading_end": section.heading_end,
                "end": section.end,
            }
            for section in self.opened.sections(document_id)
        ]

    def reading(self, document_id: str) -> ReadingFields:
        """A document as it is read on a page: text, headings, tables, and the entities named in it."""
        from ui.app.reading import reading

        return reading(self.opened, document_id)

    def text_of(self, source: str) -> str:
        """The stored text of a source."""
        return self.opened.text_of(source)

    # ---------------------------------------------------------------------------------------------------- whole

    def status(self) -> StatusFields:
        """What is there, in numbers; zeros before the first ingestion."""
        with self._generations.reading() as current:
            return self._status(current)

    def _status(self, current: Generation | None) -> StatusFields:
        about = None if current is None else current.check()
        counts = NOTHING if about is None else about["counts"]
        model = None if about is None else about["stamps"]["model"]
        parts = {} if current is None else {
            "library": current.catalogue if follows(self.settings) else current.library,
            "names": current.names, "graph": current.graph, "index": current.index,
        }  # fmt: skip
        return {
            "documents": counts["documents"],
            "passages": counts["passages"],
            "entities": counts["entities"],
            "relations": counts["relations"],
            "targets": counts["targets"],
            "links": counts["links"],
            "graph_engine": self.graph_place.title,
            "index_place": self.index_place.title,
            "model": model or self.settings.model or "multilingual-e5-small (bundled)",
            "tagger": stamp_of(LEARNED) if LEARNED.is_file() else None,
            "home": str(self.home),
            "sources": counts["sources"],
            "mentions": counts["mentions"],
            "generation": None if current is None else current.number,
            "document_links": counts["document_links"],
            "copies": [] if current is None else _copies(current),
            "files": self._files(current),
            "store": store_fields(self.settings, self._generations),
            "bytes": {name: _bytes(path) for name, path in {**parts, "vectors": self.home / "vectors.sqlite"}.items()},
        }

    def files(self) -> FilesFields:
        """The files that were read and those that were not, with what is to be known of them."""
        with self._generations.reading() as current:
            return self._files(current)

    def _files(self, current: Generation | None) -> FilesFields:
        from ingest.unread import Unread

        remarks: list[Failure] = []
        # a library of another version still counts; the next ingestion renews it
        with suppress(LibraryOutdated, LibraryDamaged):
            if current is not None:
                with open_library(current) as library:
                    remarks = [Failure(name, r.why, dict(r.values), name) for name, r in library.remarks()]
        return {
            "read": 0 if current is None else current.about["counts"]["sources"],
            "skipped": [shapes.file(failure) for failure in Unread(self.home).read()],
            "remarks": [shapes.file(remark) for remark in remarks],
        }

    def export(self, form: str, folder: Path, *, least: float = 0.0) -> Sequence[Path]:
        """Write the whole graph, or what is at least so sure: a confidence from 0 to 1."""
        from ui.app.export import export
        from ui.app.sureness import only_sure

        opened = self.opened
        self._must_hold(opened)
        knowledge = opened.store.dump()
        self._must_hold(opened)  # a server may have been written meanwhile
        titles = self._titles
        knowledge = replace(knowledge, documents=tuple(retitled(one, titles) for one in knowledge.documents))
        return export(only_sure(knowledge, least) if least > 0 else knowledge, form, folder)

    def _must_hold(self, opened: Opened) -> None:
        """A graph on a server is written document by document: only a whole one may be written down."""
        if not self.graph_place.holds(draft_of(opened.generation)):
            raise GraphUnfinished(
                f"{self.graph_place.title}: the graph is being written, or was left half by a run that was cut short: "
                f"try again when it is done, or {REBUILD}"
            )


def _copies(current: Generation) -> list[CopyFields]:
    try:
        with open_library(current) as library:
            return [{"name": copy.name, "of": copy.of} for copy in library.copies()]
    except LibraryOutdated:
        return []  # none was kept apart before


def _around(
    opened: Opened, citations: Sequence[CitationFields], known: Sequence[str]
) -> tuple[list[FactFields], list[EntityFields]]:
    """The facts that the citations prove, and the entities of the question and the citations."""
    facts: list[EntityRelation] = []
    mentioned = list(known)
    for cited in citations[:MOST_LOOKED_AT]:
        place = cited["source"], cited["start"], cited["end"]
        facts += opened.store.relations_in(*place)
        mentioned += [mention.entity_id for mention in opened.mentions_in(*place)]
    ends = {end for fact in facts for end in (fact.head_id, fact.tail_id)}
    entities = {entity.id: entity for entity in opened.store.entities({*mentioned, *ends})}
    names = {identifier: entity.name for identifier, entity in entities.items()}
    shown = [entities[end] for end in dict.fromkeys(mentioned) if end in entities][:MOST_ENTITIES]
    return [shapes.fact(fact, names) for fact in dict.fromkeys(facts)], [shapes.entity(entity) for entity in shown]


def _summary(done: pipeline.Summary) -> SummaryFields:
    report, counts = done.report, done.counts
    return {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "copies": [{"name": copy.name, "of": copy.of} for copy in report.copies],
        "failures": [
            {**shapes.file(failure), "name": failure.name, "reason": failure.reason} for failure in report.failures
        ],
        "skipped": [shapes.file(failure) for failure in report.skipped],
        "remarks": [shapes.file(remark) for remark in report.remarks],
        "documents": counts["documents"],
        "passages": counts["passages"],
        "entities": sum(counts["entities"].values()),
        "seconds": {stage: round(seconds, 2) for stage, seconds in done.seconds.items()},
        "generation": done.generation,
    }


def _bytes(path: Path) -> int:
    """Of a folder, or of a file with those above it in its stack."""
    with suppress(FileNotFoundError):
        files = path.rglob("*") if path.is_dir() else files_of(path)
        return sum(file.stat().st_size for file in files if file.is_file())
    return 0
