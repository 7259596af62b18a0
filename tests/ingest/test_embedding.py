"""Passages embedded beside the reading: all of them, once, and whatever goes wrong is heard."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from graph.records import Extraction, Source
from ingest import embedding
from ingest.embedding import Embedding, vectors_of_passages
from ingest.extract import extract
from search.vectors import VectorStore

TEXT = (
    "某市2023年工作方案\n\n一、主要目标\n粮食播种面积稳定在{}万亩。\n二、重点工作\n怀化高新区重点发展电子信息产业。\n"
)


class Counting:
    """Keeps the contract `PassageEncoder`; `holds` keeps it waiting, `fails` ends it."""

    stamp = "counting"
    dim = 2

    def __init__(self) -> None:
        self.encoded: list[str] = []
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.fails = False

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        self.goes_on.wait(10)
        if self.fails:
            raise OSError(28, "No space left on device")
        self.encoded += texts
        if progress:
            progress(len(texts))
        return np.tile(np.asarray([0.6, 0.8], np.float32), (len(texts), 1))


def source(number: int) -> Extraction:
    return extract(Source(f"{number}.txt", TEXT.format(400 + number), "", "txt"))


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> Counting:
    monkeypatch.setattr(embedding, "TOGETHER", 1)  # each source is a portion of its own
    monkeypatch.setattr(embedding, "TELL_SECONDS", 0.01)
    return Counting()


def test_every_passage_is_embedded_once(tmp_path: Path, encoder: Counting) -> None:
    told: list[tuple[int, int]] = []
    with Embedding(encoder, tmp_path / "v.sqlite") as beside:
        for number in (1, 2, 1):
            beside.add(source(number))
        beside.finish(lambda done, total: told.append((done, total)))
    assert len(encoder.encoded) == len(set(encoder.encoded)) > 2
    assert told[-1][0] == told[-1][1]
    with VectorStore(tmp_path / "v.sqlite") as store:
        assert store.check() == len(encoder.encoded)
    passages = source(1).structures[0].passages
    held = vectors_of_passages(encoder, tmp_path / "v.sqlite", lambda name: source(1))([p.id for p in passages])
    assert sorted(held) == sorted(passage.id for passage in passages)


def test_reading_waits_for_what_is_not_embedded(
    tmp_path: Path, encoder: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "AHEAD", 1)
    encoder.goes_on.clear()
    with Embedding(encoder, tmp_path / "v.sqlite") as beside:
        read: list[int] = []

        def read_on() -> None:
            for number in range(4):
                beside.add(source(number))
                read.append(number)

        reading = threading.Thread(target=read_on)
        reading.start()
        reading.join(0.3)
        assert reading.is_alive()
        assert len(read) < 4
        encoder.goes_on.set()
        reading.join(10)
        assert read == [0, 1, 2, 3]
        beside.finish(lambda done, total: None)


def test_what_goes_wrong_is_raised_where_it_is_waited_for(tmp_path: Path, encoder: Counting) -> None:
    encoder.fails = True
    with Embedding(encoder, tmp_path / "v.sqlite") as beside:
        beside.add(source(1))
        with pytest.raises(OSError, match="No space left"):
            beside.finish(lambda done, total: None)


def test_nobody_waits_for_it_who_stops(tmp_path: Path, encoder: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "PATIENCE_SECONDS", 0.01)
    encoder.goes_on.clear()
    with Embedding(encoder, tmp_path / "v.sqlite") as beside:
        beside.add(source(1))
    assert not encoder.encoded
    encoder.goes_on.set()
