"""How long `mailuo ingest corpus` takes from nothing, against `SentenceEncoder.encode_passages` on the same passages.

Writes benchmarks/ingesting.md. Run it on an otherwise idle machine: .venv/bin/python benchmarks/ingesting.py
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
MAILUO = Path(sys.executable).parent / "mailuo"
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
        environment = os.environ | {"MAILUO_HOME": str(home)}
        subprocess.run([MAILUO, "search", "x"], env=environment, capture_output=True, check=False)  # unpacks the model

        first = timed([MAILUO, "ingest", "corpus"], environment)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        again = timed([MAILUO, "ingest", "corpus"], environment)
        done = subprocess.run(
            [sys.executable, "-c", ENCODE], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
        )
        alone = json.loads(done.stdout.splitlines()[-1])
        search, ask = warm(home)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    lines = [
        "# Ingesting the corpus",
        "",
        f"Commit {commit.stdout.strip()}, {os.cpu_count()} cores, Python {platform.python_version()}.",
        "",
        "| what | figure |",
        "| --- | --- |",
        f"| `mailuo ingest corpus` from nothing | {first:.1f} s |",
        f"| `SentenceEncoder.encode_passages` alone, {alone['passages']} passages | {alone['seconds']:.1f} s |",
        f"| ratio | {first / alone['seconds']:.2f} |",
        f"| peak memory of the ingestion | {peak:.0f} MB |",
        f"| a second run, nothing changed | {again:.1f} s |",
        f"| `search`, warm, median | {search:.1f} ms |",
        f"| `ask`, warm, median | {ask:.1f} ms |",
    ]
    (ROOT / "benchmarks" / "ingesting.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def timed(command: list[Path | str], environment: dict[str, str]) -> float:
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
