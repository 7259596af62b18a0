"""What workers of the tests work with: a module of its own, as they import it by its name."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.cluster.understanding import Tools
from ingest.parquet.shelf import ParquetShelf
from ingest.parquet.store import SharedStore
from tests.ingest.test_pipeline import lengths_of


@dataclass
class Embedder:
    """Keeps the contract of `search.contracts.PassageEncoder`, in a worker; dies at some words, once or always."""

    marks: Path
    stamp: str = "length@1"
    dim: int = 4

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        if any("要命" in text for text in texts):
            os._exit(1)
        if any("一次" in text for text in texts) and not (self.marks / "died").exists():
            (self.marks / "died").touch()
            os._exit(1)
        with (self.marks / "embedded").open("a") as file:
            file.write("x" * len(texts))
        return lengths_of(texts)


def make(store: Path, marks: Path, stamp: str = "length@1") -> Tools:
    return Tools(Embedder(marks, stamp), None, ParquetShelf(SharedStore.at(str(store))))


def squared(number: int) -> int:
    return number * number
