"""What 100,000, a million and ten million documents would take: counted from measured costs, and simulated.

    .venv/bin/python benchmarks/scaling.py            seconds; writes benchmarks/scaling.md

Counted: processor, memory and disk of each stage, from the costs of a document below, which other benchmarks measured
on two cores. Simulated: workers that take portions of documents in their order, as `ingest.cluster` gives them out
(each has at most AHEAD portions, results are fetched in order), that fail at random, begin anew and try again, while
the one that drives puts what comes into the library. Nothing of the network but its delay is simulated.
"""

from __future__ import annotations

import heapq
import random
import sys
from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import table, write_report
from ingest.cluster.hands import MOST_FILES
from ingest.cluster.ray_cluster import AHEAD

SIZES = (100_000, 1_000_000, 10_000_000)


@dataclass(frozen=True)
class Costs:
    """Of one document of 52 passages, as in benchmarks/growing.md. Seconds are of one core."""

    understood_s: float  # read, understood and embedded by a worker
    shelved_s: float = 0.041  # taken from the shelf and put into the library, by the one that drives
    derived_s: float = 0.130  # names and links: what can be spread (docs/scale.md)
    driven_s: float = 0.077  # … and what the one that drives does alone
    graph_s: float = 0.40  # written to Neo4j in two lanes: 58 s for 145 documents (graph_load.md)
    index_s: float = 0.03  # put into the index of a folder (searching.md: 189 s for 400,000 passages)
    library_bytes: float = 151e3  # growing.md, at 10,000 documents
    names_bytes: float = 200e3
    graph_bytes: float = 114e3
    index_bytes: float = 249e3
    shelf_bytes: float = 123e3  # 55 KB a source, 1.3 KB a passage (docs/scale.md)

    @property
    def bytes(self) -> float:
        """Kept for it in all."""
        return self.library_bytes + self.names_bytes + self.graph_bytes + self.index_bytes + self.shelf_bytes


PASSAGES = 52
CORES = {  # seconds a passage: clustering.md; ingesting.md (38 s of two cores for 1,102)
    "AVX2": Costs(0.25 * PASSAGES),
    "AMX": Costs(0.07 * PASSAGES),
}


def count(core: str, documents: int, workers: int) -> list[object]:
    """A row: hours of each stage with so many workers of one core, and bytes."""
    costs, hours = CORES[core], documents / 3600
    understood, spread = costs.understood_s * hours / workers, costs.derived_s * hours / workers
    alone = (costs.shelved_s + costs.driven_s) * hours
    written = (costs.graph_s + costs.index_s) * hours
    stages = (understood, spread, alone, written)
    return [f"{documents:,}", f"{workers} {core}", *(f"{one:,.1f}" for one in (*stages, sum(stages))),
            f"{costs.bytes * documents / 1e9:,.0f}"]  # fmt: skip


# ----------------------------------------------------------------------------------------------------------- simulated


@dataclass(frozen=True)
class Trial:
    """workers: of one core; lives: mean seconds until one is lost, None for never; begins: seconds until one is back;
    spread: how unlike documents are (sigma of the logarithm); delay: seconds that a portion is on its way."""

    documents: int
    workers: int
    lives: float | None
    begins: float = 30.0
    spread: float = 1.0
    delay: float = 0.05


@dataclass
class Outcome:
    """seconds until all is in the library; lost: seconds of work that was done in vain; losses of workers."""

    seconds: float = 0.0
    lost: float = 0.0
    losses: int = 0


def simulate(trial: Trial, costs: Costs, seed: int = 7) -> Outcome:
    """Portions go to the worker with the fewest; the driver takes them in their order."""
    chance = random.Random(seed)
    scale = costs.understood_s / _mean_of(trial.spread)
    portions = -(-trial.documents // MOST_FILES)
    free = [(0.0, number) for number in range(trial.workers)]  # when each worker is done with all that it has
    heapq.heapify(free)
    dies = [_life(chance, trial) for _ in range(trial.workers)]
    outcome, driver = Outcome(), 0.0
    waiting: deque[float] = deque()  # when portions that are out will be done
    for _ in range(portions):
        if len(waiting) >= AHEAD * trial.workers:  # given out only when the oldest has been taken in
            driver = max(driver, waiting.popleft()) + costs.shelved_s * MOST_FILES
        work = sum(chance.lognormvariate(0, trial.spread) for _ in range(MOST_FILES)) * scale
        at, number = heapq.heappop(free)
        at = max(at, driver) + trial.delay
        while at + work > dies[number]:  # lost in the middle, or while it had nothing to do
            outcome.lost += max(0.0, dies[number] - at)
            outcome.losses += 1
            at = max(at, dies[number]) + trial.begins
            dies[number] = at + _life(chance, trial)
        heapq.heappush(free, (at + work, number))
        waiting.append(at + work)
    for done in waiting:
        driver = max(driver, done) + costs.shelved_s * MOST_FILES
    outcome.seconds = driver
    return outcome


def _mean_of(spread: float) -> float:
    return float(2.718281828459045 ** (spread**2 / 2))


def _life(chance: random.Random, trial: Trial) -> float:
    return chance.expovariate(1 / trial.lives) if trial.lives else float("inf")


def row(trial: Trial, costs: Costs) -> list[object]:
    """How near to what so many workers could do at best."""
    outcome = simulate(trial, costs)
    best = trial.documents * costs.understood_s / trial.workers
    lives = "never" if trial.lives is None else f"every {trial.lives / 60:.0f} min"
    return [
        trial.workers,
        lives,
        outcome.losses,
        f"{outcome.seconds / 3600:.2f}",
        f"{best / outcome.seconds:.2f}",
        f"{outcome.lost / (trial.documents * costs.understood_s):.3f}",
    ]


def main() -> None:
    counted = [count(core, size, workers) for size in SIZES for core in CORES for workers in (16, 160)]
    plain = Trial(documents=100_000, workers=10, lives=None)
    trials = [
        replace(plain, workers=1),
        *(replace(plain, lives=lives) for lives in (None, 6 * 3600.0, 3600.0, 600.0)),
        replace(plain, workers=40, lives=3600.0),
        replace(plain, workers=100, lives=3600.0),
    ]
    lines = [
        *table(
            (
                "documents",
                "workers",
                "understanding, h",
                "deriving, spread, h",
                "alone, h",
                "writing, h",
                "in all, h",
                "GB",
            ),
            counted,
        ),
        "",
        "100,000 documents on cores with AMX, simulated:",
        "",
        *table(
            ("workers", "each is lost", "losses", "hours until all is in the library", "of the best", "work in vain"),
            [row(trial, CORES["AMX"]) for trial in trials],
        ),
    ]
    write_report("scaling", "Past one machine, counted and simulated", "`benchmarks/scaling.py` says how.", lines)


if __name__ == "__main__":
    main()
