"""Networks computed by OpenVINO on the processor: converted once by way of torch, opened from then on without it."""

from __future__ import annotations

import logging
import os
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from search.runners.contract import Batch, Loaded, Values

if TYPE_CHECKING:
    from openvino import InferRequest

NETWORK = "network.xml"  # and network.bin beside it
MOST_STREAMS = 8  # batches computed at once; each on its share of the cores


class OpenVinoRunner:
    """Keeps the contract `Runner`. prepared: the folder that `convert` has filled; words: the table of pieces.

    One thread a batch, and several batches at once, use the cores better than several threads a batch. What OpenVINO
    says against a precision that the processor does not know is a RuntimeError.
    """

    def __init__(self, prepared: Path, words: Values, precision: str) -> None:
        from search.runners.silent_openvino import openvino

        threads = _cores()
        self._words = words
        self._streams = min(MOST_STREAMS, threads)
        self._compiled = openvino.Core().compile_model(
            str(prepared / NETWORK),
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": precision,
                "NUM_STREAMS": self._streams,
                "INFERENCE_NUM_THREADS": threads,
                "ENABLE_CPU_PINNING": False,  # other processes have their share of the cores too
            },
        )
        self._idle: list[InferRequest] = []  # kept, as each holds memory that it has found the size of

    def run(self, batches: Iterable[Batch]) -> Iterator[Values]:
        """As many at once as there are streams."""
        working: deque[InferRequest] = deque()
        try:
            for batch in batches:
                if len(working) == self._streams:
                    yield self._finish(working.popleft())
                working.append(self._begin(batch))
            while working:
                yield self._finish(working.popleft())
        finally:
            for request in working:
                request.wait()

    def _begin(self, batch: Batch) -> InferRequest:
        try:
            request = self._idle.pop()
        except IndexError:
            request = self._compiled.create_infer_request()
        pieces, *others = batch
        request.start_async([np.asarray(self._words[pieces], np.float32), *others])
        return request

    def _finish(self, request: InferRequest) -> Values:
        request.wait()
        values = np.array(request.get_output_tensor(0).data, np.float32)
        self._idle.append(request)
        return values


def _cores() -> int:
    """Those that this process may use; of several workers on a machine each has its share."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    share = os.environ.get("OMP_NUM_THREADS", "")
    return min(there, max(1, int(share))) if share.isdecimal() else there


def convert(loaded: Loaded, into: Path) -> None:
    """Write the network, in float32, for texts of any number and length."""
    import torch

    from search.runners.silent_openvino import openvino

    width = loaded.words.embedding_dim
    others = loaded.inputs - 1
    example = (torch.zeros(2, 7, width), *(torch.ones(2, 7, dtype=torch.long) for _ in range(others)))
    shapes = [[-1, -1, width], *([-1, -1] for _ in range(others))]
    noise = logging.getLogger("transformers")
    before = noise.level
    noise.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), torch.inference_mode():
            warnings.simplefilter("ignore")
            converted = openvino.convert_model(loaded.network.float().eval(), example_input=example, input=shapes)
    finally:
        noise.setLevel(before)
    openvino.save_model(converted, into / NETWORK, compress_to_fp16=False)
