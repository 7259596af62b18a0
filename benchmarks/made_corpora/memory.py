"""A command run to its end, with the most memory that it and all processes under it held at once.

Memory is what the kernel counts as theirs (Pss: what several share is counted once), read twice a second; what is
mapped from files and can be dropped is told apart from what cannot. Linux alone tells it: elsewhere None.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

EVERY_SECONDS = 0.4
PROC = Path("/proc")


class ActFailed(Exception):
    """A command that is measured ended with a mistake."""


@dataclass(frozen=True, slots=True)
class Peak:
    """The most that was held at once, in MB; `own`: without what is mapped from files, at its own peak."""

    whole: float = 0.0
    own: float = 0.0


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command wrote, and the memory it took (None: not known on this system)."""

    output: str
    seconds: float
    peak: Peak | None


def run(command: Sequence[str | Path], environment: Mapping[str, str], folder: Path) -> Ran:
    """Run it; ActFailed with the last lines it said where it fails."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=out, stderr=said)
        whole = own = 0.0
        try:
            while process.poll() is None:
                held = list(_held(process.pid))
                whole = max(whole, sum(one.whole for one in held))
                own = max(own, sum(one.own for one in held))
                with suppress(subprocess.TimeoutExpired):
                    process.wait(EVERY_SECONDS)
        finally:
            process.kill()  # where this was interrupted
            process.wait()
        seconds = time.perf_counter() - begun
        out.seek(0)
        said.seek(0)
        if process.returncode:
            last = said.read().decode(errors="replace").strip().splitlines()[-12:]
            raise ActFailed(f"{' '.join(map(str, command))} ended with {process.returncode}:\n" + "\n".join(last))
        peak = Peak(whole, own) if sys.platform == "linux" else None
        return Ran(out.read().decode(errors="replace"), seconds, peak)


def _held(process: int) -> Iterator[Peak]:
    """What the process and those under it hold now."""
    try:
        rolled = (PROC / str(process) / "smaps_rollup").read_text(encoding="ascii")
        tasks = [*(PROC / str(process) / "task").iterdir()]
        children = [int(child) for task in tasks for child in (task / "children").read_text(encoding="ascii").split()]
    except (OSError, ValueError):
        return  # it has ended meanwhile
    kilobytes = {name: int(held) for name, held in re.findall(r"^(\w+):\s+(\d+) kB", rolled, re.MULTILINE)}
    yield Peak(kilobytes.get("Pss", 0) / 1024, kilobytes.get("Pss_Anon", 0) / 1024)
    for child in children:
        yield from _held(child)
