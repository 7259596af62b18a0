"""Texts → unit vectors, by any sentence-transformers model on this machine.

A plain model (`search.plain_model`) is computed by the backend that is the quickest here (`search.runners`), any other
one by ``sentence_transformers``; neither is loaded before the first text. Nothing is fetched for a model that lies in
a folder; a hub name is fetched once, unless HF_HUB_OFFLINE is set.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.errors import MailuoError
from search.contracts import TellCount, Vectors
from search.plain_model import E5_PROMPTS, ModelUnreadable, Plain
from search.prepared import STAMP_FILE
from search.runners.devices import Device, find_device

SAMPLES, SAMPLE_BYTES = 64, 4096  # of a weights file, for its stamp
WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
NOT_NEEDED = ["onnx/*", "openvino/*", "*.h5", "*.msgpack", "*.ot"]

if TYPE_CHECKING:
    from search.embedders import Embedder

# Threads that wait for each other give the processor away. Spinning, as they do otherwise, wins a millisecond on an
# idle machine, and on a busy one makes a question take half a second instead of 35 ms.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")  # no process is forked off this one
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")


class ModelNotFound(MailuoError):
    """MAILUO_MODEL names no folder, and no model that can be had."""


class SentenceEncoder:
    """One model; keeps the contract `search.contracts.Encoder`. `name_or_folder`: a folder, or a name on the hub;
    `cache`: where what engines need of it is kept, by default beside its folder.
    """

    def __init__(self, name_or_folder: str | Path, *, cache: Path | None = None, device: Device = Device.AUTO) -> None:
        self._name = str(name_or_folder)
        self._cache = cache
        self._device = device
        self._lock = threading.Lock()  # what is loaded is loaded once
        self._folder: Path | None = None
        self._stamp: str | None = None
        self._model: Embedder | None = None

    @property
    def folder(self) -> Path:
        """Where the model's files lie; a hub name is looked up, and fetched if need be, at the first call."""
        if self._folder is None:
            self._folder = _find_folder(self._name)
        return self._folder

    @property
    def stamp(self) -> str:
        """Identifies the model: vectors of different stamps must not be compared. No part of it says which backend
        computes: all agree to a cosine of .9999 (`benchmarks/embedding.py`)."""
        if self._stamp is None:
            self._stamp = stamp_of(self.folder, self._name)
        return self._stamp

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._load().dim

    @property
    def backend(self) -> str:
        """What computes a question here, for people."""
        return self._load().backend

    def encode_passages(self, texts: Sequence[str], *, progress: TellCount | None = None) -> Vectors:
        """float32 [n, dim], unit length, in the order of `texts`; `progress` hears how many are done."""
        model = self._load()
        vectors = np.zeros((len(texts), model.dim), np.float32)
        done = 0
        for places, found in model.passages([_encodable(text) for text in texts]):
            vectors[places] = _unit(found)
            done += len(places)
            if progress:
                progress(done)
        return vectors

    def encode_question(self, text: str) -> Vectors:
        """float32 [dim], unit length."""
        return np.asarray(_unit(self._load().question(_encodable(text)))[0], np.float32)

    def _load(self) -> Embedder:
        with self._lock:
            if self._model is None:
                self._model = self._open()
            return self._model

    def _open(self) -> Embedder:
        folder = self.folder
        if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
            raise ModelUnreadable(f"{folder} holds no sentence-transformers model (no modules.json, no config.json).")
        # Everything is on this machine by now: no look at the hub for newer files.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
        from search.embedders import OtherEmbedder, PlainEmbedder

        plain = Plain.read(folder)
        if plain is None:
            return OtherEmbedder(folder, self._name, find_device(self._device))
        return PlainEmbedder(
            replace(plain, prompts=_prompts(self._name, plain.prompts)),
            self.stamp,
            self._cache or folder.parent,
            self._device,
        )


def _encodable(text: str) -> str:
    """What a terminal passes on undecoded are lone surrogates, which no tokenizer takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


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


def _prompts(name: str, prompts: Mapping[str, str]) -> Mapping[str, str]:
    # The e5 family wants these two, and its folders on the hub do not say so.
    return E5_PROMPTS if "e5" in name.lower() and not any(prompts.values()) else prompts
