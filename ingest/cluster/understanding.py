"""What one worker does with a file: read it, understand it, embed its passages, put all of it on the shared shelf.

In: the bytes of a file, or a source whose text is there. Out: the key under which the shelf holds what was found, or
why there is nothing. The same file gives the same, whoever reads it and how often: a second try changes nothing.
"""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from graph.errors import MailuoError
from graph.records import Remark, Source
from ingest.extract import rules_stamp
from ingest.extracting import Extractor
from ingest.parquet.shelf import Given, ParquetShelf
from ingest.passages import indexed_passages
from ingest.sources.crew import read_files
from ingest.sources.files import NamedFile
from ingest.sources.unreadable import Unreadable
from ingest.tagger.contract import TextTagger
from search.contracts import PassageEncoder

Result = str | Unreadable


class OtherProgram(MailuoError):
    """A worker has another version of the program, or another model, than the one it works for."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """A file by its bytes. file: its own name, by the ending of which it may be told what it is."""

    key: str
    name: str
    file: str
    content: bytes
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class ToUnderstand:
    """A source whose text is there."""

    key: str
    source: Source

    @property
    def name(self) -> str:
        """The source's."""
        return self.source.name


Task = ToRead | ToUnderstand


@dataclass(frozen=True, slots=True)
class Stamps:
    """What the result depends on: rules with their tagger, and the model of embedding."""

    rules: str
    model: str


@dataclass(frozen=True, slots=True)
class Tools:
    """What a worker works with."""

    encoder: PassageEncoder
    tagger: TextTagger | None
    shelf: ParquetShelf

    @property
    def stamps(self) -> Stamps:
        """What its results depend on."""
        return Stamps(rules_stamp(self.tagger), self.encoder.stamp)


class Worker:
    """make: gives the tools where it works; stamps: what these must be."""

    def __init__(self, make: Callable[[], Tools], stamps: Stamps) -> None:
        self._make = make
        self._stamps = stamps

    @cached_property
    def _tools(self) -> Tools:
        tools = self._make()
        if tools.stamps != self._stamps:
            raise OtherProgram(
                f"a worker on {socket.gethostname()} has other rules or another model ({tools.stamps} where "
                f"{self._stamps} is asked for): all machines need the same version of Mailuo and the same MAILUO_MODEL"
            )
        return tools

    def begin(self) -> None:
        """See that it can work; raises `OtherProgram`."""
        self._tools  # noqa: B018  # made once

    def understand(self, tasks: Sequence[Task]) -> list[Result]:
        """In their order."""
        read = iter(_read([task for task in tasks if isinstance(task, ToRead)]))
        sources = [next(read) if isinstance(task, ToRead) else task.source for task in tasks]
        with closing(Extractor(self._tools.tagger)) as extractor:
            return [self._shelve(task, source, extractor) for task, source in zip(tasks, sources, strict=True)]

    def _shelve(self, task: Task, source: Source | Unreadable, extractor: Extractor) -> Result:
        if isinstance(source, Unreadable):
            return source
        found = extractor.extract(source)
        if isinstance(found, Unreadable):
            return found
        texts = [passage.embedded_text for passage in indexed_passages(found)]
        vectors = self._tools.encoder.encode_passages(texts) if texts else None
        self._tools.shelf.put(task.key, Given(found, self._tools.stamps.rules, "", vectors))
        return task.key


def _read(tasks: Sequence[ToRead]) -> list[Source | Unreadable]:
    """The files, by a process that breaks in their place."""
    with tempfile.TemporaryDirectory(prefix="mailuo-") as folder:
        named = []
        for number, task in enumerate(tasks):
            path = Path(folder, str(number), task.file)
            path.parent.mkdir()
            path.write_bytes(task.content)
            named.append(NamedFile(path, task.name, remarks=task.remarks))
        with closing(read_files(named, lambda *_: None, processes=1)) as results:
            return [result for _, result in results]
