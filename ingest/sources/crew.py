"""Files → what each holds or why it cannot be read, read by several processes at once, given in the files' order.

A process that dies or says nothing for too long costs the file it was reading; another takes its place. Plain texts
are read here: decoding them is quick and breaks nothing. No process is started before there is a file for it.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from graph.records import Source
from ingest.sources.files import Named
from ingest.sources.kinds import PLAIN
from ingest.sources.read import kind_at, read_source
from ingest.sources.unreadable import Unreadable
from ingest.sources.worker import Progress, Task

SILENT_SECONDS = 120  # without a word from a reader; one that is at work tells how far it is
SILENT_SECONDS_EACH_MB = 20
START_SECONDS = 60  # that starting a process may take on a busy machine
MEMORY_BYTES = 1_000_000_000
PAGES_MEMORY_BYTES = 3_000_000_000  # where pages may have to be recognised
WITH_PAGES = frozenset({"pdf", "ofd", "png", "jpeg", "tiff", "bmp", "webp", "gif"})
AHEAD = 2  # files read for each process before they are asked for

# What unpickling raises where a process ended within a message.
_NO_MESSAGE = (EOFError, pickle.UnpicklingError, AttributeError, ImportError, IndexError)

Result = Source | Unreadable
Told = Callable[[str, str, int, int], None]  # a file's name, what is being done with it, how many of how many are done


def read_files(
    files: Sequence[Named], told: Told, *, processes: int | None = None, seconds: float = SILENT_SECONDS
) -> Generator[tuple[Named, Result]]:
    """Each file with what it gave. Close the generator when leaving it early: it ends its processes then.

    `processes`: at most so many, by default one for each core; `seconds`: how long a reader may be silent.
    """
    kinds = [_kind(file) for file in files]
    heavy = [at for at, kind in enumerate(kinds) if kind is not None and kind not in PLAIN]
    crew = _Crew(
        [(at, files[at], PAGES_MEMORY_BYTES if kinds[at] in WITH_PAGES else MEMORY_BYTES) for at in heavy],
        min(processes or os.cpu_count() or 1, len(heavy)),
        seconds,
    )
    with contextlib.closing(crew):
        crew.start()
        waiting = set(heavy)
        for at, file in enumerate(files):
            yield file, crew.result(at, told) if at in waiting else _read_here(file)


def _kind(file: Named) -> str | None:
    try:
        return kind_at(file.path, file.name)
    except Unreadable:
        return None  # reading it will say why


def _read_here(file: Named) -> Result:
    try:
        return read_source(file.path, file.name)
    except Unreadable as error:
        return error


@dataclass(eq=False, slots=True)
class _Process:
    """One reading process, and what it says on stderr."""

    program: subprocess.Popen[bytes]
    complaints: IO[bytes]
    is_ready: bool = False
    is_late: bool = False

    @classmethod
    def start(cls, threads: int) -> _Process:
        complaints = tempfile.TemporaryFile()  # noqa: SIM115  closed when the process is buried
        count = str(threads)  # for libraries that would take all cores in each process
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(folder or str(Path.cwd()) for folder in sys.path),
            "OMP_NUM_THREADS": count,
            "OPENBLAS_NUM_THREADS": count,
        }
        program = subprocess.Popen(
            [sys.executable, "-P", "-c", "from ingest.sources.worker import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=environment,
            start_new_session=True,  # Ctrl-C is for us; we end the processes with all that they started
        )
        return cls(program, complaints)

    def listen(self, seconds: float) -> Progress | Result:
        """Its next message; it is ended, which raises EOFError, when there is none for so long."""
        assert self.program.stdout is not None
        watch = threading.Timer(seconds, self.kill, kwargs={"is_late": True})
        watch.start()
        try:
            message: Progress | Result = pickle.load(self.program.stdout)
            return message
        finally:
            watch.cancel()

    def send(self, task: Task) -> None:
        """Have it read a file."""
        assert self.program.stdin is not None
        pickle.dump(task, self.program.stdin)
        self.program.stdin.flush()

    def kill(self, *, is_late: bool = False) -> None:
        """End it and what it has started."""
        self.is_late = is_late
        if self.program.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self.program.pid, signal.SIGKILL)
            else:
                self.program.kill()

    def bury(self) -> str:
        """Why it ended, once it has."""
        for pipe in (self.program.stdin, self.program.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        status = self.program.wait()
        with self.complaints:
            self.complaints.seek(0)
            said = self.complaints.read().decode("utf-8", "replace").strip().splitlines()
        return f"signal {-status}" if status < 0 else said[-1] if said else f"exit {status}"


@dataclass(slots=True)
class _Crew:
    """The reading processes, each with a thread that hands it files; `count` of them."""

    tasks: Sequence[tuple[int, Named, int]]  # a file's place, and the bytes of memory for it
    count: int
    seconds: float
    _next: int = 0
    _stopped: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _events: queue.SimpleQueue[tuple[int, Progress | Result]] = field(default_factory=queue.SimpleQueue)
    _results: dict[int, Result] = field(default_factory=dict)
    _ahead: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    _processes: set[_Process] = field(default_factory=set)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        self._ahead.release(self.count * (1 + AHEAD) + 1)
        for number in range(self.count):
            thread = threading.Thread(target=self._work, name=f"mailuo-read-{number}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def result(self, at: int, told: Told) -> Result:
        """What the file at that place gave, when it has; meanwhile how far the others are is told."""
        names = {place: file.name for place, file, _ in self.tasks}
        while at not in self._results:
            place, message = self._events.get()
            if isinstance(message, Progress):
                told(names[place], message.what, message.done, message.total)
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
        process: _Process | None = None
        while (task := self._take()) is not None:
            at, file, memory = task
            try:
                process = process or self._hire()
                result = self._read(process, at, file, memory)
            except OSError as fault:  # no more processes can be started
                self._events.put((at, Unreadable(file.name, "unread", fault=fault.strerror)))
                continue
            if result is None:
                result, process = self._broken(process, file), None
            self._events.put((at, result))
        if process is not None:
            self._dismiss(process)

    def _take(self) -> tuple[int, Named, int] | None:
        self._ahead.acquire()
        with self._lock:
            if self._stopped or self._next == len(self.tasks):
                self._ahead.release()  # for the next thread to see it too
                return None
            self._next += 1
            return self.tasks[self._next - 1]

    def _hire(self) -> _Process:
        with self._lock:
            process = _Process.start(max(1, (os.cpu_count() or 1) // self.count))
            self._processes.add(process)
            if self._stopped:
                process.kill()
            return process

    def _read(self, process: _Process, at: int, file: Named, memory: int) -> Result | None:
        """What the process makes of the file; None when it ended over it."""
        limit = self._limit(file)
        try:
            if not process.is_ready:
                process.listen(START_SECONDS)
                process.is_ready = True
            process.send(Task(file.path, file.name, memory))
            while isinstance(message := process.listen(limit), Progress):
                self._events.put((at, message))
            return message
        except (OSError, *_NO_MESSAGE):
            return None

    def _limit(self, file: Named) -> float:
        with contextlib.suppress(OSError):
            return self.seconds + SILENT_SECONDS_EACH_MB * file.path.stat().st_size / 1e6
        return self.seconds

    def _broken(self, process: _Process, file: Named) -> Unreadable:
        is_late = process.is_late
        why = self._dismiss(process)
        if is_late:
            return Unreadable(file.name, "reader_slow", seconds=self._limit(file))
        return Unreadable(file.name, "reader_died", fault=why)

    def _dismiss(self, process: _Process) -> str:
        why = process.bury()
        with self._lock:
            self._processes.discard(process)
        return why
