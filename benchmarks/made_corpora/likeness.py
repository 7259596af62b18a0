"""How like a made extraction is to what reading the made text finds.

    python -m benchmarks.made_corpora.likeness --from corpus [--tagger] [--every 6]

Makes one document out of each real one below the folders, reads it, and compares. With `--tagger` both are read by the
rules and the tagger, else by the rules alone.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.made_corpora.draws import SEED, Draw
from benchmarks.made_corpora.texts import read_bases
from benchmarks.made_corpora.twins import twin
from graph.records import Extraction
from ingest.extract import extract
from ingest.tagger.contract import TextTagger
from ingest.tagger.tagger import Tagger
from search.model_files import prepare_model
from ui.app.settings import Settings


@dataclass(frozen=True, slots=True)
class Likeness:
    """How many mentions two extractions of one text share; `whole`: with their names too, `placed`: place and type."""

    placed: int
    whole: int
    made: int
    read: int


def likeness(made: Extraction, read: Extraction) -> Likeness:
    """How like a made extraction is to that which reading its text gave; what a text does not name is left out."""
    named = [[mention for mention in one.mentions if not mention.implied] for one in (made, read)]
    placed = [Counter((m.start, m.end, m.type) for m in some) for some in named]
    whole = [Counter((m.start, m.end, m.type, m.name) for m in some) for some in named]
    return Likeness((placed[0] & placed[1]).total(), (whole[0] & whole[1]).total(), *map(len, named))


def compare(folders: Sequence[Path], tagger: TextTagger | None, every: int) -> Iterator[tuple[str, Likeness]]:
    """The likeness of one made document to each real one."""
    for number, base in enumerate(list(read_bases(folders, tagger, every=every))):
        goal = base.goals[number % len(base.goals)] if base.goals else None
        made = twin(base, Draw(number, 0, goal, -3), SEED)
        yield base.name, likeness(made, extract(made.source, tagger))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--from", dest="folders", type=Path, nargs="+", default=[Path("corpus")])
    parser.add_argument("--tagger", action="store_true")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take each Nth document")
    options = parser.parse_args()
    tagger = Tagger(lambda: prepare_model(Settings.read().cache)) if options.tagger else None
    found = list(compare(options.folders, tagger, options.every))
    for name, one in found:
        print(f"{name}: {one.made} made, {one.read} read, {one.placed} in one place, {one.whole} with one name")
    most = sum(max(one.made, one.read) for _, one in found)
    placed, whole = (sum(shared) / most for shared in zip(*((one.placed, one.whole) for _, one in found), strict=True))
    print(f"{len(found)} documents: {placed:.3f} of the mentions in the same place, {whole:.3f} with the same name")


if __name__ == "__main__":
    main()
