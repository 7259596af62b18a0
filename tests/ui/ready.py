"""Commands without a model, forked off a process in which all that is slow to load lies ready.

`run` is what `subprocess.run` is for a command of `tests/ui/mailuo_without_model.py`, but for the seconds in which an
interpreter starts: each command is a process of its own, with streams, an environment and an end of its own.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, str(Path(__file__).with_name("mailuo_without_model.py"))]
OURS = ("MAILUO_", "NEO4J_", "MILVUS_")


def run(arguments: Sequence[str], environment: Mapping[str, str], answer: str = "") -> subprocess.CompletedProcess[str]:
    """The command, ended. answer: what is typed into it."""
    if "MAILUO_TEST_KILL" in environment or _read_at_start(environment) != _ready().read_at_start:
        command = [*PROGRAM, *arguments]
        return subprocess.run(
            command, env=environment, input=answer, capture_output=True, encoding="utf-8", check=False, timeout=120
        )
    told = {"arguments": arguments, "environment": dict(environment), "answer": answer, "folder": str(Path.cwd())}
    status, out, err = _ready().ask(told)
    return subprocess.CompletedProcess(list(arguments), status, out, err)


def _read_at_start(environment: Mapping[str, str]) -> dict[str, str]:
    """What an interpreter reads of an environment when it starts."""
    return {name: value for name, value in environment.items() if name.startswith(("PYTHON", "LANG", "LC_"))}


class _Ready:
    """The process, which forks a command for every line that it is told, and says how it ended."""

    def __init__(self) -> None:
        self.read_at_start = _read_at_start(os.environ)
        own = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.ready"],
            cwd=ROOT, env=own, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        atexit.register(self.close)

    def ask(self, told: Mapping[str, object]) -> tuple[int, str, str]:
        """Its exit status, stdout and stderr."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(told), file=self._process.stdin, flush=True)
        status, out, err = json.loads(self._process.stdout.readline())
        return status, out, err

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


@cache
def _ready() -> _Ready:
    return _Ready()


def main() -> None:
    """Read commands from stdin, a line each, and write how each ended."""
    from tests.torture.commands import prepare, start

    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
    told_to = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    for line in sys.stdin:
        told = json.loads(line)
        process = start(told["arguments"], told["environment"], answer=told["answer"], folder=told["folder"])
        done = process.wait()
        print(json.dumps([done.status, done.out, done.err]), file=told_to, flush=True)


if __name__ == "__main__":
    main()
