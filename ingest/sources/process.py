"""A process that works for this one: started, given tasks, listened to, ended with all that it has started.

Out: its messages, or why it ended over a task, as a key of unreadable.yaml with its values.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ingest.sources.descendants import end_tree
from ingest.sources.limits import Limits
from ingest.sources.serving import Task
from ingest.sources.unreadable import Unreadable

START_SECONDS = 120  # that starting a process may take on a busy machine
END_SECONDS = 10  # that one may take to end when nothing more is wanted of it
LAST_WORDS = 10_000  # bytes of what it said that are looked at
NEAR = 0.8  # of the memory allowed: a process that ended with so much most likely found no more
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes, of what the system calls the peak
OUT_OF_TIME = getattr(signal, "SIGXCPU", None)

# What ends the talk: a pipe that broke, and what unpickling raises where a process ended within a message.
BROKEN = (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, LookupError, ValueError, TypeError)


@dataclass(eq=False, slots=True)
class Process:
    """One process, what it says on stderr, and the folder in which its helpers may write."""

    program: subprocess.Popen[bytes]
    complaints: IO[bytes]
    scratch: tempfile.TemporaryDirectory[str]
    floor_bytes: int = 0  # what the system counts as held by it before it has done anything: this one's own memory
    is_ready: bool = False
    is_late: bool = False
    is_buried: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def start(cls, module: str, threads: int = 1) -> Process:
        """Have a process do what the module's `main` does; `threads`: for libraries that would take all cores."""
        complaints = tempfile.TemporaryFile()  # noqa: SIM115  closed when the process is buried
        scratch = tempfile.TemporaryDirectory(prefix="mailuo-", ignore_cleanup_errors=True)
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(folder or str(Path.cwd()) for folder in sys.path),
            "OMP_NUM_THREADS": str(threads),
            "OPENBLAS_NUM_THREADS": str(threads),
            "TMPDIR": scratch.name,
        }
        program = subprocess.Popen(
            [sys.executable, "-P", "-c", f"from {module} import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=environment,
            start_new_session=True,  # Ctrl-C is for us; we end the processes with all that they started
        )
        return cls(program, complaints, scratch, _peak_bytes())

    def await_start(self) -> None:
        """Wait until it can be given a task."""
        if not self.is_ready:
            self.listen(START_SECONDS)
            self.is_ready = True

    def listen(self, seconds: float) -> Any:
        """Its next message; it is ended, which raises EOFError, when there is none for so long."""
        assert self.program.stdout is not None
        watch = threading.Timer(seconds, self.kill, kwargs={"is_late": True})
        watch.start()
        try:
            return pickle.load(self.program.stdout)
        finally:
            watch.cancel()

    def send(self, message: object) -> None:
        """Give it a task, or the answer to what it asked."""
        assert self.program.stdin is not None
        pickle.dump(message, self.program.stdin)
        self.program.stdin.flush()

    def kill(self, *, is_late: bool = False) -> None:
        """End it and what it has started."""
        with self.lock:
            if not self.is_buried:
                self.is_late = is_late
                end_tree(self.program.pid)

    def lives(self) -> bool:
        """Whether it still runs."""
        with self.lock:
            if self.is_buried or not hasattr(os, "waitid"):
                return not self.is_buried
            return os.waitid(os.P_PID, self.program.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None

    def bury(self) -> tuple[int, int, str]:
        """Its status, the most memory that it held, and its last words, once it has ended."""
        for pipe in (self.program.stdin, self.program.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        patience = threading.Timer(END_SECONDS, self.kill)
        patience.start()
        status, most_bytes = self._wait()
        patience.cancel()
        with self.complaints:
            end = self.complaints.seek(0, os.SEEK_END)
            self.complaints.seek(max(0, end - LAST_WORDS))
            said = self.complaints.read().decode("utf-8", "replace").strip().splitlines()
        self.scratch.cleanup()
        return status, most_bytes, said[-1] if said else ""

    def _wait(self) -> tuple[int, int]:
        if not hasattr(os, "wait4"):
            status, self.is_buried = self.program.wait(), True
            return status, 0
        os.waitid(os.P_PID, self.program.pid, os.WEXITED | os.WNOWAIT)
        with self.lock:  # from here on its number may be another's
            _, status, usage = os.wait4(self.program.pid, 0)
            self.is_buried = True
        self.program.returncode = os.waitstatus_to_exitcode(status)
        return self.program.returncode, usage.ru_maxrss * PEAK_UNIT

    def fault(self, task: Task, silent_seconds: float) -> Unreadable:
        """Why it ended over the task."""
        limits: Limits = task.limits
        status, most_bytes, said = self.bury()
        if self.is_late:
            return Unreadable(task.name, "reader_slow", seconds=silent_seconds)
        if OUT_OF_TIME is not None and status == -OUT_OF_TIME:
            return Unreadable(task.name, "reader_slow", seconds=limits.seconds)
        if most_bytes >= NEAR * limits.memory_bytes and most_bytes > self.floor_bytes:
            return Unreadable(task.name, "reader_memory")
        return Unreadable(
            task.name, "reader_died", fault=f"signal {-status}" if status < 0 else said or f"exit {status}"
        )


def _peak_bytes() -> int:
    """The most memory that this process ever held; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT
