"""What a shared store holds of a generation, as it is noted there, and which one is in use.

    STORE/CURRENT                             the number of the generation in use and the hash of its note, in one line
    STORE/generations/7/generation.json       the note: the last thing that is put there before CURRENT
    STORE/generations/7/catalogue.parquet     what is asked across all sources
    STORE/sources/ab/<key>.parquet            what a source gave
    STORE/files/ab/<sha256>                   files of generations, originals, and what lies beside the generations
    STORE/beside.json                         which of these lie beside the generations: decisions, collections …

In: the store. Out: a `StoreNote`; None where nothing was put there yet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from graph.checksums import sha256_of
from ingest.generation import Part, Stamps
from ingest.parquet.catalogue import NAME as CATALOGUE
from ingest.parquet.catalogue import Catalogue
from ingest.parquet.store import SharedStore, StoreUnreadable

CURRENT = "CURRENT"
BESIDE = "beside.json"
BESIDES = ("decisions.jsonl", "titles.jsonl", "arrivals.jsonl", "collections.json", "unread.json")
FORMAT = 1


@dataclass(frozen=True, slots=True)
class StoreNote:
    """home: the word that tells the knowledge base from others; made_in: where people find it; made_of: the hash of
    the note in its folder; parts: the files of the generation's folder but the library; reading: what readers take in
    place of some of them; sources: how many."""

    number: int
    home: str
    made_in: str
    made_of: str
    stamps: Stamps
    counts: Mapping[str, Any]
    parts: Mapping[str, Part]
    reading: Mapping[str, Part]
    catalogue: Part
    sources: int
    format: int = FORMAT

    def packed(self) -> bytes:
        """As JSON."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


@dataclass(frozen=True, slots=True)
class InUse:
    """The generation that CURRENT names, and the hash of its note."""

    number: int
    sha256: str

    def packed(self) -> bytes:
        """As CURRENT has it."""
        return f"{self.number} {self.sha256}\n".encode()


def folder_of(number: int) -> str:
    """Of a generation, in the store."""
    return f"generations/{number}"


def note_path(number: int) -> str:
    """Of a generation's note."""
    return f"{folder_of(number)}/generation.json"


def catalogue_path(number: int) -> str:
    """Of a generation's catalogue."""
    return f"{folder_of(number)}/{CATALOGUE}"


def file_path(sha256: str) -> str:
    """Of a file that is named by what it holds."""
    return f"files/{sha256[:2]}/{sha256}"


def sha256_of_bytes(content: bytes) -> str:
    """In hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def part_of(content: bytes) -> Part:
    """Size and hash."""
    return {"bytes": len(content), "sha256": sha256_of_bytes(content)}


def read_file(store: SharedStore, sha256: str) -> bytes:
    """A file that is named by what it holds."""
    content = store.read(file_path(sha256))
    if sha256_of_bytes(content) != sha256:
        raise store.damaged(file_path(sha256))
    return content


def fetch_file(store: SharedStore, sha256: str, path: Path) -> None:
    """The same, of any size, copied to where nothing is yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    store.fetch(file_path(sha256), path)
    if sha256_of(path) != sha256:
        raise store.damaged(file_path(sha256))


def in_use(store: SharedStore) -> InUse | None:
    """What CURRENT says; None where there is none."""
    content = store.find(CURRENT)
    if content is None:
        return None
    words = content.decode("ascii", "replace").split()
    if len(words) != 2 or not words[0].isdecimal() or len(words[1]) != 64:
        raise StoreUnreadable(
            f"{store.address}/{CURRENT}: names no generation; run “mailuo ingest” where it is written"
        )
    return InUse(int(words[0]), words[1])


def read_note(store: SharedStore, number: int) -> tuple[StoreNote, str]:
    """The note of a generation, and its hash."""
    path = note_path(number)
    content = store.read(path)
    try:
        held = json.loads(content)
        if held.get("format") != FORMAT:
            raise StoreUnreadable(f"{store.address}/{path}: written by another version of Mailuo; use that one")
        note = StoreNote(**held)
        if any(".." in PurePosixPath(name).parts or name.startswith("/") for name in (*note.parts, *note.reading)):
            raise ValueError("a part that lies outside")
        return note, sha256_of_bytes(content)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise StoreUnreadable(f"{store.address}/{path}: damaged; run “mailuo ingest” where it is written") from error


def read_catalogue(store: SharedStore, number: int) -> Catalogue:
    """The catalogue of a generation."""
    path = catalogue_path(number)
    return Catalogue(store.read(path), f"{store.address}/{path}")


def beside_of(store: SharedStore) -> dict[str, Part]:
    """What lies beside the generations, by name; nothing where nothing was put there yet."""
    content = store.find(BESIDE)
    if content is None:
        return {}
    try:
        held: dict[str, Part] = json.loads(content)["files"]
        return {name: part for name, part in held.items() if name in BESIDES}
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise StoreUnreadable(f"{store.address}/{BESIDE}: damaged; run “mailuo ingest” where it is written") from error


def packed_beside(files: Mapping[str, Part]) -> bytes:
    """What lies beside the generations, as the store notes it."""
    return (json.dumps({"files": files}, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
