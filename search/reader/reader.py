"""The reader as questions use it: opened once; a question and texts go in, stretches come out, the same on every run.

In: the file of what was learned, and the folder of the offline model that it stands on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.errors import MailuoError
from search.learned import OnModel, made_ready, open_trunk, read_learned
from search.reader.contract import Stretch

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from search.reader.network import Network

LEARNED = Path(__file__).parent / "learned.safetensors"
NEARLY = -3.0  # score from which a stretch is told at all
LOOKED_AT = 400  # stretches of a text that are compared
Scores = npt.NDArray[np.float32]


class ReaderMissing(MailuoError):
    """The file of what the reader has learned is not there, or is of another version of the program."""


class Reader(OnModel["Network"]):
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
        import torch

        from search.reader.network import batch_of, encode

        with self._lock, torch.inference_mode():
            network, tokenizer = self._load()
            encoded = [encode(tokenizer, question, text, network.shape) for text in texts]
            scores = network(batch_of(encoded, network.padding)).float().numpy()
        return [stretches(one) for one in scores]

    def _open(self, model_folder: Path) -> tuple[Network, Tokenizer]:
        from search.pieces import open_tokenizer
        from search.reader.network import Network, Shape

        network = Network(open_trunk(model_folder), Shape())
        network.take_up(read_learned(self._learned, network.shape, ReaderMissing))
        made_ready(network)
        return network, open_tokenizer(model_folder)


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
