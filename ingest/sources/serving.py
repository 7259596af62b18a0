"""A process that works on files, one after the other, so that a file that breaks it breaks nothing else.

In, on stdin: pickled tasks. Out, on stdout: pickled messages, how far the work is and at last what came of it. It ends
when its stdin does, also in the middle of a file: then whoever started it is gone.

Whatever a reader or a rule raises is the file's fault and no one else's: `attempt` is the one place that says so.
"""

from __future__ import annotations

import os
import pickle
import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol, TypeVar

from ingest.sources.descendants import end_tree
from ingest.sources.limits import Limits, limit_writing
from ingest.sources.unreadable import Unreadable

LONGEST_FAULT = 200  # characters of what a library says
MOST_MESSAGE_BYTES = 400_000_000  # of one message, which two processes hold at a time

Made = TypeVar("Made")


class Task(Protocol):
    """What a process is to do with one file, called `name`, within `limits`."""

    @property
    def name(self) -> str:
        """What the file is called."""

    @property
    def limits(self) -> Limits:
        """What it may take."""


@dataclass(frozen=True, slots=True)
class FileProgress:
    """How far the reading of the file in hand is."""

    what: str
    done: int
    total: int


READY = FileProgress("ready", 0, 0)  # the first message: all that the work needs is imported


class Talk:
    """The two pipes of a process: messages go out, tasks and answers come in."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.coming: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def say(self, message: object) -> None:
        """Send a message."""
        self._write(pickle.dumps(message))

    def ask(self, question: object) -> Any:
        """Send a question and wait for its answer."""
        self.say(question)
        return self.coming.get()

    def tell(self, name: str, work: Callable[[], object]) -> None:
        """Send what the work on a file gave, or why it gave nothing; also where it cannot be sent."""

        def packed() -> bytes:
            raw = pickle.dumps(work())
            if len(raw) > MOST_MESSAGE_BYTES:
                raise MemoryError
            return raw

        made = attempt(name, packed)
        self._write(made if isinstance(made, bytes) else pickle.dumps(made))

    def _write(self, raw: bytes) -> None:
        self._out.write(raw)
        self._out.flush()


def attempt(name: str, work: Callable[[], Made]) -> Made | Unreadable:
    """What the work on a file gives, or why it gives nothing, whatever that is."""
    try:
        return work()
    except Unreadable as error:
        return error
    except MemoryError:
        return Unreadable(name, "reader_memory")
    except RecursionError:
        return Unreadable(name, "deep")
    except Exception as fault:  # noqa: BLE001  readers and rules meet files that nobody thought of: a fault costs one
        return Unreadable(name, "stumbled", fault=_said(fault))


def _said(fault: Exception) -> str:
    said = " ".join(f"{type(fault).__name__}: {fault}".split()).encode("utf-8", "replace").decode("utf-8")
    return said if len(said) <= LONGEST_FAULT else f"{said[:LONGEST_FAULT]}…"


def serve(act: Callable[[Any, Talk], object]) -> None:
    """Do what stdin asks for until it ends. `act` is given a task, and may talk while it works on it."""
    talk = Talk(os.fdopen(os.dup(sys.stdout.fileno()), "wb"))
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no message
    limit_writing()
    talk.say(READY)
    threading.Thread(target=_listen, args=(talk.coming,), daemon=True).start()
    while True:
        task: Task = talk.coming.get()
        task.limits.begin()
        talk.tell(task.name, lambda: act(task, talk))  # noqa: B023  it is called at once


def _listen(coming: queue.SimpleQueue[Any]) -> None:
    """Hand on what comes; at the end of it, end the process and what it has started."""
    # not sys.stdin: Python would wait for this thread to let go of it when the process ends by a mistake
    pipe = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    while True:
        try:
            coming.put(pickle.load(pipe))
        except EOFError:
            end_tree(os.getpid(), itself=False)
            os._exit(0)
