"""Files → a new generation of library, graph and index: the stages in their order, with progress.

In: what is to be taken in and forgotten, and the tools that `ui.app.workspace` has wired. Out: a `Summary`.
Only sources that changed are read, only passages that are new are embedded; a run with nothing to do loads neither.
Whatever goes wrong before the switch, the generation in use stays as it was.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from graph.change import Change, whole
from graph.errors import REBUILD, MailuoError
from graph.records import Extraction
from graph.resolve.decisions import Decisions
from graph.store.engines.engine import no_vectors
from graph.store.places import Draft, GraphPlace
from ingest.counts import NOTHING, Held, counts_of
from ingest.extract import rules_stamp, stamp_of
from ingest.forgetting import Forgetting
from ingest.generation import Generation, Stamps
from ingest.generations import Generations, Writer
from ingest.intake import Before, Plan, Progress, Report, before_run, plan_intake, take_in
from ingest.knowledge import gather
from ingest.library import Library, LibraryOutdated
from ingest.originals import Originals
from ingest.remains import note_files
from ingest.sources.files import find_files
from ingest.sources.kinds import PLAIN
from ingest.tagger.contract import TextTagger
from ingest.unread import Unread
from search.contracts import Encoder, Vectors
from search.index import IndexOfOtherModel
from search.index_writing import build_index
from search.indexed import IndexedPassage
from search.vectors import VectorStore, embed, vector_key

PROGRAM = ("graph/**/*.py", "graph/lexicon/**/*", "search/*.py", "ingest/**/*.py")


@dataclass(frozen=True, slots=True)
class Tools:
    """What the stages work with. The encoder loads its model at the first text."""

    encoder: Encoder
    tagger: TextTagger | None  # None: rules alone find what is named
    prepare: Callable[[], None]  # imports what the encoder needs, which takes seconds
    graph: GraphPlace
    decisions: Path
    vectors: Path
    originals: Originals


class NothingLeft(MailuoError):
    """Everything is to be made anew, and nothing is left to make it from."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did; `counts` is what the knowledge base holds now, `generation` its number (None: still nothing)."""

    report: Report
    seconds: dict[str, float]
    counts: Held
    generation: int | None


def ingest(
    paths: Sequence[Path],
    generations: Generations,
    tools: Tools,
    progress: Progress,
    *,
    rebuild: bool = False,
    keep_origin: bool = True,
) -> Summary:
    """Take in the files below the paths; what is there already and has not changed is left alone.

    `rebuild`: read and derive everything anew, also what has not changed or was made with another model;
    `keep_origin`: False where the files do not stay where they are (uploads), so that their names alone count.
    """
    found = find_files(paths, keep_origin=keep_origin)
    report = Report(failures=found.failures, skipped=found.skipped)
    plan_for = partial(plan_intake, files=found.files, drop=(), report=report, tagger=tools.tagger)
    with generations.writing() as writer:
        summary = _run(writer, tools, progress, report, plan_for, rebuild=rebuild)
        Unread(generations.home).note((*report.failures, *report.skipped), paths)
        return summary


def remove(names: Sequence[str], generations: Generations, tools: Tools, progress: Progress) -> Summary:
    """Forget sources and all that came from them alone."""
    report = Report()
    plan_for = partial(plan_intake, files=(), drop=names, report=report, tagger=tools.tagger)
    with generations.writing() as writer:
        summary = _run(writer, tools, progress, report, plan_for)
        Unread(generations.home).forget(report.removed, everything=not summary.counts["sources"])
        return summary


def derive_anew(generations: Generations, tools: Tools, progress: Progress) -> Summary:
    """The sources stay as they are; names, graph and index are derived again, as a decision has changed them."""
    report = Report()
    plan_for = partial(plan_intake, files=(), drop=(), report=report, tagger=tools.tagger)
    with generations.writing() as writer:
        return _run(writer, tools, progress, report, plan_for)


