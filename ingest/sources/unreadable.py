"""Why files cannot be taken in: a key of unreadable.yaml with its values, said in Chinese or English.

The command line says them in English, the web pages in the language of the visit.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from graph.errors import MailuoError

LANGUAGES = ("zh", "en")


@cache
def _reasons() -> dict[str, list[str]]:
    text = (Path(__file__).parent / "unreadable.yaml").read_text(encoding="utf-8")
    reasons: dict[str, list[str]] = yaml.safe_load(text)
    return reasons


def reason(why: str, values: Mapping[str, object], language: str = "en") -> str:
    """What the key says with its values filled in; an unknown key is a mistake of ours and raises KeyError."""
    return _reasons()[why][LANGUAGES.index(language)].format(**values)


class Unreadable(MailuoError):
    """A file that is missing, damaged, protected, empty, too large or of a kind that is not read."""

    def __init__(self, name: str, why: str, /, **values: object) -> None:
        super().__init__(f"{name}: {reason(why, values)}")
        self.why = why
        self.values = values
