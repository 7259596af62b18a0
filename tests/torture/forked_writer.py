"""The process that writes the embedded graph, forked instead of started anew: half of a small ingestion is its start.

It takes the place of `subprocess.Popen` in `graph.store.loading`, and does there what that starts.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from graph.store import loading


class ForkedWriter:
    """As much of a `subprocess.Popen` as `graph.store.loading` needs."""

    def __init__(self, command: Sequence[str], *, cwd: Path, stdin: int, stdout: int, stderr: int) -> None:
        pipes = [os.pipe() for _ in range(3)]  # reading end, writing end
        (given, give), (hear, tell), (listen, complain) = pipes
        self.pid = os.fork()
        if self.pid == 0:
            for end in (give, hear, listen):
                os.close(end)
            _write(command, (given, tell, complain), cwd)
        for end in (given, tell, complain):
            os.close(end)
        self.stdin = os.fdopen(give, "wb")
        self.stdout = os.fdopen(hear, "rb")
        self._complaints = os.fdopen(listen, "rb")
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def communicate(self) -> tuple[bytes, bytes]:
        if self.stdin is not None and not self.stdin.closed:
            self.stdin.close()
        said = b"" if self._complaints.closed else self._complaints.read()
        for stream in (self.stdout, self._complaints):
            stream.close()
        self.wait()
        return b"", said


def _write(command: Sequence[str], ends: Sequence[int], folder: Path) -> NoReturn:
    """What `python -m graph.store.loading` does, with an end like an interpreter's."""
    status: object = 70
    try:
        for place, end in enumerate(ends):
            os.dup2(end, place)
            os.close(end)
        os.chdir(folder)
        sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
        sys.argv = ["loading", *command[3:]]
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            loading.main()
            status = 0
        except SystemExit as end:
            status = end.code
        if isinstance(status, str):
            print(status, file=sys.stderr)
            status = 1
        sys.stdout.flush()
        sys.stderr.flush()
    except KeyboardInterrupt:
        status = 130
    finally:
        os._exit(status if isinstance(status, int) else 0)
