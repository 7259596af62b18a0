"""Networks computed by torch: on a GPU in half precision, on the processor where no other engine can be had."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from search.runners.contract import Batch, Loaded, Values
from search.runners.devices import Device

if TYPE_CHECKING:
    from torch import Tensor

AHEAD = 2  # batches that a GPU is given before the first is asked for


class TorchRunner:
    """Keeps the contract `Runner`. precision: one of torch's types by name."""

    def __init__(self, loaded: Loaded, device: Device, precision: str) -> None:
        import torch

        self._device = torch.device(device.value)
        self._ahead = 0 if device is Device.CPU else AHEAD
        self._words = loaded.words.to(self._device, getattr(torch, precision)).eval()
        self._network = loaded.network.to(self._device, getattr(torch, precision)).eval()

    def run(self, batches: Iterable[Batch]) -> Iterator[Values]:
        """A GPU computes while the batches before are fetched from it and those behind are put together."""
        waiting: deque[Tensor] = deque()
        for batch in batches:
            waiting.append(self._begin(batch))
            if len(waiting) > self._ahead:
                yield _fetched(waiting.popleft())
        while waiting:
            yield _fetched(waiting.popleft())

    def _begin(self, batch: Batch) -> Tensor:
        import torch

        with torch.inference_mode():
            pieces, *others = (torch.from_numpy(numbers).to(self._device, non_blocking=True) for numbers in batch)
            values: Tensor = self._network(self._words(pieces), *others)
            return values.float()


def _fetched(values: Tensor) -> Values:
    return np.asarray(values.cpu().numpy(), np.float32)
