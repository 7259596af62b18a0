"""Nearest passages by meaning: FAISS proposes, the vectors themselves decide.

A part of up to `EXACT` passages is searched wholly; a larger one by its clusters, which is approximate: a passage may
be missed whose cluster is not looked into. What is found is scored from the vectors as they are kept, so that
a score never depends on the part.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

from search.contracts import Vectors
from search.errors import IndexNotWritten
from search.part import Mask, Part, Places
from search.parts import Parts
from search.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence

    import faiss

EXACT = 200_000  # passages of a part that is searched wholly
FEW = 20_000  # passages of a selection that are compared one by one, whatever the part
LISTS_FACTOR = 4  # clusters: so many times the root of the passages
SAMPLE = 40  # passages a cluster that the clusters are learned from
PROBES = 640  # clusters looked into: questions lie apart from passages, so that fewer miss much
MARGIN = 24  # more than is asked for: the engine rounds otherwise
PORTION = 20_000  # vectors handed over at once
DIGITS = 6  # of a score; below that lies how a processor adds
Precision = TypeVar("Precision", np.float32, np.float64)


class FaissRanker:
    """Keeps the contract `search.contracts.DenseRanker`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._engines = [_open(part.near) for part in parts.every]

    def nearest(self, question: Vectors, *, top: int, among: Selection | None = None) -> list[tuple[int, float]]:
        """(passage, cosine) of the nearest passages, best first. `question`: float32 [dim], unit length."""
        found: list[tuple[int, float]] = []
        for place, (part, engine) in enumerate(zip(self._parts.every, self._engines, strict=True)):
            masked = self._parts.mask(place, among)
            places = _candidates(part, engine, question, top + MARGIN, masked)
            found += zip(part.numbers[places].tolist(), _cosines(part, places, question), strict=True)
        return self._parts.best(found, top)

    def similarities(self, question: Vectors, numbers: Sequence[int]) -> list[float]:
        """Cosine of each of these passages to the question."""
        cosines = np.zeros(len(numbers))
        for part, here, places in self._parts.groups(numbers):
            cosines[here] = _cosines(part, places, question)
        return [float(cosine) for cosine in cosines]


def _candidates(
    part: Part, engine: faiss.Index, question: Vectors, top: int, masked: tuple[Mask, int] | None
) -> Places:
    """The places of the passages that are nearest, or nearly so, in no order."""
    import faiss

    count = len(part) if masked is None else masked[1]
    if masked is not None and count <= max(top, FEW):
        places = np.flatnonzero(masked[0])
        if count <= top:
            return places
        cosines = _products(part, places, question)
        return places[np.argpartition(-cosines, top)[:top]]
    bits = None if masked is None else np.packbits(masked[0], bitorder="little")
    selector = None if bits is None else faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
    if clusters := getattr(engine, "nlist", 0):
        probes = min(clusters, PROBES * len(part) // count)  # the fewer are looked at, the wider they lie
        parameters = faiss.SearchParametersIVF(nprobe=probes, sel=selector)  # type: ignore[call-arg]
    else:
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg, assignment]
    _, found = engine.search(question.reshape(1, -1), min(top, count), params=parameters)
    return np.asarray(found[0][found[0] >= 0], np.int64)


def _cosines(part: Part, places: Places, question: Vectors) -> list[float]:
    exact = _products(part, places, question.astype(np.float64))
    return [round(cosine, DIGITS) for cosine in exact.tolist()]


def _products(part: Part, places: Places, question: npt.NDArray[Precision]) -> npt.NDArray[Precision]:
    """In the question's precision. Raises ValueError where a disk gave other bytes than were written."""
    with np.errstate(invalid="ignore", over="ignore"):
        products = part.vectors[places].astype(question.dtype) @ question
    if not np.isfinite(products).all():
        raise ValueError(f"{part.folder.name}/vectors holds what is no vector")
    return products


def _open(path: Path) -> faiss.Index:
    import faiss

    engine = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    if hasattr(engine, "nlist"):
        engine.parallel_mode = 1  # type: ignore[attr-defined]  # one question is looked for by all cores
    return engine


def write_near(part: Part) -> None:
    """Make the engine's file of a part's vectors."""
    import faiss

    engine = _clustered(part) if len(part) > EXACT else _whole(part)
    for start in range(0, len(part), PORTION):
        engine.add(np.asarray(part.vectors[start : start + PORTION], np.float32))
    try:
        faiss.write_index(engine, str(part.near))
    except RuntimeError as error:
        raise IndexNotWritten(f"{part.near}: cannot be written ({error}); is the disk full?") from error


def _whole(part: Part) -> faiss.Index:
    import faiss

    return faiss.IndexScalarQuantizer(part.dim, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)


def _clustered(part: Part) -> faiss.Index:
    import faiss

    clusters = int(LISTS_FACTOR * len(part) ** 0.5)
    kind = faiss.ScalarQuantizer.QT_8bit
    middles = faiss.IndexFlatIP(part.dim)
    engine = faiss.IndexIVFScalarQuantizer(middles, part.dim, clusters, kind, faiss.METRIC_INNER_PRODUCT, False)
    engine.cp.niter = 10
    engine.cp.spherical = True
    step = max(1, len(part) // (clusters * SAMPLE))
    engine.train(np.ascontiguousarray(part.vectors[::step], np.float32))
    return engine