def _run(
    writer: Writer,
    tools: Tools,
    progress: Progress,
    report: Report,
    plan_for: Callable[[Before], Plan],
    *,
    rebuild: bool = False,
) -> Summary:
    base = None if rebuild else writer.current
    if base is not None and _forgetting(tools).is_begun:
        with suppress(LibraryOutdated), Library.open(base.library) as library:
            _forget(_extractions(library), tools)
    stamps = _stamps(tools)
    made_with = stamps if base is None else base.about["stamps"]
    if made_with["model"] != stamps["model"]:
        raise IndexOfOtherModel(
            f"The knowledge base was made with the model {made_with['model']}, but MAILUO_MODEL gives "
            f"{stamps['model']}: {REBUILD}, or set MAILUO_MODEL back."
        )
    there = writer.remains if rebuild else [base] if base is not None else []
    plan = plan_for(before_run(there, tools.originals, again=rebuild))
    if plan.is_empty and not plan.before.is_known:
        raise NothingLeft(
            f"{there[0].library}: no text is left in it; name the files that were taken in: "
            "“mailuo ingest --rebuild PATH…”"
        )
    stands = made_with == stamps and not rebuild and (base is None or tools.graph.holds(_draft_of(base)))
    if plan.is_empty and stands:
        return _unchanged(base, report)
    tools.graph.check()
    clock = _Clock()
    draft = writer.draft()
    with clock("read"):
        extractions = _shelve(draft, base, plan, report, progress, tools.tagger)
        _keep_originals(plan, extractions, tools.originals)
    is_same = not (report.added or report.changed or report.removed or report.copies)
    if is_same and (stands or not there):
        return _unchanged(base, report)
    counts = _derive(draft, extractions, tools, progress, clock)
    _forgetting(tools).begin(vectors=bool(report.removed))
    published = writer.publish(draft, stamps, counts, base)
    _forget(extractions, tools)
    return Summary(report, clock.seconds, counts, published.number)


def _shelve(
    draft: Generation,
    base: Generation | None,
    plan: Plan,
    report: Report,
    progress: Progress,
    tagger: TextTagger | None,
) -> list[Extraction]:
    """The next generation's library; all it holds."""
    below = None if base is None or plan.before.from_scratch else base.library
    with Library.begin(draft.library, below) as library:
        if not plan.is_empty:
            take_in(plan, library, report, progress, tagger=tagger)
        note_files(library, draft.files)
        return _extractions(library)


def _extractions(library: Library) -> list[Extraction]:
    found = (library.extraction(entry.name) for entry in library.sources())
    return [extraction for extraction in found if extraction is not None]


def _keep_originals(plan: Plan, extractions: Sequence[Extraction], originals: Originals) -> None:
    """Copy the files just read whose pages can be shown; one that has vanished since is shown no more."""
    sources = {extraction.source.name: extraction.source for extraction in extractions}
    for file in plan.read:
        source = sources.get(file.name)
        if source is not None and source.format not in PLAIN and file.path.is_file():
            originals.keep(file.path, source.sha256)


def _derive(
    draft: Generation, extractions: Sequence[Extraction], tools: Tools, progress: Progress, clock: _Clock
) -> Held:
    """Index and graph of the next generation; what they hold, in numbers."""
    texts = {extraction.source.name: extraction.source.text for extraction in extractions}
    passages = indexed_passages(extractions)
    with clock("resolve"):
        progress("resolve", 0, 1)
        knowledge = gather(extractions, Decisions.read(tools.decisions))
        progress("resolve", 1, 1)
    if not tools.graph.takes_vectors:
        with clock("graph"):
            change = whole(knowledge, texts)
            _load_beside(tools, draft, change, progress, with_model=_lacks_vectors(passages, tools))
    with clock("embed"):
        vectors = _embed(passages, tools, progress)
    if tools.graph.takes_vectors:
        with clock("graph"):
            by_passage = {passage.id: vector for passage, vector in zip(passages, vectors, strict=True)}

            def vectors_of(passage_ids: Sequence[str]) -> Mapping[str, Sequence[float]]:
                return {passage_id: by_passage[passage_id] for passage_id in passage_ids}

            change = whole(knowledge, texts)
            tools.graph.load(_draft_of(draft), None, change, vectors_of, partial(progress, "graph"))
    with clock("index"):
        progress("index", 0, 1)
        build_index(draft.index, passages, vectors, tools.encoder.stamp)
        progress("index", 1, 1)
    return counts_of(knowledge)


