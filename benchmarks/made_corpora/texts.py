"""A folder of made documents as plain texts, to be read like any others: 1,000, 10,000 or 50,000 of them.

    python -m benchmarks.made_corpora.texts 1000 --from corpus --into build/texts-1000

Real documents go in. In each made one places, companies, parks, projects, figures and years are others (`exchange`),
and within its paragraphs the sentences stand in another order. The same seed makes the same texts.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.made_corpora.chance import chance_of
from benchmarks.made_corpora.draws import SEED, Base, draw_documents
from benchmarks.made_corpora.exchange import exchange_for
from benchmarks.made_corpora.twins import made_name
from graph.records import BlockKind, Extraction, Source
from ingest.extract import extract
from ingest.sources.files import find_files
from ingest.sources.read import read_source
from ingest.sources.unreadable import Unreadable
from ingest.tagger.contract import TextTagger

SENTENCE = re.compile(r"[^。!?!?]+[。!?!?]”?\s*")
# sentences that refer to one another keep their order
COUNTED = re.compile(r"[一二三四五六七八九]是|首先|其次|再次|最后|第[一二三四五六七八九],|其中|同时|此外|上述|以上")


def read_bases(folders: Sequence[Path], tagger: TextTagger | None = None, *, every: int = 1) -> Iterator[Base]:
    """The documents below the folders, or each so manyth, with what the rules (and the tagger) find in it."""
    for file in find_files(folders).files[::every]:
        try:
            source = read_source(file.path, file.name)
        except Unreadable as error:
            print(f"{file.name} is left out: {error.why}", file=sys.stderr)
            continue
        yield Base.of(extract(source, tagger))


def made_texts(bases: Sequence[Base], count: int, seed: int = SEED) -> Iterator[Source]:
    """The made texts, until they hold so many documents."""
    for draw in draw_documents(bases, count, seed):
        base = bases[draw.base]
        text = exchange_for(base, draw, seed).text(base.extraction.source.text)
        name = f"{made_name(base, draw).removesuffix('.txt')}.txt"
        yield Source(name, reordered(text, base.extraction, f"{seed} {draw.number}"), "", "txt")


def reordered(text: str, extraction: Extraction, key: str) -> str:
    """A text as long as the extraction's, with the sentences of each paragraph in another order behind the first."""
    blocks = [block for structure in extraction.structures for block in structure.blocks]
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH and not block.holes:
            said = "".join(_in_other_order(text[block.start : block.end], f"{key} {block.start}"))
            text = text[: block.start] + said + text[block.end :]
    return text


def _in_other_order(paragraph: str, key: str) -> Iterable[str]:
    sentences = SENTENCE.findall(paragraph)
    if len(sentences) < 3 or COUNTED.search(paragraph):
        return [paragraph]
    rest = paragraph[sum(map(len, sentences)) :]  # what no stop ends: (责任单位:…)
    if "".join(sentences) + rest != paragraph or sentences[-1][-1].isspace() != sentences[0][-1].isspace():
        return [paragraph]
    others = sentences[1:]
    chance_of(key, "order").shuffle(others)
    return [sentences[0], *others, rest]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("count", type=int, help="documents")
    parser.add_argument("--from", dest="folders", type=Path, nargs="+", default=[Path("corpus")])
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    written = 0
    for source in made_texts(list(read_bases(options.folders)), options.count, options.seed):
        (options.into / source.name).write_text(source.text, encoding="utf-8", newline="")
        written += 1
    print(f"{written} files with {options.count} documents or a few more in {options.into}")


if __name__ == "__main__":
    main()
