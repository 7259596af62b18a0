"""Work that takes longer than a page: taking files in, forgetting them, deciding what is the same.

It runs in a thread of its own, so that leaving the page does not break it; pages look at how far it is. One at a
time in this process; another process's work is met as the workspace's own mistake (HomeBusy).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from graph.errors import MailuoError
from ingest.intake import Progress
from ui.app.fields import DecisionFields, SummaryFields

Done = SummaryFields | DecisionFields


@dataclass
class Job:
    """One piece of work, as far as it is."""

    kind: str  # ingest | remove | decide
    names: tuple[str, ...]  # of the files or entities
    stage: str = ""
    done: int = 0
    total: int = 0
    what: str = ""
    summary: Done | None = None
    error: Exception | None = None
    finished: threading.Event = field(default_factory=threading.Event)

    def hear(self, stage: str, done: int, total: int, what: str = "") -> None:
        self.stage, self.done, self.total, self.what = stage, done, total, what


class Jobs:
    """The work of this process: the one that runs, or the one that ran last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.last: Job | None = None

    @property
    def running(self) -> bool:
        return self.last is not None and not self.last.finished.is_set()

    def start(self, kind: str, names: tuple[str, ...], work: Callable[[Progress], Done]) -> Job | None:
        """Begins the work; None when other work is still running."""
        with self._lock:
            if self.running:
                return None
            job = self.last = Job(kind, names)
        threading.Thread(target=_do, args=(job, work), name=f"mailuo-{kind}", daemon=True).start()
        return job

    def dismiss(self) -> None:
        """Forgets what has ended."""
        with self._lock:
            if not self.running:
                self.last = None


def _do(job: Job, work: Callable[[Progress], Done]) -> None:
    try:
        job.summary = work(job.hear)
    except (MailuoError, OSError, sqlite3.Error) as error:
        job.error = error
    finally:
        # also after a mistake of ours, which has neither summary nor error: the page must not wait for ever
        job.finished.set()
