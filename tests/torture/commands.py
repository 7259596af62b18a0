"""Commands of Mailuo in processes of their own, quick enough for hundreds of them.

In: arguments and an environment. Out: a `Process`, which can be killed at any moment and says what it left. The process
is forked off this one, where all that is slow to load lies ready; a `cold` one is a fresh interpreter, as for people.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NoReturn

from tests.torture import watching
from tests.ui.mailuo_without_model import do_without_model
from tests.ui.ready import PROGRAM

ROOT = Path(__file__).parents[2]
LONGEST_SECONDS = 180.0  # a command that takes longer hangs
PRELOADED = (
    *("ui.cli.main", "ui.app.workspace", "ui.app.export", "ui.app.asking", "ui.app.doctor", "ingest.pipeline"),
    *("ingest.sources.worker", "search.respond", "search.following", "graph.store.store"),
    *("faiss", "tantivy", "graph.store.engines.sqlite", "neo4j", "rich.progress", "lxml.html"),
)


class Hangs(Exception):
    """A command that did not end."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended; a negative status is the signal that ended it."""

    arguments: tuple[str, ...]
    status: int
    out: str
    err: str
    seconds: float


@dataclass(slots=True)
class Process:
    """A command that runs. `events`: gives a byte for every event at a file of the home, where that was asked for."""

    arguments: tuple[str, ...]
    id: int
    streams: tuple[IO[bytes], IO[bytes]]
    events: int | None = None
    begun: float = field(default_factory=time.monotonic)
    status: int | None = None

    def has_ended(self) -> bool:
        if self.status is None:
            ended, status = os.waitpid(self.id, os.WNOHANG)
            if ended:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def kill(self, how: signal.Signals, *, group: bool = False) -> None:
        """`group`: also the processes it has started, as Ctrl-C in a terminal does."""
        if not self.has_ended():
            with contextlib.suppress(ProcessLookupError):
                (os.killpg if group else os.kill)(self.id, how)

    def wait_for_events(self, number: int) -> None:
        """Until so many events were seen, or it has ended."""
        assert self.events is not None
        while number > 0 and not self.has_ended():
            if select.select([self.events], [], [], 0.05)[0]:
                seen = len(os.read(self.events, number))
                if not seen:
                    return
                number -= seen

    def sleep(self, seconds: float) -> None:
        """So long, or until it has ended."""
        until = time.monotonic() + seconds
        while not self.has_ended() and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.003))

    def wait(self) -> Done:
        self.sleep(LONGEST_SECONDS)
        hangs = not self.has_ended()
        if hangs:
            self.kill(signal.SIGKILL, group=True)
            while not self.has_ended():
                time.sleep(0.01)
        seconds = time.monotonic() - self.begun
        texts = []
        for stream in self.streams:
            with stream:
                stream.seek(0)
                texts.append(stream.read().decode("utf-8", "replace"))
        if self.events is not None:
            os.close(self.events)
        if hangs:
            raise Hangs(f"{' '.join(self.arguments)}: did not end within {LONGEST_SECONDS:.0f} s; it said {texts[1]!r}")
        assert self.status is not None
        return Done(self.arguments, self.status, texts[0], texts[1], seconds)

    def left_behind(self, seconds: float = 10.0) -> bool:
        """Whether a process that it has started still runs so long after it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                os.killpg(self.id, 0)
            except (ProcessLookupError, PermissionError):
                return False
            time.sleep(0.02)
        return True


def prepare(folder: Path) -> None:
    """Load what commands need, once: `folder` is for a knowledge base that is made here for nothing else."""
    os.environ["OMP_NUM_THREADS"] = "1"  # threads of this process would be missing in those that are forked off it
    from importlib import import_module

    from tqdm import tqdm  # type: ignore[import-untyped]

    from tests.ui.homes import PLANS
    from ui.app.settings import Settings
    from ui.app.workspace import Workspace

    for module in PRELOADED:
        import_module(module)
    do_without_model()
    tqdm.monitor_interval = 0
    (folder / "plans").mkdir(parents=True)
    for name, text in PLANS.items():
        (folder / "plans" / name).write_text(text, encoding="utf-8")
    settings = Settings.read(environment(folder / "home", folder))
    with contextlib.closing(Workspace(settings)) as workspace:
        workspace.ingest([folder / "plans"], lambda *told: None)
    assert threading.active_count() == 1


def working_folder() -> Path:
    """A new folder: in memory where there is such a place, as hundreds of flushes to a disk take minutes."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="mailuo-torture-", dir=memory if os.access(memory, os.W_OK) else None))


def environment(home: Path, temporary: Path, **more: str) -> dict[str, str]:
    """For a home; `temporary`: where temporary files go."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAILUO_", "NEO4J_"))}
    return {**kept, "MAILUO_HOME": str(home), "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT), **more}


def start(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    *,
    cold: bool = False,
    events: bool = False,
    answer: str = "",
    folder: str | Path = ROOT,
    instead: Callable[[], None] | None = None,
) -> Process:
    """The command, running. `answer`: what is typed into it; `folder`: where; `instead`: done within Mailuo's command
    line in the place of a command.
    """
    streams = (tempfile.TemporaryFile(), tempfile.TemporaryFile())  # noqa: SIM115  closed when it has ended
    if cold:
        process = subprocess.Popen(
            [*PROGRAM, *arguments], env=environment, stdout=streams[0], stderr=streams[1],
            stdin=subprocess.DEVNULL, start_new_session=True, cwd=folder,
        )  # fmt: skip
        process.returncode = 0  # it is waited for here
        return Process(tuple(arguments), process.pid, streams)
    heard, told = os.pipe() if events else (None, None)
    sys.stdout.flush()
    sys.stderr.flush()
    number = os.fork()
    if number == 0:
        os.chdir(folder)
        _become(arguments, environment, (_typed(answer), *streams), told, instead)
    if told is not None:
        os.close(told)
    # also here, so that nobody looks for the group before it is there
    with contextlib.suppress(OSError):
        os.setpgid(number, number)
    return Process(tuple(arguments), number, streams, heard)


def _typed(answer: str) -> IO[bytes]:
    typed = tempfile.TemporaryFile()  # noqa: SIM115  read by the command, and closed with it
    typed.write(answer.encode())
    typed.seek(0)
    return typed


def _become(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    streams: Sequence[IO[bytes]],
    told: int | None,
    instead: Callable[[], None] | None,
) -> NoReturn:
    """The forked process: the command, and the end that an interpreter would have."""
    status = 70
    try:
        with contextlib.suppress(PermissionError):
            os.setpgid(0, 0)
        for place, stream in enumerate(streams):
            os.dup2(stream.fileno(), place)
        os.environ.clear()
        os.environ.update(environment)
        tempfile.tempdir = None
        do_without_model()  # by the name that the environment gives it
        sys.argv = ["mailuo", *arguments]
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        atexit._clear()
        watching.install(os.environ, told)
        status = _run(instead)
    finally:
        os._exit(status)


def _run(instead: Callable[[], None] | None) -> int:
    from ui.cli import main

    try:
        if instead is not None:
            main.app.command(name=sys.argv[1])(instead)
            del sys.argv[2:]
        main.main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  as an interpreter ends: what is reported there is part of what is tried
        sys.excepthook(*sys.exc_info())
        status = 1
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a command that has ended cannot be stopped any more
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return status
