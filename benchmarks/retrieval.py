"""How often all the evidence of a question stands among the first passages found, and how long finding takes.

Reads the labelled questions of MAILUO_EVAL (default ../shared/eval/dev: qa*.jsonl) and the corpus; with
MAILUO_MORE_PLANS (default ../shared/more-plans) a second line, with those documents among the passages too.
Writes benchmarks/retrieval.md. Vectors are kept in MAILUO_HOME, so that a second run is quick.

    python benchmarks/retrieval.py [--misses] [--no-more]
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from graph.errors import MailuoError
from graph.records import Extraction, Passage
from ingest.form.structure import read_structure
from ingest.passages import indexed_passages
from ingest.sources.read import read_source
from search.encoder import SentenceEncoder
from search.index import MODES, Index
from search.index_writing import build_index
from search.indexed import IndexedPassage
from search.model_files import prepare_model
from search.vectors import VectorStore, embed
from ui.app.settings import Settings

ROOT = Path(__file__).parents[1]
BUDGET = 2000  # characters a reader, or a language model, may be given
COVERED = 0.8  # of an evidence quote
SIGNS = str.maketrans({"—": "-", "–": "-", "－": "-", "~": "-", "～": "-", "“": '"', "”": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    evidence: tuple[tuple[str, str], ...]  # (source, quote)
    style: str


class Folded:
    """A source text without white space, and where its characters stand."""

    def __init__(self, text: str) -> None:
        self.places = [place for place, character in enumerate(text) if not character.isspace()]
        self.text = "".join(fold(text[place]) for place in self.places)

    def find(self, quote: str) -> Iterator[tuple[int, int]]:
        """Every place where the quote stands, in the stored text's places."""
        folded = "".join(fold(character) for character in quote if not character.isspace())
        start = self.text.find(folded)
        while start >= 0:
            yield start, start + len(folded)
            start = self.text.find(folded, start + 1)


def fold(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).translate(SIGNS).lower()
    return folded if len(folded) == 1 else character


def read_questions(folder: Path) -> list[Question]:
    lines = [line for path in sorted(folder.glob("qa*.jsonl")) for line in path.read_text("utf-8").splitlines() if line]
    rows = [json.loads(line) for line in lines]
    return [
        Question(row["id"], row["question"], tuple((e["source"], e["quote"]) for e in row["evidence"]), row["style"])
        for row in rows
        if row["evidence"]
    ]


def read_extractions(folders: Sequence[Path]) -> list[Extraction]:
    extractions = []
    for path in sorted(path for folder in folders for path in folder.glob("*.txt")):
        try:
            source = read_source(path, path.name)
            extractions.append(Extraction(source, read_structure(source), (), (), ()))
        except MailuoError as error:
            print(f"left out: {error}", file=sys.stderr)
    return extractions


def is_found(question: Question, passages: Sequence[Passage], texts: dict[str, Folded]) -> bool:
    """Whether the passages cover all its evidence."""
    return all(_is_covered(source, quote, passages, texts[source]) for source, quote in question.evidence)


def _is_covered(source: str, quote: str, passages: Sequence[Passage], text: Folded) -> bool:
    spans = [(passage.start, passage.end) for passage in passages if passage.source == source]
    for start, end in text.find(quote):
        inside = sum(any(a <= text.places[i] < b for a, b in spans) for i in range(start, end))
        if inside >= COVERED * (end - start):
            return True
    return False


def within_budget(passages: Sequence[Passage]) -> Sequence[Passage]:
    length = 0
    for count, passage in enumerate(passages):
        length += passage.end - passage.start
        if count and length > BUDGET:
            return passages[:count]
    return passages


@dataclass(frozen=True, slots=True)
class Measured:
    name: str
    recall: dict[str, float]
    paraphrases: float  # within the budget
    milliseconds: float  # median, embedding included
    missed: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """What questions are put to: an index, what it was made of, and the encoder."""

    index: Index
    encoder: SentenceEncoder
    passages: dict[str, Passage]
    texts: dict[str, Folded]


