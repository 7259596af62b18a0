"""The `mailuo` command with a model that needs no weights: run as a program by the tests, in a process of its own.

A text's vector counts its characters, so that like texts are near. MAILUO_TEST_PAUSE: seconds that embedding takes;
“embedding” is written to stderr when it begins, so that a test knows when to interrupt. MAILUO_TEST_KILL: the process
kills itself when the graph's first document was written (“graph”), or when the graph is there and the index is to be
built (“index”).
"""

from __future__ import annotations

import os
import signal
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from graph.store.places import EmbeddedPlace, GraphPlace, ServerPlace
from ingest import pipeline
from ui.app import workspace
from ui.cli.main import main

Vectors = npt.NDArray[np.float32]


class CountingEncoder:
    """Keeps the contract of `search.contracts.Encoder`."""

    def __init__(self, stamp: str = "counting@1") -> None:
        self.stamp = stamp
        self.dim = 64
        self.encoded = 0

    def encode_passages(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> Vectors:
        self.encoded += len(texts)
        if pause := os.environ.get("MAILUO_TEST_PAUSE"):
            print("embedding", file=sys.stderr, flush=True)
            time.sleep(float(pause))
        if progress:
            progress(len(texts))
        return np.stack([self.encode_question(text) for text in texts])

    def encode_question(self, text: str) -> Vectors:
        counts = np.full(self.dim, 1e-3, np.float32)
        for character in text:
            counts[zlib.crc32(character.encode()) % self.dim] += 1
        return np.asarray(counts / np.linalg.norm(counts), np.float32)


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_while_loading(place: type[EmbeddedPlace | ServerPlace]) -> Callable[..., None]:
    load = place.load

    def die_while_loading(of: GraphPlace, *arguments: object) -> None:
        # the last argument is the progress, heard after each document
        load(of, *arguments[:-1], die)  # type: ignore[arg-type, call-arg]

    return die_while_loading


def do_without_model(put: Callable[[object, str, object], None] = setattr) -> None:
    """Have every workspace of this process count characters instead of loading a model. put: how that is said, where it
    is to hold for a while."""
    encoder = CountingEncoder(os.environ.get("MAILUO_MODEL", "counting@1"))
    put(workspace.Workspace, "_encoder", property(lambda self: encoder))
    put(workspace.Workspace, "_tagger", None)
    put(workspace.Workspace, "_reader", None)


if __name__ == "__main__":
    do_without_model()
    kill = os.environ.get("MAILUO_TEST_KILL")
    if kill == "index":
        pipeline._index = die  # type: ignore[assignment]
    elif kill == "graph":
        for place in (EmbeddedPlace, ServerPlace):
            place.load = dying_while_loading(place)  # type: ignore[method-assign]
    main()
