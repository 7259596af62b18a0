"""The tagger as ingestion uses it: opened once, texts go in, tags come out, the same on every run.

In: the file of what was learned, and the folder of the offline model whose first layers it stands on. Out: for each
text its tags, and for each of its characters how likely it belongs to a thing of each type.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import MailuoError
from ingest.tagger.contract import TYPES, Chances, Tagged
from ingest.tagger.decoding import spans
from ingest.tagger.stamp import LEARNED, stamp_of, weights_of
from ingest.tagger.windows import windows
from search.learned import OnModel, made_ready, open_trunk, read_learned

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from ingest.tagger.network import Network

BATCH_CHARACTERS = 8000  # texts of like length at a time, padded to the longest


class TaggerMissing(MailuoError):
    """The file of what the tagger has learned is not there, or is of another version of the program."""


class Tagger(OnModel["Network"]):
    """Keeps the contract `TextTagger`. find_model: gives the folder of the offline model."""

    def __init__(self, find_model: Callable[[], Path], learned: Path = LEARNED) -> None:
        super().__init__(find_model, learned, TaggerMissing, without="entities are found by rules alone; ")

    @cached_property
    def stamp(self) -> str:
        """Identifies what was learned: documents tagged by another stamp are read anew."""
        return stamp_of(self._learned)

    @property
    def weights(self) -> Path:
        """The file of what was counted with this tagger."""
        return weights_of(self._learned)

    def tag(self, texts: Sequence[str]) -> list[Tagged]:
        """In the order of `texts`; each may be of any length."""
        pieces = [(number, start, end) for number, text in enumerate(texts) for start, end in windows(text)]
        chances = [np.zeros((len(text), len(TYPES), 3), np.float32) for text in texts]
        for number, start, end, found in self._each(texts, pieces):
            chances[number][start:end] = found
        return [Tagged(spans(found), found) for found in chances]

    def _each(
        self, texts: Sequence[str], pieces: Sequence[tuple[int, int, int]]
    ) -> list[tuple[int, int, int, Chances]]:
        import torch

        from ingest.tagger.network import batch_of, encode

        done: list[tuple[int, int, int, Chances]] = []
        with self._lock, torch.inference_mode():
            network, tokenizer = self._load()
            for batch in _batches(pieces):
                encoded = [encode(tokenizer, texts[n][a:b], network.shape) for n, a, b in batch]
                values = network(batch_of(encoded, network.padding))
                found = values.float().softmax(-1).numpy()
                done += [(n, a, b, found[row, : b - a]) for row, (n, a, b) in enumerate(batch)]
        return done

    def _open(self, model_folder: Path) -> tuple[Network, Tokenizer]:
        from ingest.tagger.network import Network, Shape, open_tokenizer

        network = Network(open_trunk(model_folder), Shape())
        network.load_state_dict(read_learned(self._learned, network.shape, TaggerMissing), strict=False)
        made_ready(network)
        return network, open_tokenizer(model_folder)


def _batches(pieces: Sequence[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """Windows of like length side by side; what stands with what depends on nothing but the windows."""
    batches: list[list[tuple[int, int, int]]] = []
    for piece in sorted(pieces, key=lambda piece: (piece[1] - piece[2], piece)):
        longest = batches[-1][0][2] - batches[-1][0][1] if batches else 0
        if not batches or (len(batches[-1]) + 1) * longest > BATCH_CHARACTERS:
            batches.append([])
        batches[-1].append(piece)
    return batches
