"""The embedded graph is written by a process of its own.

The engine ends its whole process when the disk is full or a write fails; so that this costs one clear line and not an
ingestion without a word, a child does the writing. In: the knowledge and the stored texts, pickled, on the child's
standard input, whose end says that nobody wants the graph any more. Out: the graph's file; progress as lines “done
total” on its standard output.
"""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from graph.errors import MailuoError
from graph.records import Knowledge
from graph.store.engines.ladybug import LadybugEngine
from graph.store.store import Store

FULL_BYTES = 20_000_000  # less free space than this is what made the writing fail


class GraphNotWritten(MailuoError):
    """The process that writes the graph ended without having written it."""


def load_embedded(
    path: Path, knowledge: Knowledge, texts: Mapping[str, str], progress: Callable[[int, int], None] | None = None
) -> None:
    """Write the graph of `knowledge` into a new file at `path`."""
    package = Path(__file__).parents[2]
    child = subprocess.Popen(
        [sys.executable, "-m", "graph.store.loading", str(path.resolve())],
        cwd=package,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        _hand_over(child, (knowledge, dict(texts)))
        assert child.stdout is not None
        for line in child.stdout:
            if progress:
                done, total = map(int, line.split())
                progress(done, total)
        _, complaint = child.communicate()
        if child.returncode != 0:
            raise GraphNotWritten(_reason(path, complaint.decode("utf-8", "replace"), child.returncode))
    finally:
        if child.poll() is None:
            child.kill()
        child.communicate()


def _hand_over(child: subprocess.Popen[bytes], records: object) -> None:
    assert child.stdin is not None
    # a child that ended early has said why on its standard error
    with suppress(BrokenPipeError):
        pickle.dump(records, child.stdin, protocol=pickle.HIGHEST_PROTOCOL)
        child.stdin.flush()


def _reason(path: Path, complaint: str, status: int) -> str:
    free = shutil.disk_usage(path.parent).free
    if free < FULL_BYTES:
        return f"{path.parent}: the disk is full ({free / 1e6:.0f} MB free), the graph could not be written; make room"
    last = complaint.strip().splitlines()[-1].strip() if complaint.strip() else f"ended with status {status}"
    return f"{path}: the graph could not be written ({last})"


def _end_with_parent() -> None:
    """End this process when the one that asked for the graph is gone: the next one may be writing to the same place."""
    # not through sys.stdin, whose lock would be held when this process ends by itself
    while os.read(0, 1):
        pass
    os._exit(1)


def main() -> None:
    """The child."""
    path = Path(sys.argv[1])
    knowledge, texts = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def tell(done: int, total: int) -> None:
        print(done, total, flush=True)

    try:
        with Store(LadybugEngine(path)) as store:
            store.load(knowledge, texts=texts, progress=tell)
    except MailuoError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
