"""Work that takes longer than a page: taking files in, forgetting them, deriving what a person decided.

It runs in a thread of its own, so that leaving the page does not break it; pages look at how far it is. One at a
time in this process; another process's work is met as the workspace's own mistake (HomeBusy). Decisions are
recorded at once and wait for nothing: what was decided while other work ran is derived behind it, all together.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from graph.errors import MailuoError
from graph.resolve.decisions import Verdict
from ingest.intake import Progress
from ui.app.fields import DecisionFields, RightedFields, SummaryFields

Done = SummaryFields | DecisionFields | RightedFields
MOST_ENDS = 200  # visits whose last work is remembered


@dataclass(frozen=True, slots=True)
class Place:
    """Where work was begun: the visit, and the page; what it came to is said there only."""

    visit: str
    page: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person said, recorded, and not yet derived. `a`, `b`: of two things, as the page names them; else `a`
    names the fact that was put right, and there is no verdict. `derive`: derives it, and whatever else was recorded
    until then."""

    a: str
    b: str
    verdict: Verdict | None
    label: str  # of the other thing, as people read it
    place: Place
    derive: Callable[[Progress], Done]

    def is_about(self, a: str, b: str) -> bool:
        """Whether it is these two, in any order."""
        return {self.a, self.b} == {a, b}


@dataclass
class Job:
    """One piece of work, as far as it is."""

    kind: str  # ingest | remove | decide
    names: tuple[str, ...]  # of the files or entities
    place: Place
    stage: str = ""
    done: int = 0
    total: int = 0
    what: str = ""
    summary: Done | None = None
    error: Exception | None = None
    finished: threading.Event = field(default_factory=threading.Event)

    def hear(self, stage: str, done: int, total: int, what: str = "") -> None:
        """Note how far the work is: the `Progress` of an ingestion."""
        self.stage, self.done, self.total, self.what = stage, done, total, what


class Jobs:
    """The work of this process: what runs, what waits for it, and what came of the last work of each visit."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Decided] = []
        self._deriving: Sequence[Decided] = ()
        self._ends: OrderedDict[Place, Job] = OrderedDict()
        self.last: Job | None = None

    @property
    def running(self) -> bool:
        """Whether work is going on."""
        return self.last is not None and not self.last.finished.is_set()

    @property
    def pending(self) -> Sequence[Decided]:
        """What was decided and does not show in the graph yet, in the order it was decided."""
        with self._lock:
            return [*self._deriving, *self._waiting]

    def start(self, kind: str, names: tuple[str, ...], work: Callable[[Progress], Done], place: Place) -> Job | None:
        """Begins the work; None when other work is still running."""
        with self._lock:
            return None if self.running else self._begin(Job(kind, names, place), work)

    def decide(self, decided: Decided) -> None:
        """Has a recorded decision derived: now, or with others behind the work that runs."""
        with self._lock:
            self._waiting.append(decided)
            if not self.running:
                self._begin_deriving()

    def ended(self, place: Place) -> Job | None:
        """What was last begun at this place and has ended, until it is dismissed."""
        with self._lock:
            return self._ends.get(place)

    def dismiss(self, place: Place) -> None:
        """Forgets what has ended there."""
        with self._lock:
            self._ends.pop(place, None)

    def _begin_deriving(self) -> None:
        if not self._waiting:
            return
        self._deriving, self._waiting = tuple(self._waiting), []
        names, last = tuple(dict.fromkeys(one.label for one in self._deriving)), self._deriving[-1]
        self._begin(Job("decide", names, last.place), last.derive)

    def _begin(self, job: Job, work: Callable[[Progress], Done]) -> Job:
        self.last = job
        self._ends.pop(job.place, None)
        threading.Thread(target=self._do, args=(job, work), name=f"mailuo-{job.kind}", daemon=True).start()
        return job

    def _do(self, job: Job, work: Callable[[Progress], Done]) -> None:
        try:
            job.summary = work(job.hear)
        except (MailuoError, OSError, sqlite3.Error) as error:
            job.error = error
        finally:
            # also after a mistake of ours, which has neither summary nor error: the page must not wait for ever
            with self._lock:
                self._end(job)

    def _end(self, job: Job) -> None:
        for place in {job.place, *(one.place for one in self._deriving)}:
            self._ends[place] = job
        while len(self._ends) > MOST_ENDS:
            self._ends.popitem(last=False)
        self._deriving = ()  # empty beside other work
        job.finished.set()
        self._begin_deriving()
