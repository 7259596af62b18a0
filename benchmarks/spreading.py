"""What deriving costs, and whether it gives the same wherever its work is done: here, or by 1, 2 and 4 workers of Ray.

    .venv/bin/python benchmarks/spreading.py                                    200 made documents, some minutes
    .venv/bin/python benchmarks/spreading.py --documents 10000 --workers 2      hours

A library of made documents (benchmarks/made_corpora) is derived from nothing: here, then by workers on this machine,
and the graph exported after each; all exports must be the same bytes, else it ends with an error. Writes
benchmarks/spreading.md: for each the seconds by the wall, and of processor those of the one that drives and those of
the work; for each kind of work its portions, seconds and bytes on the way. More workers than cores show that the result
is the same, not how fast it is.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import pickle
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import table, write_report
from benchmarks.made_corpora.draws import SEED, draw_documents
from benchmarks.made_corpora.texts import read_bases
from benchmarks.made_corpora.twins import twin
from graph.resolve.decisions import Decisions
from graph.store.engines.engine import no_vectors
from graph.store.places import Draft, EmbeddedPlace
from graph.store.store import Store
from ingest.cluster.ray_cluster import RayCluster, Workers
from ingest.cluster.understanding import Stamps
from ingest.deriving.derive import derive, reading
from ingest.deriving.sources import Sources
from ingest.library import Library
from ingest.sent_rows import sent_rows
from ingest.spreading import HERE, Spread
from ui.app.export import export

Portion = TypeVar("Portion")
Done = TypeVar("Done")
BASES = 20  # real documents that are read, of those below the folders


@dataclass
class Work:
    """What was done of one kind. bytes: sent, and given back."""

    portions: int = 0
    seconds: float = 0.0
    bytes: list[int] = field(default_factory=lambda: [0, 0])


class Measured:
    """Hands, and what they did. weighs: whether what would be on the way is weighed; its seconds are in `weighing`."""

    def __init__(self, hands: Spread, *, weighs: bool = False) -> None:
        self.done: defaultdict[str, Work] = defaultdict(Work)
        self.weighing = 0.0
        self._hands = hands
        self._weighs = weighs

    def map(self, work: Callable[[Portion], Done], portions: Iterable[Portion]) -> Iterator[Done]:
        """What `work` gives for each portion, in their order."""
        kind = self.done[getattr(work, "func", work).__name__]
        for done, seconds in self._hands.map(partial(_measured, work), self._weighed(kind, portions)):
            kind.portions += 1
            kind.seconds += seconds
            kind.bytes[1] += self._weight(done)
            yield done

    def _weighed(self, kind: Work, portions: Iterable[Portion]) -> Iterator[Portion]:
        for portion in portions:
            kind.bytes[0] += self._weight(portion)
            yield portion

    def _weight(self, what: object) -> int:
        if not self._weighs:
            return 0
        begun = time.process_time()
        size = len(pickle.dumps(what, pickle.HIGHEST_PROTOCOL))
        self.weighing += time.process_time() - begun
        return size


def _measured(work: Callable[[Portion], Done], portion: Portion) -> tuple[Done, float]:
    begun = time.process_time()
    return work(portion), time.process_time() - begun


@dataclass(frozen=True)
class Run:
    """One deriving. wall, driver: seconds, by the wall and of this process; export: the hash of all its files."""

    name: str
    wall: float
    driver: float
    work: dict[str, Work]
    export: str
    book: int  # bytes
    graph: int


def make_library(path: Path, folders: Sequence[Path], count: int) -> None:
    """A library of so many documents: some real ones, and twins of them."""
    files = sum(1 for folder in folders for _ in folder.rglob("*.txt"))
    bases = list(read_bases(folders, every=max(1, files // BASES)))
    held = 0
    with Library.create(path) as library:
        for base in bases:
            if held < count:
                library.put(base.extraction, "made")
                held += base.documents
        for draw in draw_documents(bases, max(0, count - held), SEED):
            library.put(twin(bases[draw.base], draw, SEED), "made")


def derived(name: str, path: Path, hands: Spread, folder: Path, *, here: bool) -> Run:
    """Derive all of a library, load the graph and export it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    measured = Measured(hands, weighs=here)
    with Library.open(path) as library:
        names = [entry.name for entry in library.sources()]
        send = partial(sent_rows, library)
        sources = Sources(names, (), reading(library.extraction), send, measured)
        wall, driver = time.perf_counter(), time.process_time()
        with derive(folder / "names.sqlite", None, sources, Decisions()) as found:
            wall, driver = time.perf_counter() - wall, time.process_time() - driver
            place = EmbeddedPlace()
            place.load(Draft(1, folder / "graph"), None, found.change, no_vectors, lambda done, total: None)
    with closing(place.open(folder / "graph")) as engine:
        files = export(Store(engine).dump(), "jsonl", folder / "export")
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.name.encode() + file.read_bytes())
    if here:
        driver -= sum(work.seconds for work in measured.done.values()) + measured.weighing
        wall -= measured.weighing
    sizes = [_bytes_of(folder, start) for start in ("names", "graph")]
    return Run(name, wall, driver, dict(measured.done), digest.hexdigest(), *sizes)


