"""The words by which names of projects and parks are taken apart and compared, from ``lexicon/links.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from graph.data_files import read_yaml
from graph.lexicon.lexicon import FOLDER, word_list
from graph.lexicon.wordings import longest_first


@lru_cache(maxsize=1)
def links_file() -> Mapping[str, object]:
    """The whole file: lists, tables and patterns by name."""
    loaded: Mapping[str, object] = read_yaml(FOLDER / "links.yaml")
    return loaded


@lru_cache(maxsize=64)
def words(name: str) -> tuple[str, ...]:
    """A plain list of the file, longest word first."""
    found = links_file()[name]
    assert isinstance(found, list)
    return longest_first(found)


@lru_cache(maxsize=64)
def kinds(name: str) -> tuple[tuple[str, str], ...]:
    """A list of the file that is sorted by kind: (word, kind), longest word first."""
    pairs = dict(kinds_of(name))
    return tuple((word, pairs[word]) for word in longest_first(pairs))


def kinds_of(name: str) -> Iterator[tuple[str, str]]:
    """Every (word, kind) of a list that is sorted by kind, as it stands in the file."""
    found = links_file()[name]
    assert isinstance(found, dict)
    return ((word, kind) for kind, listed in found.items() for word in listed)


@lru_cache(maxsize=1)
def borders() -> frozenset[tuple[str, str]]:
    """Pairs of provinces by their short names that border on one another, both ways round."""
    pairs = [(one, other) for other, one in kinds_of("borders")]
    return frozenset([*pairs, *((other, one) for one, other in pairs)])


@lru_cache(maxsize=64)
def alternatives(name: str) -> str:
    """Any word of a list as a regular expression, the longest that fits."""
    found = links_file()[name]
    listed = [word for word, _ in kinds(name)] if isinstance(found, dict) else words(name)
    return "|".join(map(re.escape, listed))


@lru_cache(maxsize=1)
def generic_pattern() -> re.Pattern[str]:
    """Words that do not tell one thing from another, industries among them."""
    listed = longest_first({*words("generic"), *word_list("industries")})
    return re.compile("|".join(map(re.escape, listed)))


@lru_cache(maxsize=1 << 15)
def own_words(name: str) -> str:
    """What is left of a name when common words are taken off: 凤滩 of 凤滩水电站. A common word of one character (和,
    新) is taken off only where it stands alone: 佳和 of 佳和大酒店.
    """
    left = re.findall(r"[一-鿿A-Za-z]+", long_generic_pattern().sub(" ", name))
    return "".join(piece for piece in left if not set(piece) <= single_generics())


@lru_cache(maxsize=1)
def single_generics() -> frozenset[str]:
    """The common words of one character."""
    return frozenset(word for word in words("generic") if len(word) == 1)


@lru_cache(maxsize=1)
def long_generic_pattern() -> re.Pattern[str]:
    """The common words of more than one character."""
    listed = longest_first({*words("generic"), *word_list("industries")})
    return re.compile("|".join(re.escape(word) for word in listed if len(word) > 1))


def alike(name: str, a: str, b: str) -> bool:
    """Whether two kinds are one, or may stand for each other (`heads_alike`, `actions_alike`)."""
    pairs = links_file()[f"{name}_alike"]
    assert isinstance(pairs, list)
    return a == b or [a, b] in pairs or [b, a] in pairs
