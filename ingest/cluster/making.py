"""What a worker works with, made where it works, from what can be sent there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ingest.cluster.understanding import Tools
from ingest.parquet.shelf import ParquetShelf
from ingest.parquet.store import SharedStore
from ingest.tagger.stamp import LEARNED
from ingest.tagger.tagger import Tagger
from search.encoder import SentenceEncoder
from search.model_files import prepare_model
from search.runners.devices import Device


@dataclass(frozen=True, slots=True)
class Making:
    """model: MAILUO_MODEL, None for the bundled one; cache: where that one is unpacked; store: address of the shelf."""

    model: str | None
    cache: Path
    device: Device
    store: str
    has_tagger: bool

    def __call__(self) -> Tools:
        """Nothing is loaded before the first text."""
        find_model = partial(prepare_model, self.cache)
        encoder = SentenceEncoder(self.model or find_model(), cache=self.cache, device=self.device)
        tagger = Tagger(find_model) if self.has_tagger and LEARNED.is_file() else None
        return Tools(encoder, tagger, ParquetShelf(SharedStore.at(self.store)))
