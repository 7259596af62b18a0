"""Disks that are really full: a small one in memory where this user may mount one, else a limit on the size of files.

In: the matrix with its stages. Out: complaints there. The commands are tried with less and less room, from enough to
none, so that it runs out at many places, also inside the engines.
"""

from __future__ import annotations

import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.torture import judging
from tests.torture.boundaries import EXPORT, MODEL, SERVER
from tests.torture.stages import Stage
from tests.torture.trial import Trial

if TYPE_CHECKING:
    from tests.torture.faults import Matrix

LEAST_KILOBYTES, MOST_KILOBYTES = 8, 12_000  # free before the command


def run(matrix: Matrix, count: int) -> None:
    """Every command but those that need no room in the home; `count`: of disks for each."""
    if not count:
        return
    may_mount = _may_mount(matrix.folder / "disk")
    matrix.figures["disks mounted" if may_mount else "limits set"] = 1
    for name, stage in matrix.stages.items():
        if name in (EXPORT, MODEL, SERVER):
            continue
        for step in range(count):
            kilobytes = round(LEAST_KILOBYTES * (MOST_KILOBYTES / LEAST_KILOBYTES) ** ((step + 0.5) / count))
            for complaint in (_on_disk if may_mount else _with_limit)(matrix, stage, kilobytes):
                matrix._complain(f"{kilobytes} KB free in {name}: {complaint}")
            matrix.figures["full disks"] += 1


def _may_mount(at: Path) -> bool:
    if shutil.which("mount") is None:
        return False
    try:
        with _mounted(at, 64):
            return True
    except subprocess.CalledProcessError:
        return False


@contextmanager
def _mounted(at: Path, kilobytes: int) -> Iterator[None]:
    at.mkdir(parents=True, exist_ok=True)
    size = f"size={kilobytes}k"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "mailuo-torture", at], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", at], check=True, capture_output=True)


def _on_disk(matrix: Matrix, stage: Stage, kilobytes: int) -> Iterator[str]:
    """The command on a disk with so much room; then there is more of it, and the next run completes it."""
    at = matrix.folder / "disk"
    held = sum(path.stat().st_blocks // 2 + 4 for path in stage.start.home.rglob("*"))
    with _mounted(at, held + kilobytes + 64):
        folder = at / "trial"
        folder.mkdir()
        trial = Trial(folder, outside=matrix.folder)
        if stage.start.home.exists():
            shutil.copytree(stage.start.home, trial.home)
        _fill(at / "filled", shutil.disk_usage(at).free - kilobytes * 1024)
        decided = trial.decisions()
        done = trial.run(*stage.command)
        if done.status != stage.done.status:
            yield from judging.of_message(done)
        (at / "filled").unlink()
        subprocess.run(["mount", "-o", "remount,size=64m", at], check=True, capture_output=True)
        yield from matrix.judge(stage, trial, done, decided)


def _fill(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.write(b"\0" * max(size, 0))


def _with_limit(matrix: Matrix, stage: Stage, kilobytes: int) -> Iterator[str]:
    """No file may grow beyond so much: wherever that strikes, writing fails as on a full disk."""
    trial = stage.fresh(matrix.folder / "limited")
    decided = trial.decisions()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, hard))
    try:
        process = trial.start(*stage.command)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    done = process.wait()
    if done.status != stage.done.status:
        yield from judging.of_message(done)
    yield from matrix.judge(stage, trial, done, decided)
