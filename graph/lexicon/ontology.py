"""The ontology: which types of entity and which relations there are, what they are called and how they look.

In: entities.yaml and relations.yaml, which say all of it once, in both languages, in the order in which pages show it;
a domain expert edits them there. Out: what they say, checked against `graph.records`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from graph.data_files import read_yaml
from graph.lexicon.lexicon import FOLDER, OntologyError
from graph.records import EntityType, RelationType

Kind = TypeVar("Kind", bound=StrEnum)
Words = tuple[str, str]  # in Chinese, in English


@dataclass(frozen=True, slots=True)
class EntityKind:
    """What entities.yaml says of a type."""

    one: Words
    many: Words
    what: str
    colour: str
    strokes: str  # the d of an SVG path
    generic: frozenset[str]
    others: tuple[str, ...] = ()  # ends of names that are of another type


@dataclass(frozen=True, slots=True)
class RelationKind:
    """What relations.yaml says of a relation."""

    out: Words  # at its head
    into: Words  # at its tail
    pairs: frozenset[tuple[EntityType, EntityType]]
    roles: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Ontology:
    """Both files."""

    entities: Mapping[EntityType, EntityKind]
    relations: Mapping[RelationType, RelationKind]

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, folder: Path = FOLDER) -> Ontology:
        """What the files of the folder say; an OntologyError where they differ from the model."""
        entities = {
            kind: EntityKind(
                _words(row["one"]), _words(row["many"]), row["what"], row["colour"], row["strokes"],
                frozenset(row["generic"]), tuple(row.get("others", ())),
            )
            for kind, row in _complete(folder / "entities.yaml", EntityType)
        }  # fmt: skip
        relations = {
            kind: RelationKind(
                _words(row["out"]),
                _words(row["in"]),
                frozenset((EntityType(head), EntityType(tail)) for head, tail in row["pairs"]),
                {role: _words(said) for role, said in row.get("roles", {}).items()},
            )
            for kind, row in _complete(folder / "relations.yaml", RelationType)
        }
        return cls(entities, relations)

    def allows(self, head: EntityType, rel: RelationType, tail: EntityType) -> bool:
        """Whether the relation may join these two types in this direction."""
        return (head, tail) in self.relations[rel].pairs

    def between(self, head: EntityType, tail: EntityType) -> list[RelationType]:
        """The relations that may join these two types in this direction."""
        return [rel for rel in self.relations if self.allows(head, rel, tail)]

    def type_named(self, name: str) -> EntityType | None:
        """The type a person means: Project, project, projects, 项目, company, enterprises."""
        wanted = name.strip().lower()
        for kind, known in self.entities.items():
            plural = f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
            if wanted in map(str.lower, (kind, plural, *known.one, *known.many)):
                return kind
        return None

    def words(self) -> dict[str, Words]:
        """What pages call all of it, by key: type.Project, types.Project, relation.LED_BY, relation.LED_BY.in,
        role.attract."""
        said = {f"type.{kind}": known.one for kind, known in self.entities.items()}
        said |= {f"types.{kind}": known.many for kind, known in self.entities.items()}
        for rel, relation in self.relations.items():
            said |= {f"relation.{rel}": relation.out, f"relation.{rel}.in": relation.into}
            said |= {f"role.{role}": words for role, words in relation.roles.items()}
        return said


def _words(said: list[str]) -> Words:
    chinese, english = said
    return chinese, english


def _complete(path: Path, kinds: type[Kind]) -> Iterator[tuple[Kind, dict[str, Any]]]:
    """The file's rows; their keys must be exactly the model's values, in its order."""
    rows = read_yaml(path)
    if list(rows) != list(kinds):
        odd = ", ".join(sorted(set(rows) ^ set(kinds))) or "their order"
        raise OntologyError(f"{path.name} and graph/records.py differ: {odd}: make both name the same, in one order")
    return ((kinds(name), row) for name, row in rows.items())
