"""The process that writes the embedded graph: it ends with the one that asked for it."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

from tests.graph.made import SMALL, TEXTS

SLOW = """
import time
from graph.store import loading
loading.Store.load = lambda *_, **__: (print("1 2", flush=True), time.sleep(60))
loading.main()
"""


def test_the_writer_ends_when_the_one_that_asked_is_gone(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SLOW, str(tmp_path / "graph.lbug")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        pickle.dump((SMALL, TEXTS), writer.stdin)
        writer.stdin.flush()
        assert writer.stdout.readline() == b"1 2\n"
        assert writer.poll() is None
        writer.stdin.close()
        assert writer.wait(30) == 1
