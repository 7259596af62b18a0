"""What stands on the offline model and a file of what was learned: opened at the first use, in one way for all.

The tagger of `ingest` and the reader of questions are such networks. They are computed by the backend that is the
quickest here (`search.runners`); torch is loaded when what that needs is made, once on a machine.
"""

from __future__ import annotations

import hashlib
import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import MailuoError
from graph.weights import check_weights
from search.prepared import STAMP_FILE
from search.runners.contract import Runner

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor
    from transformers import BertModel

    from search.runners.opening import Network


class OnModel(ABC):
    """Several threads may use it, one after the other: `_lock` is to be held around `_load` and what follows.

    find_model: gives the folder of the offline model, which may have to be unpacked first. missing: what is raised
    where the file of what was learned is not there; without: what that means.
    """

    def __init__(
        self, find_model: Callable[[], Path], learned: Path, missing: type[MailuoError], *, without: str = ""
    ) -> None:
        if not learned.is_file():
            raise missing(f"{learned} is not there: {without}install Mailuo again")
        self._find_model = find_model
        self._learned = learned
        self._lock = threading.Lock()
        self._opened: tuple[Runner, Tokenizer] | None = None

    def _load(self) -> tuple[Runner, Tokenizer]:
        if self._opened is None:
            check_learned(self._learned)
            folder = self._find_model()
            self._opened = self._network(folder).on_processor(), self._tokenizer(folder)
        return self._opened

    @abstractmethod
    def _network(self, model_folder: Path) -> Network:
        """The network with what was learned."""

    @abstractmethod
    def _tokenizer(self, model_folder: Path) -> Tokenizer:
        """What cuts texts for it."""


def check_learned(learned: Path) -> None:
    """WeightsAltered where the file is not what its data sheet says."""
    sheet = sheet_of(learned)
    if sheet.is_file() and (sha256 := json.loads(sheet.read_text(encoding="utf-8")).get("sha256")):
        check_weights(learned, sha256, "install Mailuo again")


def learned_stamp(learned: Path, shape: Any, model_folder: Path) -> str:
    """Identifies what was learned, the network's shape, and the model that it stands on."""
    made = model_folder / STAMP_FILE
    parts = (learned.read_bytes(), json.dumps(asdict(shape)).encode(), made.read_bytes() if made.is_file() else b"")
    return hashlib.sha256(b"\n".join(parts)).hexdigest()[:16]


def sheet_of(learned: Path) -> Path:
    """The data sheet of what was learned: what from, and the SHA-256 of the file."""
    return learned.with_suffix(".json")


def read_learned(learned: Path, shape: Any, missing: type[MailuoError]) -> dict[str, Tensor]:
    """What was learned, float32 by name. shape: the network's; a file made for another raises `missing`, one that is
    not what its data sheet says WeightsAltered."""
    from safetensors import safe_open

    check_learned(learned)
    with safe_open(learned, "pt") as file:
        about = file.metadata() or {}
        if json.loads(about.get("shape", "{}")) != asdict(shape):
            raise missing(f"{learned} was made for another version of the program; install Mailuo again")
        return {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118 - it is no mapping


def open_trunk(model_folder: Path) -> BertModel:
    """The offline model without the layer that pools."""
    from transformers import BertModel

    return BertModel.from_pretrained(
        model_folder, local_files_only=True, attn_implementation="sdpa", add_pooling_layer=False
    )
