"""What people think of answers: “useful” or “wrong”, in an append-only file outside the generations.

In: an answer, the word on it. Out: a line of `marks.jsonl` with the question, the kind of answer and the generation
that gave it, so that answers can be weighed later; nothing is sent anywhere.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypedDict

from graph.appending import append_line, read_lines
from ui.app.fields import AskFields

FILE = "marks.jsonl"


class Word(StrEnum):
    """What a person says of an answer; of several on one question the last holds."""

    USEFUL = "useful"
    WRONG = "wrong"


class MarkFields(TypedDict):
    """A line of the file. `kind`: how the question was read; `question`: with what it took over from those before."""

    at: str
    question: str
    kind: str
    said: str
    generation: int | None
    mark: str


def record_mark(home: Path, reply: AskFields, word: Word, generation: int | None) -> None:
    """Write down what somebody thinks of an answer."""
    fields: MarkFields = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": " → ".join(reply["read_as"]["whole"]),
        "kind": reply["read_as"]["kind"] if reply["answer"] is not None else "none",
        "said": reply["short"] or reply["answer"] or "",
        "generation": generation,
        "mark": word.value,
    }
    append_line(home / FILE, dict(fields), what="mark")


def read_marks(home: Path) -> list[MarkFields]:
    """All that was written down, in its order; what is no such line is passed over."""
    found = []
    for line in read_lines(home / FILE):
        try:
            fields: MarkFields = json.loads(line)
        except ValueError:
            continue
        if isinstance(fields, dict) and {"question", "mark"} <= fields.keys():
            found.append(fields)
    return found
