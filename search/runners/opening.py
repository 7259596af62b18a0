"""A network → its runner on this machine.

In: how the network is loaded into torch, where its word table lies, and where things are kept. What OpenVINO needs is
made at the first call and checked against torch; from then on torch is not loaded for it.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from graph.errors import MailuoError
from search.prepared import prepare_folder
from search.runners import with_openvino
from search.runners.backends import BF16, F32, OPENVINO, TORCH, Backend, choose, machine, made_up
from search.runners.contract import Batch, Loaded, Runner, Values
from search.runners.devices import Device
from search.runners.with_torch import TorchRunner

LAYOUT = 1  # raised when what is written here changes, so that older folders are made anew
TORCH_NAMES = {F32: "float32", BF16: "bfloat16"}
RESERVED = 2  # places that some models keep for themselves
HALF = "float16"  # on a GPU
WORDS = "embeddings.word_embeddings.weight"
AGREES = 1e-3  # how far a value may lie from torch's, and as a share of it


class ConvertedWrong(MailuoError):
    """OpenVINO gives other values than torch."""


@dataclass(frozen=True)
class Network:
    """A network that can be run. `name`: of the folder it is prepared in; `stamp`: identifies its weights; `model`:
    the folder of the model that it stands on; `cache`: where it is prepared; `load`: into torch, which takes seconds;
    `inputs`: how many arrays a batch has; `precise`: it is always computed in float32.
    """

    name: str
    stamp: str
    model: Path
    cache: Path
    load: Callable[[], Loaded]
    inputs: int = 2
    precise: bool = False

    @cached_property
    def loaded(self) -> Loaded:
        """By torch."""
        return self.load()

    def on_processor(self) -> Runner:
        """By the backend that is the quickest here."""
        return self.chosen[1]

    @cached_property
    def chosen(self) -> tuple[Backend, Runner]:
        """The quickest backend, and the network opened by it."""
        made_for = {**machine(), "network": f"{self.name} {self.stamp}", "layout": str(LAYOUT)}
        candidates = {one: self._opener(one) for one in self._backends() if not self.precise or one.precision == F32}
        return choose(self.cache / f"{self.name}-backend.json", made_for, candidates, self._sample())

    def use(self, backend: Backend) -> None:
        """Compute by this one from now on, without measuring."""
        self.__dict__["chosen"] = backend, self._opener(backend)()

    def on_gpu(self, device: Device) -> Runner:
        """In half precision. The network cannot be run on the processor by torch afterwards."""
        return TorchRunner(self.load(), device, HALF)

    def _backends(self) -> Sequence[Backend]:
        return (*OPENVINO, *TORCH) if importlib.util.find_spec("openvino") else TORCH

    def _opener(self, backend: Backend) -> Callable[[], Runner]:
        if backend.engine == "torch":
            return lambda: TorchRunner(self.load(), Device.CPU, TORCH_NAMES[backend.precision])
        return lambda: with_openvino.OpenVinoRunner(self.prepared(), word_table(self.model), backend.precision)

    def prepared(self) -> Path:
        """The folder that OpenVINO opens, made at the first call."""
        from search.runners.silent_openvino import openvino

        stamp = {"layout": LAYOUT, "network": self.stamp, "openvino": openvino.__version__}
        return prepare_folder(self.cache / f"{self.name}-openvino", stamp, self._convert)

    def _sample(self) -> list[Batch]:
        longest = json.loads((self.model / "config.json").read_text(encoding="utf-8"))["max_position_embeddings"]
        return made_up(self.inputs, len(word_table(self.model)), int(longest) - RESERVED)

    def _convert(self, into: Path) -> None:
        with_openvino.convert(self.loaded, into)
        batches = self._sample()
        converted = with_openvino.OpenVinoRunner(into, word_table(self.model), F32).run(batches)
        by_torch = TorchRunner(self.loaded, Device.CPU, TORCH_NAMES[F32]).run(batches)
        for values, right in zip(converted, by_torch, strict=True):
            if values.shape != right.shape or not np.allclose(values, right, AGREES, AGREES):
                raise ConvertedWrong(f"OpenVINO {_version()} gives other values for {self.name} than torch")


def _version() -> str:
    from search.runners.silent_openvino import openvino

    return str(openvino.__version__)


def word_table(model: Path) -> Values:
    """float32 [pieces, width], read from the model's file as rows are asked for."""
    path = model / "model.safetensors"
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        head: dict[str, Any] = json.loads(file.read(length))
    (entry,) = (about for name, about in head.items() if name.endswith(WORDS))
    if entry["dtype"] != "F32":
        raise ValueError(f"{path} holds {entry['dtype']}, not F32")
    rows, width = map(int, entry["shape"])
    return np.memmap(path, np.float32, "r", 8 + length + int(entry["data_offsets"][0]), (rows, width))
