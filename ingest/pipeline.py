"""Files → a new generation of library, graph and index: the stages in their order, with progress.

In: what is to be taken in and forgotten, and the tools that `ui.app.workspace` has wired. Out: a `Summary`.
Only sources that changed are read, only passages that are new are embedded, only what that touches is derived: the next
generation shares with the one before what did not change. Whatever goes wrong before the switch, the generation in use
stays as it was.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from graph.errors import REBUILD, MailuoError
from graph.records import Extraction
from graph.resolve.decisions import Decisions
from graph.store.places import Draft, GraphPlace
from ingest.arrivals import note_arrival
from ingest.counts import NOTHING, Held
from ingest.deriving.derive import derive
from ingest.deriving.echoing import wordings_among
from ingest.deriving.sources import Sources
from ingest.embedding import Embedding, keys_of, vectors_of_passages
from ingest.excerpt import Excerpt, excerpt_of
from ingest.extract import rules_stamp, stamp_of
from ingest.forgetting import Forgetting
from ingest.generation import Generation, Stamps, draft_of
from ingest.generations import Generations, Writer
from ingest.hands import Hands, OwnHands
from ingest.intake import Before, Plan, Progress, Report, before_run, plan_intake, take_in
from ingest.library import Library, LibraryOutdated
from ingest.originals import Originals
from ingest.passages import indexed_passages
from ingest.readable_library import ReadableLibrary, open_library
from ingest.remains import note_files
from ingest.sent_rows import sent_rows
from ingest.sources.files import find_files
from ingest.sources.kinds import PLAIN
from ingest.spreading import HERE, Spread
from ingest.tagger.contract import TextTagger
from ingest.unread import Unread
from search.contracts import Encoder
from search.errors import IndexOfOtherModel
from search.places import IN_FOLDER, IndexPlace
from search.vectors import VectorStore, embed

# sources to derive from; of fewer, sending the work costs more than it saves (docs/scale.md)
WORTH_SPREADING = 1000
PROGRAM = ("graph/**/*.py", "graph/lexicon/**/*", "search/*.py", "ingest/**/*.py")


@dataclass(frozen=True, slots=True)
class Tools:
    """What the stages work with. The encoder loads its model at the first text. coming: hears what sources the files
    of a run are, also those that have not changed, before anybody can read them. hands: gives those who read and
    understand; spread: those who do other work in portions."""

    encoder: Encoder
    tagger: TextTagger | None  # None: rules alone find what is named
    graph: GraphPlace
    decisions: Path
    arrivals: Path
    vectors: Path
    originals: Originals
    index: IndexPlace = IN_FOLDER
    coming: Callable[[Sequence[str]], None] = lambda names: None
    share: Callable[[Progress], None] = lambda progress: None  # lets other machines see what is in use now
    hands: Callable[[TextTagger | None], Hands] = OwnHands
    spread: Spread = HERE


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

    def plan_for(before: Before) -> Plan:
        plan = plan_intake(before, found.files, (), report, tagger=tools.tagger)
        tools.coming([*(file.name for file in plan.read), *report.unchanged])
        return plan

    with _writing(generations, tools, progress) as writer:
        summary = _run(writer, tools, progress, report, plan_for, rebuild=rebuild)
        Unread(generations.home).note((*report.failures, *report.skipped), paths)
        return summary


def remove(names: Sequence[str], generations: Generations, tools: Tools, progress: Progress) -> Summary:
    """Forget sources and all that came from them alone."""
    report = Report()
    plan_for = partial(plan_intake, files=(), drop=names, report=report, tagger=tools.tagger)
    with _writing(generations, tools, progress) as writer:
        summary = _run(writer, tools, progress, report, plan_for)
        Unread(generations.home).forget(report.removed, everything=not summary.counts["sources"])
        return summary


def derive_anew(generations: Generations, tools: Tools, progress: Progress) -> Summary:
    """The sources stay as they are; names, graph and index are derived again, as a decision has changed them."""
    report = Report()
    plan_for = partial(plan_intake, files=(), drop=(), report=report, tagger=tools.tagger)
    with _writing(generations, tools, progress) as writer:
        return _run(writer, tools, progress, report, plan_for)


@contextmanager
def _writing(generations: Generations, tools: Tools, progress: Progress) -> Iterator[Writer]:
    """The right to write; other machines see what is in use before another writer comes."""
    with generations.writing() as writer:
        yield writer
        tools.share(progress)


def follow(
    whole: Generation, wanted: Collection[str], generations: Generations, tools: Tools, progress: Progress
) -> int:
    """Let a knowledge base hold these of the sources of another, and be as if the others had never been taken in; the
    number of its generation. Nothing is read or embedded anew; what is derived is what changed. Raises as `_run`."""
    with generations.writing() as writer, open_library(whole) as main:
        base, stamps = writer.current, _stamps(tools)
        with ExitStack() as stack:
            held = None if base is None else stack.enter_context(Library.open(base.library))
            excerpt = excerpt_of(main, wanted, held)
        stands = base is not None and base.about["stamps"] == stamps and tools.index.holds(base.index)
        if base is not None and excerpt.is_empty and stands:
            return base.number
        draft = writer.draft()
        changed, gone = _excerpt(draft, base, excerpt, main, tools)
        below = base if base is not None and _derived_alike(base, stamps) else None
        with Embedding(tools.encoder, tools.vectors) as embedding, Library.open(draft.library) as library:
            step = _Step(draft, below, library, changed, gone)
            counts = _derive(step, tools, progress, _Clock(), embedding)
            note_arrival(tools.arrivals, draft.number, changed, (), gone)
        return writer.publish(draft, stamps, counts, base).number


def _excerpt(
    draft: Generation, base: Generation | None, excerpt: Excerpt, main: ReadableLibrary, tools: Tools
) -> tuple[Sequence[str], Sequence[str]]:
    """The library of a draft that holds some of another's sources; what is put into it and what goes."""
    with Library.begin(draft.library, None if base is None else base.library) as library:
        excerpt.write(main, library, tools.tagger)
        note_files(library, draft.files)
        return library.changed_sources


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
            _forget(library, tools, gone=None)
    stamps = _stamps(tools)
    made_with = stamps if base is None else base.about["stamps"]
    _check_model(made_with, stamps)
    there = writer.remains if rebuild else [base] if base is not None else []
    plan = plan_for(before_run(there, tools.originals, again=rebuild))
    if plan.is_empty and not plan.before.is_known:
        raise NothingLeft(
            f"{there[0].library}: no text is left in it; name the files that were taken in: "
            "“mailuo ingest --rebuild PATH…”"
        )
    holds = base is None or tools.graph.holds(draft_of(base))
    stands = made_with == stamps and not rebuild and holds and (base is None or tools.index.holds(base.index))
    if plan.is_empty and stands:
        return _unchanged(base, report)
    tools.graph.check()
    tools.index.check()
    clock = _Clock()
    draft = writer.draft()
    below = base if holds and base is not None and _goes_on(stamps, plan, base) else None
    with Embedding(tools.encoder, tools.vectors) as embedding:
        with clock("read"):
            changed, gone = _shelve(draft, base, plan, report, _Reading(tools, progress, embedding))
        is_same = not (report.added or report.changed or report.removed or report.copies)
        if is_same and (stands or not there):
            return _unchanged(base, report)
        with Library.open(draft.library) as library:
            _keep_originals(plan, library, tools.originals)
            counts = _derive(_Step(draft, below, library, changed, gone), tools, progress, clock, embedding)
            forgets = bool(report.changed or report.removed)
            before = _keys_before(below, [*changed, *gone], tools) if forgets else {}
            _forgetting(tools).begin(vectors=forgets)
            note_arrival(tools.arrivals, draft.number, report.added, report.changed, report.removed)
            published = writer.publish(draft, stamps, counts, base)
            _forget(library, tools, gone=None if before is None else _without_use(before, published))
    return Summary(report, clock.seconds, counts, published.number)


