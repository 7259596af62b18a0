"""How long a search takes, and what opening, adding and removing cost, among a million passages.

The passages are those of MAILUO_MORE_PLANS (default ../shared/more-plans) over and over, each time with other figures,
another place and some sentences of other passages; 60 of them are a document. Their vectors are mixed from the real
vectors of the passages that the sentences come from, and moved along the difference of two more, so that they lie in
clusters as real ones do. Asked are the questions of MAILUO_EVAL (default ../shared/eval/dev). Vectors of the real
passages are kept in MAILUO_HOME. Writes benchmarks/searching.md.

    python benchmarks/searching.py [--passages 1000000] [--folder FOLDER]

FOLDER, some 5 GB, is taken away at the end; one that holds an index already is asked as it is, and stays.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.retrieval import cpu_name, read_extractions, read_questions
from graph.writing.foldings import fold_text
from ingest.passages import indexed_passages
from search import index_writing, indexed
from search.contracts import Vectors
from search.encoder import SentenceEncoder
from search.folder import FolderHolding
from search.index import Index
from search.index_writing import IndexWriter
from search.indexed import IndexedPassage
from search.model_files import prepare_model
from search.selection import Selection
from search.terms import FIND_TERMS
from search.vectors import VectorStore, embed
from ui.app.settings import Settings

ROOT = Path(__file__).parents[1]
A_DOCUMENT = 60  # passages
SENTENCE = re.compile(r"[^。;；\n]+[。;；\n]*")
FIGURE = re.compile(r"\d+(?:\.\d+)?")
EXCHANGED = 0.3  # of the sentences
VARIANTS = 4  # of the figures of a sentence
MOVED = 0.25  # along the difference of two real vectors
MODES = ("hybrid", "dense", "lexical")


@dataclass(frozen=True, slots=True)
class Pool:
    """Real passages and their vectors: float32 [n, dim]; regions: the places they speak for."""

    passages: Sequence[IndexedPassage]
    vectors: Vectors
    regions: Sequence[str]


def made_document(pool: Pool, number: int) -> tuple[str, list[IndexedPassage], Vectors]:
    """A source and its passages: the same for a number whenever it is asked for."""
    chance = random.Random(number)
    source = f"made-{number:06d}.txt"
    first = chance.randrange(len(pool.passages))
    region, year = chance.choice(pool.regions), chance.randrange(2016, 2031)
    passages, vectors = [], []
    for place in range(A_DOCUMENT):
        own = (first + place) % len(pool.passages)
        passage, vector = pool.passages[own], pool.vectors[own]
        sentences = SENTENCE.findall(passage.text)
        other = chance.randrange(len(pool.passages))
        others = SENTENCE.findall(pool.passages[other].text) or [""]
        swapped = [chance.random() < EXCHANGED for _ in sentences]
        mixed = [chance.choice(others) if swap else one for one, swap in zip(sentences, swapped, strict=True)]
        text = "".join(_with_figures(sentence, chance.randrange(VARIANTS)) for sentence in mixed)
        title = passage.title
        if passage.region:
            title, text = title.replace(passage.region, region), text.replace(passage.region, region)
        start = place * 300
        passages.append(
            replace(passage, id=f"{source}#1:{start}-{start + 300}", title=title, text=text, region=region, year=year)
        )
        share = sum(swapped) / max(len(swapped), 1)
        ends = pool.vectors[chance.randrange(len(pool.passages))], pool.vectors[chance.randrange(len(pool.passages))]
        moved = (1 - share) * vector + share * pool.vectors[other] + MOVED * (ends[0] - ends[1])
        vectors.append(moved / np.linalg.norm(moved))
    return source, passages, np.asarray(vectors, np.float32)


@lru_cache(maxsize=400_000)
def _with_figures(sentence: str, variant: int) -> str:
    """The sentence with other figures."""
    chance = random.Random(f"{variant} {sentence}")
    return FIGURE.sub(lambda match: re.sub(r"\d", lambda _: str(chance.randrange(1, 10)), match[0]), sentence)


def by_sentence(find_terms: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    """The same terms, but for those over the ends of sentences, found once for each sentence: most come back."""
    found = lru_cache(maxsize=400_000)(find_terms)
    return lambda text: [term for sentence in SENTENCE.findall(text) for term in found(sentence)]


def build(folder: Path, pool: Pool, count: int) -> None:
    finding = {name: by_sentence(find) for name, find in FIND_TERMS.items()}
    index_writing.FIND_TERMS = finding  # type: ignore[attr-defined]
    indexed.fold_text = lru_cache(maxsize=400_000)(fold_text)  # type: ignore[attr-defined]
    writer = IndexWriter.begin(folder, None, "made")
    for number in range(count // A_DOCUMENT):
        writer.put(*made_document(pool, number))
        if number % 500 == 0:
            print(f"\rmade {number * A_DOCUMENT:,}", end="", file=sys.stderr)
    writer.finish()


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    return clocked(act)[0]


def clocked(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of the processors: on a machine that does other work too, the more telling."""
    begun, used = time.perf_counter(), time.process_time()
    act()
    return 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - used)


