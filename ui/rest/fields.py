"""The fields of answers that the command line does not know: pages with a cursor, jobs, problems.

The rest of what is answered is the dictionaries of `ui.app.fields`.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

from ui.app.fields import (
    AskFields,
    CountedDocumentFields,
    EntryFields,
    FindingFields,
    ListFields,
    MentionsFields,
    PlaceFields,
    SectionFields,
    SpotFields,
    TargetsFields,
)
from ui.app.journal import NoteFields


class NextFields(TypedDict):
    """A page of something. `next`: the cursor of the page behind it, None for the last one."""

    next: str | None


class ListPageFields(ListFields, NextFields):
    """The entities of a type, most mentioned first."""


class MentionsPageFields(MentionsFields, NextFields):
    """Some of the documents that mention an entity."""


class TargetsPageFields(TargetsFields, NextFields):
    """Some targets and results."""


class DocumentsPageFields(NextFields):
    """Some documents, in the order of their files. `found`: how many there are in all."""

    documents: list[CountedDocumentFields]
    found: int


class DecisionsPageFields(NextFields):
    """Some decisions, the last one first."""

    decisions: list[EntryFields]


class OutlineFields(TypedDict):
    """The headings of a document, in the order of its text."""

    document_id: str
    sections: list[SectionFields]


class TextFields(TypedDict):
    """The stored text of a source: what `start` and `end` count in."""

    source: str
    text: str


class DocumentTextFields(PlaceFields):
    """A stretch of a document: what stands there, under which headings, and where in the original."""

    document_id: str
    title: str
    section: list[str]
    text: str
    places: list[SpotFields]


class FindingsFields(TypedDict):
    """What the doctor saw."""

    findings: list[FindingFields]


class LogFields(TypedDict):
    """Lines of the log, the newest first."""

    notes: list[NoteFields]


class PersonFields(TypedDict):
    """Who asks. `collections`: those they may read beside what is in none; None: all."""

    name: str
    role: str
    collections: list[str] | None


class WrongFields(TypedDict):
    """A part of a request that cannot be."""

    where: str
    why: str


class ProblemFields(TypedDict):
    """Why a request failed (RFC 9457). `code`: one of those that docs/rest.md lists."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    wrong: NotRequired[list[WrongFields]]


class JobFields(TypedDict):
    """Work that goes on behind an answer: `state` is “waiting”, “running”, “done” or “failed”.

    `kind`: “ingest”, “remove” or “decide”; `names`: of files or entities; `stage`, `done`, `total`, `what`: how far it
    is; `result`: what it came to, as the command line prints it; `problem`: why it failed.
    """

    id: str
    kind: str
    names: list[str]
    who: str
    state: str
    began: str  # when it was asked for, UTC
    ended: str | None
    stage: str
    done: int
    total: int
    what: str
    result: dict[str, object] | None
    problem: ProblemFields | None


class JobsFields(TypedDict):
    """The last jobs, the newest first."""

    jobs: list[JobFields]


class ProgressFields(TypedDict):
    """How far an answer is that is streamed: `stage` is “waiting” or “asking”."""

    stage: str
    seconds: float


class HealthFields(TypedDict):
    """`state`: “alive” or “ready”."""

    state: str


# what a stream of an answer tells, by the name of its event
STREAMED = {"progress": ProgressFields, "result": AskFields, "problem": ProblemFields}
