"""What the tagger costs beside the embedding: loading it, and tagging the corpus, in one process on the same texts.

    .venv/bin/python benchmarks/tagging.py

Each is measured three times in turn, the fastest counts. Writes benchmarks/tagging.md.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import table, write_report
from graph.records import BlockKind
from ingest.entities.mentions import stretches_of
from ingest.extract import found_in
from ingest.form.structure import read_structure
from ingest.passages import indexed_passages
from ingest.sources.read import read_source
from ingest.tagger.tagger import Tagger
from search.encoder import SentenceEncoder
from search.model_files import prepare_model
from ui.app.settings import Settings

ROUNDS = 3
LOADING = (
    "import time, sys, torch; from transformers import BertModel; from pathlib import Path; "
    "from ingest.tagger.tagger import Tagger; "
    "begun = time.perf_counter(); Tagger(lambda: Path(sys.argv[1])).tag(['推进云岭水库建设']); "
    "print(time.perf_counter() - begun)"
)


def main() -> None:
    model = prepare_model(Settings.read().cache)
    sources = [read_source(path, path.name) for path in sorted((ROOT / "corpus").glob("*.txt"))]
    read = [(source, read_structure(source)) for source in sources]
    passages = [one.embedded_text for pair in read for one in indexed_passages(found_in(*pair))]
    texts = [
        [stretch.text for stretch in stretches_of(structure) if stretch.kind is not BlockKind.TABLE]
        for _, structures in read
        for structure in structures
    ]
    encoder, tagger = SentenceEncoder(model), Tagger(lambda: model)
    encoder.encode_passages(passages[:8])
    tagger.tag(texts[0][:8])
    embedding = tagging = float("inf")
    for _ in range(ROUNDS):
        embedding = min(embedding, _seconds(lambda: encoder.encode_passages(passages)))
        tagging = min(tagging, _seconds(lambda: [tagger.tag(document) for document in texts]))
    loading = min(_loading(model) for _ in range(ROUNDS))
    characters = sum(len(text) for document in texts for text in document)
    rows = [
        (f"embedding the corpus, {len(passages)} passages", f"{embedding:.1f}"),
        (f"tagging it, {characters} characters", f"{tagging:.1f}"),
        ("the share of one in the other", f"{tagging / embedding:.2f}"),
        ("loading the tagger, torch and transformers aside", f"{loading:.2f}"),
    ]
    said = "`benchmarks/tagging.py` writes this file."
    write_report("tagging", "What tagging costs", said, table(["", "seconds"], rows))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _loading(model: Path) -> float:
    command = [sys.executable, "-c", LOADING, str(model)]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    main()
