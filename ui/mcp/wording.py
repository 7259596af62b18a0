"""The words around the documents' own, in the language of the question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph.data_files import read_yaml
from graph.lexicon.ontology import Ontology, Words

LANGUAGES = ("zh", "en")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=1)
def _read_words() -> dict[str, Words]:
    words: dict[str, Words] = read_yaml(Path(__file__).with_name("words.yaml"))
    return Ontology.load().words() | words


@dataclass(frozen=True, slots=True)
class Wording:
    """One language."""

    code: str

    @classmethod
    def of(cls, *texts: str | None) -> Wording:
        """The language of a question: Chinese where one of the texts holds a Chinese character, or there is none."""
        said = [text for text in texts if text]
        return cls("zh" if not said or any(_CHINESE.search(text) for text in said) else "en")

    def say(self, key: str, /, **values: object) -> str:
        """The words of a key with its {values}; a key that is unknown is said as it is."""
        words = _read_words().get(key)
        text = key.rpartition(".")[2] if words is None else words[LANGUAGES.index(self.code)]
        return text.format(**values) if values else text
