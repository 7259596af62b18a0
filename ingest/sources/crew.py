"""Files → what each holds or why it cannot be read, read by several processes at once, given in the files' order.

A process that dies or says nothing for too long costs the file it was reading; another takes its place. Plain texts
are read here: decoding them is quick and breaks nothing. No process is started before there is a file for it.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.records import Remark, Source
from ingest.sources.files import NamedFile
from ingest.sources.kinds import PLAIN
from ingest.sources.limits import MEMORY_BYTES, SECONDS, SILENT, Limits, seconds_for
from ingest.sources.process import BROKEN, Process
from ingest.sources.read import kind_at, read_source
from ingest.sources.serving import FileProgress, attempt
from ingest.sources.unreadable import Unreadable
from ingest.sources.worker import ReadTask

PAGE_LIMITS = Limits(3_000_000_000, 120.0)  # of a page that has to be recognised: 1 GB and 6 seconds, usually
AHEAD = 2  # files read for each process before they are asked for

SPENT = frozenset({"reader_memory", "office_slow"})  # behind which a process is not used again

Result = Source | Unreadable
Told = Callable[[str, str, int, int], None]  # a file's name, what is being done with it, how many of how many are done


def read_files(
    files: Sequence[NamedFile], told: Told, *, processes: int | None = None, seconds: float = SECONDS
) -> Generator[tuple[NamedFile, Result]]:
    """Each file with what it gave. Close the generator when leaving it early: it ends its processes then.

    `processes`: at most so many, by default one for each core; `seconds`: of processor for a small file.
    """
    kinds = [_kind(file) for file in files]
    heavy = [at for at, kind in enumerate(kinds) if kind is not None and kind not in PLAIN]
    crew = _Crew(files, heavy, min(processes or os.cpu_count() or 1, len(heavy)), seconds)
    with contextlib.closing(crew):
        crew.start()
        waiting = set(heavy)
        for at, file in enumerate(files):
            result = crew.result(at, told) if at in waiting else _read_here(file)
            yield file, _remarked(result, file.remarks)


def _remarked(result: Result, remarks: tuple[Remark, ...]) -> Result:
    """With what is to be known of the file's name."""
    if isinstance(result, Unreadable) or not remarks:
        return result
    return replace(result, layout=replace(result.layout, remarks=(*remarks, *result.layout.remarks)))


def _kind(file: NamedFile) -> str | None:
    kind = attempt(file.name, lambda: kind_at(file.path, file.name))
    return kind if isinstance(kind, str) else None  # reading it will say why


def _read_here(file: NamedFile) -> Result:
    return attempt(file.name, lambda: read_source(file.path, file.name))


@dataclass(slots=True)
class _Crew:
    """The reading processes, each with a thread that hands it files; `count` of them."""

    files: Sequence[NamedFile]
    places: Sequence[int]  # of the files that processes read
    count: int
    seconds: float
    _next: int = 0
    _stopped: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _events: queue.SimpleQueue[tuple[int, FileProgress | Result]] = field(default_factory=queue.SimpleQueue)
    _results: dict[int, Result] = field(default_factory=dict)
    _ahead: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    _processes: set[Process] = field(default_factory=set)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        self._ahead.release(self.count * (1 + AHEAD) + 1)
        for number in range(self.count):
            thread = threading.Thread(target=self._work, name=f"mailuo-read-{number}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def result(self, at: int, told: Told) -> Result:
        """What the file at that place gave, when it has; meanwhile how far the others are is told."""
        while at not in self._results:
            place, message = self._events.get()
            if isinstance(message, FileProgress):
                told(self.files[place].name, message.what, message.done, message.total)
            else:
                self._results[place] = message
        self._ahead.release()
        return self._results.pop(at)

    def close(self) -> None:
        """End all processes, also in the middle of a file."""
        with self._lock:
            self._stopped = True
            for process in self._processes:
                process.kill()
        for _ in self._threads:
            self._ahead.release()
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        process: Process | None = None
        while (at := self._take()) is not None:
            file = self.files[at]
            try:
                process = process or self._hire()
                result = self._read(process, at, file)
            except OSError as fault:  # no more processes can be started
                self._events.put((at, Unreadable(file.name, "unread", fault=fault.strerror)))
                continue
            if process.is_buried or (isinstance(result, Unreadable) and result.why in SPENT):
                self._dismiss(process)
                process = None
            self._events.put((at, result))
        if process is not None:
            self._dismiss(process)

    def _take(self) -> int | None:
        self._ahead.acquire()
        with self._lock:
            if self._stopped or self._next == len(self.places):
                self._ahead.release()  # for the next thread to see it too
                return None
            self._next += 1
            return self.places[self._next - 1]

    def _hire(self) -> Process:
        with self._lock:
            process = Process.start("ingest.sources.worker", max(1, (os.cpu_count() or 1) // self.count))
            self._processes.add(process)
            if self._stopped:
                process.kill()
            return process

    def _read(self, process: Process, at: int, file: NamedFile) -> Result:
        """What the process makes of the file, or why it ended over it."""
        limits = Limits(MEMORY_BYTES, seconds_for(size_of(file.path), self.seconds))
        task = ReadTask(file.path, file.name, limits, PAGE_LIMITS)
        silence = SILENT * limits.seconds
        try:
            process.await_start()
            process.send(task)
            while isinstance(message := process.listen(silence), FileProgress):
                silence = SILENT * (PAGE_LIMITS if message.what == "recognise" else limits).seconds
                self._events.put((at, message))
            result: Result = message
            return result
        except BROKEN:
            return process.fault(task, silence)

    def _dismiss(self, process: Process) -> None:
        if not process.is_buried:
            process.bury()
        with self._lock:
            self._processes.discard(process)


def size_of(path: Path) -> int:
    """The bytes of a file; 0 where that cannot be told."""
    with contextlib.suppress(OSError):
        return path.stat().st_size
    return 0