def exact_best(folder: Path, questions: Vectors, top: int) -> list[set[int]]:
    """The numbers of the passages nearest to each question, by comparing with all of them."""
    best: list[list[tuple[float, int]]] = [[] for _ in questions]
    for part in FolderHolding.open(folder).parts.every:
        for start in range(0, len(part), 50_000):
            cosines = part.vectors[start : start + 50_000] @ questions.T
            for number, column in enumerate(cosines.T):
                places = np.argpartition(-column, min(top, len(column) - 1))[:top]
                held = zip(column[places].tolist(), part.numbers[start + places].tolist(), strict=True)
                best[number] = sorted([*best[number], *held], reverse=True)[:top]
    return [{number for _, number in held} for held in best]


def recall_of(index: Index, folder: Path, questions: Vectors, top: int = 10) -> float:
    shares = []
    for question, exact in zip(questions, exact_best(folder, questions, top), strict=True):
        found = {number for number, _ in index._held.dense.nearest(question, top=top)}
        shares.append(len(found & exact) / top)
    return statistics.fmean(shares)


def percentiles(milliseconds: Sequence[float]) -> str:
    ordered = sorted(milliseconds)
    return f"{statistics.median(ordered):.1f} / {ordered[int(len(ordered) * 0.95)]:.1f}"


def ask(folder: Path, texts: Sequence[str], questions: Vectors) -> Iterator[tuple[str, str]]:
    """What is said of a folder that is there; in a process of its own, for its memory."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield "opening, ms", f"{timed(lambda: Index.open(folder)):.0f}"
    index = Index.open(folder)
    yield "first search, ms", f"{timed(lambda: index.search(texts[0], questions[0], top=10)):.0f}"
    every = list(range(0, len(index) // A_DOCUMENT))
    few = Selection(frozenset(f"made-{number:06d}.txt#1" for number in every[::100]))
    without = Selection(frozenset(f"made-{number:06d}.txt#1" for number in every[::100]), left_out=True)
    asked = list(zip(texts, questions, strict=True))
    for mode in MODES:
        for among, name in ((None, "all"), (few, "a hundredth"), (without, "all but a hundredth")):
            if among is not None and mode != "hybrid":
                continue

            def search(text: str, vector: Vectors, mode: str = mode, among: Selection | None = among) -> None:
                index.search(text, vector, top=10, mode=mode, among=among)

            for text, vector in asked:
                search(text, vector)
            warm = [clocked(partial(search, text, vector)) for text, vector in asked]
            yield f"search, {mode}, {name}: p50 / p95, ms", percentiles([clock for clock, _ in warm])
            yield "… of the processors", percentiles([used for _, used in warm])
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield "memory of the reader beside the program, mapped files with it, MB", f"{(after - before) / 1024:.0f}"
    yield "… of it its own, MB", f"{_own_memory():.0f}"
    yield "recall@10 of the dense ranker", f"{recall_of(index, folder, questions):.4f}"


def _own_memory() -> float:
    """Megabytes that belong to no file."""
    said = Path("/proc/self/status").read_text("utf-8")
    return int(re.search(r"RssAnon:\s+(\d+)", said)[1]) / 1024  # type: ignore[index]


def change(folder: Path, pool: Pool) -> Iterator[tuple[str, str]]:
    """What adding a document and removing it cost."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        added, removed = Path(place) / "added", Path(place) / "removed"
        source, passages, vectors = made_document(pool, 10**7)

        def add() -> None:
            writer = IndexWriter.begin(added, folder, "made")
            writer.put(source, passages, vectors)
            writer.finish()

        def remove() -> None:
            writer = IndexWriter.begin(removed, added, "made")
            writer.drop("made-000000.txt")
            writer.drop(source)
            writer.finish()

        yield f"adding {A_DOCUMENT} passages, ms", f"{timed(add):.0f}"
        yield "… on the disk, MB", f"{_beside(added, folder):.2f}"
        yield f"removing them and {A_DOCUMENT} others, ms", f"{timed(remove):.0f}"
        yield "opening after that, ms", f"{timed(lambda: Index.open(removed)):.0f}"


