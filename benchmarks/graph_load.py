"""How long loading a graph takes, and what the verbs cost on it, over both engines.

Loads the knowledge of the corpus (from the knowledge base in MAILUO_HOME, if there is one) with its texts and vectors,
and a made graph of 100,000 mentions, each into an empty graph, then once more unchanged, then with one document
changed. The embedded engine is measured always, Neo4j when NEO4J_URI is set or a server's script lies at hand (see
tests/neo4j_server.py). Writes benchmarks/graph_load.md.

    .venv/bin/python benchmarks/graph_load.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from graph.store.engines.ladybug import LadybugEngine  # noqa: E402

from graph.records import Knowledge  # noqa: E402
from graph.store.columns import Vectors  # noqa: E402
from graph.store.store import Store  # noqa: E402
from ingest.library import Library  # noqa: E402
from ingest.pipeline import indexed_passages  # noqa: E402
from search.vectors import VectorStore, embed  # noqa: E402
from tests.graph.made import large_knowledge  # noqa: E402
from tests.neo4j_server import ServerMissing, open_server  # noqa: E402
from ui.app.settings import Settings  # noqa: E402
from ui.app.workspace import Workspace  # noqa: E402

Open = Callable[[str], Store]
REPEATS = 9


class Graph(NamedTuple):
    """What is loaded."""

    knowledge: Knowledge
    texts: Mapping[str, str]
    vectors: Vectors


def main() -> None:
    graphs = {"100,000 mentions in 100 documents": Graph(large_knowledge(documents=100, mentions=1_000), {}, {})}
    corpus = _corpus()
    if corpus:
        # first on a server that was just started and compiles its code as it goes, then on one that is warm
        graphs = {"the corpus, first thing": corpus} | graphs | {"the corpus": corpus}
    lines: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as folder:
        lines += _measure(graphs, lambda name: Store(LadybugEngine(Path(folder) / name.replace(" ", "-"))))
        try:
            with _neo4j(Path(folder)) as open_store:
                lines += _measure(graphs, open_store)
        except ServerMissing as missing:
            print(f"Neo4j left out: {missing}", file=sys.stderr)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    busy = f"{os.getloadavg()[1]:.0f} processes wanted the {os.cpu_count()} processors"
    head = f"# Loading the graph\n\nCommit {commit.strip()}, {time.strftime('%Y-%m-%d')}; {busy}.\n\n"
    columns = ("engine", "graph", "seconds to load", "again, unchanged", "one document changed", *_VERBS)
    table = [columns, ("---",) * len(columns), *lines]
    report = head + "\n".join("| " + " | ".join(row) + " |" for row in table) + "\n"
    (ROOT / "benchmarks" / "graph_load.md").write_text(report, encoding="utf-8")
    print(report)


def _corpus() -> Graph | None:
    workspace = Workspace(Settings.read())
    if workspace.generation is None:
        return None
    opened, encoder = workspace.opened, workspace._encoder
    with Library.open(opened.generation.library) as library:
        found = (library.extraction(name) for name in opened.source_names())
        passages = indexed_passages([extraction for extraction in found if extraction is not None])
    with VectorStore(workspace.home / "vectors.sqlite") as store:
        vectors = embed(encoder, store, [passage.embedded_text for passage in passages])
    texts = {name: opened.text_of(name) for name in opened.source_names()}
    by_passage = {passage.id: vector for passage, vector in zip(passages, vectors, strict=True)}
    return Graph(opened.store.dump(), texts, by_passage)


@contextmanager
def _neo4j(folder: Path) -> Iterator[Open]:
    server = open_server(folder)

    def open_store(name: str) -> Store:
        engine = server.open_engine()
        engine.drop_all()
        return Store(engine)

    try:
        yield open_store
        open_store("").close()
    finally:
        server.stop()


_VERBS: dict[str, Callable[[Store, str, str, str], object]] = {
    "ms: page of an entity": lambda store, a, *_: (store.relations_of(a), store.mentions_of([a]), store.links_of(a)),
    "ms: find a name": lambda store, _, name, __: store.find_entities(name),
    "ms: neighbourhood": lambda store, a, *_: store.neighbourhood(a),
    "ms: targets": lambda store, *_: store.targets(year=2025),
    "ms: facts of a passage": lambda store, _, __, source: (
        store.mentions_in(source, 1000, 1400),
        store.relations_in(source, 1000, 1400),
    ),
    "ms: counts": lambda store, *_: store.counts(),
}


def _measure(graphs: dict[str, Graph], open_store: Open) -> Iterator[tuple[str, ...]]:
    for name, graph in graphs.items():
        with open_store(name) as store:
            row = (store.engine_name, name, *_loading(store, graph), *_verbs(store))
        print(" | ".join(row), file=sys.stderr)
        yield row


def _loading(store: Store, graph: Graph) -> Iterator[str]:
    knowledge = graph.knowledge
    last = knowledge.documents[-1]
    changed = replace(knowledge, documents=(*knowledge.documents[:-1], replace(last, title=f"{last.title}!")))
    for held in (knowledge, knowledge, changed):
        yield f"{_seconds(partial(store.load, held, texts=graph.texts, vectors=graph.vectors)):.1f}"


def _verbs(store: Store) -> Iterator[str]:
    most = store.list_entities(limit=1)[0].entity
    source = store.documents()[-1].source
    for verb in _VERBS.values():
        work = partial(verb, store, most.id, most.name, source)
        work()
        yield f"{statistics.median(_seconds(work) for _ in range(REPEATS)) * 1000:.0f}"


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
