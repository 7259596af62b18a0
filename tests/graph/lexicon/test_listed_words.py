"""Lists of words from files of the lexicon."""

import re

import pytest

from graph.lexicon.lexicon import FOLDER, OntologyError
from graph.lexicon.wordings import Wordings, wordings

LISTS = Wordings(
    "made", {"verbs": "建设 推进\n  加快推进 推进", "lines": ["第 一", "二"], "roles": {"nurture": "支持 扶持"}}
)


def test_the_longest_word_stands_first_and_each_once() -> None:
    assert LISTS.words("verbs") == ("加快推进", "建设", "推进")
    assert LISTS.words("lines") == ("第 一", "二")


def test_a_list_is_an_expression_of_its_own() -> None:
    assert LISTS.any_of("verbs") == "(?:加快推进|建设|推进)"
    assert re.fullmatch(f"重点{LISTS.any_of('verbs')}+", "重点推进建设")


def test_what_is_looked_at_or_may_be_missing_makes_no_word_longer() -> None:
    said = Wordings("made", {"said": "提了? 提(?!高|升) 提到 提[及过]*"})
    assert said.words("said")[0] == "提到"


def test_words_of_sorts_are_words_too() -> None:
    assert LISTS.sorts("roles") == {"支持": "nurture", "扶持": "nurture"}
    assert LISTS.words("roles") == ("扶持", "支持")


def test_a_list_that_is_not_there_is_named_with_its_file() -> None:
    with pytest.raises(OntologyError, match=r"made\.yaml has no list “nouns”"):
        LISTS.any_of("nouns")


@pytest.mark.parametrize("file", ["relating", "times", "documents", "form", "asking", "names"])
def test_every_list_is_an_expression(file: str) -> None:
    held = wordings(file)
    for name in held.lists:
        re.compile(held.any_of(name))


def test_every_list_of_words_of_names_is_used() -> None:
    folder = FOLDER.parents[1] / "ingest" / "entities"
    rules = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    used = {match[1] for match in re.finditer(r"(?:any_of|words)\([\"'](\w+)[\"']\)", rules)}
    assert not wordings("names").lists.keys() - used
