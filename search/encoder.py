"""Texts → unit vectors, by any sentence-transformers model on this machine.

``sentence_transformers`` (and torch with it) is loaded at the first text, not at import. Nothing is fetched for a
model that lies in a folder; a hub name is fetched once, unless HF_HUB_OFFLINE is set.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.errors import MailuoError
from search.contracts import Progress, Vectors
from search.model_files import STAMP_FILE

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32  # texts of like length at a time: more only costs memory on a CPU
SAMPLES, SAMPLE_BYTES = 64, 4096  # of a weights file, for its stamp
WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
NOT_NEEDED = ["onnx/*", "openvino/*", "*.h5", "*.msgpack", "*.ot"]
FAST_BFLOAT16 = ("amx_bf16", "avx512_bf16")  # processor flags: three to four times the speed of float32

# Threads that wait for each other give the processor away. Spinning, as they do otherwise, wins a millisecond on an
# idle machine, and on a busy one makes a question take half a second instead of 35 ms.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")


class ModelNotFound(MailuoError):
    """MAILUO_MODEL names no folder, and no model that can be had."""


class ModelUnreadable(MailuoError):
    """The folder is there but holds no sentence-transformers model."""


class SentenceEncoder:
    """One model; keeps the contract `search.contracts.Encoder`. `name_or_folder`: a folder, or a name on the hub."""

    def __init__(self, name_or_folder: str | Path) -> None:
        self._name = str(name_or_folder)
        self._lock = threading.Lock()  # a tokenizer must not be used by two threads at once
        self._folder: Path | None = None
        self._stamp: str | None = None
        self._model: SentenceTransformer | None = None

    @property
    def folder(self) -> Path:
        """Where the model's files lie; a hub name is looked up, and fetched if need be, at the first call."""
        if self._folder is None:
            self._folder = _find_folder(self._name)
        return self._folder

    @property
    def stamp(self) -> str:
        """Identifies the model: vectors of different stamps must not be compared."""
        if self._stamp is None:
            self._stamp = stamp_of(self.folder, self._name)
        return self._stamp

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._load().get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """float32 [n, dim], unit length, in the order of `texts`; `progress` hears how many are done."""
        model = self._load()
        vectors = np.zeros((len(texts), self.dim), np.float32)
        order = sorted(range(len(texts)), key=lambda place: (-len(texts[place]), place))
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            with self._lock:
                batch = [texts[place] for place in places]
                encoded = model.encode_document(batch, batch_size=BATCH, show_progress_bar=False)
            vectors[places] = _unit(encoded)
            if progress:
                progress(start + len(places))
        return vectors

    def encode_question(self, text: str) -> Vectors:
        """float32 [dim], unit length."""
        model = self._load()
        with self._lock:
            # What a terminal passes on undecoded are lone surrogates, which no tokenizer takes.
            known = text.encode("utf-8", "replace").decode("utf-8")
            encoded = model.encode_query([known], show_progress_bar=False)
        return np.asarray(_unit(encoded)[0], np.float32)

    def _load(self) -> SentenceTransformer:
        with self._lock:
            if self._model is None:
                self._model = _open_model(self.folder, self._name)
            return self._model


def _unit(vectors: npt.ArrayLike) -> Vectors:
    """Length 1 in float32: a model that ran in bfloat16 gives lengths off by some thousandths."""
    array = np.asarray(vectors, np.float32)
    return np.asarray(array / np.maximum(np.linalg.norm(array, axis=1, keepdims=True), 1e-12), np.float32)


def _find_folder(name: str) -> Path:
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    if folder.exists() or folder.is_absolute() or name.startswith((".", "~")) or name.count("/") > 1:
        raise ModelNotFound(f"MAILUO_MODEL names {name}, which is no folder; unset it to use the offline model.")
    return _fetch(name)


def _fetch(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        try:
            return Path(snapshot_download(repository, local_files_only=True, ignore_patterns=NOT_NEEDED))
        except LocalEntryNotFoundError:
            return Path(snapshot_download(repository, ignore_patterns=NOT_NEEDED))
    except (LocalEntryNotFoundError, HfHubHTTPError, HFValidationError, OSError, RuntimeError) as error:
        raise ModelNotFound(
            f"MAILUO_MODEL names {name}: no such folder, and no model of that name can be fetched from the hub; "
            "give a folder, or unset it to use the offline model."
        ) from error


def stamp_of(folder: Path, name: str) -> str:
    """The model's name and a hash over its small files and a sample of its weights (which may be gigabytes)."""
    made = folder / STAMP_FILE
    digest = hashlib.sha256()
    if made.is_file():
        digest.update(made.read_bytes())
    else:
        for path in sorted(folder.rglob("*.json")):
            digest.update(path.read_bytes())
        for path in sorted(path for pattern in WEIGHTS for path in folder.rglob(pattern)):
            _update_sampled(digest, path)
    return f"{folder.name if folder == Path(name).expanduser() else name}@{digest.hexdigest()[:12]}"


def _update_sampled(digest: hashlib._Hash, path: Path) -> None:
    size = path.stat().st_size
    digest.update(f"{path.name} {size}".encode())
    with path.open("rb") as weights:
        for sample in range(SAMPLES):
            weights.seek(max(0, size - SAMPLE_BYTES) * sample // (SAMPLES - 1))
            digest.update(weights.read(SAMPLE_BYTES))


def has_fast_bfloat16() -> bool:
    """Whether this processor computes in bfloat16 several times faster than in float32."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return False
    return any(flag in flags for flag in FAST_BFLOAT16)


def _open_model(folder: Path, name: str) -> SentenceTransformer:
    # Everything is on this machine by now: no look at the hub for newer files.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
        raise ModelUnreadable(f"{folder} holds no sentence-transformers model (no modules.json, no config.json).")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    precision = torch.bfloat16 if has_fast_bfloat16() else torch.float32
    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": precision})
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, json.JSONDecodeError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelUnreadable(f"The model in {folder} cannot be loaded: {reason}") from error
    model.eval()
    if "e5" in name.lower() and not any(model.prompts.values()):
        # The e5 family wants these two, and its folders on the hub do not say so.
        model.prompts = {"query": "query: ", "document": "passage: "}
    return model
