"""A Ray cluster: this machine's own, begun when it is first needed, or one that others operate.

In: where it is, and how many workers are wanted. Out: workers that understand files, each with the model in its memory,
and hands for any other work in portions. A worker that is lost is begun anew and its portion tried again; one portion
that costs worker after worker is cut into its files, and the file that does it is named.
"""

from __future__ import annotations

import logging
import os
import re
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from graph.errors import MailuoError
from ingest.cluster.understanding import Result, Stamps, Task, Tools, Worker
from ingest.sources.unreadable import Unreadable

if TYPE_CHECKING:
    from types import ModuleType

    from ray import ObjectRef
    from ray.actor import ActorHandle

OWN = "ray"  # this machine's, or the one that RAY_ADDRESS names
AHEAD = 3  # portions that a worker has or waits for: it is never idle while the first of them is fetched
BEGINNINGS = 2  # of a cluster of this machine: Ray waits half a minute for its own processes, too short on a busy one
TRIES = 1  # more of a portion whose worker is lost, before its files are tried one by one
OBJECT_BYTES = 400_000_000  # of this machine's memory, for what is on its way; more goes to the disk

Portion = TypeVar("Portion")
Out = TypeVar("Out")
Done = TypeVar("Done")


class ClusterUnusable(MailuoError):
    """Ray is not installed, the address is none, or nobody answers there."""


@dataclass(frozen=True, slots=True)
class Workers:
    """address: “ray” or ray://HOST:PORT; count: how many, None for as many as the cluster has cores or GPUs."""

    address: str = OWN
    count: int | None = None

    def __post_init__(self) -> None:
        if self.address != OWN and not re.fullmatch(r"ray://[^:/]+:\d+", self.address):
            raise ClusterUnusable(f"--on {self.address}: give “ray”, or ray://HOST:PORT of a cluster that is running")


class RayCluster:
    """Begun by `open`, or by the first who needs it; closed when the run ends. make: gives the tools of a worker, where
    it works; stamps: what these must be."""

    def __init__(self, asked: Workers, make: Callable[[], Tools], stamps: Stamps) -> None:
        self.make = make
        self._asked = asked
        self._stamps = stamps
        self._ray: ModuleType | None = None
        self._crew: list[_Actor] = []
        self.workers = 0

    def open(self) -> None:
        """Begin it, or join it; `ClusterUnusable` where that cannot be."""
        if self._ray is None:
            ray = _begin(self._asked)
            room = _shares(ray.cluster_resources())
            if (count := self._asked.count or room) > room:  # the rest would be waited for without end
                ray.shutdown()
                raise ClusterUnusable(f"--workers {count}: the cluster has room for {room}")
            self._ray, self.workers = ray, count

    def close(self) -> None:
        """Let go of the workers, and end what was begun for this run."""
        if self._ray is not None:
            self._crew.clear()
            self._ray.shutdown()
            self._ray = None

    def map(self, work: Callable[[Portion], Done], portions: Iterable[Portion]) -> Iterator[Done]:
        """What `work` gives for each portion, in their order. Keeps the contract `Spread`: where nobody has needed
        workers yet it is done here, as it is little."""
        if self._ray is None:
            yield from map(work, portions)
            return
        self.dismiss()  # their cores and memory are wanted
        done = self._ray.remote(max_retries=TRIES)(_done)
        held = self._ray.put(work)
        with _told(self._ray):
            yield from self._in_order(portions, lambda portion: done.remote(held, portion), self._ray.get)

    def understand(self, portions: Iterable[Sequence[Task]]) -> Iterator[list[Result]]:
        """What became of each portion's files, in their order."""
        self.open()
        assert self._ray is not None
        with _told(self._ray):
            yield from self._in_order(portions, partial(self._give, self._ray), partial(self._finished, self._ray))

    def _in_order(
        self, portions: Iterable[Portion], give: Callable[[Portion], Out], fetch: Callable[[Out], Done]
    ) -> Iterator[Done]:
        """What each portion gives that is given out: some are out at a time."""
        waiting: deque[Out] = deque()
        for portion in portions:
            if len(waiting) >= AHEAD * self.workers:
                yield fetch(waiting.popleft())
            waiting.append(give(portion))
        while waiting:
            yield fetch(waiting.popleft())

    def _give(self, ray: ModuleType, portion: Sequence[Task]) -> _Given:
        if not self._crew:
            self._crew = [self._hire(ray) for _ in range(self.workers)]
            self._see_begin(ray)
        for one in self._crew:
            one.count_left(ray)
        actor = min(self._crew, key=lambda one: len(one.working))
        ref: ObjectRef[Any] = actor.handle.understand.remote(portion)
        actor.working.append(ref)
        return _Given(portion, ref)

    def _see_begin(self, ray: ModuleType) -> None:
        """A worker that cannot begin at all is no fault of a file's."""
        try:
            ray.get([one.handle.begin.remote() for one in self._crew])
        except ray.exceptions.RayActorError as error:
            self.dismiss()
            said = " ".join(str(error).split())[-200:]
            raise ClusterUnusable(f"--on {self._asked.address}: a worker cannot begin (… {said})") from error

    def _finished(self, ray: ModuleType, given: _Given) -> list[Result]:
        try:
            results: list[Result] = ray.get(given.ref)
            return results
        except (ray.exceptions.RayActorError, ray.exceptions.OutOfMemoryError):
            return [self._alone(ray, task) for task in given.portion]

    def _alone(self, ray: ModuleType, task: Task) -> Result:
        """By a worker that has nothing else to do, so that what breaks it is this file."""
        worker = self._hire(ray, restarts=0)
        try:
            result: Result = ray.get(worker.handle.understand.remote([task]))[0]
            return result
        except (ray.exceptions.RayActorError, ray.exceptions.OutOfMemoryError):
            return Unreadable(task.name, "reader_died", fault="the worker ended")
        finally:
            ray.kill(worker.handle)

    def _hire(self, ray: ModuleType, restarts: int = -1) -> _Actor:
        gpus = 1 if ray.cluster_resources().get("GPU") else 0
        cpus = 0 if restarts == 0 else 1  # one for a single file is beside all others
        options = {"num_cpus": cpus, "num_gpus": gpus, "max_restarts": restarts}
        options["max_task_retries"] = TRIES if restarts else 0
        return _Actor(ray.remote(**options)(Worker).remote(self.make, self._stamps), [])

    def dismiss(self) -> None:
        """Let the workers go that understand files: their memory is given back."""
        if self._ray is not None:
            for one in self._crew:
                self._ray.kill(one.handle)
        self._crew.clear()