def _check_model(made_with: Stamps, stamps: Stamps) -> None:
    if made_with["model"] != stamps["model"]:
        raise IndexOfOtherModel(
            f"The knowledge base was made with the model {made_with['model']}, but MAILUO_MODEL gives "
            f"{stamps['model']}: {REBUILD}, or set MAILUO_MODEL back."
        )


def _goes_on(stamps: Stamps, plan: Plan, base: Generation) -> bool:
    """Whether only what changed is to be derived, as all else was derived as today. Decisions may be others."""
    return not plan.before.from_scratch and _derived_alike(base, stamps)


def _derived_alike(base: Generation, stamps: Stamps) -> bool:
    """Whether a generation was derived as is done today; by what decisions aside."""
    alike = all(base.about["stamps"][name] == stamps[name] for name in ("program", "engine", "model"))
    return alike and base.names.is_file()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What reading works with."""

    tools: Tools
    progress: Progress
    embedding: Embedding


@dataclass(frozen=True, slots=True)
class _Step:
    """From one generation to the next: the sources that changed or went. below: None where all is derived anew."""

    draft: Generation
    below: Generation | None
    library: Library
    changed: Sequence[str]
    gone: Sequence[str]

    def read(self, name: str) -> Extraction:
        """A source that is there."""
        extraction = self.library.extraction(name)
        assert extraction is not None
        return extraction


def _shelve(
    draft: Generation, base: Generation | None, plan: Plan, report: Report, reading: _Reading
) -> tuple[Sequence[str], Sequence[str]]:
    """The next generation's library; the sources that are put or go."""
    if plan.is_empty and base is not None:
        draft.keep(base, base.library)
        draft.keep(base, base.files)
        return (), ()
    below = None if base is None or plan.before.from_scratch else base.library
    with Library.begin(draft.library, below) as library:
        tools = reading.tools
        with closing(tools.hands(tools.tagger)) as hands:
            take_in(plan, library, report, reading.progress, hands=hands, taken=reading.embedding.add)
        note_files(library, draft.files)
        return library.changed_sources


