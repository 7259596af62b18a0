"""How long resolving names and linking projects takes, and how it grows with the number of names.

Reads corpus/ and, where there is one, the folder MAILUO_MORE_PLANS (default ../shared/more-plans); prints a table and
writes it into benchmarks/resolution.md. Usage: .venv/bin/python benchmarks/resolution.py
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import write_report
from graph.records import Document, Mention, Relation
from graph.resolve import likeness, names, routes, things
from graph.resolve.decisions import Decisions
from graph.resolve.links import find_links
from graph.resolve.resolution import resolve
from ingest.extract import extract
from ingest.sources.read import read_source

MORE = Path(os.environ.get("MAILUO_MORE_PLANS", ROOT / "../shared/more-plans"))
SHARES = (8, 4, 2, 1)  # every eighth, fourth, second document, all
MADE = (2, 4)  # times as many names, the further ones made by moving each Chinese character


@dataclass(frozen=True)
class Named:
    """What resolution reads of some sources."""

    mentions: list[Mention]
    relations: list[Relation]
    documents: list[Document]
    texts: dict[str, str]

    @property
    def count(self) -> int:
        return len({(mention.type, mention.name) for mention in self.mentions})


def read(paths: Sequence[Path]) -> list[Named]:
    found = []
    for path in paths:
        extraction = extract(read_source(path, path.name))
        documents = [structure.document for structure in extraction.structures]
        texts = {path.name: extraction.source.text}
        found.append(Named(list(extraction.mentions), list(extraction.relations), documents, texts))
    return found


def put_together(parts: Sequence[Named]) -> Named:
    return Named(
        [mention for part in parts for mention in part.mentions],
        [relation for part in parts for relation in part.relations],
        [document for part in parts for document in part.documents],
        {source: text for part in parts for source, text in part.texts.items()},
    )


def moved(part: Named, by: int) -> Named:
    """The same mentions under other names, in sources of their own."""

    def other(text: str) -> str:
        return "".join(chr(ord(sign) + by) if "一" <= sign <= "鿿" else sign for sign in text)

    mentions = [
        replace(m, source=f"{by}{m.source}", document_id=f"{by}{m.document_id}", name=other(m.name), code=None)
        for m in part.mentions
    ]
    documents = [replace(d, id=f"{by}{d.id}", source=f"{by}{d.source}") for d in part.documents]
    return Named(mentions, [], documents, {f"{by}{source}": text for source, text in part.texts.items()})


def measure(label: str, named: Named) -> str:
    """One row of the table; processor seconds with nothing remembered from the row before."""
    for module in (names, likeness, routes, things):
        for function in vars(module).values():
            if hasattr(function, "cache_clear"):
                function.cache_clear()
    begun = time.process_time()
    resolution = resolve(named.mentions, named.documents, Decisions())
    resolved = time.process_time()
    links = find_links(resolution, named.mentions, named.relations, named.documents, named.texts)
    linked = time.process_time()
    total = linked - begun
    row = (
        f"| {label} | {len(named.documents)} | {named.count} | {len(resolution.entities)} | {len(links)} "
        f"| {resolved - begun:.2f} | {linked - resolved:.2f} | {1e6 * total / named.count:.0f} |"
    )
    print(row)
    return row


def main() -> None:
    parts = read([*sorted(MORE.glob("*.txt")), *sorted((ROOT / "corpus").glob("*.txt"))])
    everything = put_together(parts)
    head = "| what | documents | names | entities | links | resolving s | linking s | µs a name |"
    rows = [head, "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    print(*rows, sep="\n")
    for share in SHARES:
        what = "all sources" if share == 1 else f"every {share}{'nd' if share == 2 else 'th'} source"
        rows.append(measure(what, put_together(parts[::share])))
    for times in MADE:
        copies = [moved(everything, by) for by in range(1, times)]
        rows.append(measure(f"{times} × as many, made names", put_together([everything, *copies])))
    said = "Seconds of one processor. `benchmarks/resolution.py` writes this file."
    write_report("resolution", "Resolving names and linking", said, rows)


if __name__ == "__main__":
    main()
