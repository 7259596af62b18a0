"""The note that a generation's folder holds in place of an index: in which collection it lies, and as what.

In: the folder `generations/N/index`. Out: `milvus.json` in it. A generation whose index is that of the one before holds
the same note.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NoReturn, Self

from graph.errors import REBUILD
from search.errors import IndexElsewhere, IndexUnreadable

NAME = "milvus.json"


@dataclass(frozen=True, slots=True)
class Note:
    """collection: holds the passages; key, pieces: where its shelf holds the manifest; token: of that manifest;
    place: in words."""

    collection: str
    key: int
    pieces: int
    token: str
    place: str

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """None where the folder holds none. Raises `IndexUnreadable`."""
        path = folder / NAME
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise IndexUnreadable(f"{path} cannot be read ({error}): {REBUILD}.") from error

    def write(self, folder: Path) -> None:
        """Into a folder that is there."""
        (folder / NAME).write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def notes_beside(folder: Path) -> list[Note]:
    """Those of all generations beside the one that this folder belongs to, the oldest first: what they name is still
    needed."""
    found = [path.parent for path in folder.parent.parent.glob(f"*/{folder.name}/{NAME}")]
    found.sort(key=lambda path: (len(path.parent.name), path.parent.name))  # by their numbers
    held = (Note.read(path) for path in found)
    return [note for note in held if note is not None]


def refuse_note(folder: Path) -> None:
    """Raise `IndexElsewhere` where the index of a folder lies in Milvus."""
    if (note := Note.read(folder)) is not None:
        raise IndexElsewhere(
            f"the index of {folder} lies in {note.place}, but MILVUS_URI is not set: set it, "
            "or run “mailuo ingest” to make the index in the folder"
        )


def refuse_folder(folder: Path, place: str) -> NoReturn:
    """Raise `IndexElsewhere` where the index lies in the folder, `IndexUnreadable` where it lies nowhere."""
    if (folder / "index.json").is_file():
        raise IndexElsewhere(
            f"the index lies in {folder}, but MILVUS_URI says {place}: run “mailuo ingest” to make it there, "
            "or unset MILVUS_URI"
        )
    raise IndexUnreadable(f"{folder / NAME} is missing: {REBUILD}.")
