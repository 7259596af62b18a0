"""The tagger as ingestion uses it: opened once, texts go in, tags come out, the same on every run.

In: the file of what was learned, and the folder of the offline model whose first layers it stands on. Out: for each
text its tags, and for each of its characters how likely it belongs to a thing of each type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from itertools import chain
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from graph.errors import MailuoError
from ingest.tagger.contract import TYPES, Chances, Tagged
from ingest.tagger.decoding import spans
from ingest.tagger.reading import Shape, arrays_of, encode, open_tokenizer
from ingest.tagger.stamp import LEARNED, stamp_of, weights_of
from ingest.tagger.windows import windows
from search.learned import OnModel, learned_stamp, open_trunk, read_learned
from search.runners.contract import Batch, Loaded
from search.runners.opening import Network

SHAPE, INPUTS = Shape(), 5
FILLING = 0  # whichever piece fills up, it is not looked at
# Texts of like length at a time, padded to the longest. The head sees some characters of what was filled up behind a
# text, so this decides what is found; in which parts a batch is computed does not.
BATCH_CHARACTERS = 8000
PART_CHARACTERS = 2000


class TaggerMissing(MailuoError):
    """The file of what the tagger has learned is not there, or is of another version of the program."""


class Tagger(OnModel):
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
    ) -> Iterator[tuple[int, int, int, Chances]]:
        with self._lock:
            runner, tokenizer = self._load()
        batches = _batches(pieces)
        encoded = ([encode(tokenizer, texts[n][a:b], SHAPE) for n, a, b in batch] for batch in batches)
        parts = (part for one in encoded for part in _parts(arrays_of(one, FILLING)))
        found = (row for values in runner.run(parts) for row in values)
        yield from ((n, a, b, row[: b - a]) for (n, a, b), row in zip(chain(*batches), found, strict=True))

    def _network(self, model_folder: Path) -> Network:
        # in float32, so that the same names are found on every machine
        return Network(
            self._learned.parent.name,
            learned_stamp(self._learned, SHAPE, model_folder),
            model_folder,
            model_folder.parent,
            partial(self._open, model_folder),
            INPUTS,
            precise=True,
        )

    def _tokenizer(self, model_folder: Path) -> Tokenizer:
        return open_tokenizer(model_folder)

    def _open(self, model_folder: Path) -> Loaded:
        from ingest.tagger.network import Chances, Network

        trunk = open_trunk(model_folder)
        network = Network(trunk, SHAPE)
        network.load_state_dict(read_learned(self._learned, SHAPE, TaggerMissing), strict=False)
        return Loaded(trunk.embeddings.word_embeddings, Chances(network), INPUTS)


def _parts(batch: Batch) -> Iterator[Batch]:
    """The batch in portions that several cores compute side by side, as long as before."""
    texts, characters = batch[-1].shape
    size = max(1, PART_CHARACTERS // characters)
    for start in range(0, texts, size):
        yield [numbers[start : start + size] for numbers in batch]


def _batches(pieces: Sequence[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """Windows of like length side by side; what stands with what depends on nothing but the windows."""
    batches: list[list[tuple[int, int, int]]] = []
    for piece in sorted(pieces, key=lambda piece: (piece[1] - piece[2], piece)):
        longest = batches[-1][0][2] - batches[-1][0][1] if batches else 0
        if not batches or (len(batches[-1]) + 1) * longest > BATCH_CHARACTERS:
            batches.append([])
        batches[-1].append(piece)
    return batches
