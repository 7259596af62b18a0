"""How often answers are right, cited and withheld, at which threshold, and how long asking takes.

Asks the knowledge base in MAILUO_HOME the labelled questions of MAILUO_EVAL (default ../shared/eval/dev: qa*.jsonl).
An answer is right when every part of the labelled one stands in it. Writes benchmarks/answering.md.

    MAILUO_HOME=… mailuo ingest corpus && MAILUO_HOME=… python benchmarks/answering.py [--misses]
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from graph.errors import MailuoError
from search import answer as answering
from search.answer import Answer, answer_question
from ui.app.asking import Asking
from ui.app.settings import Settings
from ui.app.workspace import Workspace

ROOT = Path(__file__).parents[1]
CITED_SHARE = 0.5  # of a piece of evidence that a citation must cover
THRESHOLDS = (0.0, 0.02, 0.05, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 0.9)
SIGNS = str.maketrans({"—": "-", "–": "-", "~": "-", "“": '"', "”": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    answer: str | None
    evidence: tuple[tuple[str, str], ...]  # (source, quote); none when it cannot be answered


@dataclass(frozen=True, slots=True)
class Figures:
    threshold: float
    right: float  # of the answerable
    cited: float
    answered: float
    right_of_answered: float
    abstains: float  # of the unanswerable


def fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(SIGNS).lower()
    return re.sub(r"\s+", "", folded)


def read_questions(folder: Path) -> list[Question]:
    lines = [line for path in sorted(folder.glob("qa*.jsonl")) for line in path.read_text("utf-8").splitlines() if line]
    rows = [json.loads(line) for line in lines]
    return [
        Question(row["id"], row["question"], row["answer"], tuple((e["source"], e["quote"]) for e in row["evidence"]))
        for row in rows
    ]


def is_right(question: Question, answer: Answer) -> bool:
    """Whether every part of the labelled answer is said."""
    parts = [re.sub(r"^[^:：]{1,12}[:：]", "", part) for part in re.split(r"[、;；,，\n]", question.answer or "")]
    said = fold(answer.text or "")
    return bool(said) and all(fold(part) in said for part in parts if part)


def is_cited(question: Question, answer: Answer, asking: Asking) -> bool:
    """Whether a citation covers some of the evidence."""
    for source, quote in question.evidence:
        wanted = fold(quote)
        for cited in answer.citations:
            if cited.passage.source == source:
                text = fold(asking.text_of(source)[cited.span.start : cited.span.end])
                if overlap(text, wanted) >= CITED_SHARE * len(wanted):
                    return True
    return False


def overlap(text: str, wanted: str) -> int:
    """How many characters of `wanted` the text holds at its begin, at its end, or within it."""
    if wanted in text:
        return len(wanted)
    if text in wanted:
        return len(text)
    most = min(len(text), len(wanted))
    return max(
        (n for n in range(most, 0, -1) if text.endswith(wanted[:n]) or text.startswith(wanted[-n:])),
        default=0,
    )


def ask_all(questions: Sequence[Question], asking: Asking, threshold: float) -> list[Answer]:
    answering.THRESHOLD = threshold
    return [answer_question(asking.understand(question.text), asking) for question in questions]


def measure(questions: Sequence[Question], answers: Sequence[Answer], asking: Asking, threshold: float) -> Figures:
    pairs = list(zip(questions, answers, strict=True))
    answerable = [(question, answer) for question, answer in pairs if question.evidence]
    answered = [(question, answer) for question, answer in answerable if answer.text]
    right = sum(is_right(question, answer) for question, answer in answered)
    unanswerable = [answer for question, answer in pairs if not question.evidence]
    return Figures(
        threshold,
        right / max(len(answerable), 1),
        sum(is_cited(question, answer, asking) for question, answer in answered) / max(len(answerable), 1),
        len(answered) / max(len(answerable), 1),
        right / max(len(answered), 1),
        sum(answer.text is None for answer in unanswerable) / max(len(unanswerable), 1),
    )


class Remembering(Asking):
    """Asks the rankers once for each query, so that the curve costs one run."""

    def __init__(self, asking: Asking) -> None:
        self.__dict__.update(asking.__dict__)
        self._found: dict[tuple[str, int], list[object]] = {}

    def find(self, query: str, *, top: int) -> list[object]:  # type: ignore[override]
        if (query, top) not in self._found:
            self._found[query, top] = list(super().find(query, top=top))
        return self._found[query, top]


def time_asking(questions: Sequence[Question], workspace: Workspace) -> tuple[float, float]:
    """Median milliseconds of a whole question, facts and entities included, after one round of warming up: passed on
    the clock, and used of the processor.
    """
    passed, used = [], []
    for is_warm in (False, True):
        for question in questions:
            begun, begun_using = time.perf_counter(), time.process_time()
            workspace.ask(question.text)
            if is_warm:
                passed.append(time.perf_counter() - begun)
                used.append(time.process_time() - begun_using)
    return 1000 * statistics.median(passed), 1000 * statistics.median(used)


def to_markdown(curve: Sequence[Figures], used: Figures, taken: str, about: str) -> str:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    lines = [
        "# Answering",
        "",
        f"On commit {commit.stdout.strip()}, {about}, {os.cpu_count()} cores, no language model. "
        f"The threshold in use is {used.threshold}; asking takes {taken}.",
        "",
        "The weights of search/evidence.py and the threshold were set on these questions: on others expect less.",
        "",
        "| threshold | right | cited | answered | right of answered | abstains on unanswerable |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in curve:
        figures = (row.right, row.cited, row.answered, row.right_of_answered, row.abstains)
        mark = "**" if row.threshold == used.threshold else ""
        lines.append(f"| {mark}{row.threshold}{mark} | {' | '.join(f'{figure:.3f}' for figure in figures)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    questions = read_questions(Path(os.environ.get("MAILUO_EVAL", ROOT / "../shared/eval/dev")))
    if not questions:
        raise MailuoError("no questions found: set MAILUO_EVAL to a folder with qa*.jsonl")
    workspace = Workspace.open(Settings.read())
    threshold = answering.THRESHOLD
    milliseconds, used_ms = time_asking(questions, workspace)
    asking = Remembering(Asking(workspace.opened, workspace._encoder))
    curve = []
    for value in sorted({*THRESHOLDS, threshold}):
        answers = ask_all(questions, asking, value)
        curve.append(measure(questions, answers, asking, value))
        if value == threshold and "--misses" in sys.argv:
            for question, answer in zip(questions, answers, strict=True):
                if question.evidence and not is_right(question, answer):
                    print(question.id, question.text, "=>", question.answer, "|", answer.text)
    used = next(row for row in curve if row.threshold == threshold)
    passages = workspace.status()["passages"]
    taken = f"{milliseconds:.0f} ms (median, warm; {used_ms:.0f} ms of processor; load {os.getloadavg()[0]:.1f})"
    report = to_markdown(curve, used, taken, f"{len(questions)} questions over {passages} passages")
    print(report)
    (ROOT / "benchmarks" / "answering.md").write_text(report, encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except MailuoError as error:
        sys.exit(str(error))
