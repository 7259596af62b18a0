"""Where the index of a knowledge base lies: in its generation's folder, or in Milvus. Here a keeper is chosen.

In: the Milvus that the settings name, or none. Out: an `IndexPlace`, which begins to write an index, tells whether
a generation's index is there, and opens it for reading.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

# What writes, what ranks and Milvus are imported where they are used: most commands start without them.
if TYPE_CHECKING:
    from search.contracts import IndexWriting
    from search.index import Index


@dataclass(frozen=True, slots=True)
class MilvusServer:
    """A Milvus server and how to use it, or a file of Milvus Lite."""

    uri: str  # http(s)://…, without an account; or a path that ends in .db
    token: str | None = field(default=None, repr=False)
    database: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether it is a file, served inside this process."""
        return "://" not in self.uri

    @property
    def title(self) -> str:
        """In words, for a status."""
        kind = "Milvus Lite in" if self.is_local else "Milvus at"
        return f"{kind} {self.uri}" + (f", database {self.database}" if self.database else "")


class IndexPlace(Protocol):
    """What the pipeline and readers ask of a place. A `folder` is the one that a generation has for its index: it holds
    the index, or a note of where that is."""

    @property
    def title(self) -> str:
        """The place in words, for a status."""

    def check(self) -> None:
        """Raise where an index could not be written: told before minutes of embedding, not after them."""

    def holds(self, folder: Path) -> bool:
        """Whether the index of a generation is there, and one can go on from it."""

    def begin(self, folder: Path, base: Path | None, stamp: str) -> IndexWriting:
        """Begin an index in a new folder. `base`: the folder of the index that it goes on from, which the place
        `holds`; None to start from nothing; `stamp`: the model. Raises `IndexOfOtherModel`."""

    def open(self, folder: Path) -> Index:
        """For reading."""

    def forget(self) -> None:
        """Let go of all that lies outside the folders, as the knowledge base is about to be deleted."""


class FolderPlace:
    """The generation's folder."""

    title = "the generation's folder"

    def check(self) -> None:
        """A folder that cannot be written to is told when the generation is drafted."""

    def holds(self, folder: Path) -> bool:
        """Whether the folder holds an index rather than a note."""
        return (folder / "index.json").is_file()

    def begin(self, folder: Path, base: Path | None, stamp: str) -> IndexWriting:
        """Files of the base that do not change are shared."""
        from search.index_writing import IndexWriter

        return IndexWriter.begin(folder, base, stamp)

    def open(self, folder: Path) -> Index:
        """Raises `IndexUnreadable`, `IndexElsewhere`."""
        from search.index import Index
        from search.milvus.note import refuse_note

        if not self.holds(folder):
            refuse_note(folder)
        return Index.open(folder)

    def forget(self) -> None:
        """The folders are all there is."""


IN_FOLDER = FolderPlace()


def index_place_of(server: MilvusServer | None, *, identify: Callable[[bool], str | None], home: str) -> IndexPlace:
    """Milvus where one is named, else the generation's folder. identify: gives the knowledge base's own word, made when
    it is to be written (True) and there is none yet; home: where people find the knowledge base."""
    if server is None:
        return IN_FOLDER
    from search.milvus.place import MilvusPlace

    return MilvusPlace(server, identify, home)
