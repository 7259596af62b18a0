"""Ingestion by workers of Ray: how much quicker, and whether anything is lost when something breaks.

    .venv/bin/python benchmarks/clustering.py quick [FOLDER…]              how quick: some 15 minutes with corpus/
    .venv/bin/python benchmarks/clustering.py workers [FOLDER…]            two workers against one: half of that
    .venv/bin/python benchmarks/clustering.py whole --documents 10000      hours; a Neo4j server and Milvus Lite

quick: the same files taken in by this machine alone and by 1 and 2 workers, each into an empty home, all on one core
and on all; what the exports hold must be the same bytes. workers: of these only 1 and 2 workers on all cores. whole:
so many short made plans go through Ray into Milvus Lite and a Neo4j server, while a worker, the command itself and the
server are killed; the command is run again until it ends, and counts, export and answers are held against those of a
home that nobody disturbed. Writes the report; a part keeps what the others wrote.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import about, table
from tests.neo4j_server import Server, open_server
from tests.torture.documents import make_document

COMMAND = [sys.executable, "-c", "from ui.cli.main import main; main()"]
REPORT = ROOT / "benchmarks" / "clustering.md"
QUESTIONS = ("怀化市2025年粮食播种面积目标是多少", "惠科显示模组生产线由谁牵头", "沅陵县2024年地区生产总值增长多少")
SOME = 16  # documents that are read before something is killed
MOST_RUNS = 12  # of the command, until it ends undisturbed


@dataclass
class Home:
    """A knowledge base below a folder; `settings`: of its environment."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        own = {
            name: value for name, value in os.environ.items() if not name.startswith(("MAILUO_", "NEO4J_", "MILVUS_"))
        }
        return {**own, "PYTHONPATH": str(ROOT), "MAILUO_HOME": str(self.folder), **self.settings}

    def start(self, *words: str | Path, cores: Sequence[int] = ()) -> subprocess.Popen[bytes]:
        """A command, in a group of its own."""
        pinned = ["taskset", "-c", ",".join(map(str, cores))] if cores else []
        command = [*pinned, *COMMAND, *map(str, words)]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def run(self, *words: str | Path, cores: Sequence[int] = ()) -> str:
        """What a command says; ends the benchmark where it fails."""
        said, complained = (process := self.start(*words, cores=cores)).communicate()
        if process.returncode:
            told = (said + complained).decode()[-800:]
            sys.exit(f"mailuo {' '.join(map(str, words))} ended with {process.returncode}: {told}")
        return said.decode()

    def exported(self) -> str:
        """A hash of all that is exported."""
        goal = self.folder.with_name(f"{self.folder.name}.export")
        self.run("export", goal)
        digest = hashlib.sha256()
        for path in sorted(goal.rglob("*")):
            if path.is_file():
                digest.update(path.name.encode() + path.read_bytes())
        shutil.rmtree(goal)
        return digest.hexdigest()[:16]


def busy_seconds() -> float:
    """What all processes of the machine have taken of its processors so far."""
    user, nice, system, *_ = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


# --------------------------------------------------------------------------------------------------------- how quick

WAYS: Sequence[tuple[str, Sequence[str], Sequence[int]]] = (
    ("this machine, one core", (), (0,)),
    ("one worker, one core", ("--on", "ray", "--workers", "1"), (0,)),
    ("this machine, all cores", (), ()),
    ("one worker", ("--on", "ray", "--workers", "1"), ()),
    ("two workers", ("--on", "ray", "--workers", "2"), ()),
)


Timed = tuple[list[str], Mapping[str, float]]  # lines of the report, seconds by way


def quick(folders: Sequence[Path]) -> list[str]:
    lines, seconds = _timed(folders, WAYS)
    cost = seconds["one worker, one core"] / seconds["this machine, one core"]
    return [*lines, f"One worker takes {cost:.2f} times as long as this machine alone on one core."]


def workers(folders: Sequence[Path]) -> list[str]:
    return _timed(folders, WAYS[-2:])[0]


def _timed(folders: Sequence[Path], ways: Sequence[tuple[str, Sequence[str], Sequence[int]]]) -> Timed:
    rows, exports = [], set()
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="mailuo-") as place:
        for number, (way, options, cores) in enumerate(ways):
            home = Home(Path(place, str(number)))
            before, begun = busy_seconds(), time.perf_counter()
            said = json.loads(home.run("ingest", *folders, *options, "--json", cores=cores))
            seconds[way] = time.perf_counter() - begun
            stages = said["seconds"]
            rows.append(
                (
                    way,
                    f"{seconds[way]:.0f}",
                    f"{stages.get('read', 0) + stages.get('embed', 0):.0f}",
                    f"{busy_seconds() - before:.0f}",
                    said["documents"],
                )
            )
            print(rows[-1], flush=True)
            exports.add(home.exported())
    if len(exports) != 1:
        sys.exit(f"the exports differ: {exports}")
    gain = seconds["one worker"] / seconds["two workers"]
    head = ("way", "s, whole", "s, reading and embedding", "s of processors", "documents")
    told = f"Two workers do {gain:.2f} times what one does. All exports are the same bytes."
    return [*table(head, rows), "", told], seconds


# ---------------------------------------------------------------------------------------------- what breaks is mended


