"""One generation: a folder whose parts belong together, and what its writer noted of it in `generation.json`.

In: the folder. Out: the places of its parts, the note, and what is wrong with the parts: sizes are compared whenever
a generation is opened, checksums when the doctor looks or everything is made anew.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from graph.checksums import sha256_of
from graph.errors import REBUILD, MailuoError
from graph.layers import files_of, link
from graph.store.places import Draft
from ingest.counts import NOTHING, Held


class HomeDamaged(MailuoError):
    """What a home or a generation should hold is not there, or is something else than what was written."""


class Stamps(TypedDict):
    """What a generation depends on besides its sources: another value of any, and it is derived anew."""

    program: str
    model: str
    engine: str
    decisions: str


Identity = tuple[int, int]  # of a file: its device, and its number there


class Part(TypedDict):
    """A file of a generation as it was written."""

    bytes: int
    sha256: str


class About(TypedDict):
    """What a generation was made from and holds, as its writer noted it; older versions noted no parts."""

    stamps: Stamps
    counts: Held
    parts: NotRequired[Mapping[str, Part]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A part that is not what was written: its path and what is wrong with it."""

    path: Path
    says: str


@dataclass(frozen=True, slots=True)
class Generation:
    """One folder whose parts belong together, finished or still a draft."""

    number: int
    folder: Path

    @property
    def library(self) -> Path:
        """Of all that was read: the lowest file of a stack (`graph.layers`)."""
        return self.folder / "library.sqlite"

    @property
    def catalogue(self) -> Path:
        """In place of the library where the generation was fetched from a shared store (`ingest.parquet.catalogue`)."""
        return self.folder / "catalogue.parquet"

    @property
    def files(self) -> Path:
        """Where the files lay that its sources were read from: known where the library is lost."""
        return self.folder / "files.json"

    @property
    def names(self) -> Path:
        """The book of names: what is known of them all, so that only what changed is derived anew."""
        return self.folder / "names.sqlite"

    @property
    def graph(self) -> Path:
        """The file of the embedded engine, where the graph lies there."""
        return self.folder / "graph.sqlite"

    @property
    def index(self) -> Path:
        """The folder of the rankers."""
        return self.folder / "index"

    @property
    def noted(self) -> Path:
        """The note of all this, written last."""
        return self.folder / "generation.json"

    @property
    def about(self) -> About:
        """Its note; raises `HomeDamaged` where it is none."""
        try:
            about = _about_of(json.loads(self.noted.read_text(encoding="utf-8")))
        except (OSError, ValueError, RecursionError) as error:
            raise HomeDamaged(f"{self.noted}: cannot be read ({_brief(error)}); {REBUILD}") from error
        if about is None:
            raise HomeDamaged(f"{self.noted}: does not say what the generation holds; {REBUILD}")
        return about

    def note(self, stamps: Stamps, counts: Held, base: Generation | None = None) -> None:
        """Write down what the generation was made from, and each of its parts; the last thing a writer does. What is
        the same file in `base` was noted there, and is not read again."""
        known = {} if base is None else base.parts_by_identity()
        parts: dict[str, Part] = {}
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and path != self.noted:
                name = path.relative_to(self.folder).as_posix()
                parts[name] = known.get(identity_of(path)) or _part_of(path)
        about: About = {"stamps": stamps, "counts": counts, "parts": parts}
        text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True)
        self.noted.write_text(text + "\n", encoding="utf-8")

    def parts_by_identity(self) -> dict[Identity | None, Part]:
        """What was noted of each part that is there in the size that was written, by what tells its file from all
        others."""
        found: dict[Identity | None, Part] = {}
        for name, part in self.about.get("parts", {}).items():
            path = self.folder / name
            if not _fault_of(path, part, thorough=False) and (identity := identity_of(path)) is not None:
                found[identity] = part
        return found

    def check(self) -> About:
        """Its note, when every part has the size that was written; else the first fault is raised."""
        about = self.about
        for fault in self.faults(about):
            raise HomeDamaged(f"{fault.path}: {fault.says}; {REBUILD}")
        return about

    @property
    def is_whole(self) -> bool:
        """Whether every part is there in the size that was written."""
        try:
            self.check()
        except HomeDamaged:
            return False
        return True

    def faults(self, about: About, *, thorough: bool = False) -> Iterator[Fault]:
        """The parts that are not what was written; thorough: their contents too, not their sizes alone."""
        parts = about.get("parts")
        if parts is None:  # a version that noted none
            if not self.library.is_file():
                yield Fault(self.library, "is missing")
            return
        for name, part in parts.items():
            path = self.folder / name
            if says := _fault_of(path, part, thorough=thorough):
                yield Fault(path, says)

    def keep(self, other: Generation, part: Path) -> None:
        """Take over a part (a stack, or a folder, of files that never change) of another generation by hard links."""
        goal = self.folder / part.relative_to(other.folder)
        if part.is_dir():
            shutil.copytree(part, goal, copy_function=link)
        else:
            for file in files_of(part):
                link(file, goal.with_name(file.name))


def _about_of(held: Any) -> About | None:
    """The note that a file holds; None where it is no such note."""
    if not isinstance(held, dict):
        return None
    stamps, counts, parts = held.get("stamps"), held.get("counts"), held.get("parts")
    if not isinstance(stamps, dict) or not all(isinstance(stamps.get(name), str) for name in Stamps.__annotations__):
        return None
    if not isinstance(counts, dict) or not {"documents", "passages"} <= counts.keys():
        return None
    if not all(type(counts[name]) is type(held) for name, held in NOTHING.items() if name in counts):
        return None
    about: About = {"stamps": _stamps_of(stamps), "counts": _counts_of(counts)}
    if parts is not None:
        if not isinstance(parts, dict) or not all(map(_is_part, parts.values())):
            return None
        about["parts"] = parts
    return about


def _stamps_of(held: Mapping[str, Any]) -> Stamps:
    return {
        "program": held["program"],
        "model": held["model"],
        "engine": held["engine"],
        "decisions": held["decisions"],
    }


def _counts_of(held: Mapping[str, Any]) -> Held:
    counts = NOTHING.copy()
    counts.update(held)  # type: ignore[typeddict-item]  # older versions counted fewer kinds
    return counts


def identity_of(path: Path) -> Identity | None:
    """The same for two names of one file alone; None where the file system does not say."""
    found = path.stat()
    return (found.st_dev, found.st_ino) if found.st_ino else None


def _part_of(path: Path) -> Part:
    return {"bytes": path.stat().st_size, "sha256": sha256_of(path)}


def _is_part(held: Any) -> bool:
    return isinstance(held, dict) and isinstance(held.get("bytes"), int) and isinstance(held.get("sha256"), str)


def _fault_of(path: Path, part: Part, *, thorough: bool) -> str:
    """What is wrong with a part; "" for nothing."""
    try:
        size = path.stat().st_size
        if size != part["bytes"]:
            return f"holds {size:,} bytes where {part['bytes']:,} were written"
        if thorough and sha256_of(path) != part["sha256"]:
            return "holds something else than what was written"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({_brief(error)})"
    return ""


def _brief(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) else str(error)
    return said or type(error).__name__


def draft_of(generation: Generation) -> Draft:
    """What a finished generation's graph is to the place where it lies."""
    return Draft(generation.number, generation.graph, is_empty=not generation.about["counts"]["documents"])
