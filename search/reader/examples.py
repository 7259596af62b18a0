"""What the reader learns from: questions with the stretches that answer them, as the network takes them.

In: questions.jsonl with the documents it was written over, and files in the form of SQuAD (CMRC 2018, DRCD: both under
CC BY-SA). Out: `Asked` questions, and of each a new `Example` for every epoch: more or less of the text around.

A line of questions.jsonl names a document (`source`, the SHA-256 of its text), a stretch of it that was read (`start`,
`end`), the question with its kind, and the places of what answers it: [start, end] each; none, where the stretch does
not say it.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

QUESTIONS = Path(__file__).parent / "questions.jsonl"
AROUND = 120  # characters at most that are shown beside the stretch that was read, on each side
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """`text`: the whole document; `start`, `end`: the stretch in which every answer was marked."""

    question: str
    source: str
    text: str
    start: int
    end: int
    answers: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and the places in it that answer the question."""

    question: str
    text: str
    answers: tuple[Place, ...]


def sha256_of(text: str) -> str:
    """Identifies a document's text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_questions(path: Path, folders: Sequence[Path]) -> Iterator[Asked]:
    """Those whose documents lie, unchanged, in one of the folders."""
    texts = {
        sha256_of(text): text
        for folder in folders
        for file in sorted(folder.glob("*.txt"))
        for text in (file.read_text(encoding="utf-8"),)
    }
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = texts.get(row["sha256"])
        if text is not None:
            places = tuple((start, end) for start, end in row["answers"])
            yield Asked(row["question"], row["source"], text, row["start"], row["end"], places)


def read_squad(path: Path) -> Iterator[Asked]:
    """The questions of a file in the form of SQuAD, each with its first answer."""
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            for one in paragraph["qas"]:
                answer = one["answers"][0]
                start, end = answer["answer_start"], answer["answer_start"] + len(answer["text"])
                if text[start:end] == answer["text"]:
                    yield Asked(one["question"], path.name, text, start, end, ((start, end),))


def example_of(asked: Asked, longest: int, chance: random.Random, *, without: bool = False) -> Example:
    """The stretch with as much around it as chance has it, at most `longest` characters. without: a stretch before or
    behind it that does not answer.
    """
    if without:
        return _beside(asked, longest, chance)
    room = max(0, longest - (asked.end - asked.start))
    before = min(chance.randint(0, max(1, room)), room) if chance.random() < 0.7 else 0
    # of a single answer, as those of SQuAD, more may stand before: nothing else was marked there that would be missed
    before = min(before, AROUND if len(asked.answers) != 1 else longest)
    behind = chance.randint(0, max(0, room - before))
    first, last = max(0, asked.start - before), min(len(asked.text), asked.end + behind, asked.start + longest)
    inside = tuple((start - first, end - first) for start, end in asked.answers if end <= last)
    return Example(asked.question, asked.text[first:last], inside)


def _beside(asked: Asked, longest: int, chance: random.Random) -> Example:
    """A stretch of the same document that holds none of the answers' words."""
    words = {asked.text[start:end] for start, end in asked.answers}
    for _ in range(8):
        length = chance.randint(longest // 3, longest)
        first = chance.randint(0, max(0, len(asked.text) - length))
        text = asked.text[first : first + length]
        if not any(word in text for word in words):
            return Example(asked.question, text, ())
    return Example(asked.question, asked.text[asked.end : asked.end + 40], ())
