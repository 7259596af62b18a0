"""The words of the pages in Chinese and English: a key → what the page says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph.data_files import read_yaml
from graph.lexicon.ontology import Ontology

LANGUAGES = ("zh", "en")


@lru_cache(maxsize=1)
def read_words() -> dict[str, tuple[str, str]]:
    """Every key of the files below words/, one file a page, and of the ontology, with its Chinese and English words."""
    words = Ontology.load().words()
    for path in sorted((Path(__file__).parent / "words").glob("*.yaml")):
        held = read_yaml(path)
        if twice := words.keys() & held.keys():
            raise ValueError(f"{path.name} says again what another file of words says: {sorted(twice)}")
        words |= {key: (str(chinese), str(english)) for key, (chinese, english) in held.items()}
    return words


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the pages: ``say("ask.title")``."""

    code: str

    def say(self, key: str, /, **values: object) -> str:
        """The words of a key with its {values} filled in; an unknown key is a mistake of ours and raises KeyError."""
        known = read_words()
        # “1 proof”, “2 proofs”: a key may have a form of its own for one
        one = f"{key}.one"
        words = known[one if values.get("count") == 1 and one in known else key][LANGUAGES.index(self.code)]
        return words.format(**values) if values else words
