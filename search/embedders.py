"""How a model's texts become vectors: a plain model by a runner, any other by sentence-transformers.

In: texts that can be encoded. Out: vectors, in portions of like length, each with the places of its texts.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from search.contracts import Vectors
from search.pieces import open_tokenizer, padded, portions, there
from search.plain_model import E5_PROMPTS, ModelUnreadable, Plain
from search.runners.backends import Backend
from search.runners.contract import Batch, Runner
from search.runners.devices import Device, find_device
from search.runners.opening import Network

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

ON_PROCESSOR = 2048  # pieces of a batch: more only costs memory
ON_GPU = 65_536
WORTH_A_GPU = 200  # passages: fewer are embedded before a GPU is ready
SLICE = 2048  # texts cut into pieces at a time, while those before are computed
TEXTS = 32  # of a batch for sentence-transformers

Portion = tuple[Sequence[int], Vectors]


class Embedder(Protocol):
    """A model that is open; may be used from several threads."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    @property
    def backend(self) -> str:
        """What computes, for people."""

    def question(self, text: str) -> Vectors:
        """[1, dim]."""

    def passages(self, texts: Sequence[str]) -> Iterator[Portion]:
        """All of them, in an order that computes well."""


class PlainEmbedder:
    """Keeps the contract `Embedder`. Questions, and few passages, are computed on the processor unless a device is
    named: a GPU is ready after seconds.
    """

    def __init__(self, plain: Plain, stamp: str, cache: Path, device: Device) -> None:
        self._plain = plain
        self._device = device
        self._network = Network(f"encoder-{stamp.rsplit('@')[-1]}", stamp, plain.folder, cache, plain.load)
        self._tokenizer = open_tokenizer(plain.folder, plain.longest)
        self._lock = threading.Lock()
        self._on_gpu: Runner | None = None
        self._is_on_gpu: bool | None = None
        if device is not Device.AUTO:
            find_device(device)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._plain.width

    @property
    def backend(self) -> str:
        """What computes, for people."""
        if self._device in (Device.AUTO, Device.CPU):
            return self._network.chosen[0].name
        return f"torch {self._device.value}"

    def question(self, text: str) -> Vectors:
        """[1, dim]."""
        ids = self._tokenizer.encode(self._plain.prompts.get("query", "") + text).ids
        return next(iter(self._runner(1)[0].run([self._batch([ids])])))

    def passages(self, texts: Sequence[str]) -> Iterator[Portion]:
        """All of them, the longest first."""
        prompt = self._plain.prompts.get("document", self._plain.prompts.get("passage", ""))
        with ThreadPoolExecutor(1) as ahead:
            cut = ahead.submit(self._cut, texts[:SLICE], prompt)
            for start in range(0, len(texts), SLICE):
                ids: list[list[int]] = cut.result()
                cut = ahead.submit(self._cut, texts[start + SLICE : start + 2 * SLICE], prompt)
                yield from self._computed(ids, start, len(texts))

    def use(self, backend: Backend) -> None:
        """On the processor, compute by this one in place of the quickest."""
        self._network.use(backend)

    def _cut(self, texts: Sequence[str], prompt: str) -> list[list[int]]:
        return [one.ids for one in self._tokenizer.encode_batch_fast([prompt + text for text in texts])]

    def _computed(self, ids: Sequence[Sequence[int]], start: int, count: int) -> Iterator[Portion]:
        runner, most = self._runner(count)
        planned = list(portions([len(one) for one in ids], most))
        batches = (self._batch([ids[place] for place in portion]) for portion in planned)
        for portion, vectors in zip(planned, runner.run(batches), strict=True):
            yield [start + place for place in portion], vectors

    def _batch(self, ids: Sequence[Sequence[int]]) -> Batch:
        return [padded(ids, self._plain.filling), there(ids)]

    def _runner(self, count: int) -> tuple[Runner, int]:
        """What computes so many texts, and how many pieces at a time."""
        with self._lock:
            is_little = count == 1 or (count < WORTH_A_GPU and self._on_gpu is None)
            if self._device is Device.CPU or (self._device is Device.AUTO and is_little):
                return self._network.on_processor(), ON_PROCESSOR
            if self._is_on_gpu is None:
                device = find_device(self._device)
                self._is_on_gpu = device is not Device.CPU
                self._on_gpu = self._network.on_gpu(device) if self._is_on_gpu else None
            if self._on_gpu is None:
                return self._network.on_processor(), ON_PROCESSOR
            return self._on_gpu, ON_GPU


class OtherEmbedder:
    """Keeps the contract `Embedder`, by sentence-transformers."""

    def __init__(self, folder: Path, name: str, device: Device) -> None:
        self._model = _open_model(folder, name, device)
        self._device = device
        self._lock = threading.Lock()  # its tokenizer must not be used by two threads at once

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    @property
    def backend(self) -> str:
        """What computes, for people."""
        return f"sentence-transformers {self._device.value}"

    def question(self, text: str) -> Vectors:
        """[1, dim]."""
        with self._lock:
            return np.asarray(self._model.encode_query([text], show_progress_bar=False), np.float32)

    def passages(self, texts: Sequence[str]) -> Iterator[Portion]:
        """All of them, the longest first."""
        order = sorted(range(len(texts)), key=lambda place: (-len(texts[place]), place))
        for start in range(0, len(order), TEXTS):
            places = order[start : start + TEXTS]
            with self._lock:
                batch = [texts[place] for place in places]
                found = self._model.encode_document(batch, batch_size=TEXTS, show_progress_bar=False)
            yield places, np.asarray(found, np.float32)


def _open_model(folder: Path, name: str, device: Device) -> SentenceTransformer:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    precision = torch.float32 if device is Device.CPU else torch.float16
    try:
        model = SentenceTransformer(
            str(folder), device=device.value, local_files_only=True, model_kwargs={"dtype": precision}
        )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, json.JSONDecodeError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelUnreadable(f"The model in {folder} cannot be loaded: {reason}") from error
    model.eval()
    if "e5" in name.lower() and not any(model.prompts.values()):
        model.prompts = dict(E5_PROMPTS)
    return model