def _bytes_of(folder: Path, start: str) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and file.name.startswith(start))


@contextmanager
def workers(count: int) -> Iterator[RayCluster]:
    """So many, of this machine."""
    cluster = RayCluster(Workers(count=count), _none, Stamps("", ""))
    cluster.open()
    try:
        yield cluster
    finally:
        cluster.close()


def _none() -> Any:
    raise AssertionError("nothing is read here")


def report(count: int, library: Path, runs: Sequence[Run]) -> list[str]:
    """The tables."""
    here = runs[0]
    work = sum(one.seconds for one in here.work.values())
    rows: list[list[object]] = [
        [
            run.name,
            f"{run.wall:.1f}",
            f"{here.wall / run.wall:.2f}",
            f"{run.driver:.1f}",
            f"{sum(one.seconds for one in run.work.values()):.1f}",
            run.export[:12],
        ]
        for run in runs
    ]
    kinds: list[list[object]] = [
        [
            f"`{name}`",
            one.portions,
            f"{one.seconds:.1f}",
            f"{100 * one.seconds / (work + here.driver):.0f} %",
            f"{one.seconds / max(one.portions, 1):.2f}",
            *(f"{size / 1e6:.1f}" for size in one.bytes),
        ]
        for name, one in here.work.items()
    ]
    kinds.append(
        ["reading ahead, writing", "", f"{here.driver:.1f}", f"{100 * here.driver / (work + here.driver):.0f} %"]
    )
    sizes = ((what, size / 1e3 / count) for what, size in (("book of names", here.book), ("graph", here.graph)))
    held = [("library", _bytes_of(library.parent, library.name) / 1e3 / count), *sizes]
    return [
        f"{count:,} made documents. KB a document: {', '.join(f'{what} {size:.0f}' for what, size in held)}.",
        "",
        *table(["hands", "wall s", "× here", "processor s: who drives", "the work", "export"], rows),
        "",
        "Of processor, here:",
        "",
        *table(["work", "portions", "s", "share", "s a portion", "MB sent", "MB back"], kinds),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    parser.add_argument("--from", dest="folders", type=Path, nargs="+", default=[ROOT / "corpus"])
    parser.add_argument("--home", type=Path, default=ROOT / "build" / "spreading")
    options = parser.parse_args()
    home = options.home.resolve()
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    library = home / "library.sqlite"
    make_library(library, options.folders, options.documents)
    os.environ["PYTHONPATH"] = str(ROOT)  # the workers' too
    said = "`benchmarks/spreading.py` writes this and says what is measured."
    runs = [derived("here", library, HERE, home / "here", here=True)]
    for count in options.workers:
        with workers(count) as hands:
            name = f"{count} worker{'s' * (count > 1)}"
            runs.append(derived(name, library, hands, home / str(count), here=False))
        # after each: the next may take hours, and fail
        write_report("spreading", "Deriving in portions", said, report(options.documents, library, runs))
    if len({run.export for run in runs}) > 1:
        sys.exit("the exports differ")


if __name__ == "__main__":
    main()
