"""How long a search in Milvus takes, how much of the exact answer it gives, what building, adding and removing cost.

The passages are made as in `searching.py`: those of MAILUO_MORE_PLANS over and over, with other figures, other places
and sentences of other passages; asked are the questions of MAILUO_EVAL. Without --uri a file of Milvus Lite is made and
taken away. Writes benchmarks/milvus_searching.md.

    python benchmarks/milvus_searching.py [--passages N] [--engine FLAT HNSW …] [--dense-only] [--uri URI] [--pool HOME]
        [--questions N]

--engine: how vectors are searched, one collection each. --dense-only: a file keeps the terms of each passage in memory
once words are asked for, some 30 KB a passage; a million passages are then asked by vectors alone. --pool: a home whose
passages and vectors are taken instead, with questions from their headings, so that nothing is read or embedded.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.retrieval import cpu_name, read_questions
from benchmarks.searching import A_DOCUMENT, Pool, by_sentence, clocked, made_document, percentiles, read_pool
from ingest.generations import Generations
from ingest.library import Library
from ingest.passages import indexed_passages
from search.contracts import Vectors
from search.encoder import SentenceEncoder
from search.index import Index
from search.milvus import writing
from search.milvus.collections import ENGINES
from search.milvus.place import MilvusPlace
from search.model_files import prepare_model
from search.places import MilvusServer
from search.selection import Selection
from search.terms import FIND_TERMS
from search.vectors import VectorStore, embed
from ui.app.settings import Settings

ROOT = Path(__file__).parents[1]
TOP = 10
MOST_ASKED = 100
MODES = ("dense", "lexical", "hybrid")
Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions and their vectors: float32 [n, dim]."""

    texts: Sequence[str]
    vectors: Vectors


class Nearest:
    """The passages nearest to each question, by comparing all as they are made."""

    def __init__(self, questions: Vectors) -> None:
        self._questions = questions
        self._best: list[list[tuple[float, str]]] = [[] for _ in questions]

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        for place, cosines in enumerate((vectors @ self._questions.T).T.tolist()):
            held = [*self._best[place], *zip(cosines, ids, strict=True)]
            self._best[place] = sorted(held, reverse=True)[:TOP]

    def recall(self, index: Index, asked: Asked) -> float:
        shares = []
        for text, vector, best in zip(asked.texts, asked.vectors, self._best, strict=True):
            found = {hit.passage_id for hit in index.search(text, vector, top=TOP, mode="dense")}
            shares.append(len(found & {id_ for _, id_ in best}) / len(best))
        return statistics.fmean(shares)


