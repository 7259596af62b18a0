"""Why files cannot be taken in, and what is to be known of how they were read: a key of unreadable.yaml with its
values, said in Chinese or English.

The command line says them in English, the web pages in the language of the visit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from graph.data_files import read_yaml
from graph.errors import MailuoError
from ingest.sources.kinds import kinds

LANGUAGES = ("zh", "en")
# Where a document is of a kind that no reader reads yet.
SAVE_AS = ("请另存为 .docx、.pdf 或 .txt", "save it as .docx, .pdf or .txt")
JOINS = ("；", "; ")  # a reason and its remedy
# What is left out of a folder without being a fault: nobody expects a picture, an archive or a link in circles to be
# read. Everything else that is not taken in is a failure.
SKIPS = frozenset(
    ("kind", "kind_misnamed", "recognition_missing", "special", "folder_empty", "link_loop", "hidden", "description")
)


@cache
def _reasons() -> dict[str, list[str]]:
    reasons: dict[str, list[str]] = read_yaml(Path(__file__).parent / "unreadable.yaml")
    return reasons


def said(why: str, values: Mapping[str, object], language: str = "en") -> tuple[str, str]:
    """What the key says with its values filled in, and the remedy, which may be empty; an unknown key is a mistake of
    ours and raises KeyError."""
    at = LANGUAGES.index(language)
    if (kind := kinds().get(str(values.get("kind")))) is not None:
        values = {**values, "kind": kind.names[at], "helps": (kind.helps or SAVE_AS)[at]}
    words = _reasons()[why]
    remedy = words[at + 2] if len(words) > 2 else ""
    return words[at].format(**values), remedy.format(**values)


def reason(why: str, values: Mapping[str, object], language: str = "en") -> str:
    """The same in one line."""
    return JOINS[LANGUAGES.index(language)].join(filter(None, said(why, values, language)))


class Unreadable(MailuoError):
    """A file that is missing, damaged, protected, empty, too large or of a kind that is not read."""

    def __init__(self, name: str, why: str, /, **values: object) -> None:
        super().__init__(f"{name}: {reason(why, values)}")
        self.name = name
        self.why = why
        self.values = values

    def __reduce__(self) -> tuple[object, ...]:
        # it comes out of the process that read the file
        return _unreadable, (self.name, self.why, plain_values(self.values))


def _unreadable(name: str, why: str, values: Mapping[str, object]) -> Unreadable:
    return Unreadable(name, why, **values)


def plain_values(values: Mapping[str, object]) -> dict[str, int | float | str]:
    """For JSON and other processes: what is no number is its text."""
    return {name: value if isinstance(value, int | float) else str(value) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or folder that was not taken in, or what is to be known of one that was, and why: a key of
    unreadable.yaml with its values. `name`: as a person finds it; `source`: what it is or would be called here;
    `origin`: where it lies, if `name` does not say it."""

    name: str
    why: str
    values: Mapping[str, object] = field(default_factory=dict)
    source: str = ""
    origin: str = ""

    @property
    def reason(self) -> str:
        """In one line."""
        return reason(self.why, self.values)
