"""What a knowledge base costs as it grows: adding a document, removing one, deciding, opening and asking, memory, disk.

    .venv/bin/python benchmarks/growing.py                                    1, 100 and 1,000 documents
    .venv/bin/python benchmarks/growing.py --documents 1 1000 10000 --from corpus ../more-plans
    .venv/bin/python benchmarks/growing.py --against a808034                  this version and another one on --from

Knowledge bases of so many documents are made out of the real documents below `--from` (benchmarks/made_corpora), then a
real one (`--add`, which is left out of them) goes in by way of all stages and out again, two projects are joined and
told apart, 20 questions are asked: each in a process of its own, the clock started when everything is imported.
Told are the medians of `--repeats` rounds; of memory the peak, with the processes started, and in brackets what of it
is not mapped from files. `--against COMMIT`: both versions, in turn, take in the documents of `--from` and
do the same with them; the table gives the ratios. What it needs and is not installed any more may lie in `--packages`
(pip install --no-deps --target FOLDER …). Writes benchmarks/growing.md (growing-against.md).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import commit, table, write_report
from benchmarks.made_corpora.memory import Peak, run

ACTS = ROOT / "benchmarks" / "made_corpora" / "acts.py"
BUILD = "from benchmarks.made_corpora import building; building.main()"
CHANGES = ("add", "again", "merge", "split", "remove")
WHAT = {
    "add": "adding one document",
    "again": "the same again, nothing to do",
    "merge": "joining two names",
    "split": "telling them apart",
    "remove": "removing the document",
}


@dataclass
class Figures:
    """What was measured of one knowledge base: seconds by act, one of each round; peaks in MB by act; further ones."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    processor: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    peaks: dict[str, list[Peak]] = field(default_factory=lambda: defaultdict(list))
    stages: list[dict[str, float]] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)

    def hear(self, act: str, said: dict[str, Any], peak: Peak | None) -> None:
        self.seconds[act].append(said["seconds"])
        self.processor[act].append(said["processor"])
        if peak:
            self.peaks[act].append(peak)

    def median(self, act: str) -> float:
        return statistics.median(self.seconds[act])

    def peak(self, act: str) -> str:
        held = self.peaks[act]
        return f"{max(p.whole for p in held):.0f} ({max(p.own for p in held):.0f})" if held else "–"


@dataclass(frozen=True)
class Version:
    """A checked-out version of the program; its acts run in processes of their own."""

    tree: Path
    home: Path
    packages: Path | None = None  # a folder of packages that it needs and the environment has no more

    def act(self, figures: Figures, act: str, *words: str | Path, name: str = "") -> dict[str, Any]:
        """Let it act, and keep what that took under the name."""
        ran = run([sys.executable, "-P", ACTS, act, self.home, *words], self.environment, self.tree)
        said: dict[str, Any] = json.loads(ran.output.splitlines()[-1])
        if "seconds" in said:
            figures.hear(name or act, said, ran.peak)
        return said

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAILUO_", "NEO4J_"))}
        return kept | {"PYTHONPATH": os.pathsep.join(map(str, filter(None, (self.tree, self.packages))))}


def change(version: Version, figures: Figures, added: Path, repeats: int) -> None:
    """The rounds of changes; behind each one the knowledge base holds the documents it held before."""
    for _ in range(repeats):
        said = version.act(figures, "ingest", added, name="add")
        if said["summary"]["added"] != [added.name]:
            raise SystemExit(f"{added.name} was not added to {version.home}: is it there already?")
        figures.stages.append(said["summary"]["seconds"])
        version.act(figures, "ingest", added, name="again")
        names = version.act(figures, "merge")["names"]
        version.act(figures, "split", *names)
        version.act(figures, "remove", added.name)


def measure(count: int, options: argparse.Namespace) -> Figures:
    """One made knowledge base: made, read, then changed."""
    version, figures = Version(ROOT, options.home / f"made-{count}", options.packages), Figures()
    words = [str(count), str(options.home), "--without", options.add.name, "--from", *map(str, options.folders)]
    built = run([sys.executable, "-c", BUILD, *words], version.environment, ROOT)
    figures.said["built"] = json.loads(built.output.splitlines()[-1])
    if built.peak:
        figures.peaks["build"].append(built.peak)
    figures.said["ask"] = version.act(figures, "ask", version.home / "questions.json")
    figures.said["look"] = version.act(figures, "look")
    figures.said["disk"] = sizes(version.home)
    change(version, figures, options.add, options.repeats)
    return figures


def sizes(home: Path) -> dict[str, float]:
    """MB on disk: of the generation in use by part, of the vectors beside it."""
    generation = home / "generations" / (home / "CURRENT").read_text(encoding="ascii").strip()
    parts = {path.name.split(".")[0]: 0.0 for path in sorted(generation.iterdir())}
    for path in generation.rglob("*"):
        if path.is_file():
            parts[path.relative_to(generation).parts[0].split(".")[0]] += path.stat().st_size / 1e6
    vectors = sum(path.stat().st_size for path in home.glob("vectors*") if path.is_file()) / 1e6
    return {**parts, "vectors": vectors}


