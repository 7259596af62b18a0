"""The ontology's files agree with the model."""

import re
from pathlib import Path

import pytest

from graph.lexicon.lexicon import FOLDER, Ontology, OntologyError, alternation, word_list
from graph.records import EntityType, RelationType


def test_types_and_relations_are_all_there() -> None:
    ontology = Ontology.load()
    assert set(ontology.entities) == set(EntityType)
    assert set(ontology.relations) == set(RelationType)
    assert ontology.relations[RelationType.IN_INDUSTRY].roles == ("nurture", "attract")


PAIRS = [
    (EntityType.PROJECT, RelationType.LOCATED_IN, EntityType.PARK, True),
    (EntityType.PARK, RelationType.LOCATED_IN, EntityType.PROJECT, False),
    (EntityType.ENTERPRISE, RelationType.UNDERTAKES, EntityType.PROJECT, True),
    (EntityType.COUNTY, RelationType.PART_OF, EntityType.COUNTY, True),
]


@pytest.mark.parametrize(("head", "rel", "tail", "allowed"), PAIRS)
def test_direction_matters(head: EntityType, rel: RelationType, tail: EntityType, allowed: bool) -> None:
    assert Ontology.load().allows(head, rel, tail) is allowed


def test_a_missing_type_is_named(tmp_path: Path) -> None:
    (tmp_path / "entities.yaml").write_text("Project: {label: 项目, what: x, generic: []}", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"entities.yaml .* County"):
        Ontology.load(tmp_path)


def test_a_missing_word_list_is_named() -> None:
    with pytest.raises(OntologyError, match=r"nowhere\.txt"):
        word_list("nowhere")


@pytest.mark.parametrize("name", sorted(p.stem for p in (FOLDER / "gazetteers").glob("*.txt")))
def test_every_word_list_is_a_pattern(name: str) -> None:
    assert word_list(name)
    re.compile(alternation(name))
