"""How often analyst questions are answered right: those that are shown, and our own, of which half was tuned on.

    MAILUO_HOME=build/corpus mailuo ingest corpus
    MAILUO_HOME=build/plans mailuo ingest ../shared/more-plans ../shared/reserved
    python benchmarks/analysts.py --corpus build/corpus --plans build/plans

benchmarks/questions/corpus.jsonl asks over the five documents, plans.jsonl over other places' (../shared/more-plans).
Both were written by readers of documents drawn at random, in the form of ../shared/eval's, with evidence as places.
Questions of `TUNED` and the odd ones of `HALVES` were read while rules were written, the others never: of the even ones
of `HALVES` figures were seen. The scorer is MAILUO_EVAL's
score_questions.py.
Writes benchmarks/analysts.md.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from ui.app.settings import Settings
from ui.app.workspace import Workspace

EVAL = ROOT / os.environ.get("MAILUO_EVAL", "../shared/eval")
OWN = Path(__file__).parent / "questions"
TUNED = ("a-", "b-", "c-", "d-", "e-", "h-", "i-", "n-")  # identifiers that begin so
HALVES = ("j-", "k-")  # … and of these the odd numbers
COLUMNS = ("right", "said wrong", "silent", "sets f1", "cited", "abstains", "questions")

Question = Mapping[str, Any]


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--corpus", type=Path, required=True, help="knowledge base of the five documents")
    asked.add_argument("--plans", type=Path, required=True, help="knowledge base of other places' documents")
    options = asked.parse_args()
    rows = [
        _row(name, home, questions)
        for home, sets in (
            (options.corpus, {"five documents, shown": _read(EVAL / "dev/questions.jsonl"), **_own("corpus")}),
            (options.plans, {"other places, shown": _read(EVAL / "others/questions.jsonl"), **_own("plans")}),
        )
        for name, questions in sets.items()
    ]
    _write(rows)


def _read(path: Path) -> list[Question]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _own(name: str) -> dict[str, list[Question]]:
    questions = [_with_quotes(one) for one in _read(OWN / f"{name}.jsonl")]
    tuned = [one for one in questions if _is_tuned_on(one["id"])]
    held = [one for one in questions if not _is_tuned_on(one["id"])]
    return {
        title: half for title, half in ((f"{name}, own, tuned on", tuned), (f"{name}, own, never read", held)) if half
    }


def _is_tuned_on(name: str) -> bool:
    return name.startswith(TUNED) or (name.startswith(HALVES) and int(name[2:]) % 2 == 1)


def _with_quotes(question: Question) -> Question:
    """The places of the evidence as quotes, which is what the scorer reads."""
    evidence = [{"source": one["source"], "quote": _text(one["source"])[one["start"] : one["end"]]}
                for one in question["evidence"]]  # fmt: skip
    return {**question, "evidence": evidence}


def _text(source: str) -> str:
    folders = (ROOT / "corpus", EVAL.parent / "more-plans")
    path = next(folder / source for folder in folders if (folder / source).is_file())
    return path.read_bytes().decode("utf-8-sig")


def _row(name: str, home: Path, questions: Sequence[Question]) -> tuple[str, Mapping[str, Any], float]:
    """What the scorer says of a set, and how many milliseconds a question took in the middle."""
    workspace = Workspace.open(Settings.read(os.environ | {"MAILUO_HOME": str(home)}))
    workspace.ask(questions[0]["question"])
    seconds, answers = [], []
    for one in questions:
        begun = time.perf_counter()
        answers.append({"id": one["id"], **workspace.ask(one["question"])})
        seconds.append(time.perf_counter() - begun)
    workspace.close()
    with tempfile.TemporaryDirectory() as folder:
        gold, said = Path(folder) / "gold.jsonl", Path(folder) / "said.jsonl"
        for path, lines in ((gold, questions), (said, answers)):
            path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), encoding="utf-8")
        command = [
            sys.executable,
            str(EVAL / "score_questions.py"),
            "--gold",
            str(gold),
            "--answers",
            str(said),
            "--json",
        ]
        scored = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return name, json.loads(scored), 1000 * statistics.median(seconds)


def _write(rows: Sequence[tuple[str, Mapping[str, Any], float]]) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    lines = [
        "# Analyst questions",
        "",
        f"Commit {commit}; no language model. `benchmarks/analysts.py` writes this page and says what the sets are.",
        "",
        f"| | {' | '.join(COLUMNS)} | ms |",
        f"| --- |{' --- |' * (len(COLUMNS) + 1)}",
        *(
            f"| {name} | {' | '.join(str(scored[column]) for column in COLUMNS)} | {middle:.0f} |"
            for name, scored, middle in rows
        ),
        "",
        "Right by kind (share, questions):",
        "",
        *(
            f"- {name}: "
            + ", ".join(f"{kind} {share} ({number})" for kind, (share, number) in scored["by kind"].items())
            for name, scored, _ in rows
        ),
    ]
    (Path(__file__).parent / "analysts.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