def report(sized: dict[int, Figures]) -> list[str]:
    """The tables, one column a size."""
    counts = list(sized)
    first = sized[counts[0]]
    rows: list[list[object]] = [["passages", *(f"{one.said['built']['passages']:,}" for one in sized.values())]]
    for act, what in WHAT.items():
        cells = [f"{one.median(act):.2f} ({statistics.median(one.processor[act]):.2f})" for one in sized.values()]
        ratios = [f" × {one.median(act) / first.median(act):.2f}" for one in sized.values()]
        rows.append(
            [f"{what}, s (of processor)", cells[0], *(c + r for c, r in zip(cells[1:], ratios[1:], strict=True))]
        )
    stages = dict.fromkeys(stage for one in sized.values() for round_ in one.stages for stage in round_)
    for stage in stages:
        rows.append([f"… of adding: {stage}", *(f"{_stage(one, stage):.2f}" for one in sized.values())])
    rows.append(["peak of adding, MB (own)", *(one.peak("add") for one in sized.values())])
    rows.append(["peak of deriving all, MB (own)", *(one.peak("build") for one in sized.values())])
    rows.append(["peak of a reader, MB (own)", *(one.peak("ask") for one in sized.values())])
    rows.append(["opening, s", *(f"{one.said['ask']['seconds']:.2f}" for one in sized.values())])
    for verb in ("cold", "warm", "search"):
        what = {"cold": "asking first, ms", "warm": "asking again, ms", "search": "searching, ms"}[verb]
        rows.append([f"{what}: p50 / p95", *(_shares(one.said["ask"][verb]) for one in sized.values())])
    for verb in first.said["look"]:
        rows.append([f"{verb}, ms: first, again", *(_both(one.said["look"][verb]) for one in sized.values())])
    for part in first.said["disk"]:
        rows.append([f"{part} on disk, MB", *(f"{one.said['disk'].get(part, 0):.1f}" for one in sized.values())])
    return table(["documents", *(f"{count:,}" for count in counts)], rows)


def _stage(figures: Figures, stage: str) -> float:
    return statistics.median(round_.get(stage, 0.0) for round_ in figures.stages)


def _shares(seconds: Sequence[float]) -> str:
    ordered = sorted(1000 * one for one in seconds)
    return f"{statistics.median(ordered):.0f} / {ordered[math.ceil(0.95 * len(ordered)) - 1]:.0f}" if ordered else "–"


def _both(milliseconds: Sequence[float]) -> str:
    return ", ".join(f"{one:.0f}" for one in milliseconds)


# ------------------------------------------------------------------------------------------------------------ against


def compare(options: argparse.Namespace) -> list[str]:
    """This version and another, in turn: everything from nothing, then the changes."""
    with checked_out(options.against, options.home) as other:
        versions = {"this": ROOT, options.against: other}
        held = {name: Figures() for name in versions}
        texts = [path for path in options.texts if path.name != options.add.name]
        for _ in range(options.repeats):
            for name, tree in versions.items():
                version = Version(tree, options.home / f"against-{name}", options.packages)
                shutil.rmtree(version.home, ignore_errors=True)
                version.act(held[name], "ingest", *texts, name="all")
        for name, tree in versions.items():
            version = Version(tree, options.home / f"against-{name}", options.packages)
            change(version, held[name], options.add, options.repeats)
    this, that = held["this"], held[options.against]
    what = {"all": f"{len(texts)} files from nothing", **WHAT}
    rows: list[list[object]] = [
        [
            f"{what[act]}, s",
            f"{that.median(act):.2f}",
            f"{this.median(act):.2f}",
            f"{this.median(act) / that.median(act):.2f}",
        ]
        for act in ("all", *CHANGES)
    ]
    rows.append(["peak of the first, MB (own)", that.peak("all"), this.peak("all"), ""])
    return table(["imports aside", options.against, commit(), "ratio"], rows)


@contextmanager
def checked_out(name: str, folder: Path) -> Iterator[Path]:
    """Another commit in a work tree of its own, which goes when it is done with."""
    tree = folder.resolve() / f"tree-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "worktree", "add", "--force", "--detach", tree, name], cwd=ROOT, check=True)
    try:
        yield tree
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=ROOT, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[1, 100, 1000])
    parser.add_argument("--from", dest="folders", type=Path, nargs="+", default=[ROOT / "corpus"])
    parser.add_argument("--add", type=Path, default=ROOT / "corpus" / "suining-2024-eight-actions-plan.txt")
    parser.add_argument("--home", type=Path, default=ROOT / "build" / "growing", help="where knowledge bases are made")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--against", metavar="COMMIT")
    parser.add_argument("--packages", type=Path, help="a folder with packages that only the other commit needs")
    options = parser.parse_args()
    options.home, options.add = options.home.resolve(), options.add.resolve()
    options.packages = options.packages and options.packages.resolve()
    options.folders = [folder.resolve() for folder in options.folders]
    options.texts = sorted(path for folder in options.folders for path in folder.rglob("*.txt"))
    said = f"`benchmarks/growing.py` writes this and says what is measured; medians of {options.repeats} rounds."
    if options.against:
        write_report("growing-against", "This version and another", said, compare(options))
        return
    sized = {}
    for count in options.documents:
        sized[count] = measure(count, options)
        # after each size: the next may take hours, and fail
        write_report("growing", "As a knowledge base grows", said, report(sized))


if __name__ == "__main__":
    main()