def _load_beside(
    tools: Tools,
    draft: Generation,
    change: Change,
    progress: Progress,
    *,
    with_model: bool,
) -> None:
    """Have the graph written by a thread of its own, and meanwhile load what the embedding needs."""
    if not with_model:
        tools.graph.load(_draft_of(draft), None, change, no_vectors, partial(progress, "graph"))
        return
    progress("graph", 0, 1)
    with ThreadPoolExecutor(1) as beside:
        # who listens to progress may not be used to hearing it from another thread
        told = partial(tools.graph.load, _draft_of(draft), None, change, no_vectors)
        written = beside.submit(told, lambda done, total: None)
        tools.prepare()
        written.result()
    progress("graph", 1, 1)


def indexed_passages(extractions: Sequence[Extraction]) -> list[IndexedPassage]:
    """The passages as the rankers see them: with the title of their document, and of the notice it is annexed to."""
    documents = {s.document.id: s.document for extraction in extractions for s in extraction.structures}
    passages = []
    for structure in (structure for extraction in extractions for structure in extraction.structures):
        document = structure.document
        parent = documents.get(document.parent_id or "")
        title = f"{parent.title} {document.title}" if parent else document.title
        passages += [
            IndexedPassage(
                p.id, title, p.section, structure.text[p.start : p.end], document.region, document.year, document.years
            )
            for p in structure.passages
        ]
    return passages


def _lacks_vectors(passages: Sequence[IndexedPassage], tools: Tools) -> bool:
    keys = {vector_key(tools.encoder.stamp, passage.embedded_text) for passage in passages}
    with VectorStore(tools.vectors) as store:
        return len(store.get(sorted(keys))) < len(keys)


def _embed(passages: Sequence[IndexedPassage], tools: Tools, progress: Progress) -> Vectors:
    told = partial(progress, "embed")
    with VectorStore(tools.vectors) as store:
        texts = [passage.embedded_text for passage in passages]
        return embed(tools.encoder, store, texts, progress=lambda done: told(done, len(texts)))


def _forgetting(tools: Tools) -> Forgetting:
    return Forgetting(tools.vectors.with_name("forgetting"))


def _forget(extractions: Sequence[Extraction], tools: Tools) -> None:
    """What no source was read from any more goes, also what a run that was cut short has left."""
    if _forgetting(tools).takes_vectors:
        _forget_vectors(extractions, tools)
    tools.originals.forget_others({extraction.source.sha256 for extraction in extractions})
    _forgetting(tools).end()


def _forget_vectors(extractions: Sequence[Extraction], tools: Tools) -> None:
    """Keep only the vectors of what is there: nothing of a removed source is to stay behind."""
    keys = [vector_key(tools.encoder.stamp, passage.embedded_text) for passage in indexed_passages(extractions)]
    with VectorStore(tools.vectors) as store:
        store.keep_only(keys)


def _stamps(tools: Tools) -> Stamps:
    decisions = tools.decisions.read_bytes() if tools.decisions.exists() else b""
    return {
        "program": f"{stamp_of(PROGRAM)} {rules_stamp(tools.tagger)}",
        "model": tools.encoder.stamp,
        "engine": tools.graph.stamp,
        "decisions": hashlib.sha256(decisions).hexdigest()[:16],
    }


def _draft_of(generation: Generation) -> Draft:
    return Draft(generation.number, generation.graph)


def _unchanged(base: Generation | None, report: Report) -> Summary:
    if base is None:
        return Summary(report, {}, NOTHING, None)
    return Summary(report, {}, base.about["counts"], base.number)


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - begun
