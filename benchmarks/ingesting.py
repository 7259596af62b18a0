"""How long `mailuo ingest corpus` takes from nothing, against `SentenceEncoder.encode_passages` on the same passages.

Writes benchmarks/ingesting.md. Run it on an otherwise idle machine: .venv/bin/python benchmarks/ingesting.py
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import table, write_report

MAILUO = (sys.executable, "-P", "-c", "from ui.cli.main import main; main()")
QUESTIONS = ("怀化高新区的主导产业是什么?", "2023年社零目标多少?", "惠科显示模组生产线哪个部门牵头?", "粮食播种面积")

# The model as Mailuo opens it (same numbers format), without anything around it.
ENCODE = """
import json, time
from search.encoder import SentenceEncoder
from ui.app.settings import Settings
from ui.app.workspace import Workspace
opened = Workspace.open(Settings.read()).opened
texts = [
    f"{opened.documents[p.document_id].title} {' '.join(p.section)}\\n{opened.text_of(p.source)[p.start:p.end]}"
    for p in opened.passages.values()
]
from search.model_files import prepare_model
begin = time.perf_counter()
SentenceEncoder(prepare_model(Settings.read().cache)).encode_passages(texts)
print(json.dumps({"passages": len(texts), "seconds": time.perf_counter() - begin}))
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        environment = os.environ | {"MAILUO_HOME": str(home), "PYTHONPATH": str(ROOT)}
        subprocess.run([*MAILUO, "search", "x"], env=environment, capture_output=True, check=False)  # unpacks the model

        first = timed([*MAILUO, "ingest", "corpus"], environment)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        again = timed([*MAILUO, "ingest", "corpus"], environment)
        done = subprocess.run(
            [sys.executable, "-c", ENCODE], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
        )
        alone = json.loads(done.stdout.splitlines()[-1])
        search, ask = warm(home)
    rows = [
        ("`mailuo ingest corpus` from nothing", f"{first:.1f} s"),
        (f"`SentenceEncoder.encode_passages` alone, {alone['passages']} passages", f"{alone['seconds']:.1f} s"),
        ("ratio", f"{first / alone['seconds']:.2f}"),
        ("peak memory of the ingestion", f"{peak:.0f} MB"),
        ("a second run, nothing changed", f"{again:.1f} s"),
        ("`search`, warm, median", f"{search:.1f} ms"),
        ("`ask`, warm, median", f"{ask:.1f} ms"),
    ]
    said = "`benchmarks/ingesting.py` writes this file."
    write_report("ingesting", "Ingesting the corpus", said, table(["what", "figure"], rows))


def timed(command: Sequence[str], environment: dict[str, str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=True)
    return time.perf_counter() - begin


def warm(home: Path) -> tuple[float, float]:
    """Median milliseconds of search and ask in one process, after a first round that warms it up."""
    from ui.app.settings import Settings
    from ui.app.workspace import Workspace

    workspace = Workspace.open(Settings.read({**os.environ, "MAILUO_HOME": str(home)}))
    medians = []
    for verb in (workspace.search, workspace.ask):
        seconds = []
        for round_number in range(6):
            for question in QUESTIONS:
                begin = time.perf_counter()
                verb(question)
                if round_number:
                    seconds.append(time.perf_counter() - begin)
        medians.append(1000 * statistics.median(seconds))
    workspace.close()
    return medians[0], medians[1]


if __name__ == "__main__":
    main()
