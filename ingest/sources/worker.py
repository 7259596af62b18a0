"""A process that reads files, one after the other, so that a file that breaks its reader breaks nothing else.

In, on stdin: pickled tasks. Out, on stdout: pickled messages, how far reading is and at last what came of it. It ends
when its stdin does, also in the middle of a file: then whoever started it is gone.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from graph.records import Source
from ingest.sources.read import read_source
from ingest.sources.unreadable import Unreadable


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read. `memory_bytes`: which the process may use for it."""

    path: Path
    name: str
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading of the file in hand is."""

    what: str
    done: int
    total: int


READY = Progress("ready", 0, 0)  # the first message: all that reading needs is imported
Message = Progress | Source | Unreadable


def read_in_hand(task: Task, answers: BinaryIO) -> None:
    """Read one file and send what came of it."""

    def heard(what: str, done: int, total: int) -> None:
        _send(Progress(what, done, total), answers)

    limit_memory(task.memory_bytes)
    try:
        result: Message = read_source(task.path, task.name, heard)
    except Unreadable as error:
        result = error
    except MemoryError:
        result = Unreadable(task.name, "reader_memory", megabytes=task.memory_bytes / 1e6)
    _send(result, answers)


def limit_memory(most_bytes: int) -> None:
    """Have what goes beyond fail, where the system can."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (most_bytes if hard < 0 else min(most_bytes, hard), hard))


def _send(message: Message, answers: BinaryIO) -> None:
    pickle.dump(message, answers)
    answers.flush()


def _take_tasks(tasks: queue.SimpleQueue[Task]) -> None:
    """Hand on what comes; at the end of it, end the process and what it has started."""
    # not sys.stdin: Python would wait for this thread to let go of it when the process ends by a mistake
    coming = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    while True:
        try:
            tasks.put(pickle.load(coming))
        except EOFError:
            if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
                os.killpg(0, signal.SIGKILL)
            os._exit(0)


def main() -> None:
    """Read what stdin names until it ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no message
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    _send(READY, answers)
    threading.Thread(target=_take_tasks, args=(tasks,), daemon=True).start()
    while True:
        read_in_hand(tasks.get(), answers)
