"""Makes a knowledge base in a process of its own: `main()`; says on its last line how large it is.

python -c "from benchmarks.made_corpora import building; building.main()" COUNT FOLDER [--without NAME] --from FOLDER…
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.made_corpora.draws import SEED
from benchmarks.made_corpora.homes import build_home, open_workspace, read_bases


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, help="documents")
    parser.add_argument("folder", type=Path, help="where homes are made: base/ and made-COUNT/ in it")
    parser.add_argument("--from", dest="folders", type=Path, nargs="+", required=True)
    parser.add_argument("--without", nargs="*", default=[], help="names of files to leave out")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    bases = read_bases(options.folders, options.folder / "base", without=options.without)
    home = build_home(options.folder / f"made-{options.count}", bases, options.count, options.seed)
    status = open_workspace(home).status()
    print(json.dumps({name: status[name] for name in ("documents", "passages", "entities", "mentions", "bytes")}))


if __name__ == "__main__":
    main()
