"""The reader as questions use it: opened once; a question and texts go in, stretches come out, the same on every run.

In: the file of what was learned, and the folder of the offline model that it stands on.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.errors import MailuoError
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


class Reader:
    """Keeps the contract `CloseReader`. Loads torch and the model at the first text; several threads may use it.

    find_model: gives the folder of the offline model, which may have to be unpacked first.
    """

    def __init__(self, find_model: Callable[[], Path], learned: Path = LEARNED) -> None:
        if not learned.is_file():
            raise ReaderMissing(f"{learned} is not there: install Mailuo again")
        self._find_model = find_model
        self._learned = learned
        self._lock = threading.Lock()
        self._network: Network | None = None
        self._tokenizer: Tokenizer | None = None

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

    def _load(self) -> tuple[Network, Tokenizer]:
        if self._network is None or self._tokenizer is None:
            self._network, self._tokenizer = open_network(self._find_model(), self._learned)
        return self._network, self._tokenizer


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


def open_network(model_folder: Path, learned: Path) -> tuple[Network, Tokenizer]:
    """The network with what was learned, in the precision that this processor is fast in."""
    import torch
    from safetensors import safe_open
    from transformers import BertModel

    from search.encoder import has_fast_bfloat16
    from search.reader.network import Network, Shape, open_tokenizer

    with safe_open(learned, "pt") as file:
        about = file.metadata() or {}
        values = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    shape = Shape()
    if json.loads(about.get("shape", "{}")) != asdict(shape):
        raise ReaderMissing(f"{learned} was made for another version of the program; install Mailuo again")
    trunk = BertModel.from_pretrained(
        model_folder, local_files_only=True, attn_implementation="sdpa", add_pooling_layer=False
    )
    network = Network(trunk, shape)
    network.take_up(values)
    network.eval()
    if has_fast_bfloat16():
        network.to(torch.bfloat16)
    return network, open_tokenizer(model_folder)