def whole(count: int, workers: int) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="mailuo-") as place:
        folder = Path(place)
        _write_plans(folder / "plans", count)
        alone = Home(folder / "alone")
        begun = time.perf_counter()
        alone.run("ingest", folder / "plans")
        undisturbed = time.perf_counter() - begun
        server = open_server(folder)
        try:
            settings = {
                **server.settings,
                "MILVUS_URI": str(folder / "milvus.db"),
                "MAILUO_STORE": str(folder / "store"),
            }
            home = Home(folder / "clustered", settings)
            begun = time.perf_counter()
            kills, runs = _disturbed(home, server, folder / "plans", workers)
            took = time.perf_counter() - begun
            reader = Home(folder / "reader", {**settings, "MAILUO_READ_ONLY": "1"})
            lines = _compared(alone, home, reader)
        finally:
            server.stop()
    head = ("documents", "alone, s", "with kills, s", "killed", "runs until it ended")
    return [*table(head, [(count, f"{undisturbed:.0f}", f"{took:.0f}", ", ".join(kills), runs)]), "", *lines]


def _write_plans(folder: Path, count: int) -> None:
    folder.mkdir()
    chance = random.Random(7)
    for number in range(count):
        (folder / f"plan-{number:05}.txt").write_text(make_document(chance), encoding="utf-8")


def _disturbed(home: Home, server: Server, plans: Path, workers: int) -> tuple[list[str], int]:
    """Run until it ends by itself and nothing more is to be killed; how often that was."""
    kills: list[str] = []
    planned = [
        [("a worker", _read_some), ("the command", _read_some)],
        [("the command", _loading)],
        [("Neo4j", _loading)],
    ]
    for run in range(1, MOST_RUNS):
        process = home.start("ingest", plans, "--on", "ray", "--workers", str(workers), "--json")
        for what, is_time in planned.pop(0) if planned else ():
            if is_time(home, process):
                kills.append(what)
                _kill(what, process, server)
        _, complained = process.communicate()
        print(f"run {run}: ended with {process.returncode}: {complained.decode()[-300:]}", flush=True)
        if process.returncode == 0 and not planned:
            return kills, run
    sys.exit("it did not end")


def _read_some(home: Home, process: subprocess.Popen[bytes]) -> bool:
    """Once workers have put some more documents into the store."""
    store = Path(home.settings["MAILUO_STORE"]) / "sources"
    before = sum(1 for _ in store.rglob("*.parquet"))
    while process.poll() is None:
        if sum(1 for _ in store.rglob("*.parquet")) >= before + SOME:
            return True
        time.sleep(0.2)
    return False


def _loading(home: Home, process: subprocess.Popen[bytes]) -> bool:
    """Once the server's graph is being written."""
    while process.poll() is None:
        if next((home.folder / "generations").glob("*.draft/names.sqlite*"), None) is not None:
            time.sleep(3)
            return process.poll() is None
        time.sleep(0.1)
    return False


def _kill(what: str, process: subprocess.Popen[bytes], server: Server) -> None:
    if what == "Neo4j":
        server.kill()
        server.start()
    elif what == "the command":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        subprocess.run(["pkill", "-9", "-o", "-f", "^ray::Worker"], check=False)


def _compared(alone: Home, home: Home, reader: Home) -> list[str]:
    """What they say; ends the benchmark where they differ. reader: has nothing of its own."""
    for name in ("documents", "passages", "entities", "relations", "links"):
        held = [json.loads(one.run("status", "--json")).get(name) for one in (alone, home, reader)]
        if held != [held[0]] * len(held):
            sys.exit(f"{name} differ: {held}")
    if len(exports := {one.exported() for one in (alone, home, reader)}) != 1:
        sys.exit("the exports differ")
    for question in QUESTIONS:
        answers = [json.loads(one.run("ask", question, "--json")) for one in (alone, home, reader)]
        told = [(answer["answer"], answer["citations"]) for answer in answers]
        if told != [told[0]] * len(told):
            sys.exit(f"the answers to {question} differ: {told}")
    return [
        f"Counts, export ({exports.pop()}) and the answers to {len(QUESTIONS)} questions are the same, also those of a "
        "reader with an empty home beside the store, Milvus and Neo4j."
    ]


def _write(part: str, lines: Sequence[str]) -> None:
    """Into the report, in place of what this part wrote before."""
    kept = REPORT.read_text(encoding="utf-8") if REPORT.is_file() else ""
    parts = {one.partition("\n")[0]: one.partition("\n")[2].strip() for one in kept.split("\n## ")[1:]}
    parts[part] = "\n".join([about(), "", *lines])
    head = "# Ingestion by workers of Ray\n\n`benchmarks/clustering.py` writes this and says what is measured.\n"
    REPORT.write_text(
        head + "".join(f"\n## {name}\n\n{text}\n" for name, text in sorted(parts.items())), encoding="utf-8"
    )
    print("\n".join(lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=("quick", "workers", "whole"))
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "corpus"])
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    folders = [folder.absolute() for folder in options.folders]
    if options.part == "quick":
        _write("How quick", quick(folders))
    elif options.part == "workers":
        _write("Two workers", workers(folders))
    else:
        _write("What breaks is mended", whole(options.documents, options.workers))


if __name__ == "__main__":
    main()