def _beside(folder: Path, other: Path) -> float:
    """Megabytes of the files that are not the other folder's."""
    known = {path.stat().st_ino for path in other.rglob("*")}
    held = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return sum(one.st_size for one in held if one.st_ino not in known) / 1e6


def read_pool(encoder: SentenceEncoder, home: Path) -> Pool:
    extractions = read_extractions([Path(os.environ.get("MAILUO_MORE_PLANS", ROOT / "../shared/more-plans"))])
    passages = [passage for extraction in extractions for passage in indexed_passages(extraction)]
    with VectorStore(home / "vectors.sqlite") as store:
        vectors = embed(encoder, store, [passage.embedded_text for passage in passages])
    return Pool(passages, vectors, sorted({passage.region for passage in passages if passage.region}))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    settings = Settings.read()
    encoder = SentenceEncoder(settings.model or prepare_model(settings.cache))
    pool = read_pool(encoder, settings.home)
    texts = [one.text for one in read_questions(Path(os.environ.get("MAILUO_EVAL", ROOT / "../shared/eval/dev")))]
    questions = np.stack([encoder.encode_question(text) for text in texts])
    place = options.folder or Path(tempfile.mkdtemp())
    folder = place / "index"
    is_there = (folder / "index.json").exists()
    rows = [("passages", f"{options.passages:,}")]
    try:
        if not is_there:
            rows.append(("building, s", f"{timed(lambda: build(folder, pool, options.passages)) / 1000:.0f}"))
        parts = [f"{len(part):,}" for part in FolderHolding.open(folder).parts.every]
        size = sum(path.stat().st_size for path in folder.rglob("*")) / 1e9
        rows += [("parts", ", ".join(parts)), ("on the disk, GB", f"{size:.2f}")]
        rows += in_another_process(folder, texts, questions)
        rows += change(folder, pool)
    finally:
        if not is_there:
            shutil.rmtree(place)
    report = to_markdown(rows)
    print("\n" + report)
    (ROOT / "benchmarks" / "searching.md").write_text(report, encoding="utf-8")


def in_another_process(folder: Path, texts: Sequence[str], questions: Vectors) -> list[tuple[str, str]]:
    """What `ask` yields where no model and no pool lies in memory."""
    with tempfile.TemporaryDirectory() as place:
        np.save(Path(place) / "questions.npy", questions)
        (Path(place) / "texts").write_text("\n".join(texts), encoding="utf-8")
        code = (
            "import sys, numpy as np; from pathlib import Path; from benchmarks.searching import ask\n"
            "folder, place = map(Path, sys.argv[1:])\n"
            "texts = (place / 'texts').read_text('utf-8').split('\\n')\n"
            "for row in ask(folder, texts, np.load(place / 'questions.npy')):\n"
            "    print('\\t'.join(row), flush=True)"
        )
        command = [sys.executable, "-c", code, str(folder), place]
        said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    rows = [line.split("\t") for line in said.splitlines()]
    return [(name, figure) for name, figure in rows]


def to_markdown(rows: Sequence[tuple[str, str]]) -> str:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    head = [
        "# Searching",
        "",
        f"On commit {commit.stdout.strip()}; {cpu_name()}, {os.cpu_count()} cores. The questions' embedding is not "
        "counted; each search was asked once before.",
        "",
        "| what | figure |",
        "| --- | --- |",
    ]
    return "\n".join([*head, *(f"| {name} | {figure} |" for name, figure in rows)]) + "\n"


if __name__ == "__main__":
    main()