def measure(name: str, mode: str, bench: Bench, questions: Sequence[Question]) -> Measured:
    texts = bench.texts
    found: dict[str, list[Passage]] = {}
    seconds = []
    for question in questions:
        begun = time.perf_counter()
        vector = None if mode == "lexical" else bench.encoder.encode_question(question.text)
        hits = bench.index.search(question.text, vector, top=12, mode=mode)
        seconds.append(time.perf_counter() - begun)
        found[question.id] = [bench.passages[hit.passage_id] for hit in hits]
    share = {
        f"recall@{top}": statistics.fmean(is_found(q, found[q.id][:top], texts) for q in questions)
        for top in (1, 5, 10)
    }
    right = {q.id: is_found(q, within_budget(found[q.id]), texts) for q in questions}
    share[f"recall@{BUDGET}chars"] = statistics.fmean(right.values())
    paraphrases = [right[q.id] for q in questions if q.style == "paraphrase"]
    missed = tuple(q for q in questions if not is_found(q, found[q.id][:5], texts))
    return Measured(name, share, statistics.fmean(paraphrases), 1000 * statistics.median(seconds), missed)


def measure_all(extractions: Sequence[Extraction], label: str, encoder: SentenceEncoder, home: Path) -> list[Measured]:
    questions = read_questions(Path(os.environ.get("MAILUO_EVAL", ROOT / "../shared/eval/dev")))
    texts = {e.source.name: Folded(e.source.text) for e in extractions}
    passages = {p.id: p for e in extractions for s in e.structures for p in s.passages}
    indexed: list[IndexedPassage] = [one for extraction in extractions for one in indexed_passages(extraction)]
    with VectorStore(home / "vectors.sqlite") as store:
        vectors = embed(encoder, store, [passage.embedded_text for passage in indexed], progress=tell)
    with tempfile.TemporaryDirectory() as folder:
        build_index(Path(folder) / "index", indexed, vectors, encoder.stamp)
        index = Index.open(Path(folder) / "index", stamp=encoder.stamp)
        index.search("预热", encoder.encode_question("预热"), top=1)
        bench = Bench(index, encoder, passages, texts)
        return [measure(f"{label}, {len(indexed)} passages, {mode}", mode, bench, questions) for mode in MODES]


def tell(done: int) -> None:
    print(f"\rembedded {done}", end="", file=sys.stderr)


def main() -> None:
    settings = Settings.read()
    encoder = SentenceEncoder(settings.model or prepare_model(settings.cache))
    more = Path(os.environ.get("MAILUO_MORE_PLANS", ROOT / "../shared/more-plans"))
    rows = measure_all(read_extractions([ROOT / "corpus"]), "corpus", encoder, settings.home)
    if more.is_dir() and "--no-more" not in sys.argv:
        rows += measure_all(read_extractions([ROOT / "corpus", more]), "corpus and more plans", encoder, settings.home)
    report = to_markdown(rows)
    print("\n" + report)
    (ROOT / "benchmarks" / "retrieval.md").write_text(report, encoding="utf-8")
    if "--misses" in sys.argv:
        for question in rows[MODES.index("hybrid")].missed:
            print(question.id, question.text)


def to_markdown(rows: Sequence[Measured]) -> str:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    names = list(rows[0].recall)
    lines = [
        "# Retrieval",
        "",
        f"On commit {commit.stdout.strip()}; {cpu_name()}, {os.cpu_count()} cores.",
        "All evidence of a question must be found; paraphrases within the same budget of characters; "
        "median milliseconds with the question's embedding.",
        "",
        f"| what | {' | '.join(names)} | paraphrases | ms |",
        "| --- |" + " --- |" * (len(names) + 2),
    ]
    for row in rows:
        figures = " | ".join(f"{value:.3f}" for value in (*row.recall.values(), row.paraphrases))
        lines.append(f"| {row.name} | {figures} | {row.milliseconds:.1f} |")
    return "\n".join(lines) + "\n"


def cpu_name() -> str:
    try:
        return re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text("utf-8"))[1]  # type: ignore[index]
    except (OSError, TypeError):
        return "unknown processor"


if __name__ == "__main__":
    main()
