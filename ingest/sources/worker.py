"""The process that reads files: `ReadTask` → `Source`, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.records import Source
from ingest.sources.limits import Limits
from ingest.sources.read import read_source
from ingest.sources.serving import FileProgress, Talk, serve


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A file to be read. `page_limits`: of each page that has to be recognised."""

    path: Path
    name: str
    limits: Limits
    page_limits: Limits


def read_in_hand(task: ReadTask, talk: Talk) -> Source:
    """Read one file."""

    def heard(what: str, done: int, total: int) -> None:
        if what == "recognise":  # a page takes more than most files do
            task.page_limits.begin()
        talk.say(FileProgress(what, done, total))

    return read_source(task.path, task.name, heard)


def main() -> None:
    """Read the files that stdin names until it ends."""
    serve(read_in_hand)
