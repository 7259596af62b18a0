"""The reader as questions use it: opened once; a question and texts go in, stretches come out, the same on every run.

In: the file of what was learned, and the folder of the offline model that it stands on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from graph.errors import MailuoError
from search.learned import OnModel, learned_stamp, open_trunk, read_learned
from search.pieces import open_tokenizer, portions
from search.reader.contract import Stretch
from search.reader.reading import Shape, arrays_of, encode
from search.runners.contract import Loaded
from search.runners.opening import Network

LEARNED = Path(__file__).parent / "learned.safetensors"
SHAPE, INPUTS = Shape(), 5
BATCH_PIECES = 512  # of few texts, so that every core has some
FILLING = 0  # whichever piece fills up, it is not looked at
NEARLY = -3.0  # score from which a stretch is told at all
LOOKED_AT = 400  # stretches of a text that are compared
Scores = npt.NDArray[np.float32]


class ReaderMissing(MailuoError):
    """The file of what the reader has learned is not there, or is of another version of the program."""


class Reader(OnModel):
    """Keeps the contract `CloseReader`. find_model: gives the folder of the offline model."""

    def __init__(self, find_model: Callable[[], Path], learned: Path = LEARNED) -> None:
        super().__init__(find_model, learned, ReaderMissing)

    @cached_property
    def stamp(self) -> str:
        """Identifies what was learned."""
        return hashlib.sha256(self._learned.read_bytes()).hexdigest()[:12]

    def read(self, question: str, texts: Sequence[str]) -> list[list[Stretch]]:
        """Texts: at most some hundred characters each; what is longer is cut off."""
        if not texts:
            return []
        with self._lock:
            runner, tokenizer = self._load()
        encoded = [encode(tokenizer, question, text, SHAPE) for text in texts]
        found: list[list[Stretch]] = [[] for _ in texts]
        planned = list(portions([len(one.pieces) for one in encoded], BATCH_PIECES))
        batches = (arrays_of([encoded[place] for place in portion], FILLING) for portion in planned)
        for portion, scores in zip(planned, runner.run(batches), strict=True):
            for row, place in enumerate(portion):
                found[place] = stretches(scores[row])
        return found

    def _network(self, model_folder: Path) -> Network:
        stamp = learned_stamp(self._learned, SHAPE, model_folder)
        return Network("reader", stamp, model_folder, model_folder.parent, partial(self._open, model_folder), INPUTS)

    def _tokenizer(self, model_folder: Path) -> Tokenizer:
        return open_tokenizer(model_folder)

    def _open(self, model_folder: Path) -> Loaded:
        from search.reader.network import Network, Scores

        trunk = open_trunk(model_folder)
        network = Network(trunk, SHAPE)
        network.take_up(read_learned(self._learned, SHAPE, ReaderMissing))
        return Loaded(trunk.embeddings.word_embeddings, Scores(network), INPUTS)


def stretches(scores: Scores, least: float = NEARLY) -> list[Stretch]:
    """[first, last] → the stretches above `least`, in the order of the text; of two that overlap the better one."""
    firsts, lasts = np.nonzero(scores > least)
    values = scores[firsts, lasts]
    best = np.argsort(-values, kind="stable")[:LOOKED_AT]
    kept: list[Stretch] = []
    for place in best:
        start, end = int(firsts[place]), int(lasts[place]) + 1
        if all(end <= one.start or one.end <= start for one in kept):
            kept.append(Stretch(start, end, float(values[place])))
    return sorted(kept, key=lambda one: one.start)
