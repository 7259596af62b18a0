"""The ontology's files agree with the model; every word list is a pattern."""

import re
from pathlib import Path

import pytest

from graph.lexicon.lexicon import FOLDER, OntologyError, alternation, word_list
from graph.lexicon.ontology import Ontology
from graph.records import EntityType, RelationType


def test_types_and_relations_are_all_there() -> None:
    ontology = Ontology.load()
    assert list(ontology.entities) == list(EntityType)
    assert list(ontology.relations) == list(RelationType)
    assert list(ontology.relations[RelationType.IN_INDUSTRY].roles) == ["nurture", "attract"]


def test_all_of_it_has_words_in_both_languages() -> None:
    words = Ontology.load().words()
    assert words["types.County"] == ("行政区", "Areas")
    assert all(re.search("[一-鿿]", chinese) and english.isascii() for chinese, english in words.values())


@pytest.mark.parametrize("name", ["Enterprise", "enterprises", " company", "Companies", "企业"])
def test_a_type_goes_by_any_of_its_names(name: str) -> None:
    assert Ontology.load().type_named(name) is EntityType.ENTERPRISE


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
    (tmp_path / "entities.yaml").write_text("Project: {one: [项目, Project]}", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"entities.yaml .* County"):
        Ontology.load(tmp_path)


def test_another_order_than_the_models_is_refused(tmp_path: Path) -> None:
    for kind in reversed(EntityType):
        with (tmp_path / "entities.yaml").open("a", encoding="utf-8") as file:
            file.write(f"{kind}: {{}}\n")
    with pytest.raises(OntologyError, match="their order"):
        Ontology.load(tmp_path)


def test_a_missing_word_list_is_named() -> None:
    with pytest.raises(OntologyError, match=r"nowhere\.txt"):
        word_list("nowhere")


@pytest.mark.parametrize("name", sorted(p.stem for p in (FOLDER / "gazetteers").glob("*.txt")))
def test_every_word_list_is_a_pattern(name: str) -> None:
    assert word_list(name)
    re.compile(alternation(name))
