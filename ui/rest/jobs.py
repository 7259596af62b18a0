"""Work behind an answer: taking files in, forgetting them, deriving what was decided. One piece after the other.

In: who asks, and the work. Out: a `Job` to be followed until it is done or has failed.
"""

from __future__ import annotations

import logging
import secrets
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

from graph.errors import MailuoError
from ingest.intake import Progress
from ui.app.people import Person, Role
from ui.rest.fields import JobFields, ProblemFields
from ui.rest.problems import code_of, fields_of, in_a_log
from ui.rest.turns import TooBusy

MOST_REMEMBERED = 200
_log = logging.getLogger("mailuo.rest")


class JobUnknown(MailuoError):
    """There is no such job, or it is another's."""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass
class Job:
    """One piece of work, as far as it is."""

    kind: str  # ingest | remove | decide
    names: Sequence[str]
    who: str
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    state: str = "waiting"
    began: str = field(default_factory=_now)
    ended: str | None = None
    stage: str = ""
    done: int = 0
    total: int = 0
    what: str = ""
    result: Mapping[str, object] | None = None
    problem: ProblemFields | None = None

    def hear(self, stage: str, done: int, total: int, what: str = "") -> None:
        """How far it is."""
        self.stage, self.done, self.total, self.what = stage, done, total, what

    def fields(self) -> JobFields:
        """As it is answered."""
        return {
            "id": self.id,
            "kind": self.kind,
            "names": list(self.names),
            "who": self.who,
            "state": self.state,
            "began": self.began,
            "ended": self.ended,
            "stage": self.stage,
            "done": self.done,
            "total": self.total,
            "what": self.what,
            "result": None if self.result is None else dict(self.result),
            "problem": self.problem,
        }


class Jobs:
    """Of one server. May be used from several threads; close it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._pool = _open()
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def close(self) -> None:
        """What runs is waited for, as it writes; what waits is not begun."""
        self._pool.shutdown(cancel_futures=True)
        self._pool = _open()

    def make_room(self) -> None:
        """Raises `TooBusy` where so many wait that no more are taken."""
        with self._lock:
            waiting = self.waiting
        if waiting >= self._most:
            raise TooBusy(f"{waiting} jobs are waiting; try again when some are done")

    @property
    def waiting(self) -> int:
        """How many are not done."""
        return sum(job.ended is None for job in self._jobs.values())

    def start(self, job: Job, work: Callable[[Progress], Mapping[str, object]]) -> Job:
        """Have it done behind those that wait."""
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > MOST_REMEMBERED:
                self._jobs.popitem(last=False)
        self._pool.submit(self._do, job, work)
        return job

    def of(self, person: Person) -> list[Job]:
        """The person's own, an administrator's all; the newest first."""
        with self._lock:
            return [job for job in reversed(self._jobs.values()) if _is_of(job, person)]

    def find(self, identifier: str, person: Person) -> Job:
        """One that is theirs."""
        with self._lock:
            job = self._jobs.get(identifier)
        if job is None or not _is_of(job, person):
            raise JobUnknown(f"there is no job “{identifier}”; those before the last {MOST_REMEMBERED} are forgotten")
        return job

    def _do(self, job: Job, work: Callable[[Progress], Mapping[str, object]]) -> None:
        job.state, state = "running", "failed"
        try:
            job.result = work(job.hear)
            state = "done"
        except (MailuoError, OSError, sqlite3.Error) as error:
            _log.warning("%s of %s: %s: %s", job.kind, job.who, code_of(type(error)), in_a_log(error))
            job.problem = fields_of(error)
        finally:
            if state == "failed" and job.problem is None:  # a mistake of ours: who follows must not do so for ever
                _log.exception("%s of %s failed", job.kind, job.who)
                job.problem = fields_of(RuntimeError())
            job.ended, job.state = _now(), state


def _open() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="mailuo-job")


def _is_of(job: Job, person: Person) -> bool:
    return job.who == person.name or person.role.includes(Role.ADMINISTRATOR)
