"""Sources → what the rules and the tagger find in them, by a process of its own, so that a rule that hangs, eats memory
or stumbles over one file costs that file and nothing else.

The rules work there; the tagger stays here, where its network is loaded once: the process asks for what it says of the
texts. One process is kept for the next run, as starting it takes a second.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from graph.records import NO_LAYOUT, Extraction, Source
from ingest.extract import extract
from ingest.sources.limits import MEMORY_BYTES, SECONDS, SILENT, Limits, seconds_for
from ingest.sources.process import BROKEN, Process
from ingest.sources.serving import Talk, attempt, serve
from ingest.sources.unreadable import Unreadable
from ingest.tagger.contract import Tagged, TextTagger

MEMORY_EACH_CHARACTER = 400  # bytes; 210 were measured on running text
MOST_MEMORY_BYTES = 3_000_000_000
MOST_SOUGHT = 200_000  # characters of a text in which the line is sought that a rule stumbled over
# What ended the reading of a file, as it is said of its rules.
SAID = {"reader_slow": "rules_slow", "reader_died": "rules", "stumbled": "rules", "deep": "rules"}

Found = Extraction | Unreadable


@dataclass(frozen=True, slots=True)
class ExtractTask:
    """A source to be understood. `stamp`, `weights`: the tagger's, None without one."""

    source: Source
    stamp: str | None
    weights: Path | None
    limits: Limits

    @property
    def name(self) -> str:
        """The source's."""
        return self.source.name


@dataclass(frozen=True, slots=True)
class Asked:
    """What the process wants to know: what the tagger says of these texts."""

    texts: Sequence[str]


class Extractor:
    """Has sources understood one after the other; close it when done."""

    def __init__(self, tagger: TextTagger | None, seconds: float = SECONDS) -> None:
        """seconds: of processor for a small source."""
        self._tagger = tagger
        self._seconds = seconds
        self._process: Process | None = None

    def prepare(self) -> None:
        """Have the process started, while its first source is still being read."""
        if self._process is None:
            self._process = _spare.take() or Process.start("ingest.extracting")

    def extract(self, source: Source) -> Found:
        """What is found in it, or why nothing could be."""
        task = self._task(source)
        silence = SILENT * task.limits.seconds
        try:
            self.prepare()
        except OSError as error:  # no more processes can be started
            return Unreadable(source.name, "unread", fault=error.strerror)
        assert self._process is not None
        try:
            self._process.await_start()
            self._process.send(task)
            while isinstance(message := self._process.listen(silence), Asked):
                self._process.send(self._tags(message.texts))
        except BROKEN:
            fault = self._process.fault(task, silence)
            self._process = None
            return Unreadable(source.name, SAID.get(fault.why, fault.why), **{"fault": "", "line": 0, **fault.values})
        found: Found = message
        if isinstance(found, Unreadable) and found.why == "reader_memory":
            self._end()
        return found

    def close(self) -> None:
        """Keep the process for the next one who needs it."""
        if self._process is not None:
            _spare.keep(self._process)
            self._process = None

    def _task(self, source: Source) -> ExtractTask:
        size = len(source.text.encode("utf-8", "surrogatepass"))
        memory = min(MOST_MEMORY_BYTES, MEMORY_BYTES + MEMORY_EACH_CHARACTER * len(source.text))
        tagger = self._tagger
        stamp, weights = (None, None) if tagger is None else (tagger.stamp, tagger.weights)
        return ExtractTask(source, stamp, weights, Limits(memory, seconds_for(size, self._seconds)))

    def _tags(self, texts: Sequence[str]) -> Sequence[Tagged]:
        assert self._tagger is not None
        is_told = False
        try:
            tagged = self._tagger.tag(texts)
            is_told = True
            return tagged
        finally:
            if not is_told:  # what is wrong with the tagger is no fault of the file; nobody will answer the process
                self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.bury()
            self._process = None


class _Spare:
    """A process that has nothing to do, kept until the program ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: Process | None = None

    def take(self) -> Process | None:
        """It, if there is one that lives."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None and not process.lives():
            process.bury()
            return None
        return process

    def keep(self, process: Process) -> None:
        """One is enough."""
        with self._lock:
            if self._process is None:
                self._process = process
                return
        process.bury()

    def forget(self) -> None:
        """In a process that was forked off this one: it is not that one's to end."""
        self._lock = threading.Lock()
        self._process = None


_spare = _Spare()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_spare.forget)


# ----------------------------------------------------------------------------------------------- in the process


@dataclass(frozen=True, slots=True)
class _TaggerElsewhere:
    """Keeps the contract `TextTagger`: asks the process that has it."""

    stamp: str
    weights: Path
    talk: Talk

    def tag(self, texts: Sequence[str]) -> Sequence[Tagged]:
        """In the order of `texts`."""
        tagged: Sequence[Tagged] = self.talk.ask(Asked(texts))
        return tagged


def extract_in_hand(task: ExtractTask, talk: Talk) -> Found:
    """Understand one source; where a rule stumbles, say over which line."""
    tagger = None
    if task.stamp is not None and task.weights is not None:
        tagger = _TaggerElsewhere(task.stamp, task.weights, talk)
    found = attempt(task.name, lambda: extract(task.source, tagger))
    if not isinstance(found, Unreadable) or SAID.get(found.why) != "rules":
        return found
    return Unreadable(task.name, "rules", fault=found.values.get("fault", ""), line=stumbled_line(task.source))


def stumbled_line(source: Source) -> int:
    """The line, counted from 1, with which the rules begin to stumble; 0 where that is not the text's alone."""
    lines = source.text.splitlines(keepends=True)

    def stumbles(count: int) -> bool:
        beginning = replace(source, text="".join(lines[:count]), layout=NO_LAYOUT)
        return isinstance(attempt(source.name, lambda: extract(beginning)), Unreadable)

    if len(source.text) > MOST_SOUGHT or not stumbles(len(lines)):
        return 0
    passes, fails = 0, len(lines)
    while fails - passes > 1:
        middle = (passes + fails) // 2
        passes, fails = (passes, middle) if stumbles(middle) else (middle, fails)
    return fails


def main() -> None:
    """Understand the sources that stdin brings until it ends."""
    serve(extract_in_hand)