def build(place: MilvusPlace, folder: Path, pool: Pool, count: int, nearest: Nearest) -> tuple[float, float]:
    """Seconds by the clock, and of the processors, of this process: with a file the engine is in it. What makes the
    passages and compares all is not counted."""
    writer = place.begin(folder, None, "made")
    wall = used = 0.0
    for number in range(count // A_DOCUMENT):
        source, passages, vectors = made_document(pool, number)
        nearest.add([passage.id for passage in passages], vectors)
        clock, cpu = clocked(partial(writer.put, source, passages, vectors))
        wall, used = wall + clock, used + cpu
        if number % 100 == 0:
            print(f"\rmade {number * A_DOCUMENT:,}", end="", file=sys.stderr)
    clock, cpu = clocked(writer.finish)
    return (wall + clock) / 1000, (used + cpu) / 1000


def ask(index: Index, asked: Asked, count: int, modes: Sequence[str]) -> Iterator[tuple[str, str]]:
    every = range(count // A_DOCUMENT)
    few = Selection(frozenset(f"made-{number:06d}.txt#1" for number in every[::100]))
    pairs = list(zip(asked.texts, asked.vectors, strict=True))
    for mode in modes:
        for among, name in ((None, "all"), (few, "a hundredth of the documents")):

            def search(text: str, vector: Vectors, mode: str = mode, among: Selection | None = among) -> None:
                index.search(text, vector, top=TOP, mode=mode, among=among)

            first = clocked(partial(search, *pairs[0]))[0]
            times = [clocked(partial(search, text, vector)) for text, vector in pairs]
            yield f"search, {mode}, {name}: p50 / p95, ms", percentiles([clock for clock, _ in times])
            yield "… of the processors", percentiles([cpu for _, cpu in times])
            if among is None:
                yield f"the first search, {mode}, ms", f"{first:.0f}"


def change(place: MilvusPlace, folder: Path, pool: Pool) -> Iterator[tuple[str, str]]:
    """What adding a document and removing it cost."""
    source, passages, vectors = made_document(pool, 10**7)
    added, removed = folder.parent.parent / "2" / "index", folder.parent.parent / "3" / "index"

    def add() -> None:
        writer = place.begin(added, folder, "made")
        writer.put(source, passages, vectors)
        writer.finish()

    def remove() -> None:
        writer = place.begin(removed, added, "made")
        writer.drop("made-000000.txt")
        writer.drop(source)
        writer.finish()

    yield f"adding {A_DOCUMENT} passages, ms", f"{clocked(add)[0]:.0f}"
    yield f"removing them and {A_DOCUMENT} others, ms", f"{clocked(remove)[0]:.0f}"


def measure(place: MilvusPlace, pool: Pool, asked: Asked, options: argparse.Namespace) -> Rows:
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "1" / "index"
        nearest = Nearest(asked.vectors)
        wall, used = build(place, first, pool, options.passages, nearest)
        rows: Rows = [("building: clock / of the processors, s", f"{wall:.0f} / {used:.0f}")]
        begun = time.perf_counter()
        index = place.open(first)
        rows.append(("opening, ms", f"{1000 * (time.perf_counter() - begun):.0f}"))
        modes = MODES[:1] if options.dense_only else MODES
        rows += ask(index, asked, len(index), modes)
        rows.append((f"recall@{TOP} of the dense ranker", f"{nearest.recall(index, asked):.4f}"))
        rows += change(place, first, pool)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows.append(("most memory of this process, with a file the engine's too, MB", f"{peak:.0f}"))
        if place.server.is_local:
            held = (path for path in Path(place.server.uri).rglob("*") if path.is_file())
            rows.append(("on the disk, MB", f"{sum(path.stat().st_size for path in held) / 1e6:.0f}"))
    return rows


def pool_of(home: Path, encoder: SentenceEncoder) -> tuple[Pool, Asked]:
    """The passages of a home; its headings asked."""
    current = Generations(home).current()
    if current is None:
        raise SystemExit(f"{home} holds no knowledge base")
    with Library.open(current.library) as library:
        read = [library.extraction(entry.name) for entry in library.sources()]
    passages = [passage for one in read if one is not None for passage in indexed_passages(one)]
    with VectorStore(home / "vectors.sqlite") as store:
        vectors = embed(encoder, store, [passage.embedded_text for passage in passages])
    regions = sorted({passage.region for passage in passages if passage.region})
    headings = sorted({passage.section[-1] for passage in passages if passage.section})
    texts = headings[:: max(len(headings) // MOST_ASKED, 1)][:MOST_ASKED]
    return Pool(passages, vectors, regions), Asked(texts, np.stack([encoder.encode_question(text) for text in texts]))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--engine", nargs="+", choices=sorted(ENGINES), default=["FLAT", "HNSW"])
    parser.add_argument("--dense-only", action="store_true")
    parser.add_argument("--uri", help="of a server; MILVUS_TOKEN is its account")
    parser.add_argument("--pool", type=Path)
    parser.add_argument("--questions", type=int, default=MOST_ASKED)
    options = parser.parse_args()
    settings = Settings.read()
    encoder = SentenceEncoder(settings.model or prepare_model(settings.cache))
    if options.pool:
        pool, asked = pool_of(options.pool, encoder)
    else:
        pool = read_pool(encoder, settings.home)
        texts = [one.text for one in read_questions(Path(os.environ.get("MAILUO_EVAL", ROOT / "../shared/eval/dev")))]
        asked = Asked(texts, np.stack([encoder.encode_question(text) for text in texts]))
    asked = Asked(asked.texts[: options.questions], asked.vectors[: options.questions])
    writing.FIND_TERMS = {name: by_sentence(find) for name, find in FIND_TERMS.items()}  # type: ignore[attr-defined]
    columns: dict[str, Rows] = {}
    for engine in options.engine:
        with tempfile.TemporaryDirectory() as folder:
            uri = options.uri or str(Path(folder) / "milvus.db")
            server = MilvusServer(uri, os.environ.get("MILVUS_TOKEN"))
            place = MilvusPlace(server, lambda make: "benchmark", "a benchmark", engine)
            columns[engine] = measure(place, pool, asked, options)
            place.forget()
            if server.is_local:
                _release(uri)
    report = to_markdown(options.passages, "a server" if options.uri else "Milvus Lite", columns)
    print("\n" + report)
    (ROOT / "benchmarks" / "milvus_searching.md").write_text(report, encoding="utf-8")


def _release(uri: str) -> None:
    from milvus_lite.server_manager import server_manager_instance

    server_manager_instance.release_server(uri)


def to_markdown(passages: int, kind: str, columns: dict[str, Rows]) -> str:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    engines = list(columns)
    lines = [
        "# Searching in Milvus",
        "",
        f"{passages:,} passages in {kind}, on commit {commit.stdout.strip()}; {cpu_name()}, {os.cpu_count()} cores. "
        "The questions' embedding is not counted.",
        "",
        f"| what | {' | '.join(engines)} |",
        "| --- " * (len(engines) + 1) + "|",
    ]
    for rows in zip(*columns.values(), strict=True):
        lines.append(f"| {rows[0][0]} | {' | '.join(figure for _, figure in rows)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
