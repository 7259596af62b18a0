"""Loads and checks the ontology: types, relations and word lists go in as data files, records come out.

The folder `graph/lexicon/` holds entities.yaml, relations.yaml and gazetteers; a domain expert edits them there.
A word list (gazetteers/*.txt) has one word a line; lines that start with “#” say where it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph.data_files import read_yaml
from graph.errors import MailuoError
from graph.records import EntityType, RelationType

FOLDER = Path(__file__).parent


class OntologyError(MailuoError):
    """A file of the ontology folder contradicts the model or itself."""


@dataclass(frozen=True, slots=True)
class EntityKind:
    """What `entities.yaml` says of one type of entity. what: which things are of it; generic: words that name none
    alone."""

    type: EntityType
    label: str
    what: str
    generic: frozenset[str]
    others: tuple[str, ...] = ()  # ends of names that are of another type


@dataclass(frozen=True, slots=True)
class RelationKind:
    """What `relations.yaml` says of one relation. pairs: types of head and tail that it may join."""

    type: RelationType
    label: str
    pairs: frozenset[tuple[EntityType, EntityType]]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ontology:
    """Both files of the ontology: every type of the records has its kind."""

    entities: dict[EntityType, EntityKind]
    relations: dict[RelationType, RelationKind]

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Ontology:
        """Read from a folder; raises where a type or relation is missing there or is none."""
        entities = {
            EntityType(name): EntityKind(
                EntityType(name), row["label"], row["what"], frozenset(row["generic"]), tuple(row.get("others", ()))
            )
            for name, row in read_complete(folder / "entities.yaml", {t.value for t in EntityType}).items()
        }
        relations = {
            RelationType(name): RelationKind(
                RelationType(name),
                row["label"],
                frozenset((EntityType(head), EntityType(tail)) for head, tail in row["pairs"]),
                tuple(row.get("role", ())),
            )
            for name, row in read_complete(folder / "relations.yaml", {t.value for t in RelationType}).items()
        }
        return cls(entities, relations)

    def allows(self, head: EntityType, rel: RelationType, tail: EntityType) -> bool:
        """Whether the relation may join these two types in this direction."""
        return (head, tail) in self.relations[rel].pairs


def read_complete(path: Path, expected: set[str]) -> dict[str, dict]:  # type: ignore[type-arg]
    """The file's mapping; its keys must be exactly the model's values."""
    rows = read_yaml(path)
    if set(rows) != expected:
        odd = sorted(set(rows) ^ expected)
        raise OntologyError(f"{path.name} and graph/records.py differ: {', '.join(odd)}: make both name the same types")
    return dict(rows)


@lru_cache(maxsize=64)
def word_list(name: str) -> frozenset[str]:
    """The words of gazetteers/<name>.txt."""
    path = FOLDER / "gazetteers" / f"{name}.txt"
    if not path.is_file():
        raise OntologyError(f"there is no word list {path.name} in graph/lexicon/gazetteers; add it")
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=64)
def alternation(name: str) -> str:
    """The words of a list as one regular expression, longest first; a line may itself be an expression."""
    return "|".join(sorted(word_list(name), key=lambda word: (-len(word), word)))