@dataclass(slots=True)
class _Actor:
    """A worker, and the portions that it has not done yet."""

    handle: ActorHandle[Any]
    working: list[ObjectRef[Any]]

    def count_left(self, ray: ModuleType) -> None:
        """See what it has done meanwhile."""
        if self.working:
            _, self.working = ray.wait(self.working, num_returns=len(self.working), timeout=0)


@dataclass(frozen=True, slots=True)
class _Given:
    """A portion that a worker has."""

    portion: Sequence[Task]
    ref: ObjectRef[Any]


def _done(work: Callable[[Portion], Done], portion: Portion) -> Done:
    return work(portion)


def _begin(asked: Workers) -> ModuleType:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it tells nobody
    os.environ.setdefault("RAY_DEDUP_LOGS", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    if asked.address != OWN and _has_token():
        os.environ.setdefault("RAY_AUTH_MODE", "token")
    try:
        import ray
    except ImportError as error:
        raise ClusterUnusable(
            f"--on {asked.address}: needs Ray; `pip install 'mailuo[cluster]'` (make cluster)"
        ) from error
    address = asked.address if asked.address != OWN else os.environ.get("RAY_ADDRESS") or "local"
    own: dict[str, Any] = {}
    if address == "local":
        own = {"num_cpus": asked.count, "object_store_memory": OBJECT_BYTES, "include_dashboard": False}
    try:
        _join(ray, address, own)
    except Exception as error:
        if not _is_unreachable(error):
            raise
        said = " ".join(str(error).split())[:200] or type(error).__name__
        token = "" if asked.address == OWN or _has_token() else "; it may want a token (RAY_AUTH_TOKEN)"
        raise ClusterUnusable(
            f"--on {asked.address}: no Ray cluster can be reached or begun there ({said}){token}; try again"
        ) from error
    return ray


def _join(ray: ModuleType, address: str, own: Mapping[str, Any]) -> None:
    for left in reversed(range(BEGINNINGS if own else 1)):
        try:
            with warnings.catch_warnings():  # what matters is told by the error
                warnings.simplefilter("ignore")
                ray.init(address, log_to_driver=False, logging_level=logging.CRITICAL, **own)
            return
        except Exception as error:
            if not left or type(error) is not Exception:
                raise
            ray.shutdown()  # what did begin of it


def _is_unreachable(error: Exception) -> bool:
    """Where its own processes do not begin in time Ray raises the bare class."""
    return type(error) is Exception or isinstance(error, (OSError, ValueError, RuntimeError))


def _has_token() -> bool:
    """Clusters ask for a token unless they were told not to, and who joins from outside shows it only when told to."""
    named = any(os.environ.get(name) for name in ("RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH"))
    return named or (Path.home() / ".ray" / "auth_token").is_file()


def _shares(resources: dict[str, float]) -> int:
    """As many as there are GPUs, else cores."""
    return max(1, int(resources.get("GPU") or resources.get("CPU") or 1))


@contextmanager
def _told(ray: ModuleType) -> Iterator[None]:
    """What a worker met is said in its own line; that the cluster is lost, in another."""
    try:
        yield
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, MailuoError):
            raise error.cause from None
        raise
    except ray.exceptions.RayError as error:
        said = " ".join(str(error).split())[:200]
        raise ClusterUnusable(
            f"the Ray cluster is lost ({said}); run the command again: what is done is kept"
        ) from error