def _keep_originals(plan: Plan, library: Library, originals: Originals) -> None:
    """Copy the files just read whose pages can be shown; one that has vanished since is shown no more."""
    for file in plan.read:
        entry = library.entry(file.name)
        if entry is not None and entry.format not in PLAIN and file.path.is_file():
            originals.keep(file.path, entry.sha256)


def _derive(step: _Step, tools: Tools, progress: Progress, clock: _Clock, embedding: Embedding) -> Held:
    """Names, graph and index of the next generation; what they hold, in numbers."""
    if step.below is None:
        step = replace(step, changed=[entry.name for entry in step.library.sources()], gone=())
    send = partial(sent_rows, step.library)
    spread = tools.spread if len(step.changed) >= WORTH_SPREADING else HERE
    sources = Sources(step.changed, step.gone, step.read, send, spread)
    base = step.below
    if tools.graph.takes_vectors:
        _embed(progress, clock, embedding)
    with ExitStack() as stack:
        with clock("resolve"):
            book = None if base is None else base.names
            decisions = Decisions.read(tools.decisions)
            derived = stack.enter_context(
                derive(step.draft.names, book, sources, decisions, partial(progress, "resolve"))
            )
        with clock("graph"):
            vectors = vectors_of_passages(tools.encoder, tools.vectors, step.read)
            below = None if base is None else draft_of(base)
            progress("graph", 0, derived.change.sources)
            draft = Draft(step.draft.number, step.draft.graph)
            tools.graph.load(draft, below, derived.change, vectors, partial(progress, "graph"))
    if not tools.graph.takes_vectors:
        _embed(progress, clock, embedding)
    with clock("index"):
        _index(step, tools, partial(progress, "index"))
    return derived.counts


def _embed(progress: Progress, clock: _Clock, embedding: Embedding) -> None:
    """See that every passage has its vector: most have by now."""
    with clock("embed"):
        embedding.finish(partial(progress, "embed"))


def _index(step: _Step, tools: Tools, tell: Callable[[int, int], None]) -> None:
    below = step.below if step.below is not None and tools.index.holds(step.below.index) else None
    if below is not None and not (step.changed or step.gone):
        step.draft.keep(below, below.index)
        return
    changed = step.changed if below is not None else [entry.name for entry in step.library.sources()]
    writer = tools.index.begin(step.draft.index, below.index if below else None, tools.encoder.stamp)
    for name in step.gone if below is not None else ():
        writer.drop(name)
    with VectorStore(tools.vectors) as store:
        for done, name in enumerate(changed):
            tell(done, len(changed))
            passages = indexed_passages(step.read(name))
            vectors = embed(tools.encoder, store, [passage.embedded_text for passage in passages])
            writer.put(name, passages, vectors)
    writer.finish()
    tell(len(changed), len(changed))


def _forgetting(tools: Tools) -> Forgetting:
    return Forgetting(tools.vectors.with_name("forgetting"))


def _keys_before(below: Generation | None, names: Sequence[str], tools: Tools) -> dict[str, bytes] | None:
    """Under which the vectors of these sources were kept, by wording; None where that is not known of all that is
    gone."""
    if below is None:
        return None
    with Library.open(below.library) as library:
        return _keys(library, names, tools)


def _without_use(keys: Mapping[str, bytes], generation: Generation) -> list[bytes]:
    """Those of wordings that no source of the generation has."""
    used = wordings_among(generation.names, sorted(keys))
    return [key for wording, key in keys.items() if wording not in used]


def _keys(library: Library, names: Sequence[str], tools: Tools) -> dict[str, bytes]:
    read = (library.extraction(name) for name in names)
    return keys_of(tools.encoder, (extraction for extraction in read if extraction is not None))


def _forget(library: Library, tools: Tools, *, gone: Collection[bytes] | None) -> None:
    """What no source was read from any more goes. gone: the keys of its vectors; None: whatever is not there, as after
    a run that was cut short."""
    if _forgetting(tools).takes_vectors:
        with VectorStore(tools.vectors) as store:
            if gone is None:
                store.keep_only(sorted(_keys(library, [entry.name for entry in library.sources()], tools).values()))
            else:
                store.forget(gone)
    tools.originals.forget_others({entry.sha256 for entry in library.sources()})
    _forgetting(tools).end()


def _stamps(tools: Tools) -> Stamps:
    decisions = tools.decisions.read_bytes() if tools.decisions.exists() else b""
    return {
        "program": f"{stamp_of(PROGRAM)} {rules_stamp(tools.tagger)}",
        "model": tools.encoder.stamp,
        "engine": tools.graph.stamp,
        "decisions": hashlib.sha256(decisions).hexdigest()[:16],
    }


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
