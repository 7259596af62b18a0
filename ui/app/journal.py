"""The log: who asked what, when, and which documents they were shown. Lines of JSON that are only ever added to.

In: what a face was asked. Out: a line in MAILUO_HOME/journal/, in a file for each month (UTC) or 64 MB, of which the
newest are kept; and the lines again, the newest first. Nothing secret stands in it: passwords, keys and tokens are
masked, whatever they are called or wherever in a text they stand.
"""

from __future__ import annotations

import json
import logging
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, TypedDict

from ui.app.settings import Settings

FOLDER = "journal"
FILE_BYTES = 64 << 20
LONGEST_SIGNS = 500  # of a text
MOST_MEMBERS = 50  # of a list or an object
MOST_DOCUMENTS = 200  # named; how many more there were is said
DEEPEST = 4
MASKED = "•••"
_FILE = re.compile(r"(\d{4}-\d\d)(?:-(\d+))?\.jsonl")
_SECRET_NAME = re.compile(
    r"pass(word|wd|phrase)?|pwd|secret|token|authori[sz]ation|api[_-]?key|^key$|credential|cookie|signature|jwt", re.I
)
_SECRET_TEXT = re.compile(
    r"mlk_[A-Za-z0-9_-]+|(?<=\bBearer )\S+|(?<=\bBasic )\S+|eyJ[\w-]+\.[\w-]*\.[\w-]*|(?<=://)[^/\s@]+@", re.I
)

_log = logging.getLogger("mailuo.journal")


class NoteFields(TypedDict):
    """A line. at: in UTC, to the millisecond; more: documents that are not named; through: rest, mcp, web or cli."""

    at: str
    who: str
    verb: str
    asked: Mapping[str, object]
    documents: Sequence[str]
    more: int
    through: str


@dataclass(frozen=True, slots=True)
class Sought:
    """Which lines. since, until: the beginnings of times as lines say them, the first included, the last not."""

    who: str | None = None
    verb: str | None = None
    document: str | None = None
    since: str = ""
    until: str = ""

    def has(self, note: NoteFields) -> bool:
        """Whether it is one of them."""
        return (
            self.who in (None, note["who"])
            and self.verb in (None, note["verb"])
            and (self.document is None or self.document in note["documents"])
            and note["at"] >= self.since
            and (not self.until or note["at"] < self.until)
        )


EVERYTHING = Sought()


class Journal:
    """May be used from several threads and processes at once."""

    def __init__(self, folder: Path, kept: int = 24, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._kept = kept
        self._clock = clock

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """That of a knowledge base."""
        return cls(settings.home / FOLDER, settings.journal_kept)

    def note(
        self,
        who: str,
        verb: str,
        asked: Mapping[str, object],
        documents: Iterable[str] = (),
        through: str = "rest",
    ) -> None:
        """Add a line. Where it cannot be written, that is said on the server's own log: what was asked goes on."""
        named = list(dict.fromkeys(documents))
        now = datetime.fromtimestamp(self._clock(), UTC)
        line = {
            "at": now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03}Z",
            "who": _text(who),
            "verb": _text(verb),
            "asked": {_text(name): _masked(name, value, 1) for name, value in asked.items()},
            "documents": [_text(one) for one in named[:MOST_DOCUMENTS]],
            "more": max(0, len(named) - MOST_DOCUMENTS),
            "through": _text(through),
        }
        # one write a line, at the end: lines of several processes do not mix
        written = json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
        try:
            self._append(now.strftime("%Y-%m"), written)
        except OSError as error:
            _log.error("%s: the log could not be written (%s)", self.folder, error.strerror)

    def read(self, sought: Sought = EVERYTHING) -> Iterator[NoteFields]:
        """The lines that are sought, the newest first; what is no line of ours is passed over."""
        for path in reversed(self.files()):
            if sought.since and path.name[:7] < sought.since[:7]:
                return
            for line in _lines_backwards(path):
                note = _as_note(line)
                if note is not None and sought.has(note):
                    yield note

    def files(self) -> list[Path]:
        """The oldest first."""
        with suppress(FileNotFoundError):
            return sorted((path for path in self.folder.iterdir() if _FILE.fullmatch(path.name)), key=_place)
        return []

    def _append(self, month: str, written: bytes) -> None:
        path, is_new = self._file(month)
        if is_new:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if os.write(file, written) < len(written):
                os.write(file, b"\n")  # the disk is full: what is cut off spoils no other line
        finally:
            os.close(file)
        if is_new:
            for old in self.files()[: -self._kept]:
                old.unlink(missing_ok=True)

    def _file(self, month: str) -> tuple[Path, bool]:
        """Where lines of this month go now, and whether the file is still to be made."""
        of_month = [path for path in self.files() if path.name.startswith(month)]
        if not of_month:
            return self.folder / f"{month}.jsonl", True
        newest = of_month[-1]  # the first ones may be gone
        with suppress(FileNotFoundError):
            if newest.stat().st_size < FILE_BYTES:
                return newest, False
        return self.folder / f"{month}-{_place(newest)[1] + 1}.jsonl", True


def _place(path: Path) -> tuple[str, int]:
    match = _FILE.fullmatch(path.name)
    assert match is not None
    return match[1], int(match[2] or 1)


def _text(value: str) -> str:
    """Without what is secret, and cut."""
    masked = _SECRET_TEXT.sub(MASKED, value)
    return masked if len(masked) <= LONGEST_SIGNS else f"{masked[:LONGEST_SIGNS]}…"


def _masked(name: str, value: object, depth: int) -> object:
    if isinstance(name, str) and _SECRET_NAME.search(name):
        return MASKED
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return _text(value)
        case Mapping() if depth < DEEPEST:
            members = [(str(key), one) for key, one in value.items()][:MOST_MEMBERS]
            return {_text(key): _masked(key, one, depth + 1) for key, one in members}
        case list() | tuple() | set() | frozenset() if depth < DEEPEST:
            return [_masked(name, one, depth + 1) for one in list(value)[:MOST_MEMBERS]]
    return _text(str(value))


def _as_note(line: bytes) -> NoteFields | None:
    try:
        held = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(held, dict) or not {"at", "who", "verb", "asked", "documents", "through"} <= held.keys():
        return None
    note: NoteFields = {**held, "more": held.get("more", 0)}  # type: ignore[typeddict-item]  # by its names
    return note


def _lines_backwards(path: Path, block: int = 1 << 16) -> Iterator[bytes]:
    """The whole lines of a file, the last first; a file that was just deleted has none."""
    with suppress(FileNotFoundError), path.open("rb") as file:
        at = file.seek(0, os.SEEK_END)
        rest = b""
        while at > 0:
            size = min(block, at)
            at -= size
            file.seek(at)
            first, *lines = (file.read(size) + rest).split(b"\n")
            rest = first
            yield from (line for line in reversed(lines) if line)
        if rest:
            yield rest
