"""Faults while the offline model is unpacked, with weights of a few numbers in the place of 470 MB.

In: a trial and instructions. Out: how the preparing ended, and complaints about the cache it left.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from search import model_files
from search.model_files import Pieces, Shape, Weights
from tests.torture import commands
from tests.torture.commands import Done
from tests.torture.trial import Trial
from tests.torture.watching import Instructions

HIDDEN, INTERMEDIATE, POSITIONS = 4, 8, 16
COMMAND = "prepare the model"  # known to `tests.torture.commands`
_TEXTS = ("<s>", "<pad>", "</s>", "<unk>", "▁", "怀", "化", "市")


def small_weights(path: Path) -> Weights:
    """One layer, eight pieces, whatever lies at the path."""
    shape = Shape(HIDDEN, 1, 1, INTERMEDIATE, len(_TEXTS), POSITIONS, 1, 1e-12)
    pieces = Pieces(_TEXTS, tuple(-float(number) for number in range(len(_TEXTS))), 0, 2, 1, 3)
    sizes = {"emb.word": len(_TEXTS) * HIDDEN, "emb.pos": POSITIONS * HIDDEN, "emb.type": HIDDEN}
    sizes |= {"emb.ln.w": HIDDEN, "emb.ln.b": HIDDEN}
    for short in model_files.PARTS:
        out = INTERMEDIATE if short == "fi" else HIDDEN
        sizes[f"l0.{short}.b"] = out
        into = INTERMEDIATE if short == "fo" else HIDDEN
        sizes[f"l0.{short}.w"] = out if short.endswith("ln") else out * into
    return Weights(shape, pieces, {name: np.arange(size, dtype=np.float32) for name, size in sizes.items()})


def unpack(cache: Path) -> None:
    """What a command does that needs the model."""
    model_files.read_weights = small_weights
    model_files.prepare_model(cache)


def prepare(trial: Trial, instructions: Instructions | None = None) -> Done:
    """In a process of its own."""
    cache = trial.folder / "cache"
    return commands.start((COMMAND, str(cache)), trial.environment(instructions), instead=lambda: unpack(cache)).wait()


def complaints(trial: Trial, folder: Path) -> Iterator[str]:
    """The next run has a whole model, and nothing lies beside it."""
    undisturbed = Trial(folder / "undisturbed")
    if not undisturbed.folder.exists():
        prepare(undisturbed)
    done = prepare(trial)
    if done.status:
        yield f"the next run fails: {done.err.strip()!r}"
    here, there = _held(trial.folder / "cache"), _held(undisturbed.folder / "cache")
    if left := set(here) - set(there):
        yield f"left behind: {', '.join(sorted(left)[:4])}"
    if wrong := [name for name in there if here.get(name) != there[name]]:
        yield f"missing or cut short: {', '.join(wrong[:4])}"


def _held(cache: Path) -> dict[str, bytes]:
    return {
        path.relative_to(cache).as_posix(): path.read_bytes() if path.is_file() else b"" for path in cache.rglob("*")
    }
