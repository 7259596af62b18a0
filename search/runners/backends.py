"""Which engine a network runs on: measured once on this machine, kept beside the model, measured anew when the
processor, a version or the network has changed.
"""

from __future__ import annotations

import functools
import importlib.metadata
import json
import math
import os
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from graph.disks import naming
from graph.errors import MailuoError
from search.runners.contract import Batch, Runner

SAMPLES = 3  # times that each is measured; the best counts, as other work may be going on
SHARE = 0.8  # of OpenVINO's seconds that torch must take to be preferred: it takes seconds to load
# What keeps processors from what they can do, for tests and old machines.
LIMITS = ("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA", "ATEN_CPU_CAPABILITY")
LENGTHS = (48, 160)  # pieces of the texts that are measured
HOPELESS = 4  # times the seconds of the best: such a one is not measured again


@dataclass(frozen=True, slots=True)
class Backend:
    """An engine and the precision that it computes in."""

    engine: str  # "openvino" or "torch"
    precision: str  # "f32" or "bf16"

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.engine} {self.precision}"


F32, BF16 = "f32", "bf16"
OPENVINO = (Backend("openvino", BF16), Backend("openvino", F32))
TORCH = (Backend("torch", BF16), Backend("torch", F32))


class NoBackend(MailuoError):
    """No engine computes the network here."""


def machine() -> dict[str, str]:
    """What a choice holds for: the processor, what limits it, and the versions of the engines."""
    limits = {name: os.environ[name] for name in LIMITS if name in os.environ}
    versions = {name: _version(name) for name in ("torch", "openvino")}
    return {"processor": processor(), "cores": str(os.cpu_count()), **limits, **versions}


@functools.cache
def processor() -> str:
    """Its name and what it knows."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return f"{platform.machine()} {platform.processor()}"
    told = dict(line.split(":", 1) for line in reversed(lines) if ":" in line)
    said = {name.strip(): value.strip() for name, value in told.items()}
    known = set(said.get("flags", said.get("Features", "")).split()) & {"avx2", "avx512f", "avx512_bf16", "amx_bf16"}
    return " ".join([said.get("model name", platform.machine()), *sorted(known)])


def choose(
    path: Path,
    made_for: Mapping[str, str],
    candidates: Mapping[Backend, Callable[[], Runner]],
    batches: Sequence[Batch],
) -> tuple[Backend, Runner]:
    """The backend that the file at `path` names, if it was chosen for the same; else the quickest on the batches,
    which is written there. One that cannot be opened or does not compute is left out.
    """
    kept = _read(path, made_for)
    if kept is not None and kept in candidates:
        try:
            return kept, candidates[kept]()
        except (RuntimeError, ImportError):
            pass  # it did compute here once: measured anew
    seconds: dict[Backend, float] = {}
    opened: dict[Backend, Runner] = {}
    for backend, open_runner in candidates.items():
        try:
            opened[backend] = open_runner()
            seconds[backend] = _seconds(opened[backend], batches, min(seconds.values(), default=math.inf))
        except (RuntimeError, ImportError):
            continue
    if not seconds:
        raise NoBackend("neither OpenVINO nor torch computes the model here; install Mailuo again")
    best = min(seconds, key=lambda one: seconds[one] / (SHARE if one.engine == "torch" else 1))
    _write(path, made_for, best, seconds)
    return best, opened[best]


def _seconds(runner: Runner, batches: Sequence[Batch], best: float) -> float:
    def once() -> float:
        begun = time.perf_counter()
        for _ in runner.run(batches):
            pass
        return time.perf_counter() - begun

    once()  # finds out about sizes
    if (first := once()) > HOPELESS * best:
        return first
    return min(once() for _ in range(SAMPLES))


def made_up(inputs: int, pieces: int, longest: int) -> list[Batch]:
    """Batches to measure by, of a vocabulary of `pieces`, no text over the `longest`: as much as a second of an old
    processor computes.
    """
    chance = np.random.default_rng(1)
    batches: list[Batch] = []
    for length in (min(length, longest) for length in LENGTHS):
        ids = chance.integers(0, pieces, (1, length))
        others = [chance.integers(0, 2, (1, length)) for _ in range(inputs - 2)]
        batches += [[ids, np.ones_like(ids), *others]] * 2
    return batches


def _read(path: Path, made_for: Mapping[str, str]) -> Backend | None:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return Backend(**said["backend"]) if said["made_for"] == made_for else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, made_for: Mapping[str, str], best: Backend, seconds: Mapping[Backend, float]) -> None:
    told = {one.name: round(value, 4) for one, value in seconds.items()}
    text = json.dumps({"made_for": made_for, "backend": asdict(best), "seconds": told}, indent=1)
    with naming(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        making = path.with_name(f".{path.name}.{os.getpid()}")
        making.write_text(text, encoding="utf-8")
        making.replace(path)


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "none"
